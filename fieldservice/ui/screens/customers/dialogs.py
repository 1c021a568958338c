"""The dialogs about a customer, and about blocks."""

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any
from uuid import UUID

from PySide6.QtWidgets import QWidget

from fieldservice.domain.rules.changes import Changes
from fieldservice.ui.kit.calls import Call, Latest
from fieldservice.ui.kit.choice import Choice
from fieldservice.ui.kit.day_field import DayField
from fieldservice.ui.kit.fields import TextArea, TextField
from fieldservice.ui.kit.form_dialog import FormDialog, completing, parted
from fieldservice.ui.kit.registers import calls
from fieldservice.ui.kit.registers.parts import RegisterParts
from fieldservice.wording import LANGUAGE_NAMES, _

if TYPE_CHECKING:
    from fieldservice.domain.commands.customers import CustomerData
    from fieldservice.domain.queries.customer_card import CustomerHead
    from fieldservice.domain.queries.customers import CustomerName
    from fieldservice.domain.queries.dictionaries import CustomerPickers


class CustomerDialog(FormDialog):
    """A new customer, or a change of one. A tax id that another has is told while typing."""

    parts: RegisterParts

    def __init__(
        self,
        parts: RegisterParts,
        parent: QWidget,
        pickers: "CustomerPickers",
        head: "CustomerHead | None" = None,
    ) -> None:
        title = (
            _("New customer") if head is None else _("Change customer {number}").format(number=head.number)
        )
        self._head = head
        self.customer_id: UUID = calls.new_form_id() if head is None else head.id
        subject = UUID(int=0) if head is None else head.id
        super().__init__(parts, parent, title, name="customerDialog", subject=subject)
        self._twins: Latest[list[CustomerName]] = Latest()
        self._named: dict[UUID, str] = {agent.id: agent.name for agent in pickers.agents}
        self._named |= {branch.id: branch.name for branch in pickers.branches}
        self._seen: CustomerData | None = None if head is None else _seen(head)
        self._add_name()
        self._add_manner(pickers)
        self._add_days()
        if head is not None:
            self._show(head)
            self._leave_to(pickers.elsewhere.customers)
        self._tax_id.edited.connect(self._on_tax_id_edited)
        (self._name if self._name.isEnabled() else self._agent).setFocus()

    def send(self) -> Call[Changes]:
        for field in (self._active_from, self._active_until):
            self.require(field)
        data = calls.CustomerData(
            name=self._name.text(),
            number=self._number.text(),
            tax_id=self._tax_id.text(),
            customer_class=self._class.value,
            language=self._language.value,
            active_from=self._active_from.day,
            active_until=self._active_until.day,
            preferred_agent_id=self._agent.value,
            note=self._note.text(),
            branch_id=self._branch.value,
        )
        if self._head is not None:
            change = calls.ChangeCustomer(self.customer_id, self._head.version, data, self._seen)
            return self.parts.ops.command(calls.change_customer, change)
        phones = parted(self._phones.text())
        create = calls.CreateCustomer(self.customer_id, data, phones, self.parts.country)
        return self.parts.ops.command(calls.create_customer, create)

    def field_of(self) -> Mapping[str, QWidget]:
        return {
            "customer.name_missing": self._name,
            "customer.number_taken": self._number,
            "customer.ends_before_start": self._active_until,
            "phone.unreadable": self._phones,
            "branch.has_tickets": self._branch,
        }

    def field_titles(self) -> Mapping[str, str]:
        return {
            "name": _("Name"),
            "number": _("Number"),
            "tax_id": _("Tax id"),
            "customer_class": _("Class"),
            "language": _("Language"),
            "active_from": _("Cooperation from"),
            "active_until": _("Cooperation until"),
            "preferred_agent_id": _("Preferred agent"),
            "note": _("Note"),
            "branch_id": _("Held by"),
        }

    def value_words(self, name: str, value: Any) -> str:
        if name in ("preferred_agent_id", "branch_id"):
            return self._named.get(value, "")
        return LANGUAGE_NAMES.get(value, "") if name == "language" else super().value_words(name, value)

    def overrule(self, name: str, value: Any) -> None:
        if self._seen is not None:
            self._seen = replace(self._seen, **{name: value})

    def _add_name(self) -> None:
        self._name = TextField(name="customerName")
        self._number = TextField(name="customerNumber", placeholder=_("given by itself"))
        self._tax_id = TextField(name="customerTaxId")
        self._phones = TextField(name="customerPhones", placeholder=_("several with commas"))
        self.form.add(_("Name"), self._name)
        self.form.add(_("Number"), self._number)
        self.form.add(_("Tax id"), self._tax_id)
        self.form.add(_("Telephone"), self._phones)
        self.form.show_row(self._phones, visible=self._head is None)
        for name, field in (
            ("name", self._name),
            ("number", self._number),
            ("tax_id", self._tax_id),
            ("phones", self._phones),
        ):
            self.keep(name, field)

    def _add_manner(self, pickers: "CustomerPickers") -> None:
        word = self.parts.wording.word
        self._class = Choice([(each, word(each)) for each in pickers.customer_classes], name="customerClass")
        languages = [(code, name) for code, name in LANGUAGE_NAMES.items()]
        self._language = Choice([(None, _("as ours")), *languages], name="customerLanguage")
        agents = [(agent.id, agent.name) for agent in pickers.agents]
        self._agent = Choice([(None, _("anybody")), *agents], name="customerAgent")
        self.form.add(_("Class"), self._class)
        self.form.add(_("Language"), self._language)
        branches = [(branch.id, _("only {branch}").format(branch=branch.name)) for branch in pickers.branches]
        self._branch = Choice([(None, _("every branch")), *branches], name="customerBranch")
        self.form.add(_("Preferred agent"), self._agent)
        self.form.add(_("Held by"), self._branch)
        self.form.show_row(self._branch, visible=bool(pickers.branches))
        for name, field in (
            ("class", self._class),
            ("language", self._language),
            ("agent", self._agent),
            ("branch", self._branch),
        ):
            self.keep(name, field)

    def _add_days(self) -> None:
        language, today = self.parts.wording.language, self.parts.today
        self._active_from = DayField(name="customerFrom", language=language, today=today)
        self._active_until = DayField(name="customerUntil", language=language, today=today)
        self._active_from.setAccessibleName(_("Cooperation from"))
        self._active_until.setAccessibleName(_("Cooperation until"))
        self._note = TextArea(name="customerNote", lines=2)
        self._active_from.setPlaceholderText(_("from"))
        self._active_until.setPlaceholderText(_("until"))
        self.form.add(_("Cooperation"), self._active_from, self._active_until)
        self.form.add(_("Note"), self._note)
        for name, field in (("from", self._active_from), ("until", self._active_until)):
            self.keep(name, field)
        self.keep("note", self._note)

    def _show(self, head: "CustomerHead") -> None:
        self._name.setText(head.name)
        self._number.setText(head.number)
        self._tax_id.setText(head.tax_id)
        self._class.set_value(head.customer_class)
        self._language.set_value(head.language)
        self._agent.set_value(head.preferred_agent_id)
        self._branch.set_value(head.branch_id)
        self._active_from.set_day(head.active_from)
        self._active_until.set_day(head.active_until)
        self._note.set_draft_value(head.note)

    def _leave_to(self, system: str) -> None:
        """What another system keeps is only read here; note, agent and branch are ours."""
        theirs = (self._name, self._number, self._tax_id, self._class, self._language)
        for field in (*theirs, self._active_from, self._active_until):
            field.setEnabled(not system)
        if system:
            self.hint(_("Kept in {system}: name, number and days are changed there.").format(system=system))

    def _on_tax_id_edited(self) -> None:
        query = self.parts.ops.query(calls.customers_with_tax_id, self._tax_id.text(), self.customer_id)
        self._twins.ask(query).then(self._on_twins)

    def _on_twins(self, twins: "list[CustomerName]") -> None:
        names = ", ".join(f"{twin.number} {twin.name}" for twin in twins)
        self.hint(_("This tax id also has: {names}").format(names=names) if twins else "")


