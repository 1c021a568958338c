"""A choice from a short fixed list, painted like the other fields; long lists use the picker of `combo`."""

import sys
from collections.abc import Sequence
from enum import Enum
from typing import Any

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QWheelEvent
from PySide6.QtWidgets import QComboBox, QSizePolicy

from fieldservice.ui.kit.painting import paint_caret, paint_field, paint_text
from fieldservice.ui.kit.theme import Theme, current_theme

_FIXED = QSizePolicy.Policy.Fixed
_BY_VALUE = "="


class Choice(QComboBox):
    """Letters jump, arrows step, Alt+Down opens. The wheel does nothing: one would change it by scrolling.

    `options` are pairs of a value (an enum member, an id) and the word for it.
    """

    edited = Signal()

    def __init__(self, options: Sequence[tuple[Any, str]] = (), *, name: str, prefix: str = "") -> None:
        super().__init__()
        self.setObjectName(name)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, _FIXED)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMinimumContentsLength(6)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self._prefix = prefix
        self._values: list[Any] = []  # Qt would hand a member of a StrEnum back as a plain string
        self.set_options(options)
        self.currentIndexChanged.connect(self.edited)

    def setAccessibleName(self, name: str) -> None:
        """WORKAROUND: on Unix Qt says what is chosen as the name; the description says what it is for."""
        super().setAccessibleName(name)
        if not self.accessibleDescription() and sys.platform != "win32":
            self.setAccessibleDescription(name)

    def set_options(self, options: Sequence[tuple[Any, str]]) -> None:
        """Replace the list; the value chosen stays chosen if it is still there."""
        kept = self.value
        self.blockSignals(True)
        self.clear()
        self._values = [value for value, _word in options]
        for value, word in options:
            self.addItem(word, value)
        self.blockSignals(False)
        if kept is not None:
            self.set_value(kept)

    @property
    def values(self) -> tuple[Any, ...]:
        """All that may be chosen, in order."""
        return tuple(self._values)

    @property
    def value(self) -> Any:
        at = self.currentIndex()
        return self._values[at] if 0 <= at < len(self._values) else None

    def set_value(self, value: Any) -> None:
        """Choose the value; one that is not in the list leaves the choice as it is."""
        if value in self._values:
            self.setCurrentIndex(self._values.index(value))

    def draft_value(self) -> str:
        """What is chosen, not its place: the list may be another one when the draft comes back."""
        return _BY_VALUE + _key(self.value)

    def set_draft_value(self, value: str) -> None:
        """Also by its place, as drafts of older programs have it; what is not offered any more stays."""
        if value.startswith(_BY_VALUE):
            keys = [_key(each) for each in self._values]
            if value.removeprefix(_BY_VALUE) in keys:
                self.setCurrentIndex(keys.index(value.removeprefix(_BY_VALUE)))
        elif value.isdecimal() and int(value) < self.count():
            self.setCurrentIndex(int(value))

    def draft_words(self, value: str) -> str:
        """A value of a draft as a person reads it; nothing when it is not offered."""
        words = {_BY_VALUE + _key(each): self.itemText(at) for at, each in enumerate(self._values)}
        return words.get(value, "")

    def sizeHint(self) -> QSize:
        theme = current_theme()
        words = [self._prefix + self.itemText(at) for at in range(self.count())]
        widest = max((self.fontMetrics().horizontalAdvance(word) for word in words), default=0)
        return QSize(widest + theme.px(44), theme.measures.field_height)

    def minimumSizeHint(self) -> QSize:
        theme = current_theme()
        return QSize(min(self.sizeHint().width(), theme.px(96)), theme.measures.field_height)

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()

    def event(self, event: QEvent) -> bool:
        if event.type() in {QEvent.Type.HoverEnter, QEvent.Type.HoverLeave}:
            self.update()
        return super().event(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        theme = current_theme()
        painter = QPainter(self)
        paint_field(painter, self.rect(), theme, is_enabled=self.isEnabled(), edge=self._edge(theme))
        box = self.rect().adjusted(theme.px(12), 0, -theme.px(28), 0)
        painter.setFont(theme.font())
        painter.setPen(QColor(theme.colours.text if self.isEnabled() else theme.colours.muted))
        words = self._prefix + self.currentText()
        shown = paint_text(painter, box, words)
        self.setToolTip(words if shown < painter.fontMetrics().horizontalAdvance(words) else "")
        paint_caret(painter, self.rect(), theme)
        painter.end()

    def _edge(self, theme: Theme) -> tuple[str, int]:
        if self.hasFocus():
            return theme.colours.accent, theme.ring
        is_wrong = bool(self.property("wrong"))
        return theme.colours.stop if is_wrong else theme.colours.line, theme.colours.line_width


def _key(value: Any) -> str:
    if value is None:
        return ""
    return str(value.value if isinstance(value, Enum) else value)
