"""`Ops` that works at once on the caller's thread, for tests of screens (held by the same contract tests)."""

from collections.abc import Callable
from concurrent.futures import Future
from typing import Any, Concatenate, ParamSpec, TypeVar

from PySide6.QtCore import QObject, QTimer, Signal

from fieldservice.domain.rules.changes import Changes
from fieldservice.ui.kit.calls import Call, CancelledError, JobCall
from fieldservice.ui.kit.notifier import Notifier
from fieldservice.ui.kit.work import Backend, JobControl, Outcome, name_of, run

P = ParamSpec("P")
T = TypeVar("T")
C = TypeVar("C")


class ImmediateOps(QObject):
    """Does the work inside the call; tells the outcome when the event loop turns next, as the real one."""

    commanded = Signal(object)
    went_unheard = Signal(object)
    job_started = Signal(object)

    def __init__(self, backend: Backend, notifier: Notifier) -> None:
        super().__init__()
        self._backend = backend
        self._notifier = notifier
        self._waiting: list[Callable[[], None]] = []
        self._timer = QTimer(self, interval=0, singleShot=True)
        self._timer.timeout.connect(self.settle)

    @property
    def is_idle(self) -> bool:
        """Whether every outcome was told."""
        return not self._waiting

    def query(self, fn: Callable[Concatenate[Any, P], T], *args: P.args, **kwargs: P.kwargs) -> Call[T]:
        call: Call[T] = Call()
        self._later(call, run(lambda: self._backend.read(fn, args, kwargs), name_of(fn)))
        return call

    def command(self, fn: Callable[[C, Any, Any], Changes], command: C) -> Call[Changes]:
        call: Call[Changes] = Call()
        outcome = run(lambda: self._backend.write(fn, command), name_of(fn))
        self._later(call, outcome)
        if outcome.error is None:
            self._push(lambda: self._announce(outcome.value))
        return call

    def job(
        self, fn: Callable[Concatenate[JobControl, P], T], title: str, /, *args: P.args, **kwargs: P.kwargs
    ) -> JobCall[T]:
        """Jobs start when the loop turns, so that a test can cancel one before it does anything."""
        call: JobCall[T] = JobCall(title)
        control = JobControl(self._backend, self._write_now, call.deliver_progress, call.cancelled_event)
        self._push(lambda: self._finish(call, run(lambda: fn(control, *args, **kwargs), name_of(fn))))
        self.job_started.emit(call)
        return call

    def close(self) -> None:
        self._timer.stop()
        self._waiting.clear()

    def settle(self) -> None:
        """Tell every outcome that waits, also those that the telling brings about."""
        while self._waiting:
            self._waiting.pop(0)()

    def _later(self, call: Call[Any], outcome: Outcome) -> None:
        self._push(lambda: self._finish(call, outcome))

    def _push(self, step: Callable[[], None]) -> None:
        self._waiting.append(step)
        self._timer.start()

    def _finish(self, call: Call[Any], outcome: Outcome) -> None:
        if outcome.error is None:
            call.deliver(outcome.value)
        elif isinstance(outcome.error, CancelledError):
            call.cancel()
        elif not call.deliver_failure(outcome.error):
            self.went_unheard.emit(outcome.error)

    def _write_now(self, work: Callable[[], Changes]) -> "Future[Changes]":
        future: Future[Changes] = Future()
        changes = work()
        future.set_result(changes)
        self._push(lambda: self._announce(changes))
        return future

    def _announce(self, changes: Changes) -> None:
        self.commanded.emit(changes)
        self._notifier.tell(changes)
