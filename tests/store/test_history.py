"""The history of a ticket in the user's words: who, where, when, and what was changed from what to what."""

from datetime import timedelta
from uuid import UUID

import pytest

from fieldservice.domain.commands.articles import AddArticle, add_article
from fieldservice.domain.commands.history import UndoEntry, undo_entry
from fieldservice.domain.commands.tickets import (
    ChangeTicket,
    PutInState,
    change_ticket,
    put_ticket_in_state,
)
from fieldservice.domain.model.base import new_id
from fieldservice.domain.model.ticket import ArticleKind, Ticket
from fieldservice.domain.queries.history import HistoryRow, history
from fieldservice.domain.rules.order_states import OrderState, VisitOutcome
from tests.factories import Company
from tests.store.ticket_givens import AT_NINE, logged, ordered, recorded


def told(company: Company, ticket_id: UUID) -> list[HistoryRow]:
    return company.ask(history, ticket_id, "pl")


def changes(row: HistoryRow) -> dict[tuple[str, str], tuple[object, object]]:
    return {(each.table, each.field): (each.before, each.after) for each in row.changes}


@pytest.mark.covers("C27")
def test_every_step_names_person_place_and_moment(company: Company) -> None:
    ticket_id = logged(company)
    recorded(company, ordered(company, ticket_id)[0][1], ended_at=AT_NINE + timedelta(hours=3))

    rows = told(company, ticket_id)

    assert [row.label.code for row in rows] == ["visit.record", "order.create", "ticket.create"]
    assert {(row.user, row.workstation) for row in rows} == {("Anna Kowal", "Warszawa")}
    assert (rows[0].happened_at, rows[0].recorded_at) == (AT_NINE + timedelta(hours=3), company.clock.now())


@pytest.mark.covers("C25", "C27")
def test_a_change_is_told_with_names_instead_of_ids_before_and_after(company: Company) -> None:
    ticket_id = logged(company)
    version = company.get(Ticket, ticket_id).version
    values = (("priority", 5), ("owner_id", company.actor.user_id))
    company.run(change_ticket, ChangeTicket(ticket_id, version, values))

    seen = changes(told(company, ticket_id)[0])
    before, after = seen.pop(("ticket", "expected_closing_at"))
    assert str(after) < str(before)  # the SLA follows the priority
    assert seen == {
        ("ticket", "priority"): (3, 5),
        ("ticket", "owner_id"): (None, "Anna Kowal"),
        ("ticket", "state_id"): ("nowe", "otwarte"),
    }


@pytest.mark.covers("C27")
def test_what_happened_to_its_orders_stands_in_the_history_of_the_ticket(company: Company) -> None:
    ticket_id = logged(company)
    recorded(company, ordered(company, ticket_id)[0][1])

    done = told(company, ticket_id)[0]

    assert changes(done)["work_order", "state"] == (OrderState.PLANNED, OrderState.FINISHED)
    assert ("visit", "outcome") in changes(done)
    assert changes(done)["visit", "outcome"] == (None, VisitOutcome.DONE)


def test_what_was_taken_back_is_marked(company: Company) -> None:
    ticket_id = logged(company)
    until = company.clock.now() + timedelta(days=2)
    waiting = PutInState(ticket_id, company.ticket_state("waiting_parts"), until)
    moved = company.run(put_ticket_in_state, waiting)
    assert moved.entry_id is not None
    company.run(undo_entry, UndoEntry(moved.entry_id))

    undo, change, _created = told(company, ticket_id)

    assert (undo.label.code, undo.is_undone) == ("history.undo", False)
    assert change.is_undone


def test_another_ticket_of_the_same_customer_is_not_told_here(company: Company) -> None:
    first, second = logged(company), logged(company)
    article = AddArticle(
        second, new_id(), ArticleKind.NOTE, "do drugiego", company.clock.now(), is_internal=True
    )
    company.run(add_article, article)

    assert [row.label.code for row in told(company, first)] == ["ticket.create"]
    assert changes(told(company, second)[0])["article", "text"] == (None, "do drugiego")
