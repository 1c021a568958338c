"""The customer's card at the right: who it is, what holds them back, and all that belongs to them."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from fieldservice.ui.kit.buttons import primary, quiet
from fieldservice.ui.kit.cards import Card
from fieldservice.ui.kit.chips import Chip
from fieldservice.ui.kit.colours import Tone
from fieldservice.ui.kit.labels import Look, label, selectable, set_tone
from fieldservice.ui.kit.painting import Shape
from fieldservice.ui.kit.registers.card_layout import ButtonRow, CardParts, CardPlace, header_row
from fieldservice.ui.kit.registers.files_card import FilesCard
from fieldservice.ui.kit.registers.parts import RegisterParts
from fieldservice.ui.kit.registers.words import block_words, class_mark
from fieldservice.ui.kit.theme import current_theme
from fieldservice.ui.screens.customers.acts import Acts
from fieldservice.ui.screens.customers.contracts_section import ContractsSection
from fieldservice.ui.screens.customers.past_sections import (
    BlocksSection,
    CostsSection,
    HistorySection,
    PlansSection,
)
from fieldservice.ui.screens.customers.people_section import PeopleSection
from fieldservice.ui.screens.customers.sites_section import SitesSection
from fieldservice.ui.screens.customers.work_section import TicketsSection
from fieldservice.wording import LANGUAGE_NAMES, _

if TYPE_CHECKING:
    from fieldservice.domain.queries.customer_card import CustomerCard, CustomerHead

_LEFT_NEEDS = 460


class CardPane(CardPlace):
    """Its wishes carry the id of a ticket, or of the customer that has a new request."""

    ticket_requested = Signal(object)
    new_request_requested = Signal(object)

    def __init__(self, parts: RegisterParts, acts: Acts) -> None:
        super().__init__(name="customerCard")
        self._parts, self._acts = parts, acts
        self._card: CustomerCard | None = None
        self.header = CardHeader(parts, acts)
        self.header.new_request.clicked.connect(self._on_new_request)
        self.sites = SitesSection(parts, acts)
        self.contracts = ContractsSection(parts, acts)
        self.people = PeopleSection(acts)
        self.work = TicketsSection(parts, _("Open work"), _("Nothing is open."), name="workSection")
        self.closed = TicketsSection(
            parts, _("Closed last"), _("Nothing was closed yet."), name="closedSection"
        )
        for tickets in (self.work, self.closed):
            tickets.ticket_requested.connect(self.ticket_requested)
        self.blocks = BlocksSection(parts, acts)
        self.history = HistorySection(parts)
        self.plans = PlansSection(parts)
        self.plans.unit_requested.connect(acts.unit_requested)
        self.costs = CostsSection(parts)
        self.files = FilesCard(parts, "customer", name="customerFiles")
        self._lay_out()

    def show_card(self, card: "CustomerCard | None") -> None:
        self._card = card
        self.turn(to_card=card is not None)
        if card is None:
            return
        shown = (
            self.header,
            self.contracts,
            self.sites,
            self.people,
            self.blocks,
            self.history,
            self.plans,
            self.costs,
        )
        for part in shown:
            part.show_card(card)
        self.work.show_tickets(card.open_tickets, card.visits)
        self.closed.show_tickets(card.closed_tickets)
        self.files.show_owner(card.head.id)

    def _lay_out(self) -> None:
        beside = (
            self.people,
            self.blocks,
            self.plans,
            self.costs,
            self.closed,
            self.files,
            self.history,
        )
        left = (self.work, self.contracts, self.sites)
        none = _("Choose a customer at the left.")
        self.place(
            CardParts(self.header, left, beside, none, "noCustomer"), shares=(8, 5), left_needs=_LEFT_NEEDS
        )

    def _on_new_request(self) -> None:
        if self._card is not None:
            self.new_request_requested.emit(self._card.head.id)


class CardHeader(Card):
    """Name, number and class; the banner of a block that holds; what is done most, as buttons."""

    def __init__(self, parts: RegisterParts, acts: Acts) -> None:
        super().__init__(name="customerHeader")
        self._parts, self._acts = parts, acts
        self.name = selectable("", Look.HEADING)
        self.name.setObjectName("customerName")
        self.facts = label("", Look.MUTED, wraps=True)
        self.note = label("", Look.SMALL, wraps=True)
        self.elsewhere = label("", Look.STRONG, wraps=True)
        self.elsewhere.setObjectName("customerElsewhere")
        self.state = Chip(name="customerState")
        self.new_request = primary(_("New request"), name="newRequestButton")
        self.change = quiet(_("Change…"), name="changeCustomerButton")
        self.change.clicked.connect(acts.change_customer)
        self.end = quiet(_("End cooperation"), name="endCooperationButton")
        self.end.clicked.connect(acts.end_or_take_back)
        self.banner = BlockBanner(parts, acts)
        self._lay_out()

    def show_card(self, card: "CustomerCard") -> None:
        head = card.head
        self.name.setText(head.name)
        keys = (f"{each.system}: {each.key}" for each in card.keys)
        self.facts.setText(" · ".join((self._facts(head), *keys)))
        self.note.setText(head.note)
        self.note.setVisible(bool(head.note))
        kept = card.elsewhere.customers
        self.elsewhere.setText(
            _("Kept in {system}: name, number and days are changed there.").format(system=kept)
        )
        self.elsewhere.setVisible(bool(kept))
        self.end.setEnabled(not kept)
        self.end.setText(_("End cooperation") if head.active_until is None else _("Take back"))
        self._show_state(head)
        self.banner.show_card(card)

    def _lay_out(self) -> None:
        buttons = ButtonRow(self.end, self.change, self.new_request)
        self.add(
            header_row(
                self.name, self.state, (self.facts, self.elsewhere, self.note), buttons, left_needs=260
            )
        )
        self.add(self.banner)

    def _facts(self, head: "CustomerHead") -> str:
        wording = self._parts.wording
        agent = _("looked after by {name}").format(name=head.preferred_agent) if head.preferred_agent else ""
        since = _("since {day}").format(day=wording.day(head.active_from)) if head.active_from else ""
        until = _("until {day}").format(day=wording.day(head.active_until)) if head.active_until else ""
        spoken = LANGUAGE_NAMES.get(head.language or "", "")
        language = _("language: {name}").format(name=spoken) if spoken else ""
        tax_id = _("tax id {number}").format(number=head.tax_id) if head.tax_id else ""
        branch = _("only {branch}").format(branch=head.branch) if head.branch else ""
        parts = (head.number, tax_id, since, until, agent, language, branch)
        return " · ".join(part for part in parts if part)

    def _show_state(self, head: "CustomerHead") -> None:
        word = self._parts.wording.word(head.customer_class)
        mark = class_mark(head.customer_class.value, word)
        if not head.is_active:
            mark = (_("former customer"), Tone.STOP, Shape.TRIANGLE)
        self.state.setVisible(mark is not None)
        if mark is not None:
            self.state.show_state(*mark)


class BlockBanner(QWidget):
    """Why the customer may not be served, since when and until when, and the way to lift it."""

    def __init__(self, parts: RegisterParts, acts: Acts) -> None:
        super().__init__()
        self.setObjectName("blockBanner")
        self._parts, self._acts = parts, acts
        self._card: CustomerCard | None = None
        across = QHBoxLayout(self)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(current_theme().px(8))
        self._chip = Chip(_("blocked"), Tone.STOP, Shape.TRIANGLE, name="blockedChip")
        self.words = label("", Look.STRONG, wraps=True)
        self.words.setObjectName("blockWords")
        set_tone(self.words, Tone.STOP)
        self._lift = quiet(_("Lift…"), name="liftBannerButton")
        self._lift.clicked.connect(self._on_lift)
        across.addWidget(self._chip)
        across.addWidget(self.words, 1)
        across.addWidget(self._lift)

    def show_card(self, card: "CustomerCard") -> None:
        self._card = card
        block = card.active_block
        self.setVisible(block is not None)
        self._lift.setVisible(not card.elsewhere.blocks)
        if block is not None:
            self.words.setText(f"{block.reason} · {block_words(block, self._parts.wording)}")

    def _on_lift(self) -> None:
        if self._card is not None and self._card.active_block is not None:
            self._acts.lift(self._card.active_block)
