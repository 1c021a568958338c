"""The main window: rail, search, screens, status. The only place that knows all screens; it decides nothing.

Screens are made by their factories when they are first gone to, and kept. What they wish arrives by signal.
"""

from collections.abc import Hashable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, QRect, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QGuiApplication, QResizeEvent, QShowEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QMainWindow,
    QVBoxLayout,
    QWidget,
)

from fieldservice.domain.rules.changes import Changes
from fieldservice.ui.kit.actions import Actions, ActionSpec
from fieldservice.ui.kit.deferred import Deferred
from fieldservice.ui.kit.dialogs import QtDialogs, Question
from fieldservice.ui.kit.errors import ErrorDesk
from fieldservice.ui.kit.pages import KeyHint, Page
from fieldservice.ui.kit.places import Place
from fieldservice.ui.kit.services import Services
from fieldservice.ui.kit.theme import current_theme
from fieldservice.ui.kit.toasts import Toast
from fieldservice.ui.kit.undo import UndoList
from fieldservice.ui.shell.alarm_bar import AlarmBar
from fieldservice.ui.shell.commands import Palette, RunAction
from fieldservice.ui.shell.history import PlaceHistory
from fieldservice.ui.shell.page_stack import PageStack
from fieldservice.ui.shell.palette_desk import PaletteDesk
from fieldservice.ui.shell.rail import Badge, Rail
from fieldservice.ui.shell.search_box import SEARCH_KEYS, SearchBox
from fieldservice.ui.shell.specs import Carried, DeskParts, DeskStatus, ScreenSpec, Section
from fieldservice.ui.shell.split_memory import remember_splits
from fieldservice.ui.shell.status_bar import StatusBar
from fieldservice.ui.shell.top_bar import TopBar
from fieldservice.ui.shell.undo_toasts import REDO_KEYS, UNDO_KEYS, UndoToasts
from fieldservice.ui.shell.window_parts import WindowParts
from fieldservice.wording import _

if TYPE_CHECKING:
    from fieldservice.ui.kit.calls import Call
    from fieldservice.ui.kit.keys import KeySheet, write_page
    from fieldservice.ui.kit.suggestions import Suggestion
else:
    KeySheet = Deferred("fieldservice.ui.kit.keys", "KeySheet")
    write_page = Deferred("fieldservice.ui.kit.keys", "write_page")

_NARROW_BELOW = 1100
_PERSON_FROM = 720
_FIRST_SIZE = (1440, 900)
_SMALLEST = (640, 480)
_SCREEN_KEYS = 9
_MOST_RECENT = 8
_WITHIN_REACH = 48


