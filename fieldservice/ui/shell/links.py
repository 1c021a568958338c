"""Links into the desk: `fieldservice:ticket/WAW-000123`, wherever it stands, leads to that ticket."""

from typing import TYPE_CHECKING
from uuid import UUID

from fieldservice.ui.kit.calls import Call
from fieldservice.ui.kit.deferred import Deferred
from fieldservice.ui.kit.ops import Ops

if TYPE_CHECKING:
    from fieldservice.domain.queries.settled_calls import ticket_with_number
else:
    ticket_with_number = Deferred("fieldservice.domain.queries.settled_calls", "ticket_with_number")

SCHEME = "fieldservice:"
TICKET = "ticket/"


def is_link(text: str) -> bool:
    return text.startswith(SCHEME)


def ticket_of(link: str, ops: Ops) -> "Call[UUID | None]":
    """The ticket that the link names; None when this desk has none of that number."""
    path = link.removeprefix(SCHEME).lstrip("/")
    return ops.query(ticket_with_number, path.removeprefix(TICKET).strip().upper())
