"""Blocks: set and lifted with a reason, and what the verdict makes of them."""

from datetime import date, timedelta
from uuid import UUID

import pytest

from fieldservice.domain.commands.blocks import LiftBlock, SetBlock, lift_block, set_block
from fieldservice.domain.commands.history import UndoEntry, undo_entry
from fieldservice.domain.commands.tickets import CloseTicket, close_ticket
from fieldservice.domain.model.base import new_id
from fieldservice.domain.model.customer import Block, BlockSource
from fieldservice.domain.model.ticket import Article, Ticket
from fieldservice.domain.rules.errors import RuleViolation
from fieldservice.domain.rules.ticket_states import TicketStateType
from fieldservice.domain.rules.verdict_values import Outcome
from fieldservice.domain.store.verdicts import VerdictAsk, ask_verdict
from tests.factories import Company
from tests.store.ticket_givens import covered_customer, logged, ordered, recorded

TODAY = date(2026, 11, 23)
YESTERDAY = TODAY - timedelta(days=1)


@pytest.mark.covers("A12", "P-11")
def test_a_blocked_customer_is_refused_and_the_reason_told(company: Company) -> None:
    customer_id = company.customer()
    company.contract(customer_id)

    company.run(set_block, SetBlock(new_id(), customer_id, " Zaległości płatnicze ", TODAY))

    verdict = company.ask(ask_verdict, VerdictAsk(TODAY, customer_id=customer_id))
    assert verdict.outcome is Outcome.BLOCKED
    assert verdict.reason.values["block_reason"] == "Zaległości płatnicze"


@pytest.mark.covers("A12")
def test_lifting_a_block_serves_the_customer_from_today_and_keeps_the_past(company: Company) -> None:
    customer_id = company.customer()
    block_id = company.block(customer_id, since=date(2026, 11, 1))

    company.run(lift_block, LiftBlock(block_id, "zapłacono", version=1))

    today = company.ask(ask_verdict, VerdictAsk(TODAY, customer_id=customer_id))
    before = company.ask(ask_verdict, VerdictAsk(YESTERDAY, customer_id=customer_id))
    assert today.outcome is not Outcome.BLOCKED
    assert before.outcome is Outcome.BLOCKED
    assert company.get(Block, block_id).lifted_because == "zapłacono"


@pytest.mark.parametrize("since", [TODAY, TODAY + timedelta(days=5)])
def test_a_block_lifted_before_it_held_never_holds_anybody(company: Company, since: date) -> None:
    customer_id = company.customer()
    block_id = company.block(customer_id, since=since)

    company.run(lift_block, LiftBlock(block_id, "pomyłka"))

    for day in (TODAY, since, since + timedelta(days=1)):
        verdict = company.ask(ask_verdict, VerdictAsk(day, customer_id=customer_id))
        assert verdict.outcome is not Outcome.BLOCKED


@pytest.mark.covers("A13")
def test_a_block_of_the_erp_is_not_lifted_here(company: Company) -> None:
    block_id = company.block(company.customer(), source=BlockSource.ERP)

    with pytest.raises(RuleViolation) as error:
        company.run(lift_block, LiftBlock(block_id, "zapłacono"))

    assert error.value.code == "block.belongs_to_erp"


def test_a_block_that_is_over_is_not_lifted_again(company: Company) -> None:
    block_id = company.block(company.customer(), since=date(2026, 1, 1), until=date(2026, 2, 1))

    with pytest.raises(RuleViolation) as error:
        company.run(lift_block, LiftBlock(block_id, "zapłacono"))

    assert error.value.code == "block.over_already"


@pytest.mark.covers("P-39")
def test_of_two_people_lifting_one_block_the_later_is_told_that_it_is_over(company: Company) -> None:
    block_id = company.block(company.customer(), since=date(2026, 1, 1))
    company.run(lift_block, LiftBlock(block_id, "zapłacono", version=1))

    with pytest.raises(RuleViolation) as error:
        company.run(lift_block, LiftBlock(block_id, "pomyłka", version=1))

    assert error.value.code == "block.over_already"
    assert company.get(Block, block_id).lifted_because == "zapłacono"


@pytest.mark.parametrize(
    ("reason", "until", "code"),
    [
        ("", None, "block.reason_missing"),
        ("Brak dokumentów", YESTERDAY, "block.ends_before_start"),
        ("Zaległości płatnicze", None, "block.set_already"),
    ],
)
def test_a_block_that_makes_no_sense_is_refused(
    company: Company, reason: str, until: date | None, code: str
) -> None:
    customer_id = company.customer()
    company.block(customer_id, "Zaległości płatnicze", since=date(2026, 11, 1))

    with pytest.raises(RuleViolation) as error:
        company.run(set_block, SetBlock(new_id(), customer_id, reason, TODAY, until))

    assert error.value.code == code


def test_lifting_needs_a_reason(company: Company) -> None:
    block_id = company.block(company.customer())

    with pytest.raises(RuleViolation) as error:
        company.run(lift_block, LiftBlock(block_id, "  "))

    assert error.value.code == "block.because_missing"


def told_of_blocks(company: Company) -> list[tuple[UUID, object]]:
    """The tickets that tell of a block, and why it was set."""
    told = [(article.ticket_id, article.reason or {}) for article in company.rows(Article)]
    return [
        (ticket_id, dict(reason["values"])["reason"])  # type: ignore[call-overload]
        for ticket_id, reason in told
        if reason.get("code") == "ticket.customer_blocked"
    ]


@pytest.mark.covers("P-47")
def test_a_block_set_after_dispatch_is_told_on_open_tickets_and_work_goes_on(company: Company) -> None:
    served = covered_customer(company)
    under_way, closed = logged(company, served), logged(company, served)
    elsewhere = logged(company)
    company.run(close_ticket, CloseTicket(closed, "gotowe"))
    [(_order, visit)] = ordered(company, under_way)

    company.block(served[0], "Zaległości")
    told = told_of_blocks(company)
    recorded(company, visit)

    assert told == [(under_way, "Zaległości")]
    assert company.get(Ticket, under_way).state_type is TicketStateType.CLOSED
    assert company.get(Ticket, elsewhere).state_type is TicketStateType.NEW


@pytest.mark.covers("P-47")
def test_a_block_taken_back_is_no_longer_told(company: Company) -> None:
    served = covered_customer(company)
    logged(company, served)
    done = company.run(set_block, SetBlock(new_id(), served[0], "pomyłka", TODAY))

    company.run(undo_entry, UndoEntry(done.entry_id or new_id()))

    assert told_of_blocks(company) == []
