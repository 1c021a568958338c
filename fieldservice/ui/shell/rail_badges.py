"""The counts beside the rail's entries: what waits in the tray, and how many tickets are open."""

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from fieldservice.domain.rules.changes import Changes
from fieldservice.ui.kit.calls import Latest
from fieldservice.ui.kit.deferred import Deferred
from fieldservice.ui.kit.notifier import Notifier
from fieldservice.ui.kit.ops import Ops
from fieldservice.ui.shell.rail import Badge

if TYPE_CHECKING:
    from fieldservice.domain.queries.ticket_views import open_count
    from fieldservice.domain.queries.trays import tray_count
else:
    open_count = Deferred("fieldservice.domain.queries.ticket_views", "open_count")
    tray_count = Deferred("fieldservice.domain.queries.trays", "tray_count")

TABLES = ("request", "ticket")


def _counts(session: Any) -> tuple[int, int]:
    return tray_count(session), open_count(session)


class RailBadges(QObject):
    """`counted` carries a screen's id and its `Badge`, None when nothing waits there."""

    counted = Signal(str, object)

    def __init__(self, ops: Ops, notifier: Notifier, screens: tuple[str, str], parent: QObject) -> None:
        """`screens` are the ids of the tray and of the tickets."""
        super().__init__(parent)
        self._ops = ops
        self._tray, self._tickets = screens
        self._latest: Latest[tuple[int, int]] = Latest()
        notifier.changed.connect(self._on_changed)
        QTimer.singleShot(0, self.count)

    @Slot()
    def count(self) -> None:
        self._latest.ask(self._ops.query(_counts)).then(self._on_counted)

    def _on_changed(self, changes: Changes) -> None:
        if changes.concerns(*TABLES):
            self.count()

    def _on_counted(self, counts: tuple[int, int]) -> None:
        waiting, is_open = counts
        self.counted.emit(self._tray, Badge(waiting, is_alarm=True) if waiting else None)
        self.counted.emit(self._tickets, Badge(is_open) if is_open else None)
