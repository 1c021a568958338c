"""The dialogs about meters: a new one, and what one showed."""

from collections.abc import Mapping, Sequence
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING
from uuid import UUID

from PySide6.QtWidgets import QWidget

from fieldservice.domain.rules.changes import Changes
from fieldservice.ui.kit.calls import Call
from fieldservice.ui.kit.choice import Choice
from fieldservice.ui.kit.day_field import DayField
from fieldservice.ui.kit.fields import TextField
from fieldservice.ui.kit.form_dialog import FieldProblemError, FormDialog
from fieldservice.ui.kit.registers import calls as registers
from fieldservice.ui.kit.registers.parts import RegisterParts
from fieldservice.ui.screens.equipment import calls
from fieldservice.wording import _

if TYPE_CHECKING:
    from fieldservice.domain.queries.equipment import UnitRow
    from fieldservice.domain.queries.unit_dossier import MeterRow


class MeterDialog(FormDialog):
    """What the meter counts, and in what."""

    def __init__(self, parts: RegisterParts, parent: QWidget, unit: "UnitRow") -> None:
        title = _("New meter on {serial}").format(serial=unit.serial_number)
        super().__init__(parts, parent, title, name="meterDialog", subject=unit.id)
        self._unit_id, self._meter_id = unit.id, registers.new_form_id()
        self._name = TextField(name="meterName", placeholder=_("hours run, prints, gas"))
        self._unit = TextField(name="meterUnit", placeholder=_("h, km, m³"))
        self.form.add(_("Counts"), self._name)
        self.form.add(_("Unit of measure"), self._unit)
        self.keep("name", self._name)
        self.keep("unit", self._unit)
        self._name.setFocus()

    def send(self) -> Call[Changes]:
        command = calls.AddMeter(self._meter_id, self._unit_id, self._name.text(), self._unit.text())
        return self.parts.ops.command(calls.add_meter, command)

    def field_of(self) -> Mapping[str, QWidget]:
        return {"meter.name_missing": self._name, "meter.known_already": self._name}


class ReadingDialog(FormDialog):
    """Which meter, on which day, what it showed; the last reading stands beside it."""

    def __init__(
        self, parts: RegisterParts, parent: QWidget, unit: "UnitRow", meters: "Sequence[MeterRow]"
    ) -> None:
        title = _("Reading of {serial}").format(serial=unit.serial_number)
        super().__init__(parts, parent, title, name="readingDialog", subject=unit.id)
        self._meters = {meter.id: meter for meter in meters}
        self._reading_id: UUID = registers.new_form_id()
        self._meter = Choice([(meter.id, meter.name) for meter in meters], name="readingMeter")
        self._value = TextField(name="readingValue", strong=True)
        self._day = DayField(
            name="readingDay", language=parts.wording.language, today=parts.today, day=parts.today()
        )
        self._note = TextField(name="readingNote")
        rows = (
            ("meter", _("Meter"), self._meter),
            ("value", _("Shows"), self._value),
            ("day", _("Read on"), self._day),
            ("note", _("Note"), self._note),
        )
        for key, words, field in rows:
            self.form.add(words, field)
            self.keep(key, field)
        self._meter.edited.connect(self._on_meter_chosen)
        self._on_meter_chosen()
        self._value.setFocus()

    def send(self) -> Call[Changes]:
        self.require(self._day)
        day = self._day.day or self.parts.today()
        command = calls.RecordReading(
            self._reading_id, self._meter.value, day, self._number(), self._note.text()
        )
        return self.parts.ops.command(calls.record_reading, command)

    def field_of(self) -> Mapping[str, QWidget]:
        return {
            "reading.in_future": self._day,
            "reading.negative": self._value,
            "reading.runs_backwards": self._value,
        }

    def _number(self) -> Decimal:
        text = self._value.text().replace(" ", "").replace("\N{NO-BREAK SPACE}", "").replace(",", ".")
        try:
            return Decimal(text)
        except InvalidOperation as error:
            raise FieldProblemError(self._value, _("Enter the number that the meter shows.")) from error

    def _on_meter_chosen(self) -> None:
        meter = self._meters.get(self._meter.value)
        if meter is None:
            return
        self._value.set_hint(meter.unit)
        last = next(iter(meter.readings), None)
        if last is not None:
            wording = self.parts.wording
            shown = wording.number(last.value.normalize())
            words = _("Last reading: {value} on {day}.").format(value=shown, day=wording.day(last.read_on))
            self.hint(words)
