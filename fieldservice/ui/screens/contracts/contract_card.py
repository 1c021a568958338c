"""The card of a contract at the right: it reads like the contract, period by period, line by line."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal

from fieldservice.ui.kit.buttons import primary, quiet
from fieldservice.ui.kit.cards import Card
from fieldservice.ui.kit.chips import Chip
from fieldservice.ui.kit.facts import Facts
from fieldservice.ui.kit.labels import Look, label, selectable
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
from fieldservice.ui.kit.registers.words import period
from fieldservice.ui.screens.contracts.acts import ContractActs
from fieldservice.ui.screens.contracts.card_sections import (
    BookedSection,
    CostsSection,
    HistorySection,
    PeriodsArea,
)
from fieldservice.ui.screens.contracts.words import DOT, days_words, state_mark
from fieldservice.wording import _

if TYPE_CHECKING:
    from fieldservice.domain.queries.contract_reading import ContractReading

_LEFT_NEEDS = 420


class ContractPane(CardPlace):
    """Its wishes carry the id of a ticket or customer."""

    ticket_requested = Signal(object)
    customer_requested = Signal(object)

    def __init__(self, parts: RegisterParts, acts: ContractActs) -> None:
        super().__init__(name="contractCard")
        self._reading: ContractReading | None = None
        self.header = ContractHeader(parts, acts)
        self.header.customer.clicked.connect(self._on_customer)
        self.periods = PeriodsArea(parts, acts)
        self.costs = CostsSection(parts)
        self.booked = BookedSection(parts)
        self.booked.ticket_requested.connect(self.ticket_requested)
        self.history = HistorySection(parts)
        self.files = FilesCard(parts, "contract", name="contractFiles")
        self._lay_out()

    def show_reading(self, reading: "ContractReading | None") -> None:
        self._reading = reading
        self.turn(to_card=reading is not None)
        if reading is None:
            return
        for part in (self.header, self.periods, self.costs, self.booked, self.history):
            part.show_reading(reading)
        self.files.show_owner(reading.contract.id)

    def _on_customer(self) -> None:
        if self._reading is not None:
            self.customer_requested.emit(self._reading.contract.customer_id)

    def _lay_out(self) -> None:
        parts = CardParts(
            self.header,
            (self.periods, self.booked),
            (self.costs, self.files, self.history),
            _("Choose a contract at the left."),
            "noContract",
        )
        self.place(parts, shares=(8, 5), left_needs=_LEFT_NEEDS)


class ContractHeader(Card):
    """Number and customer, state, validity; what is done most, as buttons."""

    def __init__(self, parts: RegisterParts, acts: ContractActs) -> None:
        super().__init__(padded=False, name="contractHeader")
        self._parts, self._acts = parts, acts
        self.number = selectable("", Look.HEADING)
        self.number.setObjectName("contractNumber")
        self.note = label("", Look.SMALL, wraps=True)
        self.elsewhere = label("", Look.STRONG, wraps=True)
        self.elsewhere.setObjectName("keptElsewhere")
        self.state = Chip(name="contractState")
        self.more = quiet(_("More…"), name="moreContractButton")
        self.more.clicked.connect(acts.more)
        self.coverage = quiet(_("What is covered?"), name="whatIsCoveredButton")
        self.coverage.clicked.connect(acts.coverage)
        self.renew = primary(_("Renew"), name="renewButton")
        self.renew.clicked.connect(acts.renew)
        self.customer = quiet("", name="contractCustomerButton")
        self.customer_number = label("", Look.SMALL)
        self.valid = label("", Look.STRONG, wraps=True)
        self.left = label("", Look.SMALL, wraps=True)
        self.block = BlockBanner(parts.wording, name="contractBlock")
        self._lay_out()

    def show_reading(self, reading: "ContractReading") -> None:
        self.block.show_block(reading.block)
        contract, wording = reading.contract, self._parts.wording
        self.number.setText(_("Contract {number}").format(number=contract.number))
        self.note.setText(contract.note)
        self.note.setVisible(bool(contract.note))
        self.state.show_state(*state_mark(reading.state.value))
        self.customer.setText(reading.customer)
        self.customer.setAccessibleName(_("Show customer {name}").format(name=reading.customer))
        self.customer_number.setText(reading.customer_number)
        terms = contract.current or next(iter(contract.terms), None)
        self.valid.setText(period(terms.valid_from, terms.valid_to, wording) if terms else "")
        self.left.setText(self._left(reading))
        kept = _("Kept in {system}: change it there, here it is only read.")
        self.elsewhere.setText(kept.format(system=reading.mastered_in))
        self.elsewhere.setVisible(bool(reading.mastered_in))
        self.more.setEnabled(not reading.mastered_in)
        self.renew.setEnabled(self._acts.can_renew)
        self.coverage.setEnabled(any(site.units for site in reading.sites))

    def _left(self, reading: "ContractReading") -> str:
        last, today = reading.last_day, self._parts.today()
        if last is None:
            return ""
        day = self._parts.wording.day(last)
        if last < today:
            return _("ended {day}").format(day=day)
        ends = _("ends {day}").format(day=day)
        return DOT.join((ends, days_words((last - today).days)))

    def _lay_out(self) -> None:
        buttons = ButtonRow(self.more, self.coverage, self.renew)
        lines = (self.elsewhere, self.note)
        row = header_row(self.number, self.state, lines, buttons, left_needs=220)
        self.add(header_top(row, self.block))
        shown = Facts(name="contractFacts")
        shown.add(_("Customer"), self.customer, self.customer_number)
        shown.add(_("Valid"), self.valid, self.left)
        self.add_section(padded=False).addWidget(shown)
