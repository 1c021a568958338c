"""The bar below the screens: line to the centre, branch, what waits, running work, the last thing told."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from fieldservice.ui.kit.buttons import Button, ButtonKind
from fieldservice.ui.kit.calls import JobCall, Progress
from fieldservice.ui.kit.colours import Tone, ink_of
from fieldservice.ui.kit.facts import ShareBar
from fieldservice.ui.kit.labels import ElidedLabel, label
from fieldservice.ui.kit.painting import SHAPE, Shape, paint_shape
from fieldservice.ui.kit.theme import current_theme
from fieldservice.ui.shell.specs import DeskStatus, Line
from fieldservice.wording import _, ngettext

_MARKS = {
    Line.ALONE: (Shape.CIRCLE, Tone.NEUTRAL),
    Line.ONLINE: (Shape.DOT, Tone.GOOD),
    Line.OFFLINE: (Shape.DIAMOND, Tone.CARE),
}


class StatusBar(QWidget):
    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("statusBar")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        theme = current_theme()
        self.setFixedHeight(theme.measures.status_bar_height)
        self._mark = _Mark()
        self.line = label()
        self.branch = label()
        self.waiting = label()
        self.told = ElidedLabel()
        self.told.setObjectName("statusTold")
        self.told.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(theme.px(16), 0, theme.px(16), 0)
        layout.setSpacing(theme.px(8))
        for widget in (self._mark, self.line):
            layout.addWidget(widget)
        for widget in (self.branch, self.waiting):
            layout.addSpacing(theme.px(12))
            layout.addWidget(widget)
        self._jobs = QHBoxLayout()
        self._jobs.setSpacing(theme.px(16))
        layout.addSpacing(theme.px(12))
        layout.addLayout(self._jobs)
        layout.addWidget(self.told, 1)

    def show_status(self, status: DeskStatus) -> None:
        shape, tone = _MARKS[status.line]
        self._mark.show_mark(shape, tone)
        self.line.setText(_line_words(status))
        self.branch.setText(", ".join(part for part in (status.person, status.branch) if part))
        self.waiting.setText(_waiting_words(status))

    def tell(self, words: str) -> None:
        """Put a sentence at the right end, where it stays until the next one."""
        self.told.setText(words)

    def follow(self, call: "JobCall[object]") -> None:
        """Show a job while it runs, with its progress and a way to stop it."""
        strip = JobStrip(call)
        self._jobs.addWidget(strip)
        call.finished.connect(strip.deleteLater)

    def running(self) -> int:
        return len(self.findChildren(JobStrip))


class JobStrip(QWidget):
    """One running job."""

    def __init__(self, call: "JobCall[object]") -> None:
        super().__init__()
        theme = current_theme()
        self._title = call.title
        self._words = label(call.title)
        self._bar = ShareBar(name="jobBar")
        self._bar.setFixedWidth(theme.px(80))
        self._bar.setAccessibleName(call.title)
        stop = Button("", ButtonKind.BARE, name="stopJobButton")
        words = _("Stop: {title}").format(title=call.title)
        stop.set_icon_name("x")
        stop.setToolTip(words)
        stop.setAccessibleName(words)
        stop.setMaximumHeight(theme.px(24))
        stop.clicked.connect(call.cancel)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.px(8))
        for widget in (self._words, self._bar, stop):
            layout.addWidget(widget)
        call.progressed.connect(self._on_progressed)

    def _on_progressed(self, progress: Progress) -> None:
        self._words.setText(progress.text or self._title)
        self._bar.show_share(progress.done, progress.total)


class _Mark(QWidget):
    def __init__(self) -> None:
        super().__init__()
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._shape, self._tone = _MARKS[Line.ALONE]

    def show_mark(self, shape: Shape, tone: Tone) -> None:
        self._shape, self._tone = shape, tone
        self.update()

    def sizeHint(self) -> QSize:
        side = current_theme().px(SHAPE)
        return QSize(side, side)

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        painter = QPainter(self)
        colour = ink_of(self._tone, current_theme().colours)
        paint_shape(painter, self._shape, self.rect().toRectF(), colour)
        painter.end()


def _line_words(status: DeskStatus) -> str:
    if status.line is Line.ALONE:
        return _("On this computer only")
    words = _("Online") if status.line is Line.ONLINE else _("Offline")
    exchanged = _("exchanged {when}").format(when=status.exchanged) if status.exchanged else ""
    return " · ".join(part for part in (words, exchanged) if part)


def _waiting_words(status: DeskStatus) -> str:
    if status.line is Line.ALONE:
        return ""
    return ngettext("{count} waits to be sent", "{count} wait to be sent", status.waiting).format(
        count=status.waiting
    )
