"""Whose a ticket is: pulled from a queue, handed over; and which problem causes it (E01, E19, C22)."""

from dataclasses import replace
from uuid import UUID

import pytest

from fieldservice.domain.commands.ticket_handing import HandOver, TakeTicket, hand_over, take_ticket
from fieldservice.domain.commands.ticket_links import (
    LinkToProblem,
    UnlinkTicket,
    link_to_problem,
    unlink_ticket,
)
from fieldservice.domain.commands.ticket_merging import MergeTickets, merge_tickets
from fieldservice.domain.commands.tickets import CloseTicket, close_ticket
from fieldservice.domain.model.base import new_id
from fieldservice.domain.model.catalogue import Queue
from fieldservice.domain.model.people import UserAccount
from fieldservice.domain.model.ticket import Article, Ticket, TicketLink
from fieldservice.domain.queries.history import history
from fieldservice.domain.rules.errors import RuleViolation
from fieldservice.domain.rules.ticket_states import TicketStateType
from tests.factories import Company
from tests.store.ticket_givens import covered_customer, logged


@pytest.fixture
def queue(company: Company) -> UUID:
    made = Queue(id=new_id(), code="back", name="Zaplecze", position=9)
    key = made.id
    company.put(made)
    return key


def colleague(company: Company) -> Company:
    user = UserAccount(id=new_id(), login="ewa", name="Ewa Żak", rights=["everything"])
    key = user.id
    company.put(user)
    return replace(company, actor=replace(company.actor, user_id=key))


@pytest.mark.covers("E01")
def test_an_agent_pulls_a_ticket_and_it_is_taken_up(company: Company) -> None:
    ticket_id = logged(company)

    company.run(take_ticket, TakeTicket(ticket_id))

    ticket = company.get(Ticket, ticket_id)
    assert (ticket.owner_id, ticket.state_type) == (company.actor.user_id, TicketStateType.OPEN)


@pytest.mark.covers("E01")
def test_of_two_who_pull_the_same_ticket_the_second_is_told_who_was_quicker(company: Company) -> None:
    ticket_id = logged(company)
    other = colleague(company)
    other.run(take_ticket, TakeTicket(ticket_id))

    with pytest.raises(RuleViolation, match=r"take\.taken_already.*Ewa Żak"):
        company.run(take_ticket, TakeTicket(ticket_id))

    assert company.get(Ticket, ticket_id).owner_id == other.actor.user_id


def test_a_ticket_that_is_known_to_be_somebodys_can_be_taken_over(company: Company) -> None:
    ticket_id = logged(company)
    other = colleague(company)
    other.run(take_ticket, TakeTicket(ticket_id))

    company.run(take_ticket, TakeTicket(ticket_id, other.actor.user_id))

    assert company.get(Ticket, ticket_id).owner_id == company.actor.user_id


@pytest.mark.covers("E19", "C27")
def test_handing_over_to_a_queue_is_one_act_that_stands_in_the_history_with_its_note(
    company: Company, queue: UUID
) -> None:
    ticket_id = logged(company, owner_id=company.actor.user_id)

    company.run(hand_over, HandOver(ticket_id, queue_id=queue, note="klient prosi o rabat"))

    ticket = company.get(Ticket, ticket_id)
    latest = company.ask(history, ticket_id, "pl")[0]
    note = max(company.rows(Article), key=lambda each: each.id)
    assert (ticket.queue_id, ticket.owner_id) == (queue, None)
    assert (latest.label.code, latest.label.values["queue"]) == ("ticket.hand_over", "Zaplecze")
    assert "klient prosi o rabat" in {each.text for each in company.rows(Article)}
    assert note.is_internal


def test_handing_over_to_where_it_is_already_is_refused(company: Company, queue: UUID) -> None:
    ticket_id = logged(company, queue_id=queue)

    with pytest.raises(RuleViolation, match=r"hand_over\.nowhere"):
        company.run(hand_over, HandOver(ticket_id, queue_id=queue))


def test_a_closed_ticket_is_neither_taken_nor_handed_over(company: Company, queue: UUID) -> None:
    ticket_id = logged(company)
    company.run(close_ticket, CloseTicket(ticket_id, "gotowe"))

    with pytest.raises(RuleViolation, match=r"ticket\.not_live"):
        company.run(take_ticket, TakeTicket(ticket_id))
    with pytest.raises(RuleViolation, match=r"ticket\.not_live"):
        company.run(hand_over, HandOver(ticket_id, queue_id=queue))


@pytest.mark.covers("C22")
def test_incidents_are_grouped_under_one_problem_and_parted_again(company: Company) -> None:
    served = covered_customer(company)
    problem = logged(company, served, type_id=company.ticket_type("problem"))
    incidents = [logged(company, served) for _number in range(2)]
    links = [LinkToProblem(new_id(), each, problem) for each in incidents]
    for link in links:
        company.run(link_to_problem, link)

    company.run(unlink_ticket, UnlinkTicket(links[0].link_id))

    (left,) = company.rows(TicketLink)
    assert (left.from_id, left.to_id) == (incidents[1], problem)


@pytest.mark.covers("C22")
def test_a_ticket_has_one_problem_and_another_one_takes_its_place(company: Company) -> None:
    served = covered_customer(company)
    first, second = (logged(company, served, type_id=company.ticket_type("problem")) for _n in range(2))
    incident = logged(company, served)
    for problem in (first, second):
        company.run(link_to_problem, LinkToProblem(new_id(), incident, problem))

    assert [link.to_id for link in company.rows(TicketLink)] == [second]


@pytest.mark.covers("C22", "P-38")
def test_the_incidents_of_a_merged_problem_belong_to_its_survivor(company: Company) -> None:
    served = covered_customer(company)
    first, second = (logged(company, served, type_id=company.ticket_type("problem")) for _n in range(2))
    incident = logged(company, served)
    company.run(link_to_problem, LinkToProblem(new_id(), incident, first))

    company.run(merge_tickets, MergeTickets(first, second))

    caused = next(link for link in company.rows(TicketLink) if link.from_id == incident)
    assert caused.to_id == second


def test_only_problems_cause_tickets(company: Company) -> None:
    served = covered_customer(company)
    incident, other = logged(company, served), logged(company, served)
    problem = logged(company, served, type_id=company.ticket_type("problem"))

    with pytest.raises(RuleViolation, match=r"link\.not_a_problem"):
        company.run(link_to_problem, LinkToProblem(new_id(), incident, other))
    with pytest.raises(RuleViolation, match=r"link\.not_a_problem"):
        company.run(link_to_problem, LinkToProblem(new_id(), problem, other))
    with pytest.raises(RuleViolation, match=r"link\.same_ticket"):
        company.run(link_to_problem, LinkToProblem(new_id(), problem, problem))


def test_a_merge_is_not_taken_back_by_removing_its_link(company: Company) -> None:
    served = covered_customer(company)
    first, second = logged(company, served), logged(company, served)
    company.run(merge_tickets, MergeTickets(first, second))
    (link,) = company.rows(TicketLink)

    with pytest.raises(RuleViolation, match=r"link\.tells_history"):
        company.run(unlink_ticket, UnlinkTicket(link.id))
