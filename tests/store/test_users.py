"""Users: added, changed, leaving, standing in for each other; and the door with its passwords."""

import io
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from uuid import UUID

import pytest

from fieldservice.cli import main
from fieldservice.config import Paths
from fieldservice.domain.commands.default_roles import role_id
from fieldservice.domain.commands.history import UndoEntry, undo_entry
from fieldservice.domain.commands.roles import ChangeRole, change_role
from fieldservice.domain.commands.sign_in import (
    ChangePassword,
    EnterDesk,
    GivePassword,
    RemovePassword,
    change_password,
    enter_desk,
    give_password,
    remove_password,
)
from fieldservice.domain.commands.tickets import ChangeTicket, CloseTicket, change_ticket, close_ticket
from fieldservice.domain.commands.users import (
    AddUser,
    ChangeUser,
    DeactivateUser,
    ReactivateUser,
    SetSubstitute,
    UserData,
    add_user,
    change_user,
    deactivate_user,
    reactivate_user,
    set_substitute,
)
from fieldservice.domain.model.base import new_id
from fieldservice.domain.model.journal import JournalChange
from fieldservice.domain.model.people import Password, Role, SignIn, UserAccount
from fieldservice.domain.model.ticket import Ticket
from fieldservice.domain.queries.first_look import first_workplace
from fieldservice.domain.queries.users import UserRow, stood_in_for, users
from fieldservice.domain.queries.workplace import workplace
from fieldservice.domain.rules.changes import Changes
from fieldservice.domain.rules.errors import RuleViolation
from fieldservice.domain.rules.rights import Limits, Reach
from fieldservice.domain.store.engine import open_sqlite
from fieldservice.domain.store.unit_of_work import Actor
from tests.conftest import MONDAY_MORNING, FakeClock, company_of
from tests.factories import BRANCH, USER_ID, WORKSTATION_ID, ZONE, Company
from tests.store.conftest import Stage

ANNAS, FIRST, OWN = "zielona gęś nisko", "pierwsze hasło Oli", "trzy żółte kaczki"
MISSING = r"rights\.missing"


def new_user(company: Company, name: str = "Ola Wrona", code: str = "coordinator") -> UUID:
    user_id = new_id()
    data = UserData(name, name.split(maxsplit=1)[0].lower(), role_ids=frozenset({role_id(code)}))
    company.run(add_user, AddUser(user_id, data))
    return user_id


def come_in(company: Company, user_id: UUID, password: str = "", new_password: str = "") -> Changes:
    return company.run(enter_desk, EnterDesk(user_id, WORKSTATION_ID, password, new_password))


def at_desk(company: Company, user_id: UUID) -> None:
    company.actor = Actor(user_id, WORKSTATION_ID, BRANCH, ZONE)


def with_passwords(company: Company) -> UUID:
    """Anna has a password of her own, Ola the first one she was given."""
    company.run(change_password, ChangePassword("", ANNAS))
    ola = new_user(company)
    company.run(give_password, GivePassword(ola, FIRST))
    return ola


def row_of(company: Company, user_id: UUID) -> UserRow:
    return next(row for row in company.ask(users, "pl") if row.id == user_id)


@pytest.mark.covers("L01")
def test_a_user_is_added_with_roles_and_teams_and_changed(company: Company) -> None:
    ola = new_user(company)
    seen = row_of(company, ola)
    data = UserData("Ola Zięba", "zieba", "ola@example.pl", supervisor_id=USER_ID)
    company.run(
        change_user, ChangeUser(ola, seen.version, replace(data, role_ids=frozenset({role_id("reader")})))
    )

    row = row_of(company, ola)
    assert (seen.roles, row.roles) == (("Koordynator",), ("Czytelnik",))
    assert (row.name, row.login, row.supervisor) == ("Ola Zięba", "zieba", "Anna Kowal")


def test_two_users_with_one_login_and_a_circle_of_supervisors_are_refused(company: Company) -> None:
    ola = new_user(company)
    with pytest.raises(RuleViolation, match=r"user\.login_taken"):
        company.run(add_user, AddUser(new_id(), UserData("Inna", "OLA")))

    anna = row_of(company, USER_ID)
    company.run(change_user, ChangeUser(ola, 1, UserData("Ola", "ola", supervisor_id=USER_ID)))
    keeps = UserData(anna.name, anna.login, supervisor_id=ola, role_ids=anna.role_ids)
    with pytest.raises(RuleViolation, match=r"user\.goes_round"):
        company.run(change_user, ChangeUser(USER_ID, anna.version, keeps))


def test_the_only_administrator_cannot_stop_being_one_nor_leave(company: Company) -> None:
    anna = row_of(company, USER_ID)
    with pytest.raises(RuleViolation, match=r"rights\.nobody_left"):
        company.run(change_user, ChangeUser(USER_ID, anna.version, UserData(anna.name, anna.login)))
    with pytest.raises(RuleViolation, match=r"user\.yourself"):
        company.run(deactivate_user, DeactivateUser(USER_ID))


