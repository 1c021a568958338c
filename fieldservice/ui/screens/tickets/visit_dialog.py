"""Recording how a visit went: outcome, from and to, report, travel, parts; also for days gone by."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any
from uuid import UUID

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QWidget

from fieldservice.domain.rules.changes import Changes
from fieldservice.domain.rules.order_states import VisitOutcome
from fieldservice.ui.kit.calls import Call
from fieldservice.ui.kit.checks import RadioButton
from fieldservice.ui.kit.fields import TextArea, TextField
from fieldservice.ui.kit.forms import Form
from fieldservice.ui.kit.labels import Look, label
from fieldservice.ui.kit.theme import current_theme
from fieldservice.ui.screens.tickets import calls
from fieldservice.ui.screens.tickets.moment_field import ClockTyped, DayTyped
from fieldservice.ui.screens.tickets.parts import TicketsParts
from fieldservice.ui.screens.tickets.typed_moment import read_minutes
from fieldservice.ui.screens.tickets.visit_lines import BookedLines
from fieldservice.ui.screens.tickets.words import minutes_words
from fieldservice.ui.screens.tickets.work_dialog import FormProblemError, WorkDialog
from fieldservice.wording import _

if TYPE_CHECKING:
    from fieldservice.domain.commands.visits import NewWorkLine
    from fieldservice.domain.queries.orders import VisitForm

_WIDTH = 720
_MINUTE = 60


class VisitDialog(WorkDialog):
    """The keys Alt+1 to Alt+4 take an outcome, Ctrl+Enter saves. Opened again, it corrects."""

    def __init__(self, parts: TicketsParts, parent: QWidget, form: "VisitForm") -> None:
        title = _("Record the visit for order {number}").format(number=form.order_number)
        super().__init__(parts, parent, title, name="visitDialog", subject=form.visit.id)
        self._form = form
        self._time_id: UUID = calls.new_form_id()
        self._travel_id: UUID = calls.new_form_id()
        self.widen(_WIDTH)
        who = " · ".join(part for part in (form.visit.technician, form.title, form.customer) if part)
        self.body.addWidget(label(who, Look.MUTED, wraps=True))
        self.form = Form(name="visitForm")
        self._build_fields()
        self.body.addWidget(self.form)
        self.booked = BookedLines(parts, form)
        self.body.addWidget(self.booked)
        self.add_foot(_("Save the visit"))
        self._keep()
        self._show_what_is_known()
        self._outcomes[0].setFocus()

    @property
    def outcome(self) -> VisitOutcome:
        checked = next((place for place, each in enumerate(self._outcomes) if each.isChecked()), 0)
        return tuple(VisitOutcome)[checked]

    def send(self) -> Call[Changes]:
        started_at, ended_at = self._span()
        lines = (*self._time_lines(started_at, ended_at), *self.booked.new_lines())
        visit = calls.RecordVisit(
            self._form.visit.id, self.outcome, started_at, ended_at, self.report.text(), lines
        )
        return self.parts.ops.command(calls.record_visit, visit)

    def draft_restored(self) -> None:
        self._show_minutes()

    def _build_fields(self) -> None:
        words = self.parts.wording
        self._outcomes = [
            RadioButton(words.word(outcome), name=f"outcome_{outcome.value}") for outcome in VisitOutcome
        ]
        for place, each in enumerate(self._outcomes, start=1):
            keys = f"Alt+{place}"
            each.setToolTip(keys)
            QShortcut(QKeySequence(keys), self).activated.connect(each.click)
        self._outcomes[0].setChecked(True)
        self.day = DayTyped(self.parts, name="visitDay")
        self.start = ClockTyped(name="visitFrom", placeholder=_("from"))
        self.end = ClockTyped(name="visitTo", placeholder=_("to"))
        self._took = label("", Look.MUTED)
        self._took.setObjectName("visitTook")
        self.travel = TextField(name="visitTravel", placeholder=_("minutes"))
        self.report = TextArea(name="visitReport", placeholder=_("What was found and done"), lines=3)
        self.form.add(_("Outcome"), _row(self._outcomes))
        self.form.add(_("Day"), self.day, self.start, self.end, self._took, stretches=(4, 2, 2, 2))
        self.form.add(_("Report"), self.report)
        self.form.add(_("Travel"), self.travel)
        for field, name in ((self.start, _("From")), (self.end, _("To"))):
            field.setAccessibleName(name)
            field.edited.connect(self._show_minutes)

    def _keep(self) -> None:
        for name, field in (
            ("day", self.day),
            ("from", self.start),
            ("to", self.end),
            ("travel", self.travel),
            ("report", self.report),
            ("lines", self.booked),
        ):
            self.keeper.register(name, field)
        self.keeper.register_value("outcome", self._outcome_as_text, self._restore_outcome)
        for each in self._outcomes:
            each.toggled.connect(self.keeper.touch)

    def _outcome_as_text(self) -> str:
        return self.outcome.value

    def _restore_outcome(self, text: str) -> None:
        for outcome, button in zip(VisitOutcome, self._outcomes, strict=True):
            if outcome.value == text:
                button.setChecked(True)

    def _show_what_is_known(self) -> None:
        """As it was recorded, else as planned if that is over, else until now."""
        visit, now = self._form.visit, self.parts.now()
        started_at = visit.started_at or visit.planned_from
        if started_at is None or started_at > now:
            started_at = now - timedelta(minutes=self._form.duration_minutes)
        ended_at = visit.ended_at or visit.planned_to
        if ended_at is None or ended_at > now or ended_at < started_at:
            ended_at = max(now, started_at)
        start, end = self.parts.local(started_at), self.parts.local(ended_at)
        self.day.show_day(start.date())
        self.start.show_clock(start)
        self.end.show_clock(end)
        self.report.set_draft_value(visit.report)
        if visit.outcome is not None:
            self._restore_outcome(visit.outcome.value)
        self._show_minutes()
        self.keeper.forget()

    def _show_minutes(self) -> None:
        try:
            started_at, ended_at = self._span()
        except FormProblemError:
            self._took.setText("")
            return
        minutes = round((ended_at - started_at).total_seconds() / _MINUTE)
        self._took.setText(minutes_words(minutes, self.parts.wording))

    def _span(self) -> tuple[datetime, datetime]:
        """From and to; a visit that ends earlier on the clock than it began went over midnight."""
        day, start, end = self.day.day, self.start.clock, self.end.clock
        if day is None:
            raise FormProblemError(self.day, _("Which day? Write it like today, yesterday or 27.11."))
        if start is None or end is None:
            wrong = self.start if start is None else self.end
            raise FormProblemError(wrong, _("When? Write it like 9 or 9:30."))
        zone = self.parts.wording.zone
        started_at = datetime.combine(day, start, zone)
        ended_at = datetime.combine(day if end >= start else _next(day), end, zone)
        return started_at.astimezone(UTC), ended_at.astimezone(UTC)

    def _time_lines(self, started_at: datetime, ended_at: datetime) -> "tuple[NewWorkLine, ...]":
        """Working time is booked once: a correction of the outcome does not book it again."""
        lines: list[Any] = []
        minutes = Decimal(round((ended_at - started_at).total_seconds() / _MINUTE))
        is_worked = self.outcome in {VisitOutcome.DONE, VisitOutcome.PARTLY_DONE}
        if is_worked and minutes > 0 and not any(line.kind == "time" for line in self._form.booked):
            lines.append(calls.NewWorkLine(self._time_id, calls.LineKind("time"), minutes))
        travel = self.travel.text().strip()
        if travel:
            travelled = read_minutes(travel)
            if travelled is None:
                raise FormProblemError(self.travel, _("How long was the way? Write it like 40 or 1:20."))
            if travelled:
                lines.append(calls.NewWorkLine(self._travel_id, calls.LineKind("travel"), Decimal(travelled)))
        return tuple(lines)


def _row(buttons: list[RadioButton]) -> QWidget:
    row = QWidget()
    layout = QHBoxLayout(row)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(current_theme().px(12))
    for button in buttons:
        layout.addWidget(button, 0, Qt.AlignmentFlag.AlignVCenter)
    layout.addStretch(1)
    row.setFocusProxy(buttons[0])
    return row


def _next(day: date) -> date:
    return day + timedelta(days=1)
