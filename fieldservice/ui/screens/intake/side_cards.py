"""The right column: tickets that may tell of the same trouble, and what is open at this customer."""

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from fieldservice.domain.rules.clock_state import ClockState
from fieldservice.domain.rules.ticket_states import TicketStateType
from fieldservice.ui.kit.buttons import quiet
from fieldservice.ui.kit.cards import Card, rule
from fieldservice.ui.kit.cells import CellLook, Column
from fieldservice.ui.kit.chips import Chip
from fieldservice.ui.kit.clock_marks import clock_mark, urgent_mark
from fieldservice.ui.kit.colours import Tone
from fieldservice.ui.kit.empty import EmptyWords
from fieldservice.ui.kit.labels import ElidedLabel, Look, label
from fieldservice.ui.kit.tables import DataTable
from fieldservice.ui.kit.theme import current_theme
from fieldservice.ui.screens.intake.words import DOT, open_count_words
from fieldservice.wording import Wording, _, ngettext

if TYPE_CHECKING:
    from fieldservice.domain.queries.intake import CustomerPanel, PanelTicket
    from fieldservice.domain.queries.intake_similar import SimilarTicket

_STATE_TONES = {
    TicketStateType.NEW: Tone.ACCENT,
    TicketStateType.OPEN: Tone.ACCENT,
    TicketStateType.IN_PROGRESS: Tone.ACCENT,
    TicketStateType.PENDING_REMINDER: Tone.CARE,
    TicketStateType.PENDING_AUTO: Tone.CARE,
    TicketStateType.CLOSED: Tone.GOOD,
    TicketStateType.MERGED: Tone.NEUTRAL,
}
_TOP = Qt.AlignmentFlag.AlignTop
_LEAST_ROWS = 2


def state_tone(state_type: TicketStateType) -> Tone:
    return _STATE_TONES[state_type]


class SimilarCard(Card):
    """Is this not logged already? `add_requested` and `open_requested` carry the `SimilarTicket`."""

    add_requested = Signal(object)
    open_requested = Signal(object)

    def __init__(self, wording: Wording, now: Callable[[], datetime]) -> None:
        super().__init__(_("Is this not logged already?"), name="similarCard")
        self._wording = wording
        self._now = now
        self._shown: tuple[SimilarTicket, ...] | None = None
        self._blocks: list[QWidget] = []
        self._chip = Chip(name="similarChip")
        self._nothing = label(_("Nothing like this is open."), Look.MUTED)
        self.add_trailing(self._chip)
        self._list = QVBoxLayout()
        self._list.setSpacing(current_theme().px(12))
        self.add(self._nothing)
        self.add(self._list)
        self.show_similar(())

    @property
    def shown(self) -> "tuple[SimilarTicket, ...]":
        return self._shown or ()

    def show_similar(self, tickets: "tuple[SimilarTicket, ...]") -> None:
        if tickets == self._shown:
            return
        self._shown = tickets
        for block in self._blocks:
            self._list.removeWidget(block)
            block.hide()
            block.deleteLater()
        self._blocks = [self._block(at, ticket) for at, ticket in enumerate(tickets)]
        for block in self._blocks:
            self._list.addWidget(block)
        self._nothing.setVisible(not tickets)
        count = len(tickets)
        self._chip.setVisible(bool(count))
        self._chip.show_state(
            ngettext("{count} similar", "{count} similar", count).format(count=count), Tone.CARE
        )

    def _block(self, at: int, ticket: "SimilarTicket") -> QWidget:
        block = QWidget()
        block.setObjectName(f"similar{at}")
        layout = QVBoxLayout(block)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(current_theme().px(6))
        if at:
            layout.addWidget(rule())
        layout.addLayout(self._head(ticket))
        layout.addWidget(ElidedLabel(self._second_line(ticket), Look.SMALL))
        layout.addLayout(self._buttons(at, ticket))
        return block

    def _head(self, ticket: "SimilarTicket") -> QHBoxLayout:
        head = QHBoxLayout()
        head.setSpacing(current_theme().px(8))
        head.addWidget(label(ticket.number, Look.STRONG))
        head.addWidget(ElidedLabel(ticket.title), 1)
        urgent = urgent_mark(ticket.moments, ticket.state_type, self._now(), self._wording)
        if urgent is not None:
            head.addWidget(Chip(*urgent))
        head.addWidget(Chip(ticket.state, state_tone(ticket.state_type)))
        return head

    def _second_line(self, ticket: "SimilarTicket") -> str:
        words, now = self._wording, self._now()
        parts = [_("this unit") if ticket.is_same_unit else "", words.near_moment(ticket.opened_at, now)]
        if ticket.next_visit_at is not None:
            when = words.near_moment(ticket.next_visit_at, now)
            parts.append(_("visit {when}, {technician}").format(when=when, technician=ticket.technician))
        return DOT.join(part for part in parts if part)

    def _buttons(self, at: int, ticket: "SimilarTicket") -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(current_theme().px(8))
        if ticket.is_open:
            add = quiet(_("Add to this one"), name=f"addToSimilar{at}")
            add.clicked.connect(lambda: self.add_requested.emit(ticket))
            row.addWidget(add)
        show = quiet(_("Open"), name=f"openSimilar{at}")
        show.clicked.connect(lambda: self.open_requested.emit(ticket))
        row.addWidget(show)
        row.addStretch(1)
        return row


