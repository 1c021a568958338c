"""What becomes of a row that a desk has and its centre, too, when the desk joins: field by field.

There is no version from which both began. So the centre's value stays where it says something, what is empty
there is filled from the desk, long texts are put one behind the other, and any other value that was typed at
the desk is handed back as `lost`, for people to decide.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from fieldservice.domain.rules.exchange_kinds import MergeKind, group_of, kind_of

JOINED = "joined"
"""The rule by which a value of the desk gave way."""
_SEATS = frozenset({"branch", "workstation", "role", "user_role"})
"""Whom the centre lets in, from where, and to do what, it says itself."""
_UNTOLD = frozenset({"id", "position", "version", "mastered_in", "branch_id"})
_TRUSTED = frozenset({"rights", "is_active", "is_program"})
_DECIDED = (MergeKind.STATE, MergeKind.LOCAL, MergeKind.FIXED)

Values = Mapping[str, Any]
IsTyped = Callable[[str, Any], bool]
"""Whether a value of a column was typed, and is not what such a row begins with."""


@dataclass(slots=True)
class MergedRow:
    """`filled` are values to be set at the centre; `lost` those of the desk that gave way."""

    filled: dict[str, Any] = field(default_factory=dict)
    lost: dict[str, Any] = field(default_factory=dict)


def merge_row(table: str, ours: Values, theirs: Values, is_typed: IsTyped) -> MergedRow:
    """Columns that move together are filled together, or not at all: no address is half of each."""
    merged = MergedRow()
    done: set[str] = set()
    for name in ours if table not in _SEATS else ():
        if name not in done and _is_told(table, name):
            together = [each for each in ours if each in group_of(table, name)]
            done.update(together)
            _merge_group(table, {each: ours[each] for each in together}, (theirs, is_typed), merged)
    return merged


def put_together(theirs: str, ours: str) -> str:
    """Both texts; one that holds the other is enough."""
    if ours.strip() in theirs:
        return theirs
    return ours if theirs.strip() in ours else f"{theirs.rstrip()}\n{ours}"


def is_empty(value: Any) -> bool:
    return value is None or value in ("", [], {})


def _is_told(table: str, name: str) -> bool:
    return name not in _UNTOLD and name not in _TRUSTED and kind_of(table, name) not in _DECIDED


def _merge_group(table: str, ours: Values, beside: tuple[Values, IsTyped], merged: MergedRow) -> None:
    theirs, is_typed = beside
    differing = {
        name: value
        for name, value in ours.items()
        if not is_empty(value) and value != theirs.get(name) and is_typed(name, value)
    }
    if not differing:
        return
    kind = kind_of(table, next(iter(ours)))
    if kind is MergeKind.TEXT:
        for name, text in differing.items():
            together = put_together(theirs.get(name) or "", text)
            if together != theirs.get(name):
                merged.filled[name] = together
    elif kind is not MergeKind.TERMS and all(is_empty(theirs.get(name)) for name in ours):
        merged.filled.update(differing)
    else:
        merged.lost.update({name: value for name, value in differing.items() if not name.endswith("_folded")})