def _seen(head: "CustomerHead") -> "CustomerData":
    """The customer as the form found it."""
    return calls.CustomerData(
        head.name,
        head.number,
        head.tax_id,
        head.customer_class,
        head.language,
        head.active_from,
        head.active_until,
        head.preferred_agent_id,
        head.note,
        head.branch_id,
    )


class BlockDialog(FormDialog):
    """Hold a customer: why, from when, until when."""

    def __init__(
        self, parts: RegisterParts, parent: QWidget, head: "CustomerHead", pickers: "CustomerPickers"
    ) -> None:
        title = _("Block {name}").format(name=head.name)
        super().__init__(parts, parent, title, name="blockDialog", subject=head.id)
        self.go_on.setText(_("Block"))
        self._customer_id = head.id
        self._block_id: UUID = calls.new_form_id()
        reasons = [reason.name for reason in pickers.block_reasons]
        self._reason = completing(
            TextField(name="blockReason", placeholder=_("or in your own words")), reasons
        )
        self._reason.setAccessibleName(_("Reason in your own words"))
        self._usual = Choice(
            [("", _("Choose a reason")), *((name, name) for name in reasons)], name="blockUsual"
        )
        language, today = parts.wording.language, parts.today
        self._since = DayField(name="blockSince", language=language, today=today, day=today())
        self._until = DayField(name="blockUntil", language=language, today=today)
        self._until.setPlaceholderText(_("until it is lifted"))
        self.form.add(_("Reason"), self._usual)
        self.form.add("", self._reason)
        self.form.add(_("From"), self._since)
        self.form.add(_("Until"), self._until)
        for key, field in (("reason", self._reason), ("since", self._since), ("until", self._until)):
            self.keep(key, field)
        self._usual.edited.connect(self._on_usual_chosen)
        self._usual.setFocus()

    def send(self) -> Call[Changes]:
        self.require(self._since)
        self.require(self._until)
        command = calls.SetBlock(
            self._block_id,
            self._customer_id,
            self._reason.text(),
            self._since.day or self.parts.today(),
            self._until.day,
        )
        return self.parts.ops.command(calls.set_block, command)

    def field_of(self) -> Mapping[str, QWidget]:
        return {
            "block.reason_missing": self._reason,
            "block.set_already": self._reason,
            "block.ends_before_start": self._until,
        }

    def _on_usual_chosen(self) -> None:
        if self._usual.value:
            self._reason.setText(self._usual.value)
