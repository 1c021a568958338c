"""Where the token of a desk lies: in the keyring or in a file; the newest counts, nobody else reads it."""

from pathlib import Path

import keyring.backends.fail
import pytest
from keyring.errors import KeyringLocked

from fieldservice.domain.rules.errors import RuleViolation
from fieldservice.sync.desk_engine import checked_address
from fieldservice.sync.token_places import FILE, TokenPlaces


class Chest:
    """A keyring as a desktop has it; locked, it gives and takes nothing."""

    def __init__(self) -> None:
        self.kept: dict[tuple[str, str], str] = {}
        self.is_locked = False

    def get_password(self, service: str, username: str) -> str | None:
        self._open()
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self._open()
        self.kept[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        self._open()
        self.kept.pop((service, username), None)

    def _open(self) -> None:
        if self.is_locked:
            raise KeyringLocked


def test_with_a_keyring_nothing_lies_in_the_folder(tmp_path: Path) -> None:
    chest = Chest()
    tokens = TokenPlaces(tmp_path, chest)

    tokens.keep("first")
    tokens.keep("second")

    assert tokens.read() == "second"
    assert tokens.is_in_keyring()
    assert list(tmp_path.iterdir()) == []


HEADLESS = keyring.backends.fail.Keyring()  # type: ignore[no-untyped-call]


@pytest.mark.parametrize("without", [None, HEADLESS], ids=["none", "headless"])
def test_without_a_keyring_it_lies_in_a_file_of_the_user_alone(tmp_path: Path, without: object) -> None:
    tokens = TokenPlaces(tmp_path, without)  # type: ignore[arg-type]

    tokens.keep("first")
    tokens.keep("second")

    assert TokenPlaces(tmp_path, None).read() == "second"
    assert (tmp_path / FILE).stat().st_mode & 0o777 == 0o600
    assert [path.name for path in tmp_path.iterdir()] == [FILE]


def test_a_keyring_that_was_locked_for_a_while_never_brings_an_old_token_back(tmp_path: Path) -> None:
    chest = Chest()
    tokens = TokenPlaces(tmp_path, chest)
    tokens.keep("first")
    chest.is_locked = True
    tokens.keep("second")
    chest.is_locked = False

    seen = tokens.read()
    tokens.keep("third")

    assert seen == "second"
    assert TokenPlaces(tmp_path, chest).read() == "third"
    assert not (tmp_path / FILE).exists()


def test_what_was_forgotten_is_nowhere(tmp_path: Path) -> None:
    chest = Chest()
    tokens = TokenPlaces(tmp_path, chest)
    tokens.keep("first")

    tokens.forget()

    assert tokens.read() is None
    assert chest.kept == {}


def test_two_folders_of_one_person_have_two_tokens(tmp_path: Path) -> None:
    chest, other = Chest(), tmp_path / "other"
    other.mkdir()

    TokenPlaces(tmp_path, chest).keep("here")
    TokenPlaces(other, chest).keep("there")

    assert TokenPlaces(tmp_path, chest).read() == "here"


@pytest.mark.parametrize("torn", [b"", b"7", b"x:token", b"\xff\xfe"])
def test_a_torn_file_is_no_token(tmp_path: Path, torn: bytes) -> None:
    (tmp_path / FILE).write_bytes(torn)

    assert TokenPlaces(tmp_path, None).read() is None


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("centre.example", "https://centre.example"),
        (" https://centre.example/ ", "https://centre.example"),
        ("https://centre.example:8443", "https://centre.example:8443"),
        ("http://localhost:8000", "http://localhost:8000"),
        ("http://127.0.0.1:8000", "http://127.0.0.1:8000"),
    ],
)
def test_an_address_is_understood_as_it_is_told(typed: str, meant: str) -> None:
    assert checked_address(typed) == meant


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("", "exchange.address_unreadable"),
        ("ftp://centre.example", "exchange.address_unreadable"),
        ("https://centre.example/path", "exchange.address_unreadable"),
        ("https://anna:tajne@centre.example", "exchange.address_unreadable"),
        ("https://centre.example:port", "exchange.address_unreadable"),
        ("http://centre.example", "exchange.not_encrypted"),
    ],
)
def test_an_address_that_is_none_or_in_the_open_is_refused(typed: str, code: str) -> None:
    with pytest.raises(RuleViolation) as refused:
        checked_address(typed)

    assert refused.value.code == code


@pytest.mark.parametrize("has_keyring", [True, False])
def test_the_next_token_lies_beside_the_one_that_stands_until_it_is_taken(
    tmp_path: Path, *, has_keyring: bool
) -> None:
    tokens = TokenPlaces(tmp_path, Chest() if has_keyring else None)
    tokens.keep("first")

    tokens.keep_next("second")
    before = tokens.read()
    tokens.take_next()
    tokens.take_next()

    assert (before, tokens.read()) == ("first", "second")
    tokens.keep_next("third")
    tokens.forget()
    tokens.take_next()
    assert tokens.read() is None
    assert list(tmp_path.iterdir()) == []
