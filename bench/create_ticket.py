"""Creating a ticket: the whole use case in one durable commit, beside plain SQLite writing the same rows.

Each ticket that the program made in its database is read back and written, row for row, into a second copy by
a bare cursor with the same pragmas, indexes and triggers. Both take turns, fifty tickets at a time.
"""

import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Any
from uuid import UUID

from bench.bare import bare_connection, statements_of
from bench.callers import Caller, covered_callers
from bench.company import ACTOR, BRANCH, StandingClock, copy_of_big_company
from bench.report import Figure, ratio_at_least, spread
from fieldservice.domain.commands.acceptance import NewTicket
from fieldservice.domain.commands.first_start import catalogue_id
from fieldservice.domain.commands.requests import Arrival, LogRequest, log_request
from fieldservice.domain.model.base import new_id
from fieldservice.domain.model.ticket import Channel
from fieldservice.domain.rules.changes import Changes
from fieldservice.domain.store.engine import Database, open_sqlite
from fieldservice.domain.store.unit_of_work import UnitOfWork

BLOCK, BLOCKS, WARM_UP = 50, 16, 100
TARGET = ratio_at_least(0.25)
NEXT_NUMBER = "UPDATE number_series SET last_number = last_number + 1 WHERE branch_code = ?"
JOURNAL = "journal_entry", "journal_change"
KEYS = {"journal_change": "entry_id"}

Rows = dict[str, list[tuple[Any, ...]]]


class Desk:
    """Creates tickets as the program does."""

    def __init__(self, database: Database) -> None:
        self._sessions = database.write_sessions()
        self._clock = StandingClock()

    def create(self, command: LogRequest) -> Changes:
        with UnitOfWork(self._sessions, ACTOR, self._clock) as uow:
            return log_request(command, uow, self._clock)


class BareWriter:
    """Writes given rows with a bare cursor."""

    def __init__(self, database: Database) -> None:
        self.connection = bare_connection(database.writer)
        self._cursor = self.connection.cursor()
        self._inserts: dict[str, str] = {}

    def write(self, rows: Rows) -> None:
        self._cursor.execute("BEGIN IMMEDIATE")
        self._cursor.execute(NEXT_NUMBER, (BRANCH,))
        for table, values in rows.items():
            self._cursor.executemany(self._insert_into(table, len(values[0])), values)
        self._cursor.execute("COMMIT")

    def _insert_into(self, table: str, columns: int) -> str:
        if table not in self._inserts:
            self._inserts[table] = f"INSERT INTO {table} VALUES ({', '.join('?' * columns)})"  # noqa: S608
        return self._inserts[table]


class Rereader:
    """Reads back what one command wrote."""

    def __init__(self, database: Database) -> None:
        self.connection = bare_connection(database.writer)
        self._cursor = self.connection.cursor()

    def rows_of(self, changes: Changes) -> Rows:
        assert changes.entry_id is not None
        found: Rows = defaultdict(list)
        refs = [(ref.table, ref.id) for ref in changes.touched]
        refs += [("search_entry", row_id) for _table, row_id in refs]
        refs += [(table, changes.entry_id) for table in JOURNAL]
        for table, row_id in refs:
            for row in self._select(table, row_id):
                found[table].append(row)
        return dict(found)

    def _select(self, table: str, row_id: UUID) -> Iterator[tuple[Any, ...]]:
        key = KEYS.get(table, "id")
        return iter(self._cursor.execute(f"SELECT * FROM {table} WHERE {key} = ?", (row_id.hex,)).fetchall())  # noqa: S608


def figures() -> list[Figure]:
    with tempfile.TemporaryDirectory(dir=Path.cwd() / "bench-data") as folder:
        ours = open_sqlite(copy_of_big_company(Path(folder), "ours.db"))
        theirs = open_sqlite(copy_of_big_company(Path(folder), "theirs.db"))
        found = _measure(ours, theirs)
        ours.close()
        theirs.close()
    return [found]


def commands(callers: Iterator[Caller]) -> Iterator[LogRequest]:
    """A call by somebody known about a unit that is covered."""
    now = StandingClock().now()
    for caller in callers:
        arrival = Arrival(
            new_id(), Channel.PHONE, now, caller.phone, caller.name, caller.customer_id, caller.contact_id
        )
        wish = NewTicket(
            new_id(),
            "Sprężarka nie trzyma ciśnienia",
            "Stoi cała linia, produkcja czeka. Klient prosi o telefon przed przyjazdem.",
            work_kind_id=catalogue_id("work_kind", "repair"),
            kind_id=catalogue_id("kind", "fault"),
            site_id=caller.site_id,
            equipment_id=caller.unit_id,
            urgency=4,
            owner_id=ACTOR.user_id,
        )
        yield LogRequest(arrival, (wish,))


def _measure(ours: Database, theirs: Database) -> Figure:
    desk, writer, reader = Desk(ours), BareWriter(theirs), Rereader(ours)
    calls = commands(covered_callers(ours, WARM_UP + BLOCK * BLOCKS + 1))
    for _ in range(WARM_UP):
        writer.write(reader.rows_of(desk.create(next(calls))))
    rates, bare_rates = [], []
    for _ in range(BLOCKS):
        block = [next(calls) for _ in range(BLOCK)]
        started = perf_counter()
        changes = [desk.create(command) for command in block]
        rates.append(BLOCK / (perf_counter() - started))
        rows = [reader.rows_of(each) for each in changes]
        started = perf_counter()
        for each in rows:
            writer.write(each)
        bare_rates.append(BLOCK / (perf_counter() - started))
    _check_same(reader, writer)
    told = {f"rows of {table}": float(len(values)) for table, values in rows[-1].items()}
    told["statements"] = float(len(statements_of(ours.writer, lambda: desk.create(next(calls)))))
    ratios = [mine / bare for mine, bare in zip(rates, bare_rates, strict=True)]
    return Figure(
        "create a ticket",
        median(rates),
        "per s",
        TARGET,
        median(bare_rates),
        "plain SQLite, same rows",
        {**spread("ratio", ratios), **told},
    )


def _check_same(reader: Rereader, writer: BareWriter) -> None:
    """Both copies must hold the same number of rows in every table that was written."""
    tables = ("ticket", "request", "article", "sla_entry", "journal_entry", "journal_change", "search_entry")
    counted: list[Counter[str]] = []
    for connection in (reader.connection, writer.connection):
        cursor = connection.cursor()
        count = Counter(
            {table: cursor.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in tables}  # noqa: S608
        )
        count["numbers"] = cursor.execute("SELECT sum(last_number) FROM number_series").fetchone()[0]
        counted.append(count)
    assert counted[0] == counted[1], f"not the same rows were written: {counted}"
