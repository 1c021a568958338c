"""Trays cut by channel: who accepts, and where accepted tickets go at first."""

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest

from fieldservice.domain.commands.customers import ChangeCustomer, CustomerData, change_customer
from fieldservice.domain.commands.default_roles import role_id
from fieldservice.domain.commands.requests import AcceptParked, DismissRequest, accept_parked, dismiss_request
from fieldservice.domain.commands.teams import AddTeam, TeamData, add_team
from fieldservice.domain.commands.tray_setting import (
    AddTray,
    SetTrayActive,
    TrayData,
    add_tray,
    set_tray_active,
)
from fieldservice.domain.commands.users import AddUser, SetSubstitute, UserData, add_user, set_substitute
from fieldservice.domain.model.base import new_id
from fieldservice.domain.model.catalogue import Queue
from fieldservice.domain.model.customer import Customer
from fieldservice.domain.model.ticket import Ticket
from fieldservice.domain.rules.errors import RuleViolation
from fieldservice.domain.store.unit_of_work import Actor
from tests.factories import BRANCH, USER_ID, ZONE, Company
from tests.store.conftest import Stage
from tests.store.every_command import Given, World


def clerk(company: Company, name: str) -> UUID:
    user_id = new_id()
    data = UserData(name, user_id.hex, role_ids=frozenset({role_id("coordinator")}))
    company.run(add_user, AddUser(user_id, data))
    return user_id


def team_of(company: Company, *people: UUID) -> UUID:
    team = new_id()
    company.run(add_team, AddTeam(team, TeamData(f"Zespół {team.hex}", user_ids=frozenset(people))))
    return team


def phones(company: Company, data: TrayData) -> UUID:
    tray = new_id()
    company.run(add_tray, AddTray(tray, data))
    return tray


def accepting(company: Company, world: World) -> AcceptParked:
    given = Given(company, world.customer, world.unit)
    return AcceptParked(world.parked, world.customer, world.contact, given.wish("Stoi", world.unit))


@pytest.mark.covers("L07")
def test_only_the_team_of_the_tray_accepts_and_puts_aside(stage: Stage) -> None:
    company, world = stage
    insider, outsider = clerk(company, "Ola"), clerk(company, "Iza")
    phones(company, TrayData("Telefony", ("phone",), team_of(company, insider)))
    command = accepting(company, world)
    company.actor = Actor(outsider, None, BRANCH, ZONE)
    with pytest.raises(RuleViolation, match=r"tray\.of_another_team"):
        company.run(accept_parked, command)
    with pytest.raises(RuleViolation, match=r"tray\.of_another_team"):
        company.run(dismiss_request, DismissRequest(world.parked, "pomyłka"))

    company.actor = Actor(insider, None, BRANCH, ZONE)
    company.run(accept_parked, command)

    assert company.get(Ticket, command.ticket.ticket_id).number


@pytest.mark.covers("E05")
def test_an_accepted_ticket_goes_to_the_owner_and_queue_of_its_tray(stage: Stage) -> None:
    company, world = stage
    ola, queue = clerk(company, "Ola"), company.rows(Queue)[0].id
    phones(company, TrayData("Wszystko", owner_id=ola, queue_id=queue))
    command = accepting(company, world)

    company.run(accept_parked, command)

    ticket = company.get(Ticket, command.ticket.ticket_id)
    assert (ticket.owner_id, ticket.queue_id) == (ola, queue)


@pytest.mark.covers("E05", "31")
def test_while_the_owner_of_the_tray_is_away_the_substitute_gets_its_tickets(stage: Stage) -> None:
    company, world = stage
    ola, iza = clerk(company, "Ola"), clerk(company, "Iza")
    day = company.clock.now().date()
    company.run(set_substitute, SetSubstitute(ola, iza, day, day + timedelta(days=2)))
    phones(company, TrayData("Telefony", ("phone",), owner_id=ola))
    command = accepting(company, world)

    company.run(accept_parked, command)

    assert company.get(Ticket, command.ticket.ticket_id).owner_id == iza


@pytest.mark.covers("E06")
def test_whoever_accepts_chooses_another_owner_than_the_tray_offers(stage: Stage) -> None:
    company, world = stage
    ola = clerk(company, "Ola")
    phones(company, TrayData("Telefony", ("phone",), owner_id=ola))
    given = Given(company, world.customer, world.unit)
    wish = given.wish("Stoi", world.unit)
    chosen = replace(wish, owner_id=USER_ID)

    company.run(accept_parked, AcceptParked(world.parked, world.customer, world.contact, chosen))

    assert company.get(Ticket, wish.ticket_id).owner_id == USER_ID


def test_a_request_waits_in_one_tray(company: Company) -> None:
    post = phones(company, TrayData("Poczta", ("email", "web")))
    with pytest.raises(RuleViolation, match=r"tray\.channel_taken"):
        phones(company, TrayData("Sieć", ("web",)))
    company.run(set_tray_active, SetTrayActive(post, False))
    phones(company, TrayData("Sieć", ("web",)))

    with pytest.raises(RuleViolation, match=r"tray\.channel_taken"):
        company.run(set_tray_active, SetTrayActive(post, True))


@pytest.mark.covers("E10")
def test_the_customers_preferred_agent_comes_before_the_owner_of_the_tray(stage: Stage) -> None:
    company, world = stage
    ola, iza = clerk(company, "Ola"), clerk(company, "Iza")
    phones(company, TrayData("Telefony", ("phone",), owner_id=ola))
    customer = company.get(Customer, world.customer)
    data = CustomerData(customer.name, number=customer.number, preferred_agent_id=iza)
    company.run(change_customer, ChangeCustomer(customer.id, customer.version, data))
    command = accepting(company, world)

    company.run(accept_parked, command)

    assert company.get(Ticket, command.ticket.ticket_id).owner_id == iza