class MainWindow(QMainWindow):
    """`closed` is emitted when the window is about to go; `bootstrap` then closes ops and the rest."""

    closed = Signal()
    person_pressed = Signal()
    place_shown = Signal(object)

    def __init__(self, specs: Sequence[ScreenSpec], parts: DeskParts) -> None:
        super().__init__()
        self.setObjectName("mainWindow")
        self.setWindowTitle(parts.title)
        self._specs = {spec.id: spec for spec in specs}
        self._parts = parts
        carried = parts.carried
        self._history = carried.history if carried else PlaceHistory()
        self._person = ""
        self._told: dict[str, str] = dict(carried.told) if carried else {}
        self.actions_of_desk = Actions(self)
        self.undo_list = carried.undo_list if carried else UndoList(parts.undo_entry)
        self.undo_list.setParent(self)
        self.rail = Rail(parts.title, specs)
        self.search = SearchBox(parts.search, self._commands_for, self._recent, self._ranked)
        self.habits = parts.habits
        self.top_bar = TopBar(self.search)
        self.alarm_bar = AlarmBar()
        self.status_bar = StatusBar()
        self._stack = PageStack()
        self._lay_out()
        self.toast = Toast(self)
        self.toast.stand_over(self.status_bar.told)
        self._undo_toasts = UndoToasts(self.undo_list, self.toast, parts.words, self)
        self.dialogs = parts.dialogs or QtDialogs(self)
        self.errors = ErrorDesk(self.dialogs, parts.words, self)
        self.palette_of_desk = Palette(self._palette_desk(), self)
        self._declare_actions()
        self._connect()
        self._restore_geometry()

    @property
    def current_page(self) -> Page | None:
        place = self._history.current
        return self._stack[place.screen] if place and place.screen in self._stack else None

    @property
    def current_place(self) -> Place | None:
        return self._history.current

    def page(self, screen_id: str) -> Page:
        """The screen with this id, made now if it was not yet."""
        if screen_id not in self._stack:
            self._stack.add(screen_id, self._make_page(self._specs[screen_id]))
        return self._stack[screen_id]

    def place_of(self, screen_id: str, otherwise: Place) -> Place:
        """The screen with this id, if this desk has it."""
        return Place(screen_id) if screen_id in self._specs else otherwise

    def go(self, place: Place) -> None:
        """Show a place, and remember where one came from."""
        for each in dict.fromkeys((self.current_place, place)):
            self.habits.note_place(each)
        self._history.visit(place)
        self._show(place)

    def parts(self) -> WindowParts:
        """What those need who act on the window from beside."""
        return WindowParts(
            widget=self,
            actions=self.actions_of_desk,
            rail=self.rail,
            top_bar=self.top_bar,
            alarm_bar=self.alarm_bar,
            page=lambda: self.current_page,
            go=self.go,
            toast=self.toast.show_words,
            dialogs=self.dialogs,
            errors=self.errors,
            told=self.status_bar.tell,
        )

    def leave_pages(self) -> None:
        """Have every page save its drafts and stop what it does."""
        for page in self._stack:
            page.leave()

    def hand_over(self) -> Carried:
        """Give away what the window built in this one's place goes on with."""
        self._parts.memory.save(bytes(self.saveGeometry().data()))
        self.undo_list.setParent(None)
        focused = self.focusWidget()
        return Carried(self._history, self.undo_list, self._told, focused.objectName() if focused else "")

    def take_focus(self, name: str) -> None:
        """Put the focus into the field of this name on the page shown, if it is there."""
        page = self.current_page
        field = page.findChild(QWidget, name) if page and name else None
        if field is not None:
            field.setFocus(Qt.FocusReason.OtherFocusReason)

    def set_badge(self, screen_id: str, badge: Badge | None) -> None:
        self.rail.set_badge(screen_id, badge)

    def show_status(self, status: DeskStatus) -> None:
        self._person = status.person
        self.status_bar.show_status(status)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        QTimer.singleShot(0, self.rail.show_icons)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Asks nothing: drafts are saved. Only work that is still running is asked about."""
        running = self.status_bar.running()
        if running and not self.dialogs.confirm(_stop_question()):
            event.ignore()
            return
        self.leave_pages()
        self._parts.memory.save(bytes(self.saveGeometry().data()))
        self.closed.emit()
        super().closeEvent(event)

    def _lay_out(self) -> None:
        centre = QWidget()
        across = QHBoxLayout(centre)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(0)
        across.addWidget(self.rail)
        down = QVBoxLayout()
        down.setSpacing(0)
        for widget, stretch in (
            (self.top_bar, 0),
            (self.alarm_bar, 0),
            (self._stack, 1),
            (self.status_bar, 0),
        ):
            down.addWidget(widget, stretch)
        across.addLayout(down, 1)
        self.setCentralWidget(centre)
        self.setMinimumSize(*_SMALLEST)

    def _connect(self) -> None:
        self.rail.screen_requested.connect(lambda screen_id: self.go(Place(screen_id)))
        self.search.chosen.connect(self._on_search_chosen)
        self.top_bar.person_pressed.connect(self.person_pressed)
        self.undo_list.changed.connect(self.actions_of_desk.refresh)
        self._parts.ops.commanded.connect(self._on_commanded)
        self._parts.ops.went_unheard.connect(self.errors.show)
        self._parts.ops.job_started.connect(self.status_bar.follow)

    def _declare_actions(self) -> None:
        add = self.actions_of_desk.add
        undo, history = self.undo_list, self._history
        new = add(ActionSpec("desk.new_request", _("New request"), "Ctrl+N", icon="plus"), self._on_new)
        self.top_bar.new_request.follow(new)
        for spec, run in (
            (ActionSpec("desk.search", _("Search"), SEARCH_KEYS), self.search.start),
            (ActionSpec("desk.undo", _("Undo"), UNDO_KEYS, lambda: undo.next_undo is not None), undo.undo),
            (ActionSpec("desk.redo", _("Redo"), REDO_KEYS, lambda: undo.next_redo is not None), undo.redo),
            (ActionSpec("desk.back", _("Back"), "Alt+Left", lambda: history.can_go_back), self._on_back),
            (
                ActionSpec("desk.forward", _("Forward"), "Alt+Right", lambda: history.can_go_forward),
                self._on_forward,
            ),
            (ActionSpec("desk.keys", _("Keys of this screen"), "F1"), self._on_keys_wanted),
            (ActionSpec("desk.close", _("Close the window"), "Ctrl+Q"), self.close),
        ):
            add(spec, run)
        self._declare_screen_actions()

    def _declare_screen_actions(self) -> None:
        shown = [spec for spec in self._specs.values() if spec.section is not Section.HIDDEN]
        for number, spec in enumerate(shown, start=1):
            keys = f"Ctrl+{number}" if number <= _SCREEN_KEYS else ""
            action = ActionSpec(f"go.{spec.id}", spec.title, keys, icon=spec.icon)
            going = self.actions_of_desk.add(action, partial(self.go, Place(spec.id)))
            self.rail.entries[spec.id].follow(going)

    def _make_page(self, spec: ScreenSpec) -> Page:
        services = Services(
            dialogs=self.dialogs,
            errors=self.errors,
            actions=self.actions_of_desk,
            go=self.go,
            toast=self.toast.show_words,
            told=lambda words: self._on_told(spec.id, words),
            layouts=self._parts.layouts,
        )
        page = spec.factory(services)
        remember_splits(page, self._parts.layouts)
        page.place_requested.connect(self.go)
        page.place_changed.connect(lambda argument: self._on_place_changed(spec.id, argument))
        page.status_told.connect(lambda words: self._on_told(spec.id, words))
        return page

    def _show(self, place: Place) -> None:
        self.page(place.screen)
        page = self._stack.show_page(place.screen)
        self.status_bar.tell(self._told.get(place.screen, ""))
        self.rail.mark_current(self._specs[place.screen].marks or place.screen)
        page.open_at(place.argument)
        first = page.first_field() or page
        first.setFocus(Qt.FocusReason.OtherFocusReason)
        self.actions_of_desk.refresh()
        self.habits.note_last(place)
        self.place_shown.emit(place)

    def _fit(self) -> None:
        theme = current_theme()
        self.rail.set_narrow(narrow=self.width() < theme.px(_NARROW_BELOW))
        self.top_bar.show_person(self._person, has_room=self.width() >= theme.px(_PERSON_FROM))

    def _restore_geometry(self) -> None:
        remembered = self._parts.memory.load()
        if not remembered or not self.restoreGeometry(QByteArray(remembered)):
            self.resize(*_FIRST_SIZE)
        self._stay_on_screen()

    def _stay_on_screen(self) -> None:
        """A screen may be gone since the window was closed: its title bar must be within reach."""
        handle = QRect(self.x(), self.y(), self.width(), _WITHIN_REACH)
        screens = [screen.availableGeometry() for screen in QGuiApplication.screens()]
        if any(screen.intersected(handle).width() >= _WITHIN_REACH for screen in screens):
            return
        room = QGuiApplication.primaryScreen().availableGeometry()
        self.resize(self.size().boundedTo(room.size()))
        self.move(room.topLeft())

    def _recent(self) -> "Call[Sequence[Suggestion]] | None":
        """What stands at the places where one has been, when there are any; also before the last start."""
        been = dict.fromkeys((*self._history.recent(_MOST_RECENT), *self.habits.latest_places()))
        places = tuple(place for place in been if place != self.current_place)[:_MOST_RECENT]
        ask = self._parts.recent
        return ask(places) if ask is not None and places else None

    def _ranked(self, text: str, found: "Sequence[Suggestion]") -> "Sequence[Suggestion]":
        """Where this person often goes comes first; what a number names stays in front."""
        if any(letter.isdigit() for letter in text):
            return found
        been = self.habits.of_places()
        return sorted(found, key=lambda each: -been.get(each.value, 0.0))

    def _palette_desk(self) -> PaletteDesk:
        return PaletteDesk(
            actions=self.actions_of_desk,
            titles={screen_id: spec.title for screen_id, spec in self._specs.items()},
            screen_of=self._screen_of,
            is_open=lambda screen_id: screen_id in self._stack,
            is_settled=lambda: self._parts.ops.is_idle,
            go=self.go,
            place=lambda: self.current_place,
            toast=self.toast.show_words,
            habits=self.habits,
        )

    def _commands_for(self, text: str) -> "Sequence[Suggestion]":
        return self.palette_of_desk.matching(text)

    def _screen_of(self, widget: QWidget) -> str:
        """Which screen a widget is part of; empty for none."""
        pages = ((screen_id, self._stack[screen_id]) for screen_id in self._specs if screen_id in self._stack)
        return next((name for name, page in pages if page is widget or page.isAncestorOf(widget)), "")

    def _on_search_chosen(self, item: "Suggestion") -> None:
        value = item.value
        if isinstance(value, RunAction):
            self.palette_of_desk.run(value)
        elif isinstance(value, Place):
            self.go(value)

    def _on_commanded(self, changes: Changes) -> None:
        """A window that handed its list over takes no more notes."""
        if self.undo_list.parent() is self:
            self.undo_list.note(changes)

    def _on_new(self) -> None:
        self.go(self._parts.new_request)

    def _on_back(self) -> None:
        place = self._history.back()
        if place is not None:
            self._show(place)

    def _on_forward(self) -> None:
        place = self._history.forward()
        if place is not None:
            self._show(place)

    def _on_place_changed(self, screen_id: str, argument: Hashable) -> None:
        current = self._history.current
        if current is not None and current.screen == screen_id:
            self._history.replace(Place(screen_id, argument))
            self.habits.note_last(Place(screen_id, argument))

    def _on_told(self, screen_id: str, words: str) -> None:
        """What a screen tells stands in the status bar while that screen is shown, and no longer."""
        self._told[screen_id] = words
        if self.current_place is not None and self.current_place.screen == screen_id:
            self.status_bar.tell(words)

    def _on_keys_wanted(self) -> None:
        page = self.current_page
        usable = [(spec, action) for spec, action in self.actions_of_desk.usable() if spec.keys]
        here = [KeyHint(spec.keys, spec.text) for spec, action in usable if action.parent() is not self]
        everywhere = [KeyHint(spec.keys, spec.text) for spec, action in usable if action.parent() is self]
        own = list(page.key_hints()) if page else []
        sheet = KeySheet(self, [*own, *here], everywhere, page.title.text() if page else "")
        sheet.print_requested.connect(self._on_print_keys)
        self.dialogs.run(sheet)

    def _on_print_keys(self, html: str) -> None:
        suggested = Path.home() / f"{_('keys')}.pdf"
        path = self.dialogs.save_file(_("Keys as PDF"), suggested, "*.pdf")
        if path is not None:
            write_page(html, str(path))
            self.dialogs.show_file(path)


def _stop_question() -> Question:
    return Question(
        title=_("Stop what is still running?"),
        text=_("Work is still running. What it has finished stays; the rest is left out."),
        yes=_("Stop and close"),
        is_dangerous=True,
    )
