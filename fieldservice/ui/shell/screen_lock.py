"""The locked screen: every window is covered, and only the door can be used. The desk works on behind it.

Windows and dialogs stay as they are, with all that is typed in them; calls that come in meanwhile are
counted and told without a word about who calls.
"""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QDialog, QWidget

from fieldservice.ui.kit.dialog_windows import KitDialog
from fieldservice.ui.kit.labels import Look, label
from fieldservice.ui.kit.theme import current_theme
from fieldservice.ui.shell.sign_in_panel import DoorParts, SignInPanel
from fieldservice.wording import _, ngettext


class Curtain(QWidget):
    """Covers a window with the plain ground, whatever its size becomes."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self.setObjectName("curtain")
        window.installEventFilter(self)
        self.setGeometry(window.rect())
        self.raise_()
        self.show()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and isinstance(watched, QWidget):
            self.setGeometry(watched.rect())
        return super().eventFilter(watched, event)

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(current_theme().colours.ground))
        painter.end()


class LockDialog(KitDialog):
    """The door over a covered window. Escape does nothing."""

    def __init__(self, parts: DoorParts, window: QWidget) -> None:
        text = _("The desk goes on working. What is typed stays where it is.")
        super().__init__(window, _("Locked"), text, name="lockDialog")
        self.setWindowModality(Qt.WindowModality.ApplicationModal)
        self.setWindowFlag(Qt.WindowType.WindowCloseButtonHint, False)
        self.panel = SignInPanel(parts, _("Unlock"))
        self.calls = label("", Look.STRONG, wraps=True)
        self.calls.setObjectName("lockedCalls")
        self.calls.hide()
        self.body.addWidget(self.panel)
        self.body.addWidget(self.calls)
        self.body.addStretch(1)
        self.panel.first_field().setFocus()

    def show_calls(self, count: int) -> None:
        words = ngettext("{count} call came in meanwhile.", "{count} calls came in meanwhile.", count)
        self.calls.setText(words.format(count=count))
        self.calls.setVisible(bool(count))

    def reject(self) -> None:
        """Only the door leads out."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() != Qt.Key.Key_Escape:
            super().keyPressEvent(event)


class ScreenLock(QObject):
    """`unlocked` carries id and name of who came in, and the last number that rang meanwhile, or none."""

    unlocked = Signal(object, str, object)

    def __init__(self, window: Callable[[], QWidget], parts: Callable[[], DoorParts]) -> None:
        super().__init__()
        self._window = window
        self._parts = parts
        self._dialog: LockDialog | None = None
        self._curtains: list[tuple[QWidget, str]] = []
        self._calls: list[str] = []

    @property
    def is_locked(self) -> bool:
        return self._dialog is not None

    @property
    def dialog(self) -> LockDialog | None:
        return self._dialog

    @Slot()
    def lock(self) -> None:
        """Cover everything and ask who comes; nothing happens when it is locked already."""
        if self._dialog is not None:
            return
        for window in _open_windows():
            self._cover(window)
        self._dialog = LockDialog(self._parts(), self._window())
        self._dialog.panel.entered.connect(self._on_entered)
        self._dialog.show()

    def note_call(self, number: str) -> None:
        """A call came in while nobody may see who calls."""
        self._calls.append(number)
        if self._dialog is not None:
            self._dialog.show_calls(len(self._calls))

    def open(self) -> None:
        """Uncover everything, as when the program is closed."""
        dialog, self._dialog = self._dialog, None
        for window, title in self._curtains:
            window.setWindowTitle(title)
            for curtain in window.findChildren(Curtain, options=_DIRECT):
                curtain.hide()
                curtain.deleteLater()
        self._curtains = []
        if dialog is not None:
            dialog.hide()
            dialog.deleteLater()

    def _cover(self, window: QWidget) -> None:
        self._curtains.append((window, window.windowTitle()))
        if isinstance(window, QDialog):
            window.setWindowTitle(self._window().windowTitle())
        Curtain(window)

    def _on_entered(self, user_id: object, name: str) -> None:
        self.open()
        last = self._calls[-1] if self._calls else None
        self._calls = []
        self.unlocked.emit(user_id, name, last)


_DIRECT = Qt.FindChildOption.FindDirectChildrenOnly


def _open_windows() -> list[QWidget]:
    return [window for window in QApplication.topLevelWidgets() if window.isVisible() and window.isWindow()]


class IdleWatch(QObject):
    """`idled` when nobody touched a window of the program for some minutes.

    It listens to the windows of the system, which get keys, clicks and moves only: not to every widget.
    """

    idled = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self.idled)
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.focusWindowChanged.connect(self._on_window)

    @property
    def is_watching(self) -> bool:
        return self._timer.isActive()

    def watch(self, minutes: int) -> None:
        """Wait so many minutes; 0 never idles."""
        self._timer.stop()
        if minutes:
            self._timer.start(minutes * 60_000)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        del watched
        if event.type() in _TOUCHES and self._timer.isActive():
            self._timer.start()
        return False

    def _on_window(self, window: QObject | None) -> None:
        if window is not None:
            window.installEventFilter(self)


_TOUCHES = frozenset(
    {
        QEvent.Type.KeyPress,
        QEvent.Type.MouseMove,
        QEvent.Type.MouseButtonPress,
        QEvent.Type.Wheel,
        QEvent.Type.TouchBegin,
        QEvent.Type.InputMethod,
    }
)
