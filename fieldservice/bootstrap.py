"""The composition root: the only place that puts engine, work threads, screens and window together."""

import logging
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from logging.handlers import RotatingFileHandler
from pathlib import Path
from typing import Any
from uuid import UUID

from PySide6.QtCore import QObject, QTimer, Slot
from PySide6.QtWidgets import QApplication

from fieldservice.config import Config, Theme
from fieldservice.demo import DEMO_PEOPLE, fill_with_demo
from fieldservice.desk import Desk, back_up_daily, open_desk
from fieldservice.domain.commands.history import UndoEntry, undo_entry
from fieldservice.domain.rules.changes import Changes
from fieldservice.ui.desk_screens import INTAKE, TICKETS, DeskContext, screen_specs
from fieldservice.ui.kit.calls import Call
from fieldservice.ui.kit.colours import ThemeName
from fieldservice.ui.kit.dialogs import Dialogs
from fieldservice.ui.kit.errors import Hooks
from fieldservice.ui.kit.garbage import GarbageCollector
from fieldservice.ui.kit.notifier import Notifier
from fieldservice.ui.kit.ops import Ops, ThreadedOps
from fieldservice.ui.kit.places import Place
from fieldservice.ui.kit.suggestions import Suggestion
from fieldservice.ui.kit.theme import apply_theme, make_theme
from fieldservice.ui.main_window import MainWindow
from fieldservice.ui.screens.intake.parts import IncomingCall
from fieldservice.ui.shell.doorbell import Doorbell, ring_at
from fieldservice.ui.shell.search_places import suggestions
from fieldservice.ui.shell.specs import DeskParts, DeskStatus
from fieldservice.wording import Wording, _, current

_log = logging.getLogger(__name__)

THEMES = {
    Theme.SYSTEM: ThemeName.LIGHT,
    Theme.LIGHT: ThemeName.LIGHT,
    Theme.DARK: ThemeName.DARK,
    Theme.CONTRAST: ThemeName.HIGH_CONTRAST,
}
LOG_BYTES, LOG_FILES = 1_000_000, 5
LOG_FORMAT = "%(asctime)s %(levelname)s %(name)s %(message)s"
GEOMETRY = "window.bin"
EVERY_HOUR_MS = 3_600_000


class DeskBackend:
    """Runs queries and commands on the desk's database, each in a session of its own."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def read(self, fn: Callable[..., Any], args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
        with self._desk.database.read_session() as session:
            return fn(session, *args, **kwargs)

    def write(self, fn: Callable[..., Changes], command: Any) -> Changes:
        with self._desk.begin() as uow:
            return fn(command, uow, self._desk.clock)


class WindowFile:
    """Remembers the window's size and place in a small file of the home folder."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def load(self) -> bytes:
        return self._path.read_bytes() if self._path.exists() else b""

    def save(self, geometry: bytes) -> None:
        self._path.write_bytes(geometry)


@dataclass(frozen=True, slots=True)
class Assembled:
    """A window on a desk, with the threads that work for it."""

    window: MainWindow
    ops: ThreadedOps
    notifier: Notifier

    def close(self) -> None:
        self.window.close()
        self.ops.close()
        self.window.deleteLater()


def assemble(desk: Desk, words: Wording, dialogs: Dialogs | None = None) -> Assembled:
    """Put a window together on an open desk; with `dialogs` questions go there instead of to the screen."""
    notifier = Notifier()
    ops = ThreadedOps(DeskBackend(desk), notifier)
    place, settings = desk.workplace, desk.config.settings
    context = DeskContext(
        ops=ops,
        notifier=notifier,
        words=words,
        now=desk.clock.now,
        country=settings.country,
        branch=place.branch_code,
        user_id=place.user_id,
    )
    parts = DeskParts(
        title=_("Service"),
        ops=ops,
        words=words,
        search=partial(_search, ops, place.branch_code, settings.country),
        undo_entry=partial(_undo, ops),
        memory=WindowFile(desk.config.paths.home / GEOMETRY),
        new_request=Place(INTAKE),
        dialogs=dialogs,
    )
    window = MainWindow(screen_specs(context), parts)
    window.show_status(DeskStatus(person=place.user_name, branch=place.branch_name))
    return Assembled(window, ops, notifier)


