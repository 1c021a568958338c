"""Days, times, durations, numbers and money as one language writes them.

Names and separators come from CLDR. The day patterns are ours: CLDR's short forms cut the year in four of the
five languages, and a coordinator reads many dates a minute, so every form is fixed in length and order.
"""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta, tzinfo
from decimal import Decimal

from fieldservice.domain.rules.quick_dataclass import dataclass
from fieldservice.sentences.marks import marked
from fieldservice.sentences.speech import Speech, cldr

_COUNTDOWN = timedelta(hours=4)
_LONG_OVERDUE = timedelta(hours=48)
_NEAR_DAYS = 60
_MINUS = "\N{MINUS SIGN}"


@dataclass(frozen=True, slots=True)
class _Patterns:
    day: str
    near_day: str
    long_day: str
    padded_hour: bool


_PATTERNS = {
    "en": _Patterns("d MMM y", "d MMM", "EEEE d MMM y", padded_hour=True),
    "pl": _Patterns("dd.MM.y", "dd.MM", "EEEE dd.MM.y", padded_hour=False),
    "cs": _Patterns("d. M. y", "d. M.", "EEEE d. M. y", padded_hour=False),
    "es": _Patterns("dd/MM/y", "dd/MM", "EEEE dd/MM/y", padded_hour=False),
    "pt": _Patterns("dd/MM/y", "dd/MM", "EEEE dd/MM/y", padded_hour=True),
}


class Formats(Speech):
    """Values of one language, moments in one zone."""

    def __init__(self, language: str, *, zone: tzinfo, country: str = "") -> None:
        super().__init__(language, country=country)
        self.zone = zone
        self._patterns = _PATTERNS[self.language]

    def day(self, day: date) -> str:
        """`14.08.2027`: always with the whole year."""
        return self._date(day, self._patterns.day)

    def long_day(self, day: date) -> str:
        """With the day of the week: `wtorek 24.11.2026`."""
        return self._date(day, self._patterns.long_day)

    def near_day(self, day: date) -> str:
        """Day of the week, day and month: `pt 27.11`; for days so near that the year is plain."""
        # CLDR ends a shortened name with a full stop in Polish and does not shorten it in Portugal.
        weekday = self._date(day, "EEE").rstrip(".")
        return (
            f"{weekday[:3] if self.language == 'pt' else weekday} {self._date(day, self._patterns.near_day)}"
        )

    def time(self, moment: datetime | time) -> str:
        local = self._local(moment) if isinstance(moment, datetime) else moment
        hour = f"{local.hour:02}" if self._patterns.padded_hour else str(local.hour)
        return f"{hour}:{local.minute:02}"

    def moment(self, moment: datetime) -> str:
        """`22.11.2026, 14:05`."""
        return f"{self.day(self._local(moment).date())}, {self.time(moment)}"

    def long_moment(self, moment: datetime) -> str:
        """`wtorek 24.11.2026, 13:00`."""
        return f"{self.long_day(self._local(moment).date())}, {self.time(moment)}"

    def near_moment(self, moment: datetime, now: datetime) -> str:
        """By distance: `today 13:00`, `tomorrow 10:00`, `yesterday 14:20`, `Fri 27 Nov`, `14 Aug 2027`."""
        local = self._local(moment)
        match (local.date() - self._local(now).date()).days:
            case 0:
                return self.text(marked("today {time}")).format(time=self.time(local))
            case 1:
                return self.text(marked("tomorrow {time}")).format(time=self.time(local))
            case -1:
                return self.text(marked("yesterday {time}")).format(time=self.time(local))
            case distance:
                return self._distant_day(local.date(), distance)

    def relative_day(self, day: date, today: date) -> str:
        """`today`, `tomorrow`, `yesterday`, `Fri 27 Nov`, `14 Aug 2027`."""
        match (day - today).days:
            case 0:
                return self.text(marked("today"))
            case 1:
                return self.text(marked("tomorrow"))
            case -1:
                return self.text(marked("yesterday"))
            case distance:
                return self._distant_day(day, distance)

    def deadline(self, due: datetime, now: datetime) -> str:
        """What a column of deadlines shows: minus `1:12` when overdue, `0:48` when soon, else by distance."""
        left = due - now
        if left <= -_LONG_OVERDUE:
            return self.text(marked("{minus}{days} d")).format(minus=_MINUS, days=-left // timedelta(days=1))
        if left < timedelta(0):
            return _MINUS + _clock(-left)
        if left < _COUNTDOWN:
            return _clock(left)
        return self.near_moment(due, now)

    def duration(self, length: timedelta) -> str:
        """`50 min`, `8 h`, `1 h 30 min`; to the nearest minute."""
        minutes = round(abs(length).total_seconds() / 60)
        hours, rest = divmod(minutes, 60)
        sign = _MINUS if length < timedelta(0) and minutes else ""
        if not hours:
            words = self.text(marked("{minutes} min"))
        elif rest:
            words = self.text(marked("{hours} h {minutes} min"))
        else:
            words = self.text(marked("{hours} h"))
        return sign + words.format(hours=self.number(hours), minutes=rest)

    def money(self, cents: int, currency: str) -> str:
        return cldr().money(Decimal(cents) / 100, currency, self.locale)

    def number(self, number: int | Decimal) -> str:
        return cldr().number(number, self.locale)

    def percent(self, share: Decimal | float) -> str:
        return cldr().percent(share, self.locale)

    def listing(self, items: Sequence[str]) -> str:
        """`a, b and c`."""
        return cldr().listing(list(items), self.locale)

    def choice(self, items: Sequence[str]) -> str:
        """`a, b or c`."""
        return cldr().choice(list(items), self.locale)

    def _date(self, day: date, pattern: str) -> str:
        return cldr().day(day, pattern, self.locale)

    def _local(self, moment: datetime) -> datetime:
        return moment.astimezone(self.zone)

    def _distant_day(self, day: date, distance: int) -> str:
        return self.near_day(day) if -_NEAR_DAYS < distance < _NEAR_DAYS else self.day(day)


def _clock(length: timedelta) -> str:
    minutes = int(length.total_seconds() // 60)
    return f"{minutes // 60}:{minutes % 60:02}"
