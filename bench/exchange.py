"""Exchange over loopback HTTP: a real centre in processes, PostgreSQL that waits for its disk, real files.

Rows are entries of a ticket of about 250 bytes, written by commands of a hundred. The reference for sending
is COPY of the same rows into PostgreSQL, for fetching `executemany` into SQLite, each in one transaction.
"""

import json
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import Any
from uuid import UUID

from sqlalchemy import URL
from sqlcipher3 import dbapi2 as sqlcipher

from bench.report import Figure, at_most
from fieldservice.background.exchange_joining import engine_of
from fieldservice.desk import Desk, open_desk
from fieldservice.domain.commands.first_start import catalogue_id
from fieldservice.domain.model.base import new_id
from fieldservice.domain.model.ticket import Article, ArticleKind, Channel, Ticket
from fieldservice.domain.rules.ticket_states import TicketStateType
from fieldservice.domain.store.engine import open_postgresql
from fieldservice.sync.round_result import RoundResult
from tests.e2e.branches.centre_in_two import centre_in_two
from tests.e2e.branches.line import Line
from tests.e2e.branches.preparing import Needs, WallClock, Wish, config_of, joining, prepare
from tests.postgres import DURABLE, create_database, running_postgresql
from tests.server.centre.office import HOME, LOGIN, PASSWORD

SIZES = (10_000, 50_000)
MOST_SECONDS = {10_000: (2.5, 1.0), 50_000: (12.0, 6.0)}
IDLE_SECONDS, EDIT_SECONDS, ROW_BYTES = 0.1, 0.3, 100
OF_A_COMMAND = 100
COLUMNS = (
    "id",
    "ticket_id",
    "kind",
    "is_internal",
    "author_id",
    "author_name",
    "happened_at",
    "recorded_at",
    "text",
)
BARE = f"CREATE TABLE bare ({', '.join(f'{name} TEXT' for name in COLUMNS)}, PRIMARY KEY (id))"


BARE_ROW = f"INSERT INTO bare VALUES ({', '.join('?' * len(COLUMNS))})"  # noqa: S608 - our own names


@dataclass
class At:
    """A workstation of the centre."""

    desk: Desk
    exchange: Callable[[], RoundResult]

    def round(self) -> float:
        """Seconds of a round in which everything went well."""
        begun = perf_counter()
        result = self.exchange()
        assert result.went_well, result.problem
        return perf_counter() - begun

    def write(self, rows: list[dict[str, Any]]) -> None:
        for start in range(0, len(rows), OF_A_COMMAND):
            with self.desk.begin() as uow:
                uow.record("article.add", None)
                uow.insert_many(Article, rows[start : start + OF_A_COMMAND])
                uow.commit()


def figures() -> list[Figure]:
    found: list[Figure] = []
    with (
        running_postgresql(*DURABLE) as server,
        TemporaryDirectory(prefix="fieldservice-exchange-", ignore_cleanup_errors=True) as folder,
        _centre(server, Path(folder)) as (line, url, (here, there)),
    ):
        ticket_id = _ticket(here)
        here.round()
        there.round()
        found.append(_idle(there))
        for size in SIZES:
            found += _size(size, ticket_id, (line, url), (here, there))
    return found


