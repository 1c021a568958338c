"""Toasts: what was just done, with a way back. They never take the focus, and go by themselves."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QEnterEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from fieldservice.domain.rules.quick_dataclass import dataclass
from fieldservice.ui.kit.buttons import Button, ButtonKind
from fieldservice.ui.kit.cards import FloatingPanel
from fieldservice.ui.kit.deferred import Deferred
from fieldservice.ui.kit.labels import ElidedLabel
from fieldservice.ui.kit.theme import current_theme

if TYPE_CHECKING:
    from fieldservice.ui.kit.announcements import announce
else:
    announce = Deferred("fieldservice.ui.kit.announcements", "announce")

_LIFETIME_MS = 10_000
_LEAST = 320
_MARGIN, _GAP = 12, 2  # together less than the ground below the cards of a page


@dataclass(frozen=True, slots=True)
class ToastWords:
    """`button` is the word of what can be done about it ("Undo"), `keys` the keys that do the same."""

    text: str
    button: str = ""
    keys: str = ""


class Toast(FloatingPanel):
    """One at a time, on the status bar and the margin above it, where it hides no button of a page.

    A new one takes the place of the old one.
    """

    button_pressed = Signal()

    def __init__(self, window: QWidget, *, lifetime_ms: int = _LIFETIME_MS) -> None:
        super().__init__(window)
        self._window = window
        self.setObjectName("toast")
        theme = current_theme()
        self._text = ElidedLabel()
        self._text.setObjectName("toastText")
        self._button = Button("", ButtonKind.BARE, name="toastButton")
        self._button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._button.clicked.connect(self._on_pressed)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(theme.px(16), theme.px(3), theme.px(4), theme.px(3))
        layout.setSpacing(theme.px(12))
        layout.addWidget(self._text, 1)
        layout.addWidget(self._button)
        self._over: QWidget | None = None
        self._life = QTimer(self, interval=lifetime_ms, singleShot=True)
        self._life.timeout.connect(self.hide)
        window.installEventFilter(self)

    @property
    def text(self) -> str:
        return self._text.text() if self.isVisible() else ""

    def stand_over(self, part: QWidget) -> None:
        """Hide nothing of the status bar but this part of it."""
        self._over = part

    def show_words(self, words: ToastWords) -> None:
        self._text.setText(words.text)
        self._button.setText(words.button)
        self._button.show_keys(words.keys)
        self._button.setVisible(bool(words.button))
        self.setAccessibleName(" ".join(part for part in (words.text, words.button, words.keys) if part))
        self._place()
        self.show()
        self.raise_()
        self._life.start()
        announce(self, self.accessibleName())

    def enterEvent(self, event: QEnterEvent) -> None:
        self._life.stop()
        super().enterEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        self._life.start()
        super().leaveEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and self.isVisible():
            self._place()
        return super().eventFilter(watched, event)

    def _on_pressed(self) -> None:
        self.hide()
        self.button_pressed.emit()

    def _place(self) -> None:
        theme = current_theme()
        window = self._window
        text = self._text.fontMetrics().horizontalAdvance(self._text.text())
        button = self._button.sizeHint().width() if self._button.text() else 0
        width = min(text + button + theme.px(40), window.width() - theme.px(32))
        height = theme.measures.status_bar_height + theme.gap(_MARGIN)
        top = window.height() - height - theme.gap(_GAP)
        self.setGeometry(self._left(width), top, min(width, self._room()), height)

    def _left(self, width: int) -> int:
        """In the middle of the window, or further right, where it hides nothing at the left of the bar."""
        middle, window = (self._window.width() - width) // 2, self._window
        if self._over is None:
            return middle
        most_left = self._over.mapTo(window, self._over.rect().topLeft()).x()
        return max(middle, min(most_left, window.width() - min(width, self._room()) - _MARGIN))

    def _room(self) -> int:
        """As wide as what it may hide, but never too narrow for a sentence and its button."""
        least, widest = current_theme().px(_LEAST), self._window.width() - current_theme().px(2 * _MARGIN)
        return widest if self._over is None else max(least, min(self._over.width(), widest))
