"""A whole copy of the centre's rows instead of changes: at the beginning, and after being away for too long.

Chunks of a snapshot are fetched into a folder beside the database, where a broken fetching goes on; then they
take the place of the rows here, in one transaction that is kept only if the fingerprints are the centre's.
Work of this desk that is on its way stays on top.
"""

import hashlib
import shutil
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import msgspec
import zstandard
from sqlalchemy import Connection
from sqlalchemy.orm import Session

from fieldservice.domain.model.stamp import Stamp
from fieldservice.domain.rules.errors import EnvironmentProblem
from fieldservice.domain.rules.exchange_digest import differing
from fieldservice.domain.store import search_index
from fieldservice.domain.store.bulk_indexes import without_indexes
from fieldservice.domain.store.clock import Clock
from fieldservice.domain.store.counting import count_up
from fieldservice.domain.store.exchange_state import SCHEMA
from fieldservice.domain.store.rulebook import STAMP
from fieldservice.domain.store.uncollected import uncollected
from fieldservice.sync.applying import apply_stage
from fieldservice.sync.blobs import queue_missing
from fieldservice.sync.checking import versions_here
from fieldservice.sync.desk_store import DeskStore
from fieldservice.sync.meeting import required_state
from fieldservice.sync.round_result import Cancelled, OnProgress, Progress, Step
from fieldservice.sync.row_form import exchanged_tables, row_form
from fieldservice.sync.staging import Key, move_cursors, stage
from fieldservice.sync.transport import Transport
from fieldservice.sync.wire import Manifest, PulledRow, SessionReply

FOLDER = ".snapshot"

_BASED = "INSERT INTO exchange_version (table_name, row_id, version, scope) VALUES (?, ?, ?, ?)"
_OPEN = "SELECT DISTINCT table_name, row_id FROM outbox_operation"
_decoder = msgspec.json.Decoder(PulledRow)


class Snapshot:
    """The scopes of a session as the centre packed them, fetched into `folder`."""

    def __init__(self, transport: Transport, session: SessionReply, folder: Path) -> None:
        self._transport = transport
        self._folder = folder
        self.manifests: Sequence[Manifest] = ()
        self._scopes = session.scopes

    def fetch(self, on_progress: OnProgress, is_cancelled: Cancelled) -> bool:
        """Fetch what is not here yet; whether all is."""
        self.manifests = [self._transport.manifest(scope, SCHEMA) for scope in self._scopes]
        chunks = [chunk for manifest in self.manifests for chunk in manifest.chunks]
        total, done = sum(chunk.rows for chunk in chunks), 0
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            for chunk in chunks:
                if is_cancelled():
                    return False
                self._fetch_chunk(chunk.sha256)
                done += chunk.rows
                on_progress(Progress(Step.WHOLE, done, total))
        except OSError as error:
            raise EnvironmentProblem("database.full", path=str(self._folder)) from error
        return True

    def rows(self) -> Iterator[Sequence[PulledRow]]:
        """Chunk by chunk, parents before children within each scope."""
        for manifest in self.manifests:
            for chunk in manifest.chunks:
                packed = (self._folder / chunk.sha256).read_bytes()
                plain = zstandard.ZstdDecompressor().decompressobj().decompress(packed)
                yield _decoder.decode_lines(plain)

    def forget(self) -> None:
        shutil.rmtree(self._folder, ignore_errors=True)

    def _fetch_chunk(self, sha256: str) -> None:
        place = self._folder / sha256
        if place.exists():
            return
        packed = self._transport.chunk(sha256)
        if hashlib.sha256(packed).hexdigest() != sha256:
            raise EnvironmentProblem("exchange.broken_answer")
        fresh = place.with_suffix(".part")
        fresh.write_bytes(packed)
        fresh.replace(place)


def snapshot_of(store: DeskStore, transport: Transport, session: SessionReply) -> Snapshot:
    """Its folder lies beside the desk's file."""
    database = Path(store.database.writer.url.database or "desk")
    return Snapshot(transport, session, database.with_name(database.name + FOLDER))


def rebuild(
    store: DeskStore, snapshot: Snapshot, clock: Clock, on_progress: OnProgress, is_cancelled: Cancelled
) -> bool:
    """Put the centre's rows in the place of all that are here; false when it was broken off before."""
    if not snapshot.fetch(on_progress, is_cancelled):
        return False
    with store.database.write_sessions().begin() as session:
        load(session, snapshot, clock)
        queue_missing(session, clock.now())
        required_state(session).digest_at = clock.now()
    apply_stage(store.database, store.actor, clock)
    snapshot.forget()
    return True


def load(session: Session, snapshot: Snapshot, clock: Clock) -> int:
    """The rows of all scopes; rows with open work are staged, to be overlaid when the stage is applied."""
    connection = session.connection()
    opened = {(table, row_id) for table, row_id in connection.exec_driver_sql(_OPEN)}
    _make_empty(connection)
    with uncollected(), without_indexes(connection, exchanged_tables()):
        count = sum(_load_chunk(connection, rows, opened) for rows in snapshot.rows())
    _require_whole(connection, snapshot.manifests)
    move_cursors(connection, {manifest.scope: manifest.seq for manifest in snapshot.manifests})
    count_up(session, Stamp, Stamp.changes, {"name": STAMP})
    search_index.rebuild(session, clock.now())
    return count


def _make_empty(connection: Connection) -> None:
    connection.exec_driver_sql("DELETE FROM exchange_stage")
    connection.exec_driver_sql("DELETE FROM exchange_version")
    kept = "SELECT row_id FROM outbox_operation WHERE table_name = ?"
    for table in reversed(exchanged_tables()):
        gone = f"DELETE FROM {table} WHERE id NOT IN ({kept})"  # noqa: S608 - names of the model
        connection.exec_driver_sql(gone, (table,))


def _load_chunk(connection: Connection, rows: Sequence[PulledRow], opened: set[Key]) -> int:
    by_table: dict[str, list[tuple[Any, ...]]] = {}
    based: list[tuple[Any, ...]] = []
    staged: list[PulledRow] = []
    for row in rows:
        form = row_form(row.table)
        if form is None or row.row is None:
            continue
        if (row.table, row.id) in opened:
            staged.append(row)
        else:
            by_table.setdefault(row.table, []).append(form.inserted(row.row))
        based.append((row.table, row.id, row.version, row.scope))
    for table, bound in by_table.items():
        written = row_form(table)
        if written is not None:
            connection.exec_driver_sql(written.insert, bound)
    if based:
        connection.exec_driver_sql(_BASED, based)
    stage(connection, staged, [], is_truth=True)
    return len(based)


def _require_whole(connection: Connection, manifests: Sequence[Manifest]) -> None:
    """`exchange.broken_answer` when a chunk does not hold what the centre counted: nothing is kept then."""
    for manifest in manifests:
        ours = versions_here(connection, manifest.scope)
        for table, theirs in manifest.digest.tables.items():
            if row_form(table) is not None and differing(ours.get(table, {}), theirs):
                raise EnvironmentProblem("exchange.broken_answer")
