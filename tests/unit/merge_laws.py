"""The laws of merging, as plain checks on what several devices did to one row that each saw first.

`test_merge_laws.py` looks for what breaks them; `python -m bench soak merge` tries 20,000 of each at random.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import permutations
from random import Random
from typing import Any

from fieldservice.domain.rules.exchange_merge import (
    FieldClock,
    Lost,
    Merged,
    RowEdit,
    RowState,
    merge_edit,
)

MADE = FieldClock(1, 10, "centre")
DEVICES = ("a", "b", "c")


def row(version: int = 1, /, **values: Any) -> RowState:
    return RowState(values, replace(MADE, version=version))


def edit(device: str, stamp: int, /, was: dict[str, Any] | None = None, **values: Any) -> RowEdit:
    return RowEdit(1, stamp, device, values, was or {})


def applied(state: RowState, change: RowEdit, merged: Merged) -> RowState:
    """The row after a merge, with the clocks that the centre would keep."""
    if merged.is_refused:
        return state
    version = max([state.made.version, *(clock.version for clock in state.clocks.values())]) + 1
    mine = FieldClock(version, change.stamp, change.device)
    theirs = {
        name: replace(state.clock(name), version=version) for name in merged.values if name not in merged.won
    }
    clocks = {**state.clocks, **theirs, **dict.fromkeys(merged.won, mine)}
    return RowState({**state.values, **merged.values}, state.made, clocks)


def merged_in(table: str, state: RowState, edits: Sequence[RowEdit]) -> tuple[RowState, list[Lost]]:
    lost: list[Lost] = []
    for each in edits:
        merged = merge_edit(table, state, each)
        lost.extend(merged.lost)
        state = applied(state, each, merged)
    return state, lost


@dataclass(frozen=True)
class Law:
    """A table to try a kind of field on, its columns, and what stands in them first."""

    table: str
    columns: tuple[str, ...]
    before: dict[str, Any]


SCALAR = Law("customer", ("tax_id", "language"), {"tax_id": "0", "language": "0"})
GROUP = Law("site", ("street", "city"), {"street": "0", "city": "0"})
TEXT = Law("customer", ("note",), {"note": "one\ntwo\nthree\nfour\n"})
PLANNING = Law("ticket", ("owner_id", "queue_id"), {"owner_id": "0", "queue_id": "0"})
ORDER = Law(
    "work_order",
    ("state", "finished_at", "is_finished_by_word", "cancelled_because"),
    {"state": "planned", "finished_at": None, "is_finished_by_word": False, "cancelled_because": ""},
)
TERMS = Law("terms", ("valid_from", "valid_to"), {"valid_from": "2026-01-01", "valid_to": "2026-12-31"})
FIXED = Law("reading", ("value", "note"), {"value": "1", "note": ""})
LAWS = {
    "scalar": SCALAR,
    "group": GROUP,
    "text": TEXT,
    "planning": PLANNING,
    "state": ORDER,
    "terms": TERMS,
    "fixed": FIXED,
}


def start(law: Law) -> RowState:
    return row(1, **law.before)


OLD_LINES, NEW_LINES = TEXT.before["note"].splitlines(keepends=True), ["new\n", "zażółć\n"]
ORDER_STATES: tuple[dict[str, Any], ...] = (
    {"state": "in_progress"},
    {"state": "to_plan"},
    {"state": "finished", "finished_at": "t1", "is_finished_by_word": True},
    {"state": "finished", "finished_at": "t2"},
    {"state": "cancelled", "cancelled_because": "nobody there"},
    {"state": "cancelled", "cancelled_because": "asked to"},
)
FIRST_STAMP, LAST_STAMP = 11, 15
"""Few, so that some are alike and the device decides."""


def made(law: Law, chosen: Sequence[tuple[dict[str, Any], int]]) -> list[RowEdit]:
    """What devices did, each with a stamp; no two with one stamp and device."""
    return [
        RowEdit(1, stamp, device, values, {name: law.before[name] for name in values})
        for device, (values, stamp) in zip(DEVICES, chosen, strict=False)
    ]


def at_random(law: Law, chance: Random, most: int, *, is_plain: bool) -> list[RowEdit]:
    """`is_plain`: no line of a text stands in it twice."""
    chosen = [
        (_values(law, chance, is_plain=is_plain), chance.randint(FIRST_STAMP, LAST_STAMP))
        for _ in range(chance.randint(1, most))
    ]
    return made(law, chosen)


def _values(law: Law, chance: Random, *, is_plain: bool) -> dict[str, Any]:
    if law is TEXT:
        return {"note": _text(chance, is_plain=is_plain)}
    if law is ORDER:
        return dict(chance.choice(ORDER_STATES))
    names = law.columns if law is GROUP else chance.sample(law.columns, chance.randint(1, len(law.columns)))
    return {name: chance.choice("01234") for name in names}


def _text(chance: Random, *, is_plain: bool) -> str:
    known = [*OLD_LINES, *NEW_LINES]
    if is_plain:
        return "".join(chance.sample(known, chance.randint(0, len(known))))
    return "".join(chance.choices(known, k=chance.randint(0, len(known))))


def taken_twice_is_taken_once(law: Law, edits: list[RowEdit]) -> None:
    """Receipts see to it that it is not taken twice; a text in which a line was doubled cannot tell by itself
    whether a line is an old one or a new one, and one in which lines changed places tells what gives way.
    """
    once, _ = merged_in(law.table, start(law), edits)
    again = merge_edit(law.table, once, edits[-1])
    is_told = law is TEXT and any(lost.lost == once.values["note"] for lost in again.lost)
    assert {**once.values, **again.values} == once.values or is_told


def who_arrives_first_does_not_matter(law: Law, edits: list[RowEdit]) -> None:
    ends = [merged_in(law.table, start(law), order)[0].values for order in permutations(edits)]
    assert all(end == ends[0] for end in ends)


def every_value_that_gave_way_is_told(law: Law, edits: list[RowEdit]) -> None:
    end, lost = merged_in(law.table, start(law), edits)
    told = {(each.field, each.lost) for each in lost}
    for each in edits:
        for column, value in each.set.items():
            assert end.values[column] == value or value == law.before[column] or (column, value) in told


def every_line_stands_or_is_told(law: Law, edits: list[RowEdit]) -> None:
    end, lost = merged_in(law.table, start(law), edits)
    everywhere = "".join([str(end.values["note"]), *(str(each.lost) for each in lost)])
    for each in edits:
        for line in set(each.set["note"].splitlines()) - set(law.before["note"].splitlines()):
            assert line in everywhere


def every_decision_stands_or_is_told(law: Law, edits: list[RowEdit]) -> None:
    end, lost = merged_in(law.table, start(law), edits)
    told = {(each.field, each.lost) for each in lost}
    for each in edits:
        decided = each.set["state"] in ("finished", "cancelled", "to_plan")
        stands = end.values["state"] == each.set["state"]
        assert stands or not decided or ("state", each.set["state"]) in told
        because = each.set.get("cancelled_because")
        stands = end.values["cancelled_because"] == because
        assert not because or stands or ("cancelled_because", because) in told


def never_both_cancelled_and_finished(law: Law, edits: list[RowEdit]) -> None:
    end = merged_in(law.table, start(law), edits)[0].values
    assert (end["state"] == "finished") == (end["finished_at"] is not None)
    assert (end["state"] == "cancelled") == (end["cancelled_because"] != "")


@dataclass(frozen=True)
class Promise:
    """A law and the kinds of field that it holds for; `most` devices at once, three unless two are all that
    it is promised for. `is_plain` when a text has no line twice.
    """

    check: Callable[[Law, list[RowEdit]], None]
    kinds: Mapping[str, Law]
    most: int = 3
    is_plain: bool = False


def of_kinds(*names: str) -> dict[str, Law]:
    return {name: LAWS[name] for name in names}


PROMISES = (
    Promise(taken_twice_is_taken_once, LAWS, is_plain=True),
    Promise(who_arrives_first_does_not_matter, of_kinds("scalar", "group", "state")),
    Promise(who_arrives_first_does_not_matter, of_kinds("text"), most=2),
    Promise(every_value_that_gave_way_is_told, of_kinds("scalar", "group", "planning", "fixed")),
    Promise(every_line_stands_or_is_told, of_kinds("text")),
    Promise(every_decision_stands_or_is_told, of_kinds("state")),
    Promise(never_both_cancelled_and_finished, of_kinds("state")),
)
