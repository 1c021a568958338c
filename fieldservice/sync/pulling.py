"""Reading the centre's changes, page by page into the stage, until its head."""

from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from sqlalchemy import Connection

from fieldservice.domain.rules.errors import RuleViolation
from fieldservice.domain.store.engine import Database
from fieldservice.domain.store.exchange_state import SCHEMA
from fieldservice.domain.store.uncollected import uncollected
from fieldservice.sync.acknowledging import keep_conflicts
from fieldservice.sync.round_result import Cancelled, OnProgress, Progress, Step
from fieldservice.sync.staging import Key, move_cursors, stage, stage_truth, staged_count
from fieldservice.sync.transport import Transport
from fieldservice.sync.wire import (
    MOST_PAGE_ROWS,
    MOST_ROWS,
    PulledRow,
    PullReply,
    PullRequest,
    RowsRequest,
    SessionReply,
)

SESSION_OVER = "exchange.session_over"
CARRIER = "carrier"
"""The thread that waits for an answer while the one before it is worked on."""

_CURSORS = "SELECT scope, sequence FROM exchange_cursor"
_UNCHECKED = "SELECT 1 FROM exchange_state WHERE digest_at IS NULL"
"""Since the centre was restored: the same versions may be of other changes until both were compared."""
_DOUBTED = (
    "SELECT table_name, row_id FROM exchange_provisional p WHERE NOT EXISTS"
    " (SELECT 1 FROM outbox_operation o WHERE o.row_id = p.row_id AND o.table_name = p.table_name)"
    " AND NOT EXISTS"
    " (SELECT 1 FROM exchange_stage s WHERE s.row_id = p.row_id AND s.table_name = p.table_name)"
)


@dataclass(slots=True)
class Pulled:
    """What a pull came to. `revoked` scopes are held no longer. `is_too_old` when removals that this desk has
    not seen are not remembered any more: nothing was read.
    """

    rows: int = 0
    head: int = 0
    epoch: int = 0
    floor: int = 0
    revoked: tuple[str, ...] = ()
    is_whole: bool = False
    is_too_old: bool = False

    def take(self, reply: PullReply) -> None:
        self.rows += len(reply.rows) + len(reply.exits)
        self.head, self.epoch, self.floor = reply.head, reply.epoch, reply.floor
        self.revoked = (*self.revoked, *reply.revoked)
        self.is_whole = not reply.more


class Pull:
    """One pull, from the cursors of the desk to the head of the centre."""

    def __init__(self, database: Database, transport: Transport, session: SessionReply) -> None:
        self._database = database
        self._transport = transport
        self._session = session

    def run(self, on_progress: OnProgress, is_cancelled: Cancelled) -> Pulled:
        """Every page is kept with its cursors while the next one is on its way: a broken pull goes on behind
        the last that was kept.
        """
        pulled = Pulled()
        cursors = self._held()
        with ThreadPoolExecutor(1, CARRIER) as carrier:
            asked = None if is_cancelled() else carrier.submit(self._ask, cursors, cursors)
            while asked is not None:
                reply = asked.result()
                if reply.epoch != self._session.epoch:  # put back from a backup while we spoke
                    raise RuleViolation(SESSION_OVER)
                if any(0 < at < reply.floor for scope, at in cursors.items() if scope not in reply.revoked):
                    pulled.is_too_old = True
                    break
                further, asked = {**cursors, **reply.cursors}, None
                if reply.more and not is_cancelled():
                    asked = carrier.submit(self._ask, further, cursors)
                self._keep(reply, cursors)
                cursors = further
                pulled.take(reply)
                on_progress(Progress(Step.FETCHING, pulled.rows))
        return pulled

    def _ask(self, cursors: Mapping[str, int], kept: Mapping[str, int]) -> PullReply:
        with uncollected():
            return self._transport.pull(PullRequest(dict(cursors), SCHEMA, MOST_PAGE_ROWS, ack=dict(kept)))

    def cursors(self) -> dict[str, int]:
        with self._database.read_session() as session:
            return cursors_of(session.connection(), tuple(self._session.scopes))

    def _held(self) -> dict[str, int]:
        """Scopes that the session names no more, too: the centre tells that they are to be let go."""
        with self._database.read_session() as session:
            known = session.connection().exec_driver_sql(_CURSORS).all()
        return {**dict.fromkeys(self._session.scopes, 0), **{scope: int(at) for scope, at in known}}

    def _keep(self, reply: PullReply, before: Mapping[str, int]) -> None:
        moved = {scope: at for scope, at in reply.cursors.items() if before.get(scope) != at}
        if not (reply.rows or reply.exits or reply.news or moved):
            return
        with uncollected(), self._database.write_sessions().begin() as session:
            connection = session.connection()
            is_truth = connection.exec_driver_sql(_UNCHECKED).scalar() is not None
            stage(connection, reply.rows, reply.exits, is_truth=is_truth)
            move_cursors(connection, moved)
            keep_conflicts(connection, reply.news)


def cursors_of(connection: Connection, scopes: tuple[str, ...]) -> dict[str, int]:
    """How far each scope has been read; one that is new from its beginning."""
    known = {scope: int(sequence) for scope, sequence in connection.exec_driver_sql(_CURSORS)}
    return {scope: known.get(scope, 0) for scope in scopes}


def is_behind(connection: Connection) -> bool:
    """Whether a scope was read by a program of an older schema."""
    older = "SELECT 1 FROM exchange_cursor WHERE tables_version < ? AND sequence > 0 LIMIT 1"
    return connection.exec_driver_sql(older, (SCHEMA,)).first() is not None


def fetch_truth(database: Database, transport: Transport) -> int:
    """Ask how rows stand of which only the centre can tell, once nothing of ours on them is on its way."""
    with database.read_session() as session:
        doubted: list[Key] = [
            (table, row_id) for table, row_id in session.connection().exec_driver_sql(_DOUBTED)
        ]
    fetch_rows(database, transport, doubted)
    return len(doubted)


def fetch_rows(database: Database, transport: Transport, asked: list[Key]) -> None:
    """Stage rows as the centre has them, whatever is known here."""
    for start in range(0, len(asked), MOST_ROWS):
        _fetch(database, transport, asked[start : start + MOST_ROWS])


def _fetch(database: Database, transport: Transport, asked: list[Key]) -> None:
    by_table: dict[str, list[str]] = {}
    for table, row_id in asked:
        by_table.setdefault(table, []).append(row_id)
    rows: list[PulledRow] = transport.rows(RowsRequest(by_table, SCHEMA)).rows
    with database.write_sessions().begin() as session:
        stage_truth(session.connection(), rows, asked)


def waiting_to_apply(database: Database) -> int:
    with database.read_session() as session:
        return staged_count(session.connection())
