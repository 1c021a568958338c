"""The dialogs about one technician: who it is, and the days away."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any
from uuid import UUID

from PySide6.QtWidgets import QWidget

from fieldservice.domain.rules.changes import Changes
from fieldservice.ui.kit.calls import Call
from fieldservice.ui.kit.choice import Choice
from fieldservice.ui.kit.day_field import DayField
from fieldservice.ui.kit.fields import TextField
from fieldservice.ui.kit.form_dialog import FieldProblemError, FormDialog
from fieldservice.ui.kit.record_dialog import RecordDialog
from fieldservice.ui.screens.staff import calls
from fieldservice.ui.screens.staff.parts import StaffParts
from fieldservice.wording import _

if TYPE_CHECKING:
    from fieldservice.domain.commands.people import TechnicianData
    from fieldservice.domain.queries.crew import CrewRow
    from fieldservice.domain.queries.staff import StaffBook

_POSITION = "{:.5f}, {:.5f}"


class TechnicianDialog(RecordDialog["TechnicianData"]):
    """A new technician, or a change of one."""

    def __init__(
        self, parts: StaffParts, parent: QWidget, book: "StaffBook", row: "CrewRow | None" = None
    ) -> None:
        title = _("New technician") if row is None else _("Change {name}").format(name=row.name)
        self._row = row
        self.technician_id: UUID = calls.new_id() if row is None else row.id
        subject = UUID(int=0) if row is None else row.id
        super().__init__(parts, parent, title, name="technicianDialog", subject=subject)
        self._add_fields(book)
        if row is not None:
            self._show(row)
            self.remember()
        self._name.setFocus()

    def data(self) -> "TechnicianData":
        return calls.TechnicianData(
            name=self._name.text(),
            phone=self._phone.text(),
            calendar_id=self._calendar.value,
            user_id=self._user.value,
            base=self._base.text(),
            base_position=self._read_position(),
        )

    def send(self) -> Call[Changes]:
        data = self.data()
        if self._row is None:
            add = calls.AddTechnician(self.technician_id, data)
            return self.parts.ops.command(calls.add_technician, add)
        change = calls.ChangeTechnician(self._row.id, self._row.version, data, self.seen)
        return self.parts.ops.command(calls.change_technician, change)

    def field_of(self) -> Mapping[str, QWidget]:
        return {"technician.name_missing": self._name, "technician.user_taken": self._user}

    def field_titles(self) -> Mapping[str, str]:
        return {
            "name": _("Full name"),
            "phone": _("Telephone"),
            "base": _("Base"),
            "base_position": _("Position of the base"),
            "calendar_id": _("Calendar"),
            "user_id": _("User"),
        }

    def value_words(self, name: str, value: Any) -> str:
        if name == "base_position":
            return _POSITION.format(*value) if value else ""
        return super().value_words(name, value)

    def _add_fields(self, book: "StaffBook") -> None:
        self._name = TextField(name="technicianName")
        self._phone = TextField(name="technicianPhone")
        self._base = TextField(name="technicianBase", placeholder=_("where the day begins: town, street"))
        self._position = TextField(name="technicianPosition", placeholder=_("52.41, 16.93 if known"))
        calendars = [(each.id, each.name) for each in book.calendars]
        self.name_ids(calendars, [(user.id, user.name) for user in book.users])
        self._calendar = Choice([(None, _("office hours")), *calendars], name="technicianCalendar")
        people = [(user.id, user.name) for user in book.users if user.is_active]
        self._user = Choice([(None, _("does not work with the program")), *people], name="technicianUser")
        for key, words, field in (
            ("name", _("Full name"), self._name),
            ("phone", _("Telephone"), self._phone),
            ("base", _("Base"), self._base),
            ("position", _("Position of the base"), self._position),
            ("calendar", _("Calendar"), self._calendar),
            ("user", _("User"), self._user),
        ):
            self.form.add(words, field)
            self.keep(key, field)

    def _show(self, row: "CrewRow") -> None:
        self._name.setText(row.name)
        self._phone.setText(row.phone)
        self._base.setText(row.base)
        if row.base_position is not None:
            self._position.setText(_POSITION.format(*row.base_position))
        self._calendar.set_value(row.calendar_id)
        self._user.set_value(row.user_id)

    def _read_position(self) -> tuple[float, float] | None:
        typed = self._position.text().strip()
        if not typed:
            return None
        known = self._row.base_position if self._row is not None else None
        if known is not None and typed == _POSITION.format(*known):
            return known  # it is written shorter than it is known
        try:
            latitude, longitude = (float(part) for part in typed.replace(";", ",").split(","))
        except ValueError:
            words = _("This is no position. Write latitude and longitude like 52.41, 16.93.")
            raise FieldProblemError(self._position, words) from None
        return latitude, longitude


class AbsenceDialog(FormDialog):
    """Days on which a technician is away, both included."""

    def __init__(self, parts: StaffParts, parent: QWidget, row: "CrewRow") -> None:
        title = _("Absence of {name}").format(name=row.name)
        super().__init__(parts, parent, title, name="absenceDialog", subject=row.id)
        self._row = row
        self._absence_id: UUID = calls.new_id()
        language, today = parts.wording.language, parts.today
        self._first = DayField(name="absenceFirst", language=language, today=today, day=today())
        self._last = DayField(name="absenceLast", language=language, today=today, day=today())
        self._reason = TextField(name="absenceReason", placeholder=_("holiday, training, ill …"))
        for key, words, field in (
            ("first", _("First day"), self._first),
            ("last", _("Last day"), self._last),
            ("reason", _("Reason"), self._reason),
        ):
            self.form.add(words, field)
            self.keep(key, field)
        self._first.setFocus()

    def send(self) -> Call[Changes]:
        for field in (self._first, self._last):
            self.require(field)
        first, last = self._first.day, self._last.day or self._first.day
        if first is None or last is None:
            raise FieldProblemError(self._first, _("Enter the first day."))
        command = calls.AddAbsence(self._absence_id, self._row.id, first, last, self._reason.text())
        return self.parts.ops.command(calls.add_absence, command)

    def field_of(self) -> Mapping[str, QWidget]:
        return {"absence.ends_before_start": self._last, "absence.overlaps": self._first}
