"""The centre's entrance: workstations are paired, begin sessions, and people log in at them."""

import logging
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any
from uuid import UUID

import msgspec
from sqlalchemy import Connection, exists, or_, select, update

from fieldservice.domain.model.catalogue import TicketType
from fieldservice.domain.model.customer import Customer
from fieldservice.domain.model.people import Branch
from fieldservice.domain.model.ticket import Request, Ticket
from fieldservice.domain.rules.errors import RuleViolation
from fieldservice.domain.store.clock import Clock
from fieldservice.domain.store.engine import Database
from fieldservice.domain.store.exchange_state import SCHEMA
from fieldservice.server.accounts import devices, sessions
from fieldservice.server.accounts.guesses import Guesses
from fieldservice.server.accounts.orders import (
    Believed,
    Known,
    agrees,
    oldest_served,
    order_of,
    require_not_newer,
)
from fieldservice.server.accounts.people import VERIFIER_GOOD_FOR, Credentials, People, ended_at
from fieldservice.server.erasing import erased
from fieldservice.server.key import CentreKey
from fieldservice.server.receive.receipts import news_for
from fieldservice.server.receive.settled import settle_told
from fieldservice.server.seat import Seat
from fieldservice.server.store.scopes import scopes_of
from fieldservice.server.store.tables import sync_device, sync_device_user, sync_meta
from fieldservice.sync.wire import (
    MOST_TAKEN,
    DeviceReply,
    DeviceRequest,
    LoginReply,
    LoginRequest,
    Order,
    SessionReply,
    SessionRequest,
)

LONGEST_NAME, LONGEST_PROGRAM = 200, 40
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class _Person:
    user_id: UUID | None = None
    verifier: str = ""
    valid_until: str = ""


