"""One cell into one value of the type its field asks for, or the reason why not."""

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from types import MappingProxyType

from fieldservice.domain.rules.reasons import Reason
from fieldservice.workbooks.days import DayReading, NotADay
from fieldservice.workbooks.fields import Field, FieldType, Value
from fieldservice.workbooks.periods import period_months
from fieldservice.workbooks.sheets import Cell, CellFault
from fieldservice.workbooks.words import folded, tidied

_WORK_BREAK = re.compile(r"\s*[,;/\n|+]\s*")
_NUMBER = re.compile(r"[+-]?\d+(\.\d+)?")
_THOUSANDS = re.compile(r"[+-]?\d{1,3}([.,' ]\d{3})+([.,]\d+)?")
_UNIT_AFTER = re.compile(r"(?<=\d)\s*[^\W\d_°]{1,6}[²³23]?\.?$|\s*°$")
_EMAIL = re.compile(r"[^@\s<>]+@[^@\s<>]+")
_MOST_DIGITS = 15
_MOST_TOLD = 80
_MOST_COUNT = 1_000_000
_MOST_DEGREES: Mapping[FieldType, int] = MappingProxyType({FieldType.LATITUDE: 90, FieldType.LONGITUDE: 180})

_STANDARD = """standard|normal|regular|basic|zwykly|standardowy|normalny|bezny|standardni|normalni|estandar
|padrao|comum|b|c"""
_HIGH_VALUE = """high value|high|key|key account|important|a|wysoka wartosc|wysoka|wazny|kluczowy
|vysoka hodnota|klicovy|dulezity|alto valor|valor alto|alto|importante|clave|cuenta clave|chave|elevado valor
|gold|zloty|premium"""
_VIP = "vip|v i p|aaa|platinum|strategic|strategiczny|strategicky|estrategico"


def _codes(**names: str) -> Mapping[str, str]:
    return MappingProxyType({folded(name): code for code, told in names.items() for name in told.split("|")})


_CLASSES = _codes(standard=_STANDARD, high_value=_HIGH_VALUE, vip=_VIP)
_LANGUAGES = _codes(
    en="en|english|angielski|anglicky|anglictina|ingles|en gb|en us|eng",
    pl="pl|polish|polski|polsky|polstina|polaco|polones|pl pl|pol",
    cs="cs|cz|czech|czeski|cesky|cestina|checo|tcheco|cs cz|ces",
    es="es|spanish|hiszpanski|spanelsky|spanelstina|espanol|espanhol|castellano|es es|spa",
    pt="pt|portuguese|portugalski|portugalsky|portugalstina|portugues|pt pt|pt br|por",
)


