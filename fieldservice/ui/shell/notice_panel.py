"""The notification centre: a panel below the bell, notices by day, read, put off or silenced by one key."""

from collections.abc import Sequence
from uuid import UUID

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from fieldservice.ui.kit.buttons import Button, ButtonKind, quiet
from fieldservice.ui.kit.cards import FloatingPanel, rule
from fieldservice.ui.kit.labels import Look, label
from fieldservice.ui.kit.scrolling import scrolling
from fieldservice.ui.kit.theme import current_theme
from fieldservice.ui.shell.notice_lines import NoticeLine, NoticeWords
from fieldservice.wording import _

Day = tuple[str, Sequence[NoticeWords]]
"""A day in words, and its notices, latest first."""

_WIDTH, _HEIGHT = 420, 560
_READ, _LATER, _SILENCE = Qt.Key.Key_R, Qt.Key.Key_S, Qt.Key.Key_M
_PLAIN = Qt.KeyboardModifier.NoModifier


class NoticePanel(FloatingPanel):
    """Ids come out of it; what they mean, and what the lines say, is the centre's business."""

    opened = Signal(object)
    read_toggled = Signal(object)
    later_requested = Signal(object, object)
    silence_requested = Signal(object)
    all_read_requested = Signal()
    settings_requested = Signal()
    closed = Signal()

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self.setObjectName("noticePanel")
        self.setAccessibleName(_("Notices"))
        self.lines: list[NoticeLine] = []
        self._current: UUID | None = None
        self._area = QScrollArea()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(1, 1, 1, 1)
        layout.setSpacing(0)
        layout.addLayout(self._header())
        layout.addWidget(rule())
        self._place_of_area = layout.count()
        layout.addWidget(self._area, 1)
        layout.addWidget(rule())
        layout.addLayout(self._foot())

    def show_days(self, days: Sequence[Day]) -> None:
        """Show these notices; the one that had the focus keeps it, or the one that took its place."""
        at = next((i for i, line in enumerate(self.lines) if line.words.id == self._current), 0)
        self.lines = []
        column = QVBoxLayout()
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for day, notices in days:
            self._add_day(column, day, notices)
        if not self.lines:
            words = _("Here stands what others do with your tickets: given to you, answered, reopened.")
            column.addWidget(self._empty(words))
        column.addStretch(1)
        self._replace_area(scrolling(column))
        self.all_read.setEnabled(any(not line.words.is_read for line in self.lines))
        self._focus_again(at)

    def open_below(self, button: QWidget) -> None:
        """Open at the right below the button, inside the window."""
        theme, window = current_theme(), self._window
        top = button.mapTo(window, QPoint(0, button.height())).y() + theme.px(6)
        width = min(theme.px(_WIDTH), window.width() - theme.px(16))
        height = min(theme.px(_HEIGHT), window.height() - top - theme.px(40))
        right = button.mapTo(window, QPoint(button.width(), 0)).x()
        self.setGeometry(max(theme.px(8), right - width), top, width, height)
        self.show()
        self.raise_()
        (self.lines[0] if self.lines else self.settings).setFocus(Qt.FocusReason.OtherFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """R marks as read or unread, S puts off, M silences the kind, Escape closes."""
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        elif (
            event.modifiers() == _PLAIN
            and self._current is not None
            and event.key() in {_READ, _LATER, _SILENCE}
        ):
            self._act(event.key(), self._current)
        else:
            super().keyPressEvent(event)

    def _act(self, key: int, notice: UUID) -> None:
        if key == _READ:
            self.read_toggled.emit(notice)
        elif key == _LATER:
            line = next(line for line in self.lines if line.words.id == notice)
            self.later_requested.emit(notice, line.mapToGlobal(QPoint(0, line.height())))
        else:
            self.silence_requested.emit(notice)

    def _header(self) -> QHBoxLayout:
        theme = current_theme()
        row = QHBoxLayout()
        row.setContentsMargins(theme.px(16), theme.px(6), theme.px(8), theme.px(6))
        row.addWidget(label(_("Notices"), Look.HEADING))
        row.addStretch(1)
        self.all_read = Button(_("All read"), ButtonKind.BARE, name="allReadButton")
        self.all_read.clicked.connect(self.all_read_requested)
        row.addWidget(self.all_read)
        return row

    def _foot(self) -> QHBoxLayout:
        theme = current_theme()
        row = QHBoxLayout()
        row.setContentsMargins(theme.px(16), theme.px(6), theme.px(8), theme.px(6))
        row.addWidget(label(_("R read, S later, M no more of these"), Look.SMALL, wraps=True), 1)
        self.settings = quiet(_("Settings"), name="noticeSettingsButton")
        self.settings.clicked.connect(self.settings_requested)
        row.addWidget(self.settings)
        return row

    def _add_day(self, column: QVBoxLayout, day: str, notices: Sequence[NoticeWords]) -> None:
        theme = current_theme()
        title = label(day, Look.CARD_TITLE)
        title.setContentsMargins(theme.px(16), theme.px(8), theme.px(16), theme.px(4))
        column.addWidget(title)
        for words in notices:
            line = NoticeLine(words)
            line.clicked.connect(lambda _checked=False, id_=words.id: self.opened.emit(id_))
            line.stepped.connect(self._on_stepped)
            line.reached.connect(lambda id_=words.id: self._on_reached(id_))
            self.lines.append(line)
            column.addWidget(line)

    def _empty(self, words: str) -> QWidget:
        theme = current_theme()
        sentence = label(words, Look.MUTED, wraps=True)
        side = theme.px(24)
        sentence.setContentsMargins(side, side, side, side)
        return sentence

    def _replace_area(self, area: QScrollArea) -> None:
        old, self._area = self._area, area
        self.layout().replaceWidget(old, area)  # type: ignore[union-attr]
        old.hide()
        old.deleteLater()

    def _focus_again(self, at: int) -> None:
        if self.isVisible() and self.lines:
            self.lines[min(at, len(self.lines) - 1)].setFocus(Qt.FocusReason.OtherFocusReason)
        elif self.isVisible():
            self.settings.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_stepped(self, steps: int) -> None:
        at = next((i for i, line in enumerate(self.lines) if line.words.id == self._current), 0)
        line = self.lines[max(0, min(len(self.lines) - 1, at + steps))]
        line.setFocus(Qt.FocusReason.TabFocusReason)
        self._area.ensureWidgetVisible(line, 0, line.height())

    def _on_reached(self, notice: UUID) -> None:
        self._current = notice
