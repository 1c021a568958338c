"""The card of a unit at the right: what it is, where it stands, what covers it, all that was done on it."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal

from fieldservice.ui.kit.buttons import primary, quiet
from fieldservice.ui.kit.cards import Card
from fieldservice.ui.kit.chips import Chip
from fieldservice.ui.kit.colours import Tone
from fieldservice.ui.kit.facts import Facts
from fieldservice.ui.kit.labels import Look, label, selectable, set_tone
from fieldservice.ui.kit.painting import Shape
from fieldservice.ui.kit.registers.block_banner import BlockBanner
from fieldservice.ui.kit.registers.card_layout import (
    ButtonRow,
    CardParts,
    CardPlace,
    header_row,
    header_top,
)
from fieldservice.ui.kit.registers.files_card import FilesCard
from fieldservice.ui.kit.registers.parts import RegisterParts
from fieldservice.ui.screens.equipment.acts import UnitActs
from fieldservice.ui.screens.equipment.card_sections import (
    CoverSection,
    MetersSection,
    PlaceSection,
    PlansSection,
    ServiceSection,
    TreeSection,
    loan_mark,
)
from fieldservice.ui.screens.equipment.words import DOT, warranty_of, warranty_tone
from fieldservice.wording import _

if TYPE_CHECKING:
    from fieldservice.domain.queries.unit_dossier import UnitDossier

_LEFT_NEEDS = 420


class UnitPane(CardPlace):
    """Its wishes carry the id of what they name."""

    ticket_requested = Signal(object)
    contract_requested = Signal(object)
    unit_requested = Signal(object)
    customer_requested = Signal(object)
    new_request_requested = Signal()

    def __init__(self, parts: RegisterParts, acts: UnitActs) -> None:
        super().__init__(name="unitCard")
        self._dossier: UnitDossier | None = None
        self.header = UnitHeader(parts, acts)
        self.header.new_request.clicked.connect(self.new_request_requested)
        self.header.customer.clicked.connect(self._on_customer)
        self.cover = CoverSection(parts)
        self.services = ServiceSection(parts)
        self.tree = TreeSection()
        self.meters = MetersSection(parts)
        self.places = PlaceSection(parts)
        self.plans = PlansSection(parts)
        self.files = FilesCard(parts, "equipment", name="unitFiles")
        self._connect(acts)
        self._lay_out()

    def show_dossier(self, dossier: "UnitDossier | None") -> None:
        self._dossier = dossier
        self.turn(to_card=dossier is not None)
        if dossier is None:
            return
        self.header.show_dossier(dossier)
        for part in (self.cover, self.services, self.tree, self.meters, self.places, self.plans):
            part.show_dossier(dossier)
        self.files.show_owner(dossier.card.unit.id)

    def _connect(self, acts: UnitActs) -> None:
        self.cover.contract_requested.connect(self.contract_requested)
        self.services.ticket_requested.connect(self.ticket_requested)
        self.tree.unit_requested.connect(self.unit_requested)
        self.places.unit_requested.connect(self.unit_requested)
        self.places.return_requested.connect(acts.return_loan)
        self.meters.add_meter.clicked.connect(acts.add_meter)
        self.meters.add_reading.clicked.connect(acts.read_meter)

    def _on_customer(self) -> None:
        if self._dossier is not None:
            self.customer_requested.emit(self._dossier.card.customer_id)

    def _lay_out(self) -> None:
        parts = CardParts(
            self.header,
            (self.cover, self.services),
            (self.tree, self.meters, self.files, self.plans, self.places),
            _("Choose a unit at the left."),
            "noUnit",
        )
        self.place(parts, shares=(8, 6), left_needs=_LEFT_NEEDS)


class UnitHeader(Card):
    """Serial number and model; what is most asked for as facts; what is most done as buttons."""

    def __init__(self, parts: RegisterParts, acts: UnitActs) -> None:
        super().__init__(padded=False, name="unitHeader")
        self._parts = parts
        self.serial = selectable("", Look.HEADING)
        self.serial.setObjectName("unitSerial")
        self.model = label("", Look.MUTED, wraps=True)
        self.note = label("", Look.SMALL, wraps=True)
        self.state = Chip(name="unitState")
        self.new_request = primary(_("New request"), name="unitRequestButton")
        self.change = quiet(_("Change…"), name="changeUnitButton")
        self.change.clicked.connect(acts.change)
        self.more = quiet(_("More…"), name="moreUnitButton")
        self.more.clicked.connect(acts.more)
        self.customer = quiet("", name="unitCustomerButton")
        self.site = label("", Look.PLAIN, wraps=True)
        self.warranty = label("", Look.STRONG, wraps=True)
        self.purchased = label("", Look.SMALL, wraps=True)
        self.support = label("", Look.PLAIN, wraps=True)
        self.maker = label("", Look.SMALL, wraps=True)
        self.block = BlockBanner(parts.wording, name="unitBlock")
        self._lay_out()

    def show_dossier(self, dossier: "UnitDossier") -> None:
        self.block.show_block(dossier.block)
        unit, wording, today = dossier.card.unit, self._parts.wording, self._parts.today()
        self.serial.setText(unit.serial_number)
        self.model.setText(unit.name)
        self.note.setText(dossier.note)
        self.note.setVisible(bool(dossier.note))
        self.customer.setText(dossier.card.customer)
        self.customer.setAccessibleName(_("Show customer {name}").format(name=dossier.card.customer))
        self.site.setText(DOT.join(part for part in (dossier.card.site, dossier.place) if part))
        self.warranty.setText(warranty_of(unit.warranty_until, today, wording))
        set_tone(self.warranty, warranty_tone(unit.warranty_until, today))
        bought = _("purchased {day}").format(day=wording.day(unit.purchased_on)) if unit.purchased_on else ""
        self.purchased.setText(bought)
        self.maker.setText(dossier.manufacturer)
        until = dossier.supported_until
        self.support.setText(warranty_of(until, today, wording) if until else _("no end known"))
        self._show_state(dossier)

    def _show_state(self, dossier: "UnitDossier") -> None:
        unit, loan = dossier.card.unit, dossier.running_loan
        if unit.is_retired:
            mark = (self._parts.wording.word(unit.status), Tone.NEUTRAL, Shape.CIRCLE)
        elif loan is not None:
            mark = loan_mark(loan, self._parts.today())
        else:
            mark = (self._parts.wording.word(unit.status), Tone.NEUTRAL, Shape.NONE)
        self.state.show_state(*mark)

    def _lay_out(self) -> None:
        buttons = ButtonRow(self.more, self.change, self.new_request)
        row = header_row(self.serial, self.state, (self.model, self.note), buttons, left_needs=240)
        self.add(header_top(row, self.block))
        shown = Facts(name="unitFacts")
        shown.add(_("Customer"), self.customer, self.site)
        shown.add(_("Warranty"), self.warranty, self.purchased)
        shown.add(_("Supported by its maker"), self.support, self.maker)
        self.add_section(padded=False).addWidget(shown)
