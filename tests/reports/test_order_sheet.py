"""What the queries hand to the printed documents, from a real database."""

from datetime import date, timedelta
from decimal import Decimal
from uuid import UUID

import pytest

from fieldservice.domain.commands.acceptance import NewTicket
from fieldservice.domain.commands.requests import Arrival, LogRequest, log_request
from fieldservice.domain.commands.visits import NewWorkLine, RecordVisit, record_visit
from fieldservice.domain.model.base import new_id
from fieldservice.domain.model.equipment import Meter, Reading
from fieldservice.domain.model.order import LineKind, WorkOrder
from fieldservice.domain.model.ticket import Channel
from fieldservice.domain.queries.order_sheet import OrderSheet, order_id_of, order_sheet
from fieldservice.domain.queries.ticket_record import TicketRecord, ticket_id_of, ticket_record
from fieldservice.domain.rules.errors import RuleViolation
from fieldservice.domain.rules.order_states import VisitOutcome
from fieldservice.reports.ticket import ticket_pdf
from fieldservice.reports.work_order import order_pdf
from tests.factories import TECHNICIANS, Company
from tests.reports.reading import whole_text
from tests.reports.samples import wording
from tests.store.ticket_givens import AT_NINE, logged, ordered, recorded


def served(company: Company) -> tuple[UUID, UUID]:
    """A customer with a phone, a contact with another, and a unit under contract."""
    customer = company.customer("Młyn Żuławy", "K0100", phone="55 247 10 20")
    company.contact(customer, "Ewa Nowak", phone="601 200 300", role="kierownik")
    site = company.site(customer, "Młyn", street="ul. Młyńska 3", postal_code="82-100", city="Nowy Dwór")
    unit = company.unit(site, "ML-1", "Waga", "Radwag C32", warranty_until=date(2027, 5, 3))
    company.contract(customer)
    return customer, unit


def sheet_of(company: Company, order_id: UUID) -> OrderSheet:
    return company.ask(order_sheet, order_id, "pl", company.clock.now())


def record_of(company: Company, ticket_id: UUID) -> TicketRecord:
    return company.ask(ticket_record, ticket_id, "pl", company.clock.now())


@pytest.mark.covers("G01", "O01")
def test_the_sheet_names_customer_place_unit_work_technician_and_verdict(company: Company) -> None:
    customer, unit = served(company)
    ticket = logged(company, (customer, unit), title="Waga nie zeruje", description="Od wczoraj.")
    ((order, _visit),) = ordered(company, ticket)

    sheet = sheet_of(company, order)

    assert (sheet.branch, sheet.number) == ("Warszawa", f"{sheet.ticket_number}/1")
    assert (sheet.place.customer, sheet.place.site) == ("Młyn Żuławy", "Młyn")
    assert (sheet.place.street, sheet.place.city) == ("ul. Młyńska 3", "Nowy Dwór")
    assert sheet.unit is not None
    assert (sheet.unit.category, sheet.unit.product, sheet.unit.serial_number) == (
        "Waga",
        "Radwag C32",
        "ML-1",
    )
    assert [visit.technician for visit in sheet.visits] == [TECHNICIANS[0]]
    assert sheet.visits[0].begins_at == AT_NINE
    assert sheet.call is not None
    assert sheet.call.caller_name == "Stanisław Jeka"
    assert sheet.verdict is not None
    assert sheet.verdict.is_ok
    assert sheet.description == "Od wczoraj."
    assert sheet.close_until is not None


def test_the_numbers_of_the_contact_come_before_those_of_the_company(company: Company) -> None:
    customer, unit = served(company)
    contact = company.contact(customer, "Adam Maj", phone="602 111 222")
    wish = NewTicket(new_id(), "Nie waży", equipment_id=unit, work_kind_id=company.work_kind())
    arrival = Arrival(new_id(), Channel.PHONE, company.clock.now(), "602111222", "", customer, contact)
    company.run(log_request, LogRequest(arrival, (wish,)))
    ((order, _visit),) = ordered(company, wish.ticket_id)

    place = sheet_of(company, order).place

    assert place.contact == "Adam Maj"
    assert place.phones == ("+48602111222", "+48552471020")


