"""The contracts page: all contracts beside the card of one."""

from typing import TYPE_CHECKING
from uuid import UUID

from PySide6.QtCore import Signal

from fieldservice.ui.kit.actions import ActionSpec
from fieldservice.ui.kit.buttons import quiet
from fieldservice.ui.kit.calls import Call
from fieldservice.ui.kit.registers.exporting import ExportedList
from fieldservice.ui.kit.registers.parts import RegisterParts
from fieldservice.ui.kit.registers.register_page import RegisterPage
from fieldservice.ui.screens.contracts import calls
from fieldservice.ui.screens.contracts.acts import ContractActs
from fieldservice.ui.screens.contracts.contract_card import ContractPane
from fieldservice.ui.screens.contracts.contract_list import ContractList
from fieldservice.ui.screens.contracts.export_columns import export_columns
from fieldservice.wording import _

if TYPE_CHECKING:
    from fieldservice.domain.queries.contract_reading import ContractReading
    from fieldservice.domain.queries.dictionaries import CustomerPickers


class ContractsPage(RegisterPage["ContractReading"]):
    """Its wishes carry the id of a ticket or customer."""

    open_ticket_requested = Signal(object)
    open_customer_requested = Signal(object)

    dictionaries = ("work_kind", "service", "category", "product", "sla", "user_account")

    def __init__(self, parts: RegisterParts) -> None:
        super().__init__(parts, _("Contracts"), name="contractsPage")
        self.acts = ContractActs(parts, self)
        self.list: ContractList = ContractList(parts)
        self.acts.created.connect(self.list.reload)
        self.list.new_requested.connect(self.acts.new)
        self.card = ContractPane(parts, self.acts)
        self.card.ticket_requested.connect(self.open_ticket_requested)
        self.card.customer_requested.connect(self.open_customer_requested)
        self._declare_actions()
        self.put_together(self.list, self.card, shares=(7, 9), left_needs=480)

    def leave(self) -> None:
        super().leave()
        self.acts.leave()

    def ask_card(self, row_id: UUID) -> "Call[ContractReading | None]":
        parts = self.parts
        language = parts.wording.language
        return parts.ops.query(calls.contract_reading, row_id, day=parts.today(), language=language)

    def show_card(self, card: "ContractReading | None") -> None:
        self.acts.reading = card
        self.card.show_reading(card)

    def take_pickers(self, pickers: "CustomerPickers") -> None:
        self.acts.pickers = pickers
        self.card.show_reading(self.acts.reading)

    def exported(self) -> ExportedList:
        columns, ask = export_columns(self.parts.wording), (self.list.asked(),)
        return ExportedList(_("Contracts"), columns, calls.contract_page, ask)

    def _declare_actions(self) -> None:
        def shown() -> bool:
            return self.acts.has_contract

        def new() -> bool:
            return self.acts.makes_contracts

        def ours() -> bool:
            return self.acts.can_change

        def renewable() -> bool:
            return self.acts.can_renew

        acts = self.acts
        self.declare(
            (
                (ActionSpec("contracts.new", _("New contract"), "Ctrl+Shift+N", new), acts.new),
                (ActionSpec("contracts.change", _("Change number or note"), "F2", ours), acts.change),
                (
                    ActionSpec("contracts.renew", _("Renew the contract"), "Ctrl+Shift+R", renewable),
                    acts.renew,
                ),
                (ActionSpec("contracts.end", _("End the contract"), "Ctrl+Shift+E", renewable), acts.end),
                (ActionSpec("contracts.line", _("Add a line"), "Ctrl+Shift+A", ours), acts.add_line),
                (ActionSpec("contracts.export", _("Export the list…"), "Ctrl+E"), self.export),
                (
                    ActionSpec("contracts.coverage", _("What is covered?"), "Ctrl+Shift+W", shown),
                    acts.coverage,
                ),
            ),
            {"contracts.new": quiet("", name="newContractPageButton")},
        )
