"""Calendars: the list, and of the chosen one its week drawn, whether it is open now, its special days."""

from datetime import date
from typing import TYPE_CHECKING
from uuid import UUID, uuid5
from zoneinfo import ZoneInfo

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QHBoxLayout, QWidget

from fieldservice.domain.rules.changes import Changes
from fieldservice.domain.rules.typed_hours import write_spans
from fieldservice.ui.kit.calls import Call, Latest
from fieldservice.ui.kit.cards import Card
from fieldservice.ui.kit.cells import CellLook, Column
from fieldservice.ui.kit.chips import Chip
from fieldservice.ui.kit.choice import Choice
from fieldservice.ui.kit.colours import Tone
from fieldservice.ui.kit.day_field import DayField
from fieldservice.ui.kit.empty import EmptyWords
from fieldservice.ui.kit.form_dialog import FormDialog
from fieldservice.ui.kit.labels import Look, label
from fieldservice.ui.kit.painting import Shape
from fieldservice.ui.kit.side_by_side import SideBySide
from fieldservice.ui.kit.tables import DataTable
from fieldservice.ui.screens.settings import calls
from fieldservice.ui.screens.settings.book_section import BookSection
from fieldservice.ui.screens.settings.inputs import LineInput, SpansInput, weekday_names
from fieldservice.ui.screens.settings.parts import SettingsParts
from fieldservice.ui.screens.settings.time_books import calendars
from fieldservice.ui.screens.settings.week_view import WeekView
from fieldservice.wording import _

if TYPE_CHECKING:
    from fieldservice.domain.queries.calendars import CalendarView, SpecialDay

_YEARS = range(-1, 4)
_A_MINUTE = 60_000


