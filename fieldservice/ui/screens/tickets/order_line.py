"""One line of the orders' grid: what is to be done, its kind, how long, who goes, and when."""

from collections.abc import Sequence
from datetime import timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QGridLayout, QWidget

from fieldservice.domain.rules.changes import Changes
from fieldservice.domain.rules.errors import RuleViolation
from fieldservice.domain.rules.folding import fold
from fieldservice.ui.kit.buttons import icon_button
from fieldservice.ui.kit.choice import Choice
from fieldservice.ui.kit.combo import ExtraRow, Picker
from fieldservice.ui.kit.fields import TextField
from fieldservice.ui.kit.labels import Look, label, set_style_property
from fieldservice.ui.kit.suggestions import Suggestion
from fieldservice.ui.screens.tickets import calls
from fieldservice.ui.screens.tickets.moment_field import MomentField
from fieldservice.ui.screens.tickets.parts import TicketsParts
from fieldservice.ui.screens.tickets.typed_moment import read_minutes
from fieldservice.ui.screens.tickets.work_dialog import FormProblemError
from fieldservice.wording import Wording, _

if TYPE_CHECKING:
    from fieldservice.domain.commands.orders import NewOrder
    from fieldservice.domain.queries.orders import OrderForm, PlanAsk
    from fieldservice.domain.queries.people import TechnicianRow

_ENTER = {Qt.Key.Key_Return, Qt.Key.Key_Enter}


def matching_technicians(
    _session: object, people: "Sequence[TechnicianRow]", text: str, wording: Wording
) -> tuple[Suggestion, ...]:
    """Technicians any of whose names begins with what was typed; who is away is offered, and marked."""
    typed = fold(text).split()
    return tuple(
        Suggestion(
            person.id,
            person.name,
            chip=""
            if person.away_until is None
            else _("away until {day}").format(day=wording.day(person.away_until)),
        )
        for person in people
        if all(any(name.startswith(part) for name in fold(person.name).split()) for part in typed)
    )


class LineField(TextField):
    """Enter and Down go to the line below; the grid makes one when there is none."""

    below_requested = Signal()
    above_requested = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if _goes_below(event):
            self.below_requested.emit()
        elif event.key() == Qt.Key.Key_Up:
            self.above_requested.emit()
        else:
            super().keyPressEvent(event)


class LineMoment(MomentField):
    below_requested = Signal()
    above_requested = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if _goes_below(event):
            self.below_requested.emit()
        elif event.key() == Qt.Key.Key_Up:
            self.above_requested.emit()
        else:
            super().keyPressEvent(event)


