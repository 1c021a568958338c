"""Renewals entered late: what was served without a contract goes over, with its time; counted cases stay."""

from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest

from fieldservice.domain.commands.contract_changes import ChangeTerms, change_terms
from fieldservice.domain.commands.contracts import SignContract, TermsData, sign_contract
from fieldservice.domain.commands.renewals import RenewContract, renew_contract
from fieldservice.domain.commands.visits import NewWorkLine, RecordVisit, record_visit
from fieldservice.domain.model.base import new_id
from fieldservice.domain.model.contract import Contract, CoverageLine, Terms
from fieldservice.domain.model.order import LineKind, WorkLine
from fieldservice.domain.model.ticket import Article, Ticket
from fieldservice.domain.queries.renewals import GoingOver, RenewalAsk, renewal_preview
from fieldservice.domain.rules.contract_renewal import GoesOver
from fieldservice.domain.rules.coverage_quota import QuotaKind
from fieldservice.domain.rules.errors import RuleViolation
from fieldservice.domain.rules.order_states import VisitOutcome
from tests.factories import ZONE, Company, Line
from tests.store.ticket_givens import AT_NINE, logged, ordered

TODAY = date(2026, 11, 23)
OLD = (date(2025, 11, 1), date(2026, 10, 31))
NEW = (date(2026, 11, 1), date(2027, 10, 31))


def expired(
    company: Company, lines: tuple[Line, ...] = (Line(),), until: date = OLD[1]
) -> tuple[UUID, UUID, UUID]:
    """A customer whose contract has run out, its unit and the contract."""
    customer = company.customer()
    unit = company.unit(company.site(customer))
    return customer, unit, company.contract(customer, OLD[0], until, lines)


def preview(
    company: Company, contract: UUID, terms_id: UUID, days: tuple[date, date] = NEW
) -> tuple[GoingOver, ...]:
    return company.ask(renewal_preview, RenewalAsk(contract, terms_id, *days, TODAY, ZONE))


@pytest.mark.covers("B01")
def test_a_ticket_served_without_a_contract_goes_over_with_its_time(company: Company) -> None:
    customer, unit, contract = expired(company)
    ticket = logged(company, (customer, unit), override_because="przedłużenie w drodze")
    ((_order, visit),) = ordered(company, ticket)
    worked = (NewWorkLine(new_id(), LineKind.TIME, Decimal(90)),)
    company.run(record_visit, RecordVisit(visit, VisitOutcome.PARTLY_DONE, AT_NINE, AT_NINE, "", worked))
    terms = new_id()
    before = company.get(Ticket, ticket)

    (found,) = preview(company, contract, terms)
    company.run(renew_contract, RenewContract(contract, TermsData(terms, *NEW), (found.id,)))

    after = company.get(Ticket, ticket)
    line = next(each for each in company.rows(CoverageLine) if each.terms_id == terms)
    assert (before.contract_id, found.why, found.unbooked_minutes) == (
        None,
        GoesOver.NOW_COVERED,
        Decimal(90),
    )
    assert (after.contract_id, after.coverage_line_id) == (contract, line.id)
    assert {each.contract_id for each in company.rows(WorkLine)} == {contract}
    assert after.verdict == before.verdict  # what held when it came in stays told


@pytest.mark.covers("B01")
def test_the_ticket_tells_that_it_counts_on_the_renewed_contract(company: Company) -> None:
    customer, unit, contract = expired(company)
    ticket = logged(company, (customer, unit), override_because="przedłużenie w drodze")

    company.run(renew_contract, RenewContract(contract, TermsData(new_id(), *NEW), (ticket,)))

    told = [each.reason for each in company.rows(Article) if each.reason]
    assert [reason["code"] for reason in told] == ["contract.took_over"]


@pytest.mark.covers("expectation 16")
def test_what_is_open_from_the_old_period_goes_on_in_the_new_one(company: Company) -> None:
    customer, unit, contract = expired(company, until=TODAY)
    ticket = logged(company, (customer, unit))
    days = (date(2026, 11, 24), date(2027, 11, 23))
    later = RenewalAsk(contract, new_id(), *days, today=days[0], zone=ZONE)

    (found,) = company.ask(renewal_preview, later)

    assert (found.id, found.why) == (ticket, GoesOver.GOES_ON)


