"""The program of the centre as whoever runs it types it: set up, people, branches, workstations, backups."""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from uuid import uuid4

import pytest
from sqlalchemy import URL

from fieldservice.domain.store.attachments import AttachmentFolder
from fieldservice.domain.store.clock import SystemClock
from fieldservice.domain.store.engine import open_postgresql
from fieldservice.server.administration import Console, FirstAnswers
from fieldservice.server.backups import DUMP
from fieldservice.server.cli import main
from fieldservice.server.cli_setup import bring_up
from fieldservice.server.key import make_key
from fieldservice.server.settings import PREFIX, ServerSettings
from tests.postgres import create_database, drop_database

Run = Callable[..., tuple[int, str, str]]
PASSWORD = "Zielony rower 7 kół"
SHA = "ab" + "0" * 62


@pytest.fixture
def fresh(request: pytest.FixtureRequest, postgresql_server: URL) -> Iterator[URL]:
    """An empty database, or one on which `init` was typed before, where a test asks for that."""
    is_begun = "begun" in request.fixturenames
    template = request.getfixturevalue("once_begun")[0] if is_begun else None
    url = create_database(postgresql_server, f"fresh_{uuid4().hex}", template)
    yield url
    drop_database(postgresql_server, url.database or "")


@pytest.fixture
def run(
    fresh: URL, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Run:
    """Types a command: exit code, what was said, what was complained of."""
    address = fresh.set(drivername="postgresql").render_as_string(hide_password=False)
    monkeypatch.setenv(f"{PREFIX}DATABASE", address)
    monkeypatch.setenv(f"{PREFIX}FOLDER", str(tmp_path / "folder"))

    def typed(*arguments: str, stdin: str = "") -> tuple[int, str, str]:
        read, write = os.pipe()
        os.write(write, f"{stdin}\n".encode())
        os.close(write)
        with os.fdopen(read) as given, monkeypatch.context() as patch:
            patch.setattr("sys.stdin", given)
            code = main(arguments)
        said = capsys.readouterr()
        return code, said.out, said.err

    return typed


@pytest.fixture(scope="module")
def once_begun(postgresql_server: URL, tmp_path_factory: pytest.TempPathFactory) -> tuple[str, Path]:
    """The name of a database as `init` leaves it, and the folder beside it: made once, copied by tests."""
    name, folder = f"begun_{uuid4().hex}", tmp_path_factory.mktemp("begun")
    url = create_database(postgresql_server, name)
    settings = ServerSettings(folder=folder)
    database = open_postgresql(url)
    bring_up(database)
    make_key(settings.key_file)
    Console(database, settings, SystemClock()).set_up(FirstAnswers("WAW", "WAW", "anna", "anna", PASSWORD))
    database.close()
    return name, folder


@pytest.fixture
def begun(run: Run, once_begun: tuple[str, Path], tmp_path: Path) -> Run:
    """The same where `init` was typed before."""
    shutil.copytree(once_begun[1], tmp_path / "folder")
    return run


def init(run: Run, *more: str) -> tuple[int, str, str]:
    return run("init", "--branch", "WAW", "--login", "anna", "--password-stdin", *more, stdin=PASSWORD)


def ask(url: URL, statement: str) -> object:
    database = open_postgresql(url)
    try:
        with database.writer.begin() as connection:
            result = connection.exec_driver_sql(statement)
            return result.scalar() if result.returns_rows else None
    finally:
        database.close()


@pytest.mark.covers("J01")
def test_a_centre_is_set_up_once_and_checked(run: Run, fresh: URL) -> None:
    first, again = init(run), init(run)
    checked = run("check")

    assert first[0] == again[0] == checked[0] == 0, (first, again, checked)
    assert "ready" in first[1]
    assert "before" in again[1]
    assert ask(fresh, "SELECT count(*) FROM user_account") == 1
    assert ask(fresh, "SELECT must_change FROM password") is False


def test_a_desk_that_brings_its_data_finds_the_centre_empty(run: Run, fresh: URL) -> None:
    init(run, "--empty")

    assert ask(fresh, "SELECT count(*) FROM ticket_type") == 0
    assert ask(fresh, "SELECT count(*) FROM branch") == 1
    assert ask(fresh, "SELECT count(*) FROM workstation") == 0


def test_people_and_branches_are_kept(begun: Run) -> None:
    assert begun("branch", "add", "krk", "Kraków")[0] == 0
    assert begun("branch", "grant", "KRK", "WAW")[0] == 0
    assert begun("branch", "keep-days", "KRK", "90")[0] == 0
    assert begun("user", "add", "ola", "Ola Wrona", "--password-stdin", stdin="Pierwsze hasło 1")[0] == 0
    assert begun("user", "disable", "ola")[0] == 0

    branches, users = begun("branch", "list")[1].splitlines(), begun("user", "list")[1]

    assert branches[1].split() == ["KRK", "Kraków", "WAW", "90"]
    assert "Ola Wrona  no" in users


def test_a_workstation_is_paired_by_a_code_shown_once_and_revoked_by_its_slot(begun: Run, fresh: URL) -> None:
    code, said, _complaint = begun("pair", "waw")
    ask(fresh, DEVICE)
    listed = begun("devices")[1]
    revoked = begun("revoke", "waw-1")

    assert code == 0
    assert len(said.splitlines()[0].replace("-", "")) == 12
    assert "WAW-1" in listed
    assert revoked[0] == 0
    assert ask(fresh, "SELECT revoked_at IS NOT NULL FROM sync_device") is True


DEVICE = (
    "INSERT INTO sync_device (id, branch_id, slot, name)"
    " SELECT gen_random_uuid(), id, 'WAW-1', 'Okno 1' FROM branch RETURNING 1"
)


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        (("pair", "XXX"), "There is no branch XXX."),
        (("branch", "add", "WAW", "Druga"), "the code WAW belongs to"),
        (("branch", "add", "W1", "Druga"), "W1"),
        (("user", "disable", "nikt"), "nikt"),
        (("user", "disable", "anna"), "Nobody is left"),
        (("revoke", "WAW-9"), "There is no device WAW-9."),
        (("restore", "/nowhere"), "no backup"),
        (("unseal", "/nowhere", "--out", "/nowhere"), "cannot be read"),
    ],
)
def test_what_cannot_be_done_is_told_in_three_parts(begun: Run, typed: tuple[str, ...], told: str) -> None:
    code, _said, complaint = begun(*typed)

    assert code == 4
    assert told in complaint
    assert "Nothing was changed" in complaint or "are: " in complaint or "lists them" in complaint


