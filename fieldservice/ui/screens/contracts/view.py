"""The contracts page: all contracts beside the card of one; loads what is chosen, reloads what changed."""

from collections.abc import Hashable
from typing import TYPE_CHECKING
from uuid import UUID

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from fieldservice.domain.rules.changes import Changes
from fieldservice.ui.kit.actions import ActionSpec
from fieldservice.ui.kit.buttons import quiet
from fieldservice.ui.kit.calls import Latest
from fieldservice.ui.kit.pages import Page
from fieldservice.ui.kit.registers import calls as registers
from fieldservice.ui.kit.registers.exporting import ExportedList, export_list
from fieldservice.ui.kit.registers.parts import RegisterParts
from fieldservice.ui.kit.side_by_side import SideBySide
from fieldservice.ui.kit.theme import current_theme
from fieldservice.ui.screens.contracts import calls
from fieldservice.ui.screens.contracts.acts import ContractActs
from fieldservice.ui.screens.contracts.contract_card import ContractPane
from fieldservice.ui.screens.contracts.contract_list import ContractList
from fieldservice.ui.screens.contracts.export_columns import export_columns
from fieldservice.wording import _

if TYPE_CHECKING:
    from fieldservice.domain.queries.contract_reading import ContractReading
    from fieldservice.domain.queries.dictionaries import CustomerPickers

_LIST_HEIGHT = 240
_DICTIONARIES = ("work_kind", "service", "category", "product", "sla", "user_account")


class ContractsPage(Page):
    """Opened at a contract's id it shows that contract. Its wishes carry the id of a ticket or customer."""

    open_ticket_requested = Signal(object)
    open_customer_requested = Signal(object)

    def __init__(self, parts: RegisterParts) -> None:
        super().__init__(_("Contracts"), name="contractsPage")
        self._parts = parts
        self._shown: UUID | None = None
        self._card_call: Latest[ContractReading | None] = Latest()
        self._pickers_call: Latest[CustomerPickers] = Latest()
        self.acts = ContractActs(parts, self)
        self.list = ContractList(parts)
        self.acts.created.connect(self.list.reload)
        self.list.contract_chosen.connect(self._on_contract_chosen)
        self.list.new_requested.connect(self.acts.new)
        self.card = ContractPane(parts, self.acts)
        self.card.ticket_requested.connect(self.open_ticket_requested)
        self.card.customer_requested.connect(self.open_customer_requested)
        self.list.setMinimumHeight(current_theme().px(_LIST_HEIGHT))
        self.body.addWidget(SideBySide(self.list, self.card, shares=(7, 9), left_needs=480), 1)
        self._declare_actions()
        parts.notifier.changed.connect(self._on_changed)
        self._load_pickers()
        self.list.reload()

    def open_at(self, argument: Hashable) -> None:
        if isinstance(argument, UUID):
            self.list.show_contract(argument)
            self._show(argument)

    def first_field(self) -> QWidget:
        return self.list.search

    def leave(self) -> None:
        self.list.leave()
        self.acts.leave()
        self._card_call.cancel()
        self._pickers_call.cancel()

    def export(self) -> None:
        """Everything in the list, not only what was looked at."""
        parts = self._parts
        columns, ask = export_columns(parts.wording), (self.list.asked(),)
        export_list(parts, ExportedList(_("Contracts"), columns, calls.contract_page, ask))

    def _declare_actions(self) -> None:
        def shown() -> bool:
            return self.acts.has_contract

        def ours() -> bool:
            return self.acts.can_change

        def renewable() -> bool:
            return self.acts.can_renew

        acts = self.acts
        new = quiet("", name="newContractPageButton")
        for spec, run in (
            (ActionSpec("contracts.new", _("New contract"), "Ctrl+Shift+N"), acts.new),
            (ActionSpec("contracts.change", _("Change number or note"), "F2", ours), acts.change),
            (ActionSpec("contracts.renew", _("Renew the contract"), "Ctrl+Shift+R", renewable), acts.renew),
            (ActionSpec("contracts.end", _("End the contract"), "Ctrl+Shift+E", renewable), acts.end),
            (ActionSpec("contracts.line", _("Add a line"), "Ctrl+Shift+A", ours), acts.add_line),
            (ActionSpec("contracts.export", _("Export the list…"), "Ctrl+E"), self.export),
            (ActionSpec("contracts.coverage", _("What is covered?"), "Ctrl+Shift+W", shown), acts.coverage),
        ):
            action = self._parts.services.actions.add(spec, run, scope=self)
            if spec.id == "contracts.new":
                new.follow(action)
        self.add_right(new)

    def _load_pickers(self) -> None:
        query = self._parts.ops.query(registers.customer_pickers, self._parts.wording.language)
        self._pickers_call.ask(query).then(self._on_pickers, self._on_failed)

    def _on_pickers(self, pickers: "CustomerPickers") -> None:
        self.acts.pickers = pickers
        self.card.show_reading(self.acts.reading)
        self._parts.services.actions.refresh()

    def _on_contract_chosen(self, contract_id: UUID | None) -> None:
        if contract_id is not None and contract_id != self._shown:
            self._show(contract_id)

    def _show(self, contract_id: UUID) -> None:
        self._shown = contract_id
        self.place_changed.emit(contract_id)
        self._load_card()

    def _load_card(self) -> None:
        if self._shown is None:
            return
        parts = self._parts
        query = parts.ops.query(
            calls.contract_reading, self._shown, day=parts.today(), language=parts.wording.language
        )
        self._card_call.ask(query).then(self._on_card, self._on_failed)

    def _on_card(self, reading: "ContractReading | None") -> None:
        self.acts.reading = reading
        self.card.show_reading(reading)
        self._parts.services.actions.refresh()

    def _on_changed(self, changes: Changes) -> None:
        """Any command may touch what the card tells; it is one bounded query."""
        if changes.concerns(*_DICTIONARIES):
            self._load_pickers()
        if self.list.concerns(changes):
            self.list.reload()
        self._load_card()

    def _on_failed(self, error: Exception) -> None:
        self._parts.services.errors.show(error, self._load_card)