def test_tickets_of_somebody_who_leaves_go_to_the_heir_and_come_back_with_undo(stage: Stage) -> None:
    company, world = stage
    ola, heir = new_user(company), new_user(company, "Iza Lis")
    version = company.get(Ticket, world.fresh).version
    company.run(change_ticket, ChangeTicket(world.fresh, version, (("owner_id", ola),)))

    done = company.run(deactivate_user, DeactivateUser(ola, heir))

    assert company.get(Ticket, world.fresh).owner_id == heir
    at_desk(company, ola)
    with pytest.raises(RuleViolation, match=MISSING):
        company.run(close_ticket, CloseTicket(world.fresh, "x"))
    at_desk(company, USER_ID)
    company.run(undo_entry, UndoEntry(done.entry_id or new_id()))
    assert company.get(Ticket, world.fresh).owner_id == ola
    assert company.get(UserAccount, ola).is_active


def test_without_an_heir_the_tickets_are_nobodys_and_the_user_may_come_back(stage: Stage) -> None:
    company, world = stage
    ola = new_user(company)
    version = company.get(Ticket, world.fresh).version
    company.run(change_ticket, ChangeTicket(world.fresh, version, (("owner_id", ola),)))

    company.run(deactivate_user, DeactivateUser(ola))
    company.run(reactivate_user, ReactivateUser(ola))

    assert company.get(Ticket, world.fresh).owner_id is None
    assert row_of(company, ola).open_tickets == 0


@pytest.mark.covers("L02")
def test_a_substitute_has_the_absent_persons_tickets_as_their_own_on_those_days_only(stage: Stage) -> None:
    company, world = stage
    role = company.get(Role, role_id("coordinator"))
    company.run(change_role, ChangeRole(role.id, role.version, role.name, Limits(Reach.OWN)))
    away, substitute = new_user(company), new_user(company, "Iza Lis")
    version = company.get(Ticket, world.fresh).version
    company.run(change_ticket, ChangeTicket(world.fresh, version, (("owner_id", away),)))
    day = company.clock.now().date()
    tomorrow = day + timedelta(days=1)
    company.run(set_substitute, SetSubstitute(away, substitute, tomorrow, tomorrow))
    at_desk(company, substitute)
    with pytest.raises(RuleViolation, match=r"rights\.out_of_reach"):
        company.run(close_ticket, CloseTicket(world.fresh, "x"))

    at_desk(company, USER_ID)
    company.run(set_substitute, SetSubstitute(away, substitute, day, tomorrow))
    at_desk(company, substitute)
    company.run(close_ticket, CloseTicket(world.fresh, "x"))

    assert company.ask(stood_in_for, substitute, day) == ["Ola Wrona"]
    assert row_of(company, away).is_away(day)


def test_everybody_names_their_own_substitute_and_nobody_that_of_others(company: Company) -> None:
    ola, iza = new_user(company), new_user(company, "Iza Lis", "reader")
    day = date(2026, 12, 24)
    at_desk(company, iza)
    company.run(set_substitute, SetSubstitute(iza, ola, day, day))

    with pytest.raises(RuleViolation, match=MISSING):
        company.run(set_substitute, SetSubstitute(ola, iza, day, day))
    with pytest.raises(RuleViolation, match=r"substitute\.yourself"):
        company.run(set_substitute, SetSubstitute(iza, iza, day, day))
    with pytest.raises(RuleViolation, match=r"substitute\.ends_before_start"):
        company.run(set_substitute, SetSubstitute(iza, ola, day, day - timedelta(days=1)))


def test_a_desk_where_nobody_has_a_password_asks_nobody(company: Company) -> None:
    place = company.ask(workplace)
    assert place is not None
    assert not place.asks_who

    come_in(company, USER_ID)


def test_a_first_password_is_changed_when_it_is_used_first(company: Company) -> None:
    ola = with_passwords(company)
    with pytest.raises(RuleViolation, match=r"sign_in\.password_expired"):
        come_in(company, ola, FIRST)
    with pytest.raises(RuleViolation, match=r"password\.same"):
        come_in(company, ola, FIRST, FIRST)

    come_in(company, ola, FIRST, OWN)

    come_in(company, ola, OWN)
    with pytest.raises(RuleViolation, match=r"sign_in\.wrong"):
        come_in(company, ola, FIRST)


def test_who_gives_passwords_has_one_first_so_that_nobody_locks_themselves_out(company: Company) -> None:
    ola = new_user(company)

    with pytest.raises(RuleViolation, match=r"user\.own_password_first"):
        company.run(give_password, GivePassword(ola, FIRST))


