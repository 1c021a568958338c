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
from fieldservice.server.store.encoding import hexadecimal, lines_of, pulled_rows
from fieldservice.server.store.listed import listed
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
    """A line of `sync_row`, or of `sync_exit`, in the order of the feed."""

    seq: int
    scope: str
    table: str
    row_id: str
    is_exit: bool


# Sorted before it is written, and only what is taken: so the numbers alone are looked at for the rest.
_NEXT = f"""
SELECT r.seq, {hexadecimal("r.scope")}, n.name, {hexadecimal("r.id")}, r.is_exit FROM (
    SELECT x.* FROM unnest(%s::uuid[], %s::bigint[]) w(scope, seen) CROSS JOIN LATERAL (
        (SELECT r.seq, r.scope, r.tbl, r.id, false AS is_exit
         FROM sync_row r WHERE r.scope = w.scope AND r.seq > w.seen ORDER BY r.seq LIMIT %s)
        UNION ALL
        (SELECT r.seq, r.scope, r.tbl, r.id, true
         FROM sync_exit r WHERE r.scope = w.scope AND r.seq > w.seen ORDER BY r.seq LIMIT %s)
    ) x ORDER BY 1 LIMIT %s
) r JOIN sync_table n ON n.number = r.tbl ORDER BY 1"""  # noqa: S608 - our own names
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
    limit = max(LEAST_ROWS, min(request.limit, wire.MOST_PAGE_ROWS))
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
            wanted = listed(map(_id, ids))
            lines += _written(connection, (table, wanted), request.schema, list(scopes)).values()
    return b'{"rows":[' + b",".join(lines) + b'],"head":%d}' % newest


def _within(cursor: int) -> int:
    return max(0, min(cursor, _LAST))


def _next(connection: Connection, cursors: dict[str, int], limit: int) -> list[Place]:
    bound = ([UUID(scope) for scope in cursors], list(cursors.values()), limit, limit, limit)
    return [Place._make(line) for line in connection.exec_driver_sql(_NEXT, bound).all()]


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
        by_seq = _lines(connection, part, schema)
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


def _lines(connection: Connection, places: Iterable[Place], schema: int) -> dict[int, bytes]:
    """The rows of these places, by their numbers; of tables that the schema does not know there are none."""
    ids: dict[str, list[str]] = {}
    for at in places:
        if not at.is_exit:
            ids.setdefault(at.table, []).append(at.row_id)
    lines: dict[int, bytes] = {}
    for table, wanted in ids.items():
        if table in HOMES:
            lines |= _written(connection, (table, ",".join(wanted)), schema)
    return lines


def _written(
    connection: Connection, rows_wanted: tuple[str, str], schema: int, scopes: list[UUID] | None = None
) -> dict[int, bytes]:
    """Rows of a table by a text of their ids; of these scopes, or of all."""
    table, ids = rows_wanted
    statement = lines_of(table, schema)
    if statement is None:
        return {}
    bound: tuple[Any, ...] = (ids,)
    if scopes is not None:
        statement, bound = f"{statement} WHERE r.scope = ANY(%s)", (ids, scopes)
    found = connection.exec_driver_sql(statement, bound).all()
    return {seq: line.encode() for seq, line in pulled_rows(table, found)}


def _id(text: Any) -> UUID:
    try:
        return UUID(text)
    except ValueError as error:
        raise RuleViolation("exchange.malformed", what="id") from error
