"""Days as people write them: as their country does, with month names of five languages, as serial numbers.

A column is read as a whole: where 03/04/2026 could be two days, its other cells decide, then the country.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum
from types import MappingProxyType

from fieldservice.workbooks.number_formats import moment_of
from fieldservice.workbooks.sheets import Cell
from fieldservice.workbooks.words import folded

_NUMERIC = re.compile(r"(\d{1,4})\s?[./\-\s]\s?(\d{1,2})\s?[./\-\s]\s?(\d{1,4})\.?")
_WITH_TIME = re.compile(
    r"[T ,]+\d{1,2}:\d{2}(:\d{2}([.,]\d+)?)?\s*(Z|[+-]\d{2}:?\d{2}|[ap]\.?m\.?)?$", re.IGNORECASE
)
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})")
_SERIAL = re.compile(r"\d{5}(\.0+)?")
_WORDY = re.compile(
    r"(?:[a-z]+ )??(\d{1,2})(?:st|nd|rd|th)?(?: de)? ([a-z]+)(?: de| r| roku)? (\d{4}|\d{2})(?: r| roku)?"
)
_MONTH_FIRST = re.compile(r"([a-z]+) (\d{1,2})(?:st|nd|rd|th)? (\d{4})")
_FIRST_YEAR, _LAST_YEAR = 1900, 2199
_FIRST_SERIAL, _LAST_SERIAL = 7_306, 109_575  # 1920 to 2199
_CENTURY_TURN = 70
_MONTHS = 12
_LETTERS_OF_MONTH = 3
_YEAR_DIGITS = 4
_MONTH_FIRST_COUNTRIES = frozenset({"US"})

_MONTH_NAMES = (
    "january jan styczen stycznia sty leden ledna led enero ene janeiro i",
    "february feb luty lutego lut unor unora uno febrero fevereiro fev ii",
    "march mar marzec marca brezen brezna bre marzo marco iii",
    "april apr kwiecien kwietnia kwi duben dubna dub abril abr iv",
    "may maj maja kveten kvetna kve mayo maio mai v",
    "june jun czerwiec czerwca cze cerven cervna cer junio junho vi",
    "july jul lipiec lipca lip cervenec cervence cvc julio julho vii",
    "august aug sierpien sierpnia sie srpen srpna srp agosto ago viii",
    "september sep sept wrzesien wrzesnia wrz zari zar septiembre setiembre setembro set ix",
    "october oct pazdziernik pazdziernika paz rijen rijna rij octubre outubro out x",
    "november nov listopad listopada lis listopadu noviembre novembro xi",
    "december dec grudzien grudnia gru prosinec prosince pro diciembre dic dezembro dez xii",
)
_MONTH_OF: Mapping[str, int] = MappingProxyType(
    {name: number for number, names in enumerate(_MONTH_NAMES, start=1) for name in names.split()}
)


class DayOrder(Enum):
    """Which comes first in 03/04/2026."""

    DAY_FIRST = "day_first"
    MONTH_FIRST = "month_first"
    UNKNOWN = "unknown"


class NotADay(ValueError):  # noqa: N818 - says what the cell is
    """The cell holds no day, or could be two."""

    def __init__(self, *, is_ambiguous: bool = False) -> None:
        super().__init__()
        self.is_ambiguous = is_ambiguous


@dataclass(frozen=True, slots=True)
class DayReading:
    """How the days of one column are read."""

    order: DayOrder
    from_1904: bool = False

    def day(self, cell: Cell) -> date:
        """The day in the cell; NotADay when there is none, or it could be two."""
        if isinstance(cell, datetime):
            return cell.date()
        if isinstance(cell, date):
            return cell
        if isinstance(cell, int | float) and not isinstance(cell, bool):
            return self._of_number(cell)
        if isinstance(cell, str):
            return self._of_text(cell)
        raise NotADay

    def _of_number(self, number: float) -> date:
        if isinstance(number, int) and (found := _COMPACT.fullmatch(str(number))):
            return _day(int(found[1]), int(found[2]), int(found[3]))
        if not _FIRST_SERIAL <= number <= _LAST_SERIAL:
            raise NotADay
        moment = moment_of(int(number), from_1904=self.from_1904)
        if not isinstance(moment, date):
            raise NotADay
        return moment

    def _of_text(self, text: str) -> date:
        text = _WITH_TIME.sub("", text.strip())
        if _SERIAL.fullmatch(text):
            return self._of_number(int(float(text)))
        if found := _COMPACT.fullmatch(text):
            return _day(int(found[1]), int(found[2]), int(found[3]))
        if found := _NUMERIC.fullmatch(text):
            return self._of_parts(found[1], found[2], found[3])
        return _of_words(folded(text))

    def _of_parts(self, first: str, second: str, third: str) -> date:
        if len(first) == _YEAR_DIGITS:
            return _day(int(first), int(second), int(third))
        year = _year(third)
        one, two = int(first), int(second)
        if one > _MONTHS or one == two:
            return _day(year, two, one)
        if two > _MONTHS:
            return _day(year, one, two)
        if self.order is DayOrder.UNKNOWN:
            raise NotADay(is_ambiguous=True)
        return _day(year, two, one) if self.order is DayOrder.DAY_FIRST else _day(year, one, two)


def reading_of_column(cells: Iterable[Cell], *, country: str | None, from_1904: bool = False) -> DayReading:
    """How a column's days are read: what its unambiguous cells show, else the custom of the country."""
    shown = {order for cell in cells if isinstance(cell, str) and (order := _shown_order(cell))}
    if len(shown) == 1:
        return DayReading(shown.pop(), from_1904)
    if shown or country is None:
        return DayReading(DayOrder.UNKNOWN, from_1904)
    first = DayOrder.MONTH_FIRST if country.upper() in _MONTH_FIRST_COUNTRIES else DayOrder.DAY_FIRST
    return DayReading(first, from_1904)


def _shown_order(text: str) -> DayOrder | None:
    found = _NUMERIC.fullmatch(_WITH_TIME.sub("", text.strip()))
    if found is None or len(found[1]) == _YEAR_DIGITS:
        return None
    if "." in text:
        return DayOrder.DAY_FIRST  # no one writes the month first with dots
    one, two = int(found[1]), int(found[2])
    if one > _MONTHS >= two:
        return DayOrder.DAY_FIRST
    return DayOrder.MONTH_FIRST if two > _MONTHS >= one else None


def _of_words(text: str) -> date:
    if found := _WORDY.fullmatch(text):
        return _day(_year(found[3]), _month(found[2]), int(found[1]))
    if found := _MONTH_FIRST.fullmatch(text):
        return _day(int(found[3]), _month(found[1]), int(found[2]))
    raise NotADay


def _month(name: str) -> int:
    month = _MONTH_OF.get(name) or _MONTH_OF.get(name[:_LETTERS_OF_MONTH])
    if month is None:
        raise NotADay
    return month


def _year(text: str) -> int:
    year = int(text)
    if len(text) == _YEAR_DIGITS:
        return year
    if len(text) != 2:  # noqa: PLR2004 - a year has two digits or four
        raise NotADay
    return year + (2000 if year < _CENTURY_TURN else 1900)


def _day(year: int, month: int, day: int) -> date:
    if not _FIRST_YEAR <= year <= _LAST_YEAR:
        raise NotADay
    try:
        return date(year, month, day)
    except ValueError as problem:
        raise NotADay from problem
