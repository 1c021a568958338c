"""Exceptions in words, in three parts: what did not happen, what became of the data, what to do now.

One table says what each kind of exception is; `wording` says the sentences. Hooks at the end catch what no
call has looked at: slots and timers by `sys.excepthook`, plain threads by `threading.excepthook`.
"""

import logging
import platform
import sys
import threading
import traceback
from collections.abc import Callable
from enum import Enum
from types import TracebackType
from typing import Protocol

from PySide6.QtCore import QObject, Qt, Signal, qVersion

from fieldservice.domain.rules.errors import EnvironmentProblem, RuleViolation, TellableError
from fieldservice.domain.rules.quick_dataclass import dataclass
from fieldservice.domain.rules.reasons import Reason
from fieldservice.ui.kit.dialogs import Dialogs
from fieldservice.wording import ErrorWords, _

_log = logging.getLogger(__name__)


class Words(Protocol):
    """The part of `Wording` that is needed here."""

    def error(self, error: TellableError) -> ErrorWords: ...

    def reason(self, reason: Reason) -> str: ...


class ErrorKind(Enum):
    """REFUSED: the user can act, said at the field. RETRY: may succeed later. BUG: ours; a report to copy."""

    REFUSED = "refused"
    RETRY = "retry"
    BUG = "bug"


KIND_OF: tuple[tuple[type[BaseException], ErrorKind], ...] = (
    (RuleViolation, ErrorKind.REFUSED),
    (EnvironmentProblem, ErrorKind.RETRY),
    (TellableError, ErrorKind.REFUSED),
    (BaseException, ErrorKind.BUG),
)


def kind_of(error: BaseException) -> ErrorKind:
    return next(kind for type_, kind in KIND_OF if isinstance(error, type_))


def words_for(error: BaseException, words: Words) -> ErrorWords:
    """The three parts, whatever the exception is."""
    if isinstance(error, TellableError):
        return words.error(error)
    return ErrorWords(
        what=_("This did not work: the program made a mistake."),
        data=_("What was saved before is safe."),
        do=_("Go on with something else, and send the report to the person who looks after the program."),
    )


def report_of(error: BaseException) -> str:
    """What a developer needs to find the mistake; shown to the user before it goes anywhere."""
    trace = "".join(traceback.format_exception(error))
    return f"Python {platform.python_version()}, Qt {qVersion()}, {platform.system()}\n\n{trace}"


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a bug came from: the same one is shown once, however often it happens."""

    type_name: str
    file: str
    line: int


class ErrorDesk(QObject):
    """Shows errors that no field can show; tie `show` to `ops.went_unheard`, `catch` is for the hooks."""

    _caught = Signal(object)

    def __init__(self, dialogs: Dialogs, words: Words, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._dialogs = dialogs
        self._words = words
        self._shown: set[_Place] = set()
        self._is_showing = False
        self._caught.connect(self.show, Qt.ConnectionType.QueuedConnection)

    def show(self, error: BaseException, retry: Callable[[], object] | None = None) -> None:
        """Tell the user; with `retry` an `EnvironmentProblem` offers to do it again."""
        kind = kind_of(error)
        if kind is ErrorKind.BUG:
            self._show_bug(error)
            return
        can_retry = retry is not None and kind is ErrorKind.RETRY
        if self._dialogs.tell(words_for(error, self._words), can_retry=can_retry) and retry is not None:
            retry()

    def catch(self, error: BaseException) -> None:
        """Log and show an exception that reached a hook; safe on any thread."""
        _log.error("an exception nobody caught", exc_info=error)
        self._caught.emit(error)

    def _show_bug(self, error: BaseException) -> None:
        place = _place_of(error)
        if self._is_showing or place in self._shown:
            return
        self._shown.add(place)
        self._is_showing = True
        try:
            self._dialogs.show_report(words_for(error, self._words), report_of(error))
        finally:
            self._is_showing = False


class Hooks:
    """Ties the interpreter's hooks to the desk while installed; `note` is told first, and may keep it."""

    def __init__(self, desk: ErrorDesk, note: Callable[[BaseException], None] | None = None) -> None:
        self._desk = desk
        self._note = note
        self._before = (sys.excepthook, threading.excepthook)

    def install(self) -> None:
        sys.excepthook = self._on_exception
        threading.excepthook = self._on_thread_exception

    def remove(self) -> None:
        sys.excepthook, threading.excepthook = self._before

    def _on_exception(
        self, kind: type[BaseException], error: BaseException, trace: TracebackType | None
    ) -> None:
        if issubclass(kind, KeyboardInterrupt):
            sys.__excepthook__(kind, error, trace)
            return
        self._caught(error)

    def _on_thread_exception(self, args: threading.ExceptHookArgs) -> None:
        if args.exc_value is not None and not isinstance(args.exc_value, SystemExit):
            self._caught(args.exc_value)

    def _caught(self, error: BaseException) -> None:
        if self._note is not None:
            self._note(error)
        self._desk.catch(error)


def _place_of(error: BaseException) -> _Place:
    frames = traceback.extract_tb(error.__traceback__)
    last = frames[-1] if frames else None
    return _Place(type(error).__name__, last.filename if last else "", (last.lineno or 0) if last else 0)
