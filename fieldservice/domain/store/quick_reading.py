"""Reading an SQLite file without SQLAlchemy: for the little that the window needs before that is loaded."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from sqlcipher3 import dbapi2 as sqlcipher

REVISION = "0002"
"""The schema that the program works with: the head of the migrations, known without loading them."""

SILENT = "PRAGMA cipher_log_level = NONE"
"""Before a key is tried: a wrong one is told in words, not by the driver on standard error."""

_BUSY_MILLISECONDS = 2_000
_OPEN_HEAD = b"SQLite format 3\0"
_REVISION_OF = "SELECT version_num FROM alembic_version"


def is_encrypted(path: Path) -> bool:
    """Whether the file wants a key: an open database begins with its format's name. An empty or missing file
    wants none.
    """
    try:
        with path.open("rb") as opened:
            head = opened.read(len(_OPEN_HEAD))
    except OSError:
        return False
    return bool(head) and head != _OPEN_HEAD


def quick_rows(
    path: Path, statement: str, values: Sequence[Any] = (), key: str | None = None
) -> list[tuple[Any, ...]] | None:
    """The rows, or None when the file is missing, of another schema, locked or damaged. `key` as for
    `open_sqlite`.

    Whoever gets None goes the usual way, which tells what is wrong.
    """
    try:
        connection = sqlcipher.connect(f"{path.absolute().as_uri()}?mode=rw", uri=True)
    except sqlcipher.Error:
        return None
    try:
        if key is not None:
            connection.execute(SILENT)
            connection.execute(f"PRAGMA key = \"x'{key}'\"")
        connection.execute(f"PRAGMA busy_timeout = {_BUSY_MILLISECONDS}")
        connection.execute("PRAGMA query_only = ON")
        if connection.execute(_REVISION_OF).fetchall() != [(REVISION,)]:
            return None
        return list(connection.execute(statement, tuple(values)).fetchall())
    except sqlcipher.Error:
        return None
    finally:
        connection.close()
