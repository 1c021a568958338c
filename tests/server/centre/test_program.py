"""The program of the centre as whoever runs it types it: set up, people, branches, workstations, backups."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from uuid import uuid4

import pytest
from sqlalchemy import URL

from fieldservice.domain.store.attachments import AttachmentFolder
from fieldservice.domain.store.engine import open_postgresql
from fieldservice.server.backups import DUMP
from fieldservice.server.cli import main
from fieldservice.server.settings import PREFIX
from tests.postgres import create_database, drop_database

Run = Callable[..., tuple[int, str, str]]
PASSWORD = "Zielony rower 7 kół"
SHA = "ab" + "0" * 62


@pytest.fixture
def fresh(postgresql_server: URL) -> Iterator[URL]:
    """An empty database."""
    url = create_database(postgresql_server, f"fresh_{uuid4().hex}")
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


def test_people_and_branches_are_kept(run: Run) -> None:
    init(run)
    assert run("branch", "add", "krk", "Kraków")[0] == 0
    assert run("branch", "grant", "KRK", "WAW")[0] == 0
    assert run("branch", "keep-days", "KRK", "90")[0] == 0
    assert run("user", "add", "ola", "Ola Wrona", "--password-stdin", stdin="Pierwsze hasło 1")[0] == 0
    assert run("user", "disable", "ola")[0] == 0

    branches, users = run("branch", "list")[1].splitlines(), run("user", "list")[1]

    assert branches[1].split() == ["KRK", "Kraków", "WAW", "90"]
    assert "Ola Wrona  no" in users


def test_a_workstation_is_paired_by_a_code_shown_once_and_revoked_by_its_slot(run: Run, fresh: URL) -> None:
    init(run)

    code, said, _complaint = run("pair", "waw")
    ask(fresh, DEVICE)
    listed = run("devices")[1]
    revoked = run("revoke", "waw-1")

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
def test_what_cannot_be_done_is_told_in_three_parts(run: Run, typed: tuple[str, ...], told: str) -> None:
    init(run)

    code, _said, complaint = run(*typed)

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


def test_nothing_is_served_over_a_line_that_others_can_read(run: Run) -> None:
    init(run)

    code, _said, complaint = run("serve", "--host", "0.0.0.0")  # noqa: S104 - it is refused

    assert code == 4
    assert "others could read" in complaint


def test_what_was_written_past_the_exchange_is_found(run: Run, fresh: URL) -> None:
    init(run)
    ask(fresh, "ALTER TABLE branch DISABLE TRIGGER USER")

    code, said, _complaint = run("check")

    assert code == 1
    assert "The table branch has lost its triggers" in said


def test_what_is_old_is_forgotten(run: Run, fresh: URL) -> None:
    init(run)
    run("pair", "WAW")
    ask(fresh, "UPDATE sync_pairing SET expires_at = now() - interval '1 day' RETURNING 1")

    assert run("trim")[0] == 0
    assert ask(fresh, "SELECT count(*) FROM sync_pairing") == 0


@pytest.mark.covers("J06")
def test_a_backup_is_restored_in_another_epoch(run: Run, fresh: URL, tmp_path: Path) -> None:
    init(run)
    content = AttachmentFolder(tmp_path / "folder" / "attachments").path_of(SHA)
    content.parent.mkdir(parents=True)
    content.write_text("treść", "utf-8")
    code, said, complaint = run("backup", str(tmp_path / "backups"))
    assert code == 0, complaint
    run("branch", "add", "KRK", "Kraków")
    content.unlink()

    refused = run("restore", said.strip())
    restored = run("restore", said.strip(), "--replace")

    assert "not empty" in refused[2]
    assert restored[0] == 0, restored
    assert ask(fresh, "SELECT count(*) FROM branch") == 1
    assert ask(fresh, "SELECT epoch > 1 AND restored_seq > 0 FROM sync_meta") is True
    assert content.read_text("utf-8") == "treść"
    assert run("check")[0] == 0


def test_a_backup_that_was_altered_is_not_restored(run: Run, tmp_path: Path) -> None:
    init(run)
    folder = Path(run("backup", str(tmp_path / "backups"))[1].strip())
    with (folder / DUMP).open("ab") as dump:
        dump.write(b"x")

    assert "altered" in run("restore", str(folder), "--replace")[2]
    assert run("check")[0] == 0
