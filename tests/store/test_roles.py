"""Roles on a database: what they give, how far, and that nobody is locked out."""

from pathlib import Path
from uuid import UUID

import pytest
from alembic import command

from fieldservice.config import Config, Paths, Settings
from fieldservice.desk import open_desk
from fieldservice.domain.commands.default_roles import ADMINISTRATOR, role_id
from fieldservice.domain.commands.roles import (
    AddRole,
    ChangeRole,
    GrantRight,
    SetRoleActive,
    SetUpRoles,
    add_role,
    change_role,
    grant_right,
    has_role,
    set_role_active,
    set_up_roles,
)
from fieldservice.domain.commands.tickets import CloseTicket, OpenOrders, close_ticket
from fieldservice.domain.commands.users import AddUser, UserData, add_user
from fieldservice.domain.commands.visits import StartVisit, record_visit, start_visit
from fieldservice.domain.model.base import new_id
from fieldservice.domain.model.people import Role, Technician, UserAccount, UserRole
from fieldservice.domain.model.ticket import Ticket
from fieldservice.domain.queries.roles import limit_options, rights_held, roles
from fieldservice.domain.queries.search import find
from fieldservice.domain.rules.errors import RuleViolation
from fieldservice.domain.rules.rights import CELLS, Limits, Reach, Right
from fieldservice.domain.rules.settle import ClosedBy
from fieldservice.domain.store.engine import open_sqlite
from fieldservice.domain.store.schema import alembic_config
from fieldservice.domain.store.unit_of_work import Actor
from tests.factories import BRANCH as CODE
from tests.factories import ZONE, Company
from tests.store.conftest import Stage
from tests.store.every_command import Given

MISSING, OUT_OF_REACH = r"rights\.missing", r"rights\.out_of_reach"


def as_user(company: Company, *role_ids: UUID, supervisor: UUID | None = None) -> UUID:
    """Put a new user with these roles at the desk."""
    user_id = new_id()
    data = UserData("Ola Wrona", user_id.hex, supervisor_id=supervisor, role_ids=frozenset(role_ids))
    company.run(add_user, AddUser(user_id, data))
    company.actor = Actor(user_id, None, CODE, ZONE)
    return user_id


def narrow(company: Company, code: str, limits: Limits) -> None:
    role = company.get(Role, role_id(code))
    company.run(change_role, ChangeRole(role.id, role.version, role.name, limits))


def closing(ticket_id: UUID) -> CloseTicket:
    return CloseTicket(ticket_id, "klient naprawił sam", OpenOrders.CANCEL)


@pytest.mark.covers("L01")
def test_the_first_person_is_administrator_and_standard_roles_are_there(company: Company) -> None:
    held = company.ask(rights_held, company.actor.user_id)
    found = company.ask(roles, "pl")

    assert Right.EVERYTHING in held
    assert [role.code for role in found][:3] == ["administrator", "manager", "coordinator"]
    assert next(role for role in found if role.code == "dispatcher").name == "Dyspozytor"
    assert found[0].holders == 1


@pytest.mark.covers("L01")
def test_a_company_of_before_gets_roles_and_nobody_loses_a_right(company: Company) -> None:
    me = company.actor.user_id
    with company.begin() as uow:
        uow.record("test.given", None)
        for row in [*uow.session.query(UserRole), *uow.session.query(Role)]:
            uow.session.delete(row)
        uow.get(UserAccount, me or new_id()).rights = ["everything"]
        clerk = UserAccount(id=new_id(), login="ola", name="Ola", rights=["edit_ticket"])
        uow.add(clerk)
        uow.commit()
        clerk_id = clerk.id

    company.run(set_up_roles, SetUpRoles("pl"))

    assert Right.EVERYTHING in company.ask(rights_held, me)
    assert company.get(UserAccount, me or new_id()).rights == []
    kept = company.ask(rights_held, clerk_id)
    assert {Right.EDIT_TICKET, Right.CLOSE_TICKET, Right.SEE_TICKETS} <= kept


@pytest.mark.covers("L01")
def test_what_the_roles_of_a_person_give_adds_up(company: Company) -> None:
    before = company.actor
    user = as_user(company, role_id("reader"), role_id("technician"))

    held = company.ask(rights_held, user)
    company.actor = before

    assert {Right.FINISH_ORDER, Right.SEE_CONTRACTS} <= held
    company.run(set_role_active, SetRoleActive(role_id("technician"), False))
    assert Right.FINISH_ORDER not in company.ask(rights_held, user)


