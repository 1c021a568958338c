"""Who may do what: each command asks for its right, undo asks for the right of what it takes back."""

from uuid import UUID

import pytest

from fieldservice.domain.commands.articles import AddArticle, add_article
from fieldservice.domain.commands.customers import CreateCustomer, CustomerData, create_customer
from fieldservice.domain.commands.history import UndoEntry, undo_entry
from fieldservice.domain.commands.requests import LogRequest, log_request
from fieldservice.domain.model.base import new_id
from fieldservice.domain.model.customer import Customer
from fieldservice.domain.model.journal import JournalEntry
from fieldservice.domain.model.people import UserAccount
from fieldservice.domain.model.ticket import ArticleKind, Ticket
from fieldservice.domain.rules.errors import RuleViolation
from fieldservice.domain.store.rights import RIGHTS_OF, Right
from fieldservice.domain.store.unit_of_work import Actor
from tests.factories import BRANCH, ZONE, Company
from tests.store.conftest import Stage
from tests.store.every_command import Given, uses
from tests.unit.test_wording_codes import codes_given_to

MISSING = r"rights\.missing"
NOT_THEIRS = rf"{MISSING}|view\.not_yours"


def as_somebody_with(company: Company, *rights: Right, is_active: bool = True) -> Actor:
    """Put somebody else at the desk; who was there before is handed back."""
    before, user_id = company.actor, new_id()
    held = [right.value for right in rights]
    company.put(UserAccount(id=user_id, login=user_id.hex, name="Ola", rights=held, is_active=is_active))
    company.actor = Actor(user_id, None, BRANCH, ZONE)
    return before


def adding(customer_id: UUID | None = None) -> CreateCustomer:
    return CreateCustomer(customer_id or new_id(), CustomerData("Młyn Żary"))


BY_THE_EXCHANGE = {"exchange.received", "exchange.brought_along", "person.forgotten"}
"""Entries that a round writes, and no command of a person."""


def test_every_command_that_is_recorded_names_the_right_it_asks_for() -> None:
    assert codes_given_to({"record"}) | BY_THE_EXCHANGE == set(RIGHTS_OF)


@pytest.mark.covers("A33", "C27")
def test_who_has_no_right_does_nothing_and_nothing_is_kept(stage: Stage) -> None:
    company, world = stage
    commands = uses(company, world)
    as_somebody_with(company)
    recorded = len(company.rows(JournalEntry))

    for function, command in commands.values():
        with pytest.raises(RuleViolation, match=NOT_THEIRS):
            company.run(function, command)

    assert len(company.rows(JournalEntry)) == recorded


@pytest.mark.covers("A33")
def test_whoever_may_log_requests_opens_a_ticket_for_any_requester(stage: Stage) -> None:
    company, world = stage
    given = Given(company, world.customer, world.unit)
    wish = given.wish("Stoi", world.unit)
    as_somebody_with(company, Right.LOG_REQUEST)

    company.run(log_request, LogRequest(given.call(), (wish,)))

    assert company.get(Ticket, wish.ticket_id).customer_id == world.customer
    with pytest.raises(RuleViolation, match=MISSING):
        company.run(create_customer, adding())


@pytest.mark.covers("A33")
def test_somebody_who_left_the_company_does_nothing_any_more(desk_company: Company) -> None:
    as_somebody_with(desk_company, Right.EVERYTHING, is_active=False)

    with pytest.raises(RuleViolation, match=MISSING):
        desk_company.run(create_customer, adding())


@pytest.mark.parametrize("right", [Right.LOG_REQUEST, Right.EDIT_TICKET, Right.FINISH_ORDER])
def test_desk_and_technician_alike_write_on_a_ticket(stage: Stage, right: Right) -> None:
    company, world = stage
    as_somebody_with(company, right)
    note = AddArticle(world.fresh, new_id(), ArticleKind.NOTE, "klucz w portierni", company.clock.now())

    assert company.run(add_article, note).entry_id is not None


@pytest.mark.covers("L17")
def test_who_may_not_do_a_thing_may_not_undo_it_nor_redo_it(desk_company: Company) -> None:
    customer_id = new_id()
    done = desk_company.run(create_customer, adding(customer_id))
    boss = as_somebody_with(desk_company, Right.EDIT_CONTRACT)
    with pytest.raises(RuleViolation, match=MISSING):
        desk_company.run(undo_entry, UndoEntry(done.entry_id or new_id()))
    clerk, desk_company.actor = desk_company.actor, boss
    undone = desk_company.run(undo_entry, UndoEntry(done.entry_id or new_id()))
    desk_company.actor = clerk

    with pytest.raises(RuleViolation, match=MISSING):
        desk_company.run(undo_entry, UndoEntry(undone.entry_id or new_id()))

    assert desk_company.rows(Customer) == []


def test_undoing_needs_no_more_than_the_right_to_do(desk_company: Company) -> None:
    as_somebody_with(desk_company, Right.EDIT_CUSTOMER)
    done = desk_company.run(create_customer, adding())

    desk_company.run(undo_entry, UndoEntry(done.entry_id or new_id()))

    assert desk_company.rows(Customer) == []
