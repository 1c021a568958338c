"""Whether this file holds what the centre holds, compared by fingerprints at one head, and mended.

Rows are dealt into 256 buckets for each table of a scope; only buckets that differ are looked into, and only
rows whose versions differ are fetched. Rows with work of ours that is on its way, and what waits to be shown,
are left out: a check is made when nothing of either kind is there.
"""

import logging
from collections.abc import Collection, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from hashlib import sha256
from typing import Any
from uuid import UUID

from sqlalchemy import Connection

from fieldservice.domain.model.exchange import ExchangeNews, InboxKind
from fieldservice.domain.rules import exchange_digest
from fieldservice.domain.rules.exchange_digest import Bucket
from fieldservice.domain.store.clock import Clock
from fieldservice.domain.store.rescuing import UNKNOWN_THERE
from fieldservice.sync.applying import apply_stage
from fieldservice.sync.desk_store import DeskStore
from fieldservice.sync.meeting import required_state
from fieldservice.sync.pulling import CARRIER, cursors_of, fetch_rows
from fieldservice.sync.row_changes import standing_rows
from fieldservice.sync.row_form import RowForm, exchanged_tables, row_form
from fieldservice.sync.staging import Key
from fieldservice.sync.transport import Transport
from fieldservice.sync.wire import DigestRequest, VersionsRequest

Buckets = dict[str, dict[str, Bucket]]

_BUSY = (
    "SELECT (SELECT count(*) FROM outbox_operation) + (SELECT count(*) FROM exchange_stage)"
    " + (SELECT count(*) FROM exchange_provisional)"
)
_VERSIONS = "SELECT table_name, row_id, version FROM exchange_version WHERE scope = ?"
_OF_SCOPE = "SELECT row_id, version FROM exchange_version WHERE scope = ?"
_OF_BUCKET = f"{_OF_SCOPE} AND table_name = ? AND substr(row_id, -2) = ?"

_log = logging.getLogger(__name__)


@dataclass(slots=True)
class Checked:
    """What a check found. `was_possible` is false while something is on its way, or the centre moved on."""

    was_possible: bool = False
    buckets: int = 0
    mended: int = 0


def check(
    store: DeskStore, transport: Transport, scopes: Collection[str], clock: Clock, *, content: bool = False
) -> Checked:
    """Compare every scope, mend what differs."""
    return Check(store, transport, clock, content=content).run(scopes)


class Check:
    """Of all scopes of one desk. `content` compares the values themselves, which finds what was altered past
    the program.
    """

    def __init__(
        self, store: DeskStore, transport: Transport, clock: Clock, *, content: bool = False
    ) -> None:
        self._store = store
        self._database = store.database
        self._transport = transport
        self._clock = clock
        self._content = content
        self._checked = Checked(was_possible=True)

    def run(self, scopes: Collection[str]) -> Checked:
        with self._database.read_session() as session:
            if session.connection().exec_driver_sql(_BUSY).scalar_one():
                return Checked()
        for scope in scopes:
            self._compare(scope)
        if not self._checked.was_possible:
            return self._checked
        if self._checked.mended:
            _log.error("exchange: %s rows differed from the centre's and were mended", self._checked.mended)
            apply_stage(self._database, self._store.actor, self._clock)
        with self._database.write_sessions().begin() as session:
            required_state(session).digest_at = self._clock.now()
        return self._checked

    def _compare(self, scope: str) -> None:
        """Both sides add up at the same time."""
        request = DigestRequest(scope, list(exchanged_tables()), self._content)
        with ThreadPoolExecutor(1, CARRIER) as carrier:
            asked = carrier.submit(self._transport.digest, request)
            with self._database.read_session() as session:
                connection = session.connection()
                at = cursors_of(connection, (scope,))[scope]
                ours = _contents(connection, scope) if self._content else versions_here(connection, scope)
            theirs = asked.result()
        if at < theirs.head:
            self._checked.was_possible = False
            return
        for table in exchanged_tables():
            found = exchange_digest.differing(ours.get(table, {}), theirs.tables.get(table, {}))
            self._checked.buckets += len(found)
            for bucket in found:
                self._checked.mended += self._mend(VersionsRequest(scope, table, bucket))

    def _mend(self, request: VersionsRequest) -> int:
        """Fetch the rows of a bucket that differ: those with another version, and by content all of them."""
        theirs = self._transport.versions(request).versions
        with self._database.read_session() as session:
            bound = (request.scope, request.table, request.bucket)
            found = session.connection().exec_driver_sql(_OF_BUCKET, bound)
            ours = {row_id: int(version) for row_id, version in found}
        different = [
            (request.table, row_id)
            for row_id in {*ours, *theirs}
            if self._content or ours.get(row_id) != theirs.get(row_id)
        ]
        self._keep_unknown([key for key in different if key[1] not in theirs])
        fetch_rows(self._database, self._transport, different)
        return len(different)

    def _keep_unknown(self, keys: list[Key]) -> None:
        """Rows that the centre does not know are not thrown away: somebody may want them back."""
        form = row_form(keys[0][0]) if keys else None
        if form is None:
            return
        with self._database.write_sessions().begin() as session:
            rows = standing_rows(session.connection(), form, [row_id for _table, row_id in keys])
            for row_id, row in rows.items():
                session.merge(
                    ExchangeNews(
                        id=UUID(row_id),
                        kind=InboxKind.LEFT,
                        table_name=form.name,
                        row_id=UUID(row_id),
                        rule=UNKNOWN_THERE,
                        payload={"row": row},
                        at=self._clock.now(),
                    )
                )


def versions_here(connection: Connection, scope: str) -> Buckets:
    """`exchange_digest.buckets` of the versions of a scope, by table: without making an id of each row."""
    found: dict[str, dict[str, list[int]]] = {}
    packed, read, whole = _Packed(), bytes.fromhex, int.from_bytes
    # Past SQLAlchemy's result, which takes as long as reading the rows.
    stored: Any = connection.exec_driver_sql(_VERSIONS, (scope,)).cursor
    for table, row_id, version in stored:
        mark = sha256(read(row_id) + packed[version]).digest()[: exchange_digest.HASH_BYTES]
        bucket = found.setdefault(table, {}).setdefault(row_id[-2:], [0, 0])
        bucket[0] += 1
        bucket[1] += whole(mark, "big")
    return {
        table: {name: (count, total % exchange_digest.MODULUS) for name, (count, total) in each.items()}
        for table, each in found.items()
    }


class _Packed(dict[int, bytes]):
    """Versions as they are digested: most rows have one of a few."""

    def __missing__(self, version: int) -> bytes:
        self[version] = packed = version.to_bytes(8, "big")
        return packed


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
