"""A desk that joins a centre loses nothing of what was typed at it."""

import pytest

from fieldservice.domain.model.customer import Customer
from fieldservice.domain.model.ticket import Ticket
from fieldservice.domain.rules.errors import RuleViolation
from fieldservice.sync.joining import Way, Wish, join
from tests.store.ticket_givens import logged
from tests.sync.conftest import Desks
from tests.sync.desks import ADDRESS, LOGIN, PASSWORD, TestDesk


def names(desk: TestDesk) -> set[str]:
    return {each.name for each in desk.company.rows(Customer)}


@pytest.mark.covers("J09")
def test_data_of_a_desk_never_give_way_to_those_of_the_centre_unasked(desks: Desks) -> None:
    desk = desks.alone()
    logged(desk.company)
    before = names(desk)

    with pytest.raises(RuleViolation) as refused:
        desk.join(Way.TAKE, desks.code("WAW"))

    assert refused.value.code == "exchange.own_data"
    assert refused.value.values == {"customers": 1, "requests": 0, "tickets": 1}
    assert names(desk) == before
    assert len(desk.company.rows(Ticket)) == 1
    assert desk.count("exchange_state") == 0


@pytest.mark.covers("J09")
def test_they_are_kept_before_they_go(desks: Desks) -> None:
    desk = desks.alone()
    desk.company.customer("Huta Szkła")
    kept: list[set[str]] = []
    wish = Wish(
        ADDRESS,
        desks.code("WAW"),
        "Desk",
        LOGIN,
        PASSWORD,
        way=Way.TAKE_INSTEAD,
        keep=lambda: kept.append(names(desk)),
    )

    joined = join(desk.store, desk.line, desks.clock, wish)

    assert joined.is_done
    assert kept == [{"Huta Szkła"}]
    assert names(desk) == set()


def test_a_desk_without_data_of_its_own_is_not_asked(desks: Desks) -> None:
    desk = desks.alone()

    assert desk.join(Way.TAKE, desks.code("WAW")).is_done
