"""A desk that joins a centre loses nothing of what was typed at it."""

import pytest

from fieldservice.domain.commands.exchange import RestoreValue, restore_value
from fieldservice.domain.model.customer import Customer, CustomerClass
from fieldservice.domain.model.exchange import ExchangeNews
from fieldservice.domain.model.ticket import Ticket
from fieldservice.domain.rules.errors import RuleViolation
from fieldservice.sync.joining import Way, Wish, join
from tests.store.ticket_givens import logged
from tests.sync.conftest import Desks
from tests.sync.desks import ADDRESS, LOGIN, PASSWORD, TestDesk
from tests.sync.test_rounds import same, settled


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


@pytest.mark.covers("J09")
def test_what_was_typed_about_the_same_customer_fills_what_is_empty_at_the_centre(desks: Desks) -> None:
    there = desks.joined()
    known = there.company.customer("Huta Szkła", number="K0001", note="Portiernia od Hutniczej.")
    settled(there)
    newcomer = desks.alone()
    newcomer.company.customer(
        "Huta Szkła", number="K0001", tax_id="7010010001", note="Wjazd tylko od tyłu, pies!"
    )

    newcomer.join(Way.BRING, desks.code("WAW"))
    settled(newcomer, there)

    same(newcomer, there)
    (customer,) = there.company.rows(Customer)
    assert (customer.id, customer.tax_id) == (known, "7010010001")
    assert customer.note == "Portiernia od Hutniczej.\nWjazd tylko od tyłu, pies!"
    assert newcomer.company.rows(ExchangeNews) == []


@pytest.mark.covers("J09")
def test_a_value_that_gave_way_is_brought_back_by_one_press_for_all(desks: Desks) -> None:
    there = desks.joined()
    there.company.customer("Huta Szkła", number="K0001", tax_id="7010010001")
    settled(there)
    newcomer = desks.alone()
    newcomer.company.customer(
        "Huta Szklana", number="K0001", tax_id="7010010001", customer_class=CustomerClass.VIP
    )
    newcomer.join(Way.BRING, desks.code("WAW"))
    settled(newcomer, there)
    told = {each.field: each for each in newcomer.company.rows(ExchangeNews)}

    newcomer.company.run(restore_value, RestoreValue(told["name"].id))
    settled(newcomer, there)

    assert {name: (each.kept, each.lost) for name, each in told.items()} == {
        "name": ("Huta Szkła", "Huta Szklana"),
        "customer_class": ("standard", CustomerClass.VIP.value),
    }
    (customer,) = there.company.rows(Customer)
    assert (customer.name, customer.name_folded) == ("Huta Szklana", "huta szklana")
