"""What the top search box finds, as rows that lead to places. Runs on a reader; screens are named by id
only.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from fieldservice.domain.rules.clock_state import ClockState
from fieldservice.ui.kit.clock_marks import NO_MARK, clock_mark
from fieldservice.ui.kit.deferred import Deferred
from fieldservice.ui.kit.places import Place
from fieldservice.ui.kit.suggestions import Suggestion
from fieldservice.wording import _

if TYPE_CHECKING:
    from fieldservice.domain.queries.search import Among, Hit, find, told
    from fieldservice.domain.queries.ticket_moments import clocks_of
else:
    clocks_of = Deferred("fieldservice.domain.queries.ticket_moments", "clocks_of")
    told = Deferred("fieldservice.domain.queries.search", "told")
    find = Deferred("fieldservice.domain.queries.search", "find")
    Among = Deferred("fieldservice.domain.queries.search", "Among")

TICKETS, CUSTOMERS, TRAYS = "tickets", "customers", "trays"
EQUIPMENT, CONTRACTS = "equipment", "contracts"
KIND_AT = {TICKETS: "ticket", CUSTOMERS: "customer", EQUIPMENT: "equipment", CONTRACTS: "contract"}
ONLY = {"#": "tickets", "@": "people"}
"""What is looked for alone when the text begins so."""


def suggestions(session: Any, typed: str, branch: str, country: str, now: datetime) -> Sequence[Suggestion]:
    """What fits, best first; after `#` only tickets, after `@` only people and companies."""
    among = Among(ONLY.get(typed[:1], "everything"))
    text = typed[1:] if typed[:1] in ONLY else typed
    return _marked(session, find(session, text, branch, country, among), now)


def recent_suggestions(session: Any, places: Sequence[Place], now: datetime) -> Sequence[Suggestion]:
    """What stands at the places where one has been."""
    wanted = [
        (KIND_AT[place.screen], place.argument)
        for place in places
        if place.screen in KIND_AT and isinstance(place.argument, UUID)
    ]
    return _marked(session, told(session, wanted), now)


def _marked(session: Any, hits: "Sequence[Hit]", now: datetime) -> list[Suggestion]:
    """Tickets that somebody should look at say so."""
    clocks = clocks_of(session, [hit.id for hit in hits if hit.subject.value == "ticket"], now)
    return [_suggestion(hit, clocks.get(hit.id)) for hit in hits]


def _suggestion(hit: "Hit", clock: ClockState | None) -> Suggestion:
    word, icon = _kind(hit.subject.value)
    urgent = _urgent_words(clock)
    shape, tone = clock_mark(clock) if clock is not None and urgent else NO_MARK
    return Suggestion(
        _place(hit),
        " ".join(part for part in (hit.number, hit.text) if part),
        second=" · ".join(part for part in (hit.second, _where(hit.found_in)) if part),
        trailing=word,
        icon=icon,
        chip=urgent,
        chip_tone=tone,
        chip_shape=shape,
    )


def _urgent_words(clock: ClockState | None) -> str:
    words = {
        ClockState.OVERDUE: _("overdue"),
        ClockState.ESCALATED: _("past the SLA"),
        ClockState.DUE_SOON: _("due soon"),
        ClockState.WAIT_OVER: _("wait is over"),
    }
    return "" if clock is None else words.get(clock, "")


def _place(hit: "Hit") -> Place:
    kind = hit.subject.value
    if kind == "ticket":
        return Place(TICKETS, hit.id)
    if kind == "work_order":
        return Place(TICKETS, hit.ticket_id)
    if kind == "request":
        return Place(TRAYS, hit.id)
    if kind == "equipment":
        return Place(EQUIPMENT, hit.id)
    if kind == "contract":
        return Place(CONTRACTS, hit.id)
    return Place(CUSTOMERS, hit.customer_id or hit.id)


def _where(found_in: str) -> str:
    """In what of a ticket the words stand, when not in its title."""
    return {
        "article": _("in what was said"),
        "visit": _("in the report of a visit"),
        "task": _("in a task"),
        "attachment": _("in the name of a file"),
    }.get(found_in, "")


def _kind(kind: str) -> tuple[str, str]:
    """The word for what was found, and its icon."""
    return {
        "customer": (_("Customer"), "users"),
        "contact": (_("Person"), "user"),
        "site": (_("Site"), "map-pin"),
        "equipment": (_("Equipment"), "cube"),
        "contract": (_("Contract"), "file-text"),
        "ticket": (_("Ticket"), "ticket"),
        "work_order": (_("Work order"), "wrench"),
        "request": (_("Request"), "tray"),
    }[kind]
