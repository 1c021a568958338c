"""The session with the centre: begun when it is needed, renewed before it runs out.

What the workstation believes is told, and what the centre answers is kept: its clock, its scopes, its order.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy.orm import Session

from fieldservice.domain.model.exchange import ExchangeState
from fieldservice.domain.rules.errors import RuleViolation
from fieldservice.domain.rules.exchange_clock import AHEAD_MILLISECONDS, first_stamp, milliseconds
from fieldservice.domain.store.clock import Clock, machine_of
from fieldservice.domain.store.exchange_state import JOINING, SCHEMA, exchange_state
from fieldservice.domain.store.offline_unlock import end_verified
from fieldservice.sync import orders
from fieldservice.sync.acknowledging import keep_conflicts
from fieldservice.sync.desk_store import DeskStore
from fieldservice.sync.settled_news import settled_lately
from fieldservice.sync.transport import Transport
from fieldservice.sync.wire import SessionReply, SessionRequest

NEW_TOKEN = "token-comes"  # noqa: S105 - no token, but what is noted beside one
SPARE = timedelta(minutes=1)

_LAST = "SELECT number FROM outbox_transaction WHERE digest IS NOT NULL ORDER BY number DESC LIMIT 1"
_CALMED = "UPDATE outbox_transaction SET stamp = ? WHERE state = 'new' AND payload IS NULL AND stamp > ?"


@dataclass(slots=True)
class _Begun:
    reply: SessionReply
    until: datetime


class Meeting:
    """One desk and its centre."""

    def __init__(self, store: DeskStore, transport: Transport, clock: Clock) -> None:
        self._store = store
        self._transport = transport
        self._clock = machine_of(clock)
        self._begun: _Begun | None = None
        self._is_forked = False

    def session(self) -> SessionReply:
        """The session that stands, or a new one. `exchange.not_joined`, `exchange.pair_again`."""
        if self._begun is None or self._clock.now() >= self._begun.until:
            self._begun = self._begin()
        return self._begun.reply

    def end(self) -> None:
        """Ask anew the next time: the centre no longer knows the session, or another desk begins."""
        self._begun = None

    def fork(self) -> None:
        """The centre has other work under our numbers: ask to go on as a new device."""
        self._begun = None
        self._is_forked = True

    def _begin(self) -> _Begun:
        token = self._token()
        if token is None:
            raise RuleViolation("exchange.pair_again")
        asked_at = self._clock.now()
        reply = self._transport.begin(self._request(token))
        answered_at = self._clock.now()
        if reply.refresh_token:
            self._store.tokens.keep_next(reply.refresh_token)
        self._note(reply, asked_at + (answered_at - asked_at) / 2)
        if reply.refresh_token:
            self._store.tokens.take_next()
        self._note_kept()
        self._is_forked = False
        return _Begun(reply, answered_at + timedelta(seconds=reply.expires_in_seconds) - SPARE)

    def _token(self) -> str | None:
        """The token that belongs to what the file knows. The new one lies beside the old one before the file
        tells of it, and takes its place afterwards: whichever step a crash falls on, one of both is good. One
        that the file does not tell of was never used; then the centre still knows the old one.
        """
        with self._store.database.read_session() as session:
            problem = required_state(session).problem or {}
        if problem.get("code") == NEW_TOKEN:
            noted = problem.get("values", {}).get("token")  # a program before this one wrote it there
            if noted:
                self._store.tokens.keep(noted)
            self._store.tokens.take_next()
            self._note_kept()
        return self._store.tokens.read()

    def _note_kept(self) -> None:
        with self._store.database.write_sessions().begin() as session:
            required_state(session).problem = None

    def _request(self, token: str) -> SessionRequest:
        with self._store.database.read_session() as session:
            state = required_state(session)
            return SessionRequest(
                device=state.device_id.hex,
                incarnation=0 if self._is_forked else state.incarnation,
                refresh_token=token,
                program=self._store.program,
                schema=SCHEMA,
                server_id=state.server_id.hex,
                epoch=state.epoch,
                last_n=last_sent(session, state),
                last_digest=bytes(state.last_digest).hex(),
                now=self._clock.now().isoformat(),
                settled=settled_lately(session, self._clock.now()),
            )

    def _note(self, reply: SessionReply, at: datetime) -> None:
        ahead = datetime.fromisoformat(reply.now) - at
        with self._store.database.write_sessions().begin() as session:
            state = required_state(session)
            state.offset_milliseconds = ahead // timedelta(milliseconds=1)
            _calm(session, state, datetime.fromisoformat(reply.now))
            if state.order != JOINING:
                state.order = reply.order
            state.problem = {"code": NEW_TOKEN, "values": {}} if reply.refresh_token else None
            session.flush()  # what follows writes past the ORM
            keep_conflicts(session.connection(), reply.news)
            end_verified(session, [UUID(user_id) for user_id in reply.ended])
            orders.note(session.connection(), reply, state.epoch)
        self._store.database.exchange.note_ahead(ahead)


def _calm(session: Session, state: ExchangeState, now: datetime) -> None:
    """A clock that was far ahead for a while must not make all that is done here later than others' work."""
    believed = first_stamp(milliseconds(now) + AHEAD_MILLISECONDS)
    if state.stamp > believed:
        state.stamp = first_stamp(milliseconds(now))
        session.connection().exec_driver_sql(_CALMED, (state.stamp, believed))


def required_state(session: Session) -> ExchangeState:
    """`exchange.not_joined` on a desk that stands alone."""
    state = exchange_state(session)
    if state is None:
        raise RuleViolation("exchange.not_joined")
    return state


def last_sent(session: Session, state: ExchangeState) -> int:
    """The number at which the chain of this file ends; 0 before anything was sent.

    Known transactions are forgotten after a while: then none of those that wait was sent, and the chain ends
    just before the first of them, or before the next to come.
    """
    found = session.connection().exec_driver_sql(_LAST).scalar()
    if found is not None:
        return int(found)
    waits = session.connection().exec_driver_sql("SELECT min(number) FROM outbox_transaction").scalar()
    return int(waits if waits is not None else state.next_number) - 1
