"""Dialogs about the ticket as a whole: promise another closing, close it by hand."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QWidget

from fieldservice.domain.rules.changes import Changes
from fieldservice.ui.kit.buttons import quiet
from fieldservice.ui.kit.calls import Call
from fieldservice.ui.kit.checks import RadioButton
from fieldservice.ui.kit.choice import Choice
from fieldservice.ui.kit.colours import Tone
from fieldservice.ui.kit.fields import TextArea, TextField
from fieldservice.ui.kit.forms import Form
from fieldservice.ui.kit.labels import Look, label, set_tone
from fieldservice.ui.screens.tickets import calls
from fieldservice.ui.screens.tickets.moment_field import MomentField
from fieldservice.ui.screens.tickets.parts import TicketsParts
from fieldservice.ui.screens.tickets.words import order_name
from fieldservice.ui.screens.tickets.work_dialog import FormProblemError, WorkDialog
from fieldservice.wording import _, ngettext

if TYPE_CHECKING:
    from fieldservice.domain.queries.dictionaries import TicketPickers
    from fieldservice.domain.queries.ticket_detail import TicketDetail


class ExpectedClosingDialog(WorkDialog):
    """Another moment than the computed one, with its reason; or back to the computed one."""

    def __init__(self, parts: TicketsParts, parent: QWidget, ticket: "TicketDetail") -> None:
        title = _("Expected closing of {number}").format(number=ticket.number)
        super().__init__(parts, parent, title, name="expectedClosing", subject=ticket.id)
        self._ticket = ticket
        computed = ticket.closing.computed_at
        if computed is not None:
            words = _("Computed from the SLA: {moment}.").format(moment=parts.wording.long_moment(computed))
            self.body.addWidget(label(words, Look.MUTED, wraps=True))
        self.form = Form(name="expectedClosingForm")
        self.moment = MomentField(parts, name="expectedMoment")
        self.because = TextField(name="expectedBecause")
        self.form.add(_("Close by"), self.moment)
        self.form.add(_("Because"), self.because)
        self.body.addWidget(self.form)
        back = quiet(_("Back to the computed one"), name="backToComputedButton")
        back.clicked.connect(self._on_back_pressed)
        back.setVisible(bool(ticket.closing.because))
        self.add_buttons(back)
        self.add_foot(_("Promise it"))
        self._goes_back = False
        self.keeper.register("moment", self.moment)
        self.keeper.register("because", self.because)
        if ticket.closing.because and ticket.closing.expected_at is not None:
            self.moment.show_moment(ticket.closing.expected_at)
            self.because.set_text(ticket.closing.because)
        self.moment.setFocus()

    def send(self) -> Call[Changes]:
        moment = None if self._goes_back else self.moment.moment
        if moment is None and not self._goes_back:
            raise FormProblemError(self.moment, _("By when? Write it like 15:30, tomorrow 9 or 27.11. 14."))
        because = "" if self._goes_back else self.because.text()
        command = calls.SetExpectedClosing(self._ticket.id, moment, because)
        return self.parts.ops.command(calls.set_expected_closing, command)

    def _on_back_pressed(self) -> None:
        self._goes_back = True
        self.accept()


class CloseDialog(WorkDialog):
    """Closing by hand says why, as what, and what becomes of the orders that are open."""

    def __init__(
        self, parts: TicketsParts, parent: QWidget, ticket: "TicketDetail", pickers: "TicketPickers"
    ) -> None:
        title = _("Close {number}?").format(number=ticket.number)
        super().__init__(parts, parent, title, name="closeTicket", subject=ticket.id)
        self._ticket = ticket
        self._open = ticket.open_orders
        if self._open:
            self.body.addWidget(label(self._open_words(), wraps=True))
        if ticket.open_tasks:
            left = label(self._task_words(), wraps=True)
            left.setObjectName("openTasksWords")
            set_tone(left, Tone.CARE)
            self.body.addWidget(left)
        self.cancel_orders = RadioButton(
            ngettext("Cancel it", "Cancel them", len(self._open)), name="cancelOpenOrders"
        )
        self.keep_orders = RadioButton(
            ngettext("Keep it open knowingly", "Keep them open knowingly", len(self._open)),
            name="keepOpenOrders",
        )
        self.cancel_orders.setChecked(True)
        for choice in (self.cancel_orders, self.keep_orders):
            choice.setVisible(bool(self._open))
            choice.toggled.connect(self._name_button)
            self.body.addWidget(choice)
        self.form = Form(name="closeTicketForm")
        self.because = TextArea(name="closeBecause", placeholder=_("Why it is closed"), lines=2)
        closing = [state for state in pickers.states if state.state_type.value == "closed"]
        self.state = _choice("closeState", [(state.id, state.name) for state in closing], None)
        self.form.add(_("Because"), self.because)
        self.form.add(_("As"), self.state)
        self.form.show_row(self.state, visible=len(closing) > 1)
        self.body.addWidget(self.form)
        self.keeper.register("because", self.because)
        self.add_foot(_("Close the ticket"), is_dangerous=bool(self._open))
        self._name_button()
        self.because.setFocus()

    def send(self) -> Call[Changes]:
        because = self.because.text().strip()
        if not because:
            raise FormProblemError(self.because, _("Write in a few words why it is closed."))
        choice = "keep" if self.keep_orders.isChecked() else "cancel"
        command = calls.CloseTicket(
            self._ticket.id,
            because,
            calls.OpenOrders(choice if self._open else "refuse"),
            self.state.value,
        )
        return self.parts.ops.command(calls.close_ticket, command)

    def _open_words(self) -> str:
        count = len(self._open)
        words = ngettext(
            "{count} order is still open: {orders}.", "{count} orders are still open: {orders}.", count
        )
        numbers = self.parts.wording.listing([order_name(order) for order in self._open])
        return words.format(count=count, orders=numbers)

    def _task_words(self) -> str:
        tasks = self._ticket.open_tasks
        words = ngettext(
            "{count} task is not done: {tasks}. It stays open on the closed ticket.",
            "{count} tasks are not done: {tasks}. They stay open on the closed ticket.",
            len(tasks),
        )
        titles = self.parts.wording.listing([task.title for task in tasks])
        return words.format(count=len(tasks), tasks=titles)

    def _name_button(self) -> None:
        count = len(self._open)
        if not count:
            return
        if self.keep_orders.isChecked():
            words = ngettext("Close and keep {count} order open", "Close and keep {count} orders open", count)
        else:
            words = ngettext("Close and cancel {count} order", "Close and cancel {count} orders", count)
        self.go_on.setText(words.format(count=count))
        self.go_on.updateGeometry()


def _choice(name: str, options: Sequence[tuple[Any, str]], value: Any, prefix: str = "") -> Choice:
    choice = Choice(options, name=name, prefix=f"{prefix} " if prefix else "")
    choice.set_value(value)
    return choice
