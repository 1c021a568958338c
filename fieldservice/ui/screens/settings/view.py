"""The settings' page: a list of sections with a search at the left, the chosen section at the right."""

from collections.abc import Callable, Hashable
from dataclasses import replace
from functools import partial

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from fieldservice.domain.rules.changes import Changes
from fieldservice.domain.rules.folding import fold
from fieldservice.ui.kit.actions import ActionSpec
from fieldservice.ui.kit.buttons import Button, ButtonKind, icon_button, key_words
from fieldservice.ui.kit.cards import Card
from fieldservice.ui.kit.cells import CellLook, Column
from fieldservice.ui.kit.empty import EmptyWords
from fieldservice.ui.kit.fields import TextField
from fieldservice.ui.kit.flow import Flow
from fieldservice.ui.kit.labels import Look, label
from fieldservice.ui.kit.pages import Page
from fieldservice.ui.kit.side_by_side import SideBySide
from fieldservice.ui.kit.tables import DataTable
from fieldservice.ui.kit.theme import current_theme
from fieldservice.ui.screens.settings.directory import SectionEntry, directory
from fieldservice.ui.screens.settings.parts import SettingsParts
from fieldservice.ui.screens.settings.section import SettingsSection
from fieldservice.wording import _

_LIST_NEEDS = 220
_SHARE_NEEDS = 190
"""Beside each other still where the list's share is less than what it then gets: also with large letters."""


