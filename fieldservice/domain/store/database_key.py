"""Where the key of an encrypted database lies: the system's keyring, or a file that somebody chose.

The key is 32 bytes, written as 64 hexadecimal letters. A small note in the home folder says where it lies and
under which name, so that a home folder may be moved; the key itself is in no backup and in no log. Whoever
has neither keyring nor file has the recovery key: the same key, spelled in groups to be written down.
"""

import contextlib
import json
import logging
import os
import re
import secrets
from pathlib import Path
from typing import Any, Protocol

import keyring as system_keyring
from keyring.errors import KeyringError

from fieldservice.domain.rules.errors import EnvironmentProblem, RuleViolation
from fieldservice.domain.rules.quick_dataclass import dataclass
from fieldservice.domain.store.quick_reading import is_encrypted
from fieldservice.domain.store.sqlite_files import opens_with, sync_folder

NOTE, FILE = "encryption.json", "database-key"
SERVICE = "fieldservice database"
OWNER_ONLY = 0o600
KEY_BYTES, GROUP = 32, 4
_KEY = re.compile(r"[0-9a-f]{64}")
_NOT_OF_KEY = re.compile(r"[\s\-.]+")

_log = logging.getLogger(__name__)


class Keyring(Protocol):
    """As the library `keyring` offers it."""

    def get_password(self, service: str, username: str, /) -> str | None: ...

    def set_password(self, service: str, username: str, password: str, /) -> None: ...


@dataclass(frozen=True, slots=True)
class KeyPlace:
    """Under which name the key lies in the keyring; or, where `file` is not empty, in that file."""

    name: str
    file: str = ""


def new_key() -> str:
    return secrets.token_hex(KEY_BYTES)


def spelled(key: str) -> str:
    """The recovery key, as it is written down."""
    upper = key.upper()
    return " ".join(upper[at : at + GROUP] for at in range(0, len(upper), GROUP))


def read_key(typed: str) -> str:
    """The key in what somebody typed; `database.key_unreadable`."""
    key = _NOT_OF_KEY.sub("", typed).lower()
    if _KEY.fullmatch(key) is None:
        raise RuleViolation("database.key_unreadable")
    return key


class DatabaseKeys:
    """The key of the desk in a home folder. `keyring` None: files alone."""

    def __init__(self, home: Path, keyring: Keyring | None) -> None:
        self._home = home
        self._note = home / NOTE
        self._keyring = keyring

    def place(self) -> KeyPlace | None:
        """Where the key is said to lie."""
        noted = self._noted()
        name = noted.get("name")
        return KeyPlace(str(name), str(noted.get("file") or "")) if name else None

    def known(self) -> str | None:
        """The key, as far as it can be found; it stays known when the encryption is switched off again,
        for backups of before.
        """
        place = self.place()
        if place is None:
            return None
        found = self._in_file(Path(place.file)) if place.file else self._in_keyring(place.name)
        return found if found is not None and _KEY.fullmatch(found) else None

    def key_of(self, database: Path) -> str | None:
        """What opens this database: None for one that is not encrypted, and where none ever was: then a file
        that cannot be read is damaged. `database.key_missing`, `database.key_wrong`.
        """
        if self.place() is None or not is_encrypted(database):
            return None
        key = self.known()
        if key is None:
            raise EnvironmentProblem("database.key_missing", place=self._told_place())
        if not opens_with(database, key):
            raise EnvironmentProblem("database.key_wrong", place=self._told_place())
        return key

    def for_copies(self, database: Path) -> str | None:
        """What opens this database and copies of it, also those of before it was decrypted; as `key_of`."""
        return self.key_of(database) or self.known()

    def keep(self, key: str, file: Path | None = None) -> KeyPlace:
        """Put the key where it is found from now on, durably; `database.key_not_kept` without a keyring
        and without a file.
        """
        place = KeyPlace(secrets.token_hex(8), str(file or ""))
        if file is not None:
            _write(file, key)
        elif not self._put_in_keyring(place.name, key):
            raise EnvironmentProblem("database.key_not_kept")
        _write(self._note, json.dumps({"name": place.name, "file": place.file}))
        return place

    def take(self, typed: str, database: Path, file: Path | None = None) -> None:
        """Keep a recovery key. One that does not open the database is not kept, the right one may still be
        there: `database.recovery_key_wrong`.
        """
        key = read_key(typed)
        if is_encrypted(database) and not opens_with(database, key):
            raise RuleViolation("database.recovery_key_wrong")
        if file is None:
            self.keep_anywhere(key)
        else:
            self.keep(key, file)

    def keep_anywhere(self, key: str) -> KeyPlace:
        """In the keyring; without one beside the database, where it keeps nobody out who has the folder."""
        try:
            return self.keep(key)
        except EnvironmentProblem:
            return self.keep(key, self._home / FILE)

    def has_keyring(self) -> bool:
        """Whether the keyring of this computer takes something, found out by trying."""
        return self._put_in_keyring("trial", "trial")

    def _told_place(self) -> str:
        place = self.place()
        return place.file if place is not None else ""

    def _noted(self) -> dict[str, Any]:
        try:
            noted = json.loads(self._note.read_text("utf-8"))
        except (OSError, ValueError):
            return {}
        return noted if isinstance(noted, dict) else {}

    def _in_file(self, file: Path) -> str | None:
        with contextlib.suppress(OSError, UnicodeDecodeError):
            return file.read_text("ascii").strip()
        return None

    def _in_keyring(self, name: str) -> str | None:
        if self._keyring is None:
            return None
        try:
            return self._keyring.get_password(SERVICE, name)
        except KeyringError as error:
            _log.info("the keyring cannot be read: %s", type(error).__name__)
            return None

    def _put_in_keyring(self, name: str, key: str) -> bool:
        if self._keyring is None:
            return False
        try:
            self._keyring.set_password(SERVICE, name, key)
            return self._keyring.get_password(SERVICE, name) == key
        except KeyringError as error:
            _log.info("the keyring takes nothing: %s", type(error).__name__)
            return False


def keys_of(home: Path) -> DatabaseKeys:
    return DatabaseKeys(home, system_keyring)


def _write(path: Path, text: str) -> None:
    """Whole or not at all, for its owner's eyes only; `file.not_written`."""
    beside = path.with_name(f"{path.name}.new")
    try:
        beside.unlink(missing_ok=True)
        descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, OWNER_ONLY)
        with os.fdopen(descriptor, "w", encoding="utf-8") as opened:
            opened.write(text)
            opened.flush()
            os.fsync(opened.fileno())
        beside.replace(path)
        sync_folder(path.parent)
    except OSError as error:
        raise EnvironmentProblem("file.not_written", file=path.name) from error
