"""The centre without its HTTP: what a workstation may ask, message by message.

Stateless: every answer comes from the database and the shared folder, so any process may give it. Routes are
thin over it, and tests may be a workstation's transport straight to it.
"""

from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from uuid import UUID

import msgspec
from msgspec.structs import replace
from sqlalchemy import select, update

from fieldservice.domain.rules.errors import RuleViolation
from fieldservice.domain.store.clock import Clock, SystemClock
from fieldservice.domain.store.engine import Database
from fieldservice.domain.store.exchange_state import SCHEMA
from fieldservice.server.accounts import seats
from fieldservice.server.accounts.entrance import Entrance
from fieldservice.server.accounts.orders import oldest_served, require_not_newer
from fieldservice.server.blobs import Blobs, Part
from fieldservice.server.erp import desk_side
from fieldservice.server.key import CentreKey, read_key
from fieldservice.server.limits import take
from fieldservice.server.receive.push import push
from fieldservice.server.seat import Seat
from fieldservice.server.settings import ServerSettings
from fieldservice.server.store import digests, pages, snapshot
from fieldservice.server.store.tables import sync_device
from fieldservice.sync import wire
from fieldservice.sync.systems_wire import SystemsReply, SystemsRequest

UNWAITED = "SET LOCAL synchronous_commit TO off"
"""For what may be forgotten in a power cut: how often somebody asked, how far somebody has read."""


