"""A field for a day and a time typed in few keys; it shows at its right end what was understood."""

from datetime import date, datetime, time, timedelta

from fieldservice.ui.kit.day_field import short_day
from fieldservice.ui.kit.fields import TextField
from fieldservice.ui.screens.tickets.parts import TicketsParts
from fieldservice.ui.screens.tickets.typed_moment import read_clock, read_day, read_moment
from fieldservice.ui.screens.tickets.words import day_words_of, span
from fieldservice.wording import _


class MomentField(TextField):
    """Day and time in one: `9`, `9:30`, `tomorrow 9`, `fri 14`, `27.11 8:15`.

    A time without a day is the next such time; the last one for a field that `looks_back`.
    """

    def __init__(self, parts: TicketsParts, *, name: str, looks_back: bool = False) -> None:
        super().__init__(name=name, placeholder=_("e.g. 9:30, tomorrow 9"))
        self._parts = parts
        self._looks_back = looks_back
        self._minutes = 0
        self._words = day_words_of(parts.today(), parts.wording)
        self.edited.connect(self._show_read)

    @property
    def moment(self) -> datetime | None:
        """What was understood, in the person's zone; None when nothing was."""
        now = self._parts.local(self._parts.now())
        moment = read_moment(self.text(), now, self._words)
        if moment is None or moment <= now or not self._looks_back or read_clock(self.text().strip()) is None:
            return moment
        return moment - timedelta(days=1)

    @property
    def is_unreadable(self) -> bool:
        return bool(self.text().strip()) and self.moment is None

    def set_minutes(self, minutes: int) -> None:
        """How long it takes, for the span that is shown."""
        self._minutes = minutes
        self._show_read()

    def show_moment(self, moment: datetime) -> None:
        """Write a moment as one would type it."""
        local = self._parts.local(moment)
        wording = self._parts.wording
        is_today = local.date() == self._parts.today()
        day = _("today") if is_today else short_day(local.date(), wording.language)
        self.set_text(f"{day} {wording.time(local)}")

    def _show_read(self) -> None:
        moment = self.moment
        if moment is None:
            self.set_hint(_("not a time") if self.is_unreadable else "")
            return
        end = moment + timedelta(minutes=self._minutes) if self._minutes else None
        self.set_hint(span(moment, end, self._parts.now(), self._parts.wording))


class DayTyped(TextField):
    """A day: `today`, `yesterday`, `fri`, `27.11`, `+2`."""

    def __init__(self, parts: TicketsParts, *, name: str) -> None:
        super().__init__(name=name)
        self._parts = parts
        self._words = day_words_of(parts.today(), parts.wording)
        self.edited.connect(self._show_read)

    @property
    def day(self) -> date | None:
        return read_day(self.text(), self._parts.today(), self._words)

    def show_day(self, day: date) -> None:
        language = self._parts.wording.language
        self.set_text(_("today") if day == self._parts.today() else short_day(day, language))

    def _show_read(self) -> None:
        day = self.day
        if day is None:
            self.set_hint(_("not a day") if self.text().strip() else "")
        else:
            self.set_hint(self._parts.wording.near_day(day))


class ClockTyped(TextField):
    """A time of day: `9`, `9:30`, `930`."""

    @property
    def clock(self) -> time | None:
        text = self.text().strip()
        return read_clock(text) if text else None

    def show_clock(self, moment: datetime) -> None:
        self.set_text(f"{moment.hour}:{moment.minute:02}")
