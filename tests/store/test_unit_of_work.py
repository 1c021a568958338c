"""One command, one transaction: kept whole or not at all, whatever disk, locks or other programs do."""

import os
import sqlite3
import threading
import time
from pathlib import Path

import pytest
from sqlalchemy import URL, Engine, select, text

from fieldservice.domain.model.base import new_id
from fieldservice.domain.model.equipment import Category
from fieldservice.domain.model.journal import JournalEntry
from fieldservice.domain.model.whole import Base
from fieldservice.domain.rules.errors import EnvironmentProblem, RuleViolation
from fieldservice.domain.store import engine
from fieldservice.domain.store.engine import Database, open_postgresql, open_sqlite
from tests.conftest import MONDAY_MORNING, FakeClock
from tests.factories import Company, set_up
from tests.store.hardships import as_another_user, largest_file

KEY = "0f" * 32
OTHER_KEY = "f0" * 32
WHOLE_PAGES = 4096


def name_category(company: Company, name: str) -> None:
    """The smallest command there is."""
    with company.begin() as uow:
        row = Category(id=new_id(), name=name)
        uow.record("test.given", row)
        uow.add(row)
        uow.commit()


def names(company: Company) -> set[str]:
    return {row.name for row in company.rows(Category)}


def pragma(chosen: Engine, name: str) -> object:
    with chosen.connect() as connection:
        return connection.exec_driver_sql(f"PRAGMA {name}").scalar()


def file_of(database: Database) -> Path:
    return Path(str(database.writer.url.database))


def test_what_is_not_committed_is_taken_back(company: Company) -> None:
    with company.begin() as uow:
        uow.record("test.given", None)
        uow.add(Category(id=new_id(), name="Pompa"))
        uow.session.flush()

    assert names(company) == set()


def test_an_error_within_a_command_takes_everything_back(company: Company) -> None:
    def fail() -> None:
        with company.begin() as uow:
            uow.record("test.given", None)
            uow.add(Category(id=new_id(), name="Pompa"))
            uow.session.flush()
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()

    assert names(company) == set()


def test_a_command_that_does_not_say_what_it_does_is_not_committed(company: Company) -> None:
    def stay_silent() -> None:
        with company.begin() as uow:
            uow.add(Category(id=new_id(), name="Pompa"))
            uow.commit()

    with pytest.raises(LookupError):
        stay_silent()

    assert names(company) == set()


@pytest.mark.parametrize("is_flushed_before", [True, False])
def test_a_name_that_is_taken_is_told_whenever_the_database_notices(
    company: Company, *, is_flushed_before: bool
) -> None:
    name_category(company, "Pompa")

    def take_it_again() -> None:
        with company.begin() as uow:
            uow.record("test.given", None)
            uow.add(Category(id=new_id(), name="Pompa"))
            if is_flushed_before:
                uow.session.flush()
            uow.commit()

    with pytest.raises(RuleViolation, match=r"row\.conflict"):
        take_it_again()


def test_a_reader_cannot_write(company: Company) -> None:
    def write() -> None:
        with company.database.read_session() as session:
            session.add(Category(id=new_id(), name="Pompa"))
            session.commit()

    with pytest.raises(Exception, match=r"readonly|read-only"):
        write()

    assert names(company) == set()


def test_a_reader_sees_one_moment_while_a_writer_goes_on(company: Company) -> None:
    with company.database.read_session() as session:
        before = len(session.scalars(select(JournalEntry.id)).all())
        name_category(company, "Pompa")
        after = len(session.scalars(select(JournalEntry.id)).all())

    assert before == after
    assert names(company) == {"Pompa"}


def test_the_desks_database_is_opened_as_promised(sqlite_database: Database) -> None:
    for chosen in (sqlite_database.writer, sqlite_database.reader):
        assert pragma(chosen, "journal_mode") == "wal"
        assert pragma(chosen, "synchronous") == 2  # FULL
        assert pragma(chosen, "foreign_keys") == 1
        assert pragma(chosen, "busy_timeout") == engine.BUSY_MILLISECONDS
    assert pragma(sqlite_database.reader, "query_only") == 1


def test_a_second_writer_gives_up_in_words_when_the_first_takes_too_long(
    desk_company: Company, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine, "BUSY_MILLISECONDS", 200)
    second = Company(open_sqlite(file_of(desk_company.database)), desk_company.clock, desk_company.actor)

    with desk_company.begin():
        began = time.monotonic()
        with pytest.raises(EnvironmentProblem, match=r"database\.busy"):
            name_category(second, "Pompa")
        waited = time.monotonic() - began

    assert 0.2 <= waited < 5
    name_category(second, "Pompa")
    assert names(desk_company) == {"Pompa"}
    second.database.close()


