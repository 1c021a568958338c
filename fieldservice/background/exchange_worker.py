"""The exchange beside the window: rounds on a thread of its own, soon after work was done and when news come.

While the centre answers, a second thread holds the line until there is news (long poll). After a failure the
pause is the engine's. A person who asks for a round gets it on the thread that asked; one runs at a time.
"""

import logging
from collections.abc import Callable, Mapping
from threading import Condition, Lock, Thread
from time import monotonic
from typing import Any, Protocol, TypeVar

from fieldservice.domain.rules.errors import EnvironmentProblem, TellableError
from fieldservice.sync.round_result import Cancelled, OnProgress, RoundResult, unheard

SOON_SECONDS = 1.0
EVERY_SECONDS = 60.0
AFTER_BROKEN_LINE_SECONDS = 2.0
LATEST_AFTER_FAILURE_SECONDS = 300.0
END_SECONDS = 5.0
STOPPED_BY = frozenset({"exchange.revoked", "exchange.not_joined"})
"""After these there is nothing to try again."""

_log = logging.getLogger(__name__)

T = TypeVar("T")


class Exchanging(Protocol):
    """The engine, as far as it is needed here."""

    def round(self, on_progress: OnProgress, is_cancelled: Cancelled) -> RoundResult: ...

    def places(self) -> Mapping[str, int]: ...

    def listen(self, places: Mapping[str, int]) -> bool: ...


class ExchangeWorker:
    """`make` builds the engine on the worker's thread; `told` hears of each round's result, `began` of its
    beginning, both on whichever thread it runs.
    """

    def __init__(
        self,
        make: Callable[[], Exchanging],
        began: Callable[[], None],
        told: Callable[[RoundResult], None],
    ) -> None:
        self._make = make
        self._began = began
        self._told = told
        self._engine: Exchanging | None = None
        self._places: Mapping[str, int] | None = None
        self._one_at_a_time = Lock()
        self._changed = Condition()
        self._due = monotonic()
        self._is_failing = False
        self._is_ended = False
        self._listener: Thread | None = None
        self._thread = Thread(target=self._run, name="exchange", daemon=True)

    def begin(self) -> None:
        self._thread.start()

    def end(self) -> None:
        """Break off at the next step; what is under way on the line is left to itself after a while."""
        with self._changed:
            self._is_ended = True
            self._changed.notify_all()
        if self._thread.ident is not None:
            self._thread.join(END_SECONDS)

    def soon(self) -> None:
        """Work was done here. A pause after a failure is kept."""
        with self._changed:
            if not self._is_failing:
                self._hasten(SOON_SECONDS)

    def run_now(self, on_progress: OnProgress, is_cancelled: Cancelled) -> RoundResult:
        """A round on this thread, for somebody who waits for it."""
        return self._round(on_progress, lambda: self._is_ended or is_cancelled())

    def use(self, act: Callable[[Any], T]) -> T:
        """Use the engine between rounds: one session at a time, for the token of each serves once."""
        with self._one_at_a_time:
            if self._engine is None:
                self._engine = self._make()
            return act(self._engine)

    def _hasten(self, seconds: float) -> None:
        with self._changed:
            self._due = min(self._due, monotonic() + seconds)
            self._changed.notify_all()

    def _run(self) -> None:
        while self._wait_until_due():
            self._round(unheard, lambda: self._is_ended)

    def _wait_until_due(self) -> bool:
        with self._changed:
            while not self._is_ended and (left := self._due - monotonic()) > 0:
                self._changed.wait(left)
            return not self._is_ended

    def _round(self, on_progress: OnProgress, is_cancelled: Cancelled) -> RoundResult:
        with self._one_at_a_time:
            self._began()
            result = self._tried(on_progress, is_cancelled)
            self._plan(result)
            self._told(result)
            return result

    def _tried(self, on_progress: OnProgress, is_cancelled: Cancelled) -> RoundResult:
        """The outer edge of the exchange (E3): whatever it stumbles over, the desk goes on."""
        try:
            return self._exchanged(on_progress, is_cancelled)
        except TellableError as problem:
            return RoundResult(problem=problem, again_in_seconds=LATEST_AFTER_FAILURE_SECONDS)
        except Exception:  # noqa: BLE001 - the outer edge of the exchange
            _log.exception("the exchange stumbled")
            self._engine = None
            stumbled = EnvironmentProblem("exchange.stumbled")
            return RoundResult(problem=stumbled, again_in_seconds=LATEST_AFTER_FAILURE_SECONDS)

    def _exchanged(self, on_progress: OnProgress, is_cancelled: Cancelled) -> RoundResult:
        """A round, and behind which places to listen for news."""
        if self._engine is None:
            self._engine = self._make()
        result = self._engine.round(on_progress, is_cancelled)
        self._places = self._engine.places() if result.went_well else None
        return result

    def _plan(self, result: RoundResult) -> None:
        with self._changed:
            self._is_failing = result.problem is not None
            pause = result.again_in_seconds if self._is_failing else EVERY_SECONDS
            self._due = monotonic() + max(pause, SOON_SECONDS)
            if result.problem is not None and result.problem.code in STOPPED_BY:
                self._is_ended = True
            self._changed.notify_all()
        if result.went_well and not self._is_ended:
            self._listen()

    def _listen(self) -> None:
        """Hold the line for news, unless somebody holds it already."""
        engine, places = self._engine, self._places
        if engine is None or places is None or (self._listener is not None and self._listener.is_alive()):
            return
        self._listener = Thread(
            target=self._hold_line, args=(engine, places), name="exchange news", daemon=True
        )
        self._listener.start()

    def _hold_line(self, engine: Exchanging, places: Mapping[str, int]) -> None:
        """A line that breaks is news, too: the next round finds out. News that a round has read meanwhile are
        none (most are our own work): what lies behind them is listened for.
        """
        try:
            while (is_news := engine.listen(places)) and self._places not in (None, places):
                places = self._places or places
            pause = 0.0 if is_news else SOON_SECONDS
        except TellableError as problem:
            _log.info("the line for news broke: %s", problem.code)
            pause = AFTER_BROKEN_LINE_SECONDS
        except Exception:  # noqa: BLE001 - the outer edge of the exchange
            _log.exception("listening for news stumbled")
            return
        if not self._is_ended:
            self._listener = None
            self._hasten(pause)
