"""Splitting a ticket: what the second one is about, and what was said that belongs there."""

from dataclasses import asdict
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from fieldservice.domain.rules.changes import Changes
from fieldservice.domain.rules.errors import RuleViolation
from fieldservice.ui.kit.calls import Call
from fieldservice.ui.kit.checks import CheckBox, RadioButton
from fieldservice.ui.kit.fields import TextArea, TextField
from fieldservice.ui.kit.forms import Form
from fieldservice.ui.kit.labels import Look, label
from fieldservice.ui.screens.tickets import life_calls as calls
from fieldservice.ui.screens.tickets.parts import TicketsParts
from fieldservice.ui.screens.tickets.words import when_words
from fieldservice.ui.screens.tickets.work_dialog import FormProblemError, WorkDialog
from fieldservice.wording import _

if TYPE_CHECKING:
    from fieldservice.domain.queries.ticket_acts import SaidRow, SplitForm

_WIDTH = 680
_MOST_SHOWN = 12
_MOST_LETTERS = 72


class SplitDialog(WorkDialog):
    """The new ticket is judged as of today; nothing that was fulfilled on this one counts there."""

    def __init__(self, parts: TicketsParts, parent: QWidget, form: "SplitForm") -> None:
        title = _("Split {number}").format(number=form.number)
        super().__init__(parts, parent, title, name="splitTicket", subject=form.ticket_id)
        self._form = form
        self._ticket_id = calls.new_form_id()
        self.widen(_WIDTH)
        words = _("The second ticket is for the same customer and unit. It is judged as of today.")
        self.body.addWidget(label(words, Look.MUTED, wraps=True))
        self.form = Form(name="splitForm")
        self.title = TextField(name="splitTitle", placeholder=_("What the second ticket is about"))
        self.description = TextArea(name="splitDescription", lines=2)
        self.override = TextField(name="splitOverride")
        self.form.add(_("Subject"), self.title)
        self.form.add(_("Description"), self.description)
        self.form.add(_("Served all the same, because"), self.override)
        self.parks = CheckBox(_("Put it in the tray until it can be served"), name="splitParks")
        self.form.add("", self.parks)
        for field in (self.override, self.parks):
            self.form.show_row(field, visible=False)
        self.body.addWidget(self.form)
        self.said = [(row, self._box(row)) for row in form.said[:_MOST_SHOWN]]
        self.copies = RadioButton(_("Copy what is ticked"), name="splitCopies")
        self.moves = RadioButton(
            _("Move it away from {number}").format(number=form.number), name="splitMoves"
        )
        self.copies.setChecked(True)
        if self.said:
            self.body.addWidget(self._said_block())
        self.keeper.register("title", self.title)
        self.keeper.register("description", self.description)
        self.add_foot(_("Split the ticket"))
        self.parks.toggled.connect(self._name_button)
        self.title.setFocus()

    def send(self) -> Call[Changes]:
        title = self.title.text().strip()
        if not title:
            raise FormProblemError(self.title, _("Say in a few words what the second ticket is about."))
        seed = asdict(self._form.seed) | {"title": title, "description": self.description.text().strip()}
        wish = calls.NewTicket(self._ticket_id, override_because=self.override.text().strip(), **seed)
        if self.parks.isChecked():
            return self.parts.ops.command(calls.park_again, calls.ParkAgain(self._form.ticket_id, wish))
        chosen = tuple(row.id for row, box in self.said if box.isChecked())
        command = calls.SplitTicket(self._form.ticket_id, wish, chosen, self.moves.isChecked())
        return self.parts.ops.command(calls.split_ticket, command)

    def on_failed(self, error: Exception) -> None:
        """Not covered today: it can be served all the same, with a reason and the right."""
        super().on_failed(error)
        if isinstance(error, RuleViolation) and error.code == "request.not_servable":
            for field in (self.override, self.parks):
                self.form.show_row(field, visible=True)
            self.override.setFocus()

    def _name_button(self) -> None:
        parks = self.parks.isChecked()
        self.go_on.setText(_("Put it in the tray") if parks else _("Split the ticket"))
        self.go_on.updateGeometry()

    def _box(self, row: "SaidRow") -> CheckBox:
        text = " ".join(row.text.split())
        short = text if len(text) <= _MOST_LETTERS else f"{text[: _MOST_LETTERS - 1]}…"
        when = when_words(row.happened_at, self.parts.now(), self.parts.wording)
        box = CheckBox(
            " · ".join(part for part in (when, row.author, short) if part), name=f"said_{row.id.hex}"
        )
        box.setToolTip(text)
        return box

    def _said_block(self) -> QWidget:
        block = QFrame()
        block.setObjectName("softBlock")
        column = QVBoxLayout(block)
        head = label(_("Belongs to the second ticket"), Look.STRONG)
        for widget in (head, *(box for _row, box in self.said), self.copies, self.moves):
            column.addWidget(widget)
        return block