def test_a_second_writer_waits_for_the_first(desk_company: Company) -> None:
    second = Company(open_sqlite(file_of(desk_company.database)), desk_company.clock, desk_company.actor)
    with desk_company.begin() as uow:
        waiting = threading.Thread(target=name_category, args=(second, "Kocioł"))
        waiting.start()
        uow.record("test.given", None)
        uow.add(Category(id=new_id(), name="Pompa"))
        uow.commit()
    waiting.join()

    assert names(desk_company) == {"Pompa", "Kocioł"}
    second.database.close()


def test_a_full_disk_is_told_and_nothing_is_lost(desk_company: Company) -> None:
    """SQLite is given no more pages: the very error of a disk without room."""
    name_category(desk_company, "Pompa")
    with desk_company.database.writer.connect() as connection:
        full = connection.exec_driver_sql("PRAGMA page_count").scalar_one()
        most = connection.exec_driver_sql("PRAGMA max_page_count").scalar_one()
        connection.exec_driver_sql(f"PRAGMA max_page_count = {full}")

    with pytest.raises(EnvironmentProblem, match=r"database\.full"):
        name_many(desk_company)
    with desk_company.database.writer.connect() as connection:
        connection.exec_driver_sql(f"PRAGMA max_page_count = {most}")
    name_category(desk_company, "Kocioł")

    assert names(desk_company) == {"Pompa", "Kocioł"}
    assert pragma(desk_company.database.reader, "integrity_check") == "ok"


def test_a_disk_that_refuses_to_write_is_told_and_nothing_is_lost(desk_company: Company) -> None:
    name_category(desk_company, "Pompa")
    log = file_of(desk_company.database).with_name("desk.db-wal")

    with (
        largest_file(log.stat().st_size + 2 * WHOLE_PAGES),
        pytest.raises(EnvironmentProblem, match=r"database\.(disk_failed|full)"),
    ):
        name_many(desk_company)
    name_category(desk_company, "Kocioł")

    assert names(desk_company) == {"Pompa", "Kocioł"}
    assert pragma(desk_company.database.reader, "integrity_check") == "ok"


def name_many(company: Company) -> None:
    """More than fits into what is left."""
    with company.begin() as uow:
        uow.record("test.given", None)
        uow.add(*(Category(id=new_id(), name=f"{number:05}" * 30) for number in range(500)))
        uow.commit()


@pytest.mark.skipif(os.name != "posix", reason="needs another user")
def test_a_database_that_may_only_be_read_is_told(desk_company: Company, tmp_path: Path) -> None:
    """As another user, who may look into the folder but not write there."""
    file = file_of(desk_company.database)
    desk_company.database.close()
    with (
        as_another_user(tmp_path),
        pytest.raises(EnvironmentProblem, match=r"database\.(read_only|not_opened)"),
    ):
        name_category(Company(open_sqlite(file), desk_company.clock, desk_company.actor), "Pompa")

    again = Company(open_sqlite(file), desk_company.clock, desk_company.actor)
    name_category(again, "Kocioł")
    assert names(again) == {"Kocioł"}
    again.database.close()


def test_a_damaged_page_is_told_and_not_taken_for_data(desk_company: Company) -> None:
    file = file_of(desk_company.database)
    desk_company.database.close()
    page = WHOLE_PAGES * 3
    content = bytearray(file.read_bytes())
    content[page:] = b"\xa5" * (len(content) - page)
    file.write_bytes(content)
    damaged = Company(open_sqlite(file), desk_company.clock, desk_company.actor)

    with pytest.raises(EnvironmentProblem, match=r"database\.damaged"):
        name_category(damaged, "Pompa")
    damaged.database.close()


def test_a_file_that_is_no_database_is_told(tmp_path: Path, clock: FakeClock, desk_company: Company) -> None:
    file = tmp_path / "letter.db"
    file.write_bytes(b"Dear Anna, " * 1000)
    database = open_sqlite(file)

    with pytest.raises(EnvironmentProblem, match=r"database\.unreadable"):
        names(Company(database, clock, desk_company.actor))
    assert file.read_bytes() == b"Dear Anna, " * 1000


