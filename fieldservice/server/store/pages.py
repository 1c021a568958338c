"""The reading side of the feed: pages of changes, rows as they stand, the head.

Everything is read from one picture of the database (REPEATABLE READ): pages, head and rows fit together.
"""

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple
from uuid import UUID

import msgspec
from msgspec import Struct
from sqlalchemy import Connection

from fieldservice.domain.rules.errors import RuleViolation
from fieldservice.domain.rules.exchange_scopes import HOMES
from fieldservice.server.store.encoding import Wanted, hexadecimal, json_of, moment, rows_as_json
from fieldservice.sync import wire

MOST_PAGE_BYTES = 2 << 20
FIRST_PART = 100
"""Rows are written in parts, so that a page of very large ones does not write what it will not carry."""
LEAST_ROWS = 2
_LAST = (1 << 63) - 1


class _Ending(Struct, frozen=True, omit_defaults=True):
    """What a `wire.PullReply` holds besides its rows."""

    exits: list[wire.Exit]
    cursors: dict[str, int]
    more: bool
    head: int
    epoch: int
    floor: int = 0
    revoked: list[str] = []


class Place(NamedTuple):
    """A line of `sync_row`, or of `sync_exit`, in the order of the feed. `opening` and `closing` are what a
    `wire.PulledRow` holds before and after its row.
    """

    seq: int
    scope: str
    table: str
    row_id: str
    is_deleted: bool
    is_exit: bool
    opening: str
    closing: str


class Line(NamedTuple):
    """A `wire.PulledRow`, written. `row` is its row alone; None when it is gone."""

    seq: int
    table: str
    row_id: str
    row: str | None
    written: bytes


PLACED = f"r.seq, {hexadecimal('r.scope')}, n.name, {hexadecimal('r.id')}"


def opening(table: str) -> str:
    """SQL of what comes before the row; `table` is an expression, too."""
    return (
        f"""'{{"scope":"' || {hexadecimal("r.scope")} || '","seq":' || r.seq || ',"table":"' || {table}"""
        f""" || '","id":"' || {hexadecimal("r.id")} || '","version":' || r.ver"""
    )


OPENING = opening("n.name")
CLOSING = (
    f"""coalesce(',"user":"' || {hexadecimal("r.user_id")} || '"', '')"""
    f""" || coalesce(',"at":"' || {moment("r.at")} || '"', '') || '}}'"""
)
# Sorted before it is written, and only what is taken: so the numbers alone are looked at for the rest.
_NEXT = f"""
SELECT {PLACED}, r.is_deleted, r.is_exit, {OPENING}, {CLOSING} FROM (
    SELECT x.* FROM unnest(%s::uuid[], %s::bigint[]) w(scope, seen) CROSS JOIN LATERAL (
        (SELECT r.seq, r.scope, r.tbl, r.id, r.ver, r.user_id, r.at, r.is_deleted, false AS is_exit
         FROM sync_row r WHERE r.scope = w.scope AND r.seq > w.seen ORDER BY r.seq LIMIT %s)
        UNION ALL
        (SELECT r.seq, r.scope, r.tbl, r.id, 0, NULL, NULL, false, true
         FROM sync_exit r WHERE r.scope = w.scope AND r.seq > w.seen ORDER BY r.seq LIMIT %s)
    ) x ORDER BY 1 LIMIT %s
) r JOIN sync_table n ON n.number = r.tbl ORDER BY 1"""  # noqa: S608 - our own names
_THESE = f"""
SELECT {PLACED}, r.is_deleted, false, {OPENING}, {CLOSING}
FROM sync_row r JOIN sync_table n ON n.number = r.tbl
WHERE n.name = %s AND r.id = ANY(%s::uuid[]) AND r.scope = ANY(%s)"""  # noqa: S608 - our own names
# A page is a stretch of an index: no other way is as quick, whatever the planner believes.
_META = """
SELECT epoch, floor, (SELECT coalesce(max(seq), 0) FROM sync_head), current_setting('transaction_isolation'),
    set_config('enable_seqscan', 'off', true), set_config('enable_bitmapscan', 'off', true),
    set_config('jit', 'off', true)
FROM sync_meta"""


def head(connection: Connection) -> int:
    """The number of the last change that can be read."""
    statement = "SELECT coalesce(max(seq), 0) FROM sync_head"
    return int(connection.exec_driver_sql(statement).scalar_one())


def one_picture(connection: Connection) -> tuple[int, int, int]:
    """Epoch, floor and head; `LookupError` when this connection does not keep to one picture."""
    epoch, floor, newest, isolation, *_set = connection.exec_driver_sql(_META).one()
    if isolation not in ("repeatable read", "serializable"):
        raise LookupError("what is read together must be of one picture of the database")
    return epoch, floor, newest


def page(connection: Connection, request: wire.PullRequest, scopes: Sequence[UUID]) -> wire.PullReply:
    """The next changes of the scopes, as messages; `page_bytes` is quicker."""
    return msgspec.json.decode(page_bytes(connection, request, scopes), type=wire.PullReply)