@dataclass(frozen=True)
class Centre:
    """All that the centre answers. `settings` say where its files lie; `key` is read when it is not given."""

    database: Database
    settings: ServerSettings
    clock: Clock = field(default_factory=SystemClock)
    given_key: CentreKey | None = None

    @cached_property
    def key(self) -> CentreKey:
        return self.given_key or read_key(self.settings.key_file)

    @cached_property
    def blobs(self) -> Blobs:
        return Blobs(self.database.writer, self.settings.files)

    @cached_property
    def _entrance(self) -> Entrance:
        return Entrance(self.database, self.key, self.clock, self.settings.zone)

    def pair(self, request: wire.DeviceRequest, address: str = "") -> wire.DeviceReply:
        return self._entrance.pair(request, address)

    def begin(self, request: wire.SessionRequest) -> wire.SessionReply:
        return self._entrance.begin(request)

    def login(self, seat: Seat, request: wire.LoginRequest) -> wire.LoginReply:
        _require_own(seat, request.device)
        return self._entrance.login(seat, request)

    def seat_of(self, access_token: str) -> Seat:
        with self.database.writer.begin() as connection:
            return seats.seat_of(connection, access_token, self.clock.now())

    def admit(self, access_token: str) -> Seat:
        """As `seat_of`, for a request over the line; `exchange.too_often` beyond its rate."""
        now = self.clock.now()
        with self.database.writer.begin() as connection:
            connection.exec_driver_sql(UNWAITED)
            seat = seats.seat_of(connection, access_token, now)
            take(connection, seat.device_id.bytes, self.settings.requests_a_minute, now)
            return seat

    def push(self, seat: Seat, request: wire.PushRequest) -> wire.PushReply:
        return push(self.database, seat, request, self.clock)

    def pull(self, seat: Seat, request: wire.PullRequest) -> wire.PullReply:
        return msgspec.json.decode(self.pull_written(seat, request), type=wire.PullReply)

    def pull_written(self, seat: Seat, request: wire.PullRequest) -> bytes:
        """The answer to `pull` as it goes over the line: the database has written the rows of it."""
        _require_served(request.schema)
        wanted = replace(request, limit=max(1, min(request.limit, wire.MOST_PAGE_ROWS)))
        if request.ack:
            self._note_read(seat, request.ack)
        with self.database.reader.begin() as connection:
            return pages.page_bytes(connection, wanted, sorted(seat.scopes))

    def digest(self, seat: Seat, request: wire.DigestRequest) -> wire.DigestReply:
        _held(seat, request.scope)
        with self.database.reader.begin() as connection:
            told = select(sync_device.c.schema).where(sync_device.c.id == seat.device_id)
            schema = min(connection.execute(told).scalar_one(), SCHEMA)
            return digests.digest(connection, request, sorted(seat.scopes), schema)

    def versions(self, seat: Seat, request: wire.VersionsRequest) -> wire.VersionsReply:
        _held(seat, request.scope)
        with self.database.reader.begin() as connection:
            return digests.versions(connection, request, sorted(seat.scopes))

    def rows(self, seat: Seat, request: wire.RowsRequest) -> wire.RowsReply:
        return msgspec.json.decode(self.rows_written(seat, request), type=wire.RowsReply)

    def rows_written(self, seat: Seat, request: wire.RowsRequest) -> bytes:
        _require_served(request.schema)
        if sum(map(len, request.tables.values())) > wire.MOST_ROWS:
            raise RuleViolation("exchange.too_large", limit=wire.MOST_ROWS)
        with self.database.reader.begin() as connection:
            return pages.rows_bytes(connection, request, sorted(seat.scopes))

    def systems(self, seat: Seat, request: SystemsRequest) -> SystemsReply:
        """What is known of other systems, after what was asked has been done."""
        return desk_side.answer(self.database, self.clock, seat, request)

    def manifest(self, seat: Seat, scope: str, schema: int) -> wire.Manifest:
        _require_served(schema)
        held = _held(seat, scope)
        with self.database.reader.begin() as connection:
            return snapshot.manifest(connection, held, schema, self._snapshots(held))

    def chunk(self, seat: Seat, sha256: str) -> Path:
        """`exchange.chunk_unknown` for what is in no snapshot of the device's scopes."""
        for scope in sorted(seat.scopes):
            try:
                return snapshot.chunk(self._snapshots(scope), sha256)
            except RuleViolation:
                continue
        raise RuleViolation("exchange.chunk_unknown")

    def blob_state(self, seat: Seat, digest: str) -> wire.BlobState:
        return self.blobs.state(seat, digest)

    def put_blob(self, seat: Seat, digest: str, part: Part) -> wire.BlobState:
        return self.blobs.put(seat, digest, part)

    def get_blob(self, seat: Seat, digest: str, first: int = 0, last: int | None = None) -> bytes:
        return self.blobs.get(seat, digest, first, last)[0]

    def head(self) -> int:
        with self.database.reader.begin() as connection:
            return pages.head(connection)

    def _snapshots(self, scope: UUID) -> Path:
        """Each scope's chunks in a folder of their own: a hash alone opens none."""
        return self.settings.snapshots / scope.hex

    def _note_read(self, seat: Seat, read: dict[str, int]) -> None:
        row = sync_device.c
        with self.database.writer.begin() as connection:
            known = connection.execute(select(row.acked).where(row.id == seat.device_id)).scalar_one()
            safe = {scope: seq for scope, seq in read.items() if _is_held(seat, scope)}
            if {**known, **safe} != known:
                connection.exec_driver_sql(UNWAITED)
                now = {"acked": {**known, **safe}, "seen_at": self.clock.now()}
                connection.execute(update(sync_device).where(row.id == seat.device_id).values(now))


def _require_own(seat: Seat, device: str) -> None:
    """A message in another device's name is none."""
    if device != seat.device_id.hex:
        raise RuleViolation("exchange.wrong_device")


def _require_served(schema: int) -> None:
    require_not_newer(schema, SCHEMA)
    if schema < oldest_served(SCHEMA):
        raise RuleViolation("exchange.program_too_old", theirs=schema, own=SCHEMA)


def _held(seat: Seat, scope: str) -> UUID:
    """`exchange.not_in_scope`, whether or not there is such a scope."""
    if not _is_held(seat, scope):
        raise RuleViolation("exchange.not_in_scope")
    return UUID(scope)


def _is_held(seat: Seat, scope: str) -> bool:
    return any(scope == held.hex for held in seat.scopes)
