"""One row of a time line: when, what, who; long texts folded; its files and what can be done about it."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from fieldservice.ui.kit.buttons import Button, ButtonKind, quiet
from fieldservice.ui.kit.chips import Chip
from fieldservice.ui.kit.flow import Flow
from fieldservice.ui.kit.labels import Look, label
from fieldservice.ui.kit.markup import muted, plain, strong
from fieldservice.ui.kit.theme import current_theme
from fieldservice.ui.kit.timeline_entry import TimelineEntry
from fieldservice.wording import _

LONG_TEXT = 700
MOST_LINES = 9
SHOWN_OF_LONG = 420
SHOWN_LINES = 6

_TOP = Qt.AlignmentFlag.AlignTop
_LEFT = Qt.AlignmentFlag.AlignLeft
_RICH = Qt.TextFormat.RichText
_SELECTABLE = Qt.TextInteractionFlag.TextSelectableByMouse
_WHEN_WIDTH = 58


class TimelineRow(QWidget):
    file_pressed = Signal(object)
    act_pressed = Signal(object)

    def __init__(self, entry: TimelineEntry) -> None:
        super().__init__()
        self._entry = entry
        self.setAccessibleName(entry.words())
        theme = current_theme()
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(theme.px(12))
        grid.setColumnMinimumWidth(0, theme.px(_WHEN_WIDTH))
        grid.setColumnStretch(1, 1)
        when = label(entry.when, Look.SMALL)
        when.setToolTip(entry.when_tooltip)
        grid.addWidget(when, 0, 0, _TOP)
        self._words = _label()
        self._is_folded = is_long(entry.text)
        self._unfold: Button | None = None
        self._show_words()
        grid.addWidget(self._whole(), 0, 1)

    def unfold(self) -> None:
        """Show the whole of a long text."""
        if self._is_folded:
            self._is_folded = False
            self._show_words()
            if self._unfold is not None:
                self._unfold.hide()

    def _whole(self) -> QWidget:
        entry = self._entry
        extras = [each for each in (self._more(), self._files(), self._mark(), self._act()) if each]
        if not extras and not entry.is_quoted:
            return self._words
        theme = current_theme()
        block = QFrame()
        column = QVBoxLayout(block)
        column.setSpacing(theme.px(4))
        if entry.is_quoted:
            block.setObjectName("softBlock")
            column.setContentsMargins(theme.px(12), theme.px(8), theme.px(12), theme.px(8))
        else:
            column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._words)
        for extra in extras:
            column.addWidget(extra)
        return block

    def _show_words(self) -> None:
        entry = self._entry
        text = folded(entry.text) if self._is_folded else entry.text
        first = strong(entry.title) + (f" {muted(entry.who)}" if entry.who else "")
        self._words.setText(f"{first}<br>{plain(text)}" if text else first)

    def _mark(self) -> QWidget | None:
        mark = self._entry.mark
        return None if mark is None else _at_left(Chip(mark.text, mark.tone, mark.shape))

    def _more(self) -> QWidget | None:
        if not self._is_folded:
            return None
        self._unfold = Button(_("Show the whole text"), ButtonKind.BARE, name="unfoldButton")
        self._unfold.clicked.connect(self.unfold)
        return _at_left(self._unfold)

    def _files(self) -> QWidget | None:
        if not self._entry.files:
            return None
        flow = Flow(gap=4)
        for file_id, name in self._entry.files:
            button = Button(name, ButtonKind.BARE, name="timelineFile")
            button.set_icon_name("paperclip")
            button.clicked.connect(lambda _checked=False, file_id=file_id: self.file_pressed.emit(file_id))
            flow.add(button)
        flow.arrange()
        return flow

    def _act(self) -> QWidget | None:
        if not self._entry.act:
            return None
        button = quiet(self._entry.act, name="timelineActButton")
        button.clicked.connect(lambda: self.act_pressed.emit(self._entry.id))
        return _at_left(button)


def is_long(text: str) -> bool:
    return len(text) > LONG_TEXT or text.count("\n") >= MOST_LINES


def folded(text: str) -> str:
    """The beginning of a long text, cut between words."""
    lines = "\n".join(text.split("\n")[:SHOWN_LINES])
    if len(lines) > SHOWN_OF_LONG:
        lines = lines[:SHOWN_OF_LONG].rsplit(maxsplit=1)[0]
    return f"{lines.rstrip()} …"


def _label() -> QLabel:
    words = QLabel()
    words.setTextFormat(_RICH)
    words.setWordWrap(True)
    words.setTextInteractionFlags(_SELECTABLE)
    return words


def _at_left(widget: QWidget) -> QWidget:
    row = QWidget()
    layout = QHBoxLayout(row)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.addWidget(widget, 0, _LEFT)
    layout.addStretch(1)
    return row