def test_a_folder_that_is_not_there_is_told(tmp_path: Path, clock: FakeClock, desk_company: Company) -> None:
    database = open_sqlite(tmp_path / "gone" / "desk.db")

    with pytest.raises(EnvironmentProblem, match=r"database\.not_opened"):
        names(Company(database, clock, desk_company.actor))


def encrypted(path: Path) -> Company:
    database = open_sqlite(path, key=KEY)
    Base.metadata.create_all(database.writer)
    return set_up(database, FakeClock(MONDAY_MORNING))


def test_an_encrypted_database_opens_with_its_key_and_shows_nothing_without(tmp_path: Path) -> None:
    company = encrypted(tmp_path / "desk.db")
    name_category(company, "Tajna pompa")
    company.database.close()

    again = open_sqlite(tmp_path / "desk.db", key=KEY)

    assert names(Company(again, company.clock, company.actor)) == {"Tajna pompa"}
    again.close()
    content = b"".join(file.read_bytes() for file in tmp_path.glob("desk.db*"))
    assert b"SQLite format 3" not in content
    assert b"Tajna pompa" not in content
    with pytest.raises(sqlite3.DatabaseError), sqlite3.connect(tmp_path / "desk.db") as plain:
        plain.execute("SELECT * FROM category")


@pytest.mark.parametrize("key", [None, OTHER_KEY])
def test_without_the_right_key_it_is_told(tmp_path: Path, key: str | None) -> None:
    company = encrypted(tmp_path / "desk.db")
    company.database.close()
    database = open_sqlite(tmp_path / "desk.db", key=key)

    with pytest.raises(EnvironmentProblem, match=r"database\.unreadable"):
        names(Company(database, company.clock, company.actor))


MOUNTS = """\
/dev/sda1 / ext4 rw,relatime 0 0
//server/firma /mnt/firma cifs rw 0 0
server:/home /srv/my\\040data nfs4 rw 0 0
anna@server: /home/anna/remote fuse.sshfs rw 0 0
/dev/sdb1 /mnt/firma/local ext4 rw 0 0
server:/old /mnt/remounted nfs rw 0 0
/dev/sdc1 /mnt/remounted ext4 rw 0 0
"""


@pytest.mark.covers("P-61")
@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/mnt/firma/desk.db", "cifs"),
        ("/srv/my data/anna/desk.db", "nfs4"),
        ("/home/anna/remote/desk.db", "fuse.sshfs"),
        ("\\\\server\\firma\\desk.db", "smb"),
    ],
)
def test_a_database_on_a_network_share_is_refused_with_the_reason(path: str, kind: str) -> None:
    with pytest.raises(EnvironmentProblem, match=r"database\.on_network_share") as refused:
        open_sqlite(Path(path), mounts=MOUNTS)

    assert refused.value.values == {"path": path, "kind": kind}


@pytest.mark.covers("P-61")
@pytest.mark.parametrize(
    "path",
    ["/home/anna/desk.db", "/mnt/firma/local/desk.db", "/mnt/firma2/desk.db", "/mnt/remounted/desk.db"],
)
def test_a_database_on_a_disk_of_this_machine_is_not_refused(path: str) -> None:
    open_sqlite(Path(path), mounts=MOUNTS).close()


def test_a_centre_that_is_not_there_is_told(tmp_path: Path) -> None:
    nowhere = URL.create("postgresql+psycopg", username="x", database="x", query={"host": str(tmp_path)})
    database = open_postgresql(nowhere)

    with (
        pytest.raises(EnvironmentProblem, match=r"database\.unreachable"),
        database.read_session() as session,
    ):
        session.execute(text("SELECT 1"))


def test_two_who_wait_for_each_other_at_the_centre_do_not_wait_for_ever(postgresql_company: Company) -> None:
    company = postgresql_company
    name_category(company, "Pompa")
    name_category(company, "Kocioł")
    pump, boiler = sorted(row.id for row in company.rows(Category))
    met, told = threading.Barrier(2), []

    def hold(first: object, second: object) -> None:
        try:
            with company.begin() as uow:
                uow.lock(Category, first)  # type: ignore[arg-type]
                met.wait()
                uow.lock(Category, second)  # type: ignore[arg-type]
        except EnvironmentProblem as problem:
            told.append(problem.code)

    threads = [threading.Thread(target=hold, args=pair) for pair in ((pump, boiler), (boiler, pump))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert told == ["database.busy"]
