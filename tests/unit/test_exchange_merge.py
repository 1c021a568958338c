"""Merging a branch's change into the centre's row: what people meet. Its laws: `test_merge_laws.py`."""

from itertools import permutations
from typing import Any

import pytest

from fieldservice.domain.rules.erasing import BARS
from fieldservice.domain.rules.exchange_merge import (
    FieldClock,
    Lost,
    RowEdit,
    RowState,
    lost_on_gone,
    lost_with,
    merge_edit,
    merge_removal,
)
from tests.unit.merge_laws import (
    FIXED,
    GROUP,
    MADE,
    ORDER,
    PLANNING,
    SCALAR,
    TERMS,
    TEXT,
    edit,
    merged_in,
    row,
    start,
)


def test_a_text_put_together_from_different_lines_takes_the_same_change_once() -> None:
    ours = RowEdit(1, 12, "a", {"note": "one\nnew\ntwo\nthree\nfour\n"}, TEXT.before)
    theirs = RowEdit(1, 11, "b", {"note": "one\ntwo\nthree\n"}, TEXT.before)
    once, _ = merged_in(TEXT.table, start(TEXT), [ours, theirs])

    again = merge_edit(TEXT.table, once, theirs)

    assert once.values["note"] == "one\nnew\ntwo\nthree\n"
    assert {**once.values, **again.values} == once.values
    assert again.lost == ()


def test_different_fields_of_a_row_are_both_kept_and_nobody_is_asked() -> None:
    ours = edit("a", 20, {"tax_id": "0"}, tax_id="5252248481")
    theirs = edit("b", 30, {"language": "0"}, language="pl")

    end, lost = merged_in("customer", start(SCALAR), [theirs, ours])

    assert end.values == {"tax_id": "5252248481", "language": "pl"}
    assert lost == []


def test_of_the_same_field_the_later_stays_and_the_other_is_told_once() -> None:
    ours, theirs = edit("a", 20, {"tax_id": "0"}, tax_id="ours"), edit("b", 30, tax_id="theirs")

    end, lost = merged_in("customer", start(SCALAR), [theirs, ours])

    assert end.values["tax_id"] == "theirs"
    assert lost == [Lost("tax_id", "scalar", "0", "theirs", "ours", is_ours=True)]


def test_the_later_one_that_comes_later_tells_what_it_replaced() -> None:
    end, lost = merged_in(
        "customer", start(SCALAR), [edit("a", 20, tax_id="ours"), edit("b", 30, {"tax_id": "0"}, tax_id="b")]
    )

    assert end.values["tax_id"] == "b"
    assert lost == [Lost("tax_id", "scalar", "0", "b", "ours", is_ours=False)]


def test_the_same_stamp_is_decided_by_the_device() -> None:
    for order in permutations([edit("a", 20, tax_id="of a"), edit("b", 20, tax_id="of b")]):
        assert merged_in("customer", start(SCALAR), order)[0].values["tax_id"] == "of b"


def test_both_who_wrote_the_same_are_not_asked() -> None:
    _, lost = merged_in("customer", start(SCALAR), [edit("a", 20, tax_id="1"), edit("b", 30, tax_id="1")])

    assert lost == []


def test_a_device_does_not_contradict_itself() -> None:
    first = merged_in("customer", start(SCALAR), [edit("a", 20, tax_id="1")])[0]

    merged = merge_edit("customer", first, edit("a", 21, tax_id="2"))

    assert merged.values == {"tax_id": "2"}
    assert merged.lost == ()


def test_what_was_seen_before_it_was_changed_is_no_conflict_whatever_the_clock_says() -> None:
    seen = RowState(dict(SCALAR.before), MADE, {"tax_id": FieldClock(5, 999, "b")})

    merged = merge_edit("customer", seen, RowEdit(5, 3, "a", {"tax_id": "new"}))

    assert merged.values == {"tax_id": "new"}


def test_half_an_address_is_never_made() -> None:
    theirs, ours = edit("b", 20, city="Kraków", street="Długa"), edit("a", 30, city="Poznań")

    end, lost = merged_in("site", start(GROUP), [theirs, ours])

    assert end.values == {"street": "Długa", "city": "Kraków"}
    assert [(each.field, each.lost) for each in lost] == [("city", "Poznań")]


