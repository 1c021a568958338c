"""An encrypted desk: nothing typed is readable in its files, and all that is done with it works as before."""

import signal
import subprocess
import sys
from collections.abc import Iterator
from io import StringIO
from pathlib import Path

import keyring
import pytest
from keyring.backends import fail
from keyring.errors import NoKeyringError

from fieldservice import cli
from fieldservice.commandline.exits import Exit
from fieldservice.config import Config, Paths, Settings
from fieldservice.desk import Desk, open_desk, rewriting, take_over
from fieldservice.domain.commands.customers import CreateCustomer, CustomerData, create_customer
from fieldservice.domain.model.base import new_id
from fieldservice.domain.model.customer import Customer
from fieldservice.domain.queries.audit import verify_chain
from fieldservice.domain.rules.errors import EnvironmentProblem, RuleViolation
from fieldservice.domain.store import backup, encrypting, moving
from fieldservice.domain.store.backup import BackupWay
from fieldservice.domain.store.database_key import DatabaseKeys, KeyPlace, keys_of, new_key, read_key, spelled
from fieldservice.domain.store.quick_reading import is_encrypted
from tests.conftest import MONDAY_MORNING
from tests.store.hardships import largest_file

TYPED = "Mleczarnia Zażółconej Gęsi"
OPEN_HEAD = b"SQLite format 3"


class KeyringInMemory:
    def __init__(self) -> None:
        self.kept: dict[tuple[str, str], str] = {}

    def get_password(self, service: str, username: str, /) -> str | None:
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str, /) -> None:
        self.kept[service, username] = password


class LockedKeyring:
    def get_password(self, _service: str, _username: str, /) -> str | None:
        raise NoKeyringError

    def set_password(self, _service: str, _username: str, _password: str, /) -> None:
        raise NoKeyringError


@pytest.fixture(autouse=True)
def _no_keyring() -> Iterator[None]:
    """Whoever runs these tests keeps their own keyring to themselves."""
    before = keyring.get_keyring()
    keyring.set_keyring(fail.Keyring())  # type: ignore[no-untyped-call]
    yield
    keyring.set_keyring(before)


