"""Tickets that wait: until when, what ends it, what does not, when silence closes them (P-36, P-37)."""

import threading
from datetime import timedelta
from uuid import UUID

import pytest

from fieldservice.domain.commands.articles import AddArticle, add_article
from fieldservice.domain.commands.ticket_conduct import SetConduct, set_conduct
from fieldservice.domain.commands.ticket_waiting import CloseIdleTicket, close_idle_ticket
from fieldservice.domain.commands.tickets import (
    ChangeTicket,
    PutInState,
    change_ticket,
    put_ticket_in_state,
)
from fieldservice.domain.model.base import new_id
from fieldservice.domain.model.ticket import ArticleKind, Direction, Ticket
from fieldservice.domain.rules.errors import RuleViolation
from fieldservice.domain.rules.settle import ClosedBy
from fieldservice.domain.rules.ticket_states import TicketStateType
from fieldservice.domain.store.idle_tickets import idle_tickets
from tests.conftest import FakeClock
from tests.factories import Company
from tests.store.ticket_givens import logged, ordered

WAITING = TicketStateType.PENDING_REMINDER


def wait(company: Company, ticket_id: UUID, code: str = "waiting_customer", days: int = 5) -> PutInState:
    until = company.clock.now() + timedelta(days=days)
    command = PutInState(ticket_id, company.ticket_state(code), until, "klient szuka zdjęcia")
    company.run(put_ticket_in_state, command)
    return command


def write(company: Company, ticket_id: UUID, **values: object) -> None:
    given = {"kind": ArticleKind.NOTE, "is_internal": True, **values}
    article = AddArticle(ticket_id, new_id(), text="...", happened_at=company.clock.now(), **given)  # type: ignore[arg-type]
    company.run(add_article, article)


def answer(company: Company, ticket_id: UUID, kind: ArticleKind = ArticleKind.EMAIL) -> None:
    write(company, ticket_id, kind=kind, is_internal=False, direction=Direction.IN)


def silence_closes(company: Company, hours: int) -> None:
    company.run(set_conduct, SetConduct(company.ticket_type(), idle_hours=hours))


def close_idle(company: Company, ticket_id: UUID) -> None:
    company.run(close_idle_ticket, CloseIdleTicket(ticket_id))


@pytest.mark.covers("C09")
def test_a_wait_with_a_reminder_demands_a_moment_to_come(company: Company) -> None:
    ticket_id = logged(company)
    state, now = company.ticket_state("waiting_parts"), company.clock.now()

    with pytest.raises(RuleViolation, match=r"wait\.until_missing"):
        company.run(put_ticket_in_state, PutInState(ticket_id, state))
    with pytest.raises(RuleViolation, match=r"wait\.until_past"):
        company.run(put_ticket_in_state, PutInState(ticket_id, state, now))

    assert company.get(Ticket, ticket_id).state_type is TicketStateType.NEW


@pytest.mark.covers("C08", "C32")
def test_a_ticket_waits_for_a_reason_until_a_day_and_its_clock_stands(company: Company) -> None:
    ticket_id = logged(company)

    command = wait(company, ticket_id, "waiting_execution")

    ticket = company.get(Ticket, ticket_id)
    assert (ticket.state_type, ticket.wait_until) == (WAITING, command.until)
    assert ticket.wait_because == "klient szuka zdjęcia"


@pytest.mark.covers("P-37")
def test_p37_a_note_keeps_state_reason_and_date_of_a_wait(company: Company) -> None:
    ticket_id = logged(company)
    command = wait(company, ticket_id)

    write(company, ticket_id)
    company.run(change_ticket, ChangeTicket(ticket_id, None, (("priority", 4),)))

    ticket = company.get(Ticket, ticket_id)
    assert (ticket.state_id, ticket.wait_until) == (command.state_id, command.until)
    assert ticket.wait_because == command.because


