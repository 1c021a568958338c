"""A round of exchange: push until nothing waits, pull until the head, make it visible, send and fetch files.

The engine has no clock of its own: it is handed the store, the transport, the clock and randomness, and works
where it is called; a thread beside it only waits for the next answer. A round may be broken off anywhere and
begun again.
"""

import logging
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from random import Random

from fieldservice.domain.rules.changes import RowRef
from fieldservice.domain.rules.errors import EnvironmentProblem, RuleViolation, TellableError
from fieldservice.domain.store.clock import Clock
from fieldservice.domain.store.uncollected import uncollected
from fieldservice.sync import orders
from fieldservice.sync.acknowledging import is_refused, take
from fieldservice.sync.applying import apply_stage
from fieldservice.sync.blobs import BlobExchange
from fieldservice.sync.bootstrap import rebuild, snapshot_of
from fieldservice.sync.checking import check
from fieldservice.sync.desk_store import DeskStore
from fieldservice.sync.forgetting import forget_erased
from fieldservice.sync.leaving import seal_and_wipe
from fieldservice.sync.meeting import Meeting, required_state
from fieldservice.sync.outgoing import forget_known, next_batch, waiting_numbers
from fieldservice.sync.pausing import Pauses
from fieldservice.sync.pulling import (
    CARRIER,
    SESSION_OVER,
    Pull,
    Pulled,
    fetch_truth,
    is_behind,
    waiting_to_apply,
)
from fieldservice.sync.recovering import can_fill_gap, send_again
from fieldservice.sync.round_result import (
    Cancelled,
    OnProgress,
    Progress,
    RoundResult,
    Step,
    never,
    unheard,
)
from fieldservice.sync.systems_wire import SystemsReply, SystemsRequest
from fieldservice.sync.transport import Transport
from fieldservice.sync.wire import (
    MOST_TAKEN,
    LoginReply,
    LoginRequest,
    PushReply,
    PushRequest,
    SessionReply,
)

CHECKED_EVERY = timedelta(days=1)
REVOKED = "exchange.revoked"
MEET_ANEW = frozenset({SESSION_OVER, REVOKED})
"""After these the centre is met anew, and says what is to be done: also that this desk is to be wiped."""

_log = logging.getLogger(__name__)


