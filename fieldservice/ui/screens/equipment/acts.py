"""What can be done with a unit: opens the dialogs, asks, starts the commands, prints the label."""

from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, cast
from uuid import UUID

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from fieldservice.domain.rules.changes import Changes
from fieldservice.ui.kit.calls import Call
from fieldservice.ui.kit.deferred import Deferred
from fieldservice.ui.kit.dialogs import Option, Question
from fieldservice.ui.kit.form_dialog import FormDialog
from fieldservice.ui.kit.registers import calls as registers
from fieldservice.ui.kit.registers.parts import RegisterParts
from fieldservice.ui.kit.registers.unit_dialogs import (
    DayReasonAsk,
    DayReasonDialog,
    MoveDialog,
    UnitDialog,
)
from fieldservice.ui.screens.equipment.labels import save_label
from fieldservice.ui.screens.equipment.life_dialogs import LendDialog, ReplaceDialog, ReturnDialog
from fieldservice.ui.screens.equipment.meter_dialogs import MeterDialog, ReadingDialog
from fieldservice.wording import _

if TYPE_CHECKING:
    from fieldservice.domain.commands.disclosures import RecordPrint, record_print
    from fieldservice.domain.queries.dictionaries import CustomerPickers
    from fieldservice.domain.queries.unit_dossier import LoanRow, UnitDossier
else:
    RecordPrint = Deferred("fieldservice.domain.commands.disclosures", "RecordPrint")
    record_print = Deferred("fieldservice.domain.commands.disclosures", "record_print")


class SiteOf:
    """The site of a unit as its form names it."""

    def __init__(self, site_id: UUID, name: str) -> None:
        self.id, self.name = site_id, name


class UnitActs(QObject):
    """Acts on the unit that is shown. `created` carries the id of a new one, `told` a sentence."""

    created = Signal(object)
    told = Signal(str)

    def __init__(self, parts: RegisterParts, page: QWidget) -> None:
        super().__init__(page)
        self._parts = parts
        self.dossier: UnitDossier | None = None
        self.pickers: CustomerPickers | None = None

    @property
    def has_unit(self) -> bool:
        return self.dossier is not None and self.pickers is not None

    @property
    def is_in_use(self) -> bool:
        return self.dossier is not None and not self.dossier.card.unit.is_retired

    def new(self) -> None:
        if self.pickers is not None:
            dialog = UnitDialog(self._parts, self._page, None, self.pickers)
            unit_id = dialog.unit_id
            if self._run(dialog):
                self.created.emit(unit_id)

    def change(self) -> None:
        if self.dossier is not None and self.pickers is not None:
            card = self.dossier.card
            site = SiteOf(self.dossier.site_id, card.site)
            self._run(UnitDialog(self._parts, self._page, site, self.pickers, card.unit))

    def move(self) -> None:
        if self.dossier is not None:
            card = self.dossier.card
            self._run(MoveDialog(self._parts, self._page, card.unit, card.customer_id))

    def replace(self) -> None:
        if self.dossier is not None:
            self._run(ReplaceDialog(self._parts, self._page, self.dossier.card))

    def lend(self) -> None:
        """Lend the unit, or record that it came back."""
        if self.dossier is None:
            return
        if self.dossier.running_loan is not None:
            self.return_loan(self.dossier.running_loan)
        else:
            self._run(LendDialog(self._parts, self._page, self.dossier.card))

    def return_loan(self, loan: "LoanRow") -> None:
        if self.dossier is not None:
            serial = self.dossier.card.unit.serial_number
            self._run(ReturnDialog(self._parts, self._page, serial, loan))

    def retire_or_return(self) -> None:
        if self.dossier is None:
            return
        unit = self.dossier.card.unit
        if unit.is_retired:
            command = registers.ReturnEquipment(unit.id, unit.version)
            self._command(self._parts.ops.command(registers.return_equipment, command))
            return

        def send(day: date, reason: str) -> Call[Changes]:
            retire = registers.RetireEquipment(unit.id, day, reason, unit.version)
            return self._parts.ops.command(registers.retire_equipment, retire)

        title = _("Take {unit} {serial} out of use").format(unit=unit.name, serial=unit.serial_number)
        ask = DayReasonAsk(
            title, _("Out of use"), _("Since"), send, reason_codes=("equipment.reason_missing",)
        )
        self._run(DayReasonDialog(self._parts, self._page, unit.id, ask))

    def add_meter(self) -> None:
        if self.dossier is not None:
            self._run(MeterDialog(self._parts, self._page, self.dossier.card.unit))

    def read_meter(self) -> None:
        """Enter a reading; a unit without a meter gets one first."""
        if self.dossier is None:
            return
        unit, meters = self.dossier.card.unit, self.dossier.meters
        self._run(
            ReadingDialog(self._parts, self._page, unit, meters)
            if meters
            else MeterDialog(self._parts, self._page, unit)
        )

    def print_label(self) -> None:
        if self.dossier is None:
            return
        parts, serial = self._parts, self.dossier.card.unit.serial_number
        suggested = Path.home() / f"{serial.replace('/', '-')}.pdf"
        filters = _("PDF document") + " (*.pdf)"
        file = parts.services.dialogs.save_file(_("Save the label as PDF"), suggested, filters)
        if file is not None:
            target = file if file.suffix else file.with_suffix(".pdf")
            ask = (self.dossier.card.unit.id, target, parts.today(), parts.wording.language)
            printed = partial(self._on_saved, RecordPrint("equipment", self.dossier.card.unit.id, serial))
            parts.ops.query(save_label, *ask).then(printed, self._on_failed)

    def more(self) -> None:
        """All that can be done with the unit, to choose from."""
        if self.dossier is None:
            return
        runs = {
            "move": self.move,
            "replace": self.replace,
            "lend": self.lend,
            "retire": self.retire_or_return,
            "read": self.read_meter,
            "label": self.print_label,
        }
        unit = self.dossier.card.unit
        chosen = self._parts.services.dialogs.choose(
            Question(f"{unit.name} {unit.serial_number}"), self._options()
        )
        if chosen in runs:
            runs[chosen]()

    def _options(self) -> list[Option]:
        label = Option("label", _("Print label"), _("with a code that a telephone reads"))
        if not self.is_in_use:
            return [Option("retire", _("Back in use")), label]
        is_lent = self.dossier is not None and self.dossier.running_loan is not None
        lend = Option("lend", _("Record return")) if is_lent else Option("lend", _("Lend"), _("on loan"))
        return [
            Option("move", _("Move"), _("to another site, also of another customer")),
            Option("replace", _("Replace"), _("another unit takes its place")),
            lend,
            Option("read", _("Enter reading")),
            label,
            Option("retire", _("Out of use"), _("it stays in the register")),
        ]

    @property
    def _page(self) -> QWidget:
        # Asked for and not kept: page and acts would hold each other beyond the window.
        return cast("QWidget", self.parent())

    def _run(self, dialog: FormDialog) -> bool:
        return self._parts.services.dialogs.run(dialog)

    def _command(self, call: Call[Changes]) -> None:
        """What no dialog shows is told by the window: undo as a toast, a refusal as a dialog."""
        call.failed.connect(self._on_failed)

    def _on_saved(self, printed: "RecordPrint", file: Path) -> None:
        self._command(self._parts.ops.command(record_print, printed))
        self.told.emit(_("Saved and opened: {file}").format(file=file))
        self._parts.services.dialogs.show_file(file)

    def _on_failed(self, error: Exception) -> None:
        self._parts.services.errors.show(error)
