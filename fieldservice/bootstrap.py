"""The composition root: the only place that puts engine, work threads, screens and window together.

The window and its first rows come first: what they do not need is imported after they were painted.
"""

import logging
import sys
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from logging.handlers import RotatingFileHandler
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any
from uuid import UUID
from zoneinfo import ZoneInfo

from PySide6.QtCore import QObject, Qt, QTimer, Slot
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QApplication, QSystemTrayIcon

from fieldservice.config import VERSION, Config, Theme, resources_folder
from fieldservice.desk import Desk, back_up_daily, open_desk
from fieldservice.domain.queries.first_look import first_page
from fieldservice.domain.queries.first_preferences import first_preferences
from fieldservice.domain.queries.ticket_rows import PageKey, TicketPage, TicketWish
from fieldservice.domain.rules.changes import Changes
from fieldservice.domain.rules.preferences import Preferences, ThemeChoice, preferences_from
from fieldservice.ui.desk_screens import INTAKE, PERSONAL, TICKETS, TRAYS, DeskContext, screen_specs
from fieldservice.ui.kit.appearance import Appearance
from fieldservice.ui.kit.calls import Call
from fieldservice.ui.kit.colours import ThemeName
from fieldservice.ui.kit.deferred import Deferred
from fieldservice.ui.kit.dialogs import Dialogs
from fieldservice.ui.kit.errors import Hooks
from fieldservice.ui.kit.garbage import GarbageCollector
from fieldservice.ui.kit.notifier import Notifier
from fieldservice.ui.kit.ops import Ops
from fieldservice.ui.kit.places import Place
from fieldservice.ui.kit.suggestions import Suggestion
from fieldservice.ui.kit.theme import apply_theme, make_theme
from fieldservice.ui.main_window import MainWindow
from fieldservice.ui.screens.tickets.calls import page as ticket_page
from fieldservice.ui.shell.comforts import ComfortNeeds, Comforts
from fieldservice.ui.shell.crash_reports import CrashReports, offer
from fieldservice.ui.shell.desk_lock import DeskLock
from fieldservice.ui.shell.keeping import Keeping
from fieldservice.ui.shell.opening_ops import OpeningOps
from fieldservice.ui.shell.rail_badges import RailBadges
from fieldservice.ui.shell.renewal import Renewal
from fieldservice.ui.shell.search_places import suggestions
from fieldservice.ui.shell.specs import Carried, DeskParts, DeskStatus
from fieldservice.wording import Wording, activate, pgettext

if TYPE_CHECKING:
    from fieldservice.demo import open_demo_desk
    from fieldservice.domain.commands.history import UndoEntry, undo_entry
    from fieldservice.ui.screens.intake.parts import IncomingCall
    from fieldservice.ui.shell.doorbell import Doorbell, ring_at
    from fieldservice.ui.shell.tray_icon import TrayIcon
else:
    TrayIcon = Deferred("fieldservice.ui.shell.tray_icon", "TrayIcon")
    IncomingCall = Deferred("fieldservice.ui.screens.intake.parts", "IncomingCall")
    Doorbell = Deferred("fieldservice.ui.shell.doorbell", "Doorbell")
    ring_at = Deferred("fieldservice.ui.shell.doorbell", "ring_at")
    open_demo_desk = Deferred("fieldservice.demo", "open_demo_desk")
    UndoEntry = Deferred("fieldservice.domain.commands.history", "UndoEntry")
    undo_entry = Deferred("fieldservice.domain.commands.history", "undo_entry")

_log = logging.getLogger(__name__)

THEMES = {
    Theme.SYSTEM: ThemeName.LIGHT,
    Theme.LIGHT: ThemeName.LIGHT,
    Theme.DARK: ThemeName.DARK,
    Theme.CONTRAST: ThemeName.HIGH_CONTRAST,
}
NOTHING_KEPT: Mapping[str, Any] = MappingProxyType({})
LOG_BYTES, LOG_FILES = 1_000_000, 5
LOG_FORMAT = "%(asctime)s %(levelname)s %(name)s %(message)s"
GEOMETRY = "window.bin"
OVERDUE = "overdue"
EVERY_HOUR_MS = 3_600_000
FIRST_BACKUP_AFTER_MS = 60_000
PAINTED_AFTER_MS = 100
OFFERED_AFTER_MS = 1_000


