"""Where a desk keeps the token with which it announces itself: the system's keyring, or a file of its own.

A machine without a keyring (a headless one) has the file, readable by its user alone. The centre takes a
token for stolen that comes a second time after it was renewed, so a place that was left behind must never
speak up again: each token carries a count, and the highest counts.
"""

import contextlib
import logging
import os
from pathlib import Path
from typing import Protocol

from keyring.errors import KeyringError

FILE = "exchange-token"
SERVICE = "fieldservice exchange"

_log = logging.getLogger(__name__)


class Keyring(Protocol):
    """As the library `keyring` offers it."""

    def get_password(self, service: str, username: str, /) -> str | None: ...

    def set_password(self, service: str, username: str, password: str, /) -> None: ...

    def delete_password(self, service: str, username: str, /) -> None: ...


class TokenPlaces:
    """The token of the desk in a home folder, and the one that comes next. `keyring` None: files alone."""

    def __init__(self, home: Path, keyring: Keyring | None) -> None:
        self._token = _Place(home / FILE, str(home), keyring)
        self._next = _Place(home / f"{FILE}-next", f"{home} next", keyring)

    def read(self) -> str | None:
        return self._token.read()

    def keep(self, token: str) -> None:
        self._token.keep(token)
        self._next.forget()

    def keep_next(self, token: str) -> None:
        self._next.keep(token)

    def take_next(self) -> None:
        token = self._next.read()
        if token is not None:
            self.keep(token)

    def forget(self) -> None:
        for place in (self._token, self._next):
            place.forget()

    def is_in_keyring(self) -> bool:
        return self._token.is_in_keyring()


class _Place:
    """Of one token, in the keyring under `name`, or in `file`."""

    def __init__(self, file: Path, name: str, keyring: Keyring | None) -> None:
        self._file = file
        self._name = name
        self._keyring = keyring

    def read(self) -> str | None:
        """The newest token; None when there is none."""
        _count, token = max(self._in_file(), self._in_keyring())
        return token or None

    def keep(self, token: str) -> None:
        """Durable when it returns."""
        count = max(self._in_file()[0], self._in_keyring()[0]) + 1
        if self._put_in_keyring(f"{count}:{token}"):
            self._file.unlink(missing_ok=True)
        else:
            self._put_in_file(f"{count}:{token}")

    def forget(self) -> None:
        self._file.unlink(missing_ok=True)
        if self._keyring is not None:
            with contextlib.suppress(KeyringError):
                self._keyring.delete_password(SERVICE, self._name)

    def is_in_keyring(self) -> bool:
        return bool(self._in_keyring()[1])

    def _in_file(self) -> tuple[int, str]:
        try:
            return _counted(self._file.read_text(encoding="ascii"))
        except (FileNotFoundError, UnicodeDecodeError):
            return 0, ""

    def _in_keyring(self) -> tuple[int, str]:
        if self._keyring is None:
            return 0, ""
        try:
            return _counted(self._keyring.get_password(SERVICE, self._name) or "")
        except KeyringError as error:
            _log.info("the keyring cannot be read: %s", type(error).__name__)
            return 0, ""

    def _put_in_keyring(self, counted: str) -> bool:
        if self._keyring is None:
            return False
        try:
            self._keyring.set_password(SERVICE, self._name, counted)
            return self._keyring.get_password(SERVICE, self._name) == counted
        except KeyringError as error:
            _log.info("the keyring takes nothing: %s", type(error).__name__)
            return False

    def _put_in_file(self, counted: str) -> None:
        """Whole or not at all, and on the disk: written beside, then put in its place."""
        beside = self._file.with_suffix(".new")
        beside.unlink(missing_ok=True)
        descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w", encoding="ascii") as file:
            file.write(counted)
            file.flush()
            os.fsync(file.fileno())
        beside.replace(self._file)
        _sync_folder(self._file.parent)


def _counted(kept: str) -> tuple[int, str]:
    count, _colon, token = kept.strip().partition(":")
    return (int(count), token) if count.isdecimal() and token else (0, "")


def _sync_folder(folder: Path) -> None:
    """So that the name is on the disk, too; systems that have no such thing do it by themselves."""
    with contextlib.suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
