"""What can be done on the customers' screen: opens the dialogs, asks for reasons, starts the commands."""

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, cast
from uuid import UUID, uuid5

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from fieldservice.domain.rules.changes import Changes
from fieldservice.domain.rules.coverage_facts import ContractStatus
from fieldservice.ui.kit.calls import Call
from fieldservice.ui.kit.dialogs import Option, Question
from fieldservice.ui.kit.form_dialog import FormDialog
from fieldservice.ui.kit.registers import calls
from fieldservice.ui.kit.registers.contract_dialogs import ContractDialog
from fieldservice.ui.kit.registers.coverage_dialog import CoverageDialog
from fieldservice.ui.kit.registers.parts import RegisterParts, UnitsAt
from fieldservice.ui.kit.registers.renew_dialog import RenewDialog
from fieldservice.ui.kit.registers.unit_dialogs import (
    DayReasonAsk,
    DayReasonDialog,
    MoveDialog,
    UnitDialog,
)
from fieldservice.ui.screens.customers.contact_dialogs import ContactDialog, ReachDialog
from fieldservice.ui.screens.customers.dialogs import BlockDialog, CustomerDialog
from fieldservice.ui.screens.customers.site_dialog import SiteDialog
from fieldservice.wording import _

if TYPE_CHECKING:
    from fieldservice.domain.queries.contracts import ContractRow
    from fieldservice.domain.queries.customer_card import BlockRow, ContactRow, CustomerCard, SiteRow
    from fieldservice.domain.queries.dictionaries import CustomerPickers
    from fieldservice.domain.queries.equipment import UnitRow


