"""What a question can be answered with, when it is more than yes or no."""

from typing import Any

from fieldservice.domain.rules.quick_dataclass import dataclass


@dataclass(frozen=True, slots=True)
class Option:
    """One way to answer; `detail` says what it brings."""

    value: Any
    words: str
    detail: str = ""
