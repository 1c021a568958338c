"""The form of an entry: its name, what else it says, and its names in other languages."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid5

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from fieldservice.domain.rules.changes import Changes
from fieldservice.ui.kit.buttons import quiet
from fieldservice.ui.kit.calls import Call
from fieldservice.ui.kit.form_dialog import FormDialog
from fieldservice.ui.kit.labels import Look, label
from fieldservice.ui.screens.settings import calls
from fieldservice.ui.screens.settings.books import BookSpec, EntryField, Forge, Names
from fieldservice.ui.screens.settings.inputs import LineInput
from fieldservice.ui.screens.settings.parts import SettingsParts
from fieldservice.ui.screens.settings.value_words import words_of
from fieldservice.wording import LANGUAGE_NAMES, _

if TYPE_CHECKING:
    from fieldservice.domain.queries.settings import BookRow

NEW_ENTRIES = UUID("0f2f0f8e-3f8b-5b5e-9d5b-5a7f3c1f8a01")
"""Under which a form for a new entry keeps its draft: one for each dictionary."""

_FIELDS_OF_CODES = {
    "dictionary.name_missing": "name",
    "dictionary.name_taken": "name",
    "dictionary.minutes_wrong": "default_minutes",
    "calendar.zone_unknown": "zone",
    "calendar.never_open": "week",
    "sla.warning_wrong": "warn_percent",
    "text_block.empty": "text",
    "text_block.placeholder_unknown": "text",
    "form.options_missing": "options",
    "form.option_doubled": "options",
    "dictionary.type_in_use": "state_type",
}


class EntryDialog(FormDialog):
    """With a row the entry is changed, field by field; without one a new entry is added."""

    def __init__(
        self,
        parts: SettingsParts,
        parent: QWidget,
        spec: BookSpec,
        choices: Names,
        row: "BookRow | None" = None,
    ) -> None:
        title = spec.add_words if row is None else spec.change_words
        subject = uuid5(NEW_ENTRIES, spec.table) if row is None else row.id
        super().__init__(parts, parent, title, name=f"{spec.table}Dialog", subject=subject)
        self._spec, self._row = spec, row
        self._entry_id = calls.new_form_id() if row is None else row.id
        self.entry_id: UUID = self._entry_id
        language = parts.wording.language
        self._fields: dict[str, EntryField] = {}
        self._overruled: dict[str, Any] = {}
        own = LineInput(name="nameField")
        self._add(EntryField(f"name:{language}", _("Name"), own, shows=row.name if row else ""))
        for each in spec.fields(Forge(parts, choices, row)):
            self._add(each)
        self._others = [code for code in LANGUAGE_NAMES if code != language]
        self._add_other_languages()
        self._initial = {name: each.input.draft_value() for name, each in self._fields.items()}
        own.setFocus()
        for widget in spec.words_after(Forge(parts, choices, row)):
            self.form.add_wide(widget)

    def input(self, name: str) -> Any:
        return self._fields[name].input

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._grow()  # paragraphs know their height only now

    def send(self) -> Call[Changes]:
        language = self.parts.wording.language
        if self._row is not None:
            command = calls.ChangeEntry(self._spec.table, self._row.id, tuple(self._changes()))
            return self.parts.ops.command(calls.change_entry, command)
        spoken = [language, *self._others]
        names = tuple((code, self._fields[f"name:{code}"].input.read_value()) for code in spoken)
        values = {
            name: each.input.read_value()
            for name, each in self._fields.items()
            if not name.startswith("name:")
        }
        given = {name: value for name, value in values.items() if value is not None}
        return self.parts.ops.command(
            calls.add_entry, calls.AddEntry(self._spec.table, self._entry_id, names, given)
        )

    def field_of(self) -> Mapping[str, QWidget]:
        own = {"name": f"name:{self.parts.wording.language}", "text": f"text:{self.parts.wording.language}"}
        named = {code: own.get(name, name) for code, name in _FIELDS_OF_CODES.items()}
        return {code: self._fields[name].input for code, name in named.items() if name in self._fields}

    def field_titles(self) -> Mapping[str, str]:
        return {name: each.words for name, each in self._fields.items()}

    def value_words(self, name: str, value: Any) -> str:
        return words_of(self._fields[name].input, value)

    def overrule(self, name: str, value: Any) -> None:
        self._overruled[name] = value

    def _changes(self) -> list[Any]:
        """What differs from what was shown; `seen` is what stood there, not how it looked."""
        row = self._row
        found = []
        for name, each in self._fields.items():
            if each.input.draft_value() == self._initial[name] or row is None:
                continue
            seen = self._overruled.get(name, row.values.get(name, "" if ":" in name else None))
            found.append(calls.FieldChange(name, seen, each.input.read_value()))
        return found

    def _add(self, each: EntryField) -> None:
        if not each.name:
            self.form.add(each.words, each.input)
            return
        value = each.start if self._row is None else self._row.values.get(each.name, each.start)
        each.input.show_value(value if each.shows is None else each.shows)
        self._fields[each.name] = each
        self.form.add(each.words, each.input)
        if each.hint:
            self.form.add("", label(each.hint, Look.SMALL, wraps=True))
        self.keep(each.name, each.input)
        if self._is_of_another_language(each.name):
            self.form.show_row(each.input, visible=False)

    def _is_of_another_language(self, name: str) -> bool:
        return ":" in name and not name.endswith(f":{self.parts.wording.language}")

    def _add_other_languages(self) -> None:
        """They are there at once when somebody looks for them, and out of the way before."""
        button = quiet(_("Other languages"), name="otherLanguagesButton")
        beside = QWidget()
        row = QHBoxLayout(beside)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(button)
        row.addStretch(1)
        self.form.add("", beside)
        for code in self._others:
            field = LineInput(name=f"name-{code}Field")
            self._add(EntryField(f"name:{code}", LANGUAGE_NAMES[code], field))
        button.clicked.connect(self._show_other_languages)

    def _show_other_languages(self) -> None:
        for name, each in self._fields.items():
            if self._is_of_another_language(name):
                self.form.show_row(each.input, visible=True)
        self._fields[f"name:{self._others[0]}"].input.setFocus()
        self._grow()