class Engine:
    """The exchange of one desk with its centre."""

    def __init__(self, store: DeskStore, transport: Transport, clock: Clock, random: Random) -> None:
        self._store = store
        self._transport = transport
        self._clock = clock
        self._pauses = Pauses(random)
        self._meeting = Meeting(store, transport, clock)

    def round(self, on_progress: OnProgress = unheard, is_cancelled: Cancelled = never) -> RoundResult:
        """One whole round. It raises nothing that a person can do something about: that is in the result."""
        result = RoundResult()
        try:
            self._meet_and_exchange(result, on_progress, is_cancelled)
        except TellableError as problem:
            self._note_problem(result, problem)
        result.was_cancelled = result.problem is None and is_cancelled()
        if result.went_well:
            self._pauses.succeeded()
        else:
            asked = result.problem.values.get("retry_after_seconds") if result.problem else None
            result.again_in_seconds = self._pauses.failed(float(asked or 0))
        try:
            self._keep_outcome(result)
        except TellableError as problem:  # the disk is full: it is told all the same
            self._note_problem(result, problem)
        return result

    def login(self, login: str, password: str, new_password: str = "") -> LoginReply:
        """Somebody comes whom only the centre knows: `sign_in.wrong`, `sign_in.password_expired`…"""
        self._meeting.session()
        with self._store.database.read_session() as session:
            device = required_state(session).device_id.hex
        return self._transport.login(LoginRequest(device, login, password, new_password))

    def systems(self, request: SystemsRequest) -> SystemsReply:
        """Other systems of the centre: looked at, connected, let in and out."""
        self._meeting.session()
        return self._transport.systems(request)

    def wait(self) -> bool:
        """Hold the line until the centre has something new (long poll); whether it has."""
        return self.listen(self.places())

    def places(self) -> dict[str, int]:
        """How far each scope has been read: what to listen behind."""
        return Pull(self._store.database, self._transport, self._meeting.session()).cursors()

    def listen(self, places: Mapping[str, int]) -> bool:
        """As `wait`, beside a round on another thread: it begins no session of its own."""
        return self._transport.wait(places).changed

    def _meet_and_exchange(
        self, result: RoundResult, on_progress: OnProgress, is_cancelled: Cancelled
    ) -> None:
        on_progress(Progress(Step.MEETING))
        try:
            self._exchange(result, on_progress, is_cancelled)
        except RuleViolation as refusal:
            if refusal.code not in MEET_ANEW or result.order == "revoked":
                raise
            self._meeting.end()
            self._exchange(result, on_progress, is_cancelled)

    def _exchange(self, result: RoundResult, on_progress: OnProgress, is_cancelled: Cancelled) -> None:
        session = self._meeting.session()
        result.order = session.order
        if session.order == "revoked":
            seal_and_wipe(self._store, session.seal_key)
            raise RuleViolation(REVOKED)
        self._push(session, result, on_progress, is_cancelled)
        if session.order == "drain_only":
            return
        must_rebuild = session.order == "rebootstrap" or self._is_behind()
        if must_rebuild and not self._rebuild(session, result, (on_progress, is_cancelled)):
            return
        self._pull(session, result, on_progress, is_cancelled)
        forget_erased(self._store, session.erased, self._clock)
        BlobExchange(self._store, self._transport, self._clock).run(on_progress, is_cancelled)
        self._check_if_due(session)

    def _push(
        self, session: SessionReply, result: RoundResult, on_progress: OnProgress, is_cancelled: Cancelled
    ) -> None:
        """A push that fails does not stop pulling; what the line did not carry is told at the end."""
        try:
            self._push_all(min(session.most_operations, MOST_TAKEN), result, on_progress, is_cancelled)
        except RuleViolation as refusal:
            if refusal.code in MEET_ANEW:
                raise
            self._recover(refusal)
            self._note_problem(result, refusal)
        except EnvironmentProblem as problem:
            self._note_problem(result, problem)

    def _recover(self, refusal: RuleViolation) -> None:
        """The next round begins with what the centre lacks, or as a new device."""
        if refusal.code == "exchange.fork":
            self._meeting.fork()
        elif refusal.code == "exchange.gap":
            with self._store.database.write_sessions().begin() as session:
                last_number = int(refusal.values.get("last_n", 0))
                send_again(session.connection(), last_number)
                is_filled = can_fill_gap(session.connection(), last_number)
            if not is_filled:  # forgotten here after a month: go on as a new device
                self._meeting.fork()

    def _push_all(
        self, most: int, result: RoundResult, on_progress: OnProgress, is_cancelled: Cancelled
    ) -> None:
        """While a request is on its way, the next one is made ready, and the answer before it is taken."""
        with ThreadPoolExecutor(1, CARRIER) as carrier:
            ready = self._next_request(most)
            asked = None
            while ready is not None and (asked is not None or not is_cancelled()):
                request, waiting = ready
                on_progress(Progress(Step.SENDING, result.sent, result.sent + waiting))
                asked = asked or carrier.submit(self._transport.push, request)
                ready = self._next_request(most, request.transactions[-1].n)
                reply, asked = asked.result(), None
                if ready is not None and not is_cancelled():
                    asked = carrier.submit(self._transport.push, ready[0])
                self._take(request, reply, result)

    def _take(self, request: PushRequest, reply: PushReply, result: RoundResult) -> None:
        with uncollected(), self._store.database.write_sessions().begin() as session:
            take(session.connection(), request.transactions, reply, self._clock.now())
        result.sent += len(request.transactions)
        result.refused += sum(map(is_refused, reply.results))
        result.conflicts += sum(len(each.conflicts) for each in reply.results)

    def _next_request(self, most: int, known: int = 0) -> tuple[PushRequest, int] | None:
        """What waits behind the transaction `known`, and how much. Bytes are kept before they are sent."""
        with self._store.database.read_session() as reading:
            waiting = waiting_numbers(reading, known)
        if not waiting:
            return None
        with uncollected(), self._store.database.write_sessions().begin() as session:
            state = required_state(session)
            batch = next_batch(session, most, known)
            return PushRequest(state.device_id.hex, state.incarnation, batch), waiting

    def _is_behind(self) -> bool:
        """Whether rows were read by an older program, which did not know all their columns."""
        with self._store.database.read_session() as session:
            return is_behind(session.connection())

    def _rebuild(
        self, session: SessionReply, result: RoundResult, told: tuple[OnProgress, Cancelled]
    ) -> bool:
        """Away for longer than removals are remembered: everything anew, once what waits here is sent."""
        result.order = "rebootstrap"
        if result.problem is not None:
            return False
        snapshot = snapshot_of(self._store, self._transport, session)
        if not rebuild(self._store, snapshot, self._clock, *told):
            return False
        self._meeting.end()  # the next session finds it well
        return True

    def _pull(
        self, session: SessionReply, result: RoundResult, on_progress: OnProgress, is_cancelled: Cancelled
    ) -> None:
        pull = Pull(self._store.database, self._transport, session)
        pulled = pull.run(on_progress, is_cancelled)
        if pulled.is_too_old and self._rebuild(session, result, (on_progress, is_cancelled)):
            pulled = pull.run(on_progress, is_cancelled)
        result.fetched += pulled.rows
        if pulled.is_whole:
            self._make_visible(pulled, result, on_progress)

    def _make_visible(self, pulled: Pulled, result: RoundResult, on_progress: OnProgress) -> None:
        touched: set[RowRef] = set()
        self._apply(touched, on_progress)
        if fetch_truth(self._store.database, self._transport):
            self._apply(touched, on_progress)
        result.touched = frozenset(touched)
        if pulled.revoked:
            orders.purge(self._store, pulled.revoked, self._clock)

    def _apply(self, touched: set[RowRef], on_progress: OnProgress) -> None:
        waiting = waiting_to_apply(self._store.database)
        if waiting:
            on_progress(Progress(Step.APPLYING, 0, waiting))
            applied = apply_stage(self._store.database, self._store.actor, self._clock)
            touched.update(applied.changes)

    def _check_if_due(self, session: SessionReply) -> None:
        """Daily, and after a recovery, by versions; in the first round of a week by the values themselves."""
        now = self._clock.now()
        with self._store.database.read_session() as reading:
            checked = required_state(reading).digest_at
        if checked is not None and now - checked < CHECKED_EVERY:
            return
        is_new_week = checked is not None and checked.isocalendar()[:2] != now.isocalendar()[:2]
        check(self._store, self._transport, session.scopes, self._clock, content=is_new_week)
        with self._store.database.write_sessions().begin() as writing:
            forget_known(writing.connection(), now)

    def _note_problem(self, result: RoundResult, problem: TellableError) -> None:
        if result.problem is None:
            result.problem = problem
        _log.warning("exchange: %s", problem.code)

    def _keep_outcome(self, result: RoundResult) -> None:
        problem = result.problem
        with self._store.database.write_sessions().begin() as session:
            state = required_state(session)
            state.problem = (
                None if problem is None else {"code": problem.code, "values": dict(problem.values)}
            )
            if result.went_well:
                state.exchanged_at = self._clock.now()
