"""A ticket put right is judged anew: contract, line and SLA follow, the frozen verdict stays."""

from decimal import Decimal
from uuid import UUID

import pytest

from fieldservice.domain.commands.tickets import ChangeTicket, CloseTicket, change_ticket, close_ticket
from fieldservice.domain.commands.visits import NewWorkLine, RecordVisit, record_visit
from fieldservice.domain.model.base import new_id
from fieldservice.domain.model.contract import ServedUnit
from fieldservice.domain.model.customer import Site
from fieldservice.domain.model.order import LineKind, WorkLine
from fieldservice.domain.model.ticket import Article, Ticket
from fieldservice.domain.queries.ticket_edit import edit_form, preview_change
from fieldservice.domain.rules.coverage_quota import QuotaKind
from fieldservice.domain.rules.errors import RuleViolation
from fieldservice.domain.rules.order_states import VisitOutcome
from tests.factories import ZONE, Company, Line
from tests.store.ticket_givens import logged, ordered


def _changed(company: Company, ticket: UUID, because: str = "", **values: object) -> Ticket:
    command = ChangeTicket(ticket, None, tuple(values.items()), override_because=because)
    company.run(change_ticket, command)
    return company.get(Ticket, ticket)


@pytest.fixture
def site(company: Company) -> UUID:
    return company.site(company.customer())


def _owner(company: Company, site: UUID) -> UUID:
    return company.get(Site, site).customer_id


@pytest.mark.covers("B06", "X2")
def test_another_unit_takes_the_ticket_to_the_contract_that_covers_it_and_to_its_site(
    company: Company, site: UUID
) -> None:
    customer, hall = _owner(company, site), company.site(_owner(company, site), "Hala")
    wrong, right = company.unit(site), company.unit(hall)
    company.contract(customer, lines=[Line(units=(wrong,))], number="U/1")
    second = company.contract(customer, lines=[Line(units=(right,))], number="U/2")
    ticket = logged(company, (customer, wrong))
    frozen = company.get(Ticket, ticket).verdict

    row = _changed(company, ticket, equipment_id=right)

    assert (row.contract_id, row.site_id, row.equipment_id) == (second, hall, right)
    assert row.verdict == frozen, "it says what was known when the ticket was accepted"
    said = [each.reason for each in company.rows(Article) if each.reason]
    assert {"code": "ticket.booked_anew", "values": {"number": "U/2"}} in [
        {"code": each["code"], "values": each["values"]} for each in said
    ]


@pytest.mark.covers("A12")
def test_a_unit_that_nothing_covers_is_refused_without_a_reason_and_taken_with_one(
    company: Company, site: UUID
) -> None:
    customer = _owner(company, site)
    covered, other = company.unit(site), company.unit(site)
    company.contract(customer, lines=[Line(units=(covered,))])
    ticket = logged(company, (customer, covered))

    with pytest.raises(RuleViolation, match="not_covered_anew"):
        _changed(company, ticket, equipment_id=other)
    untouched = company.get(Ticket, ticket).equipment_id
    row = _changed(company, ticket, "pomylone numery", equipment_id=other)

    assert untouched == covered
    assert (row.equipment_id, row.override_because, row.coverage_line_id) == (other, "pomylone numery", None)


def test_its_own_case_does_not_use_up_the_quota_for_itself(company: Company, site: UUID) -> None:
    customer = _owner(company, site)
    one, other = company.unit(site), company.unit(site)
    company.contract(customer, lines=[Line(quota=(QuotaKind.CASES, Decimal(1)))])
    ticket = logged(company, (customer, one))

    assert _changed(company, ticket, equipment_id=other).equipment_id == other


@pytest.mark.covers("B03")
def test_the_place_taken_by_the_wrong_unit_is_free_again(company: Company, site: UUID) -> None:
    customer = _owner(company, site)
    wrong, right = (company.unit(site, category="Piec") for _ in range(2))
    company.contract(customer, lines=[Line(category="Piec", units_per_site=2)])
    ticket = logged(company, (customer, wrong))

    _changed(company, ticket, equipment_id=right)

    assert [place.equipment_id for place in company.rows(ServedUnit)] == [right]


@pytest.mark.covers("B06")
def test_of_several_contracts_that_cover_one_may_be_chosen(company: Company, site: UUID) -> None:
    customer, unit = _owner(company, site), company.unit(site)
    first, second = company.contract(customer, number="U/1"), company.contract(customer, number="U/2")
    ticket = logged(company, (customer, unit))
    usual = company.get(Ticket, ticket).contract_id
    other = second if usual == first else first

    preview = company.ask(preview_change, ticket, {"contract_id": other}, ZONE)
    row = _changed(company, ticket, contract_id=other)

    assert {number for _id, number in preview.contracts} == {"U/1", "U/2"}
    assert preview.contract_id == row.contract_id == other
    assert row.coverage_line_id is not None


def test_a_contract_that_does_not_cover_cannot_be_chosen(company: Company, site: UUID) -> None:
    customer, unit = _owner(company, site), company.unit(site)
    company.contract(customer, number="U/1")
    narrow = company.contract(customer, number="U/2", lines=[Line(units=(company.unit(site),))])
    ticket = logged(company, (customer, unit))

    with pytest.raises(RuleViolation, match="not_covered_anew"):
        _changed(company, ticket, contract_id=narrow)


def test_work_done_on_the_ticket_goes_along_to_the_contract_on_which_it_counts(
    company: Company, site: UUID
) -> None:
    customer = _owner(company, site)
    wrong, right = company.unit(site), company.unit(site)
    company.contract(customer, lines=[Line(units=(wrong,))], number="U/1")
    second = company.contract(customer, lines=[Line(units=(right,))], number="U/2")
    ticket = logged(company, (customer, wrong))
    ((_order, visit),) = ordered(company, ticket)
    worked = (NewWorkLine(new_id(), LineKind.TIME, Decimal(90)),)
    started = company.clock.now()
    company.run(
        record_visit,
        RecordVisit(visit, VisitOutcome.PARTLY_DONE, started, started, "Sprawdzono", lines=worked),
    )

    _changed(company, ticket, equipment_id=right)

    assert {line.contract_id for line in company.rows(WorkLine)} == {second}


def test_a_ticket_that_is_over_keeps_its_unit_and_what_it_is_booked_on(company: Company, site: UUID) -> None:
    customer = _owner(company, site)
    unit, other = company.unit(site), company.unit(site)
    company.contract(customer)
    ticket = logged(company, (customer, unit))
    company.run(close_ticket, CloseTicket(ticket, "na telefon"))
    booked = company.get(Ticket, ticket).coverage_line_id

    with pytest.raises(RuleViolation, match="not_live"):
        _changed(company, ticket, equipment_id=other)
    row = _changed(company, ticket, purpose_id=company.purpose())

    assert (row.equipment_id, row.coverage_line_id) == (unit, booked)
    assert row.purpose_id == company.purpose()


def test_the_form_knows_what_stands_on_the_ticket_and_who_can_be_chosen(company: Company, site: UUID) -> None:
    customer, unit = _owner(company, site), company.unit(site)
    company.contract(customer)
    person = company.contact(customer, "Jan Nowak")

    form = company.ask(edit_form, logged(company, (customer, unit)), "en")

    assert form.values["equipment_id"] == unit
    assert form.unit is not None
    assert form.contacts == ((person, "Jan Nowak"),)
