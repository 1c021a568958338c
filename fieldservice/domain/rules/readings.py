"""What a meter may show: it counts upwards, unless somebody says why it does not."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from fieldservice.domain.rules.errors import RuleViolation


@dataclass(frozen=True, slots=True)
class ReadingFacts:
    read_on: date
    value: Decimal
    has_note: bool = False


def check_reading(new: ReadingFacts, known: Iterable[ReadingFacts], today: date) -> None:
    """`reading.in_future`, `reading.negative`, `reading.runs_backwards` without a note that explains it."""
    if new.read_on > today:
        raise RuleViolation("reading.in_future", day=new.read_on)
    if new.value < 0:
        raise RuleViolation("reading.negative")
    others = list(known)
    before = _last(each for each in others if each.read_on <= new.read_on)
    after = _first(each for each in others if each.read_on > new.read_on)
    if new.has_note:
        return
    if before is not None and new.value < before.value:
        raise RuleViolation("reading.runs_backwards", value=before.value, day=before.read_on)
    if after is not None and new.value > after.value and not after.has_note:
        raise RuleViolation("reading.runs_backwards", value=after.value, day=after.read_on)


def _last(readings: Iterable[ReadingFacts]) -> ReadingFacts | None:
    return max(readings, key=lambda each: (each.read_on, each.value), default=None)


def _first(readings: Iterable[ReadingFacts]) -> ReadingFacts | None:
    return min(readings, key=lambda each: (each.read_on, each.value), default=None)
