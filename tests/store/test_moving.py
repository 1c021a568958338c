"""One file takes a desk to another computer; restoring an open desk waits for its next start."""

import json
import lzma
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from fieldservice.config import Config, Paths, Settings
from fieldservice.desk import take_wanted_backup
from fieldservice.domain.model.customer import Customer
from fieldservice.domain.rules.errors import EnvironmentProblem
from fieldservice.domain.store import restoring
from fieldservice.domain.store.backup import PLAIN, BackupWay, back_up
from fieldservice.domain.store.engine import open_sqlite
from fieldservice.domain.store.moving import HomeFolder, export_everything, import_everything
from tests.conftest import MONDAY_MORNING
from tests.factories import Company
from tests.store.conftest import gone_on
from tests.store.snapshots import stored

DIGEST = "ab" + "01" * 31


def home_at(path: Path) -> HomeFolder:
    return HomeFolder(path, path / "fieldservice.db", path / "attachments", path / "settings.toml")


@pytest.fixture
def old(tmp_path: Path) -> HomeFolder:
    home = home_at(tmp_path / "old")
    (home.attachments / "ab").mkdir(parents=True)
    (home.attachments / "ab" / DIGEST).write_bytes(b"zdjecie")
    home.settings.write_text('language = "cs"\n')
    return home


@pytest.fixture
def at_work(old: HomeFolder, founded_world: bytes) -> Iterator[Company]:
    company = gone_on(founded_world, old.database)
    yield company
    company.database.close()


def opened(home: HomeFolder, company: Company) -> Company:
    return Company(open_sqlite(home.database), company.clock, company.actor)


@pytest.mark.parametrize("way", [PLAIN, BackupWay(passphrase="koń")])
def test_another_computer_goes_on_where_this_one_stopped(
    at_work: Company, old: HomeFolder, tmp_path: Path, way: BackupWay
) -> None:
    file, new = tmp_path / "all.fieldservice", home_at(tmp_path / "new")
    export_everything(old, file, MONDAY_MORNING, way)

    moved = import_everything(file, new, way)

    there = opened(new, at_work)
    assert stored(there) == stored(at_work)
    assert (new.attachments / "ab" / DIGEST).read_bytes() == b"zdjecie"
    assert new.settings.read_text() == 'language = "cs"\n'
    assert (moved.files, moved.made_at, moved.kept) == (1, MONDAY_MORNING, None)
    assert {path.name for path in new.home.iterdir()} <= {
        "fieldservice.db",
        "fieldservice.db-wal",
        "fieldservice.db-shm",
        "attachments",
        "settings.toml",
    }
    there.customer("Życie toczy się dalej")
    there.database.close()


def test_what_was_there_before_is_kept(at_work: Company, old: HomeFolder, tmp_path: Path) -> None:
    file, new = tmp_path / "all.fieldservice", home_at(tmp_path / "new")
    export_everything(old, file, MONDAY_MORNING, PLAIN)
    import_everything(file, new, PLAIN)
    new.settings.write_text('language = "pt"\n')

    again = import_everything(file, new, PLAIN)

    assert again.kept is not None
    assert again.kept.exists()
    assert new.settings.read_text() == 'language = "pt"\n'


@pytest.mark.parametrize("harm", ["text", "other zip", "cut", "newer"])
def test_a_file_that_is_none_changes_nothing(
    at_work: Company, old: HomeFolder, tmp_path: Path, harm: str
) -> None:
    file, new = tmp_path / "all.fieldservice", home_at(tmp_path / "new")
    export_everything(old, file, MONDAY_MORNING, PLAIN)
    do_harm(file, harm)

    with pytest.raises(EnvironmentProblem, match=r"moving\.unreadable|backup\.newer"):
        import_everything(file, new, PLAIN)

    assert list(new.home.iterdir()) == []
    assert at_work.rows(Customer)


def do_harm(file: Path, harm: str) -> None:
    if harm == "cut":
        file.write_bytes(file.read_bytes()[:-200])
        return
    if harm == "text":
        file.write_text("Dear Anna")
        return
    plain = file.with_suffix(".zip")
    with zipfile.ZipFile(plain, "w") as written:
        written.writestr("manifest.json" if harm == "newer" else "photo.jpg", json.dumps({"format": 99}))
        written.writestr("fieldservice.db", "")
    file.write_bytes(lzma.compress(plain.read_bytes()))


def test_a_foreign_archive_cannot_write_outside_the_attachments(
    at_work: Company, old: HomeFolder, tmp_path: Path
) -> None:
    file, new = tmp_path / "all.fieldservice", home_at(tmp_path / "new")
    export_everything(old, file, MONDAY_MORNING, PLAIN)
    plain = tmp_path / "plain.zip"
    plain.write_bytes(lzma.decompress(file.read_bytes()))
    with zipfile.ZipFile(plain, "a") as archive:
        archive.writestr("attachments/../../evil", "x")
        archive.writestr("attachments/ab/../../../evil", "x")
    file.write_bytes(lzma.compress(plain.read_bytes()))

    import_everything(file, new, PLAIN)

    assert not list(tmp_path.rglob("evil"))
    assert at_work.rows(Customer)


def test_an_open_desk_is_restored_at_its_next_start(at_work: Company, old: HomeFolder) -> None:
    before = stored(at_work)
    saved = back_up(old.database, old.home / "backups", MONDAY_MORNING)
    at_work.customer("Po kopii")

    preview = restoring.prepare(saved, old.database, replace(PLAIN, files=old.attachments))
    assert stored(at_work) != before
    restoring.want(old.database)
    at_work.database.close()
    kept = restoring.finish(old.database)

    assert preview.lost_commands == 0  # the clock of the test stands still
    assert kept is not None
    again = opened(old, at_work)
    assert stored(again) == before
    again.database.close()
    assert restoring.finish(old.database) is None


def test_what_was_prepared_and_not_wanted_is_forgotten(at_work: Company, old: HomeFolder) -> None:
    saved = back_up(old.database, old.home / "backups", MONDAY_MORNING)
    restoring.prepare(saved, old.database, PLAIN)
    at_work.customer("Nadal tu")
    at_work.database.close()

    assert restoring.finish(old.database) is None

    again = opened(old, at_work)
    assert "Nadal tu" in {row.name for row in again.rows(Customer)}
    again.database.close()
    assert not old.database.with_suffix(restoring.PREPARED).exists()
    with pytest.raises(EnvironmentProblem, match=r"backup\.not_prepared"):
        restoring.want(old.database)


def test_the_start_takes_a_wanted_backup_and_leaves_the_rest_alone(at_work: Company, old: HomeFolder) -> None:
    config = Config(Paths(old.home), Settings())
    saved = back_up(old.database, old.home / "backups", MONDAY_MORNING)
    restoring.prepare(saved, old.database, PLAIN)
    at_work.customer("Po kopii")
    at_work.database.close()

    take_wanted_backup(config)
    assert not list(old.home.glob("*.replaced-*"))
    restoring.want(old.database)
    take_wanted_backup(config)
    take_wanted_backup(config)

    assert len(list(old.home.glob("*.replaced-1"))) == 1
    again = opened(old, at_work)
    assert "Po kopii" not in {row.name for row in again.rows(Customer)}
    again.database.close()