class CalendarSection(BookSection):
    """What is open now is asked anew every minute while it is seen."""

    def __init__(self, parts: SettingsParts) -> None:
        super().__init__(parts, calendars(), name="calendarsSection")
        self.tables = ("calendar", "calendar_day")
        self._view_call: Latest[CalendarView] = Latest()
        self.view: CalendarView | None = None
        self.week = WeekView(weekday_names(parts.wording), name="weekView")
        self.chip = Chip("", name="openChip")
        self.next = label("", Look.MUTED, wraps=True)
        self.next.setObjectName("nextOpening")
        this_year = parts.today().year
        years = [(this_year + step, str(this_year + step)) for step in _YEARS]
        self.year = Choice(years, name="yearChoice")
        self.year.setAccessibleName(_("Year"))
        self.year.set_value(this_year)
        self.days = self._days_table()
        self.body.addWidget(
            SideBySide(self._week_card(), self._days_card(), shares=(1, 1), left_needs=300), 2
        )
        self.year.edited.connect(self._load_view)
        self.table.row_selected.connect(lambda _row: self._load_view())
        self.days.row_selected.connect(lambda _row: self.acts_changed.emit())
        self._clock = QTimer(self, interval=_A_MINUTE)
        self._clock.timeout.connect(self._on_minute)

    def acts(self) -> frozenset[str]:
        row = self.table.selected_row()
        day = self.days.selected_row()
        more = {"day"} if row is not None else set()
        return super().acts() | more | ({"free_day"} if day is not None and day.is_own else set())

    def shown_acts(self) -> frozenset[str]:
        return super().shown_acts() | {"day", "free_day"}

    def reload(self) -> None:
        super().reload()
        self._clock.start()
        self._load_view()

    def leave(self) -> None:
        self._clock.stop()
        self._view_call.cancel()
        super().leave()

    def add_day(self) -> None:
        """Give a day hours of its own; the one that is chosen is offered."""
        row = self.table.selected_row()
        if row is not None:
            chosen = self.days.selected_row()
            self.parts.services.dialogs.run(DayDialog(self.parts, self.window(), row.id, chosen))

    def free_day(self) -> None:
        row, day = self.table.selected_row(), self.days.selected_row()
        if row is not None and day is not None and day.is_own:
            self._do(calls.free_calendar_day, calls.FreeCalendarDay(row.id, day.day))

    def _week_card(self) -> Card:
        card = Card(_("The week"))
        standing = QHBoxLayout()
        standing.addWidget(self.chip)
        standing.addWidget(self.next, 1)
        card.add(standing)
        card.add(self.week)
        card.body.addStretch(1)
        return card

    def _days_card(self) -> Card:
        card = Card(_("Days that differ"), padded=False)
        card.add_trailing(self.year)
        card.add(self.days, 1)
        return card

    def _days_table(self) -> "DataTable[SpecialDay]":
        wording = self.parts.wording
        return DataTable(
            (
                Column(key="day", title=_("Day"), text=lambda day: wording.near_day(day.day), width=110),
                Column(
                    key="name",
                    title=_("Name"),
                    text=lambda day: day.name or (_("every year") if day.is_yearly else ""),
                    stretch=2,
                ),
                Column(
                    key="hours",
                    title=_("Hours"),
                    text=lambda day: write_spans(day.spans) or _("closed"),
                    look=CellLook.CHIP,
                    tone=lambda day: Tone.ACCENT if day.is_own else Tone.NEUTRAL,
                    width=130,
                ),
            ),
            name="daysTable",
            title=_("Days that differ"),
            empty=EmptyWords(_("No day of this year differs from the week."), _("Add a day")),
            row_id=lambda day: (day.day, day.is_own),
        )

    def _on_minute(self) -> None:
        if self.isVisible():
            self._load_view()

    def _load_view(self) -> None:
        row = self.table.selected_row()
        if row is None:
            return
        query = self.parts.ops.query(calls.calendar_view, row.id, self.year.value, self.parts.now())
        self._view_call.ask(query).then(self._on_view, self.failed)

    def _on_view(self, view: "CalendarView") -> None:
        self.view = view
        now = self.parts.now()
        self.week.show_week(view.week, now.astimezone(ZoneInfo(view.zone)), view.first_weekday)
        self.days.set_rows(list(view.days))
        wording = self.parts.wording
        if view.is_open:
            self.chip.show_state(_("open now"), Tone.GOOD, Shape.TICK)
            until = (
                _("closes {moment}").format(moment=wording.near_moment(view.until, now)) if view.until else ""
            )
            self.next.setText(until or _("never closes"))
        else:
            self.chip.show_state(_("closed now"), Tone.CARE, Shape.DIAMOND)
            opens = (
                _("opens {moment}").format(moment=wording.near_moment(view.opens, now)) if view.opens else ""
            )
            self.next.setText(opens or _("does not open any more"))
        self.acts_changed.emit()


class DayDialog(FormDialog):
    """Hours of one day; empty hours mean that it is closed."""

    def __init__(
        self, parts: SettingsParts, parent: QWidget, calendar_id: UUID, chosen: "SpecialDay | None"
    ) -> None:
        subject = uuid5(calendar_id, "day")
        super().__init__(parts, parent, _("Hours of one day"), name="calendarDayDialog", subject=subject)
        self._calendar_id = calendar_id
        day: date | None = None if chosen is None else chosen.day
        self.day = DayField(name="dayField", language=parts.wording.language, today=parts.today, day=day)
        self.hours = SpansInput(name="hoursField", placeholder=_("closed"))
        self.name = LineInput(name="nameField")
        if chosen is not None:
            self.hours.set_text(write_spans(chosen.spans))
            self.name.set_text(chosen.name)
        for words, field, name in (
            (_("Day"), self.day, "day"),
            (_("Hours"), self.hours, "hours"),
            (_("Name"), self.name, "name"),
        ):
            self.form.add(words, field)
            self.keep(name, field)
        self.day.setFocus()
        self.hint(_("Write hours like 8-16, 17-19; leave them empty when the day is closed."))

    def send(self) -> Call[Changes]:
        self.require(self.day)
        day = self.day.day or self.parts.today()
        command = calls.SetCalendarDay(self._calendar_id, day, self.hours.spans(), self.name.read_value())
        return self.parts.ops.command(calls.set_calendar_day, command)
