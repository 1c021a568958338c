"""What a list of tickets is narrowed to and in which order it stands: plain values, said and read as JSON.

Conditions of one field are either-or, fields are all-of. Ids and codes are kept as text, so that a filter can
be saved, shared and shown as chips without asking the database; `queries/ticket_filters` makes SQL of it.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

from fieldservice.domain.rules.quick_dataclass import dataclass
from fieldservice.domain.rules.weeks import MONDAY

NOBODY = ""
"""The value of a field that is empty: a ticket without owner, queue, product."""

ENDED_VIEWS = frozenset({"closed", "archived"})
"""Views of what is over: ordered by when it was closed, and never counted."""


class FilterField(StrEnum):
    """By what a list can be narrowed. The days come last: each takes one span."""

    STATE = "state"
    TYPE = "type"
    PRIORITY = "priority"
    QUEUE = "queue"
    TEAM = "team"
    OWNER = "owner"
    CUSTOMER = "customer"
    CUSTOMER_CLASS = "customer_class"
    SITE = "site"
    BRANCH = "branch"
    PRODUCT = "product"
    SERVICE = "service"
    KIND = "kind"
    CHANNEL = "channel"
    LAST_WORD = "last_word"
    OPENED = "opened"
    DUE = "due"
    WAIT = "wait"
    CLOSED = "closed"

    @property
    def is_days(self) -> bool:
        return self in (FilterField.OPENED, FilterField.DUE, FilterField.WAIT, FilterField.CLOSED)


class LastWord(StrEnum):
    """Whose the last word is; what the program writes, and what is internal, is none."""

    CUSTOMER = "customer"
    US = "us"


class DaySpan(StrEnum):
    """Spans that move with the calendar, so that a saved view stays true tomorrow."""

    TODAY = "today"
    YESTERDAY = "yesterday"
    TOMORROW = "tomorrow"
    THIS_WEEK = "this_week"
    NEXT_7_DAYS = "next_7_days"
    LAST_7_DAYS = "last_7_days"
    LAST_30_DAYS = "last_30_days"
    THIS_MONTH = "this_month"
    LAST_MONTH = "last_month"
    THIS_YEAR = "this_year"


class SortName(StrEnum):
    """By what a list can be ordered."""

    DUE = "due"
    OPENED = "opened"
    CLOSED = "closed"
    NUMBER = "number"
    TITLE = "title"
    CUSTOMER = "customer"
    STATE = "state"
    PRIORITY = "priority"
    OWNER = "owner"
    QUEUE = "queue"
    WAIT = "wait"
    RESPONSE = "response"


@dataclass(frozen=True, slots=True)
class SortKey:
    name: SortName
    descending: bool = False


@dataclass(frozen=True, slots=True)
class TicketFilter:
    """Which values each field may have, in the order in which they were chosen."""

    chosen: tuple[tuple[FilterField, tuple[str, ...]], ...] = ()

    @property
    def is_empty(self) -> bool:
        return not self.chosen

    def values(self, field: FilterField) -> tuple[str, ...]:
        return dict(self.chosen).get(field, ())

    def having(self, field: FilterField, values: Iterable[str]) -> "TicketFilter":
        """The same filter with these values of a field; without any, the field narrows nothing."""
        kept = tuple(dict.fromkeys(values))
        if field in dict(self.chosen):
            changed = tuple((each, kept if each is field else old) for each, old in self.chosen)
        else:
            changed = (*self.chosen, (field, kept))
        return replace(self, chosen=tuple(pair for pair in changed if pair[1]))

    def without(self, field: FilterField, value: str | None = None) -> "TicketFilter":
        """The same filter less one value, or less the whole field."""
        left = () if value is None else tuple(each for each in self.values(field) if each != value)
        return self.having(field, left)

    def as_json(self) -> dict[str, list[str]]:
        return {field.value: list(values) for field, values in self.chosen}

    @classmethod
    def from_json(cls, said: object) -> "TicketFilter":
        """What is understood of it; fields of a later program narrow nothing."""
        known = {field.value: field for field in FilterField}
        pairs = said.items() if isinstance(said, Mapping) else ()
        result = cls()
        for name, values in pairs:
            if name in known and isinstance(values, list | tuple):
                result = result.having(known[name], (str(value) for value in values))
        return result


NO_FILTER = TicketFilter()


@dataclass(frozen=True, slots=True)
class ListWish:
    """A list as somebody wants it: a view of the program's own, narrowed, in an order, with columns.

    Empty `sorts` and `columns` mean the usual ones.
    """

    view: str
    filter: TicketFilter = NO_FILTER
    sorts: tuple[SortKey, ...] = ()
    columns: tuple[str, ...] = ()

    def as_json(self) -> dict[str, Any]:
        return {
            "view": self.view,
            "filter": self.filter.as_json(),
            "sorts": [[key.name.value, key.descending] for key in self.sorts],
            "columns": list(self.columns),
        }

    @classmethod
    def from_json(cls, said: Mapping[str, Any]) -> "ListWish":
        columns = tuple(str(each) for each in said.get("columns", ()))
        sorts = sorts_from_json(said.get("sorts", ()))
        return cls(str(said.get("view", "open")), TicketFilter.from_json(said.get("filter")), sorts, columns)


def sorts_from_json(said: Iterable[Any]) -> tuple[SortKey, ...]:
    known = {name.value: name for name in SortName}
    return tuple(SortKey(known[name], bool(down)) for name, down in said if name in known)


def sorted_by(sorts: tuple[SortKey, ...], name: SortName, *, adds: bool) -> tuple[SortKey, ...]:
    """The order after a press on a column: pressed again it turns; `adds` puts it behind the others."""
    place = next((at for at, key in enumerate(sorts) if key.name is name), None)
    if place is None:
        return (*sorts, SortKey(name)) if adds else (SortKey(name),)
    turned = SortKey(name, not sorts[place].descending)
    return (*sorts[:place], turned, *sorts[place + 1 :]) if adds else (turned,)


def between(first: date, last: date) -> str:
    """A span of fixed days, both included, as a value of a filter."""
    return f"{first.isoformat()}..{last.isoformat()}"


def days_of(value: str, today: date, first_weekday: int = MONDAY) -> tuple[date, date] | None:
    """First and last day of a span; None for what is no span. Weeks begin on the weekday, 1 for Monday."""
    if ".." in value:
        first, _dots, last = value.partition("..")
        try:
            return date.fromisoformat(first), date.fromisoformat(last)
        except ValueError:
            return None
    known = {span.value: span for span in DaySpan}
    return _days(known[value], today, first_weekday) if value in known else None


def _days(span: DaySpan, today: date, first_weekday: int) -> tuple[date, date]:
    day = timedelta(days=1)
    month = today.replace(day=1)
    week = today - (today.isoweekday() - first_weekday) % 7 * day
    next_month = (month + 31 * day).replace(day=1)
    last_month = (month - day).replace(day=1)
    return {
        DaySpan.TODAY: (today, today),
        DaySpan.YESTERDAY: (today - day, today - day),
        DaySpan.TOMORROW: (today + day, today + day),
        DaySpan.THIS_WEEK: (week, week + 6 * day),
        DaySpan.NEXT_7_DAYS: (today, today + 6 * day),
        DaySpan.LAST_7_DAYS: (today - 6 * day, today),
        DaySpan.LAST_30_DAYS: (today - 29 * day, today),
        DaySpan.THIS_MONTH: (month, next_month - day),
        DaySpan.LAST_MONTH: (last_month, month - day),
        DaySpan.THIS_YEAR: (today.replace(month=1, day=1), today.replace(month=12, day=31)),
    }[span]
