"""The equipment page: all units beside the card of one; loads what is chosen, reloads what changed."""

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
from fieldservice.ui.kit.registers.parts import RegisterParts, UnitsAt
from fieldservice.ui.kit.side_by_side import SideBySide
from fieldservice.ui.kit.theme import current_theme
from fieldservice.ui.screens.equipment import calls
from fieldservice.ui.screens.equipment.acts import UnitActs
from fieldservice.ui.screens.equipment.export_columns import export_columns
from fieldservice.ui.screens.equipment.unit_card import UnitPane
from fieldservice.ui.screens.equipment.unit_list import UnitList
from fieldservice.wording import _

if TYPE_CHECKING:
    from fieldservice.domain.queries.dictionaries import CustomerPickers
    from fieldservice.domain.queries.equipment_list import UnitFilters
    from fieldservice.domain.queries.unit_dossier import UnitDossier

_LIST_HEIGHT = 240
_DICTIONARIES = ("work_kind", "service", "category", "product", "sla", "user_account")


class EquipmentPage(Page):
    """Opened at a unit's id it shows that unit, at `UnitsAt` the units of a site.

    Its wishes carry the id of a ticket, customer or contract.
    """

    open_ticket_requested = Signal(object)
    open_customer_requested = Signal(object)
    open_contract_requested = Signal(object)
    new_request_requested = Signal(object)
    products_requested = Signal()

    def __init__(self, parts: RegisterParts) -> None:
        super().__init__(_("Units"), name="equipmentPage")
        self._parts = parts
        self._shown: UUID | None = None
        self._card_call: Latest[UnitDossier | None] = Latest()
        self._pickers_call: Latest[CustomerPickers] = Latest()
        self._filters_call: Latest[UnitFilters] = Latest()
        self.acts = UnitActs(parts, self)
        self.acts.created.connect(self._on_created)
        self.acts.told.connect(self.status_told)
        self.list = UnitList(parts)
        self.list.unit_chosen.connect(self._on_unit_chosen)
        self.list.new_requested.connect(self.acts.new)
        self.card = UnitPane(parts, self.acts)
        self._connect_card()
        self.list.setMinimumHeight(current_theme().px(_LIST_HEIGHT))
        self.body.addWidget(SideBySide(self.list, self.card, shares=(7, 9), left_needs=480), 1)
        self._declare_actions()
        parts.notifier.changed.connect(self._on_changed)
        self._load_pickers()
        self.list.reload()

    def open_at(self, argument: Hashable) -> None:
        if isinstance(argument, UnitsAt):
            self.list.narrow_to(argument)
        elif isinstance(argument, UUID):
            self.list.show_unit(argument)
            self._show(argument)

    def first_field(self) -> QWidget:
        return self.list.search

    def leave(self) -> None:
        self.list.leave()
        for call in (self._card_call, self._pickers_call, self._filters_call):
            call.cancel()

    def export(self) -> None:
        """Everything in the list, not only what was looked at."""
        parts = self._parts
        columns, ask = export_columns(parts), (self.list.asked(),)
        export_list(parts, ExportedList(_("Units"), columns, calls.unit_page, ask))

    def _connect_card(self) -> None:
        self.card.ticket_requested.connect(self.open_ticket_requested)
        self.card.contract_requested.connect(self.open_contract_requested)
        self.card.customer_requested.connect(self.open_customer_requested)
        self.card.new_request_requested.connect(self.new_request_requested)
        self.card.unit_requested.connect(self.open_at)

    def _declare_actions(self) -> None:
        def with_unit() -> bool:
            return self.acts.has_unit

        def in_use() -> bool:
            return self.acts.has_unit and self.acts.is_in_use

        acts = self.acts
        new, products = quiet("", name="newUnitButton"), quiet("", name="productsButton")
        buttons = {"equipment.new": new, "equipment.products": products}
        for spec, run in (
            (ActionSpec("equipment.new", _("New unit"), "Ctrl+Shift+N"), acts.new),
            (ActionSpec("equipment.change", _("Change the unit"), "F2", with_unit), acts.change),
            (ActionSpec("equipment.move", _("Move the unit"), "Ctrl+Shift+M", in_use), acts.move),
            (ActionSpec("equipment.replace", _("Replace the unit"), "Ctrl+Shift+X", in_use), acts.replace),
            (ActionSpec("equipment.lend", _("Lend or take back"), "Ctrl+Shift+D", in_use), acts.lend),
            (
                ActionSpec("equipment.retire", _("Out of use or back"), "Ctrl+Shift+U", with_unit),
                acts.retire_or_return,
            ),
            (ActionSpec("equipment.read", _("Enter reading"), "Ctrl+Shift+E", with_unit), acts.read_meter),
            (ActionSpec("equipment.label", _("Print label"), "Ctrl+P", with_unit), acts.print_label),
            (ActionSpec("equipment.export", _("Export the list…"), "Ctrl+E"), self.export),
            (ActionSpec("equipment.products", _("Products"), "Ctrl+Shift+P"), self.products_requested.emit),
        ):
            action = self._parts.services.actions.add(spec, run, scope=self)
            if spec.id in buttons:
                buttons[spec.id].follow(action)
        self.add_right(products, new)

    def _load_pickers(self) -> None:
        ops = self._parts.ops
        pickers = ops.query(registers.customer_pickers, self._parts.wording.language)
        self._pickers_call.ask(pickers).then(self._on_pickers, self._on_failed)
        self._filters_call.ask(ops.query(calls.unit_filters)).then(self.list.show_filters, self._on_failed)

    def _on_pickers(self, pickers: "CustomerPickers") -> None:
        self.acts.pickers = pickers
        self._parts.services.actions.refresh()

    def _on_unit_chosen(self, unit_id: UUID | None) -> None:
        if unit_id is not None and unit_id != self._shown:
            self._show(unit_id)

    def _show(self, unit_id: UUID) -> None:
        self._shown = unit_id
        self.place_changed.emit(unit_id)
        self._load_card()

    def _load_card(self) -> None:
        if self._shown is None:
            return
        parts = self._parts
        query = parts.ops.query(
            calls.unit_dossier, self._shown, day=parts.today(), language=parts.wording.language
        )
        self._card_call.ask(query).then(self._on_card, self._on_failed)

    def _on_card(self, dossier: "UnitDossier | None") -> None:
        self.acts.dossier = dossier
        self.card.show_dossier(dossier)
        self._parts.services.actions.refresh()

    def _on_created(self, unit_id: UUID) -> None:
        self.list.show_unit(unit_id)
        self._show(unit_id)

    def _on_changed(self, changes: Changes) -> None:
        """Any command may touch what the card tells; it is one bounded query."""
        if changes.concerns(*_DICTIONARIES):
            self._load_pickers()
        if self.list.concerns(changes):
            self.list.reload()
        self._load_card()

    def _on_failed(self, error: Exception) -> None:
        self._parts.services.errors.show(error, self._load_card)
