"""What becomes of each row that was pulled: pure, by what the centre says, what is known and what is open."""

import enum
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from fieldservice.sync.open_work import OpenWork
from fieldservice.sync.staging import UNPLACED, Incoming


class Fate(enum.Enum):
    """Written as it is now; removed; passed over; left in the stage until our own work is at the centre."""

    WRITE = "written"
    REMOVE = "removed"
    PASSED = "passed over"
    HOLD = "held"


@dataclass(frozen=True, slots=True)
class Known:
    """The centre's version on which the row here is based, and its scope."""

    version: int = 0
    scope: str = UNPLACED.hex


@dataclass(slots=True)
class Decision:
    """`row` is what is to stand here; None with `WRITE` when our own work removed it."""

    fate: Fate
    row: Mapping[str, Any] | None = None


NOTHING_KNOWN = Known()


def decide(incoming: Incoming, known: Known, work: OpenWork | None) -> Decision:
    """The row becomes the centre's with our own open work on top; not newer is passed over."""
    if _leaves(incoming, known):
        return Decision(Fate.REMOVE if work is None else Fate.HOLD)
    if not incoming.is_told:
        return Decision(Fate.PASSED)
    if not incoming.is_truth and incoming.version <= known.version:
        return Decision(Fate.PASSED)
    row = incoming.row
    if row is None:
        return Decision(Fate.REMOVE if work is None else Fate.HOLD)
    if work is not None and work.is_whole:
        return Decision(Fate.HOLD)
    return Decision(Fate.WRITE, row if work is None else work.over(row))


def _leaves(incoming: Incoming, known: Known) -> bool:
    """It left the scope in which we know it, and came into no other that we hold."""
    if incoming.is_told:
        return incoming.scope in incoming.exits
    return bool(incoming.exits) and known.scope in {*incoming.exits, UNPLACED.hex}
