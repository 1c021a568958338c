"""The two kinds of error a person can do something about; everything else is a bug.

An error carries a reason code and values, never a sentence: `wording` says it in the reader's language.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any


class TellableError(Exception):
    """An error that `wording` can put into words: what did not happen, what became of the data, what to
    do.
    """

    def __init__(self, code: str, **values: Any) -> None:
        super().__init__(code)
        self.code = code
        self.values: Mapping[str, Any] = MappingProxyType(values)

    def __str__(self) -> str:
        details = ", ".join(f"{name}={value}" for name, value in self.values.items())
        return f"{self.code}({details})"


class RuleViolation(TellableError):  # noqa: N818 - the trade's word, shown at the field
    """A rule refused what was asked; the user can act."""


class EnvironmentProblem(TellableError):  # noqa: N818 - a problem of disk, lock or line, shown with Retry
    """Disk, lock, line or file did not play along; the same may succeed later."""
