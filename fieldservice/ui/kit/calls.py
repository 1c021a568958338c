"""What a screen holds while work runs elsewhere: a call, its outcome, and the last call of a kind.

`ops` makes calls and owns them; see there for how work gets to its thread and back.
"""

from collections.abc import Callable
from threading import Event
from typing import Generic, TypeVar

from PySide6.QtCore import QMetaMethod, QObject, Signal

from fieldservice.domain.rules.quick_dataclass import dataclass

T = TypeVar("T")


class CancelledError(Exception):
    """A job stopped because it was asked to; nobody needs to be told."""


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a job is. `total` 0 means that nobody knows yet; `text` is already in the reader's language."""

    done: int
    total: int = 0
    text: str = ""


class Call(QObject, Generic[T]):
    """One piece of work under way. Exactly one of `succeeded`, `failed`, or nothing after `cancel()`.

    Always told on the window's thread, and never before the caller's current event is over, so that a caller
    has time to connect.
    """

    succeeded = Signal(object)
    failed = Signal(object)
    finished = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._cancelled = Event()
        self._is_over = False

    @property
    def is_over(self) -> bool:
        return self._is_over

    @property
    def is_cancelled(self) -> bool:
        return self._cancelled.is_set()

    def then(
        self, succeeded: Callable[[T], None], failed: Callable[[Exception], None] | None = None
    ) -> "Call[T]":
        """Connect both outcomes, checked by the type checker. Give bound methods of objects that live on."""
        self.succeeded.connect(succeeded)
        if failed is not None:
            self.failed.connect(failed)
        return self

    def cancel(self) -> None:
        """Drop the answer. Work not yet begun is left out; a command already begun is still committed."""
        if self._is_over:
            return
        self._cancelled.set()
        self._is_over = True
        self.finished.emit()

    # For `ops` only: the outcome arrives on the window's thread.

    @property
    def cancelled_event(self) -> Event:
        return self._cancelled

    def deliver(self, value: T) -> None:
        if not self._is_over:
            self._is_over = True
            self.succeeded.emit(value)
            self.finished.emit()

    def deliver_failure(self, error: Exception) -> bool:
        """Tell the failure; False when nobody was listening and it must be shown another way."""
        if self._is_over:
            return True
        self._is_over = True
        heard = self.isSignalConnected(QMetaMethod.fromSignal(self.failed))
        self.failed.emit(error)
        self.finished.emit()
        return heard


class JobCall(Call[T]):
    """A call for long work, which tells how far it is."""

    progressed = Signal(object)

    def __init__(self, title: str) -> None:
        super().__init__()
        self.title = title

    def deliver_progress(self, progress: Progress) -> None:
        if not self._is_over:
            self.progressed.emit(progress)


class Latest(Generic[T]):
    """Keeps the last call of a kind: asking again cancels the one before (a late answer is never painted)."""

    def __init__(self) -> None:
        self._call: Call[T] | None = None

    def ask(self, call: Call[T]) -> Call[T]:
        self.cancel()
        self._call = call
        return call

    def cancel(self) -> None:
        if self._call is not None:
            self._call.cancel()
            self._call = None
