"""Handing a ticket over: to a queue, to a person, with a word about it (E19)."""

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from fieldservice.domain.rules.changes import Changes
from fieldservice.ui.kit.calls import Call
from fieldservice.ui.kit.choice import Choice
from fieldservice.ui.kit.fields import TextArea
from fieldservice.ui.kit.forms import Form
from fieldservice.ui.screens.tickets import life_calls as calls
from fieldservice.ui.screens.tickets.parts import TicketsParts
from fieldservice.ui.screens.tickets.work_dialog import FormProblemError, WorkDialog
from fieldservice.wording import _

if TYPE_CHECKING:
    from fieldservice.domain.queries.dictionaries import TicketPickers
    from fieldservice.domain.queries.ticket_detail import TicketDetail

_WIDTH = 560


class HandDialog(WorkDialog):
    """A queue without a person leaves the ticket to whoever pulls it first."""

    def __init__(
        self, parts: TicketsParts, parent: QWidget, ticket: "TicketDetail", pickers: "TicketPickers"
    ) -> None:
        title = _("Hand {number} over").format(number=ticket.number)
        super().__init__(parts, parent, title, name="handTicket", subject=ticket.id)
        self._ticket = ticket
        self.widen(_WIDTH)
        self.form = Form(name="handForm")
        stays = _("as now: {queue}").format(queue=ticket.entries.queue or _("no queue"))
        queues = [(queue.id, queue.name) for queue in pickers.queues]
        self.queue = Choice([(None, stays), *queues], name="handQueue")
        people = [(agent.id, agent.name) for agent in pickers.agents]
        self.owner = Choice([(None, _("whoever takes it first")), *people], name="handOwner")
        for choice in (self.queue, self.owner):
            choice.set_value(None)
        self.note = TextArea(name="handNote", placeholder=_("What the other one should know"), lines=2)
        self.form.add(_("Queue"), self.queue)
        self.form.add(_("To"), self.owner)
        self.form.add(_("Note"), self.note)
        self.body.addWidget(self.form)
        for name, field in (("queue", self.queue), ("owner", self.owner), ("note", self.note)):
            self.keeper.register(name, field)
        self.add_foot(_("Hand over"))
        self.queue.setFocus()

    def send(self) -> Call[Changes]:
        if self.queue.value is None and self.owner.value is None:
            raise FormProblemError(self.queue, _("Choose a queue or a person."))
        command = calls.HandOver(self._ticket.id, self.queue.value, self.owner.value, self.note.text())
        return self.parts.ops.command(calls.hand_over, command)
