"""The screen of data and backup on a company at work, with children that answer by themselves."""

from collections import deque
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from PySide6.QtWidgets import QVBoxLayout, QWidget

from fieldservice.ui.kit.actions import Actions
from fieldservice.ui.kit.errors import ErrorDesk
from fieldservice.ui.kit.immediate_ops import ImmediateOps
from fieldservice.ui.kit.keyboard import Keyboard
from fieldservice.ui.kit.notifier import Notifier
from fieldservice.ui.kit.services import Services
from fieldservice.ui.screens.safekeeping.parts import HomeDesk, SafekeepingParts
from fieldservice.ui.screens.safekeeping.view import SafekeepingView
from fieldservice.wording import Wording
from tests.factories import COUNTRY, USER_ID, ZONE, Company
from tests.ui.fakes import FakeDialogs
from tests.ui.intake_window import CompanyBackend


class FakeChild:
    """Tells the lines it was given, then that it has ended."""

    def __init__(self, lines: list[dict[str, Any]]) -> None:
        self._lines = deque(lines)
        self.is_stopped = False

    def next_line(self, _seconds: float) -> dict[str, Any] | None:
        return self._lines.popleft() if self._lines else {}

    def stop(self) -> None:
        self.is_stopped = True


class Children:
    """Starts children; each answers with the next list of lines."""

    def __init__(self, *answers: list[dict[str, Any]]) -> None:
        self._answers = deque(answers)
        self.started: list[tuple[tuple[str, ...], str]] = []
        self.made: list[FakeChild] = []

    def __call__(self, *arguments: str, passphrase: str = "") -> FakeChild:
        self.started.append((arguments, passphrase))
        self.made.append(FakeChild(self._answers.popleft()))
        return self.made[-1]


class SafekeepingWindow(QWidget):
    def __init__(self, company: Company, home: Path, dialogs: FakeDialogs, children: Children) -> None:
        super().__init__()
        words = Wording("en", zone=ZoneInfo(ZONE), country=COUNTRY)
        notifier = Notifier()
        self.ops = ImmediateOps(CompanyBackend(company), notifier)
        self.told: list[str] = []
        self.restarts = 0
        errors = ErrorDesk(dialogs, words, self)
        services = Services(dialogs, errors, Actions(self), _ignore, _ignore, self.told.append)
        desk = HomeDesk(home, home / "fieldservice.db", children, self._restart)
        self.view = SafekeepingView(
            SafekeepingParts(self.ops, notifier, services, words, company.clock.now, COUNTRY, USER_ID, desk)
        )
        self.view.status_told.connect(self.told.append)
        QVBoxLayout(self).addWidget(self.view)
        self.resize(1280, 860)
        self.view.open_at(None)
        self.ops.settle()

    @property
    def keys(self) -> Keyboard:
        return Keyboard(self)

    def press(self, button: str) -> None:
        found = self.findChild(QWidget, button)
        assert found is not None, button
        found.click()  # type: ignore[attr-defined]
        self.ops.settle()

    def _restart(self) -> None:
        self.restarts += 1


def _ignore(_value: object) -> None:
    """Nobody is there to be shown anything."""
