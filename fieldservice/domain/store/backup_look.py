"""Looking into a backup without touching the database: what restoring it would lose, and the drill."""

import tempfile
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from time import perf_counter
from typing import Any

from fieldservice.domain.store.backup import BackupFile, BackupWay, unpack
from fieldservice.domain.store.safekeeping_file import Drilled
from fieldservice.domain.store.sqlite_files import connect

TABLES = ("ticket", "request", "work_order", "customer", "equipment", "contract")
LAST_ENTRY = "SELECT max(recorded_at) FROM journal_entry"
MOST_NAMED = 20


@dataclass(frozen=True, slots=True)
class Contents:
    """What a database holds: rows by table, and when the last thing was done."""

    counts: dict[str, int]
    last_done_at: str


@dataclass(frozen=True, slots=True)
class RestorePreview:
    """A backup beside what is there now. `lost_commands` were done since and would be gone; the latest
    tickets among what they made are named.
    """

    then: Contents
    now: Contents
    lost_commands: int
    lost_tickets: tuple[str, ...]


def look_into(backup: Path, database: Path, way: BackupWay) -> RestorePreview:
    """Unpack, check and compare; nothing stays behind."""
    with tempfile.TemporaryDirectory(dir=database.parent, prefix="restore-") as folder:
        fresh = Path(folder) / "looked-at.db"
        unpack(backup, fresh, way)
        return compare(fresh, database, way.key)


def compare(fresh: Path, database: Path, key: str | None = None) -> RestorePreview:
    """What would be lost if `fresh` took the place of the database."""
    with closing(connect(fresh, key)) as connection:
        then = _contents(connection)
    with closing(connect(database, key)) as connection:
        now = _contents(connection)
        since = (then.last_done_at,)
        lost = connection.execute(
            "SELECT count(*) FROM journal_entry WHERE recorded_at > ?", since
        ).fetchone()[0]
        made = connection.execute(
            "SELECT DISTINCT t.number FROM ticket t"
            " JOIN journal_change c ON c.row_id = t.id AND c.kind = 'insert'"
            " JOIN journal_entry e ON e.id = c.entry_id"
            " WHERE e.recorded_at > ? ORDER BY t.number DESC LIMIT ?",
            (*since, MOST_NAMED),
        ).fetchall()
    return RestorePreview(then, now, int(lost), tuple(number for (number,) in made))


def drill(backup: BackupFile, database: Path, now: datetime, way: BackupWay) -> Drilled:
    """Put a backup back for a try, read all of it, and throw it away again."""
    began = perf_counter()
    preview = look_into(backup.path, database, way)
    tickets = preview.then.counts["ticket"]
    return Drilled(backup.path.name, now, is_good=True, tickets=tickets, seconds=perf_counter() - began)


def _contents(connection: Any) -> Contents:
    counts = {table: _count(connection, table) for table in TABLES}
    last = connection.execute(LAST_ENTRY).fetchone()[0]
    return Contents(counts, str(last or ""))


def _count(connection: Any, table: str) -> int:
    return int(connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0])  # noqa: S608 - our own names
