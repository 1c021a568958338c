"""What can be done on the tickets' screen: opens the dialogs, asks for reasons, starts the commands."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid5

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from fieldservice.domain.rules.errors import RuleViolation
from fieldservice.domain.rules.order_states import ORDER_TRANSITIONS, OrderAction
from fieldservice.domain.rules.ticket_states import TICKET_TRANSITIONS, TicketAction, TicketStateType
from fieldservice.ui.kit.calls import Call, Latest
from fieldservice.ui.kit.deferred import Deferred
from fieldservice.ui.kit.dialogs import Option, Question
from fieldservice.ui.screens.tickets import calls
from fieldservice.ui.screens.tickets.columns import OrderLine
from fieldservice.ui.screens.tickets.parts import TicketsParts
from fieldservice.wording import _

if TYPE_CHECKING:
    from fieldservice.domain.queries.dictionaries import TicketPickers
    from fieldservice.domain.queries.orders import OrderForm, VisitForm
    from fieldservice.domain.queries.ticket_detail import TicketDetail
    from fieldservice.domain.queries.ticket_edit import EditForm
    from fieldservice.ui.screens.tickets.edit_dialog import EditDialog
    from fieldservice.ui.screens.tickets.life_acts import LifeActs
    from fieldservice.ui.screens.tickets.orders_grid import OrdersGrid
    from fieldservice.ui.screens.tickets.plan_dialog import PlanDialog
    from fieldservice.ui.screens.tickets.ticket_dialogs import CloseDialog, ExpectedClosingDialog
    from fieldservice.ui.screens.tickets.visit_dialog import VisitDialog
    from fieldservice.ui.screens.tickets.work_dialog import WorkDialog
else:  # dialogs are imported when the first of their kind is opened: the first rows do not wait for them
    _HERE = "fieldservice.ui.screens.tickets"
    LifeActs = Deferred(f"{_HERE}.life_acts", "LifeActs")
    OrdersGrid = Deferred(f"{_HERE}.orders_grid", "OrdersGrid")
    PlanDialog = Deferred(f"{_HERE}.plan_dialog", "PlanDialog")
    CloseDialog = Deferred(f"{_HERE}.ticket_dialogs", "CloseDialog")
    EditDialog = Deferred(f"{_HERE}.edit_dialog", "EditDialog")
    ExpectedClosingDialog = Deferred(f"{_HERE}.ticket_dialogs", "ExpectedClosingDialog")
    VisitDialog = Deferred(f"{_HERE}.visit_dialog", "VisitDialog")


class Acts(QObject):
    """Acts on the ticket that is shown. `done` is told after a dialog of the screen was saved.

    `ticket_requested` asks to show another ticket.
    """

    done = Signal(object)
    ticket_requested = Signal(object)

    def __init__(self, parts: TicketsParts, page: QWidget) -> None:
        super().__init__(page)
        self._parts = parts
        self._page = page
        self._loading: Latest[Any] = Latest()
        self._life: LifeActs | None = None
        self.ticket: TicketDetail | None = None

    @property
    def page(self) -> QWidget:
        """What the dialogs stand above."""
        return self._page

    @property
    def is_live(self) -> bool:
        return self.ticket is not None and not self.ticket.state_type.is_terminal

    @property
    def may_reopen(self) -> bool:
        ticket = self.ticket
        return ticket is not None and TICKET_TRANSITIONS.permits(ticket.state_type, TicketAction.REOPEN)

    @property
    def is_merged(self) -> bool:
        return self.ticket is not None and self.ticket.state_type is TicketStateType.MERGED

    @property
    def may_merge(self) -> bool:
        ticket = self.ticket
        return ticket is not None and TICKET_TRANSITIONS.permits(ticket.state_type, TicketAction.MERGE)

    @property
    def life(self) -> "LifeActs":
        """Merging, splitting, waiting and the like: imported when first used."""
        if self._life is None:
            self._life = LifeActs(self._parts, self._page, self)
        return self._life

    @property
    def may_order(self) -> bool:
        return self.is_live or self.may_reopen

    def start_orders(self, ticket_id: UUID | None = None) -> None:
        """Open the grid for the ticket shown, or for another one."""
        wanted = ticket_id or (self.ticket.id if self.ticket is not None and self.may_order else None)
        if wanted is not None:
            language, day = self._parts.wording.language, self._parts.today()
            query = self._parts.ops.query(calls.order_form, wanted, language, day)
            self._when_loaded(query, self._on_order_form)

    def close_ticket(self) -> None:
        if self.is_live:
            self._with_pickers(self._on_closing_pickers)

    def reopen_ticket(self) -> None:
        self.life.reopen()

    def edit(self) -> None:
        if self.ticket is not None:
            query = self._parts.ops.query(calls.edit_form, self.ticket.id, self._parts.wording.language)
            self._when_loaded(query, self._on_edit_form)

    def expect_closing(self) -> None:
        if self.ticket is not None and self.is_live:
            self._run(ExpectedClosingDialog(self._parts, self._page, self.ticket))

    def change_state(self) -> None:
        if self.is_live:
            self._with_pickers(self._on_state_pickers)

    def record_visit(self, line: OrderLine | None) -> None:
        if line is not None and line.visit is not None:
            query = self._parts.ops.query(calls.visit_form, line.visit.id, self._parts.today())
            self._when_loaded(query, self._on_visit_form)

    def start_visit(self, line: OrderLine | None) -> None:
        if line is not None and line.visit is not None:
            self._command(calls.start_visit, calls.StartVisit(line.visit.id, self._parts.now()))

    def plan_visit(self, line: OrderLine | None) -> None:
        if line is not None:
            self._plan(line, moves=False)

    def move_visit(self, line: OrderLine | None) -> None:
        if line is not None and line.visit is not None:
            self._plan(line, moves=True)

    def finish_order(self, line: OrderLine | None) -> None:
        """The work is done, though no visit says so."""
        if line is None or not ORDER_TRANSITIONS.permits(line.order.state, OrderAction.FINISH):
            return
        question = Question(
            title=_("Finish order {number}?").format(number=line.order.number),
            text=_("The work counts as done now, without a report. Visits still planned are cancelled."),
            yes=_("Finish the order"),
        )
        if self._parts.services.dialogs.confirm(question):
            self._command(calls.finish_order, calls.FinishOrder(line.order.id, self._parts.now()))

    def cancel_order(self, line: OrderLine | None) -> None:
        if line is None:
            return
        question = Question(
            title=_("Cancel order {number}?").format(number=line.order.number),
            text=_("Visits that are planned for it are cancelled with it."),
            yes=_("Cancel the order"),
            label=_("Why it is cancelled"),
            is_dangerous=True,
            draft=uuid5(line.order.id, "cancel"),
        )
        because = self._parts.services.dialogs.ask_text(question)
        if because is not None:
            self._command(calls.cancel_order, calls.CancelOrder(line.order.id, because))

    def reopen_order(self, line: OrderLine | None) -> None:
        if line is None:
            return
        question = Question(
            title=_("Reopen order {number}?").format(number=line.order.number),
            text=_("A ticket that its orders closed opens with it."),
            yes=_("Reopen the order"),
            label=_("Why it is opened again"),
            draft=uuid5(line.order.id, "reopen"),
        )
        because = self._parts.services.dialogs.ask_text(question)
        if because is not None:
            self._command(calls.reopen_order, calls.ReopenOrder(line.order.id, because))

    def cancel(self) -> None:
        self._loading.cancel()
        if self._life is not None:
            self._life.cancel()

    def _plan(self, line: OrderLine, *, moves: bool) -> None:
        ticket_id = self.ticket.id if self.ticket is not None else line.order.id
        query = self._parts.ops.query(
            calls.order_form, ticket_id, self._parts.wording.language, self._parts.today()
        )
        self._when_loaded(query, partial(self._on_plan_form, line, moves))

    def _on_plan_form(self, line: OrderLine, moves: bool, form: "OrderForm") -> None:  # noqa: FBT001
        visit = line.visit if moves else None
        self._run(PlanDialog(self._parts, self._page, line.order, visit, form.technicians))

    def _on_order_form(self, form: "OrderForm") -> None:
        query = self._parts.ops.query(calls.customer_hold, form.ticket_id, self._parts.today())
        self._when_loaded(query, partial(self._on_hold, form))

    def _on_hold(self, form: "OrderForm", hold: RuleViolation | None) -> None:
        self._run(OrdersGrid(self._parts, self._page, form, hold))

    def _on_visit_form(self, form: "VisitForm") -> None:
        self._run(VisitDialog(self._parts, self._page, form))

    def _on_closing_pickers(self, pickers: "TicketPickers") -> None:
        ticket = self.ticket
        if ticket is None:
            return
        dialog = CloseDialog(self._parts, self._page, ticket, pickers)
        if self._parts.services.dialogs.run(dialog) and dialog.changes is not None:
            self.done.emit(dialog.changes)
            self.life.offer_incidents(ticket.id, dialog.because.text())

    def _on_edit_form(self, form: "EditForm") -> None:
        if self.ticket is not None:
            self._run(EditDialog(self._parts, self._page, self.ticket, form))

    def _on_state_pickers(self, pickers: "TicketPickers") -> None:
        """The company's states that can be had by choosing; closing and merging have ways of their own."""
        ticket = self.ticket
        if ticket is None:
            return
        options = [
            Option(state.id, state.name, self._parts.wording.word(state.state_type))
            for state in pickers.states
            if not state.state_type.is_terminal
            and state.id != ticket.state_id
            and (state.state_type.value != "new" or ticket.state_type.value == "new")
        ]
        question = Question(_("State of {number}").format(number=ticket.number))
        chosen = self._parts.services.dialogs.choose(question, options)
        waits = {state.id for state in pickers.states if state.state_type.is_waiting}
        if chosen in waits:
            self.life.wait(chosen)
        elif chosen is not None:
            self._command(calls.put_ticket_in_state, calls.PutInState(ticket.id, chosen))

    def _with_pickers(self, then: "Callable[[TicketPickers], None]") -> None:
        query = self._parts.ops.query(calls.ticket_pickers, self._parts.wording.language)
        self._when_loaded(query, then)

    def _when_loaded(self, call: Call[Any], then: Callable[[Any], None]) -> None:
        self._loading.ask(call).then(then, self._parts.services.errors.show)

    def _command(self, function: Any, command: Any) -> None:
        self._parts.ops.command(function, command).then(self.done.emit, self._parts.services.errors.show)

    def _run(self, dialog: "WorkDialog") -> None:
        if self._parts.services.dialogs.run(dialog) and dialog.changes is not None:
            self.done.emit(dialog.changes)
