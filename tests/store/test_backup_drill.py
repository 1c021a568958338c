"""Sealed backups, attachments beside them, what restoring would lose, and the drill."""

from pathlib import Path

import pytest

from fieldservice.domain.model.ticket import Ticket
from fieldservice.domain.rules.errors import EnvironmentProblem
from fieldservice.domain.store import backup
from fieldservice.domain.store.backup_look import drill, look_into
from tests.conftest import MONDAY_MORNING, FakeClock
from tests.factories import Company, Line
from tests.store.every_command import Given
from tests.store.snapshots import stored
from tests.store.test_backup import DAY, company_at_work, do_harm, folder, founded_company, home, opened_again

__all__ = ["company_at_work", "folder", "founded_company", "home"]

SEALED = backup.BackupWay(passphrase="koń, bateria, zszywka")


def test_a_sealed_backup_comes_back_with_its_passphrase_only(
    founded_company: Company, home: Path, folder: Path
) -> None:
    founded_company.customer("Tajny klient")
    before = stored(founded_company)
    saved = backup.back_up(home, folder, MONDAY_MORNING, way=SEALED)
    founded_company.database.close()
    assert saved.name.endswith(".sealed")

    for way, refusal in ((backup.PLAIN, "missing"), (backup.BackupWay(passphrase="pies"), "wrong")):
        with pytest.raises(EnvironmentProblem, match=rf"backup\.passphrase_{refusal}"):
            backup.restore(saved, home, way)
    backup.restore(saved, home, SEALED)

    again = opened_again(founded_company, home)
    assert stored(again) == before
    again.database.close()


@pytest.mark.parametrize("passphrase", [None, "koń"])
def test_attachments_go_with_the_backup_once_and_come_back(
    founded_company: Company, home: Path, folder: Path, passphrase: str | None
) -> None:
    files = home.with_name("attachments")
    (files / "ab").mkdir(parents=True)
    (files / "ab" / "ab01").write_bytes(b"zdjecie")
    way = backup.BackupWay(passphrase=passphrase, files=files)
    saved = backup.back_up(home, folder, MONDAY_MORNING, way=way)
    (copy,) = (folder / backup.FILES / "ab").iterdir()
    copied_at = copy.stat().st_mtime_ns
    backup.back_up(home, folder, MONDAY_MORNING + DAY, way=way)
    assert copy.stat().st_mtime_ns == copied_at
    assert (copy.read_bytes() == b"zdjecie") is (passphrase is None)
    founded_company.database.close()
    (files / "ab" / "ab01").unlink()

    backup.restore(saved, home, way)

    assert (files / "ab" / "ab01").read_bytes() == b"zdjecie"


def test_what_a_killed_backup_left_is_cleared_by_the_next(
    founded_company: Company, home: Path, folder: Path
) -> None:
    folder.mkdir()
    left = [folder / f"20261122T120000Z-daily.db.xz.{kind}" for kind in ("part", "tmp")]
    for path in left:
        path.write_bytes(b"half")

    saved = backup.back_up(home, folder, MONDAY_MORNING)

    assert list(folder.iterdir()) == [saved]


def test_the_preview_tells_what_restoring_would_lose(
    company_at_work: Company, home: Path, folder: Path, clock: FakeClock
) -> None:
    saved = backup.back_up(home, folder, MONDAY_MORNING)
    before = look_into(saved, home, backup.PLAIN)
    company_at_work.clock = clock
    clock.advance(hours=2)
    customer = company_at_work.customer("Nowy")
    given = Given(company_at_work, customer, company_at_work.unit(company_at_work.site(customer)))
    company_at_work.contract(customer, lines=(Line(),))
    number = company_at_work.get(Ticket, given.ticket("Po kopii")).number

    after = look_into(saved, home, backup.PLAIN)

    assert (before.lost_commands, before.lost_tickets) == (0, ())
    assert after.lost_commands > 1
    assert after.lost_tickets == (number,)
    assert after.now.counts["ticket"] == after.then.counts["ticket"] + 1


@pytest.mark.parametrize("is_damaged", [False, True])
def test_a_drill_reads_the_whole_backup(
    company_at_work: Company, home: Path, folder: Path, *, is_damaged: bool
) -> None:
    backup.back_up(home, folder, MONDAY_MORNING)
    (found,) = backup.backups_in(folder)
    if is_damaged:
        do_harm(found.path, "changed")
        with pytest.raises(EnvironmentProblem, match=r"backup\.damaged"):
            drill(found, home, MONDAY_MORNING, backup.PLAIN)
        return

    drilled = drill(found, home, MONDAY_MORNING, backup.PLAIN)

    assert drilled.is_good
    assert drilled.tickets == len(company_at_work.rows(Ticket))
    assert {path.name for path in home.parent.iterdir()} <= {
        "desk.db",
        "desk.db-wal",
        "desk.db-shm",
        "backups",
    }
