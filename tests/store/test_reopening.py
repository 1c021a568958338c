"""A closed ticket comes back in one of four ways, and the figures of its closing stay (C13-C16, P-34)."""

from dataclasses import replace
from datetime import date
from uuid import UUID

import pytest

from fieldservice.domain.commands.acceptance import NewTicket
from fieldservice.domain.commands.orders import ReopenOrder, reopen_order
from fieldservice.domain.commands.ticket_conduct import SetConduct, set_conduct
from fieldservice.domain.commands.ticket_reopening import (
    ReopenAsNew,
    ReopenTicket,
    reopen_as_new,
    reopen_ticket,
)
from fieldservice.domain.commands.tickets import CloseTicket, close_ticket
from fieldservice.domain.model.base import new_id
from fieldservice.domain.model.content import Notice
from fieldservice.domain.model.people import UserAccount
from fieldservice.domain.model.ticket import Article, LinkKind, Ticket, TicketLink
from fieldservice.domain.rules.errors import RuleViolation
from fieldservice.domain.rules.notices import NoticeKind
from fieldservice.domain.rules.reopening import Reopening
from fieldservice.domain.rules.ticket_states import TicketStateType
from fieldservice.domain.store.rights import Right
from tests.conftest import FakeClock
from tests.factories import Company
from tests.store.ticket_givens import covered_customer, logged, ordered, recorded


@pytest.fixture
def served(company: Company) -> tuple[UUID, UUID]:
    return covered_customer(company)


def closed(company: Company, served: tuple[UUID, UUID], **values: object) -> UUID:
    ticket_id = logged(company, served, **values)
    company.run(close_ticket, CloseTicket(ticket_id, "załatwione"))
    return ticket_id


def conduct(company: Company, reopening: Reopening, days: int = 0, **values: bool) -> None:
    company.run(set_conduct, SetConduct(company.ticket_type(), reopening, days, **values))


def by_somebody_else(company: Company) -> Company:
    """A colleague who may close tickets and log requests, but does not manage tickets."""
    rights = [Right.CLOSE_TICKET.value, Right.LOG_REQUEST.value]
    user = UserAccount(id=new_id(), login="ewa", name="Ewa Żak", rights=rights)
    key = user.id
    company.put(user)
    return replace(company, actor=replace(company.actor, user_id=key))


def reopen(company: Company, ticket_id: UUID) -> None:
    company.run(reopen_ticket, ReopenTicket(ticket_id, "znowu stoi"))


def wish(company: Company, unit: UUID) -> NewTicket:
    return NewTicket(new_id(), "Znowu stoi", equipment_id=unit, work_kind_id=company.work_kind())


def reasons(company: Company, ticket_id: UUID) -> list[str]:
    told = [each for each in company.rows(Article) if each.ticket_id == ticket_id and each.reason]
    return [str(each.reason["code"]) for each in told if each.reason is not None]


@pytest.mark.covers("C13", "P-34")
def test_p34_within_the_days_a_ticket_is_reopened_and_after_them_goes_on_as_a_new_one(
    company: Company, served: tuple[UUID, UUID], clock: FakeClock
) -> None:
    early, late = closed(company, served), closed(company, served)
    conduct(company, Reopening.WITHIN_DAYS, 7)
    company = by_somebody_else(company)
    clock.advance(days=7)

    reopen(company, early)
    clock.advance(minutes=1)
    with pytest.raises(RuleViolation, match=r"reopening\.only_as_new"):
        reopen(company, late)
    new = wish(company, served[1])
    company.run(reopen_as_new, ReopenAsNew(late, new, "znowu stoi"))

    assert company.get(Ticket, early).state_type is TicketStateType.OPEN
    assert company.get(Ticket, late).state_type is TicketStateType.CLOSED
    (link,) = company.rows(TicketLink)
    assert (link.from_id, link.to_id, link.kind) == (new.ticket_id, late, LinkKind.REOPENED_FROM)


@pytest.mark.covers("C15", "P-34")
@pytest.mark.parametrize("reopening", [Reopening.AS_NEW, Reopening.NEVER])
def test_p34_who_manages_tickets_corrects_a_closing_at_any_time(
    company: Company, served: tuple[UUID, UUID], clock: FakeClock, reopening: Reopening
) -> None:
    ticket_id = closed(company, served)
    conduct(company, reopening)
    clock.advance(days=400)

    reopen(company, ticket_id)

    assert company.get(Ticket, ticket_id).state_type is TicketStateType.OPEN