def _search(ops: Ops, branch: str, country: str, typed: str) -> Call[Sequence[Suggestion]]:
    return ops.query(suggestions, typed, branch, country)


def _undo(ops: Ops, entry_id: UUID) -> Call[Changes]:
    return ops.command(undo_entry, UndoEntry(entry_id))


def ring(config: Config, number: str | None) -> bool:
    """Ring at the desk that runs in this home folder; False when none does."""
    return ring_at(config.paths.home, number)


def open_window(config: Config, *, call: str | None = None) -> int:
    """Open the desk and stay until its window is closed; gives the exit code."""
    config.paths.make_folders()
    _log_to_file(config.paths.logs)
    application = make_application(config)
    bell = Doorbell(config.paths.home)
    if not bell.listen():
        return 0 if ring(config, call) else 1
    is_new = not config.paths.database.exists()
    desk = open_desk(config, people=DEMO_PEOPLE)
    if is_new:
        fill_with_demo(desk)
    program = Program(desk, assemble(desk, current()), bell)
    program.start(call)
    code = application.exec()
    program.close()
    return code


def make_application(config: Config) -> QApplication:
    """The one application object, dressed as the settings say."""
    existing = QApplication.instance()
    application = existing if isinstance(existing, QApplication) else QApplication(sys.argv[:1])
    application.setApplicationName("fieldservice")
    settings = config.settings
    apply_theme(application, make_theme(THEMES[settings.theme], scale_percent=settings.scale_percent))
    return application


class Program(QObject):
    """The running desk: window, doorbell, error hooks and the daily backup."""

    def __init__(self, desk: Desk, assembled: Assembled, bell: Doorbell) -> None:
        super().__init__()
        self._desk = desk
        self._assembled = assembled
        self._bell = bell
        self._hooks = Hooks(assembled.window.errors)
        self._garbage = GarbageCollector(self)
        self._backup = QTimer(self)
        self._backup.setInterval(EVERY_HOUR_MS)
        self._backup.timeout.connect(self._on_backup_due)
        bell.call_arrived.connect(self._on_call_arrived)
        bell.was_rung.connect(self._on_rung)

    def start(self, call: str | None) -> None:
        self._hooks.install()
        self._garbage.start()
        window = self._assembled.window
        window.go(Place(TICKETS))
        window.show()
        if call is not None:
            self._on_call_arrived(call)
        self._backup.start()
        QTimer.singleShot(0, self._on_backup_due)

    def close(self) -> None:
        self._backup.stop()
        self._assembled.close()
        self._garbage.stop()
        self._bell.close()
        self._hooks.remove()
        self._desk.close()

    @Slot(str)
    def _on_call_arrived(self, number: str) -> None:
        """Open the intake with the caller; what was being typed there stays as a draft."""
        self._assembled.window.go(Place(INTAKE, IncomingCall(number)))

    @Slot()
    def _on_rung(self) -> None:
        window = self._assembled.window
        window.setWindowState(window.windowState())
        window.show()
        window.raise_()
        window.activateWindow()

    @Slot()
    def _on_backup_due(self) -> None:
        self._assembled.ops.query(_back_up, self._desk)


def _back_up(_session: Any, desk: Desk) -> None:
    back_up_daily(desk)


def _log_to_file(folder: Path) -> None:
    handler = RotatingFileHandler(
        folder / "fieldservice.log", maxBytes=LOG_BYTES, backupCount=LOG_FILES, encoding="utf-8"
    )
    handler.setFormatter(logging.Formatter(LOG_FORMAT))
    logging.basicConfig(level=logging.INFO, handlers=[handler])
