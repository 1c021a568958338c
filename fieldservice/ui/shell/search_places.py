"""What the top search box finds, as rows that lead to places. Runs on a reader; screens are named by id
only.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from fieldservice.ui.kit.deferred import Deferred
from fieldservice.ui.kit.places import Place
from fieldservice.ui.kit.suggestions import Suggestion
from fieldservice.wording import _

if TYPE_CHECKING:
    from fieldservice.domain.queries.search import Hit, find
else:
    find = Deferred("fieldservice.domain.queries.search", "find")

TICKETS, CUSTOMERS, TRAYS = "tickets", "customers", "trays"


def suggestions(session: Any, typed: str, branch: str, country: str) -> Sequence[Suggestion]:
    """What fits, best first."""
    return [_suggestion(hit) for hit in find(session, typed, branch, country)]


def _suggestion(hit: "Hit") -> Suggestion:
    word, icon = _kind(hit.subject.value)
    return Suggestion(
        _place(hit),
        " ".join(part for part in (hit.number, hit.text) if part),
        second=hit.second,
        trailing=word,
        icon=icon,
    )


def _place(hit: "Hit") -> Place:
    kind = hit.subject.value
    if kind == "ticket":
        return Place(TICKETS, hit.id)
    if kind == "work_order":
        return Place(TICKETS, hit.ticket_id)
    if kind == "request":
        return Place(TRAYS, hit.id)
    return Place(CUSTOMERS, hit.customer_id or hit.id)


def _kind(kind: str) -> tuple[str, str]:
    """The word for what was found, and its icon."""
    return {
        "customer": (_("Customer"), "users"),
        "contact": (_("Person"), "user"),
        "site": (_("Site"), "map-pin"),
        "equipment": (_("Equipment"), "cube"),
        "ticket": (_("Ticket"), "ticket"),
        "work_order": (_("Work order"), "wrench"),
        "request": (_("Request"), "tray"),
    }[kind]
