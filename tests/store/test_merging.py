"""Two tickets that are one: what moves, what stays findable, and how everything comes back (P-38, X11)."""

import threading
from datetime import timedelta
from uuid import UUID

import pytest

from fieldservice.domain.commands.articles import AddArticle, add_article
from fieldservice.domain.commands.history import UndoEntry, undo_entry
from fieldservice.domain.commands.orders import CreateOrders, NewOrder, create_orders
from fieldservice.domain.commands.ticket_merging import (
    MergeTickets,
    UnmergeTicket,
    merge_tickets,
    unmerge_ticket,
)
from fieldservice.domain.commands.tickets import (
    CloseTicket,
    PutInState,
    close_ticket,
    put_ticket_in_state,
)
from fieldservice.domain.model.base import new_id
from fieldservice.domain.model.content import Attachment, Notice
from fieldservice.domain.model.lifecycle import MergedRow
from fieldservice.domain.model.order import WorkOrder
from fieldservice.domain.model.people import UserAccount
from fieldservice.domain.model.ticket import Article, ArticleKind, SlaEntry, Task, Ticket, TicketLink
from fieldservice.domain.rules.errors import RuleViolation
from fieldservice.domain.rules.settle import ClosedBy
from fieldservice.domain.rules.ticket_states import TicketStateType
from fieldservice.domain.store.belongings import survivor_of
from tests.conftest import FakeClock
from tests.factories import Company
from tests.store.snapshots import told
from tests.store.ticket_givens import AT_NINE, covered_customer, logged, ordered, recorded

MERGED = TicketStateType.MERGED


@pytest.fixture
def served(company: Company) -> tuple[UUID, UUID]:
    return covered_customer(company)


def merge(company: Company, ticket_id: UUID, into_id: UUID) -> UUID:
    done = company.run(merge_tickets, MergeTickets(ticket_id, into_id, "to samo")).entry_id
    assert done is not None
    return done


def unmerge(company: Company, ticket_id: UUID) -> None:
    company.run(unmerge_ticket, UnmergeTicket(ticket_id, "pomyłka"))


def say(company: Company, ticket_id: UUID, text: str) -> UUID:
    article = AddArticle(ticket_id, new_id(), ArticleKind.EMAIL, text, company.clock.now())
    company.run(add_article, article)
    return article.article_id


def texts(company: Company, ticket_id: UUID) -> set[str]:
    """What people said on the ticket."""
    return {
        each.text for each in company.rows(Article) if each.ticket_id == ticket_id and each.reason is None
    }


def order_numbers(company: Company, ticket_id: UUID) -> list[str]:
    mine = [each for each in company.rows(WorkOrder) if each.ticket_id == ticket_id]
    return [each.number for each in sorted(mine, key=lambda each: each.position)]


@pytest.mark.covers("A30", "C12", "P-38")
def test_p38_what_belongs_to_a_merged_ticket_lies_once_with_its_survivor(
    company: Company, served: tuple[UUID, UUID]
) -> None:
    first, second = logged(company, served, description="stoi"), logged(company, served, description="wyje")
    say(company, first, "proszę o telefon")
    ordered(company, first)
    ordered(company, second, at=AT_NINE + timedelta(hours=4))
    company.put(Task(ticket_id=first, title="zamówić filtr"))

    merge(company, first, second)

    given_up, survivor = company.get(Ticket, first), company.get(Ticket, second)
    assert given_up.state_type is MERGED
    assert texts(company, first) == set()
    assert texts(company, second) == {"stoi", "wyje", "proszę o telefon"}
    assert order_numbers(company, second) == [f"{survivor.number}/1", f"{given_up.number}/1"]
    assert [task.ticket_id for task in company.rows(Task)] == [second]
    assert company.ask(survivor_of, first) == second


@pytest.mark.covers("P-38", "X11")
def test_p38_merge_then_replies_then_unmerge_puts_every_article_back_where_it_belongs(
    company: Company, served: tuple[UUID, UUID]
) -> None:
    first, second = logged(company, served, description="stoi"), logged(company, served, description="wyje")
    before = (texts(company, first), texts(company, second))
    merge(company, first, second)
    say(company, first, "do pierwszego")
    say(company, second, "do drugiego")

    unmerge(company, first)

    assert texts(company, first) == before[0] | {"do pierwszego"}
    assert texts(company, second) == before[1] | {"do drugiego"}
    assert company.get(Ticket, first).state_type is TicketStateType.NEW
    assert company.rows(MergedRow) == []


@pytest.mark.covers("P-38", "X11")
def test_p38_undoing_a_merge_brings_home_what_arrived_meanwhile_too(
    company: Company, served: tuple[UUID, UUID]
) -> None:
    first, second = logged(company, served, description="stoi"), logged(company, served, description="wyje")
    say(company, second, "pierwsza odpowiedź")
    entry = merge(company, first, second)
    say(company, first, "do pierwszego")

    company.run(undo_entry, UndoEntry(entry))

    assert texts(company, first) == {"stoi", "do pierwszego"}
    assert texts(company, second) == {"wyje", "pierwsza odpowiedź"}


