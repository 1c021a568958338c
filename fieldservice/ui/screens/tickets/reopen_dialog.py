"""Bringing a closed ticket back: itself or as a new one linked to it, as its type allows (C13-C16)."""

from dataclasses import asdict
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from fieldservice.domain.rules.changes import Changes
from fieldservice.domain.rules.errors import RuleViolation
from fieldservice.domain.rules.reopening import ReopeningWay
from fieldservice.ui.kit.calls import Call
from fieldservice.ui.kit.checks import CheckBox, RadioButton
from fieldservice.ui.kit.fields import TextArea, TextField
from fieldservice.ui.kit.forms import Form
from fieldservice.ui.kit.labels import Look, label
from fieldservice.ui.screens.tickets import life_calls as calls
from fieldservice.ui.screens.tickets.parts import TicketsParts
from fieldservice.ui.screens.tickets.work_dialog import FormProblemError, WorkDialog
from fieldservice.wording import _

if TYPE_CHECKING:
    from fieldservice.domain.queries.ticket_acts import ReopeningForm

_WIDTH = 600


class ReopenDialog(WorkDialog):
    """What the type allows is chosen already; what it does not is left to those with the right."""

    def __init__(self, parts: TicketsParts, parent: QWidget, form: "ReopeningForm") -> None:
        title = _("Reopen {number}?").format(number=form.number)
        super().__init__(parts, parent, title, name="reopenTicket", subject=form.ticket_id)
        self._form = form
        self._ticket_id = calls.new_form_id()
        self.widen(_WIDTH)
        self.body.addWidget(label(self._said(), Look.MUTED, wraps=True))
        self.itself = RadioButton(
            _("Reopen this ticket; its orders do not close it again"), name="reopenItself"
        )
        self.as_new = RadioButton(_("Go on as a new ticket, linked, judged as of today"), name="reopenAsNew")
        (self.as_new if form.way is ReopeningWay.AS_NEW else self.itself).setChecked(True)
        for choice in (self.itself, self.as_new):
            self.body.addWidget(choice)
        self.form = Form(name="reopenForm")
        self.because = TextArea(name="reopenBecause", placeholder=_("Why it is opened again"), lines=2)
        self.override = TextField(name="reopenOverride")
        self.form.add(_("Because"), self.because)
        self.form.add(_("Served all the same, because"), self.override)
        self.parks = CheckBox(_("Put it in the tray until it can be served"), name="reopenParks")
        self.form.add("", self.parks)
        for field in (self.override, self.parks):
            self.form.show_row(field, visible=False)
        self.body.addWidget(self.form)
        self.keeper.register("because", self.because)
        self.keeper.register("override", self.override)
        self.keeper.register_value("as_new", self._way, self._set_way)
        self.as_new.toggled.connect(self.keeper.touch)
        self.add_foot(_("Reopen the ticket"))
        self.as_new.toggled.connect(self._name_button)
        self.parks.toggled.connect(self._name_button)
        self._name_button()
        self.because.setFocus()

    def send(self) -> Call[Changes]:
        because = self.because.text().strip()
        if not because:
            raise FormProblemError(self.because, _("Write in a few words why it is opened again."))
        if self.itself.isChecked():
            command = calls.ReopenTicket(self._form.ticket_id, because)
            return self.parts.ops.command(calls.reopen_ticket, command)
        seed = asdict(self._form.seed)
        wish = calls.NewTicket(self._ticket_id, override_because=self.override.text().strip(), **seed)
        if self.parks.isChecked():
            return self.parts.ops.command(
                calls.park_again, calls.ParkAgain(self._form.ticket_id, wish, because)
            )
        again = calls.ReopenAsNew(self._form.ticket_id, wish, because)
        return self.parts.ops.command(calls.reopen_as_new, again)

    def on_failed(self, error: Exception) -> None:
        """Not covered today: it can be served all the same, with a reason and the right."""
        super().on_failed(error)
        if isinstance(error, RuleViolation) and error.code == "request.not_servable":
            for field in (self.override, self.parks):
                self.form.show_row(field, visible=True)
            self.override.setFocus()

    def draft_restored(self) -> None:
        self.form.show_row(self.override, visible=bool(self.override.text().strip()))

    def _way(self) -> str:
        return "1" if self.as_new.isChecked() else ""

    def _set_way(self, kept: str) -> None:
        (self.as_new if kept else self.itself).setChecked(True)

    def _said(self) -> str:
        """What the type allows, in one sentence."""
        form = self._form
        urgent = " " + _("It becomes one grade more urgent.") if form.raises_priority else ""
        if form.way is ReopeningWay.REFUSED:
            return (
                _("Tickets of this type stay closed; who manages tickets may reopen it all the same.")
                + urgent
            )
        if form.way is ReopeningWay.AS_NEW and form.until is not None:
            moment = self.parts.wording.long_moment(form.until)
            return _("It could be reopened until {moment}.").format(moment=moment) + urgent
        if form.way is ReopeningWay.AS_NEW:
            return _("Tickets of this type go on as new ones.") + urgent
        return _("Its first closing stays in the statistics.") + urgent

    def _name_button(self) -> None:
        words = _("Make the new ticket") if self.as_new.isChecked() else _("Reopen the ticket")
        if self.as_new.isChecked() and self.parks.isChecked():
            words = _("Put it in the tray")
        self.go_on.setText(words)
        self.go_on.updateGeometry()
