"""Backups: made while people work, checked, kept by plan, and put back so that everything is as it was."""

import lzma
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import NoReturn

import pytest

from fieldservice.config import Config, Paths, Settings
from fieldservice.desk import open_desk
from fieldservice.domain.model.customer import Customer
from fieldservice.domain.rules.errors import EnvironmentProblem
from fieldservice.domain.store import backup
from fieldservice.domain.store.engine import open_sqlite
from fieldservice.domain.store.schema import head, migrate
from fieldservice.domain.store.sqlite_files import check_database
from tests.conftest import MONDAY_MORNING, FakeClock, company_of
from tests.factories import Company, set_up
from tests.store.conftest import gone_on
from tests.store.hardships import largest_file
from tests.store.snapshots import stored

KEY = "0f" * 32
DAY = timedelta(days=1)


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "desk.db"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "backups"


def founded(path: Path, key: str | None = None) -> Company:
    """A company on a database that the migrations made."""
    database = open_sqlite(path, key=key)
    migrate(database.writer)
    return set_up(database, FakeClock(MONDAY_MORNING))


@pytest.fixture
def founded_company(home: Path, founded_template: bytes) -> Iterator[Company]:
    home.write_bytes(founded_template)
    company = company_of(open_sqlite(home), FakeClock(MONDAY_MORNING))
    yield company
    company.database.close()


@pytest.fixture
def company_at_work(home: Path, founded_world: bytes) -> Iterator[Company]:
    company = gone_on(founded_world, home)
    yield company
    company.database.close()


def opened_again(company: Company, home: Path, key: str | None = None) -> Company:
    return Company(open_sqlite(home, key=key), company.clock, company.actor)


def customers(company: Company) -> set[str]:
    return {customer.name for customer in company.rows(Customer)}


def empty_backup(folder: Path, moment: datetime, reason: str = "daily") -> Path:
    folder.mkdir(exist_ok=True)
    path = folder / f"{moment.strftime(backup.STAMP)}-{reason}{backup.SUFFIX}"
    path.touch()
    return path


def test_a_backup_put_back_is_everything_as_it_was(
    company_at_work: Company, home: Path, folder: Path
) -> None:
    """The drill: a company at work, a backup, a disaster, the way back."""
    before = stored(company_at_work)
    saved = backup.back_up(home, folder, MONDAY_MORNING)
    company_at_work.customer("Po kopii")
    company_at_work.database.close()
    home.write_bytes(b"disaster" * 4096)

    kept = backup.restore(saved, home)

    again = opened_again(company_at_work, home)
    assert stored(again) == before
    assert not migrate(again.database.writer)
    again.customer("Życie toczy się dalej")
    again.database.close()
    assert kept is not None
    assert kept.read_bytes().startswith(b"disaster")


def test_the_database_that_was_replaced_is_kept_with_its_log(
    founded_company: Company, home: Path, folder: Path
) -> None:
    """After a crash what was confirmed last stands in the log only."""
    saved = backup.back_up(home, folder, MONDAY_MORNING)
    founded_company.customer("Potwierdzony przed awarią")
    after_crash = {file.name: file.read_bytes() for file in home.parent.glob("desk.db*")}
    founded_company.database.close()
    for name, content in after_crash.items():
        (home.parent / name).write_bytes(content)

    kept = backup.restore(saved, home)

    assert kept is not None
    assert customers(opened_again(founded_company, kept)) == {"Potwierdzony przed awarią"}
    assert customers(opened_again(founded_company, home)) == set()


def test_restoring_twice_keeps_what_was_there_first(
    founded_company: Company, home: Path, folder: Path
) -> None:
    saved = backup.back_up(home, folder, MONDAY_MORNING)
    founded_company.customer("Tylko tutaj")
    founded_company.database.close()

    first, second = backup.restore(saved, home), backup.restore(saved, home)

    assert first is not None
    assert first != second
    assert customers(opened_again(founded_company, first)) == {"Tylko tutaj"}


def test_a_copy_is_whole_while_a_writer_works(founded_company: Company, home: Path, folder: Path) -> None:
    """Customer and telephone are written by one command: a copy has both or none."""
    is_over = threading.Event()

    def work() -> None:
        number = 0
        while not is_over.is_set():
            number += 1
            founded_company.customer(f"Klient {number}", phone=f"61 281 {number // 100:02} {number % 100:02}")

    working = threading.Thread(target=work)
    working.start()
    saved = [backup.back_up(home, folder, MONDAY_MORNING + DAY * n, reason="drill") for n in range(3)]
    is_over.set()
    working.join()

    for number, path in enumerate(saved):
        place = home.with_name(f"copy{number}.db")
        backup.restore(path, place)
        copy = opened_again(founded_company, place)
        with copy.database.reader.connect() as connection:
            pairs = connection.exec_driver_sql(
                "SELECT (SELECT count(*) FROM customer), (SELECT count(*) FROM identity)"
            ).one()
        assert pairs[0] == pairs[1]
        copy.database.close()