@pytest.fixture(scope="module")
def begun(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """A desk that was set up, as its file lies."""
    config = Config(Paths(tmp_path_factory.mktemp("begun")), Settings())
    open_desk(config).close()
    return config.paths.database.read_bytes()


@pytest.fixture
def config(tmp_path: Path, begun: bytes) -> Config:
    return begun_at(tmp_path / "home", begun)


def begun_at(home: Path, begun: bytes) -> Config:
    config = Config(Paths(home), Settings())
    config.paths.make_folders()
    config.paths.database.write_bytes(begun)
    return config


@pytest.fixture
def key_file(tmp_path: Path) -> Path:
    """On another medium."""
    (tmp_path / "stick").mkdir()
    return tmp_path / "stick" / "desk.key"


def worked_in(config: Config, name: str = TYPED) -> None:
    desk = open_desk(config)
    type_customer(desk, name)
    desk.close()


def type_customer(desk: Desk, name: str) -> None:
    with desk.begin() as uow:
        create_customer(CreateCustomer(new_id(), CustomerData(name=name)), uow, desk.clock)


def customers(config: Config) -> set[str]:
    desk = open_desk(config)
    with desk.database.read_session() as session:
        names = {each.name for each in session.query(Customer)}
    desk.close()
    return names


def switch(config: Config, *arguments: str) -> int:
    return cli.main(["--home", str(config.paths.home), "encryption", *arguments])


@pytest.fixture
def encrypted(config: Config, key_file: Path) -> Config:
    """A desk somebody worked at, then encrypted."""
    worked_in(config)
    assert switch(config, "on", "--key-file", str(key_file)) == 0
    return config


def readable(folder: Path, text: str) -> list[str]:
    """The files in which any of a text's words can be read, in either coding."""
    words = [word.encode(coding) for word in text.split() for coding in ("utf-8", "utf-16-le")]
    return [
        str(path.relative_to(folder))
        for path in folder.rglob("*")
        if path.is_file() and any(word in path.read_bytes() for word in words)
    ]


def test_nothing_typed_is_readable_in_the_files_of_an_encrypted_desk(
    encrypted: Config, key_file: Path
) -> None:
    """Neither what was there before, nor what is typed now, nor the log of a desk that is open."""
    desk = open_desk(encrypted)
    type_customer(desk, "Papiernia Skolwin")
    with desk.database.read_session() as session:
        session.query(Customer).all()

        assert readable(encrypted.paths.home, TYPED) == []
        assert readable(encrypted.paths.home, "Papiernia Skolwin") == []
        assert encrypted.paths.database.with_name("fieldservice.db-wal").exists()

    desk.close()
    assert not [path for path in encrypted.paths.home.rglob("*") if _begins_open(path)]
    assert customers(encrypted) == {TYPED, "Papiernia Skolwin"}
    assert key_file.stat().st_mode & 0o777 == 0o600


def test_the_probe_itself_finds_what_is_typed_into_an_open_desk(config: Config) -> None:
    worked_in(config)

    assert readable(config.paths.home, TYPED) != []


def test_the_window_s_first_look_and_the_audit_trail_read_an_encrypted_desk(encrypted: Config) -> None:
    desk = open_desk(encrypted)

    assert not desk.is_open  # known by the first look, without opening the database
    assert desk.first_preferences() == {}
    with desk.database.read_session() as session:
        assert verify_chain(session).is_whole
    desk.close()
    assert cli.main(["--home", str(encrypted.paths.home), "audit", "verify"]) == 0


def test_switched_off_everything_is_there_and_open(encrypted: Config) -> None:
    assert switch(encrypted, "off") == 0

    assert not is_encrypted(encrypted.paths.database)
    assert customers(encrypted) == {TYPED}


def test_without_the_key_one_sentence_says_what_is_missing_and_nothing_is_changed(
    encrypted: Config, key_file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    key_file.unlink()
    before = encrypted.paths.database.read_bytes()
    capsys.readouterr()

    for arguments in (["audit", "verify"], ["backup"], ["encryption"]):
        assert cli.main(["--home", str(encrypted.paths.home), *arguments]) == Exit.NOT_DONE
        assert "its key was not found" in capsys.readouterr().err

    assert encrypted.paths.database.read_bytes() == before


def test_a_wrong_key_is_told_from_a_missing_one(encrypted: Config, key_file: Path) -> None:
    key_file.write_text(new_key())

    with pytest.raises(EnvironmentProblem) as told:
        open_desk(encrypted)

    assert told.value.code == "database.key_wrong"


def test_the_recovery_key_opens_the_desk_again_and_another_one_is_refused(
    encrypted: Config,
    key_file: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    capsys.readouterr()
    switch(encrypted, "show")
    recovery = capsys.readouterr().out.strip()
    key_file.unlink()
    place = ("--key-file", str(key_file))

    monkeypatch.setattr(sys, "stdin", StringIO(f"{spelled(new_key())}\n"))
    assert switch(encrypted, "key", *place) == Exit.NOT_DONE
    assert not key_file.exists()
    monkeypatch.setattr(sys, "stdin", StringIO(f"{recovery.lower().replace(' ', '-')}\n"))
    assert switch(encrypted, "key", *place) == 0

    assert customers(encrypted) == {TYPED}


def test_a_recovery_key_is_read_as_it_is_spelled_and_half_of_one_is_refused() -> None:
    key = new_key()

    assert read_key(f" {spelled(key)}\n") == key
    with pytest.raises(RuleViolation) as told:
        read_key(spelled(key)[:40])
    assert told.value.code == "database.key_unreadable"


def test_a_file_that_is_no_database_is_not_taken_for_an_encrypted_one(config: Config) -> None:
    config.paths.database.write_bytes(b"disaster" * 4096)

    with pytest.raises(EnvironmentProblem) as told:
        open_desk(config)

    assert told.value.code == "database.unreadable"


def test_a_backup_stays_encrypted_passes_its_drill_and_comes_back(encrypted: Config) -> None:
    home = str(encrypted.paths.home)
    assert cli.main(["--home", home, "backup"]) == 0
    assert cli.main(["--home", home, "backup", "--drill"]) == 0
    (saved,) = backup.backups_in(encrypted.paths.backups)
    worked_in(encrypted, "Po kopii")
    key = keys_of(encrypted.paths.home).known()

    assert unpacked_head(saved.path, encrypted.paths.home, key) != OPEN_HEAD
    assert cli.main(["--home", home, "restore", str(saved.path)]) == 0
    assert is_encrypted(encrypted.paths.database)
    assert customers(encrypted) == {TYPED}


def test_a_backup_of_open_days_comes_back_encrypted(config: Config, key_file: Path) -> None:
    worked_in(config)
    home = str(config.paths.home)
    cli.main(["--home", home, "backup"])
    (saved,) = backup.backups_in(config.paths.backups)
    switch(config, "on", "--key-file", str(key_file))

    assert cli.main(["--home", home, "restore", str(saved.path)]) == 0

    assert is_encrypted(config.paths.database)
    assert customers(config) == {TYPED}


def test_a_backup_under_an_unknown_key_is_refused_and_the_desk_left_alone(
    encrypted: Config, tmp_path: Path, begun: bytes
) -> None:
    cli.main(["--home", str(encrypted.paths.home), "backup"])
    (saved,) = backup.backups_in(encrypted.paths.backups)
    other = begun_at(tmp_path / "other", begun)
    worked_in(other, "Inny")

    with pytest.raises(EnvironmentProblem) as told:
        backup.restore(saved.path, other.paths.database)

    assert told.value.code == "backup.key_missing"
    assert customers(other) == {"Inny"}


def test_another_computer_gets_the_key_in_a_sealed_file_and_in_no_other(
    encrypted: Config, tmp_path: Path
) -> None:
    paths, key = encrypted.paths, keys_of(encrypted.paths.home).known()
    source = moving.HomeFolder(paths.home, paths.database, paths.attachments, paths.settings)
    sealed, plain = tmp_path / "sealed.fieldservice", tmp_path / "plain.fieldservice"
    moving.export_everything(source, sealed, MONDAY_MORNING, BackupWay(key, "hasło"))
    moving.export_everything(source, plain, MONDAY_MORNING, BackupWay(key))
    new, poor = (Config(Paths(tmp_path / name), Settings()) for name in ("new", "poor"))

    take_over(new, sealed, "hasło").close()

    assert is_encrypted(new.paths.database)
    assert customers(new) == {TYPED}
    with pytest.raises(EnvironmentProblem) as told:
        take_over(poor, plain, "")
    assert told.value.code == "backup.key_missing"
    assert not poor.paths.database.exists()


def test_an_open_desk_is_encrypted_at_its_next_start(config: Config, key_file: Path) -> None:
    worked_in(config)
    keys_of(config.paths.home).keep(new_key(), key_file)
    encrypting.wish(config.paths.database, encrypting.ON)
    work = rewriting(config)
    assert work is not None

    work()

    assert is_encrypted(config.paths.database)
    assert rewriting(config) is None
    assert customers(config) == {TYPED}


def test_without_room_on_the_disk_the_database_stays_as_it_is(config: Config, key_file: Path) -> None:
    worked_in(config)
    before = customers(config)

    with largest_file(100_000):
        assert switch(config, "on", "--key-file", str(key_file)) == Exit.NOT_DONE

    assert not is_encrypted(config.paths.database)
    assert not list(config.paths.home.glob("*.encrypting*"))
    assert customers(config) == before


KILLED = """
import os, signal, sys
from pathlib import Path
from fieldservice.commandline.exits import Exit
from fieldservice.config import Config, Paths, Settings
from fieldservice.desk import open_desk
from tests.store.test_encryption import type_customer
desk = open_desk(Config(Paths(Path(sys.argv[1])), Settings()))
type_customer(desk, "Tuż przed końcem")
os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="kills as POSIX does")
def test_what_was_confirmed_before_a_kill_is_there_and_was_never_readable(encrypted: Config) -> None:
    ended = subprocess.run([sys.executable, "-c", KILLED, str(encrypted.paths.home)], check=False)
    assert ended.returncode == -signal.SIGKILL

    assert readable(encrypted.paths.home, "Tuż przed końcem") == []
    assert customers(encrypted) == {TYPED, "Tuż przed końcem"}


def test_the_keyring_is_asked_first_and_a_home_folder_may_be_moved(tmp_path: Path) -> None:
    keyring, key = KeyringInMemory(), new_key()
    (tmp_path / "here").mkdir()

    DatabaseKeys(tmp_path / "here", keyring).keep(key)
    (tmp_path / "here").rename(tmp_path / "there")

    assert DatabaseKeys(tmp_path / "there", keyring).known() == key
    assert not [path for path in tmp_path.rglob("*") if path.is_file() and key in path.read_text()]


def test_without_a_keyring_the_key_is_not_kept_unless_a_file_is_named(tmp_path: Path) -> None:
    keys, key = DatabaseKeys(tmp_path, LockedKeyring()), new_key()

    with pytest.raises(EnvironmentProblem) as told:
        keys.keep(key)

    assert told.value.code == "database.key_not_kept"
    assert keys.known() is None
    assert keys.keep_anywhere(key) == KeyPlace(keys.place().name, str(tmp_path / "database-key"))  # type: ignore[union-attr]
    assert keys.known() == key


def _begins_open(path: Path) -> bool:
    return path.is_file() and path.read_bytes().startswith(OPEN_HEAD)


def unpacked_head(saved: Path, folder: Path, key: str | None) -> bytes:
    fresh = folder / "looked-at.db"
    backup.unpack(saved, fresh, BackupWay(key))
    head = fresh.read_bytes()[: len(OPEN_HEAD)]
    fresh.unlink()
    return head