@pytest.mark.covers("P-38")
def test_p38_a_chain_of_merges_ends_in_the_last_one_and_each_can_be_taken_back_alone(
    company: Company, served: tuple[UUID, UUID]
) -> None:
    a, b, c = (logged(company, served, description=text) for text in ("od A", "od B", "od C"))
    merge(company, a, b)
    merge(company, b, c)
    say(company, a, "list do A")
    together = texts(company, c)

    unmerge(company, b)
    apart = (texts(company, b), texts(company, c))
    unmerge(company, a)

    assert together == {"od A", "od B", "od C", "list do A"}
    assert apart == ({"od A", "od B", "list do A"}, {"od C"})
    assert (texts(company, a), texts(company, b)) == ({"od A", "list do A"}, {"od B"})


@pytest.mark.covers("P-38")
def test_the_first_of_a_chain_is_taken_out_of_its_end(company: Company, served: tuple[UUID, UUID]) -> None:
    a, b, c = (logged(company, served, description=text) for text in ("od A", "od B", "od C"))
    merge(company, a, b)
    merge(company, b, c)

    unmerge(company, a)

    assert texts(company, a) == {"od A"}
    assert texts(company, c) == {"od B", "od C"}
    assert company.get(Ticket, b).state_type is MERGED


@pytest.mark.covers("P-38")
def test_merging_into_a_merged_ticket_lands_with_its_survivor(
    company: Company, served: tuple[UUID, UUID]
) -> None:
    a, b, c = (logged(company, served, description=text) for text in ("od A", "od B", "od C"))
    merge(company, b, c)

    merge(company, a, b)

    assert texts(company, c) == {"od A", "od B", "od C"}


@pytest.mark.covers("P-38")
def test_after_a_merge_the_opposite_one_is_refused(company: Company, served: tuple[UUID, UUID]) -> None:
    first, second = logged(company, served), logged(company, served)
    merge(company, first, second)

    with pytest.raises(RuleViolation, match=r"merge\.same_ticket"):
        merge(company, second, first)

    assert company.get(Ticket, second).state_type is TicketStateType.NEW


@pytest.mark.covers("P-38")
def test_p38_of_two_opposite_merges_at_once_one_wins(company: Company, served: tuple[UUID, UUID]) -> None:
    first, second = logged(company, served), logged(company, served)
    start, failures = threading.Barrier(2), list[str]()

    def run(ticket_id: UUID, into_id: UUID) -> None:
        start.wait(timeout=60)
        try:
            merge(company, ticket_id, into_id)
        except RuleViolation as refused:
            failures.append(refused.code)

    runners = [threading.Thread(target=run, args=pair) for pair in ((first, second), (second, first))]
    for runner in runners:
        runner.start()
    for runner in runners:
        runner.join()

    states = {company.get(Ticket, each).state_type for each in (first, second)}
    assert len(failures) == 1
    assert failures[0] in {"merge.same_ticket", "merge.done_already"}
    assert states == {MERGED, TicketStateType.NEW}
    assert len(company.rows(TicketLink)) == 1


@pytest.mark.covers("P-38")
def test_p38_the_clock_keeps_the_earliest_start_and_gives_it_back(
    company: Company, served: tuple[UUID, UUID], clock: FakeClock
) -> None:
    early = logged(company, served)
    due = company.get(Ticket, early).resolution_due_at
    clock.advance(hours=3)
    late = logged(company, served)
    due_alone = company.get(Ticket, late).resolution_due_at

    merge(company, early, late)
    due_together = company.get(Ticket, late).resolution_due_at
    clock.advance(hours=1)
    unmerge(company, early)

    assert due_together == due
    assert company.get(Ticket, late).resolution_due_at == due_alone
    assert company.get(Ticket, early).resolution_due_at == due
    assert len([each for each in company.rows(SlaEntry) if each.ticket_id == late]) == 1


@pytest.mark.covers("P-38")
def test_the_first_response_of_either_counts(
    company: Company, served: tuple[UUID, UUID], clock: FakeClock
) -> None:
    first, second = logged(company, served), logged(company, served)
    answered_at = clock.now()
    say(company, first, "jedziemy")
    clock.advance(hours=1)

    merge(company, first, second)
    together = company.get(Ticket, second).first_response_at
    unmerge(company, first)

    assert together == answered_at
    assert company.get(Ticket, second).first_response_at is None


