"""The coverage lines that an import may meet: those of the newest terms of the contracts that the file names."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from fieldservice.domain.model.contract import (
    CoverageLine,
    CoverageService,
    CoverageSite,
    CoverageUnit,
    CoverageWork,
)
from fieldservice.domain.rules.import_known import KnownLine, KnownRows
from fieldservice.domain.store import import_state
