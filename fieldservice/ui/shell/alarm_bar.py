"""The bar below the search: what is overdue stands here until it is done or put aside. No toast, no sound."""

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from PySide6.QtCore import QObject, QRectF, QSize, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from fieldservice.domain.rules.changes import Changes
from fieldservice.ui.kit.buttons import Button, ButtonKind, quiet
from fieldservice.ui.kit.calls import Latest
from fieldservice.ui.kit.deferred import Deferred
from fieldservice.ui.kit.labels import Look, label
from fieldservice.ui.kit.notifier import Notifier
from fieldservice.ui.kit.ops import Ops
from fieldservice.ui.kit.painting import SHAPE, Shape, paint_shape
from fieldservice.ui.kit.theme import current_theme
from fieldservice.wording import _, ngettext

if TYPE_CHECKING:
    from fieldservice.domain.queries.alarms import overdue_of
    from fieldservice.ui.kit.announcements import announce
else:
    announce = Deferred("fieldservice.ui.kit.announcements", "announce")
    overdue_of = Deferred("fieldservice.domain.queries.alarms", "overdue_of")

_MINUTE_MS = 60_000
_SIDE, _TOP = 16, 4


class AlarmBar(QWidget):
    """Hidden while nothing is overdue; put aside it stays away until more is."""

    show_pressed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("alarmBar")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        theme = current_theme()
        self._words = label("", Look.STRONG)
        self._show = quiet(_("Show"), name="alarmShowButton")
        self._show.clicked.connect(self.show_pressed)
        self._aside = Button(_("Not now"), ButtonKind.BARE, name="alarmAsideButton")
        self._aside.clicked.connect(self._on_aside)
        self._count = self._put_aside = 0
        layout = QHBoxLayout(self)
        layout.setContentsMargins(theme.px(_SIDE), theme.px(_TOP), theme.px(_SIDE), theme.px(_TOP))
        layout.setSpacing(theme.px(8))
        layout.addWidget(_Triangle())
        layout.addWidget(self._words)
        layout.addStretch(1)
        layout.addWidget(self._show)
        layout.addWidget(self._aside)
        self.hide()

    @property
    def words(self) -> str:
        return self._words.text() if not self.isHidden() else ""

    def show_overdue(self, count: int) -> None:
        more = count > self._count
        self._count, self._put_aside = count, min(count, self._put_aside)
        words = ngettext("{count} of your tickets is overdue.", "{count} of your tickets are overdue.", count)
        self._words.setText(words.format(count=count))
        self.setVisible(count > self._put_aside)
        if more and count > self._put_aside:
            announce(self, self._words.text())

    def _on_aside(self) -> None:
        self._put_aside = self._count
        self.hide()


class Alarms(QObject):
    """Counts what is overdue each minute and after each command that touches tickets."""

    counted = Signal(int)

    def __init__(self, ops: Ops, notifier: Notifier, user_id: UUID, now: Callable[[], datetime]) -> None:
        super().__init__()
        self._ops = ops
        self._user_id = user_id
        self._now = now
        self._latest: Latest[int] = Latest()
        self._minute = QTimer(self, interval=_MINUTE_MS)
        self._minute.timeout.connect(self.count)
        self._minute.start()
        notifier.changed.connect(self._on_changed)
        QTimer.singleShot(0, self, self.count)

    @Slot()
    def count(self) -> None:
        call = self._ops.query(overdue_of, self._user_id, self._now())
        self._latest.ask(call).then(self.counted.emit, _not_known)

    def _on_changed(self, changes: Changes) -> None:
        if changes.concerns("ticket"):
            self.count()


class _Triangle(QWidget):
    def __init__(self) -> None:
        super().__init__()
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        side = current_theme().px(SHAPE)
        return QSize(side, side)

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        painter = QPainter(self)
        paint_shape(painter, Shape.TRIANGLE, QRectF(self.rect()), current_theme().colours.stop)
        painter.end()


def _not_known(_error: Exception) -> None:
    """The bar stays as it is; `ops` has logged why."""
