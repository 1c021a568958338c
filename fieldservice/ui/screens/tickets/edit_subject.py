"""Unit, site and contract of a ticket in its form, and in one sentence what another choice would mean."""

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any
from uuid import UUID

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget

from fieldservice.ui.kit.announcements import announce
from fieldservice.ui.kit.calls import Call, Latest
from fieldservice.ui.kit.choice import Choice
from fieldservice.ui.kit.colours import Tone
from fieldservice.ui.kit.combo import Picker
from fieldservice.ui.kit.drafts import DraftKeeper
from fieldservice.ui.kit.fields import TextField
from fieldservice.ui.kit.forms import Form
from fieldservice.ui.kit.labels import Look, label, set_tone
from fieldservice.ui.kit.suggestions import Suggestion
from fieldservice.ui.screens.tickets import calls
from fieldservice.ui.screens.tickets.parts import TicketsParts
from fieldservice.wording import _

if TYPE_CHECKING:
    from fieldservice.domain.queries.intake_units import UnitChoice
    from fieldservice.domain.queries.ticket_detail import TicketDetail
    from fieldservice.domain.queries.ticket_edit import ChangePreview, EditForm

_PAUSE_MS = 150
Place = tuple[UUID | None, UUID | None]


class EditSubject:
    """`value` of the picker is unit and site; a whole site has no unit."""

    def __init__(self, parts: TicketsParts, ticket: "TicketDetail", form: "EditForm", owner: QWidget) -> None:
        self._parts, self._ticket, self._owner = parts, ticket, owner
        self._customer_id = form.values["customer_id"]
        self._first: Place = (form.values["equipment_id"], form.values["site_id"])
        self._contract_id = form.values["contract_id"]
        self._others: Callable[[], Mapping[str, Any]] = dict
        self._judged: Latest[ChangePreview] = Latest()
        self.unit = Picker(self._ask_units, name="editUnit", placeholder=_("serial number, model or site"))
        first = form.unit
        at = self._first
        if first is not None:
            self.unit.set_item(Suggestion(at, _unit_words(first), first.site))
        elif at[1] is not None:
            self.unit.set_item(Suggestion(at, form.site))
        self.contract = Choice([(self._contract_id, ticket.contract_number or "–")], name="editContract")  # noqa: RUF001
        self.because = TextField(name="editOverride")
        self.told = label("", Look.SMALL, wraps=True)
        self.told.setObjectName("editJudged")
        self._pause = QTimer(owner, interval=_PAUSE_MS, singleShot=True)
        self._pause.timeout.connect(self.look)
        self._wanted: UUID | None = None
        self.unit.picked.connect(self.look_soon)
        self.unit.cleared.connect(self.look_soon)
        self.contract.edited.connect(self._on_contract_chosen)

    def place(self, form: Form) -> None:
        form.add(_("Unit or site"), self.unit)
        form.add(_("Contract"), self.contract)
        form.add(_("Served all the same, because"), self.because)
        form.add_wide(self.told)
        form.show_row(self.contract, visible=False)
        form.show_row(self.because, visible=False)
        self.told.hide()
        self._form = form

    def asked_about(self, others: Callable[[], Mapping[str, Any]]) -> None:
        """What else of the form the verdict asks about; told by whoever holds those fields."""
        self._others = others

    def keep(self, keeper: DraftKeeper) -> None:
        keeper.register_value("place", self._place_text, self._set_place)
        keeper.register("override", self.because)
        keeper.register_value("contract", self._contract_text, self._set_contract)
        self.contract.edited.connect(keeper.touch)
        self.unit.picked.connect(keeper.touch)
        self.unit.cleared.connect(keeper.touch)

    def values(self) -> dict[str, Any]:
        """Under the names of the columns; without a choice the ticket keeps its place."""
        unit_id, site_id = self.unit.value or self._first
        return {"equipment_id": unit_id, "site_id": site_id, "contract_id": self._wanted or self._contract_id}

    def titles(self) -> dict[str, str]:
        unit, contract = self.unit.accessibleName(), self.contract.accessibleName()
        return {"equipment_id": unit, "site_id": unit, "contract_id": contract}

    def words_of(self, name: str, value: Any) -> str:
        """What is chosen here by its words; another by none, for it stands on the ticket behind the form."""
        if name == "contract_id":
            return next((words for each, words in self._contracts() if each == value), "")
        return self.unit.text() if value == self.values()[name] else _("another choice")

    def write(self, name: str, value: Any) -> None:
        if name == "contract_id":
            self._wanted = value
            self.look_soon()
            return
        unit_id, site_id = self.values()["equipment_id"], self.values()["site_id"]
        at = (value, site_id) if name == "equipment_id" else (unit_id, value)
        self.unit.set_item(Suggestion(at, _("another choice")))

    def ask_reason(self) -> None:
        """It is not covered: say why it is served all the same."""
        self._form.show_row(self.because, visible=True)
        self.because.setFocus()

    def look_soon(self) -> None:
        self._pause.start()

    def look(self) -> None:
        """Ask how the ticket would be judged with what stands here now."""
        values = {**self._others(), **self._changed()}
        call = self._parts.ops.query(
            calls.preview_change, self._ticket.id, values, str(self._parts.wording.zone)
        )
        self._judged.ask(call).then(self._on_judged, self._parts.services.errors.show)

    def cancel(self) -> None:
        self._pause.stop()
        self._judged.cancel()

    def _changed(self) -> dict[str, Any]:
        at = dict(zip(("equipment_id", "site_id"), self._first, strict=True)) | {
            "contract_id": self._contract_id
        }
        return {name: value for name, value in self.values().items() if value != at[name]}

    def _on_judged(self, preview: "ChangePreview") -> None:
        self._offer(preview)
        is_asked = bool(self._changed() or self._others())
        verdict = preview.verdict
        words = _("Put right like this: {verdict}").format(verdict=self._parts.wording.reason(verdict.reason))
        if verdict.is_ok and preview.contract_id != self._contract_id:
            words += " " + _("The ticket counts on another contract then; SLA and deadlines follow.")
        words += " " + _("The verdict of the day it came in stays with it.")
        self.told.setText(words)
        set_tone(self.told, Tone.GOOD if verdict.is_ok else Tone.STOP)
        self.told.setVisible(is_asked)
        self._form.show_row(self.because, visible=is_asked and not verdict.is_ok)
        if is_asked:
            announce(self._owner, words)

    def _offer(self, preview: "ChangePreview") -> None:
        """The contracts that cover it; one alone is no choice."""
        offered = dict(preview.contracts)
        if self._wanted not in offered:
            self._wanted = None
        is_asked = bool(self._changed() or self._others())
        shown = self._wanted or (preview.contract_id if is_asked else self._contract_id)
        if shown is not None and shown not in offered and shown == self._contract_id:
            offered[shown] = self._ticket.contract_number
        self.contract.blockSignals(True)
        self.contract.set_options([*offered.items()] or self._contracts()[:1])
        self.contract.set_value(shown)
        self.contract.blockSignals(False)
        self._form.show_row(self.contract, visible=len(offered) > 1)

    def _on_contract_chosen(self) -> None:
        self._wanted = self.contract.value
        self.look_soon()

    def _contracts(self) -> list[tuple[Any, str]]:
        return [(value, self.contract.itemText(at)) for at, value in enumerate(self.contract.values)]

    def _ask_units(self, typed: str) -> Call[Sequence[Suggestion]]:
        return self._parts.ops.query(offer_places, typed, self._customer_id)

    def _contract_text(self) -> str:
        return "" if self._wanted is None else str(self._wanted)

    def _set_contract(self, kept: str) -> None:
        self._wanted = UUID(kept) if kept else None

    def _place_text(self) -> str:
        at = self.unit.value or self._first
        return "|".join("" if each is None else str(each) for each in (*at, self.unit.text()))

    def _set_place(self, kept: str) -> None:
        unit, site, words = kept.split("|", 2)
        at = (UUID(unit) if unit else None, UUID(site) if site else None)
        self.unit.set_item(Suggestion(at, words) if words else None)


def offer_places(session: Any, typed: str, customer_id: UUID | None) -> list[Suggestion]:
    """Runs on a reader: the customer's units, then its sites as wholes."""
    return [
        Suggestion((unit.id, unit.site_id), _unit_words(unit), unit.site if unit.id else "")
        for unit in calls.units_for(session, typed, customer_id)
        if unit.customer_id == customer_id
    ]


def optional(options: Sequence[tuple[Any, str]]) -> list[tuple[Any, str]]:
    return [(None, "–"), *options]  # noqa: RUF001 - a dash for no choice


def with_current(rows: Sequence[Any], current: UUID | None, name: str) -> list[tuple[Any, str]]:
    """What is offered, and what stands on the ticket although it is offered no more."""
    offered = [(row.id, row.name) for row in rows]
    if current is not None and all(known != current for known, _words in offered):
        offered.insert(0, (current, name))
    return offered


def _unit_words(unit: "UnitChoice") -> str:
    return f"{unit.serial_number} {unit.name}".strip() if unit.id is not None else unit.site