def _size(size: int, ticket_id: UUID, around: tuple[Line, URL], desks: tuple[At, At]) -> Iterator[Figure]:
    (line, url), (here, there) = around, desks
    rows = [_row(ticket_id, here.desk.actor.user_id, number) for number in range(size)]
    here.write(rows)
    send_most, fetch_most = MOST_SECONDS[size]
    before = line.carried
    sent = here.round()
    wire = line.carried - before
    fetched = there.round()
    copied, inserted = _copied(url, rows), _inserted(rows)
    yield Figure(f"send {size} rows", sent, "s", at_most(send_most), copied, "COPY")
    yield Figure(f"fetch {size} rows", fetched, "s", at_most(fetch_most), inserted, "executemany")
    yield Figure(f"on the wire, sending {size}", wire / size, "bytes a row", at_most(ROW_BYTES))
    edited = [UUID(bytes=row["id"].bytes) for row in rows[:: size // 100][: size // 100]]
    _edit(here, edited)
    yield Figure(f"send 1 % of {size} edited", here.round(), "s", at_most(EDIT_SECONDS))
    yield Figure(f"fetch 1 % of {size} edited", there.round(), "s", at_most(EDIT_SECONDS))


def _idle(desk: At) -> Figure:
    return Figure("idle round", min(desk.round() for _ in range(5)), "s", at_most(IDLE_SECONDS))


def _edit(desk: At, wanted: list[UUID]) -> None:
    with desk.desk.begin() as uow:
        uow.record("article.correct", None)
        for row_id in wanted:
            uow.get(Article, row_id).text += " (poprawione)"
        uow.commit()


def _row(ticket_id: UUID, author_id: UUID | None, number: int) -> dict[str, Any]:
    moment = datetime(2026, 11, 23, 8, number % 60, number // 60 % 60, tzinfo=UTC)
    return {
        "id": new_id(),
        "ticket_id": ticket_id,
        "kind": ArticleKind.NOTE,
        "is_internal": bool(number % 2),
        "author_id": author_id,
        "author_name": f"Anna Kowal {number % 7}",
        "happened_at": moment,
        "recorded_at": moment,
        "text": f"Klient {number} mówi, że urządzenie {number * 7 % 9973} hałasuje i nie grzeje od rana.",
    }


def _ticket(desk: At) -> UUID:
    """The ticket to which all is written."""
    now = desk.desk.clock.now()
    ticket = Ticket(
        id=new_id(),
        number="WAW-1-900000",
        channel=Channel.PHONE,
        type_id=catalogue_id("ticket_type", "incident"),
        title="Dziennik",
        impact=3,
        urgency=3,
        priority=3,
        state_id=catalogue_id("ticket_state", "new"),
        state_type=TicketStateType.NEW,
        opened_at=now,
        branch_id=desk.desk.actor.branch_id,
    )
    with desk.desk.begin() as uow:
        uow.record("ticket.create", ticket, number=ticket.number)
        uow.add(ticket)
        uow.commit()
    return ticket.id


def _copied(url: URL, rows: list[dict[str, Any]]) -> float:
    database = open_postgresql(url)
    with closing(database), database.writer.begin() as connection:
        connection.exec_driver_sql(f"{BARE.replace('TABLE', 'TEMP TABLE')} ON COMMIT DROP")
        bare = [[_text(row[name]) for name in COLUMNS] for row in rows]
        begun = perf_counter()
        cursor = connection.connection.cursor()
        with cursor.copy("COPY bare FROM STDIN") as copy:
            for row in bare:
                copy.write_row(row)
    return perf_counter() - begun


def _inserted(rows: list[dict[str, Any]]) -> float:
    with (
        TemporaryDirectory() as folder,
        closing(sqlcipher.connect(Path(folder) / "bare.db", isolation_level=None)) as connection,
    ):
        for pragma in ("journal_mode = WAL", "synchronous = FULL"):
            connection.execute(f"PRAGMA {pragma}")
        connection.execute(BARE)
        bare = [[_text(row[name]) for name in COLUMNS] for row in rows]
        begun = perf_counter()
        connection.execute("BEGIN")
        connection.executemany(BARE_ROW, bare)
        connection.execute("COMMIT")
        return perf_counter() - begun


def _text(value: object) -> str:
    return value if isinstance(value, str) else json.dumps(value, default=str)


@contextmanager
def _centre(server: URL, folder: Path) -> Iterator[tuple[Line, URL, tuple[At, At]]]:
    url = create_database(server, "exchange")
    with centre_in_two(url, folder / "centre", has_catalogue=True) as (centre, line):
        desks = []
        for name in ("here", "there"):
            home = folder / name
            wish = Wish(line.address, centre.office.code(HOME), LOGIN, PASSWORD, name, takes_theirs=True)
            prepare(home, joining(home, wish))
            desk = open_desk(config_of(home), WallClock())
            desks.append(At(desk, engine_of(Needs(desk, home, desk.clock)).round))
        try:
            yield line, url, (desks[0], desks[1])
        finally:
            for at in desks:
                at.desk.close()
