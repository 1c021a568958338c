"""How views, filters and orders of the list are said; columns say themselves."""

from collections.abc import Mapping
from datetime import date

from fieldservice.domain.rules.ticket_filters import NOBODY, FilterField, TicketFilter, days_of
from fieldservice.ui.kit.colours import Tone
from fieldservice.ui.kit.painting import Shape
from fieldservice.wording import Wording, _, ngettext

Names = Mapping[tuple[str, str], str]
"""What ids are called, by field and value."""

MARKS: Mapping[str, tuple[Shape, Tone]] = {
    "overdue": (Shape.TRIANGLE, Tone.STOP),
    "escalated": (Shape.TRIANGLE, Tone.STOP),
    "due_soon": (Shape.DIAMOND, Tone.CARE),
    "wait_over": (Shape.PLAY, Tone.CARE),
    "replied": (Shape.DOT, Tone.ACCENT),
}
HEADER_VIEWS = ("mine", "unassigned", "overdue", "due_soon", "vip", "waiting", "open", "closed")
FURTHER_VIEWS = ("my_queues", "escalated", "wait_over", "replied", "reopened", "problems", "archived")
MOST_AT_ONCE = 5_000
"""Tickets that are changed together."""

_CODES = {
    FilterField.CHANNEL: "Channel",
    FilterField.CUSTOMER_CLASS: "CustomerClass",
    FilterField.LAST_WORD: "LastWord",
}


def view_words(view: str) -> str:
    """What a view of the program's own is called."""
    return {
        "mine": _("Mine"),
        "unassigned": _("Unassigned"),
        "overdue": _("Overdue"),
        "due_soon": _("Within an hour"),
        "vip": _("VIP"),
        "waiting": _("Waiting"),
        "open": _("All open"),
        "closed": _("Closed"),
        "my_queues": _("My queues"),
        "escalated": _("Escalated"),
        "wait_over": _("Wait is over"),
        "replied": _("Customer replied"),
        "reopened": _("Reopened"),
        "problems": _("Problems"),
        "archived": _("Archived"),
    }.get(view, view)


def view_hint(view: str) -> str:
    """What a view shows, where its name may be understood in two ways."""
    return {
        "overdue": _("Past the closing that was promised"),
        "escalated": _("Past what the SLA grants"),
        "mine": _("Yours, and those of people you stand in for"),
        "my_queues": _("Waiting for your teams"),
        "reopened": _("Closed once, and open again"),
        "wait_over": _("Waiting, and the day until which they wait has come"),
        "replied": _("The last word is the customer's"),
        "archived": _("Closed so long ago that they were put away"),
    }.get(view, "")


def count_words(count: int, *, is_more: bool) -> str:
    """`999+` where counting on would take too long."""
    return f"{count - 1}+" if is_more else str(count)


def length_words(count: int, wording: Wording) -> str:
    return ngettext("{count} ticket", "{count} tickets", count).format(count=wording.number(count))


def value_words(field: FilterField, value: str, names: Names, wording: Wording) -> str:
    """What one value of a filter is called."""
    if value == NOBODY:
        return _("nobody") if field is FilterField.OWNER else _("none")
    if field in _CODES:
        return wording.word_of(_CODES[field], value) or value
    if field.is_days:
        return days_words(value, wording)
    return names.get((field.value, value), value)


def days_words(value: str, wording: Wording) -> str:
    """A span that has a name, as `this week`, else its first and last day."""
    known = wording.word_of("DaySpan", value)
    if known is not None:
        return known
    days = days_of(value, date.min) if ".." in value else None
    if days is None:
        return value
    first, last = (wording.day(day) for day in days)
    return first if first == last else f"{first} \N{EN DASH} {last}"


def chip_words(field: FilterField, value: str, names: Names, wording: Wording) -> str:
    return f"{wording.word(field)}: {value_words(field, value, names, wording)}"


def filter_words(chosen: TicketFilter, names: Names, wording: Wording) -> str:
    """The whole filter in one line."""
    parts = []
    for field, values in chosen.chosen:
        said = ", ".join(value_words(field, value, names, wording) for value in values)
        parts.append(f"{wording.word(field)}: {said}")
    return " · ".join(parts)
