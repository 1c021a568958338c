"""Types at a window as a real keyboard does, so that shortcuts, focus and the key counter all take part."""

from PySide6.QtCore import QKeyCombination, Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

_ASCII = 128
_NONE = Qt.KeyboardModifier.NoModifier


class Keyboard:
    """The keyboard of the window that `widget` is in."""

    def __init__(self, widget: QWidget) -> None:
        handle = widget.window().windowHandle()
        if handle is None:
            raise LookupError("a window that was never shown has no keyboard")
        self._handle = handle

    def type(self, text: str) -> None:
        for letter in text:
            key = Qt.Key(ord(letter.upper())) if ord(letter) < _ASCII else Qt.Key.Key_unknown
            modifier = Qt.KeyboardModifier.ShiftModifier if letter.isupper() else _NONE
            QTest.sendKeyEvent(QTest.KeyAction.Click, self._handle, key, letter, modifier)
        QApplication.processEvents()

    def press(self, *keys: str) -> None:
        """Press keys or chords, named as in Qt: `Tab`, `Return`, `Ctrl+K`, `Alt+Left`."""
        for name in keys:
            chord = _chord(name)
            QTest.keyClick(self._handle, chord.key(), chord.keyboardModifiers())
            QApplication.processEvents()


def _chord(name: str) -> QKeyCombination:
    return QKeyCombination.fromCombined(QKeySequence(name)[0].toCombined())  # type: ignore[index]
