"""Removals and what meets them: who changed the row meanwhile, what is told, and what is not."""

import pytest

from fieldservice.domain.rules.exchange_merge import (
    ROW,
    FieldClock,
    Lost,
    RowEdit,
    RowState,
    lost_on_gone,
    lost_with,
    merge_removal,
)
from tests.unit.merge_laws import GROUP, MADE, merged_in, start

REMOVAL = RowEdit(3, 30, "a", {})
"""Of a row that was known in version 3."""
THEIRS, OURS, SEEN = FieldClock(4, 20, "b"), FieldClock(4, 20, "a"), FieldClock(3, 20, "b")


def changed(clock: FieldClock = THEIRS, /, **values: object) -> RowState:
    """All of these were changed by that clock."""
    return RowState(values, MADE, dict.fromkeys(values, clock))


@pytest.mark.parametrize("clock", [OURS, SEEN])
@pytest.mark.parametrize("table", ["task", "customer", "terms", "follow", "reading"])
def test_a_row_that_nobody_changed_unseen_goes_and_nothing_is_told(table: str, clock: FieldClock) -> None:
    there = changed(clock, note="new")

    assert merge_removal(table, there, REMOVAL) is None
    assert lost_with(table, there, REMOVAL) == ()


def test_what_changes_only_here_keeps_no_row_alive() -> None:
    there = changed(version=7)

    assert merge_removal("task", there, REMOVAL) is None
    assert lost_with("customer", there, REMOVAL) == ()


@pytest.mark.covers("P-55")
def test_work_that_somebody_went_on_with_stays_and_who_removed_it_is_told() -> None:
    merged = merge_removal("task", changed(title="new"), REMOVAL)

    assert merged is not None
    assert (merged.values, merged.is_refused) == ({}, False)
    assert merged.lost == (Lost(ROW, "removal", None, None, None, is_ours=True),)


def test_a_member_that_somebody_added_again_stays_and_nobody_is_told() -> None:
    merged = merge_removal("follow", changed(user_id="new"), REMOVAL)

    assert merged is not None
    assert (merged.lost, merged.is_refused) == ((), False)


def test_of_master_data_that_goes_all_that_others_changed_is_told() -> None:
    there = RowState(
        {"name": "new", "note": "ours", "tax_id": "seen", "language": "as made", "version": 7},
        MADE,
        {"name": THEIRS, "note": OURS, "tax_id": SEEN, "version": THEIRS},
    )

    assert merge_removal("customer", there, REMOVAL) is None
    assert lost_with("customer", there, REMOVAL) == (
        Lost("name", "removal", None, None, "new", is_ours=False),
    )


def test_what_a_row_was_made_with_is_no_change_of_it() -> None:
    """A clock of its making, noted for a field or not, tells of nobody who changed it."""
    made = FieldClock(4, 20, "b")
    there = RowState({"name": "as made", "note": "as made", "tax_id": "later"}, made, {"name": made})
    later = RowState(there.values, made, {**there.clocks, "tax_id": FieldClock(5, 21, "b")})

    assert lost_with("customer", there, REMOVAL) == ()
    assert [each.field for each in lost_with("customer", later, REMOVAL)] == ["tax_id"]


def test_what_was_typed_into_a_row_that_is_gone_is_told_as_ours_and_nothing_local() -> None:
    edit = RowEdit(3, 30, "a", {"name": "new", "note": "same", "version": 9}, {"name": "old", "note": "same"})

    assert lost_on_gone("customer", edit) == (Lost("name", "removal", "old", None, "new", is_ours=True),)


def test_of_fields_that_move_together_each_is_told_once() -> None:
    edits = [
        RowEdit(1, stamp, device, {"street": device, "city": device}, GROUP.before)
        for stamp, device in ((12, "a"), (11, "b"))
    ]

    end, lost = merged_in(GROUP.table, start(GROUP), edits)

    assert end.values == {"street": "a", "city": "a"}
    assert [(each.field, each.kept, each.lost) for each in lost] == [("street", "a", "b"), ("city", "a", "b")]
