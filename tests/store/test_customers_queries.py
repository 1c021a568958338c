"""The list of customers and the card of one, on both databases."""

from datetime import UTC, date, datetime
from uuid import UUID

import pytest

from fieldservice.domain.commands.blocks import LiftBlock, lift_block
from fieldservice.domain.commands.customers import ArchiveCustomer, archive_customer
from fieldservice.domain.commands.people import (
    AddAbsence,
    AddTechnician,
    ChangeTechnician,
    RemoveAbsence,
    SetTechnicianActive,
    TechnicianData,
    add_absence,
    add_technician,
    change_technician,
    remove_absence,
    set_technician_active,
)
from fieldservice.domain.model.base import new_id
from fieldservice.domain.model.customer import CustomerClass
from fieldservice.domain.model.order import Visit, WorkOrder
from fieldservice.domain.model.people import Absence
from fieldservice.domain.model.ticket import Channel, Ticket
from fieldservice.domain.queries.customer_card import CardAsk, CustomerCard, customer_card
from fieldservice.domain.queries.customers import (
    CustomerFilter,
    CustomerPage,
    customer_page,
    customers_with_tax_id,
)
from fieldservice.domain.queries.people import absences, technicians
from fieldservice.domain.rules.errors import RuleViolation
from fieldservice.domain.rules.order_states import OrderState, VisitState
from fieldservice.domain.rules.ticket_states import TicketStateType
from tests.factories import Company, Line
from tests.store.test_contracts import counted_statements

TODAY = date(2026, 11, 23)
MORNING = datetime(2026, 11, 23, 7, 30, tzinfo=UTC)


def _page(company: Company, text: str = "", *, blocked: bool = False, archived: bool = False) -> CustomerPage:
    return company.ask(customer_page, CustomerFilter(text, blocked, archived), day=TODAY)


def _names(company: Company, text: str = "") -> list[str]:
    return [row.name for row in _page(company, text).rows]


def _card(company: Company, customer_id: UUID, language: str = "pl") -> CustomerCard:
    card = company.ask(customer_card, CardAsk(customer_id, TODAY, language, "PL"))
    assert card is not None
    return card


def _ticket(company: Company, customer_id: UUID, number: str, state: str = "new") -> UUID:
    types = {"new": TicketStateType.NEW, "closed": TicketStateType.CLOSED}
    ticket = Ticket(
        id=new_id(),
        number=number,
        channel=Channel.PHONE,
        customer_id=customer_id,
        type_id=company.ticket_type(),
        title="Nieszczelny zawór",
        impact=3,
        urgency=3,
        priority=3,
        state_id=company.ticket_state(state),
        state_type=types[state],
        opened_at=MORNING,
        closed_at=MORNING if state == "closed" else None,
    )
    company.put(ticket)
    return ticket.id


@pytest.mark.parametrize("text", ["lodzkie", "ŁÓDZKIE pomp", "K01", "584-274", "61 281 30 35", "281-30-35"])
def test_a_customer_is_found_by_any_part_of_what_people_know(company: Company, text: str) -> None:
    company.customer("Łódzkie Zakłady Pomp", "K0198", "61 281 30 35", tax_id="584-274-11-90")
    company.customer("Hotel Świt", "H7")

    assert _names(company, text) == ["Łódzkie Zakłady Pomp"]


def test_signs_with_a_meaning_for_the_database_are_looked_for_as_they_are(company: Company) -> None:
    company.customer("Hotel Świt")

    assert _names(company, "%") == []
    assert _names(company, "_o_el") == []


def test_pages_go_on_where_the_last_one_ended(company: Company) -> None:
    for name in ("Cegielnia", "Apteka", "Bank", "Bank"):
        company.customer(name)

    first = company.ask(customer_page, CustomerFilter(), day=TODAY, limit=3)
    second = company.ask(customer_page, CustomerFilter(), day=TODAY, limit=3, after=first.next)

    assert [row.name for row in (*first.rows, *second.rows)] == ["Apteka", "Bank", "Bank", "Cegielnia"]
    assert len({row.id for row in (*first.rows, *second.rows)}) == 4
    assert second.next is None


