"""The composition root: the only place that puts engine, work threads, screens and window together.

The window and its first rows come first: what they do not need is imported after they were painted.
"""

import logging
from collections.abc import Callable, Mapping
from functools import cached_property, partial
from types import MappingProxyType
from typing import TYPE_CHECKING, Any
from uuid import UUID

from PySide6.QtCore import QObject, Qt, QTimer, Slot
from PySide6.QtWidgets import QApplication

from fieldservice.config import VERSION, Config, resources_folder
from fieldservice.desk import Desk, DeskBackend, open_desk, put_aside, rewriting, take_key, take_wanted_backup
from fieldservice.domain.rules.errors import EnvironmentProblem
from fieldservice.domain.rules.preferences import IS_DEMO, Preferences, preferences_from
from fieldservice.ui.desk_screens import IMPORTS, INTAKE, PERSONAL, TICKETS, TRAYS, DeskContext, screen_specs
from fieldservice.ui.kit.appearance import Appearance
from fieldservice.ui.kit.deferred import Deferred
from fieldservice.ui.kit.dialogs import Dialogs, QtDialogs
from fieldservice.ui.kit.dressing import bare_application, default_preferences, speak
from fieldservice.ui.kit.errors import Hooks
from fieldservice.ui.kit.garbage import GarbageCollector
from fieldservice.ui.kit.notifier import Notifier
from fieldservice.ui.kit.ops import ThreadedOps
from fieldservice.ui.kit.painted import AfterPaint
from fieldservice.ui.kit.places import Place
from fieldservice.ui.main_window import MainWindow
from fieldservice.ui.screens.tickets.calls import page as ticket_page
from fieldservice.ui.shell.beginnings import AGAIN, DEMO_AGAIN, offer_beginnings
from fieldservice.ui.shell.crash_reports import CrashReports, offer
from fieldservice.ui.shell.desk_lock import DeskLock
from fieldservice.ui.shell.door import Door, come_in
from fieldservice.ui.shell.keeping import RAIL, Keeping, KeptPlace
from fieldservice.ui.shell.log_file import keep_few_files, log_to_file
from fieldservice.ui.shell.opening_ops import OpeningOps
from fieldservice.ui.shell.rail_badges import RailBadges
from fieldservice.ui.shell.renewal import Renewal
from fieldservice.ui.shell.specs import Carried, DeskParts, DeskStatus
from fieldservice.ui.shell.uses import HabitsOf
from fieldservice.wording import Wording, _, pgettext

if TYPE_CHECKING:
    from fieldservice.background.backups import PlannedBackups
    from fieldservice.background.children import start_child
    from fieldservice.background.desk_exchange import DeskExchange
    from fieldservice.demo import begin_desk
    from fieldservice.domain.commands.history import UndoEntry, undo_entry
    from fieldservice.domain.commands.preferences import KeepPreferences, keep_preferences
    from fieldservice.ui.screens.intake.parts import IncomingCall
    from fieldservice.ui.screens.safekeeping.jobs import backup_work
    from fieldservice.ui.screens.safekeeping.parts import HomeDesk
    from fieldservice.ui.shell.comforts import ComfortNeeds, Comforts
    from fieldservice.ui.shell.doorbell import Doorbell, ring_at
    from fieldservice.ui.shell.exchange_status import ExchangeStatus
    from fieldservice.ui.shell.links import is_link, ticket_of
    from fieldservice.ui.shell.search_places import recent_suggestions, suggestions
    from fieldservice.ui.shell.start_windows import open_with_key, wait_for
    from fieldservice.ui.shell.tray_icon import show_tray
