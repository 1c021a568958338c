"""Open tickets with the visits ahead of them, and what was closed last."""

from collections.abc import Sequence
from typing import TYPE_CHECKING
from uuid import UUID

from PySide6.QtCore import Signal

from fieldservice.domain.rules.ticket_states import TicketStateType
from fieldservice.ui.kit.clock_marks import urgent_mark
from fieldservice.ui.kit.colours import Tone
from fieldservice.ui.kit.painting import Shape
from fieldservice.ui.kit.registers.parts import RegisterParts
from fieldservice.ui.kit.sections import LineRow, Section, bare, chip_of
from fieldservice.wording import _

if TYPE_CHECKING:
    from fieldservice.domain.queries.customer_card import CardTicket, CardVisit

_TONES = {
    TicketStateType.NEW: (Tone.NEUTRAL, Shape.NONE),
    TicketStateType.OPEN: (Tone.ACCENT, Shape.NONE),
    TicketStateType.IN_PROGRESS: (Tone.ACCENT, Shape.NONE),
    TicketStateType.PENDING_REMINDER: (Tone.CARE, Shape.NONE),
    TicketStateType.PENDING_AUTO: (Tone.CARE, Shape.NONE),
    TicketStateType.CLOSED: (Tone.GOOD, Shape.TICK),
    TicketStateType.MERGED: (Tone.NEUTRAL, Shape.NONE),
}


class TicketsSection(Section):
    """`ticket_requested` carries the id of the ticket to show."""

    ticket_requested = Signal(object)

    def __init__(self, parts: RegisterParts, title: str, empty: str, *, name: str) -> None:
        super().__init__(title, empty, name=name)
        self._parts = parts

    def show_tickets(self, tickets: "Sequence[CardTicket]", visits: "Sequence[CardVisit]" = ()) -> None:
        ahead: dict[UUID, list[CardVisit]] = {}
        for visit in visits:
            ahead.setdefault(visit.ticket_id, []).append(visit)
        self.show_rows([self._ticket(ticket, ahead.get(ticket.id, [])) for ticket in tickets], len(tickets))

    def _ticket(self, ticket: "CardTicket", visits: "list[CardVisit]") -> LineRow:
        wording, now = self._parts.wording, self._parts.now()
        tone, shape = _TONES[ticket.state_type]
        show = bare(_("Show"), name=f"ticket-{ticket.number}")
        show.clicked.connect(lambda: self.ticket_requested.emit(ticket.id))
        since = wording.near_moment(ticket.closed_at or ticket.opened_at, now)
        due = ticket.moments.due_at if ticket.closed_at is None else None
        until = _("due {moment}").format(moment=wording.deadline(due, now)) if due else ""
        second = " · ".join(part for part in (since, ticket.serial_number, until) if part)
        urgent = urgent_mark(ticket.moments, ticket.state_type, now, wording)
        marks = [*([urgent] if urgent else []), (ticket.state, tone, shape)]
        row = LineRow(f"{ticket.number}  {ticket.title}", second, *map(chip_of, marks))
        row.add_buttons(show)
        for visit in visits:
            row.add_line(self._visit(visit))
        return row

    def _visit(self, visit: "CardVisit") -> str:
        planned = visit.planned_from
        when = (
            self._parts.wording.near_moment(planned, self._parts.now()) if planned else _("not planned yet")
        )
        return _("visit {when}, {technician}").format(when=when, technician=visit.technician)
