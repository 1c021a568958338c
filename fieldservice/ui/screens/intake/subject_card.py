"""The second card: which unit and what work, and the verdict as four lights and one sentence, live."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from PySide6.QtCore import Signal

from fieldservice.domain.rules.verdict_values import Verdict
from fieldservice.ui.kit.calls import Call
from fieldservice.ui.kit.cards import Card
from fieldservice.ui.kit.combo import Picker
from fieldservice.ui.kit.forms import Form
from fieldservice.ui.kit.lights import Lights
from fieldservice.ui.kit.suggestions import Suggestion
from fieldservice.ui.kit.verdict_words import lights_of, sentence_of, strong_parts_of, waiting_lights
from fieldservice.ui.screens.intake.asks import offer_units, offer_works
from fieldservice.ui.screens.intake.parts import IntakeParts
from fieldservice.ui.screens.intake.steps_row import StepsRow
from fieldservice.ui.screens.intake.words import unit_offer
from fieldservice.wording import _

if TYPE_CHECKING:
    from fieldservice.domain.queries.intake_units import UnitChoice


@dataclass(frozen=True, slots=True)
class Subject:
    """What the call is about. `serial_number` is what was typed when no unit has it."""

    unit_id: UUID | None = None
    site_id: UUID | None = None
    serial_number: str = ""
    work_kind_id: UUID | None = None


class SubjectCard(Card):
    """`step_requested` carries the `NextStep` somebody wants to take, `unit_chosen` the `UnitChoice`."""

    unit_chosen = Signal(object)
    changed = Signal()
    went_on = Signal()
    step_requested = Signal(object)

    def __init__(self, parts: IntakeParts, customer_id: Callable[[], UUID | None]) -> None:
        super().__init__(_("2 · What it is about"), name="subjectCard")
        self._parts = parts
        self._customer_id = customer_id
        self._unknown_serial = ""
        self.unit = Picker(
            self._ask_units,
            name="unitPicker",
            placeholder=_("Serial number, model or place"),
            no_match=_("No unit is found by this. Enter keeps it as the serial number."),
        )
        self.work = Picker(self._ask_works, name="workPicker", placeholder=_("What is to be done"))
        self.form = Form()
        self.form.add(_("Unit"), self.unit)
        self.form.add(_("Work"), self.work)
        self.add(self.form)
        self.lights = Lights(waiting_lights(parts.wording), name="verdictLights")
        self.steps = StepsRow()
        section = self.add_section()
        section.addWidget(self.lights)
        section.addWidget(self.steps)
        self.steps.step_requested.connect(self.step_requested)
        self._connect()

    def subject(self) -> Subject:
        unit: UnitChoice | None = self.unit.value
        return Subject(
            unit_id=unit.id if unit else None,
            site_id=unit.site_id if unit and unit.id is None else None,
            serial_number="" if unit else self._unknown_serial,
            work_kind_id=self.work.value,
        )

    def show_unit(self, unit: "UnitChoice | None") -> None:
        self._unknown_serial = ""
        self.unit.set_item(unit_offer(unit, self._customer_id()) if unit else None)

    def show_work(self, work: Suggestion | None) -> None:
        self.work.set_item(work)

    def show_verdict(self, verdict: Verdict, *, may_override: bool, is_overridden: bool) -> None:
        words = self._parts.wording
        self.lights.show_verdict(
            lights_of(verdict, words),
            sentence_of(verdict, words),
            strong_parts=strong_parts_of(verdict.reason, words),
        )
        self.steps.show_steps(verdict, may_override=may_override, is_overridden=is_overridden)

    def clear_verdict(self) -> None:
        self.lights.clear()
        self.steps.clear()

    def clear(self) -> None:
        self._unknown_serial = ""
        self.unit.set_item(None)
        self.work.set_item(None)
        self.clear_verdict()

    def _connect(self) -> None:
        self.unit.picked.connect(self._on_unit_picked)
        self.unit.cleared.connect(self.changed)
        self.unit.left_as_typed.connect(self._on_unit_unknown)
        self.unit.textEdited.connect(self._on_unit_edited)
        self.unit.editingFinished.connect(self._on_unit_left)
        self.work.picked.connect(self._on_work_picked)
        self.work.cleared.connect(self.changed)

    def _ask_units(self, typed: str) -> Call[Sequence[Suggestion]]:
        return self._parts.ops.query(offer_units, typed, self._customer_id())

    def _ask_works(self, typed: str) -> Call[Sequence[Suggestion]]:
        return self._parts.ops.query(offer_works, typed, self._parts.wording)

    def _on_unit_picked(self, item: Suggestion) -> None:
        self.show_unit(item.value)
        self.unit_chosen.emit(item.value)
        self.changed.emit()
        self.went_on.emit()

    def _on_unit_edited(self) -> None:
        self._unknown_serial = ""

    def _on_unit_left(self) -> None:
        """What was typed and found no unit is a serial number that nobody knows."""
        typed = "" if self.unit.item else self.unit.text().strip()
        if typed != self._unknown_serial:
            self._unknown_serial = typed
            self.changed.emit()

    def _on_unit_unknown(self) -> None:
        self._on_unit_left()
        self.went_on.emit()

    def _on_work_picked(self) -> None:
        self.changed.emit()
        self.went_on.emit()