@pytest.mark.covers("C13")
@pytest.mark.parametrize(
    ("reopening", "refusal"),
    [(Reopening.AS_NEW, "reopening.only_as_new"), (Reopening.NEVER, "reopening.refused")],
)
def test_what_the_type_does_not_allow_is_refused_in_its_own_words(
    company: Company, served: tuple[UUID, UUID], reopening: Reopening, refusal: str
) -> None:
    ticket_id = closed(company, served)
    conduct(company, reopening)
    company = by_somebody_else(company)

    with pytest.raises(RuleViolation, match=refusal):
        reopen(company, ticket_id)

    assert company.get(Ticket, ticket_id).state_type is TicketStateType.CLOSED


@pytest.mark.covers("C14", "P-34")
def test_p34_the_new_ticket_is_judged_as_of_today(company: Company, clock: FakeClock) -> None:
    customer = company.customer()
    unit = company.unit(company.site(customer))
    company.contract(customer, valid_to=date(2026, 11, 30))
    ticket_id = closed(company, (customer, unit))
    clock.advance(days=14)

    with pytest.raises(RuleViolation, match=r"request\.not_servable"):
        company.run(reopen_as_new, ReopenAsNew(ticket_id, wish(company, unit)))

    reopen(company, ticket_id)
    assert "ticket.reopened.not_covered" in reasons(company, ticket_id)


@pytest.mark.covers("P-34")
def test_p34_the_first_closing_stays_for_the_statistics_however_often_it_comes_back(
    company: Company, served: tuple[UUID, UUID], clock: FakeClock
) -> None:
    ticket_id = closed(company, served)
    first_closing = company.get(Ticket, ticket_id).closed_at
    for _again in range(2):
        clock.advance(days=2)
        reopen(company, ticket_id)
        company.run(close_ticket, CloseTicket(ticket_id, "teraz naprawdę"))

    ticket = company.get(Ticket, ticket_id)
    assert (ticket.first_closed_at, ticket.closed_at) == (first_closing, clock.now())


@pytest.mark.covers("P-34")
def test_p34_an_order_that_opens_its_ticket_again_leaves_the_first_closing_too(
    company: Company, served: tuple[UUID, UUID]
) -> None:
    ticket_id = logged(company, served)
    ((order_id, visit_id),) = ordered(company, ticket_id)
    recorded(company, visit_id)
    first_closing = company.get(Ticket, ticket_id).closed_at

    company.run(reopen_order, ReopenOrder(order_id, "przecieka"))

    ticket = company.get(Ticket, ticket_id)
    assert (ticket.first_closed_at, ticket.closed_at) == (first_closing, None)
    assert ticket.reopened_at == company.clock.now()


@pytest.mark.covers("P-34")
def test_p34_a_ticket_that_goes_on_as_a_new_one_keeps_its_closing_and_says_where(
    company: Company, served: tuple[UUID, UUID], clock: FakeClock
) -> None:
    ticket_id = closed(company, served)
    before = company.get(Ticket, ticket_id).closed_at
    clock.advance(days=3)

    company.run(reopen_as_new, ReopenAsNew(ticket_id, wish(company, served[1]), "znowu"))

    ticket = company.get(Ticket, ticket_id)
    assert (ticket.closed_at, ticket.first_closed_at) == (before, None)
    assert reasons(company, ticket_id)[-1] == "ticket.goes_on_as"


@pytest.mark.covers("C16")
def test_by_setting_a_ticket_comes_back_one_grade_more_urgent(
    company: Company, served: tuple[UUID, UUID]
) -> None:
    ticket_id, urgent = closed(company, served), closed(company, served, priority=5)
    conduct(company, Reopening.ALWAYS, raises_priority=True)

    reopen(company, ticket_id)
    reopen(company, urgent)
    new = wish(company, served[1])
    other = closed(company, served)
    company.run(reopen_as_new, ReopenAsNew(other, new))

    assert company.get(Ticket, ticket_id).priority == 4
    assert company.get(Ticket, urgent).priority == 5
    assert company.get(Ticket, new.ticket_id).priority == 4


@pytest.mark.covers("C16")
def test_the_agent_is_told_when_a_ticket_comes_back(company: Company, served: tuple[UUID, UUID]) -> None:
    colleague = by_somebody_else(company)
    ticket_id = closed(company, served, owner_id=colleague.actor.user_id)

    reopen(company, ticket_id)

    kinds = {each.kind for each in company.rows(Notice) if each.user_id == colleague.actor.user_id}
    assert NoticeKind.REOPENED in kinds


def test_a_live_ticket_does_not_come_back_as_a_new_one(company: Company, served: tuple[UUID, UUID]) -> None:
    ticket_id = logged(company, served)

    with pytest.raises(RuleViolation, match=r"reopening\.not_closed"):
        company.run(reopen_as_new, ReopenAsNew(ticket_id, wish(company, served[1])))
