"""The centre's tables, functions and triggers put into a database that the domain's migrations have made.

Run after every migration: what is there already stays, what is new or changed is added, and rows that were
written while nothing noted them get their place in the feed.
"""

import hashlib
from collections.abc import Mapping
from uuid import uuid4

from sqlalchemy import Connection, Engine, Table, text

from fieldservice.domain.model.whole import Base
from fieldservice.domain.rules.exchange_scopes import HOMES, parents_first
from fieldservice.domain.store.schema import LOCK_TIMEOUT
from fieldservice.server.store.capture import TRIGGERS, capture
from fieldservice.server.store.numbering import numbering
from fieldservice.server.store.strays import strays
from fieldservice.server.store.tables import SYNC

INSTALL_LOCK = 723_014_003

_UNKNOWN = """
INSERT INTO sync_row (tbl, id, ver, xid, made_ver, made_stamp, at)
SELECT {number}, t.id, 1, pg_current_xact_id(), 1, 0, now() FROM "{name}" t
WHERE NOT EXISTS (SELECT FROM sync_row s WHERE s.tbl = {number} AND s.id = t.id)"""
_REMOVED = """
UPDATE sync_row s SET is_deleted = true, seq = NULL, ver = ver + 1, xid = pg_current_xact_id(), at = now()
WHERE tbl = {number} AND NOT is_deleted AND NOT EXISTS (SELECT FROM "{name}" t WHERE t.id = s.id)"""

# A restored dump tells of transactions of another cluster, whose numbers are still to come in this one.
_SINCE = (
    "ALTER TABLE sync_row ADD COLUMN IF NOT EXISTS mark bigint",
    "CREATE INDEX IF NOT EXISTS ix_sync_row_unnumbered ON sync_row (xid, tbl) WHERE seq IS NULL",
    "DROP INDEX IF EXISTS ix_sync_row_xid_tbl",
)
"""What a centre lacks that an older program made; its rows are filled in as they change."""
_WITHOUT_HOLDERS = "SELECT to_regclass('sync_blob_holder') IS NULL AND to_regclass('sync_row') IS NOT NULL"
_HOLDERS = """
INSERT INTO sync_blob_holder (sha256, branch_id)
SELECT DISTINCT a.digest, d.branch_id FROM attachment a
JOIN sync_row s ON s.id = a.id JOIN sync_table t ON t.number = s.tbl AND t.name = 'attachment'
JOIN sync_device d ON d.id = s.made_device"""
"""At a centre of before nobody was asked for the content itself; what was there then is believed."""
_WITHOUT_WORDS = "TRUNCATE search_entry"
"""Nobody searches at the centre; one that was made before still has the words (docs/adr/0015)."""

_FORGET_FOREIGN = "UPDATE sync_row SET xid = '0'::xid8 WHERE xid >= pg_current_xact_id()"


def install(engine: Engine) -> None:
    """Make or bring up to date what the exchange needs. All or nothing; several processes may try at once."""
    with engine.begin() as connection:
        connection.execute(text(LOCK_TIMEOUT))
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": INSTALL_LOCK})
        is_without_holders = connection.exec_driver_sql(_WITHOUT_HOLDERS).scalar_one()
        SYNC.create_all(connection)
        for statement in (*_SINCE, *((_HOLDERS,) if is_without_holders else ())):
            connection.exec_driver_sql(statement)
        connection.exec_driver_sql(_FORGET_FOREIGN)
        numbers = _numbers(connection)
        statements = _definitions(numbers)
        wanted = _digest(statements)
        if _known_definitions(connection) == wanted:
            return
        for statement in statements:
            connection.exec_driver_sql(statement.replace("%", "%%"))
        _take_in(connection, numbers)
        connection.execute(text("UPDATE sync_meta SET definitions = :wanted"), {"wanted": wanted})


def check(engine: Engine) -> list[str]:
    """What is wrong, each as a code and a table; nothing when all is well."""
    with engine.connect() as connection:
        if connection.execute(text("SELECT to_regclass('sync_meta')")).scalar_one() is None:
            return ["exchange.not_installed"]
        numbers = numbers_of(connection)
        found = [f"exchange.table_unknown {name}" for name in sorted(set(HOMES) - set(numbers))]
        if not found and _known_definitions(connection) != _digest(_definitions(numbers)):
            found.append("exchange.definitions_old")
        found += [f"exchange.trigger_missing {name}" for name in _without_triggers(connection)]
        found += [f"exchange.rows_unnoted {name}" for name in _unnoted(connection, numbers)]
        return found + [f"exchange.refers_elsewhere {name}" for name in strays(connection, numbers)]


