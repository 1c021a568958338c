"""Handing a ticket to another branch: from then on its desks hold it, and those of this one no longer."""

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from fieldservice.domain.rules.changes import Changes
from fieldservice.ui.kit.calls import Call
from fieldservice.ui.kit.choice import Choice
from fieldservice.ui.kit.fields import TextArea
from fieldservice.ui.kit.forms import Form
from fieldservice.ui.kit.labels import Look, label
from fieldservice.ui.screens.tickets import life_calls as calls
from fieldservice.ui.screens.tickets.parts import TicketsParts
from fieldservice.ui.screens.tickets.work_dialog import FormProblemError, WorkDialog
from fieldservice.wording import _

if TYPE_CHECKING:
    from fieldservice.domain.queries.dictionaries import TicketPickers
    from fieldservice.domain.queries.ticket_detail import TicketDetail

_WIDTH = 560


class BranchDialog(WorkDialog):
    """Offers every branch but one's own."""

    def __init__(
        self, parts: TicketsParts, parent: QWidget, ticket: "TicketDetail", pickers: "TicketPickers"
    ) -> None:
        title = _("Hand {number} to another branch").format(number=ticket.number)
        super().__init__(parts, parent, title, name="branchTicket", subject=ticket.id)
        self._ticket = ticket
        self.widen(_WIDTH)
        self.form = Form(name="branchForm")
        others = [(branch.id, branch.name) for branch in pickers.branches if branch.id != parts.branch_id]
        self.branch = Choice([(None, _("Choose a branch")), *others], name="branchChoice")
        self.branch.set_value(None)
        self.note = TextArea(name="branchNote", placeholder=_("What the other one should know"), lines=2)
        said = _(
            "With the next exchange the ticket and all that belongs to it leave the desks of this branch."
        )
        self.body.addWidget(label(said, Look.MUTED, wraps=True))
        self.form.add(_("Branch"), self.branch)
        self.form.add(_("Note"), self.note)
        self.body.addWidget(self.form)
        for name, field in (("branch", self.branch), ("note", self.note)):
            self.keeper.register(name, field)
        self.add_foot(_("Hand to branch"))
        self.branch.setFocus()

    def send(self) -> Call[Changes]:
        if self.branch.value is None:
            raise FormProblemError(self.branch, _("Choose a branch."))
        command = calls.HandTicketToBranch(self._ticket.id, self.branch.value, self.note.text())
        return self.parts.ops.command(calls.hand_ticket_to_branch, command)
