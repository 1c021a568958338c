"""The whole list without its rows: every order holds, the rows in sight are those of the page."""

import itertools
from datetime import timedelta
from uuid import UUID

import pytest

from fieldservice.domain.commands.tickets import CloseTicket, close_ticket
from fieldservice.domain.model.base import new_id
from fieldservice.domain.model.ticket import Ticket
from fieldservice.domain.queries.ticket_extras import EXTRAS
from fieldservice.domain.queries.ticket_list import page
from fieldservice.domain.queries.ticket_rows import TicketRow, TicketWish
from fieldservice.domain.queries.ticket_window import ticket_order, ticket_rows
from fieldservice.domain.rules.ticket_filters import SortKey, SortName
from tests.factories import Company
from tests.store.ticket_givens import covered_customer, logged, viewer


def some_tickets(company: Company) -> list[UUID]:
    """Tickets that differ in what a list is ordered by, some without a due moment, equals among them."""
    served = [covered_customer(company, name=name) for name in ("Żuraw", "adam", "Łoś")]
    ids = []
    for place, customer in enumerate(itertools.islice(itertools.cycle(served), 9)):
        owner = company.actor.user_id if place % 2 else None
        ids.append(logged(company, customer, title=f"usterka {place % 4}", owner_id=owner))
    with company.begin() as uow:
        for place, ticket_id in enumerate(ids):
            ticket = uow.get(Ticket, ticket_id)
            ticket.priority = place % 3 + 1
            ticket.expected_closing_at = (
                company.clock.now() + timedelta(hours=place // 2) if place % 4 else None
            )
        uow.record("test.given", None)
        uow.commit()
    return ids


@pytest.mark.covers("P-74")
@pytest.mark.parametrize("name", list(SortName))
@pytest.mark.parametrize("direction", ["up", "down"])
def test_the_order_of_the_ids_is_that_of_the_rows(company: Company, name: SortName, direction: str) -> None:
    ids = some_tickets(company)
    wish = TicketWish("open", viewer(company), "pl", sorts=(SortKey(name, direction == "down"),))

    whole = company.ask(page, wish).rows
    order = company.ask(ticket_order, wish)

    assert list(order) == [row.id for row in whole]
    assert set(order) == set(ids)


def test_a_second_key_decides_among_equals(company: Company) -> None:
    some_tickets(company)
    sorts = (SortKey(SortName.PRIORITY, descending=True), SortKey(SortName.CUSTOMER), SortKey(SortName.DUE))
    wish = TicketWish("open", viewer(company), "pl", sorts=sorts)

    rows = company.ask(page, wish).rows

    def key(row: TicketRow) -> tuple[object, ...]:
        place = ("adam", "Łoś", "Żuraw").index(row.customer)
        return (-row.priority, place, row.due_at is None, row.due_at or company.clock.now(), row.id)

    assert list(rows) == sorted(rows, key=key)
    assert [row.id for row in rows] == list(company.ask(ticket_order, wish))


def test_what_cannot_be_ordered_stands_last_in_both_directions(company: Company) -> None:
    some_tickets(company)
    for descending in (False, True):
        wish = TicketWish("open", viewer(company), "pl", sorts=(SortKey(SortName.OWNER, descending),))
        owners = [row.owner for row in company.ask(page, wish).rows]
        assert owners == ["Anna Kowal"] * 4 + [""] * 5


def test_rows_are_given_in_the_order_asked_and_those_gone_are_left_out(company: Company) -> None:
    first, second = logged(company), logged(company)
    wish = TicketWish("open", viewer(company), "pl")

    rows = company.ask(ticket_rows, wish, (second, new_id(), first))

    assert [row.id for row in rows] == [second, first]
    assert set(rows) == set(company.ask(page, wish).rows)


def test_a_closed_ticket_stands_in_the_order_of_the_closed_view(company: Company) -> None:
    ids = [logged(company) for _ in range(3)]
    for ticket_id in ids:
        company.clock.advance(minutes=5)  # type: ignore[attr-defined]
        company.run(close_ticket, CloseTicket(ticket_id, "zrobione"))

    assert list(company.ask(ticket_order, TicketWish("closed", viewer(company), "pl"))) == ids[::-1]


@pytest.mark.covers("K11")
def test_every_column_beyond_the_usual_ones_can_be_had(company: Company) -> None:
    served = covered_customer(company, name="Łoś", number="K-77")
    logged(company, served, kind_id=company.kind(), service_id=company.service())
    wish = TicketWish("open", viewer(company), "cs", extras=EXTRAS)

    (row,) = company.ask(page, wish).rows

    told = dict(row.extras)
    assert (told["type"], told["kind"]) == ("Incident", "Závada")
    assert (told["product"], told["city"], told["customer_number"]) == ("Kaeser SK 22", "Poznań", "K-77")
    assert told["channel"] == "phone"
    assert company.ask(ticket_rows, wish, (row.id,)) == (row,)
