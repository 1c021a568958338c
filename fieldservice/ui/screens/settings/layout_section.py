"""The fields of a ticket: in which order they stand, what standard ones are called, which are hidden."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any
from uuid import uuid5

from PySide6.QtWidgets import QWidget

from fieldservice.domain.rules.changes import Changes
from fieldservice.domain.rules.standard_fields import FieldOfTicket
from fieldservice.ui.kit.calls import Call, Latest
from fieldservice.ui.kit.cards import Card
from fieldservice.ui.kit.cells import CellLook, Column
from fieldservice.ui.kit.colours import Tone
from fieldservice.ui.kit.empty import EmptyWords
from fieldservice.ui.kit.form_dialog import FormDialog
from fieldservice.ui.kit.painting import Shape
from fieldservice.ui.kit.tables import DataTable
from fieldservice.ui.screens.settings import calls
from fieldservice.ui.screens.settings.grade_dialog import LEVELS
from fieldservice.ui.screens.settings.inputs import CheckInput, LineInput
from fieldservice.ui.screens.settings.parts import SettingsParts
from fieldservice.ui.screens.settings.section import SettingsSection
from fieldservice.ui.screens.settings.value_words import words_of
from fieldservice.wording import LANGUAGE_NAMES, _

if TYPE_CHECKING:
    from fieldservice.domain.queries.custom_fields import LayoutRow


class LayoutSection(SettingsSection):
    tables = ("standard_field", "custom_field")

    def __init__(self, parts: SettingsParts) -> None:
        super().__init__(
            parts,
            _("Fields of a ticket"),
            _("In which order fields stand on a ticket, what they are called here, and which you never use."),
            name="layoutSection",
        )
        self._call: Latest[tuple[LayoutRow, ...]] = Latest()
        self._rows: tuple[LayoutRow, ...] = ()
        self.table: DataTable[LayoutRow] = DataTable(
            self._columns(),
            name="layoutTable",
            title=_("Fields of a ticket"),
            empty=EmptyWords(_("No field.")),
            row_id=lambda row: row.code,
        )
        self.table.row_activated.connect(lambda _row: self.change())
        self.table.row_selected.connect(lambda _row: self.acts_changed.emit())
        card = Card(padded=False)
        card.add(self.table, 1)
        self.body.addWidget(card, 1)

    def acts(self) -> frozenset[str]:
        row = self.table.selected_row()
        if row is None:
            return frozenset()
        return frozenset({"up", "down"} if row.is_own else {"up", "down", "change"})

    def shown_acts(self) -> frozenset[str]:
        return frozenset({"up", "down", "change"})

    def first_field(self) -> QWidget:
        return self.table

    def reload(self) -> None:
        query = self.parts.ops.query(calls.layout_rows, self.parts.wording.language)
        self._call.ask(query).then(self._on_rows, self.failed)

    def leave(self) -> None:
        self._call.cancel()

    def shift(self, step: int) -> None:
        row = self.table.selected_row()
        codes = [each.code for each in self._rows]
        if row is None or not 0 <= codes.index(row.code) + step < len(codes):
            return
        at = codes.index(row.code)
        codes[at], codes[at + step] = codes[at + step], codes[at]
        command = calls.ArrangeFields(tuple(codes))
        self.parts.ops.command(calls.arrange_fields, command).then(lambda _changes: None, self.failed)

    def change(self) -> None:
        row = self.table.selected_row()
        if row is not None and not row.is_own:
            self.parts.services.dialogs.run(StandardFieldDialog(self.parts, self.window(), row))

    def usual_name(self, row: "LayoutRow") -> str:
        return row.name if row.is_own else self.parts.wording.word(FieldOfTicket(row.code))

    def _columns(self) -> "tuple[Column[LayoutRow], ...]":
        return (
            Column(
                key="name",
                title=_("Called"),
                text=lambda row: row.name or self.usual_name(row),
                look=CellLook.STRONG,
                stretch=3,
                width=200,
            ),
            Column(key="usual", title=_("Field"), text=self._kind, look=CellLook.MUTED, stretch=2, width=140),
            Column(
                key="shown",
                title=_("Shown"),
                text=lambda row: _("shown") if row.is_shown else _("hidden"),
                look=CellLook.CHIP,
                tone=lambda row: Tone.GOOD if row.is_shown else Tone.NEUTRAL,
                shape=lambda row: Shape.TICK if row.is_shown else Shape.CIRCLE,
                width=110,
            ),
        )

    def _kind(self, row: "LayoutRow") -> str:
        return _("own field") if row.is_own else self.usual_name(row)

    def _on_rows(self, rows: "tuple[LayoutRow, ...]") -> None:
        self._rows = rows
        self.table.set_rows(list(rows))
        if self.table.selected_row() is None:
            self.table.select_first()
        self.acts_changed.emit()


class StandardFieldDialog(FormDialog):
    """Another name for a standard field in each language, and whether it is shown."""

    def __init__(self, parts: SettingsParts, parent: QWidget, row: "LayoutRow") -> None:
        self._field = FieldOfTicket(row.code)
        usual = parts.wording.word(self._field)
        title = _("The field “{name}”").format(name=usual)
        super().__init__(parts, parent, title, name="standardFieldDialog", subject=uuid5(LEVELS, row.code))
        self._fields: dict[str, Any] = {}
        self._values: dict[str, Any] = dict(row.values)
        own = parts.wording.language
        for code in (own, *(code for code in LANGUAGE_NAMES if code != own)):
            field = LineInput(name=f"name-{code}Field", placeholder=usual if code == own else "")
            field.show_value(row.values.get(f"name:{code}", ""))
            self._add(f"name:{code}", LANGUAGE_NAMES[code], field)
        shown = CheckInput(_("Shown on tickets"), name="shownField")
        shown.show_value(row.is_shown)
        shown.setEnabled(row.may_be_hidden)
        self._add("is_active", "", shown)
        self._fields[f"name:{own}"].setFocus()

    def field_titles(self) -> Mapping[str, str]:
        return {**{f"name:{code}": each for code, each in LANGUAGE_NAMES.items()}, "is_active": _("Shown")}

    def value_words(self, name: str, value: Any) -> str:
        return words_of(self._fields[name], value)

    def overrule(self, name: str, value: Any) -> None:
        self._values[name] = value

    def send(self) -> Call[Changes]:
        changes = tuple(
            calls.FieldChange(name, self._values.get(name, ""), field.read_value())
            for name, field in self._fields.items()
            if field.read_value() != self._values.get(name, "")
        )
        command = calls.ChangeStandardField(self._field, changes)
        return self.parts.ops.command(calls.change_standard_field, command)

    def _add(self, name: str, words: str, field: Any) -> None:
        self.form.add(words, field)
        self.keep(name, field)
        self._fields[name] = field
