"""Reading an SQLite file without SQLAlchemy: for the little that the window needs before that is loaded."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from sqlcipher3 import dbapi2 as sqlcipher

REVISION = "0002"
"""The schema that the program works with: the head of the migrations, known without loading them."""

_BUSY_MILLISECONDS = 2_000
_REVISION_OF = "SELECT version_num FROM alembic_version"


def quick_rows(path: Path, statement: str, values: Sequence[Any] = ()) -> list[tuple[Any, ...]] | None:
    """The rows, or None when the file is missing, of another schema, locked or damaged.

    Whoever gets None goes the usual way, which tells what is wrong.
    """
    try:
        connection = sqlcipher.connect(f"{path.absolute().as_uri()}?mode=rw", uri=True)
    except sqlcipher.Error:
        return None
    try:
        connection.execute(f"PRAGMA busy_timeout = {_BUSY_MILLISECONDS}")
        connection.execute("PRAGMA query_only = ON")
        if connection.execute(_REVISION_OF).fetchall() != [(REVISION,)]:
            return None
        return list(connection.execute(statement, tuple(values)).fetchall())
    except sqlcipher.Error:
        return None
    finally:
        connection.close()