def test_a_counted_case_stays_where_it_was_counted_unless_somebody_wants_it(company: Company) -> None:
    quota = (QuotaKind.CASES, Decimal(5))
    customer, unit, contract = expired(company, (Line(quota=quota),), until=TODAY)
    logged(company, (customer, unit))
    days = (date(2026, 11, 24), date(2027, 11, 23))

    (found,) = company.ask(renewal_preview, RenewalAsk(contract, new_id(), *days, today=days[0], zone=ZONE))

    assert found.why is GoesOver.CASE_COUNTED


def test_a_period_that_has_not_begun_takes_nothing_over(company: Company) -> None:
    customer, unit, contract = expired(company, until=TODAY)
    logged(company, (customer, unit))

    assert preview(company, contract, new_id(), (date(2026, 11, 24), date(2027, 11, 23))) == ()


def test_a_ticket_of_another_customer_never_goes_over(company: Company) -> None:
    _customer, _unit, contract = expired(company)
    other = company.customer()
    ticket = logged(company, (other, company.unit(company.site(other))), override_because="na prośbę")

    company.run(renew_contract, RenewContract(contract, TermsData(new_id(), *NEW), (ticket,)))

    assert company.get(Ticket, ticket).contract_id is None


def test_a_quota_that_the_first_ticket_uses_up_leaves_the_second_where_it_is(company: Company) -> None:
    customer, unit, contract = expired(company, (Line(quota=(QuotaKind.CASES, Decimal(1))),))
    both = tuple(logged(company, (customer, unit), override_because="pilne") for _ in range(2))
    terms = new_id()

    company.run(renew_contract, RenewContract(contract, TermsData(terms, *NEW), both))

    booked = [company.get(Ticket, each).coverage_line_id for each in sorted(both)]
    assert booked[0] is not None
    assert booked[1] is None


@pytest.mark.covers("A15")
def test_a_contract_that_another_system_keeps_is_only_read_here(company: Company) -> None:
    _customer, _unit, contract = expired(company)
    with company.begin() as uow:
        uow.record("test.given", None)
        uow.get(Contract, contract).mastered_in = "SAP"
        uow.commit()
    terms = next(each for each in company.rows(Terms) if each.contract_id == contract)

    uses: tuple[tuple[Any, object], ...] = (
        (renew_contract, RenewContract(contract, TermsData(new_id(), *NEW))),
        (change_terms, ChangeTerms(terms.id, terms.version, *NEW)),
        (sign_contract, SignContract(contract)),
    )
    for function, command in uses:
        with pytest.raises(RuleViolation, match=r"contract\.kept_elsewhere.*SAP"):
            company.run(function, command)
    assert len([each for each in company.rows(Terms) if each.contract_id == contract]) == 1


def test_a_period_is_corrected_but_never_over_another_one(company: Company) -> None:
    _customer, _unit, contract = expired(company)
    company.run(renew_contract, RenewContract(contract, TermsData(new_id(), *NEW)))
    old, new = sorted(company.rows(Terms), key=lambda each: each.valid_from)

    company.run(change_terms, ChangeTerms(old.id, old.version, date(2025, 1, 1), OLD[1], "aneks"))
    with pytest.raises(RuleViolation, match=r"contract\.terms_overlap"):
        company.run(change_terms, ChangeTerms(new.id, new.version, date(2026, 10, 31), NEW[1]))

    assert company.get(Terms, old.id).valid_from == date(2025, 1, 1)


def test_a_ticket_ordered_against_the_verdict_leaves_the_contract_that_does_not_cover_it(
    company: Company,
) -> None:
    customer, unit, contract = expired(company)
    other = company.contract(customer, lines=(Line(category="Pompa"),))
    ticket = logged(company, (customer, unit), override_because="przedłużenie w drodze")
    terms = new_id()
    before = company.get(Ticket, ticket)

    (found,) = preview(company, contract, terms)
    company.run(renew_contract, RenewContract(contract, TermsData(terms, *NEW), (ticket,)))

    assert (before.contract_id, before.coverage_line_id) == (other, None)
    assert found.why is GoesOver.NOW_COVERED
    assert company.get(Ticket, ticket).contract_id == contract
