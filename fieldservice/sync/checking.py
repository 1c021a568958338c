"""Whether this file holds what the centre holds, compared by fingerprints at one head, and mended.

Rows are dealt into 256 buckets for each table of a scope; only buckets that differ are looked into, and only
rows whose versions differ are fetched. Rows with work of ours that is on its way, and what waits to be shown,
are left out: a check is made when nothing of either kind is there.
"""

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import Connection

from fieldservice.domain.rules import exchange_digest
from fieldservice.domain.rules.exchange_digest import Bucket
from fieldservice.domain.store.clock import Clock
from fieldservice.domain.store.engine import Database
from fieldservice.sync.applying import apply_stage
from fieldservice.sync.desk_store import DeskStore
from fieldservice.sync.meeting import required_state
from fieldservice.sync.pulling import cursors_of, fetch_rows
from fieldservice.sync.row_form import RowForm, exchanged_tables, row_form
from fieldservice.sync.transport import Transport
from fieldservice.sync.wire import DigestRequest, VersionsRequest

Buckets = dict[str, dict[str, Bucket]]

_BUSY = (
    "SELECT (SELECT count(*) FROM outbox_operation) + (SELECT count(*) FROM exchange_stage)"
    " + (SELECT count(*) FROM exchange_provisional)"
)
_VERSIONS = "SELECT table_name, row_id, version FROM exchange_version WHERE scope = ?"
_OF_BUCKET = "SELECT row_id, version FROM exchange_version WHERE scope = ? AND table_name = ? AND substr(row_id, -2) = ?"

_log = logging.getLogger(__name__)


@dataclass(slots=True)
class Checked:
    """What a check found. `was_possible` is false while something is on its way, or the centre moved on."""

    was_possible: bool = False
    buckets: int = 0
    mended: int = 0


def check(
    store: DeskStore, transport: Transport, scopes: tuple[str, ...], clock: Clock, *, content: bool = False
) -> Checked:
    """Compare every scope, mend what differs. `content` compares the values themselves, which finds what was
    altered past the program.
    """
    checked = Checked(was_possible=True)
    for scope in scopes:
        _check_scope(store.database, transport, (scope, content), checked)
    if not checked.was_possible:
        return checked
    if checked.mended:
        _log.error("exchange: %s rows differed from the centre's and were mended", checked.mended)
        apply_stage(store.database, store.actor, clock)
    with store.database.write_sessions().begin() as session:
        required_state(session).digest_at = clock.now()
    return checked


def _check_scope(
    database: Database, transport: Transport, wanted: tuple[str, bool], checked: Checked
) -> None:
    scope, content = wanted
    theirs = transport.digest(DigestRequest(scope, list(exchanged_tables()), content))
    with database.read_session() as session:
        connection = session.connection()
        at = cursors_of(connection, (scope,))[scope]
        if at < theirs.head or connection.exec_driver_sql(_BUSY).scalar_one():
            checked.was_possible = False
            return
        ours = _contents(connection, scope) if content else _versions(connection, scope)
    for table in exchanged_tables():
        found = exchange_digest.differing(ours.get(table, {}), theirs.tables.get(table, {}))
        checked.buckets += len(found)
        for bucket in found:
            checked.mended += _mend(
                database, transport, VersionsRequest(scope, table, bucket), content=content
            )


def _mend(database: Database, transport: Transport, request: VersionsRequest, *, content: bool) -> int:
    """Fetch the rows of a bucket that differ: those with another version, and by content all of them."""
    theirs = transport.versions(request).versions
    with database.read_session() as session:
        bound = (request.scope, request.table, request.bucket)
        ours = {
            row_id: version for row_id, version in session.connection().exec_driver_sql(_OF_BUCKET, bound)
        }
    different = [
        (request.table, row_id)
        for row_id in {*ours, *theirs}
        if content or ours.get(row_id) != theirs.get(row_id)
    ]
    fetch_rows(database, transport, different)
    return len(different)


def _versions(connection: Connection, scope: str) -> Buckets:
    by_table: dict[str, list[tuple[UUID, int]]] = {}
    for table, row_id, version in connection.exec_driver_sql(_VERSIONS, (scope,)):
        known = UUID(row_id)
        by_table.setdefault(table, []).append((known, exchange_digest.version_hash(known, version)))
    return {table: exchange_digest.buckets(hashes) for table, hashes in by_table.items()}


def _contents(connection: Connection, scope: str) -> Buckets:
    found: Buckets = {}
    for table in exchanged_tables():
        form = row_form(table)
        if form is not None:
            rows = _rows_of(connection, form, scope)
            found[table] = exchange_digest.buckets(
                (UUID(row_id), exchange_digest.content_hash(row)) for row_id, row in rows.items()
            )
    return found


def _rows_of(connection: Connection, form: RowForm, scope: str) -> Mapping[str, dict[str, object]]:
    columns = ", ".join(f't."{name}"' for name in form.columns)
    statement = (
        f"SELECT {columns} FROM {form.name} t JOIN exchange_version v ON v.row_id = t.id"  # noqa: S608 - names of the model
        " WHERE v.table_name = ? AND v.scope = ?"
    )
    at = form.columns.index("id")
    rows = connection.exec_driver_sql(statement, (form.name, scope))
    return {stored[at]: form.encoded(stored) for stored in rows}
