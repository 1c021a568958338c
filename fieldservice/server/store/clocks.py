"""The writing side of the feed: who writes, and which version each row and each field has.

Used inside the transaction that writes; `fieldservice/server/store/feed.py` is the reading side.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import Connection

from fieldservice.domain.model.whole import Base
from fieldservice.domain.rules.changes import RowRef
from fieldservice.server.store.capture import GONE, travelling
from fieldservice.server.store.listed import IDS, NAMES, listed
from fieldservice.server.store.schema import numbers_of

Key = tuple[str, UUID]
Ref = RowRef | Key


@dataclass(frozen=True, slots=True)
class FieldClock:
    """Version of the row, hybrid stamp and device of a field's last change; no device: the centre itself."""

    ver: int
    stamp: int
    device: UUID | None


@dataclass(frozen=True, slots=True)
class RowClock:
    """What is known of a row: its version, and the clock of every field that travels.

    Of a row that is gone, `gone` tells when, and `fields` is empty.
    """

    ver: int
    scope: UUID | None
    fields: Mapping[str, FieldClock]
    deleted: bool
    gone: FieldClock | None = None


def writer(connection: Connection, device_id: UUID | None, stamp: int | None, user_id: UUID | None) -> None:
    """Tell in whose name the next statements of this transaction are; nobody's: the centre's own, now."""
    connection.exec_driver_sql(
        "SELECT set_config('sync.device', %s, true), set_config('sync.stamp', %s, true),"
        " set_config('sync.user', %s, true)",
        tuple("" if value is None else str(value) for value in (device_id, stamp, user_id)),
    )


def number(connection: Connection) -> int:
    """Give what this transaction has written its places now, and tell the last one.

    All other checks that wait for the commit are made first: the lock taken here must be the last, so that
    nobody who holds it waits for a row. Write nothing afterwards but receipts.
    """
    return int(connection.exec_driver_sql("SELECT sync_finish()").scalar_one())


def versions_of(connection: Connection, refs: Iterable[Ref]) -> dict[Key, int]:
    """The versions that rows have got by this transaction; numbers its changes (`number`)."""
    number(connection)
    rows = connection.exec_driver_sql(_OF_REFS.format(wanted="s.ver", ending="OFFSET 0"), _bound(refs))
    return {(table, row_id): ver for table, row_id, ver in rows}


def clocks_of(connection: Connection, refs: Iterable[Ref]) -> dict[Key, RowClock]:
    """The clocks of rows, locked until the end of the transaction in the order of (table, id).

    A row that never was has none. Lock the rows themselves first: whoever writes a row does it in this order.
    """
    wanted = "s.ver, s.scope, s.is_deleted, s.made_ver, s.made_stamp, s.made_device, s.fields"
    statement = _OF_REFS.format(wanted=wanted, ending="FOR UPDATE")
    rows = connection.exec_driver_sql(statement, _bound(refs))
    columns: dict[str, tuple[str, ...]] = {}
    clocks: dict[Key, RowClock] = {}
    for table, row_id, ver, scope, is_deleted, made_ver, made_stamp, made_device, changed in rows:
        if is_deleted:
            gone = _clock(changed[GONE]) if GONE in changed else None
            clocks[table, row_id] = RowClock(ver, scope, {}, deleted=True, gone=gone)
            continue
        if table not in columns:
            columns[table] = travelling(Base.metadata.tables[table])
        fields = dict.fromkeys(columns[table], FieldClock(made_ver, made_stamp, made_device))
        fields.update((name, _clock(stored)) for name, stored in changed.items())
        clocks[table, row_id] = RowClock(ver, scope, fields, deleted=False)
    return clocks


def touch(connection: Connection, refs: Iterable[Ref]) -> None:
    """Count rows up that did not become what was sent, so that the next pull brings the truth."""
    numbers = numbers_of(connection)
    known = [(numbers[table], row_id) for table, row_id in _keys(refs) if table in numbers]
    connection.exec_driver_sql(
        "UPDATE sync_row s SET ver = s.ver + (s.xid <> pg_current_xact_id())::int, seq = NULL,"
        " xid = pg_current_xact_id(), is_archived = false"
        " FROM (SELECT tbl, id FROM unnest(%s::smallint[], %s::uuid[]) w(tbl, id) ORDER BY 1, 2) w"
        " WHERE s.tbl = w.tbl AND s.id = w.id",
        ([each for each, _id in known], [row_id for _each, row_id in known]),
    )
    connection.exec_driver_sql(
        "INSERT INTO sync_commit (xid) VALUES (pg_current_xact_id()) ON CONFLICT DO NOTHING"
    )


# One after the other, in one order: so they are locked, and nobody goes through a table to find some of it.
_OF_REFS = f"""
SELECT w.name, w.id, {{wanted}} FROM (
    SELECT t.number, t.name, w.id FROM unnest({NAMES}, {IDS}) w(name, id)
    JOIN sync_table t ON t.name = w.name ORDER BY t.number, w.id OFFSET 0
) w CROSS JOIN LATERAL (SELECT s.* FROM sync_row s WHERE s.tbl = w.number AND s.id = w.id {{ending}}) s"""  # noqa: S608 - our own names


def _keys(refs: Iterable[Ref]) -> set[Key]:
    return {(ref.table, ref.id) if isinstance(ref, RowRef) else ref for ref in refs}


def _bound(refs: Iterable[Ref]) -> tuple[str, str]:
    """Tables and ids of the refs, each once."""
    keys = _keys(refs)
    return ",".join([table for table, _id in keys]), listed(row_id for _table, row_id in keys)


def _clock(stored: Sequence[str | int | None]) -> FieldClock:
    ver, stamp, device = stored
    return FieldClock(int(ver or 0), int(stamp or 0), UUID(str(device)) if device else None)