@pytest.mark.covers("L01")
def test_a_role_is_given_and_refused_a_right_at_a_time(company: Company) -> None:
    reader = role_id("reader")
    company.run(grant_right, GrantRight(reader, Right.EDIT_CUSTOMER, True))
    assert Right.EDIT_CUSTOMER in company.get(Role, reader).rights

    company.run(grant_right, GrantRight(reader, Right.SEE_CUSTOMERS, False))

    assert {Right.EDIT_CUSTOMER, Right.SEE_CUSTOMERS}.isdisjoint(company.get(Role, reader).rights)


def test_rights_of_a_role_that_may_everything_are_chosen_after_everything_was_taken(company: Company) -> None:
    own = new_id()
    company.run(add_role, AddRole(own, "Kopia", role_id(ADMINISTRATOR)))
    with pytest.raises(RuleViolation, match=r"role\.may_everything"):
        company.run(grant_right, GrantRight(own, Right.EDIT_TICKET, False))

    company.run(grant_right, GrantRight(own, Right.EVERYTHING, False))
    company.run(grant_right, GrantRight(own, Right.MANAGE_BACKUPS, False))

    assert set(company.get(Role, own).rights) == {right.value for right in CELLS} - {"manage_backups"}


def test_the_last_who_manages_users_cannot_be_taken_that_right(company: Company) -> None:
    with pytest.raises(RuleViolation, match=r"rights\.nobody_left"):
        company.run(set_role_active, SetRoleActive(role_id(ADMINISTRATOR), False))

    company.run(grant_right, GrantRight(role_id("manager"), Right.MANAGE_USERS, True))
    as_user(company, role_id("manager"))
    company.run(set_role_active, SetRoleActive(role_id(ADMINISTRATOR), False))

    assert not company.get(Role, role_id(ADMINISTRATOR)).is_active


@pytest.mark.covers("L01")
def test_nobody_gives_a_right_or_a_role_that_they_do_not_have_themselves(company: Company) -> None:
    company.run(grant_right, GrantRight(role_id("manager"), Right.MANAGE_USERS, True))
    own, data = new_id(), UserData("Jan Lis", "jan", role_ids=frozenset({role_id(ADMINISTRATOR)}))
    as_user(company, role_id("manager"))

    with pytest.raises(RuleViolation, match=MISSING):
        company.run(grant_right, GrantRight(role_id("reader"), Right.EVERYTHING, True))
    with pytest.raises(RuleViolation, match=MISSING):
        company.run(add_user, AddUser(new_id(), data))
    with pytest.raises(RuleViolation, match=MISSING):
        company.run(add_role, AddRole(own, "Drugi", like_id=role_id(ADMINISTRATOR)))

    company.run(grant_right, GrantRight(role_id("reader"), Right.EDIT_TICKET, True))
    assert "edit_ticket" in company.get(Role, role_id("reader")).rights


def test_two_roles_of_one_name_are_refused_however_it_is_written(company: Company) -> None:
    company.run(add_role, AddRole(new_id(), "Łódź"))

    with pytest.raises(RuleViolation, match=r"role\.name_taken"):
        company.run(add_role, AddRole(new_id(), "lodz"))


@pytest.mark.covers("L02")
def test_a_role_limited_to_a_type_is_refused_tickets_of_another_and_told_who_may(stage: Stage) -> None:
    company, world = stage
    narrow(company, "coordinator", Limits(type_ids=frozenset({company.ticket_type("service_request")})))
    as_user(company, role_id("coordinator"))

    with pytest.raises(RuleViolation, match=OUT_OF_REACH) as refused:
        company.run(close_ticket, closing(world.fresh))

    assert refused.value.values["people"] == "Anna Kowal"


@pytest.mark.covers("L02", "E18")
def test_a_supervisor_works_on_what_their_people_own_and_on_nothing_else(stage: Stage) -> None:
    company, world = stage
    narrow(company, "coordinator", Limits(Reach.TEAM))
    boss_before = company.actor
    chief = as_user(company, role_id("coordinator"))
    chief_actor, company.actor = company.actor, boss_before
    worker = as_user(company, role_id("reader"), supervisor=chief)
    company.actor = boss_before
    with company.begin() as uow:
        uow.record("test.given", None)
        uow.get(Ticket, world.fresh).owner_id = worker
        uow.get(Ticket, world.under_way).owner_id = boss_before.user_id
        uow.commit()
    company.actor = chief_actor

    company.run(close_ticket, closing(world.fresh))

    with pytest.raises(RuleViolation, match=OUT_OF_REACH):
        company.run(close_ticket, closing(world.under_way))