def test_the_last_three_visits_to_the_unit_are_told_latest_first(company: Company) -> None:
    pair = served(company)
    for days in range(4):
        ((_order, visit),) = ordered(company, logged(company, pair), at=AT_NINE + timedelta(days=days))
        outcome = VisitOutcome.CANCELLED if days == 2 else VisitOutcome.DONE
        recorded(company, visit, outcome, AT_NINE + timedelta(days=days, hours=1))
    ((order, _visit),) = ordered(company, logged(company, pair), at=AT_NINE + timedelta(days=9))

    past = sheet_of(company, order).past_visits

    assert [(visit.ended_at - AT_NINE).days for visit in past] == [3, 1, 0]
    assert past[0].report == "Wymieniono filtr"


@pytest.mark.covers("O01")
def test_the_sheet_of_an_order_that_is_done_tells_who_made_it_and_when(company: Company) -> None:
    pair = served(company)
    ((order, visit),) = ordered(company, logged(company, pair), at=AT_NINE)
    recorded(company, visit, VisitOutcome.DONE, AT_NINE + timedelta(hours=3))

    sheet = sheet_of(company, order)

    (made,) = sheet.visits
    assert made.technician == TECHNICIANS[0]
    assert (made.begins_at, made.ends_at) == (AT_NINE + timedelta(hours=2), AT_NINE + timedelta(hours=3))
    assert sheet.past_visits == ()
    assert "Wykonano" in whole_text(order_pdf(sheet, wording("pl")))


def test_each_meter_of_the_unit_stands_with_what_it_showed_last(company: Company) -> None:
    pair = served(company)
    hours, prints = new_id(), new_id()
    company.put(
        Meter(id=hours, equipment_id=pair[1], name="Godziny", unit="h"),
        Meter(id=prints, equipment_id=pair[1], name="Ważenia", unit=""),
        Reading(id=new_id(), meter_id=hours, read_on=date(2026, 5, 1), value=Decimal(100)),
        Reading(id=new_id(), meter_id=hours, read_on=date(2026, 9, 1), value=Decimal("250.5")),
    )
    ((order, _visit),) = ordered(company, logged(company, pair))

    unit = sheet_of(company, order).unit

    assert unit is not None
    assert [(meter.name, meter.value, meter.read_on) for meter in unit.meters] == [
        ("Godziny", Decimal("250.5"), date(2026, 9, 1)),
        ("Ważenia", None, None),
    ]


def test_orders_and_tickets_are_found_by_the_number_on_paper(company: Company) -> None:
    ticket = logged(company)
    ((order, _visit),) = ordered(company, ticket)
    number = company.get(WorkOrder, order).number

    assert company.ask(order_id_of, number) == order
    assert company.ask(ticket_id_of, number.partition("/")[0]) == ticket
    assert company.ask(order_id_of, "WAW-999999/1") is None


@pytest.mark.parametrize("query", [order_sheet, ticket_record])
def test_what_is_not_there_is_refused(desk_company: Company, query: object) -> None:
    assert callable(query)
    with pytest.raises(RuleViolation, match=r"row\.missing"):
        desk_company.ask(query, new_id(), "pl", desk_company.clock.now())


def test_the_record_holds_each_booked_line_and_the_history_from_its_beginning(company: Company) -> None:
    ticket = logged(company)
    ((_order, visit),) = ordered(company, ticket)
    lines = (
        NewWorkLine(new_id(), LineKind.TIME, Decimal(60)),
        NewWorkLine(new_id(), LineKind.PART, Decimal(2), "Filtr", "szt.", 12_300),
    )
    company.run(
        record_visit,
        RecordVisit(visit, VisitOutcome.DONE, AT_NINE, AT_NINE + timedelta(hours=1), "Gotowe", lines),
    )

    record = record_of(company, ticket)

    assert [(row.kind, row.quantity, row.amount_cents) for row in record.booked] == [
        (LineKind.TIME, Decimal(60), 0),
        (LineKind.PART, Decimal(2), 12_300),
    ]
    codes = [row.label.code for row in record.history]
    assert codes.index("visit.record") > codes.index("order.create")


@pytest.mark.covers("O01")
def test_what_the_database_holds_is_printed_in_every_language(desk_company: Company) -> None:
    ticket = logged(desk_company, served(desk_company))
    ((order, visit),) = ordered(desk_company, ticket)
    recorded(desk_company, visit)

    for language in ("en", "pl", "cs", "es", "pt"):
        words = wording(language)
        sheet, record = sheet_of(desk_company, order), record_of(desk_company, ticket)
        assert sheet.number in whole_text(order_pdf(sheet, words))
        assert "Wymieniono filtr" in whole_text(ticket_pdf(record, words))
