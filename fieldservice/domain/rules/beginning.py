"""How a desk begins: with invented data, with a workbook, with what another computer had, or empty."""

import enum
from pathlib import Path

from fieldservice.domain.rules.quick_dataclass import dataclass


class BeginningKind(enum.Enum):
    DEMO = "demo"
    WORKBOOK = "workbook"
    TAKE_OVER = "take_over"
    EMPTY = "empty"

    @property
    def asks_company(self) -> bool:
        return self in {BeginningKind.WORKBOOK, BeginningKind.EMPTY}


@dataclass(frozen=True, slots=True)
class CompanyAnswers:
    """What a new company is asked."""

    company: str
    country: str
    branch_code: str
    branch_name: str
    user_name: str


@dataclass(frozen=True, slots=True)
class Beginning:
    """`company` for a company that begins, `file` for one that moves here or is restored."""

    kind: BeginningKind
    language: str
    company: CompanyAnswers | None = None
    file: Path | None = None
    passphrase: str = ""
