"""Merging a ticket into another one that is about the same."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QWidget

from fieldservice.domain.rules.changes import Changes
from fieldservice.ui.kit.calls import Call
from fieldservice.ui.kit.fields import TextField
from fieldservice.ui.screens.tickets import life_calls as calls
from fieldservice.ui.screens.tickets.join_dialog import JoinDialog
from fieldservice.ui.screens.tickets.parts import TicketsParts
from fieldservice.wording import _

if TYPE_CHECKING:
    from fieldservice.domain.queries.ticket_detail import TicketDetail
    from fieldservice.domain.queries.ticket_links import JoinAsk, TicketRef


class MergeDialog(JoinDialog):
    """The ticket shown is given up; the other one lives on."""

    def __init__(self, parts: TicketsParts, parent: QWidget, ticket: "TicketDetail") -> None:
        title = _("Merge {number} into another ticket").format(number=ticket.number)
        super().__init__(parts, parent, title, name="mergeTicket", subject=ticket.id)
        self._ticket = ticket
        self.explain(
            _(
                "Everything on {number} moves to the other ticket: entries, files, tasks and work orders. "
                "What is sent to {number} later arrives there too. The merge can be taken back."
            ).format(number=ticket.number)
        )
        self.because = TextField(name="mergeBecause", placeholder=_("optional"))
        self.form.add(_("Lives on"), self.other)
        self.form.add(_("Because"), self.because)
        self.keeper.register("because", self.because)
        self.add_foot(_("Merge"))
        self.other.setFocus()

    def candidates(self, session: Any, ask: "JoinAsk") -> "Sequence[TicketRef]":
        return calls.merge_candidates(session, ask)

    def send(self) -> Call[Changes]:
        into_id = self.picked_id(_("Choose the ticket that lives on."))
        command = calls.MergeTickets(self._ticket.id, into_id, self.because.text())
        return self.parts.ops.command(calls.merge_tickets, command)
