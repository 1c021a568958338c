"""Work off the window's thread: queries on two readers, commands on one writer, long jobs beside them.

`ops` owns every call until its outcome was delivered, and delivers through a queued connection: else a fast
result would come before the caller has connected, and be lost. Cancelled and late answers are dropped.
"""

import itertools
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any, Concatenate, ParamSpec, Protocol, TypeVar

from PySide6.QtCore import QObject, Qt, Signal, Slot

from fieldservice.domain.rules.changes import Changes
from fieldservice.domain.rules.quick_dataclass import dataclass
from fieldservice.ui.kit.calls import Call, CancelledError, JobCall, Progress
from fieldservice.ui.kit.notifier import Notifier
from fieldservice.ui.kit.work import Backend, JobControl, Outcome, name_of, run

P = ParamSpec("P")
T = TypeVar("T")
C = TypeVar("C")

_QUEUED = Qt.ConnectionType.QueuedConnection
_READERS = 2
_JOBS = 2


class SignalOf(Protocol):
    """A bound Qt signal, as far as screens need it."""

    def connect(self, slot: Callable[..., Any], /) -> Any: ...

    def disconnect(self, slot: Callable[..., Any], /) -> Any: ...

    def emit(self, *args: Any) -> None: ...


class Ops(Protocol):
    """What screens are handed; `ThreadedOps` in the program, `ImmediateOps` in tests of the window."""

    @property
    def commanded(self) -> SignalOf:
        """Emitted with the `Changes` of each command or job step, after its own call was told."""

    @property
    def went_unheard(self) -> SignalOf:
        """Emitted with an exception when a call failed and nobody was connected to `failed`."""

    @property
    def job_started(self) -> SignalOf:
        """Emitted with the `JobCall` of each job."""

    @property
    def is_idle(self) -> bool:
        """Whether every call was answered or dropped."""

    def query(self, fn: Callable[Concatenate[Any, P], T], *args: P.args, **kwargs: P.kwargs) -> Call[T]: ...

    def command(self, fn: Callable[[C, Any, Any], Changes], command: C) -> Call[Changes]: ...

    def job(
        self, fn: Callable[Concatenate[JobControl, P], T], title: str, /, *args: P.args, **kwargs: P.kwargs
    ) -> JobCall[T]: ...

    def close(self) -> None: ...


@dataclass(frozen=True, slots=True)
class _Delivery:
    call_id: int
    outcome: Outcome
    is_command: bool = False


class ThreadedOps(QObject):
    """The real `Ops`. Made, used and closed on the window's thread."""

    commanded = Signal(object)
    went_unheard = Signal(object)
    job_started = Signal(object)
    _arrived = Signal(object)
    _progress_arrived = Signal(int, object)
    _job_wrote = Signal(object)

    def __init__(self, backend: Backend, notifier: Notifier) -> None:
        super().__init__()
        self._backend = backend
        self._notifier = notifier
        self._ids = itertools.count(1)
        self._calls: dict[int, Call[Any]] = {}
        self._is_closed = False
        self._readers = ThreadPoolExecutor(_READERS, "reader")
        self._writer = ThreadPoolExecutor(1, "writer")
        self._jobs = ThreadPoolExecutor(_JOBS, "job")
        self._arrived.connect(self._on_arrived, _QUEUED)
        self._progress_arrived.connect(self._on_progress_arrived, _QUEUED)
        self._job_wrote.connect(self._on_job_wrote, _QUEUED)

    @property
    def is_idle(self) -> bool:
        """Whether every call was answered or dropped."""
        return not self._calls

    def query(self, fn: Callable[Concatenate[Any, P], T], *args: P.args, **kwargs: P.kwargs) -> Call[T]:
        """Run `fn(session, *args, **kwargs)` on a reader."""
        call: Call[T] = Call()
        self._start(self._readers, call, lambda: self._backend.read(fn, args, kwargs), name_of(fn))
        return call

    def command(self, fn: Callable[[C, Any, Any], Changes], command: C) -> Call[Changes]:
        """Run `fn(command, uow, clock)` on the writer, in the order asked."""
        call: Call[Changes] = Call()
        self._start(self._writer, call, lambda: self._backend.write(fn, command), name_of(fn))
        return call

    def job(
        self, fn: Callable[Concatenate[JobControl, P], T], title: str, /, *args: P.args, **kwargs: P.kwargs
    ) -> JobCall[T]:
        """Run long work `fn(job, *args, **kwargs)`; `title` is shown in the status bar."""
        call: JobCall[T] = JobCall(title)
        call_id = next(self._ids)
        control = JobControl(self._backend, self._submit_write, self._teller(call_id), call.cancelled_event)
        self._start(self._jobs, call, lambda: fn(control, *args, **kwargs), name_of(fn), call_id)
        self.job_started.emit(call)
        return call

    def close(self) -> None:
        """Cancel what only reads, let the writer finish what was asked, end the threads."""
        if self._is_closed:
            return
        self._is_closed = True
        for call in list(self._calls.values()):
            if isinstance(call, JobCall):
                call.cancel()
        self._readers.shutdown(wait=True, cancel_futures=True)
        self._jobs.shutdown(wait=True, cancel_futures=True)
        self._writer.shutdown(wait=True)
        self._calls.clear()

    def _start(
        self,
        pool: ThreadPoolExecutor,
        call: Call[Any],
        work: Callable[[], Any],
        name: str,
        call_id: int | None = None,
    ) -> None:
        if self._is_closed and pool is not self._writer:
            return  # asked by a timer that was late: nobody is there to see the answer
        call_id = call_id or next(self._ids)
        self._calls[call_id] = call
        cancelled = call.cancelled_event
        is_command = pool is self._writer

        def on_worker() -> None:
            # Holds no Qt object but this one: a call must be freed on the window's thread.
            outcome = Outcome(error=CancelledError()) if cancelled.is_set() else run(work, name)
            self._arrived.emit(_Delivery(call_id, outcome, is_command))

        pool.submit(on_worker)

    def _submit_write(self, work: Callable[[], Changes]) -> "Future[Changes]":
        def write() -> Changes:
            changes = work()
            self._job_wrote.emit(changes)
            return changes

        return self._writer.submit(write)

    def _teller(self, call_id: int) -> Callable[[Progress], None]:
        return lambda progress: self._progress_arrived.emit(call_id, progress)

    @Slot(object)
    def _on_arrived(self, delivery: _Delivery) -> None:
        call = self._calls.pop(delivery.call_id, None)
        if call is None:
            return
        error = delivery.outcome.error
        if error is None:
            call.deliver(delivery.outcome.value)
        elif isinstance(error, CancelledError):
            call.cancel()
        elif not call.deliver_failure(error):
            self.went_unheard.emit(error)
        if delivery.is_command and error is None:
            self._announce(delivery.outcome.value)

    @Slot(int, object)
    def _on_progress_arrived(self, call_id: int, progress: Progress) -> None:
        call = self._calls.get(call_id)
        if isinstance(call, JobCall):
            call.deliver_progress(progress)

    @Slot(object)
    def _on_job_wrote(self, changes: Changes) -> None:
        self._announce(changes)

    def _announce(self, changes: Changes) -> None:
        self.commanded.emit(changes)
        self._notifier.tell(changes)
