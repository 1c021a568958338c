"""The stage of the tour: a home folder of its own, a clock that the tour moves, a window, a keyboard, a camera."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import QDeadlineTimer, QEventLoop
from PySide6.QtWidgets import QApplication, QWidget

from fieldservice.bootstrap import Assembled
from fieldservice.desk import Desk
from fieldservice.ui.kit.keyboard import Keyboard

PATIENCE_MS = 20_000
STEP_MS = 5
QUIET_MS = 150


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
    """What a scene plays on. `pictures` are numbered in the order taken."""

    desk: Desk
    assembled: Assembled
    clock: TourClock
    out: Path
    taken: list[Path] = field(default_factory=list)

    @property
    def keyboard(self) -> Keyboard:
        return Keyboard(self.assembled.window)

    def find(self, name: str, kind: type[QWidget] = QWidget) -> QWidget:
        """The visible widget with that name."""
        found = [w for w in self.assembled.window.findChildren(kind, name) if w.isVisible()]
        if not found:
            raise TourStoppedError(f"nothing called {name} is to be seen")
        return found[0]

    def wait_until(self, what: str, is_there: Callable[[], bool]) -> None:
        """Let the program work until it is there, at most some seconds."""
        limit = QDeadlineTimer(PATIENCE_MS)
        while not is_there():
            if limit.hasExpired():
                raise TourStoppedError(f"waited in vain: {what}")
            QApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, STEP_MS)

    def settle(self) -> None:
        """Let everything under way come to its end, also what waits for a pause in the typing."""
        quiet = QDeadlineTimer(QUIET_MS)

        def is_quiet() -> bool:
            if not self.assembled.ops.is_idle:
                quiet.setRemainingTime(QUIET_MS)
            return quiet.hasExpired()

        self.wait_until("work to end", is_quiet)

    def type(self, text: str) -> None:
        self.keyboard.type(text)

    def press(self, *keys: str) -> None:
        self.keyboard.press(*keys)

    def picture(self, title: str) -> None:
        """Photograph the window."""
        self.settle()
        path = self.out / f"{len(self.taken) + 1:02}-{title}.png"
        self.assembled.window.grab().save(str(path))
        self.taken.append(path)