else:
    PlannedBackups = Deferred("fieldservice.background.backups", "PlannedBackups")
    ComfortNeeds = Deferred("fieldservice.ui.shell.comforts", "ComfortNeeds")
    Comforts = Deferred("fieldservice.ui.shell.comforts", "Comforts")
    recent_suggestions = Deferred("fieldservice.ui.shell.search_places", "recent_suggestions")
    suggestions = Deferred("fieldservice.ui.shell.search_places", "suggestions")
    start_child = Deferred("fieldservice.background.children", "start_child")
    DeskExchange = Deferred("fieldservice.background.desk_exchange", "DeskExchange")
    ExchangeStatus = Deferred("fieldservice.ui.shell.exchange_status", "ExchangeStatus")
    backup_work = Deferred("fieldservice.ui.screens.safekeeping.jobs", "backup_work")
    HomeDesk = Deferred("fieldservice.ui.screens.safekeeping.parts", "HomeDesk")
    open_with_key = Deferred("fieldservice.ui.shell.start_windows", "open_with_key")
    wait_for = Deferred("fieldservice.ui.shell.start_windows", "wait_for")
    show_tray = Deferred("fieldservice.ui.shell.tray_icon", "show_tray")
    IncomingCall = Deferred("fieldservice.ui.screens.intake.parts", "IncomingCall")
    is_link = Deferred("fieldservice.ui.shell.links", "is_link")
    ticket_of = Deferred("fieldservice.ui.shell.links", "ticket_of")
    Doorbell = Deferred("fieldservice.ui.shell.doorbell", "Doorbell")
    ring_at = Deferred("fieldservice.ui.shell.doorbell", "ring_at")
    begin_desk = Deferred("fieldservice.demo", "begin_desk")
    KeepPreferences = Deferred("fieldservice.domain.commands.preferences", "KeepPreferences")
    keep_preferences = Deferred("fieldservice.domain.commands.preferences", "keep_preferences")
    UndoEntry = Deferred("fieldservice.domain.commands.history", "UndoEntry")
    undo_entry = Deferred("fieldservice.domain.commands.history", "undo_entry")

_log = logging.getLogger(__name__)

NOTHING_KEPT: Mapping[str, Any] = MappingProxyType({})
OVERDUE = "overdue"
RESTORED = 66
"""Exit code of the event loop: begin again with the backup that was prepared."""
PAINTED_AFTER_MS, OFFERED_AFTER_MS, ROWS_AT_LATEST_MS = 100, 1_000, 2_000