@pytest.mark.covers("P-30", "P-37")
@pytest.mark.parametrize("kind", [ArticleKind.EMAIL, ArticleKind.CALL, ArticleKind.SMS])
def test_an_answer_of_the_customer_ends_the_wait_and_the_clock_runs_again(
    company: Company, clock: FakeClock, kind: ArticleKind
) -> None:
    ticket_id = logged(company)
    promised = company.get(Ticket, ticket_id).resolution_due_at
    clock.advance(hours=1)
    wait(company, ticket_id)
    clock.advance(hours=2)

    answer(company, ticket_id, kind)

    ticket = company.get(Ticket, ticket_id)
    assert (ticket.state_type, ticket.wait_until, ticket.wait_because) == (TicketStateType.OPEN, None, "")
    assert promised is not None
    assert ticket.resolution_due_at == promised + timedelta(hours=2)


def test_after_an_answer_the_state_says_again_how_far_the_orders_are(company: Company) -> None:
    ticket_id = logged(company)
    ordered(company, ticket_id)
    before = company.get(Ticket, ticket_id).state_id
    wait(company, ticket_id)

    answer(company, ticket_id)

    assert company.get(Ticket, ticket_id).state_id == before


@pytest.mark.covers("C19", "P-36")
def test_p36_idle_counts_from_the_last_human_word_not_from_the_last_change(
    company: Company, clock: FakeClock
) -> None:
    ticket_id = logged(company)
    silence_closes(company, 72)
    wait(company, ticket_id)
    clock.advance(hours=71)
    company.run(change_ticket, ChangeTicket(ticket_id, None, (("priority", 4),)))

    with pytest.raises(RuleViolation, match=r"idle\.spoken_since"):
        close_idle(company, ticket_id)
    clock.advance(hours=1)
    close_idle(company, ticket_id)

    ticket = company.get(Ticket, ticket_id)
    assert (ticket.closed_by, ticket.closed_at) == (ClosedBy.IDLENESS, clock.now())


@pytest.mark.covers("P-36")
def test_p36_no_hours_mean_never(company: Company, clock: FakeClock) -> None:
    ticket_id = logged(company)
    silence_closes(company, 0)
    wait(company, ticket_id)
    clock.advance(days=300)

    with pytest.raises(RuleViolation, match=r"idle\.off"):
        close_idle(company, ticket_id)

    assert company.ask(idle_tickets, clock.now()) == []


@pytest.mark.covers("P-36")
def test_p36_an_answer_in_the_same_moment_wins_over_the_closing(company: Company, clock: FakeClock) -> None:
    """Whoever comes first: the closing looks again under the lock, and the answer reopens nothing."""
    silence_closes(company, 1)
    tickets = [logged(company) for _number in range(5)]
    for ticket_id in tickets:
        wait(company, ticket_id)
    clock.advance(hours=2)
    refused = list[str]()

    def close(ticket_id: UUID) -> None:
        try:
            close_idle(company, ticket_id)
        except RuleViolation as told:
            refused.append(told.code)

    for ticket_id in tickets:
        article = AddArticle(
            ticket_id, new_id(), ArticleKind.EMAIL, "jest!", clock.now(), direction=Direction.IN
        )
        closing = threading.Thread(target=close, args=(ticket_id,))
        with company.begin() as uow:
            uow.lock(Ticket, ticket_id)
            closing.start()
            add_article(article, uow, clock)
        closing.join()

    assert set(refused) <= {"idle.not_waiting", "idle.spoken_since"}
    assert len(refused) == len(tickets)
    assert {company.get(Ticket, each).state_type for each in tickets} == {TicketStateType.OPEN}


@pytest.mark.covers("P-36")
def test_p36_only_tickets_that_wait_and_have_no_open_work_are_closed_for_silence(
    company: Company, clock: FakeClock
) -> None:
    waiting, planned, busy = logged(company), logged(company), logged(company)
    ordered(company, planned)
    silence_closes(company, 24)
    wait(company, waiting)
    wait(company, planned)
    clock.advance(hours=25)

    with pytest.raises(RuleViolation, match=r"idle\.not_waiting"):
        close_idle(company, busy)
    with pytest.raises(RuleViolation, match=r"ticket\.open_orders"):
        close_idle(company, planned)

    assert set(company.ask(idle_tickets, clock.now())) == {waiting, planned}
