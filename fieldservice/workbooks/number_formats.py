"""What the number format of a cell says about its number: a day, a time, a duration, or padded digits."""

import re
from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from enum import Enum
from types import MappingProxyType

from fieldservice.workbooks.sheets import Cell


class Shape(Enum):
    """What a number in a cell stands for."""

    NUMBER = "number"
    MOMENT = "moment"
    DURATION = "duration"


BUILT_IN_SHAPES: Mapping[int, Shape] = MappingProxyType(
    dict.fromkeys((*range(14, 23), *range(27, 37), 45, 47, *range(50, 59)), Shape.MOMENT)
    | {46: Shape.DURATION}
)

_LITERALS = re.compile(r'"[^"]*"|\\.|_.|\*.|\[(?!h+\]|m+\]|s+\])[^\]]*\]', re.IGNORECASE)
_ELAPSED = re.compile(r"\[(?:h+|m+|s+)\]", re.IGNORECASE)
_CALENDAR = re.compile(r"[ymdhs]", re.IGNORECASE)
_PADDED = re.compile(r"0{2,20}")
_DAY_SECONDS = 86_400
_EPOCH_1900 = datetime(1899, 12, 30)  # noqa: DTZ001 - a spreadsheet's day has no zone
_EPOCH_1904 = datetime(1904, 1, 1)  # noqa: DTZ001
_PHANTOM_DAY = 60
_LAST_SERIAL = 2_958_465


def shape_of(code: str) -> Shape:
    """The shape that a format code such as `dd.mm.yyyy` or `[h]:mm` gives to a number."""
    first = _LITERALS.sub("", code).split(";")[0]
    if _ELAPSED.search(first):
        return Shape.DURATION
    if first.strip().lower() in ("general", "standard"):
        return Shape.NUMBER
    return Shape.MOMENT if _CALENDAR.search(first) else Shape.NUMBER


def padding_of(code: str) -> int:
    """How many digits the format pads to: 5 for `00000`, 0 for one that pads nothing."""
    first = _LITERALS.sub("", code).split(";")[0].strip()
    return len(first) if _PADDED.fullmatch(first) else 0


def moment_of(serial: float, *, from_1904: bool) -> Cell:
    """The day or moment a serial number stands for; the number itself where it stands for none."""
    if not 0 <= serial <= _LAST_SERIAL:
        return serial
    if serial < 1:
        seconds = round(serial * _DAY_SECONDS)
        return (_EPOCH_1904 + timedelta(seconds=seconds)).time() if seconds < _DAY_SECONDS else time(0)
    if not from_1904 and serial < _PHANTOM_DAY:
        serial += 1  # the 1900 calendar of spreadsheets has a 29 February that never was
    days = int(serial)
    seconds = round((serial - days) * _DAY_SECONDS)
    moment = (_EPOCH_1904 if from_1904 else _EPOCH_1900) + timedelta(days=days, seconds=seconds)
    return day_or_moment(moment)


def day_or_moment(moment: datetime) -> date | datetime:
    """A moment at midnight is a day: that is how spreadsheets write days."""
    return moment.date() if moment.time() == time(0) else moment


def number_of(text: str) -> int | float:
    """A number as written by a spreadsheet; whole numbers stay whole."""
    if text.isascii() and text.lstrip("-").isdigit():
        return int(text)
    number = float(text)
    return int(number) if number.is_integer() and abs(number) < 1e15 else number  # noqa: PLR2004 - exact below