def test_wrong_guesses_are_counted_slow_down_and_end_after_a_minute(
    company: Company, clock: FakeClock
) -> None:
    with_passwords(company)
    for _ in range(3):
        with pytest.raises(RuleViolation, match=r"sign_in\.wrong"):
            come_in(company, USER_ID, "zgaduję")
    with pytest.raises(RuleViolation, match=r"sign_in\.wait") as waiting:
        come_in(company, USER_ID, ANNAS)
    assert waiting.value.values["seconds"] == 2

    clock.advance(seconds=2)
    come_in(company, USER_ID, ANNAS)

    assert company.get(Password, USER_ID).failures == 0


def test_changing_ones_password_asks_for_the_one_of_before(company: Company) -> None:
    with_passwords(company)

    with pytest.raises(RuleViolation, match=r"sign_in\.wrong"):
        company.run(change_password, ChangePassword("nie to", OWN))
    company.run(change_password, ChangePassword(ANNAS, OWN))

    come_in(company, USER_ID, OWN)


def test_who_left_does_not_come_in_nor_who_has_no_password_where_others_have_one(company: Company) -> None:
    ola = with_passwords(company)
    iza = new_user(company, "Iza Lis")
    with pytest.raises(RuleViolation, match=r"sign_in\.no_password"):
        come_in(company, iza)
    company.run(deactivate_user, DeactivateUser(ola))

    with pytest.raises(RuleViolation, match=r"sign_in\.left"):
        come_in(company, ola, FIRST)


def test_the_last_password_may_be_removed_and_then_nobody_is_asked(company: Company) -> None:
    ola = with_passwords(company)
    with pytest.raises(RuleViolation, match=r"password\.others_have_one"):
        company.run(remove_password, RemovePassword(ANNAS))
    with company.begin() as uow:
        uow.record("test.given", None)
        uow.session.delete(uow.get(Password, ola))
        uow.commit()

    company.run(remove_password, RemovePassword(ANNAS))

    come_in(company, USER_ID)


def test_the_desk_is_the_last_persons_and_asks_once_somebody_has_a_password(company: Company) -> None:
    ola = with_passwords(company)
    come_in(company, ola, FIRST, OWN)

    place = company.ask(workplace)

    assert place is not None
    assert (place.user_id, place.user_name, place.asks_who) == (ola, "Ola Wrona", True)
    assert company.rows(SignIn)[0].user_id == ola


def test_the_first_look_finds_who_worked_here_last_and_whether_to_ask(
    tmp_path: Path, founded_template: bytes, clock: FakeClock
) -> None:
    path = tmp_path / "fieldservice.db"
    path.write_bytes(founded_template)
    database = open_sqlite(path)
    desk = company_of(database, clock)
    assert first_workplace(path) == desk.ask(workplace)

    ola = with_passwords(desk)
    come_in(desk, ola, FIRST, OWN)

    place = first_workplace(path)
    assert place == desk.ask(workplace)
    assert place is not None
    assert (place.user_id, place.asks_who) == (ola, True)
    database.close()


def test_no_password_and_no_hash_is_in_the_journal_and_no_undo_brings_one_back(company: Company) -> None:
    ola = with_passwords(company)
    given = company.run(give_password, GivePassword(ola, OWN))

    written = " ".join(str(line.after) + str(line.before) for line in company.rows(JournalChange))

    assert "argon2" not in written
    assert all(secret not in written for secret in (ANNAS, FIRST, OWN))
    assert all("argon2id" in row.hashed for row in company.rows(Password))
    with pytest.raises(RuleViolation, match=r"undo\.final"):
        company.run(undo_entry, UndoEntry(given.entry_id or new_id()))


def test_commands_do_not_tell_passwords_when_they_are_printed() -> None:
    told = repr(EnterDesk(USER_ID, WORKSTATION_ID, ANNAS, OWN)) + repr(ChangePassword(ANNAS, OWN))

    assert ANNAS not in told
    assert OWN not in told


def test_when_nobody_can_sign_in_the_command_line_gives_a_first_password(
    tmp_path: Path,
    founded_template: bytes,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    path = Paths(tmp_path).database
    path.write_bytes(founded_template)
    database = open_sqlite(path)
    desk = company_of(database, FakeClock(MONDAY_MORNING))
    desk.run(change_password, ChangePassword("", ANNAS))
    monkeypatch.setattr("sys.stdin", io.StringIO(f"{FIRST}\n"))

    code = main(["--home", str(tmp_path), "password", "anna", "--password-stdin"])

    assert code == 0
    assert FIRST not in capsys.readouterr().out
    with pytest.raises(RuleViolation, match=r"sign_in\.password_expired"):
        come_in(desk, USER_ID, FIRST)
    database.close()


def test_a_login_that_nobody_has_is_told_by_the_command_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(f"{FIRST}\n"))

    assert main(["--home", str(tmp_path), "password", "nikt", "--password-stdin"]) == 4
    assert "nikt" in capsys.readouterr().err
