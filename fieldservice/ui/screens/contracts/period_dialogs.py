"""The small dialogs of a contract: its number and note, the days of a period, whose a new one is."""

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any
from uuid import UUID

from PySide6.QtWidgets import QWidget

from fieldservice.domain.rules.changes import Changes
from fieldservice.ui.kit.calls import Call
from fieldservice.ui.kit.day_field import DayField
from fieldservice.ui.kit.dialog_windows import KitDialog
from fieldservice.ui.kit.fields import TextArea, TextField
from fieldservice.ui.kit.form_dialog import FormDialog
from fieldservice.ui.kit.forms import Form
from fieldservice.ui.kit.record_dialog import RecordDialog
from fieldservice.ui.kit.registers.parts import RegisterParts
from fieldservice.ui.kit.registers.pickers import customer_picker
from fieldservice.ui.screens.contracts import calls
from fieldservice.wording import _

if TYPE_CHECKING:
    from fieldservice.domain.commands.contract_changes import PeriodData
    from fieldservice.domain.queries.contracts import ContractRow, TermsRow


class ContractHeadDialog(FormDialog):
    """Number and note of a contract."""

    def __init__(self, parts: RegisterParts, parent: QWidget, contract: "ContractRow") -> None:
        title = _("Change contract {number}").format(number=contract.number)
        subject = contract.id
        super().__init__(parts, parent, title, name="contractHeadDialog", subject=subject)
        self._contract = contract
        self._seen = calls.ContractHead(contract.number, contract.note)
        self._number = TextField(name="headNumber")
        self._number.setText(contract.number)
        self._note = TextArea(name="headNote", lines=3)
        self._note.set_text(contract.note)
        self.form.add(_("Number"), self._number)
        self.form.add(_("Note"), self._note)
        self.keep("number", self._number)
        self.keep("note", self._note)
        self._number.setFocus()

    def send(self) -> Call[Changes]:
        contract = self._contract
        command = calls.ChangeContract(
            contract.id, contract.version, self._number.text(), self._note.text(), self._seen
        )
        return self.parts.ops.command(calls.change_contract, command)

    def field_of(self) -> Mapping[str, QWidget]:
        return {"contract.number_missing": self._number, "contract.number_taken": self._number}

    def field_titles(self) -> Mapping[str, str]:
        return {"number": _("Number"), "note": _("Note")}

    def overrule(self, name: str, value: Any) -> None:
        self._seen = replace(self._seen, **{name: value})


class TermsDialog(RecordDialog["PeriodData"]):
    """The days of a period, both included, and its note."""

    def __init__(self, parts: RegisterParts, parent: QWidget, terms: "TermsRow", version: int) -> None:
        super().__init__(parts, parent, _("Change the period"), name="termsDialog", subject=terms.id)
        self._terms_id, self._version = terms.id, version
        language, today = parts.wording.language, parts.today
        self._from = DayField(name="termsFrom", language=language, today=today, day=terms.valid_from)
        self._to = DayField(name="termsTo", language=language, today=today, day=terms.valid_to)
        self._note = TextArea(name="termsNote", lines=2)
        self._note.set_text(terms.note)
        for key, words, field in (
            ("from", _("Valid from"), self._from),
            ("to", _("Valid until"), self._to),
            ("note", _("Note"), self._note),
        ):
            self.form.add(words, field)
            self.keep(key, field)
        self.remember()
        self.hint(_("Verdicts on tickets keep what held for them."))
        self._from.setFocus()

    def data(self) -> "PeriodData":
        today = self.parts.today()
        return calls.PeriodData(self._from.day or today, self._to.day or today, self._note.text())

    def send(self) -> Call[Changes]:
        self.require(self._from)
        self.require(self._to)
        data = self.data()
        command = calls.ChangeTerms(
            self._terms_id, self._version, data.valid_from, data.valid_to, data.note, self.seen
        )
        return self.parts.ops.command(calls.change_terms, command)

    def field_of(self) -> Mapping[str, QWidget]:
        return {"contract.ends_before_start": self._to, "contract.terms_overlap": self._from}

    def field_titles(self) -> Mapping[str, str]:
        return {"valid_from": _("Valid from"), "valid_to": _("Valid until"), "note": _("Note")}


class WhoseDialog(KitDialog):
    """Whose contract it will be; `customer_id` is who was picked."""

    def __init__(self, parts: RegisterParts, parent: QWidget) -> None:
        super().__init__(parent, _("New contract"), name="whoseDialog")
        self.customer = customer_picker(parts, name="whoseCustomer")
        self.customer.picked.connect(self._on_picked)
        self.customer.cleared.connect(self._on_picked)
        form = Form(name="whoseForm")
        form.add(_("Customer"), self.customer)
        self.body.addWidget(form)
        self.add_give_up()
        self._go_on = self.add_go_on(_("Go on"))
        self._on_picked()
        self.customer.setFocus()

    @property
    def customer_id(self) -> UUID | None:
        found: UUID | None = self.customer.value
        return found

    def _on_picked(self) -> None:
        self._go_on.setEnabled(self.customer_id is not None)
