"""A hold: what belongs to a customer stays as it is, whatever the terms of retention say."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from PySide6.QtWidgets import QWidget

from fieldservice.domain.rules.changes import Changes
from fieldservice.ui.kit.calls import Call
from fieldservice.ui.kit.combo import Picker
from fieldservice.ui.kit.fields import TextArea
from fieldservice.ui.kit.form_dialog import FieldProblemError, FormDialog
from fieldservice.ui.kit.suggestions import Suggestion
from fieldservice.ui.screens.safekeeping import calls
from fieldservice.ui.screens.safekeeping.parts import SafekeepingParts
from fieldservice.ui.screens.safekeeping.people import suggested_customers
from fieldservice.wording import _


class HoldDialog(FormDialog):
    def __init__(self, parts: SafekeepingParts, parent: QWidget) -> None:
        super().__init__(parts, parent, _("Hold a customer's data"), name="holdDialog", subject=parts.user_id)
        self._hold_id: UUID = calls.new_form_id()
        self._customer = Picker(self._ask, name="holdCustomer", placeholder=_("Name or number"))
        self._because = TextArea(name="holdBecause", lines=2)
        self.form.add(_("Customer"), self._customer)
        self.form.add(_("Why"), self._because)
        self.keep("holdBecause", self._because)

    def send(self) -> Call[Changes]:
        if self._customer.value is None:
            raise FieldProblemError(self._customer, _("Choose the customer whose data are held."))
        command = calls.HoldCustomer(self._hold_id, self._customer.value, self._because.text())
        return self.parts.ops.command(calls.hold_customer, command)

    def field_of(self) -> Mapping[str, QWidget]:
        return {"retention.because_missing": self._because}

    def _ask(self, typed: str) -> Call[Sequence[Suggestion]]:
        return self.parts.ops.query(suggested_customers, typed)
