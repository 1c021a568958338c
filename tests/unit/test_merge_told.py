"""What is told of a value that gives way: whose it was, what stands instead, and what asks nobody."""

from typing import Any

import pytest

from fieldservice.domain.rules.erasing import BARS
from fieldservice.domain.rules.exchange_merge import FieldClock, Lost, Merged, RowEdit, RowState, merge_edit
from tests.unit.merge_laws import MADE

SEEN, THEIRS = FieldClock(1, 10, "b"), FieldClock(2, 20, "b")
EARLIER, LATER = 15, 30


def both(
    table: str, stands: dict[str, Any], theirs: set[str], stamp: int, was: dict[str, Any], /, **sent: Any
) -> Merged:
    """What comes of an edit to a row of which another changed `theirs` meanwhile."""
    clocks = {name: THEIRS if name in theirs else SEEN for name in stands}
    return merge_edit(table, RowState(stands, MADE, clocks), RowEdit(1, stamp, "a", sent, was))


def told(merged: Merged) -> list[tuple[str, Any, Any, bool]]:
    return [(each.field, each.kept, each.lost, each.is_ours) for each in merged.lost]


def test_what_was_written_once_gives_way_to_nothing_and_says_so() -> None:
    stands = {"value": "1", "note": "read"}

    same = both("reading", stands, set(), LATER, {}, value="1")
    other = both("reading", stands, set(), LATER, {"value": "0"}, value="2")
    erased = both("reading", stands, set(), LATER, {}, note=BARS)

    assert (told(same), same.values) == ([], {})
    assert other.lost == (Lost("value", "fixed", "0", "1", "2", is_ours=True),)
    assert (told(erased), erased.values) == ([], {"note": BARS})


def test_of_a_group_that_is_replaced_only_what_another_changed_is_told() -> None:
    stands = {"street": "theirs", "city": "as before"}

    later = both("site", stands, {"street"}, LATER, {}, street="ours", city="ours")
    earlier = both("site", stands, {"street"}, EARLIER, {}, street="ours", city="ours")

    assert told(later) == [("street", "ours", "theirs", False)]
    assert told(earlier) == [("street", "theirs", "ours", True), ("city", "as before", "ours", True)]


def test_what_is_the_same_on_both_sides_is_not_told() -> None:
    stands = {"street": "theirs", "city": "same"}

    merged = both("site", stands, {"street", "city"}, LATER, {}, street="ours", city="same")

    assert told(merged) == [("street", "ours", "theirs", False)]


@pytest.mark.covers("P-55")
@pytest.mark.parametrize(
    ("stamp", "text", "is_ours"), [(LATER, "ours\nend\n", False), (EARLIER, "theirs\nend\n", True)]
)
def test_of_a_line_that_both_changed_the_later_stays(stamp: int, text: str, is_ours: bool) -> None:  # noqa: FBT001
    was = {"note": "line\nend\n"}

    merged = both("customer", {"note": "theirs\nend\n"}, {"note"}, stamp, was, note="ours\nend\n")

    gave_way = "ours\nend\n" if is_ours else "theirs\nend\n"
    assert {"note": "theirs\nend\n", **merged.values}["note"] == text
    assert told(merged) == [("note", text, gave_way, is_ours)]
    assert merged.won == (frozenset() if is_ours else {"note"})


@pytest.mark.parametrize(
    ("stands", "was", "sent", "text"),
    [
        (None, {"note": ""}, "ours\n", "ours\n"),
        ("theirs\n", {}, None, "theirs\n"),
        ("theirs\n", {"note": None}, "", "theirs\n"),
    ],
)
def test_a_text_that_is_not_there_is_an_empty_one(
    stands: str | None, was: dict[str, Any], sent: str | None, text: str
) -> None:
    merged = both("customer", {"note": stands}, {"note"}, LATER, was, note=sent)

    assert {"note": stands, **merged.values}["note"] == text
    assert told(merged) == []


def order(state: str, **values: Any) -> dict[str, Any]:
    plain = {"finished_at": None, "is_finished_by_word": False, "cancelled_because": ""}
    return {"state": state, **plain, **values}


def test_a_decision_that_gives_way_is_told_with_what_was_written_whoever_made_it() -> None:
    done, off = order("finished", finished_at="t"), order("cancelled", cancelled_because="nobody there")
    was = order("planned")

    ours = both(
        "work_order", done, set(done), LATER, was, state="cancelled", cancelled_because="nobody there"
    )
    theirs = both("work_order", off, set(off), EARLIER, was, state="finished", finished_at="t")

    gave_way = [("cancelled_because", "", "nobody there"), ("state", "finished", "cancelled")]
    assert told(ours) == [(*each, True) for each in gave_way]
    assert told(theirs) == [(*each, False) for each in gave_way]
    assert (ours.values, theirs.values["cancelled_because"]) == ({}, "")


@pytest.mark.parametrize(
    ("before", "sent", "is_told"),
    [
        ("to_plan", "planned", False),  # forward by itself
        ("in_progress", "planned", True),  # back: somebody wanted it so
        ("planned", "planned", False),
        ("planned", "unheard_of", True),
        ("to_plan", "unheard_of", False),
        ("unheard_of", "to_plan", False),
    ],
)
def test_going_forward_asks_nobody_and_going_back_is_told(before: str, sent: str, is_told: bool) -> None:  # noqa: FBT001
    there = order("finished", finished_at="t")

    merged = both("work_order", there, set(there), LATER, {"state": before}, state=sent)

    assert told(merged) == ([("state", "finished", sent, True)] if is_told else [])


@pytest.mark.parametrize(("stamp", "stays"), [(LATER, "unheard_of"), (EARLIER, "to_plan")])
def test_a_state_that_is_not_known_here_weighs_as_the_first(stamp: int, stays: str) -> None:
    there = order("to_plan")

    merged = both("work_order", there, {"state"}, stamp, {"state": "planned"}, state="unheard_of")

    assert {**there, **merged.values}["state"] == stays


def test_two_states_of_one_type_are_told_by_their_names() -> None:
    there = {"state_type": "open", "state_id": "theirs", "wait_because": "", "wait_until": None}
    was = {"state_type": "new", "state_id": "new"}

    merged = both("ticket", there, {"state_type", "state_id"}, LATER, was, state_type="open", state_id="ours")

    assert told(merged) == [("state_id", "ours", "theirs", False)]


def test_what_the_one_who_put_the_state_left_empty_is_empty() -> None:
    there = {"state_type": "pending_reminder", "wait_because": "for a part", "wait_until": "t1"}
    was = {"state_type": "open"}

    put = both("ticket", there, set(there), LATER, was, state_type="pending_auto", wait_until="t2")
    only = both("ticket", there, set(there), LATER, {"wait_until": None}, wait_until="t2")

    assert {**there, **put.values} == {
        "state_type": "pending_auto",
        "wait_because": "",
        "wait_until": "t2",
        "closed_because": "",
    }
    assert {**there, **only.values}["wait_because"] == "for a part"
    assert ("wait_because", "", "for a part", False) in told(put)
    assert told(only) == [("wait_until", "t2", "t1", False)]


def test_what_was_typed_about_somebody_erased_is_told_and_kept_nowhere() -> None:
    merged = both("customer", {"name": BARS}, {"name"}, LATER, {"name": "Jan"}, name="Jan Bąk")

    assert merged.lost == (Lost("name", "erased", None, BARS, None, is_ours=True),)
    assert merged.values == {}
