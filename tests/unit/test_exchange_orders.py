"""What a workstation that comes to the centre is told to do first, from what both believe of it."""

from dataclasses import replace

import pytest

from fieldservice.domain.rules.errors import RuleViolation
from fieldservice.server.accounts.orders import (
    Believed,
    Known,
    agrees,
    oldest_served,
    order_of,
    require_not_newer,
)

BELIEVED = Believed(schema=7, epoch=2, incarnation=3, last_n=10, digest="aa")
KNOWN = Known(schema=7, epoch=2, incarnation=3, last_n=10, digest="aa", read=50, floor=40, is_revoked=False)


def test_who_agrees_in_everything_goes_on() -> None:
    assert order_of(BELIEVED, KNOWN) == "ok"


@pytest.mark.covers("P-54")
@pytest.mark.parametrize(
    ("believed", "may_be_the_same"),
    [
        (BELIEVED, True),
        (replace(BELIEVED, last_n=11, digest="bb"), True),  # sent more, and was not answered
        (replace(BELIEVED, digest="bb"), False),
        (replace(BELIEVED, last_n=9), False),
        (replace(BELIEVED, last_n=9, digest="bb"), False),
        (replace(BELIEVED, incarnation=2), False),
        (replace(BELIEVED, incarnation=4, last_n=11), False),
    ],
)
def test_a_file_that_was_cloned_or_put_back_is_seen(believed: Believed, may_be_the_same: bool) -> None:  # noqa: FBT001
    assert agrees(believed, KNOWN) is may_be_the_same
    assert order_of(believed, KNOWN) == ("ok" if may_be_the_same else "fork")


def test_a_restored_centre_is_told_before_anything_older() -> None:
    older = replace(BELIEVED, epoch=1, schema=1)

    assert order_of(older, KNOWN) == "epoch_changed"
    assert order_of(replace(BELIEVED, epoch=3), KNOWN) == "epoch_changed"


@pytest.mark.covers("L06")
@pytest.mark.parametrize(
    ("schema", "order"), [(7, "ok"), (6, "upgrade"), (5, "upgrade"), (4, "drain_only"), (1, "drain_only")]
)
def test_three_schemas_are_served(schema: int, order: str) -> None:
    assert order_of(replace(BELIEVED, schema=schema), KNOWN) == order


def test_the_first_schemas_are_served_from_the_beginning() -> None:
    assert [oldest_served(schema) for schema in (1, 2, 3, 4, 9)] == [1, 1, 1, 2, 7]


def test_a_program_newer_than_the_centre_waits() -> None:
    require_not_newer(7, 7)
    require_not_newer(6, 7)
    with pytest.raises(RuleViolation) as refused:
        require_not_newer(8, 7)
    assert (refused.value.code, refused.value.values) == ("exchange.centre_older", {"theirs": 8, "own": 7})


@pytest.mark.covers("P-57")
@pytest.mark.parametrize(
    ("read", "order"), [(39, "rebootstrap"), (40, "ok"), (41, "ok"), (0, "rebootstrap"), (None, "ok")]
)
def test_who_read_less_than_is_remembered_begins_anew(read: int | None, order: str) -> None:
    assert order_of(BELIEVED, replace(KNOWN, read=read)) == order


def test_an_old_program_that_was_away_too_long_is_only_drained() -> None:
    assert order_of(replace(BELIEVED, schema=4), replace(KNOWN, read=0)) == "drain_only"
    assert order_of(replace(BELIEVED, schema=6), replace(KNOWN, read=0)) == "rebootstrap"


@pytest.mark.covers("L08")
def test_who_is_revoked_is_told_nothing_else() -> None:
    known = replace(KNOWN, is_revoked=True)

    for believed in (BELIEVED, replace(BELIEVED, last_n=1), replace(BELIEVED, epoch=1, schema=1)):
        assert order_of(believed, known) == "revoked"
