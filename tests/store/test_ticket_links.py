"""What the screen is told of the tickets around a ticket, and which others it offers to join."""

from datetime import timedelta

import pytest

from fieldservice.domain.commands.ticket_conduct import SetConduct, set_conduct
from fieldservice.domain.commands.ticket_links import LinkToProblem, link_to_problem
from fieldservice.domain.commands.ticket_merging import MergeTickets, merge_tickets
from fieldservice.domain.commands.tickets import CloseTicket, close_ticket
from fieldservice.domain.model.base import new_id
from fieldservice.domain.queries.ticket_acts import conducts, reopening_form, split_form
from fieldservice.domain.queries.ticket_links import (
    JoinAsk,
    links_of,
    live_incidents,
    merge_candidates,
    problem_candidates,
)
from fieldservice.domain.rules.reopening import Reopening, ReopeningWay
from tests.conftest import FakeClock
from tests.factories import Company
from tests.store.ticket_givens import covered_customer, logged


@pytest.mark.covers("C12", "P-38")
def test_a_merged_ticket_names_its_survivor_and_the_survivor_what_it_took_in(company: Company) -> None:
    served = covered_customer(company)
    first, second = logged(company, served), logged(company, served)
    company.run(merge_tickets, MergeTickets(first, second))

    given_up = company.ask(links_of, first, "en", company.clock.now())
    survivor = company.ask(links_of, second, "en", company.clock.now())

    assert given_up.survivor is not None
    assert given_up.survivor.id == second
    assert [each.number for each in survivor.merged] == ["WAW-000001"]


@pytest.mark.covers("C22")
def test_a_problem_shows_its_incidents_and_which_of_them_are_still_open(company: Company) -> None:
    served = covered_customer(company)
    problem = logged(company, served, type_id=company.ticket_type("problem"))
    incidents = [logged(company, served) for _number in range(2)]
    for each in incidents:
        company.run(link_to_problem, LinkToProblem(new_id(), each, problem))
    company.run(close_ticket, CloseTicket(incidents[0], "gotowe"))

    links = company.ask(links_of, problem, "en", company.clock.now())
    live = company.ask(live_incidents, problem, "en")

    assert {each.id for each in links.incidents} == set(incidents)
    assert [each.id for each in live] == [incidents[1]]


@pytest.mark.covers("C22")
def test_what_recurs_on_a_unit_is_shown_for_ninety_days(company: Company, clock: FakeClock) -> None:
    served = covered_customer(company)
    logged(company, served)
    clock.advance(days=60)
    second = logged(company, served, override_because="umowa w drodze")
    clock.advance(days=40)
    third = logged(company, served, override_because="umowa w drodze")

    links = company.ask(links_of, third, "en", clock.now())

    assert [each.id for each in links.recurring] == [second]


def test_a_ticket_is_offered_the_live_ones_of_its_customer_to_merge_into(company: Company) -> None:
    served = covered_customer(company)
    ticket, live, closed = (logged(company, served, title=title) for title in ("Stoi", "Pompa", "Łożysko"))
    logged(company, title="Pompa obca")
    company.run(close_ticket, CloseTicket(closed, "gotowe"))

    usual = company.ask(merge_candidates, JoinAsk(ticket, "en"))
    by_word = company.ask(merge_candidates, JoinAsk(ticket, "en", "lozysko"))
    by_number = company.ask(merge_candidates, JoinAsk(ticket, "en", "2", "WAW"))

    assert [each.id for each in usual] == [live]
    assert [each.id for each in by_word] == [closed]
    assert live in {each.id for each in by_number}


def test_only_problems_are_offered_as_cause(company: Company) -> None:
    served = covered_customer(company)
    incident = logged(company, served)
    problem = logged(company, served, title="Seria", type_id=company.ticket_type("problem"))

    assert [each.id for each in company.ask(problem_candidates, JoinAsk(incident, "en"))] == [problem]
    assert [each.id for each in company.ask(problem_candidates, JoinAsk(incident, "en", "seria"))] == [
        problem
    ]


@pytest.mark.covers("C13")
def test_the_form_of_a_closed_ticket_knows_in_which_way_it_may_come_back(
    company: Company, clock: FakeClock
) -> None:
    ticket_id = logged(company)
    company.run(close_ticket, CloseTicket(ticket_id, "gotowe"))
    company.run(set_conduct, SetConduct(company.ticket_type(), Reopening.WITHIN_DAYS, 7))
    closed_at = clock.now()
    early = company.ask(reopening_form, ticket_id, clock.now())
    clock.advance(days=8)

    late = company.ask(reopening_form, ticket_id, clock.now())

    assert (early.way, early.until) == (ReopeningWay.ITSELF, closed_at + timedelta(days=7))
    assert late.way is ReopeningWay.AS_NEW
    assert [row.reopening for row in company.ask(conducts)] == [Reopening.WITHIN_DAYS]


def test_the_form_of_a_split_offers_what_people_said(company: Company) -> None:
    ticket_id = logged(company, description="stoi od rana")

    form = company.ask(split_form, ticket_id)

    assert [row.text for row in form.said] == ["stoi od rana"]
    assert form.seed.title == "Hałasuje"