def test_settings_that_cannot_be_used_stop_the_program(
    run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    file = tmp_path / "server.toml"
    for text, told in (("prot = 1", "prot"), ("port = 'x'", "port"), ("port = [", str(file))):
        file.write_text(text, "utf-8")
        code, _said, complaint = run("--settings", str(file), "check")
        assert (code, told in complaint) == (4, True), complaint
    monkeypatch.setenv(f"{PREFIX}METRICS_TOKEN", " secret ")
    assert "secret" not in run("check")[2]


def test_nothing_is_served_over_a_line_that_others_can_read(begun: Run) -> None:
    code, _said, complaint = begun("serve", "--host", "0.0.0.0")  # noqa: S104 - it is refused

    assert code == 4
    assert "others could read" in complaint


def test_what_was_written_past_the_exchange_is_found(begun: Run, fresh: URL) -> None:
    ask(fresh, "ALTER TABLE branch DISABLE TRIGGER USER")

    code, said, _complaint = begun("check")

    assert code == 1
    assert "The table branch has lost its triggers" in said


def test_what_is_old_is_forgotten(begun: Run, fresh: URL) -> None:
    begun("pair", "WAW")
    ask(fresh, "UPDATE sync_pairing SET expires_at = now() - interval '1 day' RETURNING 1")

    assert begun("trim")[0] == 0
    assert ask(fresh, "SELECT count(*) FROM sync_pairing") == 0


@pytest.mark.covers("J06")
def test_a_backup_is_restored_in_another_epoch(begun: Run, fresh: URL, tmp_path: Path) -> None:
    content = AttachmentFolder(tmp_path / "folder" / "attachments").path_of(SHA)
    content.parent.mkdir(parents=True)
    content.write_text("treść", "utf-8")
    code, said, complaint = begun("backup", str(tmp_path / "backups"))
    assert code == 0, complaint
    begun("branch", "add", "KRK", "Kraków")
    content.unlink()

    refused = begun("restore", said.strip())
    restored = begun("restore", said.strip(), "--replace")

    assert "not empty" in refused[2]
    assert restored[0] == 0, restored
    assert ask(fresh, "SELECT count(*) FROM branch") == 1
    assert ask(fresh, "SELECT epoch > 1 AND restored_seq > 0 FROM sync_meta") is True
    assert content.read_text("utf-8") == "treść"
    assert begun("check")[0] == 0


def test_what_was_revoked_after_a_backup_stays_revoked_when_it_is_put_back(
    begun: Run, fresh: URL, tmp_path: Path
) -> None:
    ask(fresh, DEVICE)
    ask(fresh, OLA)
    folder = begun("backup", str(tmp_path / "backups"))[1].strip()
    begun("revoke", "WAW-1")
    ask(fresh, "UPDATE user_account SET is_active = false WHERE login = 'ola' RETURNING 1")

    replaced = begun("restore", folder, "--replace")[1]

    assert "still revoked: 2" in replaced
    assert ask(fresh, "SELECT revoked_at IS NOT NULL FROM sync_device") is True
    assert ask(fresh, "SELECT is_active FROM user_account WHERE login = 'ola'") is False
    assert begun("check")[0] == 0

    ask(fresh, "DROP SCHEMA public CASCADE; CREATE SCHEMA public")
    assert "is good again: look at `devices`" in begun("restore", folder)[1]  # nobody can know


def test_a_backup_that_was_altered_is_not_restored(begun: Run, tmp_path: Path) -> None:
    folder = Path(begun("backup", str(tmp_path / "backups"))[1].strip())
    with (folder / DUMP).open("ab") as dump:
        dump.write(b"x")

    assert "altered" in begun("restore", str(folder), "--replace")[2]
    assert begun("check")[0] == 0


def test_what_was_not_taken_and_what_gave_way_is_listed_until_it_is_settled(begun: Run, fresh: URL) -> None:
    ask(fresh, DEVICE)
    ask(fresh, NOT_TAKEN)
    ask(fresh, GAVE_WAY)

    listed = begun("unsettled", "waw")[1]
    elsewhere = begun("unsettled", "xxx")[1]
    settled = [begun("settle", line.split()[-1])[0] for line in listed.splitlines()[1:]]
    unknown = begun("settle", "0" * 32)

    assert "rights.missing" in listed
    assert "customer.name scalar" in listed
    assert elsewhere == "Nothing is open.\n"
    assert settled == [0, 0]
    assert begun("unsettled")[1] == "Nothing is open.\n"
    assert unknown[0] == 4
    assert ask(fresh, "SELECT count(*) FROM sync_refusal") == 1


OLA = (
    "INSERT INTO user_account (id, login, name, rights, is_active, is_program, version)"
    " VALUES (gen_random_uuid(), 'ola', 'Ola', '[]', true, false, 1) RETURNING 1"
)
NOT_TAKEN = (
    "INSERT INTO sync_refusal (id, device_id, incarnation, n, payload, code)"
    " SELECT gen_random_uuid(), id, 1, 7, '', 'rights.missing' FROM sync_device RETURNING 1"
)
GAVE_WAY = (
    "INSERT INTO sync_conflict (id, table_name, row_id, field, rule, lost_device_id)"
    " SELECT gen_random_uuid(), 'customer', gen_random_uuid(), 'name', 'scalar', id FROM sync_device"
    " RETURNING 1"
)
