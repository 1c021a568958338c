"""Text blocks, templates of tickets and own fields as dictionaries."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QWidget

from fieldservice.domain.rules.form_conditions import FieldKind
from fieldservice.domain.rules.placeholders import Placeholder, filled
from fieldservice.ui.kit.labels import Look, label
from fieldservice.ui.screens.settings.books import (
    BookSpec,
    EntryField,
    Forge,
    Names,
    muted_column,
    text_column,
    yes,
)
from fieldservice.ui.screens.settings.inputs import (
    CheckInput,
    ChoiceInput,
    LineInput,
    LinesInput,
    ManyInput,
    TextInput,
)
from fieldservice.ui.screens.settings.ticket_books import grade_options
from fieldservice.wording import LANGUAGE_NAMES, Wording, _

if TYPE_CHECKING:
    from fieldservice.domain.queries.settings import BookRow


def text_blocks() -> BookSpec:
    return BookSpec(
        table="text_block",
        title=_("Text blocks"),
        explains=_("What you write again and again, with placeholders for what differs."),
        add_words=_("Add a text block"),
        change_words=_("Change the text block"),
        empty=_("No text block yet. Add what you write to customers again and again."),
        fields=_block_fields,
        columns=lambda parts, _choices: (
            muted_column("text", _("Text"), lambda row: _one_line(spoken_text(row, parts.wording)), 320),
        ),
        words_after=_placeholder_words,
    )


def templates() -> BookSpec:
    return BookSpec(
        table="ticket_template",
        title=_("Ticket templates"),
        explains=_("Requests that come often: what is filled in at intake when one is chosen."),
        add_words=_("Add a template"),
        change_words=_("Change the template"),
        empty=_("No template yet. Add the request that comes most often."),
        fields=_template_fields,
        columns=lambda _parts, choices: (
            text_column("title", _("Subject"), lambda row: row.values["title"], 180),
            muted_column("kind", _("Kind"), lambda row: choices.name("kind", row.values["kind_id"])),
            muted_column("tasks", _("Tasks"), lambda row: ", ".join(row.values["tasks"])),
        ),
    )


def own_fields() -> BookSpec:
    return BookSpec(
        table="custom_field",
        title=_("Own fields"),
        explains=_("Fields of your own on tickets, beside those that every ticket has."),
        add_words=_("Add a field"),
        change_words=_("Change the field"),
        empty=_("No own field yet. Add what you need to know and no field asks."),
        fields=_own_fields,
        columns=lambda parts, choices: (
            text_column("kind", _("Holds"), lambda row: parts.wording.word(row.values["field_kind"]), 110),
            text_column("required", _("Must be filled in"), lambda row: yes(row.values["is_required"]), 120),
            muted_column("where", _("Where"), lambda row: _where(row, choices)),
        ),
    )


class OptionsInput(LinesInput):
    """Options by name, one in each line; one that keeps its name keeps its code and translations."""

    def __init__(self, *, name: str) -> None:
        super().__init__(name=name, lines=3)
        self._known: dict[str, dict[str, Any]] = {}

    def show_value(self, value: Any) -> None:
        self._known = {option["name"]: option for option in value or ()}
        super().show_value(list(self._known))

    def read_value(self) -> Any:
        taken = {option["code"] for option in self._known.values()}
        options = []
        for words in super().read_value():
            option = self._known.get(words)
            if option is None:
                code = next(f"o{n}" for n in range(1, len(taken) + 2) if f"o{n}" not in taken)
                taken.add(code)
                option = {"code": code, "name": words}
            options.append(option)
        return options


def spoken_text(row: "BookRow", wording: Wording) -> str:
    """What the block says in the reader's language, or else at all."""
    return str(row.values.get(f"text:{wording.language}") or row.values["text"])


def preview_of(text: str) -> str:
    """The text with its placeholders standing for invented people."""
    examples = {
        Placeholder.CUSTOMER: _("Hotel Sunrise"),
        Placeholder.CONTACT: _("Ms Novak"),
        Placeholder.NUMBER: "HQ-000123",
        Placeholder.TITLE: _("Boiler stands still"),
        Placeholder.SITE: _("Hotel Sunrise, Harbour Street 5"),
        Placeholder.UNIT: "Viessmann 200",
        Placeholder.SERIAL: "VI-204411",
        Placeholder.KIND: _("Fault"),
        Placeholder.STATE: _("in progress"),
        Placeholder.TECHNICIAN: _("Mark Fox"),
        Placeholder.AGENT: _("your name"),
        Placeholder.COMPANY: _("your company"),
    }
    return filled(text, examples)


