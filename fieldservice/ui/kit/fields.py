"""Fields to type in: one line, and several lines that grow."""

from typing import Protocol

from PySide6.QtCore import QSize, Qt, Signal, SignalInstance
from PySide6.QtGui import QColor, QFocusEvent, QFontMetrics, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QSizePolicy

from fieldservice.ui.kit.painting import paint_text
from fieldservice.ui.kit.theme import current_theme

_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_HINT_SIZE = 13


class Field(Protocol):
    """What a form and a draft need to know of a field; `edited` carries nothing that matters."""

    @property
    def edited(self) -> SignalInstance: ...

    def draft_value(self) -> str: ...

    def set_draft_value(self, value: str) -> None: ...


class TextField(QLineEdit):
    """One line. `set_hint` puts muted text at its right end, such as a number that belongs to it."""

    edited = Signal()

    def __init__(self, *, name: str, placeholder: str = "", strong: bool = False) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setPlaceholderText(placeholder)
        self._hint = ""
        self._strong = strong
        if strong:
            self.setFont(current_theme().font(strong=True))
        self.textChanged.connect(self.edited)
        self.textChanged.connect(self._make_room)

    @property
    def hint(self) -> str:
        return self._hint

    def set_hint(self, hint: str) -> None:
        self._hint = hint
        self.setAccessibleDescription(hint)
        self._make_room()
        self.update()

    def set_text(self, text: str) -> None:
        """Show a text that nobody typed, from its beginning."""
        self.setText(text)
        self.setCursorPosition(0)

    def draft_value(self) -> str:
        return self.text()

    def set_draft_value(self, value: str) -> None:
        self.set_text(value)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """A long text that one has left is read from its beginning."""
        super().focusOutEvent(event)
        if event.reason() not in (Qt.FocusReason.PopupFocusReason, Qt.FocusReason.ActiveWindowFocusReason):
            self.setCursorPosition(0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._make_room()

    def _make_room(self) -> None:
        """The hint gives way to the text when there is no room for both."""
        theme = current_theme()
        hint = QFontMetrics(theme.font(_HINT_SIZE)).horizontalAdvance(self._hint) + theme.px(8)
        text = self.fontMetrics().horizontalAdvance(self.text())
        fits = bool(self._hint) and text + hint + theme.px(26) <= self.width()
        self.setTextMargins(0, 0, hint if fits else 0, 0)
        self.setToolTip("" if fits else self._hint)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self.textMargins().right():
            theme = current_theme()
            painter = QPainter(self)
            painter.setFont(theme.font(_HINT_SIZE))
            painter.setPen(QColor(theme.colours.muted))
            side = theme.px(10)
            paint_text(painter, self.rect().adjusted(side, 0, -side, 0), self._hint, _RIGHT)
            painter.end()


class TextArea(QPlainTextEdit):
    """Several lines; grows with what is typed from `lines` to `most_lines`. Tab leaves it."""

    edited = Signal()

    def __init__(self, *, name: str, placeholder: str = "", lines: int = 3, most_lines: int = 8) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setPlaceholderText(placeholder)
        self.setTabChangesFocus(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._lines, self._most_lines = lines, most_lines
        self.document().setDocumentMargin(current_theme().px(4))
        self.textChanged.connect(self.edited)
        self.document().documentLayout().documentSizeChanged.connect(self.updateGeometry)

    def text(self) -> str:
        return self.toPlainText()

    def set_text(self, text: str) -> None:
        """Replace the text; Ctrl+Z brings the old one back."""
        cursor = self.textCursor()
        cursor.select(cursor.SelectionType.Document)
        cursor.insertText(text)

    def draft_value(self) -> str:
        return self.toPlainText()

    def set_draft_value(self, value: str) -> None:
        self.setPlainText(value)

    def sizeHint(self) -> QSize:
        shown = int(self.document().size().height())  # in lines, for a plain text document
        lines = min(max(shown, self._lines), self._most_lines)
        line_height = QFontMetrics(self.font()).lineSpacing()
        theme = current_theme()
        edges = 2 * (theme.colours.line_width - 1)
        return QSize(super().sizeHint().width(), lines * line_height + theme.px(20) + edges)

    def minimumSizeHint(self) -> QSize:
        return QSize(current_theme().px(120), self.sizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.updateGeometry()
