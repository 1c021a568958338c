"""What a round of exchange came to, for the status, the screens and the next pause."""

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import Enum

from fieldservice.domain.rules.changes import RowRef
from fieldservice.domain.rules.errors import TellableError


class Step(Enum):
    """What a round is busy with."""

    MEETING = "meeting"
    SENDING = "sending"
    FETCHING = "fetching"
    APPLYING = "applying"
    FILES = "files"
    WHOLE = "whole"
    CHECKING = "checking"


@dataclass(frozen=True, slots=True)
class Progress:
    """`done` of `total` rows, transactions or bytes; `total` is 0 while it is not known."""

    step: Step
    done: int = 0
    total: int = 0


OnProgress = Callable[[Progress], None]
Cancelled = Callable[[], bool]


@dataclass(slots=True)
class RoundResult:
    """`touched` are the rows that others changed. `problem` is why the round did not end well; then
    `again_in_seconds` is the pause before the next. `order` is what the centre asks for.
    """

    sent: int = 0
    fetched: int = 0
    refused: int = 0
    conflicts: int = 0
    touched: frozenset[RowRef] = field(default_factory=frozenset)
    order: str = "ok"
    problem: TellableError | None = None
    again_in_seconds: float = 0.0
    was_cancelled: bool = False

    @property
    def went_well(self) -> bool:
        return self.problem is None and not self.was_cancelled


def unheard(_progress: Progress) -> None:
    """For who does not want to know how far it is."""


def never() -> bool:
    """For who cannot cancel."""
    return False


@dataclass(frozen=True, slots=True)
class Watch:
    """Who is told how far it is, and may break it off."""

    on_progress: OnProgress = unheard
    is_cancelled: Cancelled = never


UNWATCHED = Watch()