def _block_fields(forge: Forge) -> Sequence[EntryField]:
    language = forge.parts.wording.language
    preview = label("", Look.SMALL, wraps=True)
    preview.setObjectName("textPreview")
    own = TextInput(name="textField", lines=5, placeholder=_("Dear {contact}, your request {number} …"))
    shown = "" if forge.row is None else spoken_text(forge.row, forge.parts.wording)

    def show_preview() -> None:
        preview.setText(preview_of(own.text()))

    own.edited.connect(show_preview)
    others = [
        EntryField(
            f"text:{code}",
            _("Text, {language}").format(language=name),
            TextInput(name=f"text-{code}Field", lines=2),
            "",
        )
        for code, name in LANGUAGE_NAMES.items()
        if code != language
    ]
    return (
        EntryField(f"text:{language}", _("Text"), own, shown, shows=shown),
        EntryField("", _("Reads like"), preview),
        *others,
    )


def _placeholder_words(forge: Forge) -> Sequence[QWidget]:
    wording = forge.parts.wording
    told = ", ".join(f"{{{each.value}}} {wording.word(each)}" for each in Placeholder)
    return (label(_("Placeholders: {list}.").format(list=told), Look.SMALL, wraps=True),)


def _template_fields(forge: Forge) -> Sequence[EntryField]:
    as_is = _("as usual")
    return (
        EntryField("title", _("Subject"), LineInput(name="titleField"), ""),
        EntryField("text", _("Description"), TextInput(name="descriptionField", lines=3), ""),
        EntryField("kind_id", _("Kind"), forge.pick("kind_id", "kind", as_is)),
        EntryField("ticket_type_id", _("Type"), forge.pick("ticket_type_id", "ticket_type", as_is)),
        EntryField("purpose_id", _("Purpose"), forge.pick("purpose_id", "purpose", as_is)),
        EntryField("service_id", _("Service"), forge.pick("service_id", "service", as_is)),
        EntryField("work_kind_id", _("Kind of work"), forge.pick("work_kind_id", "work_kind", as_is)),
        EntryField("queue_id", _("Queue"), forge.pick("queue_id", "queue", as_is)),
        EntryField("impact", _("Impact"), ChoiceInput(grade_options(as_is), name="impactField")),
        EntryField("urgency", _("Urgency"), ChoiceInput(grade_options(as_is), name="urgencyField")),
        EntryField(
            "tasks", _("Tasks"), LinesInput(name="tasksField", lines=2, placeholder=_("one in each line")), []
        ),
    )


def _own_fields(forge: Forge) -> Sequence[EntryField]:
    wording = forge.parts.wording
    return (
        EntryField(
            "field_kind",
            _("Holds"),
            ChoiceInput([(kind, wording.word(kind)) for kind in FieldKind], name="fieldKindField"),
            FieldKind.TEXT,
        ),
        EntryField(
            "options",
            _("Options"),
            OptionsInput(name="optionsField"),
            [],
            _("For a choice: one in each line."),
        ),
        EntryField("is_required", "", CheckInput(_("Must be filled in"), name="requiredField"), False),
        EntryField(
            "is_on_every_ticket",
            "",
            CheckInput(_("On every ticket, not only on forms"), name="everyField"),
            True,
        ),
        EntryField(
            "types",
            _("Only for types"),
            ManyInput(forge.options("ticket_type"), name="typesField"),
            (),
            _("Nothing ticked: for all types."),
        ),
        EntryField("hint", _("Hint"), LineInput(name="hintField"), ""),
    )


def _where(row: "BookRow", choices: Names) -> str:
    if not row.values["is_on_every_ticket"]:
        return _("on forms")
    types = ", ".join(choices.name("ticket_type", each) for each in row.values["types"])
    return types or _("on every ticket")


def _one_line(text: str) -> str:
    return " ".join(text.split())