class OrderLineForm(QObject):
    """The fields of one line, put into the grid's columns by `place`; `order_id` is made with the line."""

    edited = Signal()
    below_requested = Signal(object)
    above_requested = Signal(object)
    remove_requested = Signal(object)

    def __init__(self, parts: TicketsParts, form: "OrderForm", number: int, parent: QWidget) -> None:
        super().__init__(parent)
        self._parts = parts
        self._form = form
        self.order_id: UUID = calls.new_form_id()
        self._visit_id: UUID = calls.new_form_id()
        self.number = label(f"/{number}", Look.STRONG)
        self.title = LineField(name=f"orderTitle{number}", placeholder=form.title)
        kinds = [(kind.id, f"{kind.name} · {parts.wording.word(kind.mode)}") for kind in form.work_kinds]
        self.kind = Choice(kinds, name=f"orderKind{number}")
        self.minutes = LineField(name=f"orderMinutes{number}")
        self.technician = Picker(
            self._ask_technician,
            name=f"orderTechnician{number}",
            placeholder=_("nobody yet"),
            extra=ExtraRow(_("New technician {typed}"), icon="user-plus"),
        )
        self.moment = LineMoment(parts, name=f"orderMoment{number}")
        self.remove = icon_button("x", _("Leave this line out"), name=f"removeOrder{number}")
        self.remove.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.conflict = label("", Look.ERROR, wraps=True)
        self.conflict.setObjectName(f"orderConflict{number}")
        self.conflict.hide()
        self._name_fields(number)
        self._connect()
        if form.work_kind_id is not None:
            self.kind.set_value(form.work_kind_id)
        self._show_usual_minutes()

    @property
    def fields(self) -> tuple[QWidget, ...]:
        return (self.number, self.title, self.kind, self.minutes, self.technician, self.moment, self.remove)

    def place(self, grid: QGridLayout, row: int) -> None:
        for column, field in enumerate(self.fields):
            grid.addWidget(field, row, column)
        grid.addWidget(self.conflict, row + 1, 1, 1, len(self.fields) - 1)

    def drop(self) -> None:
        for widget in (*self.fields, self.conflict):
            widget.hide()
            widget.deleteLater()
        self.deleteLater()

    def follow(self, before: "OrderLineForm") -> None:
        """Begin like the line above: orders of one ticket are mostly alike."""
        self.kind.set_value(before.kind.value)
        self.minutes.set_text(before.minutes.text())

    @property
    def is_empty(self) -> bool:
        fields = (self.title.text(), self.technician.text(), self.moment.text())
        return not any(text.strip() for text in fields)

    def plan_ask(self) -> "PlanAsk | None":
        """The visit that would be planned, when technician and time are there."""
        moment, minutes, who = self.moment.moment, read_minutes(self.minutes.text()), self.technician.value
        if moment is None or not minutes or who is None:
            return None
        return calls.PlanAsk(who, moment, moment + timedelta(minutes=minutes))

    def new_order(self) -> "NewOrder":
        """The order as the command takes it; raises `FormProblemError`."""
        minutes = read_minutes(self.minutes.text())
        if not minutes:
            raise FormProblemError(self.minutes, _("How long does it take? Write it like 90 or 1:30."))
        if self.moment.is_unreadable:
            raise FormProblemError(self.moment, _("When? Write it like 9:30, tomorrow 9 or 27.11. 14."))
        who = self.technician.value
        if who is None and (self.technician.text().strip() or self.moment.text().strip()):
            raise FormProblemError(
                self.technician, _("Who goes? Choose a technician, or leave the time empty.")
            )
        visits = () if who is None else (calls.NewVisit(self._visit_id, who, self.moment.moment, minutes),)
        return calls.NewOrder(self.order_id, self.title.text(), self.kind.value, minutes, visits)

    def show_conflict(self, conflict: RuleViolation | None) -> None:
        words = "" if conflict is None else str(self._parts.wording.error(conflict))
        self.conflict.setText(words)
        self.conflict.setVisible(bool(words))
        set_style_property(self.moment, "wrong", bool(words))
        self.moment.setAccessibleDescription(words)

    def draft_value(self) -> dict[str, Any]:
        item = self.technician.item
        return {
            "title": self.title.text(),
            "kind": str(self.kind.currentIndex()),
            "minutes": self.minutes.text(),
            "technician": "" if item is None else str(item.value),
            "moment": self.moment.text(),
        }

    def set_draft_value(self, draft: dict[str, Any]) -> None:
        self.title.set_text(str(draft.get("title", "")))
        self.kind.set_draft_value(str(draft.get("kind", "")))
        self.minutes.set_text(str(draft.get("minutes", "")))
        self.moment.set_text(str(draft.get("moment", "")))
        for person in self._form.technicians:
            if str(person.id) == draft.get("technician"):
                self.technician.set_item(Suggestion(person.id, person.name))

    def _name_fields(self, number: int) -> None:
        names = (_("What is done"), _("Kind of work"), _("Minutes"), _("Technician"), _("When"))
        for field, name in zip(self.fields[1:6], names, strict=True):
            field.setAccessibleName(_("{name}, order {number}").format(name=name, number=number))

    def _connect(self) -> None:
        for field in (self.title, self.kind, self.minutes, self.technician, self.moment):
            field.edited.connect(self.edited)
        self.technician.picked.connect(self.edited)
        self.technician.extra_chosen.connect(self._on_new_technician)
        self.kind.edited.connect(self._show_usual_minutes)
        self.minutes.edited.connect(self._show_span)
        for line in (self.title, self.minutes, self.moment):
            line.below_requested.connect(lambda: self.below_requested.emit(self))
            line.above_requested.connect(lambda: self.above_requested.emit(self))
        self.remove.clicked.connect(lambda: self.remove_requested.emit(self))

    def _ask_technician(self, text: str) -> Any:
        ops, people = self._parts.ops, self._form.technicians
        return ops.query(matching_technicians, people, text, self._parts.wording)

    def _on_new_technician(self, name: str) -> None:
        """Somebody who is not known yet goes: entered here and now, under the name typed."""
        technician_id = calls.new_form_id()
        command = calls.AddTechnician(technician_id, calls.TechnicianData(name.strip()))
        self.technician.set_item(Suggestion(technician_id, name.strip()))
        self._parts.ops.command(calls.add_technician, command).then(self._on_entered, self._on_not_entered)

    def _on_entered(self, _changes: Changes) -> None:
        self.edited.emit()

    def _on_not_entered(self, error: Exception) -> None:
        self.technician.set_item(None)
        self._parts.services.errors.show(error)

    def _show_usual_minutes(self) -> None:
        """The usual time of a kind of work, unless another was typed."""
        for kind in self._form.work_kinds:
            if kind.id == self.kind.value:
                self.minutes.set_text(str(kind.default_minutes))

    def _show_span(self) -> None:
        self.moment.set_minutes(read_minutes(self.minutes.text()) or 0)


def _goes_below(event: QKeyEvent) -> bool:
    if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
        return False
    return event.key() in _ENTER or event.key() == Qt.Key.Key_Down