@pytest.mark.covers("A36", "A12")
def test_a_row_tells_class_block_and_open_tickets(company: Company) -> None:
    customer_id = company.customer("Hotel Świt", customer_class=CustomerClass.VIP)
    company.site(customer_id, city="Łódź")
    company.block(customer_id)
    _ticket(company, customer_id, "WAW-1")
    _ticket(company, customer_id, "WAW-2", "closed")

    row = _page(company).rows[0]

    assert (row.city, row.customer_class, row.is_blocked, row.open_tickets) == (
        "Łódź",
        CustomerClass.VIP,
        True,
        1,
    )


def test_only_blocked_customers_are_listed_when_asked(company: Company) -> None:
    company.customer("Hotel Świt")
    company.block(company.customer("Drukarnia"))
    company.block(company.customer("Bank"), until=date(2026, 11, 22), since=date(2026, 1, 1))

    assert [row.name for row in _page(company, blocked=True).rows] == ["Drukarnia"]


@pytest.mark.covers("A19")
def test_an_archived_customer_is_listed_only_when_asked(company: Company) -> None:
    customer_id = company.customer("Hotel Świt")
    company.run(archive_customer, ArchiveCustomer(customer_id, date(2026, 11, 22)))

    assert _page(company).rows == ()
    assert [row.is_active for row in _page(company, archived=True).rows] == [False]


def test_other_customers_with_a_tax_id_are_told(company: Company) -> None:
    first = company.customer("Hotel Świt", "H1", tax_id="5842741190")
    company.customer("Hotel Świt, kuchnia", "H2", tax_id="5842741190")

    twins = company.ask(customers_with_tax_id, " 5842741190 ", first)

    assert [twin.number for twin in twins] == ["H2"]
    assert company.ask(customers_with_tax_id, "") == []


def test_the_card_holds_everything_that_belongs_to_the_customer(company: Company) -> None:
    customer_id = company.customer("Hotel Świt", phone="22 123 45 67")
    company.contact(customer_id, "Stanisław Jeka", "602 000 111", "kierownik")
    site_id = company.site(customer_id, "Kuchnia")
    company.unit(site_id, "SP1")
    company.contract(customer_id, lines=[Line(category="Sprężarka")])
    ticket_id = _ticket(company, customer_id, "WAW-1")
    _ticket(company, customer_id, "WAW-2", "closed")
    _visit(company, ticket_id)

    card = _card(company, customer_id)

    assert [phone.shown for phone in card.reach] == ["22 123 45 67"]
    assert [(row.name, row.role, row.reach[0].shown) for row in card.contacts] == [
        ("Stanisław Jeka", "kierownik", "602 000 111")
    ]
    assert [(site.name, [unit.serial_number for unit in site.units]) for site in card.sites] == [
        ("Kuchnia", ["SP1"])
    ]
    assert card.contracts[0].current is not None
    assert [(ticket.number, ticket.state) for ticket in card.open_tickets] == [("WAW-1", "nowe")]
    assert [ticket.number for ticket in card.closed_tickets] == ["WAW-2"]
    assert [(visit.order_number, visit.technician) for visit in card.visits] == [("WAW-1/1", "Ewa Sowa")]


def _visit(company: Company, ticket_id: UUID) -> None:
    order = WorkOrder(
        id=new_id(),
        ticket_id=ticket_id,
        position=1,
        number="WAW-1/1",
        title="Naprawa",
        state=OrderState.PLANNED,
    )
    visit = Visit(
        id=new_id(),
        order_id=order.id,
        technician_id=company.technician("Ewa Sowa"),
        planned_from=MORNING,
        planned_to=MORNING,
        state=VisitState.PLANNED,
    )
    company.put(order, visit)


def test_states_on_the_card_are_named_in_the_readers_language(company: Company) -> None:
    customer_id = company.customer()
    _ticket(company, customer_id, "WAW-1")

    assert _card(company, customer_id, "es").open_tickets[0].state == "nuevo"


@pytest.mark.covers("A12")
def test_the_card_tells_the_block_that_holds_and_those_that_were_lifted(company: Company) -> None:
    customer_id = company.customer()
    lifted = company.block(customer_id, "Brak dokumentów", since=date(2026, 11, 1))
    company.run(lift_block, LiftBlock(lifted, "dosłano"))
    company.block(customer_id, "Zaległości płatnicze", since=date(2026, 10, 1))
    company.block(customer_id, "Inny powód", since=date(2026, 12, 1))

    card = _card(company, customer_id)

    assert card.active_block is not None
    assert card.active_block.reason == "Zaległości płatnicze"
    assert [(row.reason, row.is_active, row.is_coming) for row in card.blocks] == [
        ("Zaległości płatnicze", True, False),
        ("Inny powód", False, True),
        ("Brak dokumentów", False, False),
    ]
    assert card.blocks[-1].lifted_because == "dosłano"