@pytest.mark.covers("P-38")
def test_finished_work_of_a_closed_duplicate_does_not_close_the_live_ticket(
    company: Company, served: tuple[UUID, UUID]
) -> None:
    old, fresh = logged(company, served), logged(company, served)
    recorded(company, ordered(company, old)[0][1])

    merge(company, old, fresh)
    together = company.get(Ticket, fresh)
    unmerge(company, old)

    apart = company.get(Ticket, old)
    assert (together.state_type.is_terminal, together.is_held) == (False, True)
    assert (apart.state_type, apart.closed_by) == (TicketStateType.CLOSED, ClosedBy.ORDERS)
    assert not company.get(Ticket, fresh).is_held


def test_orders_go_home_under_their_own_places_and_close_the_ticket_they_belong_to(
    company: Company, served: tuple[UUID, UUID]
) -> None:
    first, second = logged(company, served), logged(company, served)
    (_, visit), *_ = ordered(company, first)
    ordered(company, second, 2, AT_NINE + timedelta(hours=4))
    merge(company, first, second)
    company.run(create_orders, CreateOrders(second, (NewOrder(new_id(), "Dokręcić"),)))
    recorded(company, visit)

    unmerge(company, first)

    given_back, survivor = company.get(Ticket, first), company.get(Ticket, second)
    assert order_numbers(company, first) == [f"{given_back.number}/1"]
    assert order_numbers(company, second) == [f"{survivor.number}/{place}" for place in (1, 2, 4)]
    assert given_back.closed_by is ClosedBy.ORDERS
    assert not survivor.state_type.is_terminal


def test_a_ticket_that_borrowed_orders_had_closed_is_open_again_when_they_go_home(
    company: Company, served: tuple[UUID, UUID]
) -> None:
    first, second = logged(company, served), logged(company, served)
    (_, visit), *_ = ordered(company, first)
    merge(company, first, second)
    recorded(company, visit)
    closed = company.get(Ticket, second).closed_by

    unmerge(company, first)

    assert closed is ClosedBy.ORDERS
    assert company.get(Ticket, second).state_type is TicketStateType.OPEN


@pytest.mark.covers("P-37", "P-38")
def test_a_wait_is_given_back_with_reason_and_date(company: Company, served: tuple[UUID, UUID]) -> None:
    first, second = logged(company, served), logged(company, served)
    until = company.clock.now() + timedelta(days=3)
    waiting = PutInState(first, company.ticket_state("waiting_parts"), until, "uszczelka z Brna")
    company.run(put_ticket_in_state, waiting)
    merge(company, first, second)

    unmerge(company, first)

    ticket = company.get(Ticket, first)
    assert (ticket.state_id, ticket.wait_until, ticket.wait_because) == (
        waiting.state_id,
        until,
        "uszczelka z Brna",
    )


@pytest.mark.covers("P-38")
def test_p38_the_owner_of_a_ticket_that_somebody_else_merged_is_told(
    company: Company, served: tuple[UUID, UUID]
) -> None:
    colleague = UserAccount(id=new_id(), login="ewa", name="Ewa Żak", rights=["everything"])
    colleague_id = colleague.id
    company.put(colleague)
    first, second = logged(company, served, owner_id=colleague_id), logged(company, served)

    merge(company, first, second)

    told_of = {each.ticket_id for each in company.rows(Notice) if each.user_id == colleague_id}
    assert first in told_of


@pytest.mark.covers("P-38")
def test_p38_files_of_the_ticket_go_along_and_come_back(company: Company, served: tuple[UUID, UUID]) -> None:
    first, second = logged(company, served), logged(company, served)
    photo = Attachment(
        id=new_id(),
        owner_table="ticket",
        owner_id=first,
        name="tabliczka.jpg",
        media_type="image/jpeg",
        size_bytes=1_200,
        digest="ab" * 32,
        added_at=company.clock.now(),
    )
    company.put(photo)
    merge(company, first, second)
    together = [each.owner_id for each in company.rows(Attachment)]

    unmerge(company, first)

    assert together == [second]
    assert [each.owner_id for each in company.rows(Attachment)] == [first]


def test_tickets_of_two_customers_are_not_merged(company: Company) -> None:
    first, second = logged(company), logged(company)
    before = told(company)

    with pytest.raises(RuleViolation, match=r"merge\.other_customer"):
        merge(company, first, second)

    assert told(company) == before


def test_a_live_ticket_is_not_buried_in_a_closed_one(company: Company, served: tuple[UUID, UUID]) -> None:
    first, second = logged(company, served), logged(company, served)
    company.run(close_ticket, CloseTicket(second, "załatwione"))

    with pytest.raises(RuleViolation, match=r"merge\.survivor_closed"):
        merge(company, first, second)


def test_a_ticket_that_is_not_merged_is_not_taken_apart(company: Company, served: tuple[UUID, UUID]) -> None:
    ticket_id = logged(company, served)

    with pytest.raises(RuleViolation, match=r"merge\.not_merged"):
        unmerge(company, ticket_id)