class SettingsPage(Page):
    """Opened at a section's id it shows that section."""

    def __init__(self, parts: SettingsParts) -> None:
        super().__init__(_("Settings"), name="settingsPage")
        self._parts = parts
        self._entries = {entry.id: entry for entry in directory()}
        self._made: dict[str, SettingsSection] = {}
        self._shown = ""
        self.search = TextField(name="settingsSearch", placeholder=_("Find a setting"))
        self.search.setAccessibleName(_("Find a setting"))
        self.list = _section_list()
        self._heading = label("", Look.HEADING)
        self.stack = QStackedWidget()
        self._buttons = Flow()
        self._by_act: dict[str, Button] = {}
        self.body.addWidget(
            SideBySide(self._left_side(), self._right_side(), shares=(2, 7), left_needs=_SHARE_NEEDS), 1
        )
        self._declare_actions()
        self.search.edited.connect(self._on_search)
        self.list.row_selected.connect(self._on_entry)
        parts.notifier.changed.connect(self._on_changed)
        self._on_search()
        self.list.select_first()

    @property
    def section(self) -> SettingsSection | None:
        """What is shown now."""
        return self._made.get(self._shown)

    def open_at(self, argument: Hashable) -> None:
        if isinstance(argument, str) and argument in self._entries:
            self.search.set_text("")
            self.list.select_id(argument)

    def first_field(self) -> QWidget:
        return self.search

    def leave(self) -> None:
        for section in self._made.values():
            section.leave()

    def _left_side(self) -> Card:
        card = Card(padded=False, name="settingsSections")
        theme = current_theme()
        above = QVBoxLayout()
        above.setContentsMargins(theme.px(12), theme.px(12), theme.px(12), theme.px(8))
        above.addWidget(self.search)
        card.add(above)
        card.add(self.list, 1)
        card.setMinimumWidth(theme.px(_LIST_NEEDS))
        return card

    def _right_side(self) -> QWidget:
        side = QWidget()
        down = QVBoxLayout(side)
        down.setContentsMargins(0, 0, 0, 0)
        down.setSpacing(current_theme().px(8))
        down.addWidget(self._heading)
        down.addWidget(self._buttons)
        down.addWidget(self.stack, 1)
        return side

    def _declare_actions(self) -> None:
        """Those that a section cannot do are not shown; all can be found by their words."""
        self._declare("add", ActionSpec("settings.add", _("Add"), "Ctrl+Shift+N"), self._add, is_primary=True)
        self._beside = Button("", name="addBesideButton")  # where saving is what one is here for
        self._beside.follow(self._parts.services.actions["settings.add"])
        self._buttons.add(self._beside)
        self._declare("change", ActionSpec("settings.change", _("Change"), "F2"), self._change)
        up = ActionSpec("settings.up", _("Up"), "Ctrl+Shift+Up", icon="arrow-up")
        self._declare("up", up, lambda: self._move(-1))
        down = ActionSpec("settings.down", _("Down"), "Ctrl+Shift+Down", icon="arrow-down")
        self._declare("down", down, lambda: self._move(1))
        self._declare("usual", ActionSpec("settings.usual", _("Make it the usual one")), self._make_usual)
        self._declare(
            "retire", ActionSpec("settings.retire", _("Retire or offer again"), "Ctrl+R"), self._retire
        )
        self._declare("remove", ActionSpec("settings.remove", _("Remove"), "Ctrl+Del"), self._remove)
        self._declare(
            "save", ActionSpec("settings.save", _("Save"), "Ctrl+Return"), self._save, is_primary=True
        )
        numbers = ActionSpec("settings.numbers", _("Go on with another number"))
        self._declare("numbers", numbers, self._numbers)
        conduct = ActionSpec("settings.conduct", _("Once closed or split"), "Ctrl+Shift+O")
        self._declare("conduct", conduct, self._conduct)
        self._declare("day", ActionSpec("settings.day", _("Hours of one day"), "Ctrl+D"), self._day)
        self._declare(
            "free_day", ActionSpec("settings.free_day", _("Let the day follow the week")), self._free
        )
        for entry in self._entries.values():
            words = _("Settings: {section}").format(section=entry.title)
            spec = ActionSpec(f"settings.section.{entry.id}", words)
            self._parts.services.actions.add(spec, partial(self.open_at, entry.id), scope=self)
        find = ActionSpec("settings.find", _("Find a setting"), "Ctrl+F")
        self._parts.services.actions.add(find, self.search.setFocus, scope=self)

    def _declare(
        self, act: str, spec: ActionSpec, run: Callable[[], object], *, is_primary: bool = False
    ) -> None:
        spec = replace(spec, enabled_when=lambda: self._can(act))
        action = self._parts.services.actions.add(spec, run, scope=self)
        button = _icon_button(spec, action) if spec.icon else _worded_button(action, is_primary=is_primary)
        button.setObjectName(f"{act}Button")
        self._by_act[act] = button
        self._buttons.add(button)

    def _can(self, act: str) -> bool:
        return self.section is not None and act in self.section.acts()

    def _on_search(self) -> None:
        wanted = fold(self.search.text()).split()
        found = [entry for entry in self._entries.values() if _fits(entry, wanted)]
        self.list.set_rows(found)
        if wanted and found:
            self.list.select_first()

    def _on_entry(self, entry: SectionEntry | None) -> None:
        if entry is None or entry.id == self._shown:
            return
        section = self._made.get(entry.id) or self._make(entry)
        self._shown = entry.id
        self._heading.setText(entry.title)
        self.stack.setCurrentWidget(section)
        self.place_changed.emit(entry.id)
        self._refresh()
        section.reload()

    def _make(self, entry: SectionEntry) -> SettingsSection:
        section = entry.make(self._parts)
        self._made[entry.id] = section
        self.stack.addWidget(section)
        section.acts_changed.connect(self._refresh)
        return section

    def _refresh(self) -> None:
        """Buttons follow what the section can do, and what is selected in it."""
        self._parts.services.actions.refresh()
        section = self.section
        if section is None:
            return
        shown = section.shown_acts()
        for button in (self._by_act["add"], self._beside):
            button.setText(section.add_words() or _("Add"))
        for act, button in self._by_act.items():
            button.setVisible(act in shown)
        self._by_act["add"].setVisible("add" in shown and "save" not in shown)
        self._beside.setVisible({"add", "save"} <= shown)
        self._buttons.arrange()

    def _on_changed(self, changes: Changes) -> None:
        section = self.section
        if section is not None and section.concerns(changes):
            section.reload()

    def _add(self) -> None:
        if self.section is not None:
            self.section.add()

    def _change(self) -> None:
        if self.section is not None:
            self.section.change()

    def _move(self, step: int) -> None:
        if self.section is not None:
            self.section.shift(step)

    def _make_usual(self) -> None:
        if self.section is not None:
            self.section.make_usual()

    def _retire(self) -> None:
        if self.section is not None:
            self.section.retire()

    def _remove(self) -> None:
        if self.section is not None:
            self.section.remove()

    def _numbers(self) -> None:
        if self.section is not None:
            self.section.continue_numbers()

    def _conduct(self) -> None:
        if self.section is not None:
            self.section.change_conduct()

    def _day(self) -> None:
        if self.section is not None:
            self.section.add_day()

    def _free(self) -> None:
        if self.section is not None:
            self.section.free_day()

    def _save(self) -> None:
        if self.section is not None:
            self.section.save()


def _worded_button(action: QAction, *, is_primary: bool) -> Button:
    button = Button("", ButtonKind.PRIMARY if is_primary else ButtonKind.QUIET)
    button.follow(action)
    return button


def _icon_button(spec: ActionSpec, action: QAction) -> Button:
    """Its word and key are told by the tooltip."""
    button = icon_button(spec.icon, f"{spec.text} ({key_words(spec.keys)})")
    button.setEnabled(action.isEnabled())
    button.clicked.connect(action.trigger)
    action.enabledChanged.connect(button.setEnabled)
    return button


def _section_list() -> DataTable[SectionEntry]:
    column = Column[SectionEntry](
        key="title",
        title=_("Setting"),
        text=lambda entry: entry.title,
        look=CellLook.STRONG,
        tooltip=lambda entry: entry.group,
        stretch=1,
    )
    table: DataTable[SectionEntry] = DataTable(
        (column,),
        name="settingsList",
        title=_("Settings"),
        empty=EmptyWords(_("No setting is called like that.")),
        row_id=lambda entry: entry.id,
    )
    table.view.horizontalHeader().hide()
    return table


def _fits(entry: SectionEntry, wanted: list[str]) -> bool:
    """Every word is found in the title, the group or what the section is about."""
    known = fold(f"{entry.title} {entry.group} {entry.words}")
    return all(word in known for word in wanted)