class Entrance:
    """What a workstation may ask before it has a seat. `zone` is that of devices whose branch has none."""

    def __init__(self, database: Database, key: CentreKey, clock: Clock, zone: str) -> None:
        self._engine = database.writer
        self._key = key
        self._clock = clock
        self._zone = zone
        self._people = People(database, clock)
        self._guesses = Guesses(database.writer, clock)
        self._schema = SCHEMA

    def pair(self, request: DeviceRequest, address: str) -> DeviceReply:
        """Let a workstation become a device of the branch whose code it brings, or again the one it was.

        `exchange.code_unknown`, `exchange.centre_older`, `exchange.program_too_old`, and what
        `People.known` says.
        """
        require_not_newer(request.schema, self._schema)
        if request.schema < oldest_served(self._schema):
            raise RuleViolation("exchange.program_too_old", theirs=request.schema, own=self._schema)
        self._guesses.count("code", address)
        with self._engine.begin() as connection:
            branch_id, _taken_by = devices.branch_of_code(connection, request.pairing_code, self._clock.now())
        person = self._person(request, str(branch_id))
        with self._engine.begin() as connection:
            reply = self._paired(connection, request, person)
        self._guesses.forget("code", address)
        return reply

    def begin(self, request: SessionRequest) -> SessionReply:
        """Tokens, and what to do first. `exchange.pair_again`, `exchange.other_centre`,
        `exchange.centre_older`.
        """
        require_not_newer(request.schema, self._schema)
        now = self._clock.now()
        with self._engine.begin() as connection:
            try:
                presented = sessions.presented(connection, self._key, _asked(request), now)
            except sessions.CopiedTokenError as copied:
                sessions.end_session(connection, copied.device_id)  # never that of whom the request names
                presented = None
            if presented is not None:
                return self._begun(connection, request, presented)
        raise RuleViolation("exchange.pair_again")

    def login(self, seat: Seat, request: LoginRequest) -> LoginReply:
        """Another person works at the device from now on, too."""
        given = Credentials(request.login, request.password, request.new_password)
        user_id = self._people.known(given, seat.device_id.hex)
        person = self._verified(user_id, given)
        with self._engine.begin() as connection:
            devices.welcome(connection, seat.device_id, user_id, self._clock.now())
        return LoginReply(user_id.hex, person.verifier, person.valid_until)

    def _person(self, request: DeviceRequest, place: str) -> _Person:
        if not request.login:
            return _Person()
        given = Credentials(request.login, request.password, request.new_password)
        return self._verified(self._people.known(given, place), given)

    def _verified(self, user_id: UUID, given: Credentials) -> _Person:
        until = self._clock.now() + VERIFIER_GOOD_FOR
        verifier = self._people.verifier(given.new_password or given.password)
        return _Person(user_id, verifier, until.isoformat())

    def _paired(self, connection: Connection, request: DeviceRequest, person: _Person) -> DeviceReply:
        now = self._clock.now()
        branch_id, taken_by = devices.branch_of_code(connection, request.pairing_code, now)
        device_id = self._again(connection, request, branch_id, taken_by)
        if device_id is None:
            newcomer = devices.Newcomer(
                branch_id,
                request.name.strip()[:LONGEST_NAME] or "-",
                request.program[:LONGEST_PROGRAM],
                request.schema,
                self._zone,
            )
            device_id = devices.add_device(connection, newcomer, max(1, request.incarnation + 1), now)
        devices.use_code(connection, request.pairing_code, device_id, now)
        if person.user_id is not None:
            devices.welcome(connection, device_id, person.user_id, now)
        digest = sha256(msgspec.json.encode(request)).digest()
        tokens = sessions.begin_session(connection, self._key, device_id, digest, now)
        return self._device_reply(connection, tokens, person)

    def _again(
        self, connection: Connection, request: DeviceRequest, branch_id: UUID, taken_by: UUID | None
    ) -> UUID | None:
        """The device that this workstation is already: its answer was lost, or it lost its tokens."""
        if taken_by is not None:
            if sessions.was_used(connection, taken_by):
                raise RuleViolation("exchange.code_unknown")
            return taken_by
        if not request.device:
            return None
        found = connection.execute(_device(_id(request.device))).first()
        if found is None or found.branch_id != branch_id or found.revoked_at is not None:
            return None
        believed = Believed(request.schema, 0, request.incarnation, request.last_n, request.last_digest)
        return _id(request.device) if agrees(believed, self._known(connection, found)) else None

    def _device_reply(self, connection: Connection, tokens: sessions.Tokens, person: _Person) -> DeviceReply:
        device = connection.execute(_device(tokens.device_id)).one()
        branch = connection.execute(
            select(Branch.code, Branch.name).where(Branch.id == device.branch_id)
        ).one()
        meta = connection.execute(select(sync_meta)).one()
        return DeviceReply(
            device=device.id.hex,
            incarnation=device.incarnation,
            slot=device.slot,
            refresh_token=tokens.refresh,
            server_id=meta.server_id.hex,
            epoch=meta.epoch,
            branch=device.branch_id.hex,
            branch_code=branch.code,
            branch_name=branch.name,
            user=None if person.user_id is None else person.user_id.hex,
            is_empty=is_empty(connection),
            last_n=device.last_n,
            verifier=person.verifier,
            valid_until=person.valid_until,
            seal_key=self._key.seal_public,
        )

    def _begun(
        self, connection: Connection, request: SessionRequest, presented: sessions.Presented
    ) -> SessionReply:
        now, used = self._clock.now(), presented.token
        device = connection.execute(_device(used.device_id).with_for_update()).one()
        meta = connection.execute(select(sync_meta)).one()
        if _id(request.device) != used.device_id or _id(request.server_id) != meta.server_id:
            raise RuleViolation("exchange.other_centre")
        believed = Believed(
            request.schema, request.epoch, request.incarnation, request.last_n, request.last_digest
        )
        order: Order = order_of(believed, self._known(connection, device))
        if order == "revoked":
            return self._session_reply(connection, device.id, order, sessions.Tokens(device.id, "", ""))
        if order == "fork" or presented.forked_to is not None:
            forked = presented.forked_to or devices.fork(connection, device.id, now)
            sessions.fork_session(connection, used, forked)
            digest = _asked(request).digest
            tokens, order = sessions.begin_session(connection, self._key, forked, digest, now), "fork"
        else:
            tokens = sessions.refresh(connection, self._key, used, _asked(request), now)
        _seen(connection, tokens.device_id, request, now)
        settle_told(connection, tokens.device_id, request.settled, now)
        return self._session_reply(connection, tokens.device_id, order, tokens)

    def _session_reply(
        self, connection: Connection, device_id: UUID, order: Order, tokens: sessions.Tokens
    ) -> SessionReply:
        device = connection.execute(_device(device_id)).one()
        meta = connection.execute(select(sync_meta)).one()
        is_revoked = order == "revoked"
        scopes = () if is_revoked else scopes_of(connection, device.branch_id)
        return SessionReply(
            access_token=tokens.access,
            refresh_token=tokens.refresh,
            expires_in_seconds=0 if is_revoked else int(sessions.ACCESS_GOOD_FOR.total_seconds()),
            order=order,
            scopes=[scope.hex for scope in scopes],
            now=self._clock.now().isoformat(),
            schema_min=oldest_served(self._schema),
            schema_now=self._schema,
            server_id=meta.server_id.hex,
            epoch=meta.epoch,
            last_n=device.last_n,
            slot=device.slot,
            restored_seq=meta.restored_seq,
            user=_last_person(connection, device_id),
            device=device_id.hex if order == "fork" else "",
            incarnation=device.incarnation if order == "fork" else 0,
            seal_key=self._key.seal_public,
            most_operations=MOST_TAKEN,
            news=[] if is_revoked else news_for(connection, device_id, self._clock.now()),
            erased=[] if is_revoked else erased(connection),
            ended=ended_at(connection, device_id),
        )

    def _known(self, connection: Connection, device: Any) -> Known:
        meta = connection.execute(select(sync_meta)).one()
        held = {scope.hex for scope in scopes_of(connection, device.branch_id)}
        read = [int(at) for scope, at in device.acked.items() if scope in held]
        return Known(
            schema=self._schema,
            epoch=meta.epoch,
            incarnation=device.incarnation,
            last_n=device.last_n,
            digest=device.last_digest.hex(),
            read=min(read, default=None),
            floor=meta.floor,
            is_revoked=device.revoked_at is not None,
        )


