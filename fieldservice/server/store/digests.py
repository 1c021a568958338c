"""Fingerprints of a scope: a workstation sees by them whether it holds the same (`exchange_digest`)."""

from collections.abc import Sequence
from uuid import UUID

import msgspec
from sqlalchemy import Connection

from fieldservice.domain.rules.errors import RuleViolation
from fieldservice.domain.rules.exchange_digest import MODULUS, Bucket, buckets, content_hash
from fieldservice.domain.rules.exchange_scopes import HOMES
from fieldservice.server.store.encoding import hexadecimal, json_of
from fieldservice.server.store.pages import head, one_picture
from fieldservice.server.store.schema import numbers_of
from fieldservice.server.store.schema_window import schema_now
from fieldservice.server.store.whole_scope import rows_of_scope
from fieldservice.sync import wire

PART = 5_000
_VERSIONS = """
SELECT tbl, get_byte(uuid_send(id), 15), count(*), sum(coalesce(mark, sync_mark(id, ver)))
FROM sync_row WHERE scope = %s AND NOT is_deleted AND tbl = ANY(%s) GROUP BY 1, 2"""
_OF_BUCKET = f"""
SELECT {hexadecimal("id")}, ver FROM sync_row
WHERE scope = %s AND NOT is_deleted AND tbl = %s AND get_byte(uuid_send(id), 15) = %s"""  # noqa: S608 - our own names

Buckets = dict[str, dict[str, Bucket]]


def digest(
    connection: Connection, request: wire.DigestRequest, scopes: Sequence[UUID], schema: int = 0
) -> wire.DigestReply:
    """Counts and sums of ids with versions, or with contents as a workstation of this schema has them, at
    this head.
    """
    one_picture(connection)
    scope = _held(request.scope, scopes)
    tables = [name for name in request.tables if name in HOMES]
    found = (
        _contents(connection, scope, tables, schema or schema_now())
        if request.content
        else versions_of(connection, scope, tables)
    )
    return wire.DigestReply(head(connection), found)


def versions_of(connection: Connection, scope: UUID, tables: Sequence[str]) -> Buckets:
    """Of each of these tables its buckets, by ids and versions."""
    numbers = numbers_of(connection)
    names = {numbers[name]: name for name in tables}
    found: Buckets = {name: {} for name in tables}
    connection.exec_driver_sql("SELECT set_config('jit', 'off', true)")
    for number, bucket, count, total in connection.exec_driver_sql(_VERSIONS, (scope, list(names))):
        found[names[number]][f"{bucket:02x}"] = (count, int(total) % MODULUS)
    return found


def versions(
    connection: Connection, request: wire.VersionsRequest, scopes: Sequence[UUID]
) -> wire.VersionsReply:
    """The rows of one bucket with their versions. `exchange.malformed` for what is no bucket or table."""
    one_picture(connection)
    scope = _held(request.scope, scopes)
    number = numbers_of(connection).get(request.table)
    if number is None:
        raise RuleViolation("exchange.malformed", what="table")
    found = connection.exec_driver_sql(_OF_BUCKET, (scope, number, _bucket(request.bucket)))
    return wire.VersionsReply(head(connection), {row_id: version for row_id, version in found})  # noqa: C416 - lines of a cursor


def _contents(connection: Connection, scope: UUID, tables: Sequence[str], schema: int) -> Buckets:
    hashes: dict[str, list[tuple[UUID, int]]] = {name: [] for name in tables}
    known = [name for name in tables if json_of(name, schema)]
    for table, rows in rows_of_scope(connection, scope, schema, tables=known, part=PART):
        for row_id, row in rows.items():
            hashes[table].append((UUID(row_id), content_hash(msgspec.json.decode(row))))
    return {name: buckets(found) for name, found in hashes.items()}


def _held(text: str, scopes: Sequence[UUID]) -> UUID:
    held = next((scope for scope in scopes if scope.hex == text), None)
    if held is None:
        raise RuleViolation("exchange.not_in_scope")
    return held


def _bucket(text: str) -> int:
    try:
        bucket = int(text, 16)
    except ValueError:
        bucket = -1
    if not 0 <= bucket <= 255:  # noqa: PLR2004 - a byte
        raise RuleViolation("exchange.malformed", what="bucket")
    return bucket
