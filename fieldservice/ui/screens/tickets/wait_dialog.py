"""Putting a ticket on wait: for whom or what, until when, and why."""

from typing import TYPE_CHECKING
from uuid import UUID

from PySide6.QtWidgets import QWidget

from fieldservice.domain.rules.changes import Changes
from fieldservice.ui.kit.calls import Call
from fieldservice.ui.kit.choice import Choice
from fieldservice.ui.kit.fields import TextField
from fieldservice.ui.kit.forms import Form
from fieldservice.ui.kit.labels import Look, label
from fieldservice.ui.screens.tickets import life_calls as calls
from fieldservice.ui.screens.tickets.moment_field import MomentField
from fieldservice.ui.screens.tickets.parts import TicketsParts
from fieldservice.ui.screens.tickets.work_dialog import FormProblemError, WorkDialog
from fieldservice.wording import _

if TYPE_CHECKING:
    from fieldservice.domain.queries.dictionaries import StateChoice, TicketPickers
    from fieldservice.domain.queries.ticket_detail import TicketDetail

_WIDTH = 560


class WaitDialog(WorkDialog):
    """The company's waiting states; one with a reminder demands the moment (C09)."""

    def __init__(
        self,
        parts: TicketsParts,
        parent: QWidget,
        ticket: "TicketDetail",
        pickers: "TicketPickers",
        state_id: UUID | None = None,
    ) -> None:
        title = _("{number} waits").format(number=ticket.number)
        super().__init__(parts, parent, title, name="waitTicket", subject=ticket.id)
        self._ticket = ticket
        self.widen(_WIDTH)
        words = _(
            "Its clock stands still meanwhile. An answer of the customer ends the wait; a note does not."
        )
        self.body.addWidget(label(words, Look.MUTED, wraps=True))
        self.form = Form(name="waitForm")
        waits = waiting_states(pickers)
        self.state = Choice([(state.id, state.name) for state in waits], name="waitState")
        self.state.set_value(_first_choice(waits, ticket, state_id))
        self.until = MomentField(parts, name="waitUntil")
        self.because = TextField(name="waitBecause", placeholder=_("optional"))
        self.form.add(_("Waits"), self.state)
        self.form.add(_("Until"), self.until)
        self.form.add(_("Because"), self.because)
        self.body.addWidget(self.form)
        for name, field in (("state", self.state), ("until", self.until), ("because", self.because)):
            self.keeper.register(name, field)
        self.add_foot(_("Put on wait"))
        (self.until if state_id is not None else self.state).setFocus()

    def send(self) -> Call[Changes]:
        if self.state.value is None:
            raise FormProblemError(self.state, _("Choose what it waits for."))
        until = self.until.moment
        if until is None:
            raise FormProblemError(self.until, _("Until when? Write it like 15:30, tomorrow 9 or 27.11. 14."))
        command = calls.PutInState(self._ticket.id, self.state.value, until, self.because.text())
        return self.parts.ops.command(calls.put_ticket_in_state, command)


def waiting_states(pickers: "TicketPickers") -> list["StateChoice"]:
    return [state for state in pickers.states if state.state_type.is_waiting]


def _first_choice(waits: list["StateChoice"], ticket: "TicketDetail", state_id: UUID | None) -> UUID | None:
    """The one asked for, else the one it is in, else the first."""
    known = {state.id for state in waits}
    wanted = state_id or ticket.state_id
    return wanted if wanted in known else next((state.id for state in waits), None)