def _asked(request: SessionRequest) -> sessions.Request:
    return sessions.Request(request.refresh_token, sha256(msgspec.json.encode(request)).digest())


def is_empty(connection: Connection) -> bool:
    """Whether nobody has put data into the centre yet: it knows people and branches at most."""
    kinds = (TicketType, Customer, Ticket, Request)
    return not connection.execute(
        select(or_(*(exists().where(kind.id.is_not(None)) for kind in kinds)))
    ).scalar()


def _id(text: str) -> UUID:
    """`exchange.malformed` for what is no id."""
    try:
        return UUID(text)
    except ValueError as error:
        raise RuleViolation("exchange.malformed", detail="id") from error


def _device(device_id: UUID) -> Any:
    return select(sync_device).where(sync_device.c.id == device_id)


def _last_person(connection: Connection, device_id: UUID) -> str | None:
    row = sync_device_user.c
    newest = select(row.user_id).where(row.device_id == device_id).order_by(row.at.desc()).limit(1)
    found = connection.execute(newest).scalar_one_or_none()
    return None if found is None else found.hex


def _seen(connection: Connection, device_id: UUID, request: SessionRequest, now: datetime) -> None:
    values = {"program": request.program[:LONGEST_PROGRAM], "schema": request.schema, "seen_at": now}
    connection.execute(update(sync_device).where(sync_device.c.id == device_id).values(values))
