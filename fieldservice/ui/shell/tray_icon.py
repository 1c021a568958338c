"""The icon in the notification area of the system, if there is one: it mirrors the bell."""

from pathlib import Path

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Slot
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QMenu, QSystemTrayIcon, QWidget

from fieldservice.ui.shell.keeping import Keeping
from fieldservice.wording import _, ngettext

_SHOWN_MS = 8_000
_OPENING = {QSystemTrayIcon.ActivationReason.Trigger, QSystemTrayIcon.ActivationReason.DoubleClick}


def show_tray(window: QWidget, keeping: Keeping, icon_file: Path) -> "TrayIcon | None":
    """Put the icon where the system shows such; None where it has no place for them."""
    if not has_tray():
        return None
    return TrayIcon(window, keeping, QIcon(str(icon_file)))


def has_tray() -> bool:
    return QSystemTrayIcon.isSystemTrayAvailable()


class TrayIcon(QObject):
    """No names and numbers on it: whoever passes by sees a count and nothing of any person."""

    def __init__(self, window: QWidget, keeping: Keeping, icon: QIcon) -> None:
        super().__init__(window)
        self._window = window
        self._keeping = keeping
        self._icon = QSystemTrayIcon(icon, self)
        self._icon.setToolTip(window.windowTitle())
        self._icon.activated.connect(self._on_activated)
        self._icon.messageClicked.connect(self.bring_back)
        self._menu = QMenu(window)
        self._menu.addAction(_("Open the desk")).triggered.connect(lambda _checked=False: self.bring_back())
        self._menu.addAction(_("Close the window")).triggered.connect(lambda _checked=False: window.close())
        self._icon.setContextMenu(self._menu)
        self._icon.show()
        window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """A window that is minimised goes to the icon, if the person wishes it so."""
        is_minimised = event.type() == QEvent.Type.WindowStateChange and self._window.isMinimized()
        if is_minimised and self._keeping.preferences.minimises_to_tray:
            QTimer.singleShot(0, self._window, self._window.hide)
        return super().eventFilter(watched, event)

    @Slot(int)
    def tell(self, more: int) -> None:
        """Say that something arrived, unless the window is looked at anyway."""
        if not self._window.isActiveWindow():
            words = ngettext("{count} new notice", "{count} new notices", more).format(count=more)
            self._icon.showMessage(self._window.windowTitle(), words, self._icon.icon(), _SHOWN_MS)

    @Slot()
    def bring_back(self) -> None:
        window = self._window
        window.setWindowState(window.windowState() & ~Qt.WindowState.WindowMinimized)
        window.show()
        window.raise_()
        window.activateWindow()

    def _on_activated(self, reason: QSystemTrayIcon.ActivationReason) -> None:
        if reason in _OPENING:
            self.bring_back()
