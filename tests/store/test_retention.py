"""Tickets whose term is over: listed by a dry run, archived or anonymised, never against a hold (C28)."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select

from fieldservice.domain.commands.custom_fields import SetCustomValues, set_custom_values
from fieldservice.domain.commands.entries import FieldChange
from fieldservice.domain.commands.history import UndoEntry, undo_entry
from fieldservice.domain.commands.orders import CreateOrders, NewOrder, create_orders
from fieldservice.domain.commands.retention import (
    AnonymiseTickets,
    ArchiveTickets,
    HoldCustomer,
    LiftHold,
    RemoveRetention,
    SetRetention,
    anonymise_tickets,
    archive_tickets,
    hold_customer,
    lift_hold,
    remove_retention,
    set_retention,
)
from fieldservice.domain.commands.ticket_merging import MergeTickets, merge_tickets
from fieldservice.domain.commands.tickets import (
    CloseTicket,
    OpenOrders,
    PutInState,
    SetExpectedClosing,
    close_ticket,
    put_ticket_in_state,
    set_expected_closing,
)
from fieldservice.domain.model.base import new_id
from fieldservice.domain.model.catalogue import TicketState
from fieldservice.domain.model.forms import CustomField, CustomValue
from fieldservice.domain.model.journal import JournalChange, JournalEntry
from fieldservice.domain.model.order import Visit, WorkOrder
from fieldservice.domain.model.people import UserAccount
from fieldservice.domain.model.retention import ArchivedTicket
from fieldservice.domain.model.ticket import Article, Request, Task, Ticket, TicketLink
from fieldservice.domain.queries.audit import verify_chain
from fieldservice.domain.queries.history import history
from fieldservice.domain.queries.retention import DryRun, dry_run, retention_state
from fieldservice.domain.rules.errors import RuleViolation
from fieldservice.domain.rules.form_conditions import FieldKind
from fieldservice.domain.rules.retention import RetentionAct, RetentionOutcome
from fieldservice.domain.rules.ticket_states import TicketStateType
from fieldservice.domain.store.rights import Right
from tests.conftest import FakeClock
from tests.factories import ZONE, Company
from tests.store.conftest import Stage
from tests.store.every_command import World
from tests.store.ticket_givens import covered_customer, logged

SOMEBODY = "Wielgosz"
ARCHIVE, ANONYMISE = RetentionAct.ARCHIVE, RetentionAct.ANONYMISE


@pytest.fixture
def years_later(at_work: Stage, clock: FakeClock) -> Stage:
    """One ticket was closed by its orders six years ago."""
    company, world = at_work
    company.run(remove_retention, RemoveRetention(world.privacy.term))
    clock.advance(days=6 * 365)
    return company, world


def term(company: Company, act: RetentionAct, months: int, outcome: RetentionOutcome | None = None) -> None:
    company.run(set_retention, SetRetention(new_id(), act, months, None, outcome))


def tried(company: Company) -> DryRun:
    return company.ask(dry_run, company.clock.now(), ZONE)


def acts(company: Company, ticket_id: UUID) -> list[RetentionAct]:
    """What would be done with one ticket."""
    return [row.act for row in tried(company).listed if row.id == ticket_id]


@pytest.mark.covers("C28")
def test_a_dry_run_lists_what_is_over_and_changes_nothing(years_later: tuple[Company, World]) -> None:
    company, world = years_later
    assert tried(company).listed == ()
    term(company, ARCHIVE, 24)

    first, again = tried(company), tried(company)

    assert first == again
    assert (first.archive, first.anonymise, first.held) == (len(first.listed), 0, 0)
    assert acts(company, world.closed_by_orders) == [ARCHIVE]
    assert company.rows(ArchivedTicket) == []


@pytest.mark.covers("C28")
def test_terms_hang_on_how_a_ticket_ended(years_later: tuple[Company, World]) -> None:
    company, world = years_later
    term(company, ARCHIVE, 24)
    term(company, ARCHIVE, 120, RetentionOutcome.BY_ORDERS)
    assert acts(company, world.closed_by_orders) == []

    term(company, ANONYMISE, 60, RetentionOutcome.BY_ORDERS)

    assert acts(company, world.closed_by_orders) == [ANONYMISE]


def test_archiving_is_undone_like_everything(years_later: tuple[Company, World]) -> None:
    company, world = years_later
    term(company, ARCHIVE, 24)
    done = company.run(archive_tickets, ArchiveTickets(tried(company).archive_ids))
    assert tried(company).archive == 0
    assert done.entry_id is not None

    company.run(undo_entry, UndoEntry(done.entry_id))

    assert world.closed_by_orders in tried(company).archive_ids


@pytest.mark.covers("C28")
def test_an_anonymised_ticket_tells_of_nobody_and_still_counts(years_later: tuple[Company, World]) -> None:
    company, world = years_later
    term(company, ANONYMISE, 60)
    before = (len(company.rows(Ticket)), len(company.rows(Article)), len(company.rows(Visit)))

    company.run(anonymise_tickets, AnonymiseTickets(tried(company).anonymise_ids))

    ticket = company.get(Ticket, world.closed_by_orders)
    assert (ticket.title, ticket.description, ticket.contact_id) == ("Nie grzeje", "", None)
    request = next(each for each in company.rows(Request) if each.id == ticket.request_id)
    assert (request.caller, request.caller_name, request.text) == ("", "", "")
    orders = [each.id for each in company.rows(WorkOrder) if each.ticket_id == ticket.id]
    assert {each.report for each in company.rows(Visit) if each.order_id in orders} == {"███"}
    assert (len(company.rows(Ticket)), len(company.rows(Article)), len(company.rows(Visit))) == before
    assert tried(company).anonymise == 0
    assert company.ask(verify_chain).is_whole
    told = str(company.ask(history, ticket.id, "pl"))
    assert "zrobione" not in told
    assert "od rana" not in told


@pytest.mark.covers("C28")
def test_reasons_tasks_orders_and_own_fields_tell_of_nobody_either(desk_company: Company) -> None:
    company = desk_company
    ticket_id = told_of_everywhere(company)
    company.run(close_ticket, CloseTicket(ticket_id, f"{SOMEBODY} odwołała", OpenOrders.CANCEL))
    assert SOMEBODY in all_that_is_told(company)

    company.run(anonymise_tickets, AnonymiseTickets((ticket_id,)))

    assert SOMEBODY not in all_that_is_told(company)
    assert [task.title for task in company.rows(Task)] == ["███"]
    assert company.rows(CustomValue) == []
    (closing,) = (each for each in company.rows(Article) if each.reason is not None)
    assert closing.reason == {"code": "ticket.closed.by_hand", "values": {"because": "███"}}
    assert company.ask(verify_chain).is_whole


def told_of_everywhere(company: Company) -> UUID:
    """A ticket on which somebody stands wherever a text can be written."""
    ticket_id = logged(company, tasks=(f"oddzwonić: {SOMEBODY}",))
    order = NewOrder(new_id(), f"u {SOMEBODY}")
    company.run(create_orders, CreateOrders(ticket_id, (order,)))
    field = CustomField(
        id=new_id(),
        code="key",
        name="Klucz",
        translations={},
        position=1,
        is_active=True,
        field_kind=FieldKind.TEXT,
    )
    company.put(field)
    company.run(set_custom_values, SetCustomValues(ticket_id, (FieldChange("key", "", f"ma {SOMEBODY}"),)))
    waiting = next(s for s in company.rows(TicketState) if s.state_type is TicketStateType.PENDING_REMINDER)
    until = company.clock.now() + timedelta(hours=2)
    company.run(put_ticket_in_state, PutInState(ticket_id, waiting.id, until, f"czeka na {SOMEBODY}"))
    company.run(set_expected_closing, SetExpectedClosing(ticket_id, until, f"tak chce {SOMEBODY}"))
    return ticket_id


def all_that_is_told(company: Company) -> str:
    kinds: tuple[Any, ...] = (
        Ticket,
        Request,
        Article,
        Task,
        CustomValue,
        WorkOrder,
        TicketLink,
        JournalChange,
    )
    rows = [vars(row) for kind in kinds for row in company.rows(kind)]
    return str(rows) + str([entry.label for entry in company.rows(JournalEntry)])


@pytest.mark.covers("C28")
def test_a_merged_ticket_is_over_with_the_one_it_became_part_of(
    desk_company: Company, clock: FakeClock
) -> None:
    company = desk_company
    served = covered_customer(company)
    given_up, between, survivor = (logged(company, served) for _each in range(3))
    company.run(merge_tickets, MergeTickets(given_up, between, "to samo"))
    company.run(merge_tickets, MergeTickets(between, survivor))
    term(company, ANONYMISE, 12, RetentionOutcome.MERGED)
    clock.advance(days=3 * 365)
    assert tried(company).anonymise_ids == ()

    company.run(close_ticket, CloseTicket(survivor, "gotowe"))
    clock.advance(days=400)

    assert set(tried(company).anonymise_ids) == {given_up, between}
    company.run(anonymise_tickets, AnonymiseTickets(tried(company).anonymise_ids))
    assert tried(company).anonymise_ids == ()


def test_what_was_anonymised_cannot_be_undone(years_later: tuple[Company, World]) -> None:
    company, world = years_later
    done = company.run(anonymise_tickets, AnonymiseTickets((world.closed_by_orders,)))
    assert done.entry_id is not None

    with pytest.raises(RuleViolation, match=r"undo\.final"):
        company.run(undo_entry, UndoEntry(done.entry_id))


def test_a_hold_keeps_everything_as_it_is(years_later: tuple[Company, World]) -> None:
    company, world = years_later
    term(company, ANONYMISE, 60)
    hold, listed = new_id(), tried(company).anonymise_ids
    company.run(hold_customer, HoldCustomer(hold, world.customer, "spór"))

    assert world.closed_by_orders not in tried(company).anonymise_ids
    assert tried(company).held > 0
    company.run(anonymise_tickets, AnonymiseTickets(listed))
    assert company.get(Ticket, world.closed_by_orders).description == "od rana"

    company.run(lift_hold, LiftHold(hold))
    assert world.closed_by_orders in tried(company).anonymise_ids


def test_open_tickets_are_never_touched(years_later: tuple[Company, World]) -> None:
    company, world = years_later

    company.run(anonymise_tickets, AnonymiseTickets((world.under_way, world.fresh)))

    assert company.get(Ticket, world.under_way).description == "od rana"


def test_a_term_is_there_once_for_the_same_tickets(years_later: tuple[Company, World]) -> None:
    company, _world = years_later
    term(company, ARCHIVE, 24)

    with pytest.raises(RuleViolation, match=r"retention\.doubled"):
        term(company, ARCHIVE, 36)

    (shown,) = company.ask(retention_state, "en").terms
    company.run(set_retention, SetRetention(shown.id, ARCHIVE, 36))
    assert [each.months for each in company.ask(retention_state, "en").terms] == [36]
    assert company.ask(lambda session: session.scalars(select(ArchivedTicket)).all()) == []


@pytest.mark.covers("L04")
def test_the_history_of_an_archived_ticket_is_for_those_who_may_see_the_archive(
    years_later: tuple[Company, World],
) -> None:
    company, world = years_later
    reader = new_id()
    company.put(UserAccount(id=reader, login="jan", name="Jan", rights=[Right.SEE_HISTORY.value]))
    assert company.ask(history, world.closed_by_orders, "en", reader_id=reader)
    company.run(archive_tickets, ArchiveTickets((world.closed_by_orders,)))

    with pytest.raises(RuleViolation, match=r"rights\.missing.*see_archive"):
        company.ask(history, world.closed_by_orders, "en", reader_id=reader)

    assert company.ask(history, world.closed_by_orders, "en", reader_id=company.actor.user_id)
