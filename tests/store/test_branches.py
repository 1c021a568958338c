"""Which branch holds what: tickets are made at one's own branch, handed to another, listed by branch."""

from dataclasses import replace
from pathlib import Path
from uuid import UUID

import pytest

from fieldservice.domain.commands.branches import HandTicketToBranch, hand_ticket_to_branch
from fieldservice.domain.commands.customers import ChangeCustomer, CustomerData, change_customer
from fieldservice.domain.commands.history import UndoEntry, undo_entry
from fieldservice.domain.commands.ticket_links import LinkToProblem, link_to_problem
from fieldservice.domain.commands.ticket_merging import MergeTickets, merge_tickets
from fieldservice.domain.model.base import new_id
from fieldservice.domain.model.customer import Customer
from fieldservice.domain.model.people import Branch
from fieldservice.domain.model.ticket import Article, Request, Ticket
from fieldservice.domain.queries.branches import branches
from fieldservice.domain.queries.filter_options import filter_count, filter_options
from fieldservice.domain.queries.first_look import first_workplace
from fieldservice.domain.queries.ticket_groups import GroupWish
from fieldservice.domain.queries.workplace import workplace
from fieldservice.domain.rules.errors import RuleViolation
from fieldservice.domain.rules.ticket_filters import FilterField, TicketFilter
from fieldservice.domain.store.engine import open_sqlite
from tests.conftest import MONDAY_MORNING, FakeClock, company_of
from tests.factories import Company
from tests.store.exchange_givens import joined
from tests.store.ticket_givens import covered_customer, logged, viewer


@pytest.fixture
def desk(company: Company) -> Company:
    """A company's desk that has joined a centre of two branches."""
    return joined(company)


@pytest.fixture
def krakow(desk: Company) -> UUID:
    branch = Branch(id=new_id(), code="KRK", name="Kraków")
    desk.put(branch)
    return branch.id


@pytest.mark.covers("J05")
def test_what_comes_in_at_a_branch_is_held_by_its_desks(desk: Company) -> None:
    ticket = desk.get(Ticket, logged(desk, covered_customer(desk)))

    assert ticket.branch_id == desk.actor.branch_id is not None
    assert desk.rows(Request)[0].branch_id == desk.actor.branch_id


def test_on_a_desk_of_its_own_nothing_belongs_to_a_branch(company: Company) -> None:
    ticket = company.get(Ticket, logged(company, covered_customer(company)))

    assert ticket.branch_id is None
    assert company.ask(branches) == ()


@pytest.mark.covers("J05")
def test_a_ticket_handed_to_a_branch_goes_with_its_request_and_says_so(desk: Company, krakow: UUID) -> None:
    ticket_id = logged(desk, covered_customer(desk))

    changes = desk.run(hand_ticket_to_branch, HandTicketToBranch(ticket_id, krakow, "stoi w Krakowie"))

    assert desk.get(Ticket, ticket_id).branch_id == krakow
    assert desk.rows(Request)[0].branch_id == krakow
    told = [each.reason["code"] for each in desk.rows(Article) if each.reason]
    assert "ticket.handed_to_branch" in told
    assert "stoi w Krakowie" in {each.text for each in desk.rows(Article)}
    assert changes.label.values["branch"] == "Kraków"


def test_handing_to_a_branch_can_be_taken_back(desk: Company, krakow: UUID) -> None:
    ticket_id = logged(desk, covered_customer(desk))
    handed = desk.run(hand_ticket_to_branch, HandTicketToBranch(ticket_id, krakow))
    assert handed.entry_id is not None

    desk.run(undo_entry, UndoEntry(handed.entry_id))

    assert desk.get(Ticket, ticket_id).branch_id == desk.actor.branch_id
    assert desk.rows(Request)[0].branch_id == desk.actor.branch_id


def test_a_request_whose_tickets_part_is_everybodys(desk: Company, krakow: UUID) -> None:
    first = logged(desk, covered_customer(desk))
    request_id = desk.get(Ticket, first).request_id
    second = logged(desk, covered_customer(desk))
    with desk.begin() as uow:
        uow.record("test.given", None)
        uow.get(Ticket, second).request_id = request_id
        uow.commit()
    assert request_id is not None

    desk.run(hand_ticket_to_branch, HandTicketToBranch(first, krakow))

    assert desk.get(Request, request_id).branch_id is None


def test_a_ticket_stays_where_it_is_told_once(desk: Company) -> None:
    ticket_id = logged(desk, covered_customer(desk))

    with pytest.raises(RuleViolation, match=r"branch\.same"):
        desk.run(hand_ticket_to_branch, HandTicketToBranch(ticket_id, desk.actor.branch_id))


