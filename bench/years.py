"""Databases of years for the lists: 100,000 and 1,000,000 tickets, made once, kept in `bench-data`.

The larger one is the smaller one's tickets ten times over, written by the database itself: each copy has its
own id, number and second, and is closed. So both have the same open tickets, and whatever takes longer in the
larger one hangs on its size.
"""

import hashlib
from pathlib import Path

from sqlalchemy import Connection, text

from bench.company import KEPT_IN, MADE_FROM, Scale, make_company
from fieldservice.domain.model.journal import SearchEntry
from fieldservice.domain.model.order import WorkOrder
from fieldservice.domain.model.ticket import Ticket
from fieldservice.domain.store import migrations
from fieldservice.domain.store.engine import Database, open_sqlite

SMALL, LARGE = 100_000, 1_000_000
CUSTOMERS = 20_000
TALKATIVE = 200
"""Articles of the one ticket about which much was said: the newest."""

_ID = "printf('%x', :copy) || substr({0}, 2)"  # of our own time all ids begin with 0
_SECOND = "substr({0}, 1, 17) || printf('%02d', :copy) || substr({0}, 20)"
_NUMBER = "substr(number, 1, 4) || printf('%06d', substr(number, 5, 6) + :copy * :many) || substr(number, 11)"
_TICKET = {
    "id": _ID.format("id"),
    "number": _NUMBER,
    "request_id": "NULL",
    "opened_at": _SECOND.format("opened_at"),
    "closed_at": _SECOND.format("coalesce(closed_at, opened_at)"),
    "closed_by": "coalesce(closed_by, 'orders')",
    "state_id": "(SELECT state_id FROM ticket WHERE state_type = 'closed' LIMIT 1)",
    "state_type": "'closed'",
}
_ORDER = {
    "id": _ID.format("id"),
    "ticket_id": _ID.format("ticket_id"),
    "number": _NUMBER,
    "state": "'finished'",
}
_OF_FOUND = "substr((SELECT number FROM ticket WHERE ticket.id = search_entry.id), 5, 6)"
_FOUND = {
    "id": _ID.format("id"),
    "words": f"replace(words, {_OF_FOUND}, printf('%06d', {_OF_FOUND} + :copy * :many))",
}
_TALK = """
    INSERT INTO article (id, ticket_id, kind, is_internal, author_name, happened_at, recorded_at, text)
    WITH RECURSIVE place(at) AS (SELECT 1 UNION ALL SELECT at + 1 FROM place WHERE at < :count)
    SELECT lower(hex(randomblob(16))), :ticket,
           CASE at % 3 WHEN 0 THEN 'note' WHEN 1 THEN 'call' ELSE 'email' END, at % 2, 'Jan Nowak',
           '2026-11-20 08:' || printf('%02d:%02d', at / 60, at % 60) || '.000000',
           '2026-11-20 09:00:00.000000',
           'Klient dzwoni ponownie w sprawie ' || at || ': urządzenie staje po kilku minutach.'
    FROM place
"""


def years(tickets: int) -> Path:
    """The kept database of that size, made when there is none for this schema and generator."""
    path = _kept(tickets)
    if not path.exists():
        KEPT_IN.mkdir(exist_ok=True)
        for outdated in KEPT_IN.glob(f"years-{tickets}-*"):
            outdated.unlink()
        fresh = path.with_suffix(".making")
        for left in KEPT_IN.glob(f"{fresh.name}*"):
            left.unlink()
        make_years(fresh, tickets)
        fresh.rename(path)
    return path


def make_years(path: Path, tickets: int) -> None:
    """A new database; what is beyond `SMALL` tickets is copied from those."""
    many = min(tickets, SMALL)
    make_company(path, Scale(customers=min(CUSTOMERS, max(20, many // 5)), tickets=many))
    database = open_sqlite(path)
    with database.writer.connect() as connection:
        connection.exec_driver_sql("ROLLBACK")
        for pragma in ("synchronous = OFF", "foreign_keys = OFF", "cache_size = -500000"):
            connection.exec_driver_sql(f"PRAGMA {pragma}")
        connection.exec_driver_sql("BEGIN IMMEDIATE")
        _talk(connection)
        _copy(connection, many, tickets // many - 1)
        connection.exec_driver_sql("ANALYZE")
        connection.commit()
        connection.exec_driver_sql("ROLLBACK")
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
        connection.detach()
    database.close()


def talkative_ticket(database: Database) -> str:
    """Id of the ticket about which much was said, as hexadecimal letters."""
    with database.reader.connect() as connection:
        most = "SELECT ticket_id FROM article GROUP BY ticket_id ORDER BY count(*) DESC LIMIT 1"
        return str(connection.exec_driver_sql(most).scalar_one())


def _talk(connection: Connection) -> None:
    newest = "SELECT id FROM ticket WHERE state_type = 'open' ORDER BY opened_at DESC LIMIT 1"
    ticket = connection.exec_driver_sql(newest).scalar_one()
    connection.execute(text(_TALK), {"ticket": ticket, "count": TALKATIVE})


def _copy(connection: Connection, many: int, copies: int) -> None:
    """The first tickets alone have a request: what is a copy already is not copied again."""
    first = "(SELECT id FROM ticket WHERE request_id IS NOT NULL)"
    for copy in range(1, copies + 1):
        values = {"copy": copy, "many": many}
        for kind, changed, where in (
            (SearchEntry, _FOUND, f"id IN {first}"),
            (WorkOrder, _ORDER, f"ticket_id IN {first}"),
            (Ticket, _TICKET, "request_id IS NOT NULL"),
        ):
            connection.execute(text(_insert(kind.__tablename__, changed, where)), values)


def _insert(table: str, changed: dict[str, str], where: str) -> str:
    columns = Ticket.metadata.tables[table].columns
    names = [column.name for column in columns if column.name != "position" or table != "search_entry"]
    values = ", ".join(changed.get(name, name) for name in names)
    return f"INSERT INTO {table} ({', '.join(names)}) SELECT {values} FROM {table} WHERE {where}"  # noqa: S608


def _kept(tickets: int) -> Path:
    versions = sorted((Path(migrations.__file__).parent / "versions").glob("*.py"))
    ours = [Path(__file__), *(Path(__file__).with_name(name) for name in MADE_FROM)]
    digest = hashlib.sha256()
    for file in (*versions, *ours):
        digest.update(file.read_bytes())
    return KEPT_IN / f"years-{tickets}-{digest.hexdigest()[:12]}.db"
