"""The exchange as the window knows it: whether the line stands, since when it does not, what a round brought.

Lives on the window's thread; what the worker tells arrives by queued signals.
"""

from collections.abc import Callable
from datetime import datetime
from typing import Any, TypeVar
from uuid import UUID

from PySide6.QtCore import QObject, Qt, Signal, Slot

from fieldservice.background.exchange_worker import ExchangeWorker, Exchanging
from fieldservice.domain.rules.changes import Changes, RowRef
from fieldservice.domain.rules.errors import EnvironmentProblem
from fieldservice.domain.rules.reasons import Reason
from fieldservice.sync.round_result import Cancelled, OnProgress, RoundResult

EXCHANGED = RowRef("exchange_state", UUID(int=0))
"""Stands among what a round touched, so that screens hear of rounds that brought no rows."""

T = TypeVar("T")
_QUEUED = Qt.ConnectionType.QueuedConnection


class ExchangeLine(QObject):
    """`ended` carries each round's result. `offline_since` is when the centre was first not reached."""

    began = Signal()
    ended = Signal(object)
    _began_there = Signal()
    _ended_there = Signal(object)

    def __init__(
        self,
        make: Callable[[], Exchanging],
        tell: Callable[[Changes], None],
        now: Callable[[], datetime],
        parent: QObject | None = None,
    ) -> None:
        """`tell` is how everybody hears of what came: the notifier's."""
        super().__init__(parent)
        self._tell = tell
        self._now = now
        self._worker = ExchangeWorker(make, self._began_there.emit, self._ended_there.emit)
        self.is_running = False
        self.last: RoundResult | None = None
        self.offline_since: datetime | None = None
        self._began_there.connect(self._on_began, _QUEUED)
        self._ended_there.connect(self._on_ended, _QUEUED)

    @property
    def is_online(self) -> bool | None:
        """None before the first round has ended. A centre that refuses is there, after all."""
        if self.last is None:
            return None
        return not isinstance(self.last.problem, EnvironmentProblem)

    def begin(self) -> None:
        self._worker.begin()

    def end(self) -> None:
        self._worker.end()

    def run_now(self, on_progress: OnProgress, is_cancelled: Cancelled) -> RoundResult:
        """A round on a job's thread."""
        return self._worker.run_now(on_progress, is_cancelled)

    def use(self, act: Callable[[Any], T]) -> T:
        """Use the engine between rounds, on a job's thread."""
        return self._worker.use(act)

    @Slot(object)
    def note_command(self, changes: Changes) -> None:
        """Something was done here: it travels soon."""
        if changes.entry_id is not None:
            self._worker.soon()

    @Slot()
    def _on_began(self) -> None:
        self.is_running = True
        self.began.emit()

    @Slot(object)
    def _on_ended(self, result: RoundResult) -> None:
        self.is_running = False
        self.last = result
        if self.is_online:
            self.offline_since = None
        elif self.offline_since is None:
            self.offline_since = self._now()
        self._tell(Changes(None, Reason("exchange.received"), None, result.touched | {EXCHANGED}))
        self.ended.emit(result)
