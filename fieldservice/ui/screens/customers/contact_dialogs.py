"""The dialogs about who can be reached at the customer's side, and how."""

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any
from uuid import UUID

from PySide6.QtWidgets import QWidget

from fieldservice.domain.rules.changes import Changes
from fieldservice.ui.kit.calls import Call
from fieldservice.ui.kit.fields import TextField
from fieldservice.ui.kit.form_dialog import FormDialog, parted
from fieldservice.ui.kit.registers import calls
from fieldservice.ui.kit.registers.parts import RegisterParts
from fieldservice.wording import _

if TYPE_CHECKING:
    from fieldservice.domain.commands.contacts import ContactData
    from fieldservice.domain.queries.customer_card import ContactRow, CustomerCard


class ContactDialog(FormDialog):
    """A person at the customer's side, with numbers and addresses."""

    parts: RegisterParts

    def __init__(
        self,
        parts: RegisterParts,
        parent: QWidget,
        customer_id: UUID,
        contact: "ContactRow | None" = None,
    ) -> None:
        title = _("New contact") if contact is None else _("Change contact")
        subject = customer_id if contact is None else contact.id
        super().__init__(parts, parent, title, name="contactDialog", subject=subject)
        self._customer_id, self._contact = customer_id, contact
        self._contact_id: UUID = calls.new_form_id() if contact is None else contact.id
        self._name = TextField(name="contactName")
        self._role = TextField(name="contactRole")
        self._phones = TextField(name="contactPhones", placeholder=_("several with commas"))
        self._emails = TextField(name="contactEmails", placeholder=_("several with commas"))
        rows = (
            ("name", _("Full name"), self._name),
            ("role", _("Role"), self._role),
            ("phones", _("Telephone"), self._phones),
            ("emails", _("E-mail"), self._emails),
        )
        for key, words, field in rows:
            self.form.add(words, field)
            self.keep(key, field)
        if contact is not None:
            self._show(contact)
        self._seen = self._data()
        self._name.setFocus()

    def send(self) -> Call[Changes]:
        data = self._data()
        if self._contact is None:
            add = calls.AddContact(self._contact_id, self._customer_id, data)
            return self.parts.ops.command(calls.add_contact, add)
        change = calls.ChangeContact(self._contact_id, self._contact.version, data, self._seen)
        return self.parts.ops.command(calls.change_contact, change)

    def field_of(self) -> Mapping[str, QWidget]:
        return {
            "contact.name_missing": self._name,
            "phone.unreadable": self._phones,
            "email.unreadable": self._emails,
        }

    def field_titles(self) -> Mapping[str, str]:
        return {"name": _("Full name"), "role": _("Role"), "phones": _("Telephone"), "emails": _("E-mail")}

    def value_words(self, name: str, value: Any) -> str:
        return ", ".join(value) if isinstance(value, tuple) else super().value_words(name, value)

    def overrule(self, name: str, value: Any) -> None:
        if name in ("phones", "emails"):
            self._seen = replace(self._seen, reach=replace(self._seen.reach, **{name: value}))
        else:
            self._seen = replace(self._seen, **{name: value})

    def _data(self) -> "ContactData":
        reach = calls.Reachability(
            parted(self._phones.text()), parted(self._emails.text()), self.parts.country
        )
        return calls.ContactData(self._name.text(), self._role.text(), reach)

    def _show(self, contact: "ContactRow") -> None:
        self._name.setText(contact.name)
        self._role.setText(contact.role)
        by_kind = {
            kind: [r.as_written for r in contact.reach if r.kind.value == kind] for kind in ("phone", "email")
        }
        self._phones.setText(", ".join(by_kind["phone"]))
        self._emails.setText(", ".join(by_kind["email"]))


class ReachDialog(FormDialog):
    """Numbers and addresses of the customer itself."""

    parts: RegisterParts

    def __init__(self, parts: RegisterParts, parent: QWidget, card: "CustomerCard") -> None:
        super().__init__(parts, parent, _("Numbers and addresses"), name="reachDialog", subject=card.head.id)
        self._customer_id = card.head.id
        self._phones = TextField(name="reachPhones", placeholder=_("several with commas"))
        self._emails = TextField(name="reachEmails", placeholder=_("several with commas"))
        for kind, words, field in (
            ("phone", _("Telephone"), self._phones),
            ("email", _("E-mail"), self._emails),
        ):
            field.setText(", ".join(r.as_written for r in card.reach if r.kind.value == kind))
            self.form.add(words, field)
            self.keep(kind, field)
        self._phones.setFocus()

    def send(self) -> Call[Changes]:
        reach = calls.Reachability(
            parted(self._phones.text()), parted(self._emails.text()), self.parts.country
        )
        command = calls.SetCustomerReach(self._customer_id, reach)
        return self.parts.ops.command(calls.set_customer_reach, command)

    def field_of(self) -> Mapping[str, QWidget]:
        return {"phone.unreadable": self._phones, "email.unreadable": self._emails}
