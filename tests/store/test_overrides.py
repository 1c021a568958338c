"""Work ordered against the verdict: on which contract, line and service level it is booked."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from uuid import UUID

import pytest

from fieldservice.domain.commands.acceptance import NewTicket
from fieldservice.domain.commands.requests import Arrival, LogRequest, log_request
from fieldservice.domain.model.base import new_id
from fieldservice.domain.model.contract import CoverageLine, ServedUnit
from fieldservice.domain.model.ticket import Channel, Ticket
from fieldservice.domain.rules.coverage_quota import QuotaKind
from fieldservice.domain.rules.errors import RuleViolation
from tests.factories import Company, Line

LAST_YEAR = (date(2025, 1, 1), date(2025, 12, 31))


@pytest.fixture
def customer(company: Company) -> UUID:
    return company.customer()


@pytest.fixture
def unit(company: Company, customer: UUID) -> UUID:
    return company.unit(company.site(customer))


def served_anyway(company: Company, customer: UUID, unit: UUID | None, because: str = "szpital") -> Ticket:
    arrival = Arrival(new_id(), Channel.PHONE, company.clock.now(), customer_id=customer)
    wish = NewTicket(new_id(), "Stoi", equipment_id=unit, work_kind_id=company.work_kind())
    company.run(log_request, LogRequest(arrival, (replace(wish, override_because=because),)))
    return company.get(Ticket, wish.ticket_id)


@pytest.mark.covers("B07", "B08", "A12")
def test_work_for_a_blocked_customer_is_booked_to_the_contract_that_covers_it(
    company: Company, customer: UUID, unit: UUID
) -> None:
    contract = company.contract(customer)
    company.contract(customer, lines=(Line(works=("inspection",)),))
    company.block(customer)

    ticket = served_anyway(company, customer, unit)

    line = next(line for line in company.rows(CoverageLine) if line.id == ticket.coverage_line_id)
    assert (ticket.contract_id, ticket.verdict_outcome) == (contract, "blocked")
    assert line.position == 1


@pytest.mark.covers("B03")
def test_a_unit_of_a_blocked_customer_takes_its_counted_place_all_the_same(
    company: Company, customer: UUID, unit: UUID
) -> None:
    company.contract(customer, lines=(Line(category="Sprężarka", units_per_site=1),))
    company.block(customer)

    served_anyway(company, customer, unit)

    assert [served.equipment_id for served in company.rows(ServedUnit)] == [unit]


@pytest.mark.covers("P-45")
def test_work_beyond_a_used_up_quota_stays_on_the_contract_and_out_of_the_line(
    company: Company, customer: UUID, unit: UUID
) -> None:
    contract = company.contract(customer, lines=(Line(quota=(QuotaKind.CASES, Decimal(1))),))
    served_anyway(company, customer, unit, because="")
    with pytest.raises(RuleViolation, match="not_servable"):
        served_anyway(company, customer, unit, because="")

    ticket = served_anyway(company, customer, unit)

    assert (ticket.contract_id, ticket.coverage_line_id) == (contract, None)


@pytest.mark.covers("P-42")
def test_an_expired_contract_is_never_booked(company: Company, customer: UUID, unit: UUID) -> None:
    company.contract(customer, *LAST_YEAR)

    ticket = served_anyway(company, customer, unit)

    assert (ticket.contract_id, ticket.coverage_line_id) == (None, None)


@pytest.mark.covers("P-42")
def test_of_two_valid_contracts_that_do_not_cover_none_is_guessed(
    company: Company, customer: UUID, unit: UUID
) -> None:
    for _ in range(2):
        company.contract(customer, lines=(Line(works=("inspection",)),))

    assert served_anyway(company, customer, unit).contract_id is None


@pytest.mark.covers("B08")
def test_work_that_no_line_covers_is_booked_to_the_only_valid_contract_without_a_line(
    company: Company, customer: UUID, unit: UUID
) -> None:
    company.contract(customer, *LAST_YEAR)
    valid = company.contract(customer, lines=(Line(works=("inspection",)),))

    ticket = served_anyway(company, customer, unit)

    assert (ticket.contract_id, ticket.coverage_line_id) == (valid, None)