class Assembled:
    """A window on a desk, with the threads that work for it. The window may be built anew; the rest stays."""

    def __init__(self, desk: Desk, dialogs: Dialogs | None, values: Mapping[str, Any]) -> None:
        self._desk = desk
        self._dialogs = dialogs
        self.notifier = Notifier()
        backend = DeskBackend(desk)
        self.notifier.changed.connect(backend.note)
        self.ops = OpeningOps(backend, self.notifier, ticket_page)
        self.keeping = Keeping(self.ops, values, default_preferences(desk.config))
        self._words: Wording
        self.window: MainWindow
        self.comforts: Comforts

    def build(self, words: Wording, carried: Carried | None = None) -> None:
        """Make the window; `carried` is from the one whose place it takes."""
        place = self._desk.workplace
        self.window = MainWindow(screen_specs(self._context(words)), self._parts(words, carried))
        if isinstance(self.window.dialogs, QtDialogs):
            self.window.dialogs.keep_drafts(self._context(words))
        badges = RailBadges(self.ops, self.notifier, (TRAYS, TICKETS), self.window)
        badges.counted.connect(self.window.set_badge)
        self.window.show_status(DeskStatus(person=place.user_name, branch=place.branch_name))
        self.window.rail.fold(is_folded=bool(self.keeping.load(RAIL)))
        self._words = words

    def furnish(self) -> None:
        """What makes the window a desk to live at; the first picture does without."""
        needs = self._comfort_needs(self._words)
        self.comforts = Comforts(self.window.parts(), needs)
        self.window.place_shown.connect(self.comforts.acts.look)
        ExchangeStatus(self.window.parts(), needs, self.exchange, self.window.status_bar)
        self.exchange.begin(self.ops.commanded)

    @cached_property
    def exchange(self) -> "DeskExchange":
        """The exchange of the desk; made when it is first asked for."""
        return DeskExchange(self._desk, self.notifier.tell, partial(QApplication.exit, RESTORED))

    def _comfort_needs(self, words: Wording) -> "ComfortNeeds":
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

    def seat(self, values: Mapping[str, Any]) -> None:
        """Somebody else works here from now on; the window is to be built for them."""
        self.keeping = Keeping(self.ops, values, default_preferences(self._desk.config))

    def close(self) -> None:
        self.window.close()
        self.keeping.flush()
        self.exchange.end()
        self.ops.close()
        self.window.deleteLater()

    def _context(self, words: Wording) -> DeskContext:
        return DeskContext(
            ops=self.ops,
            notifier=self.notifier,
            words=words,
            now=self._desk.clock.now,
            country=self._desk.workplace.country or self._desk.config.settings.country,
            currency=self._desk.workplace.currency,
            branch=self._desk.workplace.branch_code,
            branch_id=self._desk.workplace.branch_id,
            user_id=self._desk.workplace.user_id,
            habits=self.keeping,
            home=self.home,
            exchange=lambda: self.exchange,
        )

    def home(self) -> "HomeDesk":
        paths = self._desk.config.paths
        restart = partial(QApplication.exit, RESTORED)
        return HomeDesk(paths.home, paths.database, partial(start_child, paths.home), restart)

    def _parts(self, words: Wording, carried: Carried | None) -> DeskParts:
        config, branch, now = self._desk.config, self._desk.workplace.branch_code, self._desk.clock.now
        return DeskParts(
            title=pgettext("program", "Service"),
            ops=self.ops,
            words=words,
            search=lambda typed: self.ops.query(suggestions, typed, branch, config.settings.country, now()),
            recent=lambda places: self.ops.query(recent_suggestions, places, now()),
            undo_entry=lambda entry_id: self.ops.command(undo_entry, UndoEntry(entry_id)),
            memory=KeptPlace(self.keeping),
            new_request=Place(INTAKE),
            dialogs=self._dialogs,
            layouts=self.keeping,
            carried=carried,
            habits=HabitsOf(self.keeping, self._desk.clock.now),
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
    if not is_opening:
        assembled.furnish()
    return assembled


def open_window(config: Config, *, call: str | None = None, begins_with_demo: bool = False) -> int:
    """Open the desk and stay until its window is closed; gives the exit code.

    A home folder without a database is asked how it shall begin, unless it begins with the demo company.
    """
    config.paths.make_folders()
    log_to_file(config.paths.logs)
    bare_application()
    lock = DeskLock(config.paths.home)
    if not lock.take():
        return 0 if ring_at(config.paths.home, call) else 1
    code = AGAIN
    while code in (AGAIN, DEMO_AGAIN, RESTORED):
        take_wanted_backup(config)
        if (long_work := rewriting(config)) is not None:
            wait_for(long_work, QApplication.exec)
        code = _open_or_begin(config, call, with_demo=begins_with_demo or code == DEMO_AGAIN)
        if code in (AGAIN, DEMO_AGAIN):
            put_aside(config)
        begins_with_demo = False
    lock.release()
    return code


def _open_or_begin(config: Config, call: str | None, *, with_demo: bool) -> int:
    """Run the desk of the home folder; one without data is begun first, unless nobody says how."""
    if config.paths.database.exists():
        return _run(_opened(config), "", call)
    begun = begin_desk(config, QApplication.exec, with_demo=with_demo)
    if begun is None:
        return 0
    return _run(begun.desk, IMPORTS if begun.wants_import else "", call)


def _opened(config: Config) -> Desk:
    try:
        return open_desk(config)
    except EnvironmentProblem as problem:
        again, take = partial(open_desk, config), partial(take_key, config)
        return open_with_key(problem, again, take, QApplication.exec)


def _run(desk: Desk, screen: str, call: str | None) -> int:
    """Run the desk until its window is closed."""
    config, appearance = desk.config, Appearance(bare_application())
    values, preferences = _dress(desk, appearance)
    if desk.workplace.asks_who:
        speak(preferences, config)
        if not _admit(desk):
            desk.close()
            return 0
        values, preferences = _dress(desk, appearance)
    reports = CrashReports(config.paths.logs, VERSION)
    died = reports.begin()
    assembled = assemble(desk, speak(preferences, config), is_opening=True, values=values)
    program = Program(desk, assembled, appearance, reports.note)
    program.is_demo = bool(values.get(IS_DEMO))
    program.start(call, died, screen)
    code = QApplication.exec()
    program.close()
    reports.end()
    return code


def _dress(desk: Desk, appearance: Appearance) -> tuple[Mapping[str, Any], Preferences]:
    """Look as the person who works here likes it; gives what they kept, and their preferences."""
    values = desk.first_preferences()
    preferences = preferences_from(values, default_preferences(desk.config))
    appearance.wear(preferences)
    return values, preferences


def _admit(desk: Desk) -> bool:
    """Ask at the door who works here; False when nobody came in."""
    ops = ThreadedOps(DeskBackend(desk), Notifier())
    by_centre = DeskExchange(desk, Notifier().tell, QApplication.exit).come_in
    came = come_in(desk.workplace, ops, pgettext("program", "Service"), QApplication.exec, by_centre)
    ops.close()
    if came is not None:
        desk.seat(*came)
    return came is not None


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
        self.door = Door(assembled, lambda: desk.workplace)
        self.door.person_changed.connect(self._on_person_changed)
        self.door.call_told.connect(self.tell_call)
        self._places: dict[UUID, Place] = {}
        self._note = note
        self._died = ""
        self._is_painted = False
        self.is_demo = False
        self._hooks = Hooks(assembled.window.errors, note)
        self._garbage = GarbageCollector(self)
        self._backups: PlannedBackups | None = None
        self._renewal = Renewal(assembled.ops, self._on_leaving, self._renew)
        appearance.layout_outdated.connect(self._renewal.ask)
        assembled.keeping.changed.connect(self._on_preferences_changed)

    def start(self, call: str | None, died: str = "", screen: str = "") -> None:
        """`died` is the report of a session that did not end well, `screen` what a new desk begins with."""
        self._died = died
        self._hooks.install()
        self._garbage.start()
        window = self._assembled.window
        window.go(window.place_of(screen, Place(TICKETS)) if screen else self.first_place())
        window.show()
        self._offer_beginnings()
        if call is not None:
            self.tell_call(call)
        self._wait_for_picture()

    def first_place(self) -> Place:
        made = self._assembled
        chosen, usual = made.keeping.preferences.first_screen, Place(TICKETS)
        habits = HabitsOf(made.keeping, self._desk.clock.now)
        return habits.first_place(chosen, made.window.place_of, usual)

    def _wait_for_picture(self) -> None:
        """What nobody sees yet begins when the first rows were painted."""
        place = self._assembled.window.current_place
        has_rows = place is not None and place.screen == TICKETS
        self._assembled.ops.first_told.connect(self._on_first_told)
        QTimer.singleShot(ROWS_AT_LATEST_MS if has_rows else PAINTED_AFTER_MS, self._on_painted)

    @Slot()
    def _on_first_told(self) -> None:
        """The call's own listeners hear of it now; the page is painted when they have shown the rows."""
        page = self._assembled.window.current_page
        if page is not None:
            AfterPaint(page, self._on_painted)

    def close(self) -> None:
        if self._backups is not None:
            self._backups.timetable.end()
        self.door.close()
        self._assembled.close()
        self._garbage.stop()
        if self._bell is not None:
            self._bell.close()
        self._hooks.remove()
        self._desk.close()

    def _offer_beginnings(self) -> None:
        """A desk full of invented data can be had fresh, or left for one's own."""
        if self.is_demo:
            window = self._assembled.window
            offer_beginnings(window.actions_of_desk, window.dialogs, self._again)

    def _again(self, code: int) -> None:
        QTimer.singleShot(0, partial(QApplication.exit, code))

    def _on_leaving(self) -> None:
        self._assembled.keeping.flush()
        self._assembled.window.leave_pages()

    def _renew(self) -> None:
        """Build the window anew in its place: laid out for another size, or in another language."""
        carried = self._assembled.window.hand_over()
        self._build_anew(self._assembled.window.current_place or Place(TICKETS), carried)
        self._assembled.window.take_focus(carried.focus)

    def _build_anew(self, place: Place, carried: Carried | None = None) -> None:
        self._hooks.remove()
        old = self._assembled.window
        self._assembled.build(speak(self._assembled.keeping.preferences, self._desk.config), carried)
        self._assembled.furnish()
        self._assembled.window.go(place)
        self._assembled.window.show()
        self._offer_beginnings()
        self.guard()
        old.hide()
        old.deleteLater()
        self._show_tray_icon()
        self._hooks = Hooks(self._assembled.window.errors, self._note)
        self._hooks.install()

    def guard(self) -> None:
        """Put the door before the window that stands now."""
        made = self._assembled
        self.door.guard(made.window.actions_of_desk, made.notifier, made.keeping.preferences.lock_minutes)

    @Slot(object, str)
    def _on_person_changed(self, user_id: UUID, name: str) -> None:
        """Whoever worked here keeps drafts and place; the window is built anew for who came in."""
        assembled, desk = self._assembled, self._desk
        self._places[desk.workplace.user_id] = assembled.window.current_place or Place(TICKETS)
        self._on_leaving()

        def seat(_outcome: object) -> None:
            desk.seat(user_id, name)
            values, _preferences = _dress(desk, self._appearance)
            assembled.seat(values)
            assembled.keeping.changed.connect(self._on_preferences_changed)
            self._build_anew(self._places.get(user_id) or self.first_place())

        assembled.ops.command(keep_preferences, KeepPreferences(())).then(seat, seat)

    @Slot(object, object)
    def _on_preferences_changed(self, before: Preferences, after: Preferences) -> None:
        self._appearance.wear(after)
        self.door.watch(after.lock_minutes)
        if (before.language, before.zone) != (after.language, after.zone):
            self._renewal.ask()

    @Slot(str)
    def tell_call(self, number: str) -> None:
        """Open the intake with the caller; what was being typed there stays as a draft."""
        if self.door.hold_call(number):
            return
        if is_link(number):
            ticket_of(number, self._assembled.ops).then(self._on_link_followed)
            return
        self._assembled.window.go(Place(INTAKE, IncomingCall(number)))

    def _on_link_followed(self, ticket_id: UUID | None) -> None:
        window = self._assembled.window
        if ticket_id is None:
            window.status_bar.tell(_("The link names a ticket that is not here."))
        window.go(Place(TICKETS, ticket_id))

    @Slot()
    def _on_rung(self) -> None:
        window = self._assembled.window
        window.setWindowState(window.windowState() & ~Qt.WindowState.WindowMinimized)
        window.show()
        window.raise_()
        window.activateWindow()

    @Slot()
    def _on_painted(self) -> None:
        if self._is_painted:
            return
        self._is_painted = True
        keep_few_files(self._desk.config.paths.logs)
        self._assembled.ops.begin()
        self._assembled.furnish()
        self._plan_backups()
        self._listen()
        self._show_tray_icon()
        self.guard()
        QTimer.singleShot(OFFERED_AFTER_MS, self, self._offer_report)

    def _plan_backups(self) -> None:
        home = self._assembled.home()
        work = backup_work(self._assembled.ops, home, self._desk.clock.now, self._desk.config.settings.zone)
        self._backups = PlannedBackups(*work, self)
        self._backups.timetable.begin()

    @Slot()
    def _offer_report(self) -> None:
        offer(self._assembled.window.dialogs, self._died)

    def _show_tray_icon(self) -> None:
        """Mirror the bell in the system's notification area, if there is one."""
        icon = resources_folder() / "icons" / "fieldservice.svg"
        tray = show_tray(self._assembled.window, self._assembled.keeping, icon)
        if tray is not None:
            self._assembled.comforts.centre.arrived.connect(tray.tell)

    def _listen(self) -> None:
        self._bell = Doorbell(self._desk.config.paths.home)
        self._bell.call_arrived.connect(self.tell_call)
        self._bell.was_rung.connect(self._on_rung)
        if not self._bell.listen():
            _log.warning("calls cannot be handed to this desk: the system refused the doorbell")
