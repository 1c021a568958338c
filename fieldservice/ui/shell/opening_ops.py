"""Work off the window's thread while the desk opens: the first rows come first, all else after they are seen.

Importing SQLAlchemy takes longer than the rest of the start, and would take it from the window. Until `begin`
is called, queries other than that of the first rows wait on a thread of their own, and hold up nothing.
"""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Event
from typing import Any, Concatenate, ParamSpec, TypeVar

from PySide6.QtCore import Signal

from fieldservice.ui.kit.calls import Call
from fieldservice.ui.kit.notifier import Notifier
from fieldservice.ui.kit.ops import ThreadedOps
from fieldservice.ui.kit.work import Backend, name_of

P = ParamSpec("P")
T = TypeVar("T")


class OpeningOps(ThreadedOps):
    """`first` is the query of the first rows; the backend answers it without the database's machinery.

    `first_told` is emitted when its answer was told: the rows are about to be painted.
    """

    first_told = Signal()

    def __init__(self, backend: Backend, notifier: Notifier, first: Callable[..., Any]) -> None:
        super().__init__(backend, notifier)
        self._first = first
        self._has_begun = Event()
        self._held = ThreadPoolExecutor(1, "held")

    def begin(self) -> None:
        """The first rows are on the screen: everything runs from now on."""
        self._has_begun.set()

    def query(self, fn: Callable[Concatenate[Any, P], T], *args: P.args, **kwargs: P.kwargs) -> Call[T]:
        """Run `fn(session, *args, **kwargs)` on a reader; before `begin` it waits unless it is the first."""
        if self._has_begun.is_set():
            return super().query(fn, *args, **kwargs)
        if fn is self._first:
            first: Call[T] = super().query(fn, *args, **kwargs)
            first.finished.connect(self.first_told)
            return first
        call: Call[T] = Call()
        self._start(self._held, call, lambda: self._after_begin(fn, args, kwargs), name_of(fn))
        return call

    def close(self) -> None:
        """What still waits is dropped."""
        self._held.shutdown(wait=False, cancel_futures=True)
        self._has_begun.set()
        self._held.shutdown(wait=True)
        super().close()

    def _after_begin(self, fn: Callable[..., T], args: tuple[Any, ...], kwargs: dict[str, Any]) -> T:
        self._has_begun.wait()
        result: T = self._backend.read(fn, args, kwargs)
        return result
