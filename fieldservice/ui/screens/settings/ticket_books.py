"""The dictionaries of tickets: kinds, types, purposes, services, states, queues, reasons of blocks, works."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from fieldservice.domain.rules.coverage_facts import WorkMode
from fieldservice.domain.rules.priority import GRADES
from fieldservice.domain.rules.state_looks import StateShape, StateTone
from fieldservice.domain.rules.ticket_states import TicketStateType
from fieldservice.domain.rules.typed_hours import write_minutes
from fieldservice.ui.kit.cells import CellLook
from fieldservice.ui.kit.colours import Tone
from fieldservice.ui.kit.state_shapes import state_shape
from fieldservice.ui.screens.settings.books import (
    BookColumn,
    BookSpec,
    EntryField,
    Forge,
    Names,
    muted_column,
    text_column,
    yes,
)
from fieldservice.ui.screens.settings.customer_input import CustomerInput
from fieldservice.ui.screens.settings.inputs import CheckInput, ChoiceInput, ManyInput, MinutesInput
from fieldservice.ui.screens.settings.parts import SettingsParts
from fieldservice.wording import _

if TYPE_CHECKING:
    from fieldservice.domain.queries.settings import BookRow

WAITING = (TicketStateType.PENDING_REMINDER, TicketStateType.PENDING_AUTO)
USUAL_HOUR = 60


def kinds() -> BookSpec:
    return BookSpec(
        table="kind",
        title=_("Kinds"),
        explains=_("What a ticket is about. A kind may decide type, queue and how urgent it begins."),
        add_words=_("Add a kind"),
        change_words=_("Change the kind"),
        empty=_("No kind yet. Kinds are what a caller's trouble is called in your company."),
        fields=_kind_fields,
        columns=_kind_columns,
    )


def types() -> BookSpec:
    return BookSpec(
        table="ticket_type",
        title=_("Types"),
        explains=_("How a ticket is handled: its purpose, its queue, who may work on it."),
        add_words=_("Add a type"),
        change_words=_("Change the type"),
        empty=_("No type yet. Add incident, service request or what you call them."),
        fields=lambda forge: (
            EntryField(
                "requires_purpose",
                "",
                CheckInput(_("A purpose must be named"), name="requiresPurposeField"),
                start=False,
            ),
            EntryField("queue_id", _("Queue"), forge.pick("queue_id", "queue", _("as usual"))),
            EntryField(
                "teams",
                _("Only for teams"),
                ManyInput(forge.options("team"), name="teamsField"),
                start=(),
                hint=_("Nothing ticked: for everybody."),
            ),
        ),
        columns=lambda _parts, choices: (
            text_column("purpose", _("Purpose demanded"), lambda row: yes(row.values["requires_purpose"])),
            muted_column("queue", _("Queue"), lambda row: choices.name("queue", row.values["queue_id"])),
            muted_column("teams", _("Teams"), lambda row: _names(choices, "team", row, "teams")),
        ),
    )


def purposes() -> BookSpec:
    return BookSpec(
        table="purpose",
        title=_("Purposes"),
        explains=_("Why the customer used you; counted in the figures."),
        add_words=_("Add a purpose"),
        change_words=_("Change the purpose"),
        empty=_("No purpose yet. Add question, product fault, warranty or what you count by."),
    )


def services() -> BookSpec:
    return BookSpec(
        table="service",
        title=_("Services"),
        explains=_("What customers can order from you. A service may decide type and queue."),
        add_words=_("Add a service"),
        change_words=_("Change the service"),
        empty=_("No service yet. Add what customers can order from you."),
        fields=lambda forge: (
            EntryField(
                "ticket_type_id", _("Type"), forge.pick("ticket_type_id", "ticket_type", _("as usual"))
            ),
            EntryField("queue_id", _("Queue"), forge.pick("queue_id", "queue", _("as usual"))),
        ),
        columns=lambda _parts, choices: (
            muted_column(
                "type", _("Type"), lambda row: choices.name("ticket_type", row.values["ticket_type_id"])
            ),
            muted_column("queue", _("Queue"), lambda row: choices.name("queue", row.values["queue_id"])),
        ),
    )


def works() -> BookSpec:
    return BookSpec(
        table="work_kind",
        title=_("Kinds of work"),
        explains=_("What technicians do; contracts include or leave out each of them."),
        add_words=_("Add a kind of work"),
        change_words=_("Change the kind of work"),
        empty=_("No kind of work yet. Add repair, inspection or what your technicians do."),
        fields=lambda forge: (
            EntryField(
                "mode",
                _("Where"),
                ChoiceInput([(mode, forge.parts.wording.word(mode)) for mode in WorkMode], name="modeField"),
                start=WorkMode.ON_SITE,
            ),
            EntryField(
                "is_repair",
                "",
                CheckInput(_("A repair: the maker's warranty covers it"), name="isRepairField"),
                start=False,
            ),
            EntryField("default_minutes", _("Usual duration"), MinutesInput(name="minutesField"), USUAL_HOUR),
        ),
        columns=lambda parts, _choices: (
            text_column("mode", _("Where"), lambda row: parts.wording.word(row.values["mode"])),
            text_column("repair", _("Repair"), lambda row: yes(row.values["is_repair"]), 80),
            text_column(
                "minutes", _("Usual duration"), lambda row: write_minutes(row.values["default_minutes"])
            ),
        ),
    )


def block_reasons() -> BookSpec:
    return BookSpec(
        table="block_reason",
        title=_("Reasons of blocks"),
        explains=_("Why a customer is not served for a while."),
        add_words=_("Add a reason"),
        change_words=_("Change the reason"),
        empty=_("No reason yet. Add unpaid invoices or why else you stop serving."),
    )


def states() -> BookSpec:
    return BookSpec(
        table="ticket_state",
        title=_("States"),
        explains=_("Your own names; how a ticket behaves hangs on the type of its state, which stays."),
        add_words=_("Add a state"),
        change_words=_("Change the state"),
        empty=_("No state yet."),
        fields=lambda forge: _state_fields(forge, tuple(TicketStateType)),
        columns=_state_columns,
    )


def wait_reasons() -> BookSpec:
    return BookSpec(
        table="ticket_state",
        title=_("Reasons for waiting"),
        explains=_("States in which a ticket waits and its clock stands still: for whom, or for what."),
        add_words=_("Add a reason for waiting"),
        change_words=_("Change the reason for waiting"),
        empty=_("No reason yet. Add waiting for the customer, for parts or for a supplier."),
        fields=lambda forge: _state_fields(forge, WAITING),
        columns=_state_columns,
        shows=lambda row: row.values["state_type"] in WAITING,
    )


def queues() -> BookSpec:
    return BookSpec(
        table="queue",
        title=_("Queues"),
        explains=_("Where tickets wait for a team, and who gets them when nobody else was named."),
        add_words=_("Add a queue"),
        change_words=_("Change the queue"),
        empty=_("No queue yet. A queue is where tickets wait for a team."),
        fields=lambda forge: (
            EntryField("team_id", _("Team"), forge.pick("team_id", "team", _("nobody in particular"))),
            EntryField(
                "owner_id", _("Goes to"), forge.pick("owner_id", "user_account", _("nobody in particular"))
            ),
        ),
        columns=lambda _parts, choices: (
            text_column("team", _("Team"), lambda row: choices.name("team", row.values["team_id"])),
            text_column(
                "owner", _("Goes to"), lambda row: choices.name("user_account", row.values["owner_id"])
            ),
        ),
    )


def grade_options(nothing: str) -> list[tuple[int | None, str]]:
    return [(None, nothing), *((grade, str(grade)) for grade in GRADES)]


def _kind_fields(forge: Forge) -> Sequence[EntryField]:
    row = forge.row
    names = {row.values["customer_id"]: row.customer} if row and row.values["customer_id"] else {}
    customer = CustomerInput(forge.parts, names, name="customerField", placeholder=_("all customers"))
    usual = _("as usual")
    return (
        EntryField("customer_id", _("Only for customer"), customer),
        EntryField("ticket_type_id", _("Type"), forge.pick("ticket_type_id", "ticket_type", usual)),
        EntryField("queue_id", _("Queue"), forge.pick("queue_id", "queue", _("as usual"))),
        EntryField("impact", _("Impact"), ChoiceInput(grade_options(usual), name="impactField")),
        EntryField("urgency", _("Urgency"), ChoiceInput(grade_options(usual), name="urgencyField")),
    )


def _kind_columns(_parts: SettingsParts, choices: Names) -> Sequence[BookColumn]:
    return (
        muted_column("customer", _("Only for customer"), lambda row: row.customer),
        muted_column(
            "type", _("Type"), lambda row: choices.name("ticket_type", row.values["ticket_type_id"])
        ),
        muted_column("queue", _("Queue"), lambda row: choices.name("queue", row.values["queue_id"])),
    )


def _state_fields(forge: Forge, types: Sequence[TicketStateType]) -> Sequence[EntryField]:
    wording, row = forge.parts.wording, forge.row
    offered = [each for each in types if each is not TicketStateType.MERGED]
    if row is not None and row.values["state_type"] not in offered:
        offered = [row.values["state_type"]]
    as_type = _("as its type")
    tones = [(None, as_type), *((tone.value, wording.word(tone)) for tone in StateTone)]
    shapes = [(None, as_type), *((shape.value, wording.word(shape)) for shape in StateShape)]
    return (
        EntryField(
            "state_type",
            _("Behaves as"),
            ChoiceInput([(each, wording.word(each)) for each in offered], name="stateTypeField"),
            start=usual if (usual := TicketStateType.IN_PROGRESS) in offered else offered[0],
        ),
        EntryField(
            "ticket_type_id",
            _("Only for type"),
            forge.pick("ticket_type_id", "ticket_type", _("all types")),
        ),
        EntryField("tone", _("Colour"), ChoiceInput(tones, name="toneField")),
        EntryField("shape", _("Shape"), ChoiceInput(shapes, name="shapeField")),
    )


def _state_columns(parts: SettingsParts, choices: Names) -> Sequence[BookColumn]:
    return (
        BookColumn(
            key="look",
            title=_("Looks like"),
            text=lambda row: row.name,
            look=CellLook.CHIP,
            tone=lambda row: Tone(row.values["tone"]) if row.values["tone"] else Tone.NEUTRAL,
            shape=lambda row: state_shape(row.values["shape"] or ""),
            width=150,
            stretch=2,
        ),
        text_column("type", _("Behaves as"), lambda row: parts.wording.word(row.values["state_type"])),
        muted_column(
            "only", _("Only for type"), lambda row: choices.name("ticket_type", row.values["ticket_type_id"])
        ),
    )


def _names(choices: Names, table: str, row: "BookRow", name: str) -> str:
    return ", ".join(choices.name(table, each) for each in row.values[name])
