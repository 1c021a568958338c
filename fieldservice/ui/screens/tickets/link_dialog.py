"""Linking a ticket to the problem that causes it, or from one problem to another."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QWidget

from fieldservice.domain.rules.changes import Changes
from fieldservice.ui.kit.buttons import quiet
from fieldservice.ui.kit.calls import Call
from fieldservice.ui.kit.labels import Look
from fieldservice.ui.screens.tickets import life_calls as calls
from fieldservice.ui.screens.tickets.join_dialog import JoinDialog
from fieldservice.ui.screens.tickets.parts import TicketsParts
from fieldservice.wording import _, ngettext

if TYPE_CHECKING:
    from fieldservice.domain.queries.ticket_detail import TicketDetail
    from fieldservice.domain.queries.ticket_links import JoinAsk, LinksOfTicket, TicketRef


class LinkDialog(JoinDialog):
    """Says what has recurred on the unit, since that is why one looks for a problem."""

    def __init__(
        self, parts: TicketsParts, parent: QWidget, ticket: "TicketDetail", links: "LinksOfTicket"
    ) -> None:
        title = _("What causes {number}?").format(number=ticket.number)
        super().__init__(parts, parent, title, name="linkTicket", subject=ticket.id)
        self._ticket = ticket
        self._problem = links.problem
        self._unlinks = False
        self.explain(_("A problem groups tickets with the same cause. Closing it offers to close them too."))
        if links.recurring:
            self.explain(self._recurring(links), Look.STRONG, name="recurringWords")
        self.form.add(_("Caused by"), self.other)
        part = quiet(_("Not caused by {number} after all").format(number=_number(links)), name="unlinkButton")
        part.setVisible(links.problem is not None)
        part.clicked.connect(self._on_unlink)
        self.add_buttons(part)
        self.add_foot(_("Link"))
        self.other.setFocus()

    def candidates(self, session: Any, ask: "JoinAsk") -> "Sequence[TicketRef]":
        return calls.problem_candidates(session, ask)

    def send(self) -> Call[Changes]:
        if self._unlinks and self._problem is not None and self._problem.link_id is not None:
            return self.parts.ops.command(calls.unlink_ticket, calls.UnlinkTicket(self._problem.link_id))
        problem_id = self.picked_id(_("Choose the problem."))
        command = calls.LinkToProblem(calls.new_form_id(), self._ticket.id, problem_id)
        return self.parts.ops.command(calls.link_to_problem, command)

    def _recurring(self, links: "LinksOfTicket") -> str:
        count = len(links.recurring)
        words = ngettext(
            "On this unit there was {count} other ticket lately: {numbers}.",
            "On this unit there were {count} other tickets lately: {numbers}.",
            count,
        )
        numbers = self.parts.wording.listing([each.number for each in links.recurring])
        return words.format(count=count, numbers=numbers)

    def _on_unlink(self) -> None:
        self._unlinks = True
        self.accept()


def _number(links: "LinksOfTicket") -> str:
    return "" if links.problem is None else links.problem.number