@pytest.mark.covers("C27", "A19")
def test_the_history_tells_who_did_what_with_the_customer(company: Company) -> None:
    customer_id = company.customer("Hotel Świt", number="H7")
    company.block(customer_id, "Brak dokumentów")
    company.customer("Drukarnia")

    history = _card(company, customer_id).history

    assert [(row.what.code, row.who) for row in history] == [
        ("block.set", "Anna Kowal"),
        ("customer.create", "Anna Kowal"),
    ]
    assert history[0].what.values["since"] == TODAY


def test_the_card_takes_as_many_statements_for_many_rows_as_for_few(company: Company) -> None:
    few, many = company.customer("Mało"), company.customer("Dużo")
    for customer_id, count in ((few, 1), (many, 12)):
        for _number in range(count):
            company.contact(customer_id)
            company.unit(company.site(customer_id))
            company.contract(customer_id)

    with counted_statements(company.database) as for_few:
        _card(company, few)
    with counted_statements(company.database) as for_many:
        _card(company, many)

    assert len(for_few) == len(for_many) <= 30


def test_the_card_of_nobody_is_none(company: Company) -> None:
    assert company.ask(customer_card, CardAsk(new_id(), TODAY, "pl")) is None


def test_a_technician_away_today_is_told_with_the_last_day(company: Company) -> None:
    marek = company.technician("Marek Lis")
    absence_id = new_id()
    days = (date(2026, 11, 20), date(2026, 11, 27))

    company.run(add_absence, AddAbsence(absence_id, marek, *days, reason="urlop"))

    away = {row.name: row.away_until for row in company.ask(technicians, day=TODAY)}
    assert away == {"Ewa Sowa": None, "Jan Bąk": None, "Marek Lis": days[1]}
    shown = company.ask(absences, first_day=days[1], last_day=date(2026, 12, 31))
    assert [(row.technician, row.reason) for row in shown] == [("Marek Lis", "urlop")]


@pytest.mark.parametrize(
    ("days", "code"),
    [
        ((date(2026, 11, 27), date(2026, 11, 30)), "absence.overlaps"),
        ((date(2026, 12, 2), date(2026, 12, 1)), "absence.ends_before_start"),
    ],
)
def test_an_absence_that_makes_no_sense_is_refused(
    company: Company, days: tuple[date, date], code: str
) -> None:
    marek = company.technician("Marek Lis")
    company.run(add_absence, AddAbsence(new_id(), marek, date(2026, 11, 20), date(2026, 11, 27)))

    with pytest.raises(RuleViolation) as error:
        company.run(add_absence, AddAbsence(new_id(), marek, *days))

    assert error.value.code == code


def test_an_absence_removed_is_gone(company: Company) -> None:
    absence_id = new_id()
    command = AddAbsence(absence_id, company.technician(), TODAY, TODAY)
    company.run(add_absence, command)

    company.run(remove_absence, RemoveAbsence(absence_id))

    assert company.rows(Absence) == []


def test_a_technician_comes_is_renamed_and_leaves(company: Company) -> None:
    technician_id = new_id()

    company.run(add_technician, AddTechnician(technician_id, TechnicianData("Ola Kot", "602 000 111")))
    company.run(change_technician, ChangeTechnician(technician_id, 1, TechnicianData("Ola Kotowska")))
    here = [row.name for row in company.ask(technicians, day=TODAY)]
    company.run(set_technician_active, SetTechnicianActive(technician_id, is_active=False))

    assert here[-1] == "Ola Kotowska"
    assert len(company.ask(technicians, day=TODAY)) == 3
    assert len(company.ask(technicians, day=TODAY, with_left=True)) == 4


def test_a_technician_without_a_name_is_refused(company: Company) -> None:
    with pytest.raises(RuleViolation) as error:
        company.run(add_technician, AddTechnician(new_id(), TechnicianData(" ")))

    assert error.value.code == "technician.name_missing"