class NotAValue(Exception):  # noqa: N818 - says what the cell is
    """The cell cannot be read as its field asks; carries the reason."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason.code)
        self.reason = reason


def shown(cell: Cell) -> str:  # noqa: PLR0911 - one line for each type of cell
    """The cell as text, the way the person sees it."""
    match cell:
        case None:
            return ""
        case str():
            return cell
        case CellFault():
            return cell.shown
        case bool():
            return "1" if cell else "0"
        case float():
            return format(_decimal(cell), "f")
        case datetime():
            return cell.isoformat(sep=" ", timespec="minutes")
        case date() | time():
            return cell.isoformat()
        case timedelta():
            return f"{cell.total_seconds() / 3600:g}:00"
        case _:
            return str(cell)


def value_of(cell: Cell, field: Field, days: DayReading) -> Value | None:
    """The typed value; None for an empty cell; NotAValue with the reason otherwise."""
    if isinstance(cell, CellFault):
        raise NotAValue(
            Reason("cell.formula_without_result" if cell.uncomputed else "cell.error_value", _told(cell))
        )
    if isinstance(cell, str):
        cell = tidied(cell)
    if cell is None or cell == "":
        return None
    if field.type is FieldType.DAY:
        return _day(cell, days)
    text = shown(cell)
    if len(text) > field.longest:
        raise NotAValue(Reason("cell.too_long", {"longest": field.longest, "length": len(text)}))
    if field.type in (FieldType.LATITUDE, FieldType.LONGITUDE):
        return _degrees(cell, _MOST_DEGREES[field.type])
    return _READERS[field.type](cell)


def _day(cell: Cell, days: DayReading) -> date:
    try:
        return days.day(cell)
    except NotADay as problem:
        raise NotAValue(
            Reason("cell.ambiguous_day" if problem.is_ambiguous else "cell.not_a_day", _told(cell))
        ) from problem


def _told(cell: Cell) -> dict[str, str]:
    return {"shown": shown(cell)[:_MOST_TOLD]}


def _text(cell: Cell) -> str:
    return shown(cell)


def _number(cell: Cell) -> Decimal:
    if isinstance(cell, timedelta):
        return Decimal(round(cell.total_seconds())) / 3600
    if isinstance(cell, bool) or not isinstance(cell, str | int | float):
        raise NotAValue(Reason("cell.not_a_number", _told(cell)))
    return _decimal(cell) if not isinstance(cell, str) else _number_in_text(cell)


def _decimal(number: float) -> Decimal:
    """Fifteen digits are what a spreadsheet shows; the rest is noise of its binary numbers."""
    return Decimal(number) if isinstance(number, int) else Decimal(format(number, f".{_MOST_DIGITS}g"))


def _number_in_text(text: str) -> Decimal:
    bare = _UNIT_AFTER.sub("", text.replace("\u2212", "-").replace("\u2019", "'")).strip()
    plain = (
        _without_thousands(bare) if _THOUSANDS.fullmatch(bare) else bare.replace(" ", "").replace(",", ".")
    )
    if not _NUMBER.fullmatch(plain):
        raise NotAValue(Reason("cell.not_a_number", _told(text)))
    return Decimal(plain)


def _without_thousands(text: str) -> str:
    """1.234,50 and 1,234.50 and 1 234,50: the last mark is decimal when alone of its kind."""
    marks = [mark for mark in text if mark in ".,' "]
    last = marks[-1]
    if len(marks) == 1:
        return text.replace(" ", "").replace("'", "").replace(",", ".")
    if last in ".," and marks.count(last) == 1:
        whole, _, rest = text.rpartition(last)
        return re.sub(r"[.,' ]", "", whole) + "." + rest
    return re.sub(r"[.,' ]", "", text)


def _count(cell: Cell) -> int:
    number = _number(cell)
    if number != number.to_integral_value() or not 0 < number <= _MOST_COUNT:
        raise NotAValue(Reason("cell.not_a_count", _told(cell)))
    return int(number)


def _degrees(cell: Cell, most: int) -> float:
    number = _number(cell)
    if abs(number) > most:
        raise NotAValue(Reason("cell.not_a_position", _told(cell)))
    return float(number)


def _email(cell: Cell) -> str:
    text = shown(cell).removeprefix("mailto:").strip("<> ")
    if not all(_EMAIL.fullmatch(part.strip()) for part in re.split("[;,]", text)):
        raise NotAValue(Reason("cell.not_an_email", _told(text)))
    return text


def _customer_class(cell: Cell) -> str:
    code = _CLASSES.get(folded(shown(cell)))
    if code is None:
        raise NotAValue(Reason("cell.unknown_class", _told(cell)))
    return code


def _language(cell: Cell) -> str:
    code = _LANGUAGES.get(folded(shown(cell)))
    if code is None:
        raise NotAValue(Reason("cell.unknown_language", _told(cell)))
    return code


def _works(cell: Cell) -> tuple[str, ...]:
    works = dict.fromkeys(filter(None, _WORK_BREAK.split(shown(cell))))
    return tuple(works)


def _plan_name(cell: Cell) -> str:
    text = shown(cell)
    if period_months(text) is None:
        raise NotAValue(Reason("cell.unknown_period", _told(text)))
    return text


_READERS: Mapping[FieldType, Callable[[Cell], Value]] = MappingProxyType(
    {
        FieldType.CODE: _text,
        FieldType.TEXT: _text,
        FieldType.NUMBER: _number,
        FieldType.COUNT: _count,
        FieldType.EMAIL: _email,
        FieldType.CUSTOMER_CLASS: _customer_class,
        FieldType.LANGUAGE: _language,
        FieldType.WORKS: _works,
        FieldType.PLAN_NAME: _plan_name,
    }
)
