"""What follows from rules is not taken from a workstation: a ticket's closing by its orders, what is told of
it, and its clock. The centre settles the ticket itself, from everybody's orders (docs/exchange.md).
"""

from uuid import UUID

from fieldservice.domain.rules.settle import ClosedBy
from fieldservice.server.receive.values import Values
from fieldservice.server.receive.work import Deed, Key, Work, with_deeds

OF_CLOSING = frozenset(
    {
        "state_id",
        "state_type",
        "closed_at",
        "closed_by",
        "closed_because",
        "generation",
        "first_closed_at",
        "reopened_at",
    }
)
TOLD_BY_SETTLING = frozenset(
    {
        "ticket.closed.by_orders",
        "ticket.reopened.by_order",
        "ticket.reopened.nothing_finished",
        "ticket.reopened.orders_gone",
        "ticket.all_orders_cancelled",
        "ticket.late_order",
    }
)
"""Reasons of the articles that settling writes."""


def without_derived(work: Work) -> tuple[Work, dict[Key, Values]]:
    """The work as somebody did it, and what was left out of it, by row."""
    settled = frozenset(deed.row_id for deed in work.deeds if _is_settled(deed))
    if not settled and not any(_follows(deed, settled) for deed in work.deeds):
        return work, {}
    kept: list[Deed] = []
    left_out: dict[Key, Values] = {}
    for deed in work.deeds:
        if _follows(deed, settled):
            left_out[deed.key] = deed.set
        elif deed.form.name == "ticket" and deed.row_id in settled:
            left_out[deed.key] = {name: value for name, value in deed.set.items() if name in OF_CLOSING}
            kept.append(_without(deed))
        else:
            kept.append(deed)
    return with_deeds(work, tuple(kept), settled), left_out


def _is_settled(deed: Deed) -> bool:
    if deed.form.name != "ticket" or deed.kind != "update":
        return False
    return deed.set.get("closed_by") == ClosedBy.ORDERS.value or "generation" in deed.set


def _follows(deed: Deed, settled: frozenset[UUID]) -> bool:
    """What settling writes again by itself."""
    if deed.kind != "insert":
        return False
    if deed.form.name == "sla_entry":
        return UUID(deed.set["ticket_id"]) in settled if deed.set.get("ticket_id") else False
    if deed.form.name != "article" or deed.set.get("author_id") is not None:
        return False
    reason = deed.set.get("reason")
    return isinstance(reason, dict) and reason.get("code") in TOLD_BY_SETTLING


def _without(deed: Deed) -> Deed:
    kept = {name: value for name, value in deed.set.items() if name not in OF_CLOSING}
    return Deed(deed.form, deed.row_id, deed.kind, deed.base, kept, deed.was)
