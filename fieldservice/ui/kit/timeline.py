"""What happened, newest first: when at the left, what and who beside it, words of people on a soft ground.

Only what can be seen is built: the first rows at once, further ones when one scrolls or steps to them.
"""

from collections.abc import Hashable, Sequence

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QScrollArea, QVBoxLayout, QWidget

from fieldservice.ui.kit.announcements import announce
from fieldservice.ui.kit.painted import AfterPaint
from fieldservice.ui.kit.painting import paint_frame
from fieldservice.ui.kit.theme import current_theme
from fieldservice.ui.kit.timeline_entry import TimelineEntry, TimelineMark
from fieldservice.ui.kit.timeline_row import TimelineRow

__all__ = ["Timeline", "TimelineEntry", "TimelineMark"]

BATCH = 8
_AHEAD = 400
_STEPS = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_PageDown: 5, Qt.Key.Key_PageUp: -5}


class Timeline(QWidget):
    """Grows with its entries; put it into a scroll area. Arrows step from entry to entry, Enter opens one.

    `activated` carries the entry's id, `file_pressed` that of a file, `act_pressed` that of the entry whose
    button was pressed.
    """

    activated = Signal(object)
    file_pressed = Signal(object)
    act_pressed = Signal(object)

    def __init__(self, *, name: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._entries: Sequence[TimelineEntry] = ()
        self._shown: list[TimelineEntry] = []
        self._rows: list[TimelineRow] = []
        self._at = 0
        self._area: QScrollArea | None = None
        self._growth_due = QTimer(self, interval=0, singleShot=True)
        self._growth_due.timeout.connect(self._on_scrolled)
        theme = current_theme()
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(theme.px(12))
        self._layout.addStretch(1)

    @property
    def entries(self) -> tuple[TimelineEntry, ...]:
        return tuple(self._entries)

    @property
    def built(self) -> int:
        """How many entries stand as rows."""
        return len(self._rows)

    def set_entries(self, entries: Sequence[TimelineEntry]) -> None:
        """Show these; rows that stay the same are left alone, so that a selection in them stays.

        The sequence may make its entries when they are asked for: only those in sight are.
        """
        first = [entries[at] for at in range(min(BATCH, len(entries)))]
        wanted = max(BATCH, len(self._rows)) if self._is_same_beginning(first) else BATCH
        if self._area is None:  # nothing would ask for the rest
            wanted = len(entries)
        current = self.current_id()
        self._entries = entries
        self._show([*first, *(entries[at] for at in range(len(first), min(wanted, len(entries))))])
        if self.isVisible():  # the first rows are seen before more are built
            AfterPaint(self, self._growth_due.start)
        else:
            self._growth_due.start()
        ids = [entry.id for entry in self._shown]
        self._at = ids.index(current) if current in ids else 0

    def current_id(self) -> Hashable | None:
        """The entry on which the keyboard stands."""
        return self._shown[self._at].id if self._at < len(self._shown) else None

    def show_more(self) -> None:
        """Build the next rows."""
        first = len(self._rows)
        for at in range(first, min(first + BATCH, len(self._entries))):
            self._put(at, self._entries[at])

    def grow_with(self, area: QScrollArea) -> None:
        """Build further rows when the end of what the area scrolls comes near."""
        self._area = area
        area.verticalScrollBar().valueChanged.connect(self._on_scrolled)
        area.viewport().installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Resize:
            self._growth_due.start()
        return super().eventFilter(watched, event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = _STEPS.get(Qt.Key(event.key()))
        if step is not None and self._rows:
            self._step_to(self._at + step)
        elif event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and self._rows:
            self._rows[self._at].unfold()
            self.activated.emit(self.current_id())
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._tell()
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self.hasFocus() and self._rows:
            theme = current_theme()
            side = theme.px(4)
            painter = QPainter(self)
            box = self._rows[self._at].geometry().adjusted(-side, -side, side, side)
            inside = box.intersected(self.rect())
            paint_frame(painter, inside, theme.colours.accent, theme.ring, theme.measures.corner)
            painter.end()

    def _is_same_beginning(self, first: Sequence[TimelineEntry]) -> bool:
        """Whether this is the course that is shown, with news: the latest entry known is still among it."""
        return bool(self._shown) and any(entry.id == self._shown[0].id for entry in first)

    def _show(self, fresh: list[TimelineEntry]) -> None:
        kept = dict(zip(self._shown, self._rows, strict=True))
        rows = [kept.pop(entry) if entry in kept else self._row(entry) for entry in fresh]
        for gone in kept.values():
            self._layout.removeWidget(gone)
            gone.hide()
            gone.deleteLater()
        for at, row in enumerate(rows):
            if self._layout.indexOf(row) != at:
                self._layout.insertWidget(at, row)
        self._shown, self._rows = fresh, rows

    def _put(self, at: int, entry: TimelineEntry) -> None:
        row = self._row(entry)
        self._layout.insertWidget(at, row)
        self._shown.append(entry)
        self._rows.append(row)

    def _row(self, entry: TimelineEntry) -> TimelineRow:
        row = TimelineRow(entry)
        row.file_pressed.connect(self.file_pressed)
        row.act_pressed.connect(self.act_pressed)
        return row

    def _step_to(self, place: int) -> None:
        while place >= len(self._rows) < len(self._entries):
            self.show_more()
        self._at = min(max(place, 0), len(self._rows) - 1)
        if self._area is not None:
            self._layout.activate()
            self._area.ensureWidgetVisible(self._rows[self._at], 0, current_theme().px(24))
        self._tell()
        self.update()

    def _tell(self) -> None:
        if self._rows:
            announce(self, self._shown[self._at].words())

    def _on_scrolled(self) -> None:
        if self._area is None or len(self._rows) >= len(self._entries) or not self.isVisible():
            return
        bar = self._area.verticalScrollBar()
        if bar.maximum() - bar.value() < current_theme().px(_AHEAD):
            self.show_more()
