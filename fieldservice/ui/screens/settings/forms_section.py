"""Forms asked at the intake of certain kinds: their fields, and rules that show, require or limit them."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any
from uuid import UUID

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QWidget

from fieldservice.ui.kit.checks import CheckBox
from fieldservice.ui.kit.labels import Look, label
from fieldservice.ui.kit.theme import current_theme
from fieldservice.ui.screens.settings.book_section import BookSection
from fieldservice.ui.screens.settings.books import (
    BookColumn,
    BookSpec,
    EntryField,
    Forge,
    Names,
    muted_column,
)
from fieldservice.ui.screens.settings.form_rules import RulesInput
from fieldservice.ui.screens.settings.inputs import ManyInput
from fieldservice.ui.screens.settings.parts import SettingsParts
from fieldservice.wording import _

if TYPE_CHECKING:
    from fieldservice.domain.queries.settings import BookRow


class FormsSection(BookSection):
    def __init__(self, parts: SettingsParts) -> None:
        super().__init__(parts, forms(), name="formsSection")
        self.tables = ("dynamic_form", "custom_field", "kind")


class AskedFieldsInput(QWidget):
    """Own fields to tick, each with whether it must be filled in on this form."""

    edited = Signal()

    def __init__(self, options: Sequence[tuple[UUID, str]], *, name: str) -> None:
        super().__init__()
        self.setObjectName(name)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setVerticalSpacing(current_theme().px(2))
        grid.setColumnStretch(2, 1)
        self._asked: dict[UUID, CheckBox] = {}
        self._required: dict[UUID, CheckBox] = {}
        for at, (key, words) in enumerate(options):
            self._asked[key] = CheckBox(words, name=f"{name}-{key}")
            required = CheckBox(_("must be filled in"), name=f"{name}Required-{key}")
            required.setAccessibleName(_("{field}: must be filled in").format(field=words))
            self._required[key] = required
            for column, box in enumerate((self._asked[key], required)):
                grid.addWidget(box, at, column)
                box.edited.connect(self._on_edited)
        if not options:
            grid.addWidget(
                label(_("Add own fields first; then they can be asked here."), Look.MUTED, wraps=True)
            )
        self._on_edited()

    def show_value(self, value: Any) -> None:
        asked = dict(value or ())
        for key, box in self._asked.items():
            box.setChecked(key in asked)
            self._required[key].setChecked(asked.get(key, False))

    def read_value(self) -> Any:
        return tuple(
            (key, self._required[key].isChecked()) for key, box in self._asked.items() if box.isChecked()
        )

    def draft_value(self) -> str:
        return ",".join(f"{key}{'!' if required else ''}" for key, required in self.read_value())

    def set_draft_value(self, value: str) -> None:
        pairs = [(part.rstrip("!"), part.endswith("!")) for part in value.split(",") if part]
        self.show_value([(UUID(key), required) for key, required in pairs])

    def _on_edited(self) -> None:
        for key, box in self._asked.items():
            self._required[key].setEnabled(box.isChecked())
        self.edited.emit()


def forms() -> BookSpec:
    return BookSpec(
        table="dynamic_form",
        title=_("Forms"),
        explains=_(
            "Fields asked together when a request of certain kinds is taken, so that nothing is forgotten."
        ),
        add_words=_("Add a form"),
        change_words=_("Change the form"),
        empty=_("No form yet. A form asks what one must know about requests of a kind."),
        fields=_fields,
        columns=_columns,
    )


def _fields(forge: Forge) -> Sequence[EntryField]:
    own = forge.options("custom_field")
    return (
        EntryField("kinds", _("For kinds"), ManyInput(forge.options("kind"), name="kindsField"), ()),
        EntryField("fields", _("Asks for"), AskedFieldsInput(own, name="fieldsField"), ()),
        EntryField("rules", _("Rules"), RulesInput(forge, name="rulesField"), []),
    )


def _columns(parts: SettingsParts, choices: Names) -> Sequence[BookColumn]:
    del parts

    def names(row: "BookRow", table: str, ids: Sequence[UUID]) -> str:
        del row
        return ", ".join(choices.name(table, each) for each in ids)

    return (
        muted_column("kinds", _("For kinds"), lambda row: names(row, "kind", row.values["kinds"])),
        muted_column(
            "fields",
            _("Asks for"),
            lambda row: names(row, "custom_field", [each for each, _required in row.values["fields"]]),
            200,
        ),
        muted_column("rules", _("Rules"), lambda row: str(len(row.values["rules"]) or ""), 70),
    )