def test_a_later_whole_address_replaces_the_other_whole() -> None:
    theirs = edit("b", 20, city="Kraków", street="Długa")
    ours = edit("a", 30, city="Poznań", street="Krótka")

    end, lost = merged_in("site", start(GROUP), [theirs, ours])

    assert end.values == {"street": "Krótka", "city": "Poznań"}
    assert {(each.field, each.lost) for each in lost} == {("city", "Kraków"), ("street", "Długa")}


def test_a_plan_made_at_the_centre_stays() -> None:
    end, lost = merged_in(
        "ticket", start(PLANNING), [edit("centre", 20, owner_id="Anna"), edit("a", 30, owner_id="Ewa")]
    )

    assert end.values["owner_id"] == "Anna"
    assert [(each.rule, each.lost) for each in lost] == [("planning", "Ewa")]


@pytest.mark.parametrize("first", ["cancelled", "finished"])
def test_work_that_was_done_beats_calling_it_off(first: str) -> None:
    done = edit("a", 20, {"state": "planned"}, state="finished", finished_at="noon")
    off = edit("b", 30, {"state": "planned"}, state="cancelled", cancelled_because="not needed")

    end, lost = merged_in("work_order", start(ORDER), [off, done] if first == "cancelled" else [done, off])

    assert (end.values["state"], end.values["finished_at"]) == ("finished", "noon")
    assert end.values["cancelled_because"] == ""
    assert {(each.field, each.lost) for each in lost} == {
        ("state", "cancelled"),
        ("cancelled_because", "not needed"),
    }


def test_getting_on_with_a_ticket_at_two_places_asks_nobody() -> None:
    ticket = row(1, state_type="new", state_id="n", closed_at=None, wait_until=None)
    opened, worked = (
        edit("a", 30, {"state_type": "new"}, state_type="open", state_id="o"),
        edit("b", 20, {"state_type": "new"}, state_type="in_progress", state_id="p"),
    )

    for order in permutations([opened, worked]):
        end, lost = merged_in("ticket", ticket, order)
        assert (end.values["state_type"], end.values["state_id"]) == ("in_progress", "p")
        assert lost == []


def test_a_ticket_closed_by_hand_stays_closed_and_who_put_it_to_wait_is_told() -> None:
    ticket = row(1, state_type="open", closed_at=None, closed_by=None, closed_because="", wait_because="")
    closed = edit(
        "a",
        20,
        {"state_type": "open"},
        state_type="closed",
        closed_at="t",
        closed_by="by_hand",
        closed_because="solved",
    )
    waits = edit("b", 30, {"state_type": "open"}, state_type="pending_reminder", wait_because="for a part")

    for order in permutations([closed, waits]):
        end, lost = merged_in("ticket", ticket, order)
        assert (end.values["state_type"], end.values["closed_because"]) == ("closed", "solved")
        assert end.values["wait_because"] == ""
        assert {(each.field, each.lost) for each in lost} == {
            ("state_type", "pending_reminder"),
            ("wait_because", "for a part"),
        }


def test_what_belongs_to_a_closed_ticket_does_not_stay_on_a_merged_one() -> None:
    ticket = row(1, state_type="open", closed_at=None, closed_by=None, closed_because="")
    closed = edit("a", 30, state_type="closed", closed_at="t", closed_by="by_hand", closed_because="solved")
    merged = edit("b", 20, {"state_type": "open"}, state_type="merged", state_id="m")

    end, _ = merged_in("ticket", ticket, [closed, merged])

    assert (end.values["state_type"], end.values["closed_at"], end.values["closed_by"]) == (
        "merged",
        None,
        None,
    )


def test_terms_that_somebody_else_changed_are_for_people_to_decide() -> None:
    theirs = merged_in("terms", start(TERMS), [edit("b", 20, valid_to="2027-06-30")])[0]

    assert merge_edit("terms", theirs, edit("a", 30, valid_from="2026-02-01")).is_refused
    assert not merge_edit("terms", theirs, edit("a", 30, valid_to="2027-06-30")).is_refused
    assert not merge_edit("terms", theirs, edit("a", 30, note="sent by post")).is_refused


def test_a_reading_is_written_once() -> None:
    merged = merge_edit("reading", start(FIXED), edit("a", 30, {"value": "1"}, value="99"))

    assert merged.values == {}
    assert [(each.rule, each.kept, each.lost) for each in merged.lost] == [("fixed", "1", "99")]