def page_bytes(connection: Connection, request: wire.PullRequest, scopes: Sequence[UUID]) -> bytes:
    """The next changes of the scopes, as the bytes of a `wire.PullReply`.

    A scope without a cursor begins at the beginning; one that the reader may not hold is told as revoked.
    """
    epoch, floor, newest = one_picture(connection)
    cursors = {scope.hex: _within(request.cursors.get(scope.hex, 0)) for scope in scopes}
    limit = max(LEAST_ROWS, min(request.limit, wire.MOST_ROWS))
    found = _next(connection, cursors, limit + 1)
    taken, lines, is_cut = _filled(connection, _fitting(found, limit), request.schema)
    more = is_cut or len(found) > limit
    reached = taken[-1].seq if more and taken else newest
    ending = _Ending(
        exits=[wire.Exit(at.scope, at.seq, at.table, at.row_id) for at in taken if at.is_exit],
        cursors={scope: max(seen, reached) for scope, seen in cursors.items()},
        more=more,
        head=newest,
        epoch=epoch,
        floor=floor,
        revoked=sorted(set(request.cursors) - set(cursors)),
    )
    return b'{"rows":[' + b",".join(lines) + b"]," + msgspec.json.encode(ending)[1:]


def rows(connection: Connection, request: wire.RowsRequest, scopes: Sequence[UUID]) -> wire.RowsReply:
    """The rows as they stand, as messages; `rows_bytes` is quicker."""
    return msgspec.json.decode(rows_bytes(connection, request, scopes), type=wire.RowsReply)


def rows_bytes(connection: Connection, request: wire.RowsRequest, scopes: Sequence[UUID]) -> bytes:
    """The rows as they stand, as the bytes of a `wire.RowsReply`.

    What is not in the reader's scopes is left out, as if it had never been. `exchange.malformed` for what is
    no id.
    """
    _epoch, _floor, newest = one_picture(connection)
    lines: list[bytes] = []
    for table, ids in request.tables.items():
        if table in HOMES:
            bound = (table, [_id(each).hex for each in ids], list(scopes))
            places = placed(connection, _THESE, bound)
            lines += [line.written for line in written(connection, places, request.schema)]
    return b'{"rows":[' + b",".join(lines) + b'],"head":%d}' % newest


def placed(connection: Connection, statement: str, bound: tuple[Any, ...]) -> list[Place]:
    return [Place._make(line) for line in connection.exec_driver_sql(statement, bound).all()]


def _within(cursor: int) -> int:
    return max(0, min(cursor, _LAST))


def _next(connection: Connection, cursors: dict[str, int], limit: int) -> list[Place]:
    bound = ([UUID(scope) for scope in cursors], list(cursors.values()), limit, limit, limit)
    return placed(connection, _NEXT, bound)


def _fitting(found: list[Place], limit: int) -> list[Place]:
    """Without what shares its number with the first that did not fit: a move is an exit and a row."""
    if len(found) <= limit:
        return found
    return [at for at in found if at.seq < found[limit].seq]


def _filled(
    connection: Connection, places: list[Place], schema: int
) -> tuple[list[Place], list[bytes], bool]:
    """The rows of these places as far as a page carries them, and whether it was cut."""
    taken: list[Place] = []
    lines: list[bytes] = []
    room, size = MOST_PAGE_BYTES, FIRST_PART
    while len(taken) < len(places):
        part = places[len(taken) : len(taken) + size]
        by_seq = {line.seq: line.written for line in written(connection, part, schema)}
        for at in part:
            line = None if at.is_exit else by_seq.get(at.seq)
            room -= 0 if line is None else len(line)
            if room < 0 and taken and taken[-1].seq != at.seq:
                return taken, lines, True
            taken.append(at)
            if line is not None:
                lines.append(line)
        size = max(1, room * len(taken) // max(1, MOST_PAGE_BYTES - room))  # as many as may still fit
    return taken, lines, False


def written(connection: Connection, places: Iterable[Place], schema: int) -> list[Line]:
    """The rows of these places; of tables that the schema does not know there are none."""
    ids: dict[str, list[str]] = {}
    for at in places:
        if not at.is_exit:
            ids.setdefault(at.table, []).append(at.row_id)
    texts = {
        table: rows_as_json(connection, Wanted(table, wanted, schema))
        for table, wanted in ids.items()
        if table in HOMES and json_of(table, schema)
    }
    known = [at for at in places if not at.is_exit and at.table in texts]
    return [_line(at, texts[at.table].get(at.row_id)) for at in known]


def _line(at: Place, row: str | None) -> Line:
    """A line whose row is not there any more is a removal, like one that is noted so."""
    if row is None or at.is_deleted:
        return Line(at.seq, at.table, at.row_id, None, f"{at.opening}{at.closing}".encode())
    return Line(at.seq, at.table, at.row_id, row, f'{at.opening},"row":{row}{at.closing}'.encode())


def _id(text: Any) -> UUID:
    try:
        return UUID(text)
    except ValueError as error:
        raise RuleViolation("exchange.malformed", what="id") from error
