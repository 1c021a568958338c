"""Undo takes back exactly what a command did, redo does it again; no change of others is overwritten."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select

from fieldservice.domain.commands.articles import AddArticle, add_article
from fieldservice.domain.commands.customers import ArchiveCustomer, archive_customer
from fieldservice.domain.commands.history import FINAL_COMMANDS, UndoEntry, undo_entry
from fieldservice.domain.commands.orders import CancelOrder, ReopenOrder, cancel_order, reopen_order
from fieldservice.domain.commands.requests import LogRequest, log_request
from fieldservice.domain.commands.sites import AddSite, SiteData, add_site
from fieldservice.domain.commands.tickets import ChangeTicket, change_ticket
from fieldservice.domain.commands.visits import StartVisit, record_visit, start_visit
from fieldservice.domain.model.base import new_id
from fieldservice.domain.model.journal import JournalEntry
from fieldservice.domain.model.order import WorkOrder
from fieldservice.domain.model.ticket import Article, ArticleKind, Ticket
from fieldservice.domain.rules.changes import RowRef
from fieldservice.domain.rules.errors import RuleViolation
from fieldservice.domain.rules.order_states import OrderState
from fieldservice.domain.rules.settle import ClosedBy
from fieldservice.domain.rules.ticket_states import TicketStateType
from fieldservice.domain.store.settling import settle
from tests.factories import Company
from tests.store.conftest import Before, Stage
from tests.store.every_command import Given, World, all_commands, build_world, uses, version
from tests.store.snapshots import lines_on_postgresql, stored

NOBODY: dict[str, Any] = dict.fromkeys(World.__dataclass_fields__, UUID(int=0))
UNUSED = World(**NOBODY)
FINAL = {
    "set_up_company": "without its dictionaries a company cannot work; asked once, at the first start",
    "set_up_roles": "asked of nobody: an old company gets its roles once, when it is opened",
    "enter_desk": "the door: whoever came in came in",
    "give_password": "passwords are in no journal; another one can be given",
    "reset_password": "passwords are in no journal; another one can be given",
    "change_password": "passwords are in no journal; it can be changed again",
    "remove_password": "passwords are in no journal; another one can be set",
    "undo_entry": "undo itself: taken back by undoing its own entry",
    "continue_numbers": "numbers never go back (DESIGN 4.2): asked before it is done",
    "save_draft": "half typed: nobody's business but its writer's, not in the journal",
    "keep_preferences": "how one person likes the desk: nobody else's business, not in the journal",
    "tell_presence": "who has a ticket open runs out by itself, and is not in the journal",
    "end_presence": "the same",
    "mark_notices": "what somebody has read is nobody else's business, and not in the journal",
    "mark_ticket_read": "the same",
    "tell_waits": "a notice to oneself, not in the journal; it can be marked as read",
    "snooze_notice": "the same, and it can be marked again",
    "anonymise_tickets": "who was made unknown stays unknown; the dry run lists them before it is done",
    "erase_person": "somebody who asked to be forgotten stays forgotten; asked once more before it is done",
    "overwrite_erased": "the file is written anew without what was erased before",
    "record_print": "the paper is printed: only recorded",
    "record_export": "the list is in somebody's hands: only recorded",
    "record_person_export": "the data are handed out: only recorded",
    "change_in_bulk": "one of many tickets: taken back together with the whole, which has an undo",
    "settle_news": "that somebody has read it is nobody else's business; its value can still be brought back",
    "see_away": "when somebody last looked is nobody else's business, and not in the journal",
    "discard_draft": "the form was saved or emptied: its text is there or no longer wanted",
}
"""Commands without an inverse of their own, and why."""

UNDOABLE = sorted(set(all_commands()) - set(FINAL))


def undo(company: Company, entry_id: UUID | None) -> UUID:
    assert entry_id is not None
    undone = company.run(undo_entry, UndoEntry(entry_id)).entry_id
    assert undone is not None
    return undone


def test_each_command_has_an_undo_or_is_final_with_a_reason(before: Before) -> None:
    tried = set(before.uses)

    assert tried | FINAL.keys() == set(all_commands())
    assert not tried & FINAL.keys()
    assert all(FINAL.values())


@pytest.mark.covers("C27")
@pytest.mark.parametrize("name", UNDOABLE)
def test_undo_gives_every_row_back_and_redo_does_it_again(stage: Stage, before: Before, name: str) -> None:
    company, _ = stage

    done = company.run(*before.uses[name])
    after = stored(company)
    undone = undo(company, done.entry_id)
    taken_back = stored(company)
    redone = undo(company, undone)
    done_again = stored(company)
    undo(company, redone)

    assert before.stored != after
    assert taken_back == before.stored
    assert done_again == after
    assert stored(company) == before.stored


def test_undo_and_redo_of_every_command_on_postgresql(postgresql_company: Company) -> None:
    """One company for all: each use ends where it began."""
    company = postgresql_company
    world = build_world(company)
    every, before = uses(company, world), lines_on_postgresql(company)
    for name in UNDOABLE:
        try:
            done = company.run(*every[name])
        except RuleViolation:  # it names versions of before; what it asks for stands as it stood
            every = uses(company, world)
            done = company.run(*every[name])
        after = lines_on_postgresql(company)
        undone = undo(company, done.entry_id)
        assert lines_on_postgresql(company) ^ before == set(), name
        redone = undo(company, undone)
        assert lines_on_postgresql(company) ^ after == set(), name
        undo(company, redone)
    assert lines_on_postgresql(company) ^ before == set()


def test_undo_is_refused_when_somebody_changed_the_row_since(stage: Stage) -> None:
    company, world = stage
    values = (("title", "Hałasuje głośniej"),)
    done = company.run(
        change_ticket, ChangeTicket(world.fresh, version(company, Ticket, world.fresh), values)
    )
    seen = version(company, Ticket, world.fresh)
    company.run(change_ticket, ChangeTicket(world.fresh, seen, (("title", "Wyje"),)))
    before = stored(company)

    with pytest.raises(RuleViolation, match=r"undo\.changed_meanwhile.*ticket"):
        undo(company, done.entry_id)

    assert stored(company) == before


def test_undo_leaves_what_others_changed_in_other_fields(stage: Stage) -> None:
    company, world = stage
    seen = version(company, Ticket, world.under_way)
    done = company.run(change_ticket, ChangeTicket(world.under_way, seen, (("title", "Wyje"),)))
    seen = version(company, Ticket, world.under_way)
    company.run(change_ticket, ChangeTicket(world.under_way, seen, (("urgency", 5),)))

    undo(company, done.entry_id)

    ticket = company.get(Ticket, world.under_way)
    assert (ticket.title, ticket.urgency) == ("Przecieka", 5)


def test_a_field_filled_since_stops_the_undo_of_a_creation(stage: Stage, before: Before) -> None:
    company, _ = stage
    done = company.run(*before.uses["create_customer"])
    assert done.subject is not None
    company.run(archive_customer, ArchiveCustomer(done.subject.id, date(2026, 12, 31)))

    with pytest.raises(RuleViolation, match=r"undo\.changed_meanwhile.*customer"):
        undo(company, done.entry_id)


def test_the_same_thing_is_undone_once(stage: Stage, before: Before) -> None:
    company, _ = stage
    done = company.run(*before.uses["add_article"])
    undo(company, done.entry_id)

    with pytest.raises(RuleViolation, match=r"undo\.done_already"):
        undo(company, done.entry_id)


def test_what_others_refer_to_stays(stage: Stage, before: Before) -> None:
    company, _ = stage
    done = company.run(*before.uses["create_customer"])
    assert done.subject is not None
    company.run(add_site, AddSite(new_id(), done.subject.id, SiteData("Biuro")))
    stood = stored(company)

    with pytest.raises(RuleViolation, match=r"row\.conflict"):
        undo(company, done.entry_id)

    assert stored(company) == stood


def test_the_first_set_up_is_not_taken_back(stage: Stage) -> None:
    company, _ = stage
    first = select(JournalEntry.id).where(JournalEntry.command.in_(FINAL_COMMANDS))

    with pytest.raises(RuleViolation, match=r"undo\.final"):
        undo(company, company.ask(lambda session: session.scalars(first).one()))


@pytest.mark.covers("P-55")
def test_the_number_of_a_ticket_taken_back_is_not_given_to_another(stage: Stage) -> None:
    company, world = stage
    given = Given(company, world.customer, world.unit)
    first, second = given.wish("Stoi", world.unit), given.wish("Cieknie", world.unit)
    done = company.run(log_request, LogRequest(given.call(), (first,)))
    number = company.get(Ticket, first.ticket_id).number

    undone = undo(company, done.entry_id)
    company.run(log_request, LogRequest(given.call(), (second,)))
    undo(company, undone)

    assert company.get(Ticket, second.ticket_id).number != number
    assert company.get(Ticket, first.ticket_id).number == number


@pytest.mark.covers("P-31")
def test_undoing_the_record_of_the_last_visit_opens_the_ticket_again(stage: Stage) -> None:
    company, world = stage
    given = Given(company, world.customer, world.unit)
    done = company.run(record_visit, given.record(world.planned_visit))
    assert company.get(Ticket, world.under_way).closed_by is ClosedBy.ORDERS

    undo(company, done.entry_id)

    assert company.get(Ticket, world.under_way).state_type is TicketStateType.IN_PROGRESS
    assert company.get(WorkOrder, world.planned_order).state is OrderState.PLANNED


@pytest.mark.covers("P-31")
def test_undoing_an_earlier_step_settles_the_ticket_that_later_steps_had_closed(stage: Stage) -> None:
    """The step itself did not touch the ticket, so nothing of it was changed since: its orders decide."""
    company, world = stage
    given = Given(company, world.customer, world.unit)
    order_id, visit_id = given.ordered(world.under_way, 16)
    partly = company.run(record_visit, given.record(world.planned_visit))
    company.run(record_visit, given.record(visit_id))
    assert company.get(Ticket, world.under_way).closed_by is ClosedBy.ORDERS

    undone = undo(company, partly.entry_id)

    ticket = company.get(Ticket, world.under_way)
    assert (ticket.state_type, ticket.generation) == (TicketStateType.IN_PROGRESS, 1)
    assert company.get(WorkOrder, order_id).state is OrderState.FINISHED
    undo(company, undone)
    assert company.get(Ticket, world.under_way).closed_by is ClosedBy.ORDERS


def test_undo_of_an_undo_that_settled_a_ticket_gives_every_row_back(stage: Stage) -> None:
    company, world = stage
    given = Given(company, world.customer, world.unit)
    _, visit_id = given.ordered(world.under_way, 16)
    first = company.run(record_visit, given.record(world.planned_visit))
    company.run(record_visit, given.record(visit_id))
    closed = stored(company)

    undo(company, undo(company, first.entry_id))

    assert stored(company) == closed


def test_after_an_undo_the_ticket_is_as_its_orders_say(stage: Stage) -> None:
    company, world = stage
    started = company.run(start_visit, StartVisit(world.planned_visit, company.clock.now()))
    company.run(reopen_order, ReopenOrder(world.finished_order, "znowu przecieka"))

    undo(company, started.entry_id)

    with company.begin() as uow:
        assert settle(uow, uow.get(Ticket, world.under_way)).reason is None


@pytest.mark.covers("P-50")
def test_undo_does_not_book_a_technician_twice(stage: Stage) -> None:
    company, world = stage
    given = Given(company, world.customer, world.unit)
    done = company.run(cancel_order, CancelOrder(world.planned_order, "klient zrezygnował"))
    given.ordered(world.fresh, 8)
    before = stored(company)

    with pytest.raises(RuleViolation, match=r"visit\.overlaps"):
        undo(company, done.entry_id)

    assert stored(company) == before


def test_an_undo_stands_in_the_history_of_what_it_is_about(stage: Stage, before: Before) -> None:
    company, world = stage
    done = company.run(*before.uses["add_article"])

    undone = company.get(JournalEntry, undo(company, done.entry_id))

    assert RowRef(str(undone.subject_table), undone.subject_id or new_id()) == RowRef("ticket", world.fresh)
    assert undone.undoes_id == done.entry_id
    assert undone.label["command"] == "article.add"


def test_undo_takes_back_when_it_happened_and_who_wrote_it_too(stage: Stage) -> None:
    company, world = stage
    happened_at = company.clock.now() - timedelta(hours=3)
    told_then = AddArticle(world.fresh, new_id(), ArticleKind.CALL, "dzwonił", happened_at)
    undone = undo(company, company.run(add_article, told_then).entry_id)
    assert told_then.article_id not in {article.id for article in company.rows(Article)}

    undo(company, undone)

    again = company.get(Article, told_then.article_id)
    assert (again.happened_at, again.author_id) == (happened_at, company.actor.user_id)