@pytest.mark.covers("L08", "P-33")
def test_a_technician_finishes_an_order_without_rights_on_the_ticket_and_the_ticket_closes(
    stage: Stage,
) -> None:
    company, world = stage
    given = Given(company, world.customer, world.unit)
    record = given.record(world.planned_visit)
    user = as_user(company, role_id("technician"))
    assert company.get(Technician, company.technician()).user_id != user

    company.run(start_visit, StartVisit(world.planned_visit, company.clock.now()))
    company.run(record_visit, record)

    assert company.get(Ticket, world.under_way).closed_by is ClosedBy.ORDERS
    with pytest.raises(RuleViolation, match=MISSING):
        company.run(close_ticket, closing(world.fresh))


@pytest.mark.covers("L05", "A33")
def test_a_refusal_names_people_who_may(stage: Stage) -> None:
    company, world = stage
    as_user(company, role_id("reader"))

    with pytest.raises(RuleViolation, match=MISSING) as refused:
        company.run(close_ticket, closing(world.fresh))

    assert refused.value.values["people"] == "Anna Kowal"


def test_limits_can_name_the_queues_types_and_states_that_are_offered(company: Company) -> None:
    options = company.ask(limit_options, "pl")

    assert [queue.name for queue in options.queues] == ["Dyspozytornia"]
    assert options.types
    assert options.states


def test_a_role_given_twice_is_one_row() -> None:
    user, role = new_id(), new_id()

    assert has_role(user, role).id == has_role(user, role).id


BRANCH, STATION, ANNA, OLA = ("b1" * 16, "a1" * 16, "c1" * 16, "d1" * 16)
USER_BEFORE = (
    "INSERT INTO user_account (id, login, name, rights, is_active, version) VALUES (?, ?, ?, ?, 1, 1)"
)
BANK = "0190c0de0000700080000000000000bb"
CUSTOMER_BEFORE = """INSERT INTO customer (id, number, name, name_folded, customer_class, note, version)
    VALUES (?, ?, ?, ?, 'standard', '', 1)"""
IDENTITY_BEFORE = """INSERT INTO identity (id, customer_id, kind, value, extension, as_written)
    VALUES (?, ?, ?, ?, '', '')"""
ROWS_BEFORE = (
    ("INSERT INTO branch (id, code, name) VALUES (?, ?, ?)", (BRANCH, "WAW", "Warszawa")),
    ("INSERT INTO workstation (id, branch_id, name) VALUES (?, ?, ?)", (STATION, BRANCH, "Recepcja")),
    (USER_BEFORE, (ANNA, "anna", "Anna Kowal", '["everything"]')),
    (USER_BEFORE, (OLA, "ola", "Ola Wrona", '["edit_ticket"]')),
    (CUSTOMER_BEFORE, (BANK, "K1", "Bank", "bank")),
    (IDENTITY_BEFORE, (BRANCH, BANK, "phone", "+48612813035")),
)


def before_roles(path: Path) -> None:
    """A desk's database as it was released before there were roles: one who may everything, one clerk."""
    database = open_sqlite(path)
    with database.writer.begin() as connection:
        config = alembic_config()
        config.attributes["connection"] = connection
        command.upgrade(config, "0001")
        for statement, values in ROWS_BEFORE:
            connection.exec_driver_sql(statement, values)
    database.close()


@pytest.mark.covers("L01")
def test_a_desk_of_before_roles_opens_and_nobody_lost_a_right(tmp_path: Path) -> None:
    config = Config(Paths(tmp_path), Settings(language="pl"))
    config.paths.make_folders()
    before_roles(config.paths.database)

    desk = open_desk(config)

    with desk.database.read_session() as session:
        anna, ola = (rights_held(session, UUID(each)) for each in (ANNA, OLA))
        assert "Koordynator" in {role.name for role in roles(session, "pl")}
    assert Right.EVERYTHING in anna
    assert {Right.EDIT_TICKET, Right.CLOSE_TICKET, Right.SEE_TICKETS} <= ola
    assert not desk.workplace.asks_who
    desk.close()


@pytest.mark.covers("P-70")
def test_what_an_older_program_did_not_look_for_is_found_after_the_update(tmp_path: Path) -> None:
    config = Config(Paths(tmp_path), Settings(language="pl"))
    config.paths.make_folders()
    before_roles(config.paths.database)

    desk = open_desk(config)

    with desk.database.read_session() as session:
        found = find(session, "281 30", "WAW", "PL")
    desk.close()
    assert [hit.second for hit in found] == ["Bank"]