class Acts(QObject):
    """Acts on the card that is shown. `created` carries the id of a new customer, wishes that of a row."""

    created = Signal(object)
    unit_requested = Signal(object)
    contract_requested = Signal(object)

    def __init__(self, parts: RegisterParts, page: QWidget) -> None:
        super().__init__(page)
        self._parts = parts
        self.card: CustomerCard | None = None
        self.pickers: CustomerPickers | None = None

    @property
    def _page(self) -> QWidget:
        # Asked for and not kept: page and acts would hold each other beyond the window.
        return cast("QWidget", self.parent())

    @property
    def is_blocked(self) -> bool:
        return self.card is not None and self.card.active_block is not None

    @property
    def has_card(self) -> bool:
        return self.card is not None and self.pickers is not None

    @property
    def makes_customers(self) -> bool:
        """Not while another system keeps them."""
        return self.pickers is not None and not self.pickers.elsewhere.customers

    @property
    def makes_blocks(self) -> bool:
        return self.has_card and self.card is not None and not self.card.elsewhere.blocks

    @property
    def makes_contracts(self) -> bool:
        return self.has_card and self.card is not None and not self.card.elsewhere.contracts

    def new_customer(self) -> None:
        if self.pickers is not None and self.makes_customers:
            dialog = CustomerDialog(self._parts, self._page, self.pickers)
            customer_id = dialog.customer_id
            if self._run(dialog):
                self.created.emit(customer_id)

    def change_customer(self) -> None:
        if self.card is not None and self.pickers is not None:
            self._run(CustomerDialog(self._parts, self._page, self.pickers, self.card.head))

    def end_or_take_back(self) -> None:
        """End the cooperation on a day, or go on with it."""
        if self.card is None:
            return
        head = self.card.head
        if head.active_until is not None:
            self._command(self._reactivate(head.id))
            return
        title = _("End the cooperation with {name}").format(name=head.name)
        ask = DayReasonAsk(
            title,
            _("End"),
            _("Last day"),
            lambda day, _reason: self._archive(head.id, day),
            day_codes=("customer.ends_before_start",),
            needs_reason=False,
        )
        self._run(DayReasonDialog(self._parts, self._page, head.id, ask))

    def block(self) -> None:
        if self.card is not None and self.pickers is not None and self.makes_blocks:
            self._run(BlockDialog(self._parts, self._page, self.card.head, self.pickers))

    def lift(self, block: "BlockRow") -> None:
        if not self.makes_blocks:
            return
        question = Question(
            _("Lift the block?"),
            _("{reason}: from today on the customer may be served again.").format(reason=block.reason),
            _("Lift"),
            _("Why is it lifted?"),
            draft=uuid5(block.id, "lift"),
        )
        because = self._parts.services.dialogs.ask_text(question)
        if because is not None:
            command = calls.LiftBlock(block.id, because, block.version)
            self._command(self._parts.ops.command(calls.lift_block, command))

    def lift_active(self) -> None:
        """Lift the block that holds the customer now."""
        if self.card is not None and self.card.active_block is not None:
            self.lift(self.card.active_block)

    def coverage_everywhere(self) -> None:
        """What is covered at the customer's sites, unit by unit."""
        sites = [site for site in self.card.sites if site.units] if self.card is not None else []
        if sites and self.pickers is not None:
            self._run(CoverageDialog(self._parts, self._page, sites, self.pickers))

    def add_contact(self) -> None:
        if self.card is not None:
            self._run(ContactDialog(self._parts, self._page, self.card.head.id))

    def contact(self, contact: "ContactRow") -> None:
        """What can be done with a contact: correct it, note that somebody left, make one of two."""
        leave = _("No longer there") if contact.is_active else _("There again")
        options = [Option("change", _("Change")), Option("leave", leave)]
        if self._others(contact):
            options.append(Option("merge", _("Same person as…"), _("two entries become one")))
        chosen = self._choose(contact.name, options)
        if chosen == "change":
            self._run(ContactDialog(self._parts, self._page, self._customer_id, contact))
        elif chosen == "leave":
            command = calls.SetContactActive(contact.id, not contact.is_active)
            self._command(self._parts.ops.command(calls.set_contact_active, command))
        elif chosen == "merge":
            self._merge(contact)

    def _merge(self, gone: "ContactRow") -> None:
        """Ask which of the other entries stays."""
        title = _("Who is {name}? That entry stays.").format(name=gone.name)
        options = [Option(each.id, each.name, each.role) for each in self._others(gone)]
        kept = self._choose(title, options)
        if isinstance(kept, UUID):
            command = calls.MergeContacts(kept, gone.id)
            self._command(self._parts.ops.command(calls.merge_contacts, command))

    def _others(self, contact: "ContactRow") -> "list[ContactRow]":
        contacts = self.card.contacts if self.card else ()
        return [each for each in contacts if each.id != contact.id and each.is_active]

    def change_reach(self) -> None:
        if self.card is not None:
            self._run(ReachDialog(self._parts, self._page, self.card))

    def add_site(self) -> None:
        if self.card is not None:
            self._run(SiteDialog(self._parts, self._page, self.card.head.id))

    def site(self, site: "SiteRow") -> None:
        """What can be done with a site: put a unit there, correct it."""
        options = [
            Option("unit", _("Add unit")),
            Option("units", _("Units"), _("in the list of all units")),
            Option("change", _("Change"), _("name, address, time zone")),
        ]
        chosen = self._choose(site.name, options)
        if chosen == "unit" and self.pickers is not None:
            self._run(UnitDialog(self._parts, self._page, site, self.pickers))
        elif chosen == "units" and self.card is not None:
            self.unit_requested.emit(UnitsAt(site.id, site.name, self.card.head.name))
        elif chosen == "change":
            self._run(SiteDialog(self._parts, self._page, self._customer_id, site))

    def coverage(self, site: "SiteRow") -> None:
        if self.pickers is not None:
            self._run(CoverageDialog(self._parts, self._page, [site], self.pickers))

    def unit(self, unit: "UnitRow") -> None:
        """What can be done with a unit: correct it, move it, take it out of use or back."""
        if self.card is None or self.pickers is None:
            return
        sites = self.card.sites
        site = next(each for each in sites if each.id == unit.site_id)
        chosen = self._choose(f"{unit.name} {unit.serial_number}", _unit_options(unit))
        if chosen == "show":
            self.unit_requested.emit(unit.id)
        elif chosen == "change":
            self._run(UnitDialog(self._parts, self._page, site, self.pickers, unit))
        elif chosen == "move":
            self._run(MoveDialog(self._parts, self._page, unit, self._customer_id))
        elif chosen == "retire":
            self._retire(unit)
        elif chosen == "return":
            command = calls.ReturnEquipment(unit.id, unit.version)
            self._command(self._parts.ops.command(calls.return_equipment, command))

    def add_contract(self) -> None:
        if self.card is not None and self.pickers is not None and self.makes_contracts:
            self._run(ContractDialog(self._parts, self._page, self.card, self.pickers))

    def contract(self, contract: "ContractRow") -> None:
        """What can be done with a contract: sign or discard a draft, renew or end a signed one."""
        if not self.makes_contracts:
            self.contract_requested.emit(contract.id)
            return
        chosen = self._choose(
            _("Contract {number}").format(number=contract.number), _contract_options(contract)
        )
        ops = self._parts.ops
        if chosen == "show":
            self.contract_requested.emit(contract.id)
        elif chosen == "sign":
            sign = calls.SignContract(contract.id, contract.version)
            self._command(ops.command(calls.sign_contract, sign))
        elif chosen == "discard":
            discard = calls.DiscardContract(contract.id, contract.version)
            self._command(ops.command(calls.discard_contract, discard))
        elif chosen == "renew":
            self._run(RenewDialog(self._parts, self._page, contract))
        elif chosen == "end":
            self._end(contract)

    @property
    def _customer_id(self) -> UUID:
        if self.card is None:
            raise LookupError("no customer is shown")
        return self.card.head.id

    def _end(self, contract: "ContractRow") -> None:
        def send(day: date, reason: str) -> Call[Changes]:
            command = calls.EndContract(contract.id, day, reason, contract.version)
            return self._parts.ops.command(calls.end_contract, command)

        title = _("End contract {number}").format(number=contract.number)
        days = ("contract.not_valid_on", "contract.later_terms")
        ask = DayReasonAsk(title, _("End"), _("Last day"), send, days, ("contract.reason_missing",))
        self._run(DayReasonDialog(self._parts, self._page, contract.id, ask))

    def _retire(self, unit: "UnitRow") -> None:
        def send(day: date, reason: str) -> Call[Changes]:
            command = calls.RetireEquipment(unit.id, day, reason, unit.version)
            return self._parts.ops.command(calls.retire_equipment, command)

        title = _("Take {unit} {serial} out of use").format(unit=unit.name, serial=unit.serial_number)
        reasons = ("equipment.reason_missing",)
        ask = DayReasonAsk(title, _("Out of use"), _("Since"), send, reason_codes=reasons)
        self._run(DayReasonDialog(self._parts, self._page, unit.id, ask))

    def _archive(self, customer_id: UUID, last_day: date) -> Call[Changes]:
        command = calls.ArchiveCustomer(customer_id, last_day)
        return self._parts.ops.command(calls.archive_customer, command)

    def _reactivate(self, customer_id: UUID) -> Call[Changes]:
        command = calls.ReactivateCustomer(customer_id)
        return self._parts.ops.command(calls.reactivate_customer, command)

    def _choose(self, title: str, options: "Sequence[Option]") -> object:
        return self._parts.services.dialogs.choose(Question(title), options)

    def _run(self, dialog: "FormDialog | CoverageDialog") -> bool:
        return self._parts.services.dialogs.run(dialog)

    def _command(self, call: Call[Changes]) -> None:
        """What no dialog shows is told by the window: undo as a toast, a refusal as a dialog."""
        call.failed.connect(self._on_failed)

    def _on_failed(self, error: Exception) -> None:
        self._parts.services.errors.show(error)


def _unit_options(unit: "UnitRow") -> list[Option]:
    options = [
        Option("show", _("Show"), _("cover, history, meters, place")),
        Option("change", _("Change")),
    ]
    if unit.is_retired:
        return [*options, Option("return", _("Back in use"))]
    move = Option("move", _("Move"), _("to another site, also of another customer"))
    return [*options, move, Option("retire", _("Out of use"), _("it stays in the register"))]


def _contract_options(contract: "ContractRow") -> list[Option]:
    show = Option("show", _("Show"), _("periods, lines, costs, tickets"))
    if contract.status is ContractStatus.DRAFT:
        return [
            show,
            Option("sign", _("Sign"), _("from now on it counts")),
            Option("discard", _("Discard"), _("it is put aside and stays in the history")),
        ]
    return [
        show,
        Option("renew", _("Renew"), _("a further period; the old one stays as it was")),
        Option("end", _("End"), _("it ends before its time")),
    ]
