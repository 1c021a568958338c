"""The first look at a desk's database shows what the usual queries show, and gives up on anything unusual."""

from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest

from fieldservice import desk
from fieldservice.domain.commands.company import ChangeCompany, change_company
from fieldservice.domain.commands.default_roles import role_id
from fieldservice.domain.commands.entries import FieldChange
from fieldservice.domain.commands.orders import CancelOrder, cancel_order
from fieldservice.domain.commands.tickets import PutInState, put_ticket_in_state
from fieldservice.domain.commands.users import (
    AddUser,
    SetSubstitute,
    UserData,
    add_user,
    set_substitute,
)
from fieldservice.domain.model.base import new_id
from fieldservice.domain.model.customer import CustomerClass
from fieldservice.domain.model.ticket import Ticket
from fieldservice.domain.queries import ticket_list
from fieldservice.domain.queries.first_look import FIRST_VIEW, first_page, first_workplace
from fieldservice.domain.queries.ticket_rows import PageKey, TicketWish
from fieldservice.domain.queries.workplace import workplace
from fieldservice.domain.rules.ticket_filters import SortKey, SortName
from fieldservice.domain.store import backup, schema
from fieldservice.domain.store.engine import Database, open_sqlite
from fieldservice.domain.store.quick_reading import REVISION, quick_rows
from tests.conftest import FakeClock
from tests.factories import Company, set_up
from tests.store.ticket_givens import covered_customer, logged, ordered, recorded, viewer


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "fieldservice.db"


@pytest.fixture
def migrated(path: Path, migrated_template: bytes) -> Database:
    path.write_bytes(migrated_template)
    return open_sqlite(path)


@pytest.fixture
def company(migrated: Database, clock: FakeClock) -> Company:
    return set_up(migrated, clock)


def test_the_revision_known_without_migrations_is_their_head() -> None:
    assert schema.head() == REVISION


def test_the_reason_of_a_backup_is_called_as_the_backups_call_it() -> None:
    assert desk.BEFORE_MIGRATION == backup.BEFORE_MIGRATION


def test_the_first_look_finds_the_same_workplace(company: Company, path: Path) -> None:
    assert first_workplace(path) == company.ask(workplace)


def test_the_first_look_tells_country_currency_and_zone_that_the_company_named(
    company: Company, path: Path
) -> None:
    named = (
        FieldChange("country", "", "CZ"),
        FieldChange("currency", "", "CZK"),
        FieldChange("zone", "", "Europe/Prague"),
    )
    company.run(change_company, ChangeCompany(named))

    first = first_workplace(path)

    assert first == company.ask(workplace)
    assert first is not None
    assert (first.country, first.currency, first.zone) == ("CZ", "CZK", "Europe/Prague")


@pytest.mark.parametrize("language", ["pl", "cs", "xx"])
@pytest.mark.parametrize("limit", [2, 4, 100])
def test_the_first_page_is_the_very_page_of_the_list(
    company: Company, path: Path, language: str, limit: int
) -> None:
    me = company.actor.user_id
    vip = covered_customer(company, name="Szpital Łąkowa", customer_class=CustomerClass.VIP)
    tickets = [logged(company, vip if place % 2 else None, owner_id=me) for place in range(6)]
    logged(company)
    (_, visit), (cancelled, _), _ = ordered(company, tickets[0], 3)
    recorded(company, visit)
    company.run(cancel_order, CancelOrder(cancelled, "zbędne"))
    until = company.clock.now() + timedelta(days=2)
    company.run(put_ticket_in_state, PutInState(tickets[1], company.ticket_state("waiting_customer"), until))
    with company.begin() as uow:
        for ticket_id in tickets[3:5]:
            uow.get(Ticket, ticket_id).expected_closing_at = None
        uow.record("test.given", None)
        uow.commit()
    wish = TicketWish(FIRST_VIEW, viewer(company), language, branch="WAW")

    assert first_page(path, wish, None, limit) == company.ask(ticket_list.page, wish, None, limit)


@pytest.mark.covers("E15")
def test_the_first_page_holds_the_tickets_of_those_one_stands_in_for(company: Company, path: Path) -> None:
    me, day = company.actor.user_id, company.clock.now().date()
    away, back = (colleague(company, name) for name in ("Ola Wrona", "Piotr Maj"))
    tickets = {person: logged(company, owner_id=person) for person in (me, away, back) if person}
    company.run(set_substitute, SetSubstitute(away, me, day, day + timedelta(days=3)))
    company.run(set_substitute, SetSubstitute(back, me, day - timedelta(days=3), day - timedelta(days=1)))
    wish = TicketWish(FIRST_VIEW, viewer(company), "pl", branch="WAW")

    listed = company.ask(ticket_list.page, wish, None, 100)

    assert {row.id for row in listed.rows} == {tickets[person] for person in (me, away) if person}
    assert first_page(path, wish, None, 100) == listed


def colleague(company: Company, name: str) -> UUID:
    user_id = new_id()
    data = UserData(name, user_id.hex, role_ids=frozenset({role_id("coordinator")}))
    company.run(add_user, AddUser(user_id, data))
    return user_id


def test_other_pages_are_left_to_the_list(company: Company, path: Path) -> None:
    ticket_id = logged(company, owner_id=company.actor.user_id)
    looking = viewer(company)

    assert first_page(path, TicketWish("open", looking, "pl"), None, 100) is None
    assert first_page(path, TicketWish(FIRST_VIEW, looking, "pl", "pompa"), None, 100) is None
    assert (
        first_page(path, TicketWish(FIRST_VIEW, looking, "pl", sorts=(SortKey(SortName.OPENED),)), None, 100)
        is None
    )
    assert first_page(path, TicketWish(FIRST_VIEW, looking, "pl"), PageKey(None, ticket_id), 100) is None


def test_a_desk_before_its_first_start_has_no_workplace(migrated: Database, path: Path) -> None:
    assert migrated.is_sqlite
    assert first_workplace(path) is None


def test_what_cannot_be_read_is_left_to_the_usual_way(company: Company, path: Path, tmp_path: Path) -> None:
    missing, damaged = tmp_path / "missing.db", tmp_path / "damaged.db"
    damaged.write_bytes(b"not a database" * 1000)

    assert first_workplace(missing) is None
    assert not missing.exists()
    assert first_workplace(damaged) is None

    with company.database.writer.begin() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    assert first_workplace(path) is None


def test_a_first_look_cannot_write(company: Company, path: Path) -> None:
    assert quick_rows(path, "DELETE FROM user_account") is None
    assert first_workplace(path) == company.ask(workplace)
