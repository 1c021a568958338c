"""Counts what a person's hands do, for the key budgets: keys, chords, clicks and pointer moves at the window.

Counts what arrives at windows (`QWindow`), as from a real keyboard: drive it with `QTest` on
`widget.window().windowHandle()`, not on a widget.
"""

from dataclasses import dataclass
from typing import Self

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QPointF, Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent, QWindow

_KEY_PRESS = QEvent.Type.KeyPress
_MOUSE_PRESS = QEvent.Type.MouseButtonPress
_MOUSE_RELEASE = QEvent.Type.MouseButtonRelease
_MODIFIERS = Qt.KeyboardModifier
_CHORD = _MODIFIERS.ControlModifier | _MODIFIERS.AltModifier | _MODIFIERS.MetaModifier
_KEYS = Qt.Key
_MODIFIER_KEYS = frozenset(
    {_KEYS.Key_Shift, _KEYS.Key_Control, _KEYS.Key_Alt, _KEYS.Key_AltGr, _KEYS.Key_Meta, _KEYS.Key_CapsLock}
)

KEY_SECONDS = 0.20
POINT_SECONDS = 1.10
BUTTON_SECONDS = 0.10
HAND_SECONDS = 0.40
THINK_SECONDS = 1.35


@dataclass(frozen=True, slots=True)
class Strokes:
    """Counts of the keystroke-level model: `hands` are moves between keyboard and mouse."""

    keys: int = 0
    points: int = 0
    buttons: int = 0
    hands: int = 0

    def seconds(self, *, thoughts: int = 0, waiting: float = 0.0) -> float:
        """Time of a trained person; `thoughts` are the decisions, `waiting` what the program took."""
        return (
            self.keys * KEY_SECONDS
            + self.points * POINT_SECONDS
            + self.buttons * BUTTON_SECONDS
            + self.hands * HAND_SECONDS
            + thoughts * THINK_SECONDS
            + waiting
        )


class KeyCounter(QObject):
    """Use as a context manager around what is counted."""

    def __init__(self) -> None:
        super().__init__()
        self._keys = self._points = self._buttons = self._hands = 0
        self._pressed_at: QPointF | None = None
        self._with_mouse = False

    def __enter__(self) -> Self:
        application = QCoreApplication.instance()
        assert application is not None  # noqa: S101 - nothing can be counted before there is one
        application.installEventFilter(self)
        return self

    def __exit__(self, *raised: object) -> None:
        application = QCoreApplication.instance()
        if application is not None:
            application.removeEventFilter(self)

    @property
    def strokes(self) -> Strokes:
        return Strokes(self._keys, self._points, self._buttons, self._hands)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(watched, QWindow):
            kind = event.type()
            if kind == _KEY_PRESS and isinstance(event, QKeyEvent):
                self._count_key(event)
            elif kind in {_MOUSE_PRESS, _MOUSE_RELEASE} and isinstance(event, QMouseEvent):
                self._count_button(event, is_press=kind == _MOUSE_PRESS)
        return False

    def _count_key(self, event: QKeyEvent) -> None:
        if event.isAutoRepeat() or event.key() in _MODIFIER_KEYS:
            return
        self._change_hands(with_mouse=False)
        self._keys += 2 if event.modifiers() & _CHORD else 1

    def _count_button(self, event: QMouseEvent, *, is_press: bool) -> None:
        self._change_hands(with_mouse=True)
        self._buttons += 1
        if is_press and event.globalPosition() != self._pressed_at:
            self._points += 1
            self._pressed_at = event.globalPosition()

    def _change_hands(self, *, with_mouse: bool) -> None:
        if with_mouse is not self._with_mouse:
            self._hands += 1
            self._with_mouse = with_mouse
