"""The small form for a customer who calls for the first time (A22); everything else is filled in later."""

from dataclasses import dataclass
from uuid import UUID

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from fieldservice.domain.rules.changes import Changes
from fieldservice.ui.kit.errors import words_for
from fieldservice.ui.kit.fields import TextField
from fieldservice.ui.kit.form_draft import FormDraft, discard
from fieldservice.ui.kit.forms import Form
from fieldservice.ui.kit.kept_dialog import KeptDialog
from fieldservice.ui.screens.intake import calls
from fieldservice.ui.screens.intake.parts import IntakeParts
from fieldservice.wording import _


@dataclass(frozen=True, slots=True)
class CustomerEntry:
    """What was typed."""

    name: str = ""
    phone: str = ""
    tax_id: str = ""


class NewCustomerDialog(KeptDialog):
    """One draft of each call: a kept form of one caller never stands at another's."""

    goes_when_done = True

    def __init__(self, parent: QWidget, first: CustomerEntry, trouble: str = "") -> None:
        text = trouble or _("Name and number are enough to go on; the rest can wait until the call is over.")
        super().__init__(parent, _("New customer"), text, name="newCustomerDialog")
        self.name = TextField(name="newCustomerName")
        self.phone = TextField(name="newCustomerPhone")
        self.tax_id = TextField(name="newCustomerTaxId")
        form = Form()
        form.add(_("Name"), self.name)
        form.add(_("Telephone"), self.phone)
        form.add(_("Tax id"), self.tax_id)
        self.body.addWidget(form)
        self.body.addWidget(self.back)
        self.add_give_up()
        self._go_on = self.add_go_on(_("Put on file"))
        self.name.edited.connect(self._on_edited)
        self.name.set_text(first.name)
        self.phone.set_text(first.phone)
        self.tax_id.set_text(first.tax_id)
        self._on_edited()
        self.name.setFocus()

    def keep(self, parts: IntakeParts, about: UUID) -> FormDraft:
        """What is typed is kept until the customer is on file."""
        draft = self.keep_draft(parts, self.objectName(), about)
        for name, field in (("name", self.name), ("phone", self.phone), ("tax_id", self.tax_id)):
            draft.keeper.register(name, field)
        return draft

    @property
    def entry(self) -> CustomerEntry:
        return CustomerEntry(self.name.text().strip(), self.phone.text().strip(), self.tax_id.text().strip())

    def _on_edited(self) -> None:
        self._go_on.setEnabled(bool(self.name.text().strip()))


class NewCustomer(QObject):
    """Asks, puts the customer on file, emits `created` with its id. Refused, the form comes back as typed."""

    created = Signal(object)

    def __init__(self, parts: IntakeParts, parent: QWidget) -> None:
        super().__init__(parent)
        self._parts = parts
        self._window = parent

    def ask(self, first: CustomerEntry, about: UUID, trouble: str = "") -> None:
        """`about` is the request that is being taken."""
        dialog = NewCustomerDialog(self._window, first, trouble)
        draft = dialog.keep(self._parts, about)
        if self._parts.services.dialogs.run(dialog):
            self._create(dialog.entry, about, draft.id)

    def _create(self, entry: CustomerEntry, about: UUID, draft_id: UUID) -> None:
        customer_id = calls.new_form_id()
        data = calls.CustomerData(name=entry.name, tax_id=entry.tax_id)
        phones = (entry.phone,) if entry.phone else ()
        command = calls.CreateCustomer(customer_id, data, phones, self._parts.country)

        def on_created(_changes: Changes) -> None:
            discard(self._parts, draft_id)
            self.created.emit(customer_id)

        def on_failed(error: Exception) -> None:
            self.ask(entry, about, str(words_for(error, self._parts.wording)))

        self._parts.ops.command(calls.create_customer, command).then(on_created, on_failed)
