"""The customers' page: the list of customers beside the card of one."""

from typing import TYPE_CHECKING
from uuid import UUID

from PySide6.QtCore import Signal

from fieldservice.ui.kit.actions import ActionSpec
from fieldservice.ui.kit.buttons import quiet
from fieldservice.ui.kit.calls import Call
from fieldservice.ui.kit.registers import calls
from fieldservice.ui.kit.registers.exporting import ExportedList
from fieldservice.ui.kit.registers.parts import RegisterParts
from fieldservice.ui.kit.registers.register_page import RegisterPage
from fieldservice.ui.screens.customers.acts import Acts
from fieldservice.ui.screens.customers.card_pane import CardPane
from fieldservice.ui.screens.customers.customer_list import CustomerList, export_columns
from fieldservice.wording import _

if TYPE_CHECKING:
    from fieldservice.domain.queries.customer_card import CustomerCard
    from fieldservice.domain.queries.dictionaries import CustomerPickers


class CustomersPage(RegisterPage["CustomerCard"]):
    """`new_request_requested` carries a customer's id, the other wishes that of what they name."""

    open_ticket_requested = Signal(object)
    open_unit_requested = Signal(object)
    open_contract_requested = Signal(object)
    new_request_requested = Signal(object)

    dictionaries = ("work_kind", "service", "block_reason", "category", "product", "sla", "user_account")

    def __init__(self, parts: RegisterParts) -> None:
        super().__init__(parts, _("Customers"), name="customersPage")
        self.acts = Acts(parts, self)
        self.acts.created.connect(self.choose)
        self.acts.unit_requested.connect(self.open_unit_requested)
        self.acts.contract_requested.connect(self.open_contract_requested)
        self.list: CustomerList = CustomerList(parts)
        self.list.new_requested.connect(self.acts.new_customer)
        self.card = CardPane(parts, self.acts)
        self.card.ticket_requested.connect(self.open_ticket_requested)
        self.card.new_request_requested.connect(self.new_request_requested)
        self._declare_actions()
        self.put_together(self.list, self.card, shares=(5, 11), left_needs=300)

    def ask_card(self, row_id: UUID) -> "Call[CustomerCard | None]":
        parts = self.parts
        ask = calls.CardAsk(row_id, parts.today(), parts.wording.language, parts.country)
        return parts.ops.query(calls.customer_card, ask)

    def show_card(self, card: "CustomerCard | None") -> None:
        self.acts.card = card
        self.card.show_card(card)

    def take_pickers(self, pickers: "CustomerPickers") -> None:
        self.acts.pickers = pickers

    def exported(self) -> ExportedList:
        parts = self.parts
        day = (("day", parts.today()),)
        ask, columns = (self.list.asked(),), export_columns(parts.wording)
        return ExportedList(_("Customers"), columns, calls.customer_page, ask, day)

    def _declare_actions(self) -> None:
        def with_card() -> bool:
            return self.acts.has_card

        def blocked() -> bool:
            return self.acts.is_blocked and self.acts.makes_blocks

        acts = self.acts
        self.declare(
            (
                (
                    ActionSpec("customers.new", _("New customer"), "Ctrl+Shift+N", self._makes_customers),
                    acts.new_customer,
                ),
                (ActionSpec("customers.change", _("Change"), "F2", with_card), acts.change_customer),
                (ActionSpec("customers.block", _("Block…"), "Ctrl+Shift+B", self._makes_blocks), acts.block),
                (
                    ActionSpec("customers.lift", _("Lift the block…"), "Ctrl+Shift+U", blocked),
                    acts.lift_active,
                ),
                (
                    ActionSpec("customers.coverage", _("What is covered?"), "Ctrl+Shift+W", with_card),
                    acts.coverage_everywhere,
                ),
                (
                    ActionSpec("customers.reach", _("Telephones and addresses…"), "Ctrl+Shift+T", with_card),
                    acts.change_reach,
                ),
                (
                    ActionSpec("customers.request", _("New request"), "Ctrl+Shift+Return", with_card),
                    self._request,
                ),
                (
                    ActionSpec(
                        "customers.contract", _("New contract"), "Ctrl+Shift+K", self._makes_contracts
                    ),
                    acts.add_contract,
                ),
                (
                    ActionSpec("customers.contact", _("Add contact"), "Ctrl+Shift+P", with_card),
                    acts.add_contact,
                ),
                (ActionSpec("customers.site", _("Add site"), "Ctrl+Shift+A", with_card), acts.add_site),
                (ActionSpec("customers.export", _("Export the list…"), "Ctrl+E"), self.export),
            ),
            {"customers.new": quiet("", name="newCustomerButton")},
        )

    def _makes_customers(self) -> bool:
        return self.acts.makes_customers

    def _makes_blocks(self) -> bool:
        return self.acts.makes_blocks

    def _makes_contracts(self) -> bool:
        return self.acts.makes_contracts

    def _request(self) -> None:
        if self.shown is not None:
            self.new_request_requested.emit(self.shown)
