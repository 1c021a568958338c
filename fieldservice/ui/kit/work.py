"""What runs on a worker thread: plain tasks without a Qt object in them, and the handle of a long job.

Kept apart from `ops` so that nothing here can touch a widget or a signal of one.
"""

import logging
from collections.abc import Callable
from concurrent.futures import Future
from threading import Event
from typing import Any, Concatenate, ParamSpec, Protocol, TypeVar

from fieldservice.domain.rules.changes import Changes
from fieldservice.domain.rules.errors import EnvironmentProblem, RuleViolation
from fieldservice.domain.rules.quick_dataclass import dataclass
from fieldservice.ui.kit.calls import CancelledError, Progress

P = ParamSpec("P")
T = TypeVar("T")
C = TypeVar("C")

_log = logging.getLogger(__name__)


class Backend(Protocol):
    """Runs a query with a session, or a command with a unit of work; called on worker threads only.

    `bootstrap` ties it to the database. It may be called by two readers at once.
    """

    def read(self, fn: Callable[..., Any], args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any: ...

    def write(self, fn: Callable[..., Changes], command: Any) -> Changes: ...


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a task ended: a value or an error."""

    value: Any = None
    error: Exception | None = None


class JobControl:
    """What a long job is handed: a way to read, to write, to tell its progress and to learn of a cancel."""

    def __init__(
        self,
        backend: Backend,
        submit_write: Callable[[Callable[[], Changes]], "Future[Changes]"],
        tell: Callable[[Progress], None],
        cancelled: Event,
    ) -> None:
        self._backend = backend
        self._submit_write = submit_write
        self._tell = tell
        self._cancelled = cancelled

    @property
    def is_cancelled(self) -> bool:
        return self._cancelled.is_set()

    def stop_if_cancelled(self) -> None:
        if self._cancelled.is_set():
            raise CancelledError

    def progress(self, done: int, total: int = 0, text: str = "") -> None:
        """Tell how far the job is, and stop here if it was cancelled."""
        self.stop_if_cancelled()
        self._tell(Progress(done, total, text))

    def read(self, fn: Callable[Concatenate[Any, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Run a query now, on the job's own thread."""
        self.stop_if_cancelled()
        result: T = self._backend.read(fn, args, kwargs)
        return result

    def write(self, fn: Callable[[C, Any, Any], Changes], command: C) -> Changes:
        """Run a command on the one writer, after what waits there, and wait for it."""
        self.stop_if_cancelled()
        return self._submit_write(lambda: self._backend.write(fn, command)).result()


def run(work: Callable[[], Any], name: str) -> Outcome:
    """Run work and look at how it ended: an outer edge (E3), so everything is caught and logged once."""
    try:
        return Outcome(value=work())
    except CancelledError as cancelled:
        return Outcome(error=cancelled)
    except RuleViolation as refused:
        _log.info("%s was refused: %s", name, refused.code)
        return Outcome(error=refused)
    except EnvironmentProblem as problem:
        _log.warning("%s could not be done: %s", name, problem.code)
        return Outcome(error=problem)
    except Exception as bug:  # noqa: BLE001 - the outer edge of a worker
        _log.exception("%s failed", name)
        return Outcome(error=bug)


def name_of(fn: Callable[..., Any]) -> str:
    return str(getattr(fn, "__name__", None) or type(fn).__name__)
