"""One visit planned anew or moved: who goes, when, how long; conflicts are said while one types."""

from collections.abc import Sequence
from datetime import timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget

from fieldservice.domain.rules.changes import Changes
from fieldservice.domain.rules.errors import RuleViolation
from fieldservice.ui.kit.calls import Call, Latest
from fieldservice.ui.kit.combo import Picker
from fieldservice.ui.kit.fields import TextField
from fieldservice.ui.kit.forms import Form
from fieldservice.ui.kit.labels import Look, label
from fieldservice.ui.kit.suggestions import Suggestion
from fieldservice.ui.screens.tickets import calls
from fieldservice.ui.screens.tickets.moment_field import MomentField
from fieldservice.ui.screens.tickets.order_line import matching_technicians
from fieldservice.ui.screens.tickets.parts import TicketsParts
from fieldservice.ui.screens.tickets.typed_moment import read_minutes
from fieldservice.ui.screens.tickets.work_dialog import FormProblemError, WorkDialog
from fieldservice.wording import _

if TYPE_CHECKING:
    from fieldservice.domain.queries.orders import OrderRow, PlanAsk, VisitRow
    from fieldservice.domain.queries.people import TechnicianRow

_PAUSE_MS = 150
_WIDTH = 560


class PlanDialog(WorkDialog):
    """With a `visit` it is moved; without one a further visit of the order is planned."""

    def __init__(
        self,
        parts: TicketsParts,
        parent: QWidget,
        order: "OrderRow",
        visit: "VisitRow | None",
        people: "Sequence[TechnicianRow]",
    ) -> None:
        words = (
            _("Plan a visit for order {number}") if visit is None else _("Move the visit of order {number}")
        )
        subject = order.id if visit is None else visit.id
        super().__init__(parts, parent, words.format(number=order.number), name="planVisit", subject=subject)
        self._order, self._visit, self._people = order, visit, people
        self._visit_id: UUID = calls.new_form_id()
        self._checked: Latest[tuple[RuleViolation | None, ...]] = Latest()
        self.widen(_WIDTH)
        self.form = Form(name="planVisitForm")
        self.body.addWidget(self.form)
        self._build_fields()
        self.add_foot(_("Plan the visit") if visit is None else _("Move the visit"))
        self._pause = QTimer(self, interval=_PAUSE_MS, singleShot=True)
        self._pause.timeout.connect(self.check)
        self._show_what_is_known()
        self._keep()
        self.technician.setFocus()

    def send(self) -> Call[Changes]:
        ask = self._ask()
        has_conflict = not self.conflict.isHidden()
        because = self.because.text().strip()
        if has_conflict and not because:
            raise FormProblemError(
                self.because, _("Say why it is planned all the same, or choose otherwise.")
            )
        because = because if has_conflict else ""
        if self._visit is None:
            minutes = round((ask.planned_to - ask.planned_from).total_seconds() / 60)
            new = calls.NewVisit(self._visit_id, ask.technician_id, ask.planned_from, minutes)
            return self.parts.ops.command(calls.plan_visit, calls.PlanVisit(self._order.id, new, because))
        move = calls.MoveVisit(self._visit.id, ask.technician_id, ask.planned_from, ask.planned_to, because)
        return self.parts.ops.command(calls.move_visit, move)

    def check(self) -> None:
        """Ask what speaks against the visit as it stands."""
        try:
            ask = self._ask()
        except FormProblemError:
            self._show_conflict(None)
            return
        local = self.parts.local
        days = [(local(ask.planned_from).date(), local(ask.planned_to).date())]
        call = self.parts.ops.query(calls.plan_conflicts, [ask], days)
        self._checked.ask(call).then(lambda told: self._show_conflict(told[0]), self.on_failed)

    def on_failed(self, error: Exception) -> None:
        if isinstance(error, RuleViolation) and error.code in {"visit.overlaps", "order.customer_blocked"}:
            self._show_conflict(error)
        else:
            super().on_failed(error)

    def done(self, result: int) -> None:
        self._pause.stop()
        self._checked.cancel()
        super().done(result)

    def _build_fields(self) -> None:
        self.technician = Picker(self._ask_technician, name="planTechnician")
        self.moment = MomentField(self.parts, name="planMoment")
        self.minutes = TextField(name="planMinutes")
        self.conflict = label("", Look.ERROR, wraps=True)
        self.conflict.setObjectName("planConflict")
        self.conflict.hide()
        self.because = TextField(name="planBecause", placeholder=_("Plan all the same, because…"))
        self.because.setAccessibleName(_("Reason to plan all the same"))
        self.because.hide()
        self.form.add(_("Technician"), self.technician)
        self.form.add(_("When"), self.moment)
        self.form.add(_("Minutes"), self.minutes)
        self.form.add_wide(self.conflict)
        self.form.add_wide(self.because)
        for field in (self.technician, self.moment, self.minutes):
            field.edited.connect(self._on_edited)
        self.technician.picked.connect(self._on_edited)

    def _keep(self) -> None:
        """Who was picked is kept by id and found again among those who may go."""
        self.keeper.register_value("technician", self._who, self._set_who)
        for name, field in (("moment", self.moment), ("minutes", self.minutes), ("because", self.because)):
            self.keeper.register(name, field)
        self.technician.picked.connect(self.keeper.touch)
        self.technician.cleared.connect(self.keeper.touch)

    def _who(self) -> str:
        return "" if self.technician.value is None else str(self.technician.value)

    def _set_who(self, kept: str) -> None:
        found = next((person for person in self._people if str(person.id) == kept), None)
        if found is not None:
            self.technician.set_item(Suggestion(found.id, found.name))

    def draft_restored(self) -> None:
        self.check()

    def _on_edited(self) -> None:
        self.moment.set_minutes(read_minutes(self.minutes.text()) or 0)
        self._pause.start()

    def _show_what_is_known(self) -> None:
        minutes = self._order.duration_minutes
        visit = self._visit
        if visit is not None:
            self.technician.set_item(Suggestion(visit.technician_id, visit.technician))
            if visit.planned_from is not None:
                self.moment.show_moment(visit.planned_from)
                if visit.planned_to is not None:
                    minutes = round((visit.planned_to - visit.planned_from).total_seconds() / 60)
        self.minutes.set_text(str(minutes))

    def _ask(self) -> "PlanAsk":
        who, moment, minutes = self.technician.value, self.moment.moment, read_minutes(self.minutes.text())
        if who is None:
            raise FormProblemError(self.technician, _("Who goes? Choose a technician."))
        if moment is None:
            raise FormProblemError(self.moment, _("When? Write it like 9:30, tomorrow 9 or 27.11. 14."))
        if not minutes:
            raise FormProblemError(self.minutes, _("How long does it take? Write it like 90 or 1:30."))
        end = moment + timedelta(minutes=minutes)
        return calls.PlanAsk(who, moment, end, None if self._visit is None else self._visit.id)

    def _show_conflict(self, conflict: RuleViolation | None) -> None:
        words = "" if conflict is None else str(self.parts.wording.error(conflict))
        self.conflict.setText(words)
        self.conflict.setVisible(bool(words))
        self.because.setVisible(bool(words))

    def _ask_technician(self, text: str) -> Any:
        return self.parts.ops.query(matching_technicians, self._people, text, self.parts.wording)
