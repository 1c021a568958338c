"""The dialogs about what happens to a unit: replaced by another, lent, returned."""

from collections.abc import Mapping
from typing import TYPE_CHECKING
from uuid import UUID

from PySide6.QtWidgets import QWidget

from fieldservice.domain.rules.changes import Changes
from fieldservice.ui.kit.calls import Call
from fieldservice.ui.kit.checks import CheckBox
from fieldservice.ui.kit.day_field import DayField
from fieldservice.ui.kit.fields import TextArea, TextField
from fieldservice.ui.kit.form_dialog import FieldProblemError, FormDialog
from fieldservice.ui.kit.registers import calls as registers
from fieldservice.ui.kit.registers.parts import RegisterParts
from fieldservice.ui.kit.registers.pickers import site_picker, unit_picker
from fieldservice.ui.screens.equipment import calls
from fieldservice.wording import _

if TYPE_CHECKING:
    from fieldservice.domain.queries.equipment import UnitCard
    from fieldservice.domain.queries.unit_dossier import LoanRow


class ReplaceDialog(FormDialog):
    """Another unit takes the place: a new one by its serial number, or one out of the store."""

    parts: RegisterParts

    def __init__(self, parts: RegisterParts, parent: QWidget, card: "UnitCard") -> None:
        unit = card.unit
        title = _("Replace {unit} {serial}").format(unit=unit.name, serial=unit.serial_number)
        super().__init__(parts, parent, title, name="replaceDialog", subject=unit.id)
        self.go_on.setText(_("Replace"))
        self._card = card
        self._replacement_id: UUID = registers.new_form_id()
        self._new_id: UUID = registers.new_form_id()
        self._add_new_unit()
        self._day = _day_field(parts, "replaceDay")
        self._reason = TextArea(name="replaceReason", lines=2)
        self._keeps_old = CheckBox(_("the old one goes to the store"), name="keepsOld")
        self.form.add(_("Since"), self._day)
        self.form.add(_("Reason"), self._reason)
        self.form.add("", self._keeps_old)
        self.keep("day", self._day)
        self.keep("reason", self._reason)
        self.hint(_("Contracts that name the old unit, its plans and its parts go over to the new one."))
        self._serial.setFocus()

    def send(self) -> Call[Changes]:
        self.require(self._day)
        self.require(self._warranty)
        known = self._known.value
        if known is None and not self._serial.text().strip():
            raise FieldProblemError(self._serial, _("Enter the new serial number, or choose a known unit."))
        command = calls.ReplaceEquipment(
            self._replacement_id,
            self._card.unit.id,
            known or self._new_id,
            self._day.day or self.parts.today(),
            self._reason.text(),
            None if known else self._data(),
            self._keeps_old.isChecked(),
            self._card.unit.version,
        )
        return self.parts.ops.command(calls.replace_equipment, command)

    def field_of(self) -> Mapping[str, QWidget]:
        return {
            "equipment.serial_missing": self._serial,
            "equipment.replaced_by_itself": self._known,
            "equipment.product_missing": self._product,
            "equipment.move_in_future": self._day,
            "equipment.moved_later": self._day,
            "equipment.reason_missing": self._reason,
        }

    def _add_new_unit(self) -> None:
        unit = self._card.unit
        self._serial = TextField(name="replaceSerial")
        self._product = TextField(name="replaceProduct")
        self._product.setText(unit.product)
        self._warranty = DayField(
            name="replaceWarranty", language=self.parts.wording.language, today=self.parts.today
        )
        self._known = unit_picker(self.parts, name="replaceKnown", but=unit.id)
        for key, words, field in (
            ("serial", _("New serial number"), self._serial),
            ("product", _("Model"), self._product),
            ("warranty", _("Warranty until"), self._warranty),
        ):
            self.form.add(words, field)
            self.keep(key, field)
        self.form.add(_("or a known unit"), self._known)

    def _data(self) -> "registers.UnitData":
        return registers.UnitData(
            self._card.unit.category,
            self._product.text(),
            self._serial.text(),
            warranty_until=self._warranty.day,
        )


class LendDialog(FormDialog):
    """Where to, since when, until when it is wanted back, and which unit it stands in for."""

    parts: RegisterParts

    def __init__(self, parts: RegisterParts, parent: QWidget, card: "UnitCard") -> None:
        unit = card.unit
        title = _("Lend {unit} {serial}").format(unit=unit.name, serial=unit.serial_number)
        super().__init__(parts, parent, title, name="lendDialog", subject=unit.id)
        self.go_on.setText(_("Lend"))
        self._unit_id, self._loan_id = unit.id, registers.new_form_id()
        self._site = site_picker(parts, name="lendSite", but=unit.site_id)
        self._day = _day_field(parts, "lendDay")
        self._due = DayField(name="lendDue", language=parts.wording.language, today=parts.today)
        self._stands_for = unit_picker(parts, name="lendStandsFor", but=unit.id)
        self._reason = TextArea(name="lendReason", lines=2)
        for words, field in (
            (_("To"), self._site),
            (_("Since"), self._day),
            (_("Expected back"), self._due),
            (_("Stands in for"), self._stands_for),
            (_("Reason"), self._reason),
        ):
            self.form.add(words, field)
        for key, kept in (("day", self._day), ("due", self._due), ("reason", self._reason)):
            self.keep(key, kept)
        self._site.setFocus()

    def send(self) -> Call[Changes]:
        self.require(self._day)
        self.require(self._due)
        if self._site.value is None:
            raise FieldProblemError(self._site, _("Choose the site that gets it."))
        day = self._day.day or self.parts.today()
        command = calls.LendEquipment(
            self._loan_id,
            self._unit_id,
            self._site.value,
            day,
            self._reason.text(),
            self._due.day,
            self._stands_for.value,
        )
        return self.parts.ops.command(calls.lend_equipment, command)

    def field_of(self) -> Mapping[str, QWidget]:
        return {
            "equipment.already_there": self._site,
            "loan.due_before_lent": self._due,
            "equipment.move_in_future": self._day,
            "equipment.moved_later": self._day,
            "equipment.reason_missing": self._reason,
        }


class ReturnDialog(FormDialog):
    """The day on which a lent unit came back."""

    def __init__(self, parts: RegisterParts, parent: QWidget, serial: str, loan: "LoanRow") -> None:
        title = _("Return of {serial} from {site}").format(serial=serial, site=loan.site)
        super().__init__(parts, parent, title, name="returnDialog", subject=loan.id)
        self.go_on.setText(_("Record return"))
        self._loan = loan
        self._day = _day_field(parts, "returnDay")
        self.form.add(_("Came back on"), self._day)
        self.keep("day", self._day)
        self.hint(_("It goes back to {site} and is stored there.").format(site=loan.home))
        self._day.setFocus()

    def send(self) -> Call[Changes]:
        self.require(self._day)
        command = calls.ReturnLoan(self._loan.id, self._day.day or self.parts.today(), self._loan.version)
        return self.parts.ops.command(calls.return_loan, command)

    def field_of(self) -> Mapping[str, QWidget]:
        codes = ("loan.returned_before_lent", "equipment.moved_later", "equipment.move_in_future")
        return dict.fromkeys(codes, self._day)


def _day_field(parts: RegisterParts, name: str) -> DayField:
    return DayField(name=name, language=parts.wording.language, today=parts.today, day=parts.today())