def test_an_encrypted_database_is_backed_up_and_restored_with_its_key(home: Path, folder: Path) -> None:
    company = founded(home, KEY)
    company.customer("Tajny klient")

    saved = backup.back_up(home, folder, MONDAY_MORNING, way=backup.BackupWay(key=KEY))
    company.database.close()
    backup.restore(saved, home, backup.BackupWay(key=KEY))

    again = opened_again(company, home, KEY)
    assert customers(again) == {"Tajny klient"}
    again.database.close()
    assert b"SQLite format 3" not in lzma.decompress(saved.read_bytes())
    with pytest.raises(EnvironmentProblem, match=r"backup\.key_missing"):
        backup.restore(saved, home)


@pytest.mark.parametrize("harm", ["cut", "changed", "foreign", "empty", "gone"])
def test_a_damaged_backup_is_refused_and_the_database_left_alone(
    founded_company: Company, home: Path, folder: Path, harm: str
) -> None:
    saved = backup.back_up(home, folder, MONDAY_MORNING)
    founded_company.customer("Jest i zostanie")
    before = stored(founded_company)
    founded_company.database.close()
    do_harm(saved, harm)

    with pytest.raises(EnvironmentProblem, match=r"backup\.(unreadable|damaged)"):
        backup.restore(saved, home)

    again = opened_again(founded_company, home)
    assert stored(again) == before
    again.database.close()
    assert {path.name for path in home.parent.iterdir()} - {"backups"} == {"desk.db"}