class OpenCard(Card):
    """What is open at the customer, and what was closed last; `ticket_requested` carries the ticket's id."""

    ticket_requested = Signal(object)

    def __init__(self, wording: Wording, now: Callable[[], datetime]) -> None:
        super().__init__(_("Open at this customer"), padded=False, name="openCard")
        self._wording = wording
        self._now = now
        self._count = label("", Look.SMALL)
        self.add_trailing(self._count)
        self.note = label("", Look.SMALL, wraps=True)
        self.note.setObjectName("customerNote")
        side = current_theme().px(16)
        self.note.setContentsMargins(side, current_theme().px(8), side, current_theme().px(8))
        self.note.hide()
        self.table: DataTable[PanelTicket] = DataTable(
            self._columns(), name="openTickets", empty=EmptyWords(_("No customer is chosen yet."))
        )
        self.table.view.horizontalHeader().hide()
        self.table.row_activated.connect(lambda row: self.ticket_requested.emit(row.id))
        self.add(self.note)
        self.add(self.table)
        self.show_panel(None)

    def show_panel(self, panel: "CustomerPanel | None") -> None:
        rows = (*panel.open_tickets, *panel.closed_tickets) if panel else ()
        empty = _("Nothing is open, and nothing was lately.") if panel else _("No customer is chosen yet.")
        self.table.set_empty_words(EmptyWords(empty))
        self.table.set_rows(rows)
        self._count.setText(open_count_words(panel) if panel else "")
        self.note.setText(panel.note if panel else "")
        self.note.setVisible(bool(panel and panel.note))
        theme = current_theme()
        self.table.setFixedHeight(max(len(rows), _LEAST_ROWS) * theme.measures.row_height + theme.px(4))

    def _columns(self) -> "tuple[Column[PanelTicket], ...]":
        number: Column[PanelTicket] = Column(
            key="number", title=_("Number"), text=self._number, look=CellLook.STRONG, width=108
        )
        title: Column[PanelTicket] = Column(
            key="title", title=_("Subject"), text=lambda row: row.title, stretch=1
        )
        state: Column[PanelTicket] = Column(
            key="state",
            title=_("State"),
            text=lambda row: row.state,
            look=CellLook.CHIP,
            tone=lambda row: state_tone(row.state_type),
            width=124,
        )
        return self._clock(), number, title, state

    def _clock(self) -> "Column[PanelTicket]":
        return Column(
            key="clock",
            title="",
            name=_("Deadline"),
            text=lambda row: self._wording.word(self._clock_of(row)),
            look=CellLook.MARK,
            shape=lambda row: clock_mark(self._clock_of(row))[0],
            tone=lambda row: clock_mark(self._clock_of(row))[1],
            tooltip=lambda row: self._wording.word(self._clock_of(row)),
            width=32,
        )

    def _clock_of(self, row: "PanelTicket") -> ClockState:
        return row.moments.clock(row.state_type, self._now())

    def _number(self, row: "PanelTicket") -> str:
        if not row.state_type.is_terminal:
            return row.number
        return self._wording.day(row.moment.astimezone(self._wording.zone).date())


def stacked(*cards: QWidget) -> QWidget:
    """Cards below each other, at the top of their column."""
    column = QWidget()
    layout = QVBoxLayout(column)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(current_theme().px(16))
    for card in cards:
        layout.addWidget(card)
    layout.addStretch(1)
    return column


def call_label() -> QLabel:
    """The number of the call beside the title."""
    shown = label("", Look.MUTED)
    shown.setObjectName("callNumber")
    return shown
