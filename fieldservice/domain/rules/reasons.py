"""A reason: a code with values, said in words only by `wording`."""

from collections.abc import Mapping
from dataclasses import field
from typing import Any

from fieldservice.domain.rules.quick_dataclass import dataclass


@dataclass(frozen=True, slots=True)
class Reason:
    """Why something is as it is.

    `code` is dotted and stable (`verdict.blocked`); `values` are plain (text, int, date, Decimal, UUID,
    list of these).
    """

    code: str
    values: Mapping[str, Any] = field(default_factory=dict)