def do_harm(saved: Path, harm: str) -> None:
    content = saved.read_bytes()
    database = bytearray(lzma.decompress(content))
    if harm == "cut":
        saved.write_bytes(content[: len(content) // 2])
    elif harm == "changed":
        database[4096 * 5 : 4096 * 9] = b"\xa5" * (4096 * 4)
        saved.write_bytes(lzma.compress(bytes(database), preset=0))
    elif harm == "foreign":
        saved.write_bytes(lzma.compress(b"Dear Anna, " * 1000))
    elif harm == "empty":
        saved.write_bytes(lzma.compress(b""))
    else:
        saved.unlink()


def test_a_backup_with_a_broken_reference_is_refused(
    founded_company: Company, home: Path, folder: Path
) -> None:
    founded_company.site(founded_company.customer())
    saved = backup.back_up(home, folder, MONDAY_MORNING)
    founded_company.database.close()
    loose = home.with_name("loose.db")
    loose.write_bytes(lzma.decompress(saved.read_bytes()))
    database = open_sqlite(loose)
    with database.writer.connect() as connection:
        connection.exec_driver_sql("ROLLBACK")
        connection.exec_driver_sql("PRAGMA foreign_keys = OFF")
        connection.exec_driver_sql("BEGIN")
        connection.exec_driver_sql("DELETE FROM customer")
        connection.commit()
    database.close()
    saved.write_bytes(lzma.compress(loose.read_bytes(), preset=0))

    with pytest.raises(EnvironmentProblem, match=r"backup\.damaged"):
        backup.restore(saved, home)


def test_a_backup_of_a_newer_program_is_refused(founded_company: Company, home: Path, folder: Path) -> None:
    with founded_company.database.writer.begin() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = 'from-the-future'")
    saved = backup.back_up(home, folder, MONDAY_MORNING)
    with founded_company.database.writer.begin() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = ?", (head(),))
    before = stored(founded_company)
    founded_company.database.close()

    with pytest.raises(EnvironmentProblem, match=r"backup\.newer"):
        backup.restore(saved, home)

    assert stored(opened_again(founded_company, home)) == before


def test_a_damaged_database_gives_no_backup_that_looks_right(
    founded_company: Company, home: Path, folder: Path
) -> None:
    founded_company.database.close()
    content = bytearray(home.read_bytes())
    content[4096 * 5 : 4096 * 9] = b"\xa5" * (4096 * 4)
    home.write_bytes(content)

    with pytest.raises(EnvironmentProblem, match=r"backup\.(damaged|database_unreadable)"):
        backup.back_up(home, folder, MONDAY_MORNING)

    assert list(folder.iterdir()) == []


def test_a_folder_that_cannot_be_written_is_told(founded_company: Company, home: Path, folder: Path) -> None:
    folder.write_text("a file stands where the folder should be")

    with pytest.raises(EnvironmentProblem, match=r"backup\.not_written"):
        backup.back_up(home, folder, MONDAY_MORNING)


def test_a_disk_without_room_for_the_copy_is_told_and_nothing_is_left(
    founded_company: Company, home: Path, folder: Path
) -> None:
    with (
        largest_file(home.stat().st_size // 2),
        pytest.raises(EnvironmentProblem, match=r"backup\.not_written"),
    ):
        backup.back_up(home, folder, MONDAY_MORNING)

    assert list(folder.iterdir()) == []


@pytest.mark.parametrize(
    ("made_at", "now", "is_due"),
    [
        ((), MONDAY_MORNING, True),
        ((MONDAY_MORNING,), MONDAY_MORNING, False),
        ((MONDAY_MORNING,), MONDAY_MORNING + timedelta(hours=16, minutes=29), False),
        ((MONDAY_MORNING,), MONDAY_MORNING + timedelta(hours=16, minutes=30), True),
        ((MONDAY_MORNING, MONDAY_MORNING - DAY), MONDAY_MORNING, False),
        ((MONDAY_MORNING + DAY,), MONDAY_MORNING, True),
    ],
)
def test_a_backup_is_due_once_a_day(
    folder: Path, made_at: tuple[datetime, ...], now: datetime, *, is_due: bool
) -> None:
    for moment in made_at:
        empty_backup(folder, moment)

    assert backup.due(folder, now) is is_due


def test_a_backup_before_a_migration_does_not_stand_for_the_days_own(folder: Path) -> None:
    empty_backup(folder, MONDAY_MORNING, backup.BEFORE_MIGRATION)

    assert backup.due(folder, MONDAY_MORNING)


def test_of_two_years_of_days_seven_days_four_weeks_and_twelve_months_are_kept(folder: Path) -> None:
    last = datetime(2026, 11, 25, 12, tzinfo=UTC)  # a Wednesday
    for age in range(730):
        empty_backup(folder, last - DAY * age)

    backup.prune(folder)

    assert sorted(path.name[:8] for path in folder.iterdir()) == [
        *("20251231", "20260131", "20260228", "20260331", "20260430", "20260531"),
        *("20260630", "20260731", "20260831", "20260930", "20261031"),
        *("20261108", "20261115"),
        *("20261119", "20261120", "20261121", "20261122", "20261123", "20261124", "20261125"),
    ]


def test_after_a_long_holiday_nothing_more_is_removed(folder: Path) -> None:
    """Days without work are not counted: the newest seven days that have a backup stay."""
    kept = [empty_backup(folder, MONDAY_MORNING - timedelta(days=200 + n)) for n in range(7)]

    assert backup.prune(folder) == []
    assert sorted(folder.iterdir()) == sorted(kept)


def test_of_one_day_the_newest_stays(folder: Path) -> None:
    older, newer = empty_backup(folder, MONDAY_MORNING), empty_backup(folder, MONDAY_MORNING + DAY / 24)

    assert backup.prune(folder) == [older]
    assert list(folder.iterdir()) == [newer]


def test_what_others_put_into_the_folder_and_copies_before_migrations_stay(folder: Path) -> None:
    stranger = folder / "my own copy.db.xz"
    before_migration = [
        empty_backup(folder, MONDAY_MORNING - DAY * 400 * n, "before-migration") for n in range(3)
    ]
    stranger.touch()

    assert backup.prune(folder) == []
    assert backup.due(folder, MONDAY_MORNING)
    assert sorted(folder.iterdir()) == sorted([stranger, *before_migration])


def old_desk(config: Config) -> None:
    """A database of an earlier schema, with something in it."""
    config.paths.make_folders()
    database = open_sqlite(config.paths.database)
    with database.writer.begin() as connection:
        connection.exec_driver_sql("CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL)")
        connection.exec_driver_sql("INSERT INTO alembic_version VALUES ('0000')")
        connection.exec_driver_sql("CREATE TABLE remark (typed TEXT)")
        connection.exec_driver_sql("INSERT INTO remark VALUES ('the only copy')")
    database.close()


def test_before_a_migration_a_backup_is_made_and_the_step_is_not_begun_without_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("fieldservice.domain.store.schema.known_revisions", lambda: {"0000"})
    config = Config(Paths(tmp_path), Settings())
    old_desk(config)

    with pytest.raises(EnvironmentProblem, match=r"database\.migration_failed"):
        open_desk(config, FakeClock(MONDAY_MORNING))

    (saved,) = config.paths.backups.iterdir()
    assert saved.name == "20261123T073000Z-before-migration.db.xz"
    copy = tmp_path / "copy.db"
    copy.write_bytes(lzma.decompress(saved.read_bytes()))
    check_database(copy)
    database = open_sqlite(copy)
    with database.reader.connect() as connection:
        assert connection.exec_driver_sql("SELECT typed FROM remark").scalar() == "the only copy"
    database.close()


def test_a_migration_is_not_begun_when_its_backup_cannot_be_made(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("fieldservice.domain.store.schema.known_revisions", lambda: {"0000"})
    database = open_sqlite(home)
    with database.writer.begin() as connection:
        connection.exec_driver_sql("CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL)")
        connection.exec_driver_sql("INSERT INTO alembic_version VALUES ('0000')")

    def no_room(_database: Path) -> NoReturn:
        raise EnvironmentProblem("backup.not_written", folder="backups")

    with pytest.raises(EnvironmentProblem, match=r"backup\.not_written"):
        migrate(database.writer, home, no_room)

    with database.reader.connect() as connection:
        tables = connection.exec_driver_sql("SELECT name FROM sqlite_master").scalars().all()
    assert tables == ["alembic_version"]
    database.close()
