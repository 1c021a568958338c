"""The screen of people: four sections over one book that is read anew when anything of it changes."""

from collections.abc import Hashable
from functools import partial
from typing import TYPE_CHECKING
from uuid import UUID

from PySide6.QtWidgets import QStackedWidget, QWidget

from fieldservice.domain.rules.changes import Changes
from fieldservice.ui.kit.actions import ActionSpec
from fieldservice.ui.kit.buttons import Button, filter_button
from fieldservice.ui.kit.calls import Latest
from fieldservice.ui.kit.flow import Flow
from fieldservice.ui.kit.pages import Page
from fieldservice.ui.kit.theme import current_theme
from fieldservice.ui.screens.staff import calls
from fieldservice.ui.screens.staff.crew_pane import CrewPane
from fieldservice.ui.screens.staff.parts import StaffParts, StaffSection
from fieldservice.ui.screens.staff.register_pane import StaffPane
from fieldservice.ui.screens.staff.roles_pane import RolesPane
from fieldservice.ui.screens.staff.teams_pane import TeamsPane
from fieldservice.ui.screens.staff.trays_pane import TraysPane
from fieldservice.ui.screens.staff.users_pane import UsersPane
from fieldservice.wording import _

if TYPE_CHECKING:
    from fieldservice.domain.queries.staff import StaffBook

_TABLES = (
    "user_account",
    "user_role",
    "role",
    "team",
    "team_member",
    "team_technician",
    "technician",
    "technician_skill",
    "skill",
    "absence",
    "queue",
    "tray",
    "calendar",
)

_TABS_NEED = 330
_CODES = frozenset(section.value for section in StaffSection)


class StaffPage(Page):
    """Opened at a section or its code, or at a section and the id of a row in it."""

    def __init__(self, parts: StaffParts) -> None:
        super().__init__(_("People"), name="staffPage")
        self._parts = parts
        self._book: Latest[StaffBook] = Latest()
        self._wanted: tuple[StaffSection, UUID] | None = None
        self.crew = CrewPane(parts)
        self.teams = TeamsPane(parts)
        self.users = UsersPane(parts)
        self.roles = RolesPane(parts)
        self.trays = TraysPane(parts)
        self._panes: dict[StaffSection, StaffPane] = {
            StaffSection.CREW: self.crew,
            StaffSection.TEAMS: self.teams,
            StaffSection.USERS: self.users,
            StaffSection.ROLES: self.roles,
            StaffSection.TRAYS: self.trays,
        }
        self._tabs: dict[StaffSection, Button] = {}
        self._row = Flow()
        self._row.setMinimumWidth(current_theme().px(_TABS_NEED))
        self.fill_left(self._row)
        self._stack = QStackedWidget()
        self._section = StaffSection.CREW
        self._add_sections()
        parts.notifier.changed.connect(self._on_changed)
        self.reload()

    @property
    def section(self) -> StaffSection:
        return self._section

    def open_at(self, argument: Hashable) -> None:
        match argument:
            case StaffSection():
                self.show_section(argument)
            case str() if argument in _CODES:
                self.show_section(StaffSection(argument))
            case (StaffSection() as section, UUID() as row_id):
                self._wanted = (section, row_id)
                self.show_section(section)
                self._panes[section].show_one(row_id)

    def first_field(self) -> QWidget:
        return self._panes[self._section].first_field()

    def leave(self) -> None:
        self._book.cancel()

    def reload(self) -> None:
        parts = self._parts
        ask = calls.StaffAsk(parts.today(), parts.now(), parts.wording.language, parts.user_id)
        self._book.ask(parts.ops.query(calls.staff_book, ask)).then(self._on_book, self._on_failed)

    def show_section(self, section: StaffSection) -> None:
        self._section = section
        self._stack.setCurrentWidget(self._panes[section])
        for each, tab in self._tabs.items():
            tab.setChecked(each is section)
        for each, pane in self._panes.items():
            for button in pane.page_buttons:
                button.setVisible(each is section)
        self._parts.services.actions.refresh()
        self.place_changed.emit(section)

    def _add_sections(self) -> None:
        titles = {
            StaffSection.CREW: _("Technicians"),
            StaffSection.TEAMS: _("Teams"),
            StaffSection.USERS: _("Users"),
            StaffSection.ROLES: _("Roles and rights"),
            StaffSection.TRAYS: _("Trays"),
        }
        for number, (section, title) in enumerate(titles.items(), start=1):
            pane = self._panes[section]
            self._stack.addWidget(pane)
            tab = filter_button(title, name=f"{section.value}Tab")
            tab.clicked.connect(partial(self._on_tab, section))
            self._row.add(tab)
            self._tabs[section] = tab
            spec = ActionSpec(
                f"staff.{section.value}", _("Show: {section}").format(section=title), f"Alt+{number}"
            )
            self._parts.services.actions.add(spec, partial(self._on_tab, section), scope=self)
            for button in pane.page_buttons:
                self.add_right(button)
        self.body.addWidget(self._stack, 1)
        self.show_section(StaffSection.CREW)

    def _on_tab(self, section: StaffSection, _is_checked: object = None) -> None:
        self.show_section(section)
        self.first_field().setFocus()

    def _on_book(self, book: "StaffBook") -> None:
        self.crew.show_book(book)
        self.teams.show_book(book)
        self.users.show_book(book)
        self.roles.show_book(book)
        self.trays.show_book(book)
        for section, count in (
            (StaffSection.CREW, sum(each.is_active for each in book.crew)),
            (StaffSection.TEAMS, sum(each.is_active for each in book.teams)),
            (StaffSection.USERS, sum(each.is_active for each in book.users)),
        ):
            self._tabs[section].set_count(count)
        self._row.arrange()
        if self._wanted is not None:
            section, row_id = self._wanted
            self._wanted = None
            self._panes[section].show_one(row_id)

    def _on_changed(self, changes: Changes) -> None:
        if changes.concerns(*_TABLES):
            self.reload()

    def _on_failed(self, error: Exception) -> None:
        self._parts.services.errors.show(error, self.reload)
