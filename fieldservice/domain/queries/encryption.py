"""What the screen of data and backup asks and wants of the database's encryption. Files, no rows.

Nothing is rewritten here: an open database cannot be. The next start does it (`store/encrypting.py`).
"""

from pathlib import Path
from typing import Any

from fieldservice.domain.rules.errors import EnvironmentProblem
from fieldservice.domain.store import encrypting
from fieldservice.domain.store.database_key import keys_of, new_key, spelled
from fieldservice.domain.store.encrypting import Encryption, encryption_of
from fieldservice.domain.store.safekeeping_file import SafekeepingFile

__all__ = ["Encryption", "encryption_state", "prepare_key", "recovery_key", "want_encryption"]


def encryption_state(session: Any, home: Path, database: Path) -> Encryption:
    del session
    return encryption_of(database, keys_of(home), SafekeepingFile(home).folder())


def prepare_key(session: Any, home: Path, file: Path | None) -> str | None:
    """Keep a key, the one of before if it is known; gives the recovery key. None where there is no keyring
    and no file is named.
    """
    del session
    keys = keys_of(home)
    key = keys.known()
    if file is None and key is None and not keys.has_keyring():
        return None
    if key is None or file is not None:
        key = key or new_key()
        keys.keep(key, file)
    return spelled(key)


def recovery_key(session: Any, home: Path) -> str:
    """`database.key_missing` when it cannot be found."""
    del session
    key = keys_of(home).known()
    if key is None:
        raise EnvironmentProblem("database.key_missing")
    return spelled(key)


def want_encryption(session: Any, database: Path, wanted: str) -> Path:
    """Let the next start encrypt the database ("on"), or decrypt it ("off")."""
    del session
    encrypting.wish(database, wanted)
    return database