def test_the_bars_of_somebody_erased_are_taken_even_where_nothing_else_is_set() -> None:
    merged = merge_edit("reading", start(FIXED), edit("a", 30, note=f"with {BARS}"))

    assert merged.values == {"note": f"with {BARS}"}


@pytest.mark.parametrize(("table", "column"), [("contact", "name"), ("customer", "note")])
def test_nothing_that_is_typed_about_an_erased_person_comes_back(table: str, column: str) -> None:
    erased = merged_in(table, row(1, **{column: "Jan Bąk"}), [RowEdit(1, 20, "b", {column: BARS})])[0]

    typed: dict[str, Any] = {column: "Jan Bąk, kierownik"}

    merged = merge_edit(table, erased, RowEdit(1, 30, "a", typed, {column: "Jan Bąk"}))

    assert merged.values == {}
    assert [each.lost for each in merged.lost] == [None]
    assert "Bąk" not in str(merged)


def test_two_who_change_different_lines_of_a_text_both_find_theirs() -> None:
    ours = edit("a", 20, dict(TEXT.before), note="one, ours\ntwo\nthree\nfour\n")
    theirs = edit("b", 30, dict(TEXT.before), note="one\ntwo\nthree\nfour, theirs\n")

    end, lost = merged_in("customer", start(TEXT), [theirs, ours])

    assert end.values["note"] == "one, ours\ntwo\nthree\nfour, theirs\n"
    assert lost == []


def test_a_row_made_at_two_places_under_one_id_is_one_row() -> None:
    there = row(1, name="Pompa")

    assert merge_edit("category", there, RowEdit(0, 30, "a", {"name": "Pompa"})).lost == ()


@pytest.mark.parametrize(
    ("table", "goes"),
    [("ticket", False), ("customer", True), ("follow", False), ("reading", True)],
)
def test_whether_a_row_goes_that_somebody_else_changed(table: str, goes: bool) -> None:  # noqa: FBT001
    column = "title" if table == "ticket" else "name" if table == "customer" else "note"
    column = "user_id" if table == "follow" else column
    changed = RowState({column: "new"}, MADE, {column: FieldClock(4, 20, "b")})

    merged = merge_removal(table, changed, RowEdit(1, 30, "a", {}))

    assert (merged is None) is goes


def test_an_edit_that_beats_a_removal_is_told() -> None:
    changed = RowState({"title": "new"}, MADE, {"title": FieldClock(4, 20, "b")})

    merged = merge_removal("ticket", changed, RowEdit(1, 30, "a", {}))

    assert merged is not None
    assert [(each.field, each.rule) for each in merged.lost] == [("", "removal")]


def test_a_rule_that_somebody_changed_is_not_removed_behind_their_back() -> None:
    changed = RowState({"valid_to": "new"}, MADE, {"valid_to": FieldClock(4, 20, "b")})

    merged = merge_removal("terms", changed, RowEdit(1, 30, "a", {}))

    assert merged is not None
    assert merged.is_refused


def test_a_row_that_nobody_else_changed_goes() -> None:
    own = RowState({"title": "new"}, MADE, {"title": FieldClock(4, 20, "a")})

    assert merge_removal("ticket", own, RowEdit(1, 30, "a", {})) is None


def test_what_others_wrote_into_a_row_that_goes_is_told() -> None:
    changed = RowState({"name": "new", "tax_id": "0"}, MADE, {"name": FieldClock(4, 20, "b")})

    lost = lost_with("customer", changed, RowEdit(1, 30, "a", {}))

    assert [(each.field, each.lost, each.is_ours) for each in lost] == [("name", "new", False)]


def test_what_was_typed_into_a_row_that_is_gone_is_told() -> None:
    lost = lost_on_gone("customer", edit("a", 30, {"name": "old", "note": ""}, name="new", note=""))

    assert [(each.field, each.base, each.lost) for each in lost] == [("name", "old", "new")]


def test_what_is_local_is_not_taken() -> None:
    merged = merge_edit("ticket", row(1, version=7, title="a"), edit("a", 30, version=1, title="b"))

    assert merged.values == {"title": "b"}


def test_as_sent_means_that_every_value_stands() -> None:
    there, change = start(SCALAR), edit("a", 20, tax_id="1", language="pl")

    assert merge_edit("customer", there, change).is_as_sent(there.values, change)
    later = merged_in("customer", there, [edit("b", 30, tax_id="2")])[0]
    assert not merge_edit("customer", later, change).is_as_sent(later.values, change)
