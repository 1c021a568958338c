"""Many tickets changed at once: the dry run says what happens, an entry a ticket, one undo for all."""

from datetime import timedelta
from uuid import UUID

import pytest

from fieldservice.domain.commands.history import UndoEntry, undo_entry
from fieldservice.domain.commands.ticket_bulk import ChangeInBulk, FinishBulk, change_in_bulk, finish_bulk
from fieldservice.domain.commands.tickets import ChangeTicket, CloseTicket, change_ticket, close_ticket
from fieldservice.domain.model.base import new_id
from fieldservice.domain.model.order import WorkOrder
from fieldservice.domain.model.ticket import Ticket
from fieldservice.domain.queries.bulk_preview import BulkPreview, BulkWhat, BulkWish, bulk_preview
from fieldservice.domain.queries.history import history
from fieldservice.domain.rules.changes import Changes
from fieldservice.domain.rules.errors import RuleViolation
from fieldservice.domain.rules.order_states import OrderState
from fieldservice.domain.rules.ticket_states import TicketStateType
from tests.factories import Company
from tests.store.snapshots import told
from tests.store.ticket_givens import AT_NINE, covered_customer, logged, ordered


@pytest.fixture
def tickets(company: Company) -> list[UUID]:
    """Four live tickets, the last with an open order, and a closed one."""
    served = covered_customer(company)
    made = [logged(company, served, title=f"Usterka {place}") for place in range(5)]
    ordered(company, made[3])
    company.run(close_ticket, CloseTicket(made[4], "gotowe"))
    return made


def preview(company: Company, ids: list[UUID], wish: BulkWish) -> BulkPreview:
    return company.ask(bulk_preview, ids, wish, company.clock.now())


def change(company: Company, ids: list[UUID], wish: BulkWish) -> tuple[Changes, list[str]]:
    """As the screen's job does it: each ticket, then the whole."""
    bulk_id, changed, refused = new_id(), list[UUID](), list[str]()
    for position, ticket_id in enumerate(ids):
        try:
            company.run(change_in_bulk, ChangeInBulk(bulk_id, position, ticket_id, wish))
            changed.append(ticket_id)
        except RuleViolation as refusal:
            refused.append(refusal.code)
    return company.run(finish_bulk, FinishBulk(bulk_id, wish.what, tuple(changed), len(refused))), refused


def wishes(company: Company) -> dict[str, BulkWish]:
    until = company.clock.now() + timedelta(days=2)
    return {
        "owner": BulkWish(BulkWhat.OWNER, company.actor.user_id),
        "priority": BulkWish(BulkWhat.PRIORITY, priority=5),
        "state": BulkWish(BulkWhat.STATE, company.ticket_state("in_progress")),
        "wait": BulkWish(BulkWhat.STATE, company.ticket_state("waiting_parts"), until=until),
        "close": BulkWish(BulkWhat.CLOSE, because="koniec akcji"),
        "close all": BulkWish(BulkWhat.CLOSE, because="koniec akcji", cancels_orders=True),
    }


@pytest.mark.parametrize("name", ["owner", "priority", "state", "wait", "close", "close all"])
def test_the_dry_run_says_exactly_what_then_happens(company: Company, tickets: list[UUID], name: str) -> None:
    wish = wishes(company)[name]
    said = preview(company, tickets, wish)
    before = {each: company.get(Ticket, each).version for each in tickets}

    _, refused = change(company, tickets, wish)

    changed = {each for each in tickets if company.get(Ticket, each).version != before[each]}
    assert changed == set(said.changing)
    assert refused == [each.refusal.code for each in said.refused]


def test_the_dry_run_changes_nothing(company: Company, tickets: list[UUID]) -> None:
    before = told(company)

    said = preview(company, tickets, wishes(company)["close"])

    assert told(company) == before
    assert [each.refusal.code for each in said.refused] == ["ticket.open_orders", "ticket.not_live"]
    assert len(said.changing) == 3


def test_one_undo_takes_the_whole_back_and_redo_does_it_again(company: Company, tickets: list[UUID]) -> None:
    before = told(company)
    whole, _ = change(company, tickets, wishes(company)["close all"])
    after = told(company)
    assert whole.entry_id is not None

    undone = company.run(undo_entry, UndoEntry(whole.entry_id))
    taken_back = told(company)
    assert undone.entry_id is not None
    company.run(undo_entry, UndoEntry(undone.entry_id))

    assert taken_back == before
    assert told(company) == after
    assert {order.state for order in company.rows(WorkOrder)} == {OrderState.CANCELLED}


def test_each_ticket_tells_its_own_change_in_its_history(company: Company, tickets: list[UUID]) -> None:
    change(company, tickets[:2], wishes(company)["priority"])

    latest = company.ask(history, tickets[0], "pl")[0]

    assert latest.label.code == "ticket.change"
    assert [(each.field, each.after) for each in latest.changes if each.field == "priority"] == [
        ("priority", 5)
    ]


def test_a_ticket_of_the_many_that_was_taken_back_alone_does_not_stop_the_rest(
    company: Company, tickets: list[UUID]
) -> None:
    whole, _ = change(company, tickets[:2], wishes(company)["priority"])
    alone = company.ask(history, tickets[0], "pl")[0]
    company.run(undo_entry, UndoEntry(alone.id))
    assert whole.entry_id is not None

    company.run(undo_entry, UndoEntry(whole.entry_id))

    assert {company.get(Ticket, each).priority for each in tickets[:2]} == {3}


def test_a_ticket_that_somebody_changed_since_keeps_the_whole_from_being_taken_back(
    company: Company, tickets: list[UUID]
) -> None:
    whole, _ = change(company, tickets[:2], wishes(company)["priority"])
    company.run(change_ticket, ChangeTicket(tickets[0], None, (("priority", 2),)))
    assert whole.entry_id is not None

    with pytest.raises(RuleViolation, match=r"undo\.changed_meanwhile"):
        company.run(undo_entry, UndoEntry(whole.entry_id))

    assert [company.get(Ticket, each).priority for each in tickets[:2]] == [2, 5]


def test_what_changed_since_the_dry_run_is_refused_then(company: Company, tickets: list[UUID]) -> None:
    wish = wishes(company)["close"]
    said = preview(company, tickets[:2], wish)
    ordered(company, tickets[0], at=AT_NINE + timedelta(hours=3))

    _, refused = change(company, tickets[:2], wish)

    assert said.refused == ()
    assert refused == ["ticket.open_orders"]
    assert company.get(Ticket, tickets[0]).state_type is TicketStateType.IN_PROGRESS


@pytest.mark.parametrize(
    ("wish", "refusal"),
    [
        (BulkWish(BulkWhat.CLOSE), "bulk.because_missing"),
        (BulkWish(BulkWhat.PRIORITY, priority=9), "priority.grade_out_of_range"),
    ],
)
def test_a_wish_that_fits_no_ticket_is_refused_before_any(
    company: Company, tickets: list[UUID], wish: BulkWish, refusal: str
) -> None:
    with pytest.raises(RuleViolation, match=refusal):
        preview(company, tickets, wish)


def test_a_wait_of_many_demands_its_moment_too(company: Company, tickets: list[UUID]) -> None:
    wish = BulkWish(BulkWhat.STATE, company.ticket_state("waiting_parts"))

    with pytest.raises(RuleViolation, match=r"wait\.until_missing"):
        preview(company, tickets, wish)
