"""The customers' page: the list beside the card; loads what is chosen, reloads what concerns it."""

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
from fieldservice.ui.kit.registers import calls
from fieldservice.ui.kit.registers.exporting import ExportedList, export_list
from fieldservice.ui.kit.registers.parts import RegisterParts
from fieldservice.ui.kit.side_by_side import SideBySide
from fieldservice.ui.kit.theme import current_theme
from fieldservice.ui.screens.customers.acts import Acts
from fieldservice.ui.screens.customers.card_pane import CardPane
from fieldservice.ui.screens.customers.customer_list import CustomerList, export_columns
from fieldservice.wording import _

if TYPE_CHECKING:
    from fieldservice.domain.queries.customer_card import CustomerCard
    from fieldservice.domain.queries.dictionaries import CustomerPickers

_LIST_HEIGHT = 240
_DICTIONARIES = ("work_kind", "service", "block_reason", "category", "product", "sla", "user_account")


class CustomersPage(Page):
    """`new_request_requested` carries a customer's id, the other wishes that of what they name.

    Opened at a customer's id it shows that card.
    """

    open_ticket_requested = Signal(object)
    open_unit_requested = Signal(object)
    open_contract_requested = Signal(object)
    new_request_requested = Signal(object)

    def __init__(self, parts: RegisterParts) -> None:
        super().__init__(_("Customers"), name="customersPage")
        self._parts = parts
        self._shown: UUID | None = None
        self._card_call: Latest[CustomerCard | None] = Latest()
        self._pickers_call: Latest[CustomerPickers] = Latest()
        self.acts = Acts(parts, self)
        self.acts.created.connect(self._on_created)
        self.acts.unit_requested.connect(self.open_unit_requested)
        self.acts.contract_requested.connect(self.open_contract_requested)
        self.list = CustomerList(parts)
        self.list.customer_chosen.connect(self._on_customer_chosen)
        self.list.new_requested.connect(self.acts.new_customer)
        self.card = CardPane(parts, self.acts)
        self.card.ticket_requested.connect(self.open_ticket_requested)
        self.card.new_request_requested.connect(self.new_request_requested)
        self.list.setMinimumHeight(current_theme().px(_LIST_HEIGHT))
        self.body.addWidget(SideBySide(self.list, self.card, shares=(5, 11), left_needs=300), 1)
        self._declare_actions()
        parts.notifier.changed.connect(self._on_changed)
        self._load_pickers()
        self.list.reload()

    def open_at(self, argument: Hashable) -> None:
        if isinstance(argument, UUID):
            self.list.show_customer(argument)
            self._show(argument)

    def first_field(self) -> QWidget:
        return self.list.search

    def leave(self) -> None:
        self.list.leave()
        self._card_call.cancel()
        self._pickers_call.cancel()

    def export(self) -> None:
        """Everything in the list, not only what was looked at."""
        parts = self._parts
        day = (("day", parts.today()),)
        ask, columns = (self.list.asked(),), export_columns(parts.wording)
        export_list(parts, ExportedList(_("Customers"), columns, calls.customer_page, ask, day))

    def _declare_actions(self) -> None:
        def with_card() -> bool:
            return self.acts.has_card

        def blocked() -> bool:
            return self.acts.is_blocked

        acts = self.acts
        new = quiet("", name="newCustomerButton")
        for spec, run in (
            (ActionSpec("customers.new", _("New customer"), "Ctrl+Shift+N"), acts.new_customer),
            (ActionSpec("customers.change", _("Change"), "F2", with_card), acts.change_customer),
            (ActionSpec("customers.block", _("Block…"), "Ctrl+Shift+B", with_card), acts.block),
            (ActionSpec("customers.lift", _("Lift the block…"), "Ctrl+Shift+U", blocked), acts.lift_active),
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
                ActionSpec("customers.contract", _("New contract"), "Ctrl+Shift+K", with_card),
                acts.add_contract,
            ),
            (ActionSpec("customers.contact", _("Add contact"), "Ctrl+Shift+P", with_card), acts.add_contact),
            (ActionSpec("customers.site", _("Add site"), "Ctrl+Shift+A", with_card), acts.add_site),
        ):
            action = self._parts.services.actions.add(spec, run, scope=self)
            if spec.id == "customers.new":
                new.follow(action)
        self.add_right(new)

    def _request(self) -> None:
        if self._shown is not None:
            self.new_request_requested.emit(self._shown)

    def _load_pickers(self) -> None:
        query = self._parts.ops.query(calls.customer_pickers, self._parts.wording.language)
        self._pickers_call.ask(query).then(self._on_pickers, self._on_failed)

    def _on_pickers(self, pickers: "CustomerPickers") -> None:
        self.acts.pickers = pickers
        self._parts.services.actions.refresh()

    def _on_customer_chosen(self, customer_id: UUID | None) -> None:
        if customer_id is not None and customer_id != self._shown:
            self._show(customer_id)

    def _show(self, customer_id: UUID) -> None:
        self._shown = customer_id
        self.place_changed.emit(customer_id)
        self._load_card()

    def _load_card(self) -> None:
        if self._shown is None:
            return
        parts = self._parts
        ask = calls.CardAsk(self._shown, parts.today(), parts.wording.language, parts.country)
        query = parts.ops.query(calls.customer_card, ask)
        self._card_call.ask(query).then(self._on_card, self._on_failed)

    def _on_card(self, card: "CustomerCard | None") -> None:
        self.acts.card = card
        self.card.show_card(card)
        self._parts.services.actions.refresh()

    def _on_created(self, customer_id: UUID) -> None:
        self.list.show_customer(customer_id)
        self._show(customer_id)

    def _on_changed(self, changes: Changes) -> None:
        """Any command may touch what the card tells, by its history alone; it is one bounded query."""
        if changes.concerns(*_DICTIONARIES):
            self._load_pickers()
        if self.list.concerns(changes):
            self.list.reload()
        self._load_card()

    def _on_failed(self, error: Exception) -> None:
        self._parts.services.errors.show(error, self._load_card)
