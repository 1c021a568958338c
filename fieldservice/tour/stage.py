"""The stage of the tour: a home folder of its own, a clock that the tour moves, a window, a keyboard, a
camera.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Protocol

from PySide6.QtCore import QDeadlineTimer, QEventLoop, QTimer
from PySide6.QtGui import QColor, QPainter, QPixmap
from PySide6.QtWidgets import QApplication, QDialog, QWidget

from fieldservice.bootstrap import Assembled
from fieldservice.desk import Desk
from fieldservice.ui.kit.keyboard import Keyboard
from fieldservice.wording import Wording

PATIENCE_MS = 20_000
STEP_MS = 5
LONGEST_PAUSE_MS = 200
"""A field that waits longer for the end of the typing only keeps what was typed."""
TURNS = 3
POLL_MS = 15
MOST_TABS = 40
SHADE = QColor(0, 0, 0, 90)


class MovableClock(Protocol):
    """A clock that a scene may set."""

    moment: datetime

    def now(self) -> datetime: ...


@dataclass(slots=True)
class TourClock:
    """Shows the moment that the tour says it is."""

    moment: datetime

    def now(self) -> datetime:
        return self.moment


class TourStoppedError(Exception):
    """The tour waited for something that did not come."""


@dataclass(slots=True)
class Stage:
    """What a scene plays on. `taken` are the files left behind, numbered in the order taken."""

    desk: Desk
    assembled: Assembled
    clock: MovableClock
    words: Wording
    out: Path
    taken: list[Path] = field(default_factory=list)
    patience_ms: int = PATIENCE_MS

    @property
    def front(self) -> QWidget:
        """The dialog that is open, or the window."""
        return QApplication.activeModalWidget() or self.assembled.window

    @property
    def focused(self) -> str:
        """The name of the field that has the focus."""
        widget = self.front.focusWidget()
        return widget.objectName() if widget else ""

    def wait_until(self, what: str, is_there: Callable[[], bool]) -> None:
        """Let the program work until it is there, for as long as its patience. It looks again at each event
        and at each step, and sleeps meanwhile.
        """
        limit, step = QDeadlineTimer(self.patience_ms), QTimer()
        step.start(STEP_MS)
        flags = QEventLoop.ProcessEventsFlag
        while not is_there():
            if limit.hasExpired():
                raise TourStoppedError(f"waited in vain: {what}")
            QApplication.processEvents(flags.AllEvents | flags.WaitForMoreEvents)

    def settle(self) -> None:
        """Let everything under way come to its end, also what waits for a pause in the typing; what then
        became due has its turns before it counts.
        """
        turns = 0

        def is_quiet() -> bool:
            nonlocal turns
            turns = turns + 1 if self.assembled.ops.is_idle and not self._is_pausing() else 0
            return turns > TURNS

        self.wait_until("work to end", is_quiet)

    def _is_pausing(self) -> bool:
        """Whether a part of the window, or of the dialog before it, waits for the end of the typing."""
        timers = (
            timer for window in {self.assembled.window, self.front} for timer in window.findChildren(QTimer)
        )
        return any(
            timer.isActive() and timer.isSingleShot() and timer.interval() <= LONGEST_PAUSE_MS
            for timer in timers
        )

    def type(self, text: str) -> None:
        Keyboard(self.front).type(text)

    def press(self, *keys: str) -> None:
        Keyboard(self.front).press(*keys)

    def tab_to(self, name: str) -> None:
        """Go on with Tab until the field with that name has the focus."""
        for _step in range(MOST_TABS):
            if self.focused == name:
                return
            self.press("Tab")
        self.picture("lost")
        raise TourStoppedError(f"Tab never came to {name}, but to {self.focused}")

    def enter(self, name: str, text: str) -> None:
        """Type into a field and leave it with Enter."""
        self.tab_to(name)
        if text:
            self.type(text)
            self.settle()
            self.press("Return")

    def play_in_dialog(self, open_it: Callable[[], None], play: Callable[[QDialog], None]) -> None:
        """Open a dialog and play a scene in it; comes back when the dialog is closed."""
        failures: list[Exception] = []
        timer = QTimer()
        timer.setInterval(POLL_MS)

        def look() -> None:
            dialog = QApplication.activeModalWidget()
            if not isinstance(dialog, QDialog):
                return
            timer.stop()
            try:
                play(dialog)
            except TourStoppedError as error:
                failures.append(error)
                dialog.reject()

        timer.timeout.connect(look)
        timer.start()
        open_it()
        self.wait_until(
            "the dialog", lambda: not timer.isActive() and QApplication.activeModalWidget() is None
        )
        timer.stop()
        if failures:
            raise failures[0]
        self.activate()
        self.settle()

    def activate(self) -> None:
        """Give the window the keyboard, as a window manager does when a dialog is gone."""
        window = self.assembled.window
        window.activateWindow()
        self.wait_until("the window", lambda: QApplication.activeWindow() is window)

    def picture(self, title: str) -> Path:
        """Photograph the window, with the dialog before it when one is open."""
        self.settle()
        path = self.numbered(title, ".png")
        self._photograph().save(str(path))
        return path

    def numbered(self, title: str, suffix: str) -> Path:
        """The next file of the tour."""
        path = self.out / f"{len(self.taken) + 1:02}-{title}{suffix}"
        self.taken.append(path)
        return path

    def _photograph(self) -> QPixmap:
        window = self.assembled.window
        picture = window.grab()
        dialog = QApplication.activeModalWidget()
        if dialog is None:
            return picture
        painter = QPainter(picture)
        painter.fillRect(window.rect(), SHADE)
        left, top = (window.width() - dialog.width()) // 2, (window.height() - dialog.height()) // 2
        painter.drawPixmap(left, top, dialog.grab())
        painter.end()
        return picture
