"""What a question can be answered with, when it is more than yes or no."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Option:
    """One way to answer; `detail` says what it brings."""

    value: Any
    words: str
    detail: str = ""