def test_a_ticket_does_not_go_where_its_customer_is_not_held(desk: Company, krakow: UUID) -> None:
    served = covered_customer(desk)
    ticket_id = logged(desk, served)
    _hold(desk, served[0], desk.actor.branch_id)

    with pytest.raises(RuleViolation, match=r"branch\.customer_elsewhere"):
        desk.run(hand_ticket_to_branch, HandTicketToBranch(ticket_id, krakow))


def test_a_customer_with_tickets_elsewhere_does_not_become_one_branchs_own(
    desk: Company, krakow: UUID
) -> None:
    served = covered_customer(desk)
    ticket_id = logged(desk, served)

    with pytest.raises(RuleViolation, match=r"branch\.has_tickets") as refused:
        _hold(desk, served[0], krakow)

    assert refused.value.values["number"] == desk.get(Ticket, ticket_id).number


def test_the_list_is_narrowed_to_a_branch(desk: Company, krakow: UUID) -> None:
    served = covered_customer(desk)
    logged(desk, served)
    handed = logged(desk, served)
    desk.run(hand_ticket_to_branch, HandTicketToBranch(handed, krakow))
    wish = GroupWish("open", FilterField.BRANCH, viewer(desk), "en")

    options = {each.name: each.count for each in desk.ask(filter_options, wish)}
    there = replace(wish, filter=TicketFilter().having(FilterField.BRANCH, (krakow.hex,)))

    assert options["Kraków"] == 1
    assert desk.ask(filter_count, there) == 1


def test_a_desk_knows_itself_among_the_workstations_of_the_centre(
    tmp_path: Path, founded_template: bytes
) -> None:
    (tmp_path / "fieldservice.db").write_bytes(founded_template)
    database = open_sqlite(tmp_path / "fieldservice.db")
    desk = joined(company_of(database, FakeClock(MONDAY_MORNING)))
    with database.write_sessions().begin() as session:
        own = workplace(session)
        assert own is not None

    found = first_workplace(tmp_path / "fieldservice.db")

    assert found == own
    assert (own.workstation_id, own.branch_id) == (desk.actor.workstation_id, desk.actor.branch_id)
    assert own.branch_code == "WAW-2"
    database.close()


def _hold(desk: Company, customer_id: UUID, branch_id: UUID | None) -> None:
    customer = desk.get(Customer, customer_id)
    data = CustomerData(customer.name, customer.number, branch_id=branch_id)
    desk.run(change_customer, ChangeCustomer(customer_id, customer.version, data))


def problem_of(desk: Company, served: tuple[UUID, UUID]) -> UUID:
    return logged(desk, served, type_id=desk.ticket_type("problem"))


@pytest.mark.covers("J05")
def test_a_merged_ticket_goes_with_the_one_that_took_it_in(desk: Company, krakow: UUID) -> None:
    served = covered_customer(desk)
    one, other = logged(desk, served), logged(desk, served)
    desk.run(merge_tickets, MergeTickets(one, other, "to samo"))

    desk.run(hand_ticket_to_branch, HandTicketToBranch(other, krakow))

    assert {desk.get(Ticket, each).branch_id for each in (one, other)} == {krakow}


@pytest.mark.covers("J05")
def test_an_incident_is_not_parted_from_a_problem_that_only_this_branch_holds(
    desk: Company, krakow: UUID
) -> None:
    served = covered_customer(desk)
    incident, problem = logged(desk, served), problem_of(desk, served)
    desk.run(link_to_problem, LinkToProblem(new_id(), incident, problem))

    with pytest.raises(RuleViolation) as told:
        desk.run(hand_ticket_to_branch, HandTicketToBranch(incident, krakow))
    desk.run(hand_ticket_to_branch, HandTicketToBranch(problem, None))  # everybody's: nothing is parted
    desk.run(hand_ticket_to_branch, HandTicketToBranch(incident, krakow))

    assert told.value.code == "branch.linked"
    assert desk.get(Ticket, incident).branch_id == krakow


@pytest.mark.covers("J05")
def test_tickets_of_two_branches_are_neither_linked_nor_merged(desk: Company, krakow: UUID) -> None:
    served = covered_customer(desk)
    here, there, problem = logged(desk, served), logged(desk, served), problem_of(desk, served)
    for each in (there, problem):
        desk.run(hand_ticket_to_branch, HandTicketToBranch(each, krakow))

    with pytest.raises(RuleViolation) as merging:
        desk.run(merge_tickets, MergeTickets(here, there, ""))
    with pytest.raises(RuleViolation) as linking:
        desk.run(link_to_problem, LinkToProblem(new_id(), here, problem))

    assert merging.value.code == linking.value.code == "link.other_branch"