def numbers_of(connection: Connection) -> dict[str, int]:
    """The short number of every table that travels."""
    rows = connection.execute(text("SELECT name, number FROM sync_table"))
    return {name: number for name, number in rows if name in HOMES}


def travelling_tables() -> dict[str, Table]:
    """The domain's tables whose rows travel, parents first."""
    return {name: Base.metadata.tables[name] for name in parents_first()}


def _numbers(connection: Connection) -> dict[str, int]:
    connection.execute(
        text("INSERT INTO sync_meta (id, server_id) VALUES (1, :server) ON CONFLICT DO NOTHING"),
        {"server": uuid4()},
    )
    known = numbers_of(connection)
    new = [{"name": name} for name in parents_first() if name not in known]
    if new:
        connection.execute(text("INSERT INTO sync_table (name) VALUES (:name)"), new)
    return numbers_of(connection)


def _definitions(numbers: Mapping[str, int]) -> list[str]:
    return [*numbering(numbers), *capture(travelling_tables(), numbers), _WITHOUT_WORDS]


def _digest(statements: list[str]) -> str:
    return hashlib.sha256("\0".join(statements).encode()).hexdigest()


def _known_definitions(connection: Connection) -> str:
    return str(connection.execute(text("SELECT definitions FROM sync_meta")).scalar_one())


def _take_in(connection: Connection, numbers: Mapping[str, int]) -> None:
    """Note what was written and removed while nothing noted it."""
    for name in parents_first():
        connection.exec_driver_sql(_UNKNOWN.format(name=name, number=numbers[name]))
    for name in _of_other_count(connection, numbers):
        connection.exec_driver_sql(_REMOVED.format(name=name, number=numbers[name]))
    connection.exec_driver_sql(
        "INSERT INTO sync_commit (xid) VALUES (pg_current_xact_id()) ON CONFLICT DO NOTHING"
    )


def _without_triggers(connection: Connection) -> list[str]:
    rows = connection.execute(
        text(
            "SELECT c.relname, array_agg(t.tgname::text) FROM pg_trigger t"
            " JOIN pg_class c ON c.oid = t.tgrelid AND c.relnamespace = current_schema()::regnamespace"
            " WHERE t.tgenabled = 'A' GROUP BY 1"
        )
    )
    present = {name: set(triggers) for name, triggers in rows}
    wanted = {**{key: set(TRIGGERS) for key in parents_first()}, "sync_commit": {"sync_commit_number"}}
    return sorted(name for name, triggers in wanted.items() if not triggers <= present.get(name, set()))


def _unnoted(connection: Connection, numbers: Mapping[str, int]) -> list[str]:
    """Tables of which a row is not noted, or a removed one still is."""
    other = set(_of_other_count(connection, numbers))
    missing = 'SELECT EXISTS (SELECT FROM "{name}" t WHERE NOT EXISTS (SELECT {noted}))'
    noted = "FROM sync_row s WHERE s.id = t.id AND s.tbl = {number} AND NOT s.is_deleted"
    for name in set(numbers) - other:
        statement = missing.format(name=name, noted=noted.format(number=numbers[name]))
        if connection.exec_driver_sql(statement).scalar_one():
            other.add(name)
    return sorted(other)


def _of_other_count(connection: Connection, numbers: Mapping[str, int]) -> list[str]:
    """Tables that have not as many rows as are noted; all is read once, however many tables there are."""
    rows = connection.execute(text("SELECT tbl, count(*) FROM sync_row WHERE NOT is_deleted GROUP BY 1"))
    noted = {number: count for number, count in rows}  # noqa: C416 - lines of a cursor
    return [
        name
        for name, number in numbers.items()
        if connection.exec_driver_sql(f'SELECT count(*) FROM "{name}"').scalar_one() != noted.get(number, 0)  # noqa: S608 - our own names
    ]
