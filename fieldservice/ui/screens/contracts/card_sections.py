"""Parts of a contract's card: its periods with their lines as sentences, costs, tickets, history."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from fieldservice.ui.kit.buttons import quiet
from fieldservice.ui.kit.cards import rule
from fieldservice.ui.kit.colours import Tone
from fieldservice.ui.kit.labels import Look, label
from fieldservice.ui.kit.painting import Shape
from fieldservice.ui.kit.quota_bar import QuotaBar
from fieldservice.ui.kit.registers.card_layout import ButtonRow
from fieldservice.ui.kit.registers.parts import RegisterParts
from fieldservice.ui.kit.registers.words import line_words, period, quota_words
from fieldservice.ui.kit.sections import LineRow, Mark, Section, WordsRow, bare, chip_of
from fieldservice.ui.kit.theme import current_theme
from fieldservice.ui.screens.contracts.acts import ContractActs
from fieldservice.ui.screens.contracts.words import cost_rows, sla_words
from fieldservice.wording import _

if TYPE_CHECKING:
    from fieldservice.domain.queries.contract_reading import BookedTicket, ContractReading
    from fieldservice.domain.queries.contracts import LineRow as ContractLine
    from fieldservice.domain.queries.contracts import TermsRow


class PeriodsArea(QWidget):
    """A section for each period, newest first; what is past stands below and is only read."""

    def __init__(self, parts: RegisterParts, acts: ContractActs) -> None:
        super().__init__()
        self.setObjectName("periodsArea")
        self._parts, self._acts = parts, acts
        self._sections: list[PeriodSection] = []
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(current_theme().px(16))

    def show_reading(self, reading: "ContractReading") -> None:
        for gone in self._sections:
            self._layout.removeWidget(gone)
            gone.hide()
            gone.deleteLater()
        self._sections = [self._section(terms, reading) for terms in reading.contract.terms]
        for section in self._sections:
            self._layout.addWidget(section)

    def _section(self, terms: "TermsRow", reading: "ContractReading") -> "PeriodSection":
        return PeriodSection(terms, reading, self._parts, self._acts)


class PeriodSection(Section):
    """One period: its days as the title, each line as a sentence with its quota drawn below it."""

    def __init__(
        self, terms: "TermsRow", reading: "ContractReading", parts: RegisterParts, acts: ContractActs
    ) -> None:
        days = period(terms.valid_from, terms.valid_to, parts.wording)
        super().__init__("", _("Nothing is promised."), name=f"period-{terms.valid_from.isoformat()}")
        self.setAccessibleName(days)
        self._reading, self._parts, self._acts = reading, parts, acts
        self._may_change = acts.can_change and terms.standing.value != "past"
        self.body.insertWidget(0, self._heading_row(days, terms))
        self.body.insertWidget(1, rule())
        rows = [self._row(line) for line in terms.lines]
        if terms.note:
            rows.append(LineRow(_("Note"), terms.note))
        self.show_rows(rows)

    def _heading_row(self, days: str, terms: "TermsRow") -> QWidget:
        """Days, what can be done, and below them where the period stands: together they are too wide."""
        theme = current_theme()
        row = QWidget()
        down = QVBoxLayout(row)
        down.setContentsMargins(theme.px(16), theme.px(4), theme.px(8), theme.px(8))
        down.setSpacing(theme.px(2))
        across = QHBoxLayout()
        across.setSpacing(theme.px(8))
        across.addWidget(label(days, Look.CARD_TITLE))
        across.addStretch(1)
        if self._may_change:
            across.addWidget(self._buttons(terms))
        down.addLayout(across)
        down.addWidget(chip_of(_standing(terms.standing.value)))
        return row

    def _buttons(self, terms: "TermsRow") -> QWidget:
        days = bare(_("Days…"), name="changeTermsButton")
        days.clicked.connect(lambda: self._acts.terms(terms))
        line = quiet(_("Add a line"), name="addContractLineButton")
        line.clicked.connect(lambda: self._acts.add_line(terms))
        return ButtonRow(days, line)

    def _row(self, line: "ContractLine") -> LineRow:
        wording = self._parts.wording
        values = self._reading.values[line.id]
        level = sla_words(values.sla, wording) if values.sla else ""
        row = LineRow(f"{line.position}. {line_words(line, wording)}", level, wraps=True)
        if self._may_change:
            change, remove = bare(_("Change…"), name="changeLineButton"), bare(_("Remove"), name="removeLine")
            change.setAccessibleName(_("Change line {position}").format(position=line.position))
            remove.setAccessibleName(_("Remove line {position}").format(position=line.position))
            change.clicked.connect(lambda: self._acts.line(line))
            remove.clicked.connect(lambda: self._acts.remove_line(line))
            row.add_buttons(change, remove)
        if line.quota is not None:
            row.add_widget(QuotaBar(line.quota, quota_words(line.quota, wording), name="lineQuotaBar"))
        return row


class CostsSection(Section):
    """What was booked on the contract (B07)."""

    def __init__(self, parts: RegisterParts) -> None:
        super().__init__(_("Booked on it"), _("Nothing was booked yet."), name="contractCosts")
        self._parts = parts

    def show_reading(self, reading: "ContractReading") -> None:
        costs = reading.costs
        is_any = costs.work_minutes or costs.travel_minutes or costs.amount_cents
        rows = cost_rows(costs, self._parts.wording, self._parts.currency) if is_any else []
        self.show_rows([WordsRow(value, name) for name, value in rows])


class BookedSection(Section):
    """The newest tickets that count on the contract."""

    ticket_requested = Signal(object)

    def __init__(self, parts: RegisterParts) -> None:
        super().__init__(_("Tickets on it"), _("No ticket counts on it yet."), name="contractTickets")
        self._parts = parts

    def show_reading(self, reading: "ContractReading") -> None:
        self.show_rows([self._row(each) for each in reading.tickets], len(reading.tickets))

    def _row(self, ticket: "BookedTicket") -> LineRow:
        is_over = ticket.state_type.is_terminal
        mark = (ticket.state, Tone.GOOD if is_over else Tone.ACCENT, Shape.TICK if is_over else Shape.NONE)
        when = self._parts.wording.near_moment(ticket.opened_at, self._parts.now())
        row = LineRow(f"{ticket.number}  {ticket.title}", when, chip_of(mark))
        show = bare(_("Show"), name=f"ticket-{ticket.number}")
        show.setAccessibleName(_("Show ticket {number}").format(number=ticket.number))
        show.clicked.connect(lambda: self.ticket_requested.emit(ticket.id))
        row.add_buttons(show)
        return row


class HistorySection(Section):
    def __init__(self, parts: RegisterParts) -> None:
        super().__init__(_("History"), _("Nothing is recorded yet."), name="contractHistory")
        self._parts = parts

    def show_reading(self, reading: "ContractReading") -> None:
        wording, now = self._parts.wording, self._parts.now()
        rows = []
        for entry in reading.history:
            when = wording.near_moment(entry.happened_at, now)
            rows.append(WordsRow(wording.reason(entry.what), " · ".join(p for p in (when, entry.who) if p)))
        self.show_rows(rows)


def _standing(standing: str) -> Mark:
    marks = {
        "current": (_("in force"), Tone.GOOD, Shape.TICK),
        "future": (_("coming"), Tone.ACCENT, Shape.NONE),
        "past": (_("past"), Tone.NEUTRAL, Shape.NONE),
    }
    return marks[standing]
