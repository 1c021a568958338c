"""The equipment page: all units beside the card of one."""

from collections.abc import Hashable
from typing import TYPE_CHECKING
from uuid import UUID

from PySide6.QtCore import Signal

from fieldservice.ui.kit.actions import ActionSpec
from fieldservice.ui.kit.buttons import quiet
from fieldservice.ui.kit.calls import Call, Latest
from fieldservice.ui.kit.registers.exporting import ExportedList
from fieldservice.ui.kit.registers.parts import RegisterParts, UnitsAt
from fieldservice.ui.kit.registers.register_page import RegisterPage
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


class EquipmentPage(RegisterPage["UnitDossier"]):
    """Opened at a unit's id it shows that unit, at `UnitsAt` the units of a site.

    Its wishes carry the id of a ticket, customer or contract, that of a request those of customer and unit.
    """

    open_ticket_requested = Signal(object)
    open_customer_requested = Signal(object)
    open_contract_requested = Signal(object)
    new_request_requested = Signal(object, object)
    products_requested = Signal()

    dictionaries = ("work_kind", "service", "category", "product", "sla", "user_account")

    def __init__(self, parts: RegisterParts) -> None:
        super().__init__(parts, _("Units"), name="equipmentPage")
        self._filters_call: Latest[UnitFilters] = Latest()
        self.acts = UnitActs(parts, self)
        self.acts.created.connect(self.choose)
        self.acts.told.connect(self.status_told)
        self.list: UnitList = UnitList(parts)
        self.list.new_requested.connect(self.acts.new)
        self.card = UnitPane(parts, self.acts)
        self._connect_card()
        self._declare_actions()
        self.put_together(self.list, self.card, shares=(7, 9), left_needs=480)

    def open_at(self, argument: Hashable) -> None:
        if isinstance(argument, UnitsAt):
            self.list.narrow_to(argument)
        else:
            super().open_at(argument)

    def leave(self) -> None:
        super().leave()
        self._filters_call.cancel()

    def ask_card(self, row_id: UUID) -> "Call[UnitDossier | None]":
        parts = self.parts
        language = parts.wording.language
        return parts.ops.query(calls.unit_dossier, row_id, day=parts.today(), language=language)

    def show_card(self, card: "UnitDossier | None") -> None:
        self.acts.dossier = card
        self.card.show_dossier(card)

    def load_pickers(self) -> None:
        super().load_pickers()
        filters = self.parts.ops.query(calls.unit_filters)
        self._filters_call.ask(filters).then(self.list.show_filters, self.on_failed)

    def take_pickers(self, pickers: "CustomerPickers") -> None:
        self.acts.pickers = pickers

    def exported(self) -> ExportedList:
        columns, ask = export_columns(self.parts), (self.list.asked(),)
        return ExportedList(_("Units"), columns, calls.unit_page, ask)

    def _connect_card(self) -> None:
        self.card.ticket_requested.connect(self.open_ticket_requested)
        self.card.contract_requested.connect(self.open_contract_requested)
        self.card.customer_requested.connect(self.open_customer_requested)
        self.card.new_request_requested.connect(self._request)
        self.card.unit_requested.connect(self.open_at)

    def _declare_actions(self) -> None:
        def with_unit() -> bool:
            return self.acts.has_unit

        def in_use() -> bool:
            return self.acts.has_unit and self.acts.is_in_use

        acts = self.acts
        self.declare(
            (
                (ActionSpec("equipment.new", _("New unit"), "Ctrl+Shift+N"), acts.new),
                (
                    ActionSpec(
                        "equipment.request", _("New request for this unit"), "Ctrl+Shift+Return", with_unit
                    ),
                    self._request,
                ),
                (ActionSpec("equipment.change", _("Change the unit"), "F2", with_unit), acts.change),
                (ActionSpec("equipment.move", _("Move the unit"), "Ctrl+Shift+M", in_use), acts.move),
                (
                    ActionSpec("equipment.replace", _("Replace the unit"), "Ctrl+Shift+X", in_use),
                    acts.replace,
                ),
                (ActionSpec("equipment.lend", _("Lend or take back"), "Ctrl+Shift+D", in_use), acts.lend),
                (
                    ActionSpec("equipment.retire", _("Out of use or back"), "Ctrl+Shift+U", with_unit),
                    acts.retire_or_return,
                ),
                (
                    ActionSpec("equipment.read", _("Enter reading"), "Ctrl+Shift+E", with_unit),
                    acts.read_meter,
                ),
                (ActionSpec("equipment.label", _("Print label"), "Ctrl+P", with_unit), acts.print_label),
                (ActionSpec("equipment.export", _("Export the list…"), "Ctrl+E"), self.export),
                (
                    ActionSpec("equipment.products", _("Products"), "Ctrl+Shift+P"),
                    self.products_requested.emit,
                ),
            ),
            {
                "equipment.products": quiet("", name="productsButton"),
                "equipment.new": quiet("", name="newUnitButton"),
            },
        )

    def _request(self) -> None:
        dossier = self.acts.dossier
        if dossier is not None:
            self.new_request_requested.emit(dossier.card.customer_id, dossier.card.unit.id)