class DeskBackend:
    """Runs queries and commands on the desk's database, each in a session of its own.

    While the database is not open yet, the first page of tickets is read past it.
    """

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def read(self, fn: Callable[..., Any], args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
        if fn is ticket_page and not self._desk.is_open:
            first = self._first_page(*args)
            if first is not None:
                return first
        with self._desk.database.read_session() as session:
            return fn(session, *args, **kwargs)

    def _first_page(self, wish: TicketWish, after: PageKey | None, limit: int) -> TicketPage | None:
        return first_page(self._desk.config.paths.database, wish, after, limit)

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


class Assembled:
    """A window on a desk, with the threads that work for it. The window may be built anew; the rest stays."""

    def __init__(self, desk: Desk, dialogs: Dialogs | None, values: Mapping[str, Any]) -> None:
        self._desk = desk
        self._dialogs = dialogs
        self.notifier = Notifier()
        self.ops = OpeningOps(DeskBackend(desk), self.notifier, ticket_page)
        self.keeping = Keeping(self.ops, values, default_preferences(desk.config))
        self.window: MainWindow
        self.comforts: Comforts

    def build(self, words: Wording, carried: Carried | None = None) -> None:
        """Make the window; `carried` is from the one whose place it takes."""
        place = self._desk.workplace
        self.window = MainWindow(screen_specs(self._context(words)), self._parts(words, carried))
        badges = RailBadges(self.ops, self.notifier, (TRAYS, TICKETS), self.window)
        badges.counted.connect(self.window.set_badge)
        self.window.show_status(DeskStatus(person=place.user_name, branch=place.branch_name))
        self.comforts = Comforts(self.window.parts(), self._comfort_needs(words))
        self.window.place_shown.connect(self.comforts.acts.look)

    def _comfort_needs(self, words: Wording) -> ComfortNeeds:
        return ComfortNeeds(
            ops=self.ops,
            notifier=self.notifier,
            keeping=self.keeping,
            words=words,
            now=self._desk.clock.now,
            user_id=self._desk.workplace.user_id,
            personal=Place(PERSONAL),
            overdue=Place(TICKETS, OVERDUE),
            ticket_at=partial(Place, TICKETS),
        )

    def close(self) -> None:
        self.window.close()
        self.keeping.flush()
        self.ops.close()
        self.window.deleteLater()

    def _context(self, words: Wording) -> DeskContext:
        return DeskContext(
            ops=self.ops,
            notifier=self.notifier,
            words=words,
            now=self._desk.clock.now,
            country=self._desk.config.settings.country,
            branch=self._desk.workplace.branch_code,
            user_id=self._desk.workplace.user_id,
            habits=self.keeping,
        )

    def _parts(self, words: Wording, carried: Carried | None) -> DeskParts:
        config, branch = self._desk.config, self._desk.workplace.branch_code
        return DeskParts(
            title=pgettext("program", "Service"),
            ops=self.ops,
            words=words,
            search=partial(_search, self.ops, branch, config.settings.country),
            undo_entry=partial(_undo, self.ops),
            memory=WindowFile(config.paths.home / GEOMETRY),
            new_request=Place(INTAKE),
            dialogs=self._dialogs,
            layouts=self.keeping,
            carried=carried,
        )


def assemble(
    desk: Desk,
    words: Wording,
    dialogs: Dialogs | None = None,
    *,
    is_opening: bool = False,
    values: Mapping[str, Any] = NOTHING_KEPT,
) -> Assembled:
    """Put a window together on a desk; with `dialogs` questions go there instead of to the screen.

    `is_opening`: until `ops.begin()` only the first rows are read. `values` are what the person kept.
    """
    assembled = Assembled(desk, dialogs, values)
    if not is_opening:
        assembled.ops.begin()
    assembled.build(words)
    return assembled


def default_preferences(config: Config) -> Preferences:
    """What holds for a person who chose nothing: the settings of this desk."""
    settings = config.settings
    return Preferences(
        theme=ThemeChoice(settings.theme.value),
        scale_percent=settings.scale_percent,
        language=settings.language,
        zone=settings.zone,
    )


def _search(ops: Ops, branch: str, country: str, typed: str) -> Call[Sequence[Suggestion]]:
    return ops.query(suggestions, typed, branch, country)


def _undo(ops: Ops, entry_id: UUID) -> Call[Changes]:
    return ops.command(undo_entry, UndoEntry(entry_id))


def open_window(config: Config, *, call: str | None = None) -> int:
    """Open the desk and stay until its window is closed; gives the exit code."""
    config.paths.make_folders()
    _log_to_file(config.paths.logs)
    application = bare_application()
    lock = DeskLock(config.paths.home)
    if not lock.take():
        return 0 if ring_at(config.paths.home, call) else 1
    desk = open_desk(config) if config.paths.database.exists() else open_demo_desk(config)
    values = first_preferences(config.paths.database, desk.workplace.user_id)
    preferences = preferences_from(values, default_preferences(config))
    appearance = Appearance(application)
    appearance.wear(preferences)
    words = speak(preferences, config)
    reports = CrashReports(config.paths.logs, VERSION)
    died = reports.begin()
    assembled = assemble(desk, words, is_opening=True, values=values)
    program = Program(desk, assembled, appearance, reports.note)
    program.start(call, died)
    code = application.exec()
    program.close()
    reports.end()
    lock.release()
    return code


def make_application(config: Config) -> QApplication:
    """The one application object, dressed as the settings say."""
    application = bare_application()
    settings = config.settings
    apply_theme(application, make_theme(THEMES[settings.theme], scale_percent=settings.scale_percent))
    return application


def bare_application() -> QApplication:
    existing = QApplication.instance()
    application = existing if isinstance(existing, QApplication) else QApplication(sys.argv[:1])
    application.setApplicationName("fieldservice")
    return application


def speak(preferences: Preferences, config: Config) -> Wording:
    """Let the screens speak as this person wishes."""
    zone = ZoneInfo(preferences.zone)
    return activate(preferences.language, zone=zone, country=config.settings.country)


class Program(QObject):
    """The running desk: window, doorbell, error hooks and the daily backup."""

    def __init__(
        self,
        desk: Desk,
        assembled: Assembled,
        appearance: Appearance,
        note: Callable[[BaseException], None] | None = None,
    ) -> None:
        super().__init__()
        self._desk = desk
        self._assembled = assembled
        self._appearance = appearance
        self._bell: Doorbell | None = None
        self._note = note
        self._died = ""
        self._hooks = Hooks(assembled.window.errors, note)
        self._garbage = GarbageCollector(self)
        self._backup = QTimer(self)
        self._backup.setInterval(EVERY_HOUR_MS)
        self._backup.timeout.connect(self._on_backup_due)
        self._renewal = Renewal(assembled.ops, self._on_leaving, self._renew)
        appearance.layout_outdated.connect(self._renewal.ask)
        assembled.keeping.changed.connect(self._on_preferences_changed)

    def start(self, call: str | None, died: str = "") -> None:
        """`died` is the report of a session that did not end properly; offered once the window stands."""
        self._died = died
        self._hooks.install()
        self._garbage.start()
        window = self._assembled.window
        window.go(window.place_of(self._assembled.keeping.preferences.first_screen, Place(TICKETS)))
        window.show()
        if call is not None:
            self._on_call_arrived(call)
        self._backup.start()
        QTimer.singleShot(PAINTED_AFTER_MS, self._on_painted)

    def close(self) -> None:
        self._backup.stop()
        self._assembled.close()
        self._garbage.stop()
        if self._bell is not None:
            self._bell.close()
        self._hooks.remove()
        self._desk.close()

    def _on_leaving(self) -> None:
        self._assembled.keeping.flush()
        self._assembled.window.leave_pages()

    def _renew(self) -> None:
        """Build the window anew in its place: laid out for another size, or in another language."""
        self._hooks.remove()
        old = self._assembled.window
        place = old.current_place or Place(TICKETS)
        words, carried = speak(self._assembled.keeping.preferences, self._desk.config), old.hand_over()
        self._assembled.build(words, carried)
        self._assembled.window.go(place)
        self._assembled.window.show()
        self._assembled.window.take_focus(carried.focus)
        old.hide()
        old.deleteLater()
        self._show_tray_icon()
        self._hooks = Hooks(self._assembled.window.errors, self._note)
        self._hooks.install()

    @Slot(object, object)
    def _on_preferences_changed(self, before: Preferences, after: Preferences) -> None:
        self._appearance.wear(after)
        if (before.language, before.zone) != (after.language, after.zone):
            self._renewal.ask()

    @Slot(str)
    def _on_call_arrived(self, number: str) -> None:
        """Open the intake with the caller; what was being typed there stays as a draft."""
        self._assembled.window.go(Place(INTAKE, IncomingCall(number)))

    @Slot()
    def _on_rung(self) -> None:
        window = self._assembled.window
        window.setWindowState(window.windowState() & ~Qt.WindowState.WindowMinimized)
        window.show()
        window.raise_()
        window.activateWindow()

    @Slot()
    def _on_painted(self) -> None:
        self._assembled.ops.begin()
        self._listen()
        self._show_tray_icon()
        QTimer.singleShot(OFFERED_AFTER_MS, self, self._offer_report)
        QTimer.singleShot(FIRST_BACKUP_AFTER_MS, self._on_backup_due)

    @Slot()
    def _offer_report(self) -> None:
        offer(self._assembled.window.dialogs, self._died)

    def _show_tray_icon(self) -> None:
        """Mirror the bell in the system's notification area, if there is one."""
        if not QSystemTrayIcon.isSystemTrayAvailable():
            return
        window, icon = self._assembled.window, QIcon(str(resources_folder() / "icons" / "fieldservice.svg"))
        tray = TrayIcon(window, self._assembled.keeping, icon)
        self._assembled.comforts.centre.arrived.connect(tray.tell)

    def _listen(self) -> None:
        self._bell = Doorbell(self._desk.config.paths.home)
        self._bell.call_arrived.connect(self._on_call_arrived)
        self._bell.was_rung.connect(self._on_rung)
        if not self._bell.listen():
            _log.warning("calls cannot be handed to this desk: the system refused the doorbell")

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
