"""A ticket that left this workstation while it was open: what is said of it, and what can be copied."""

from typing import TYPE_CHECKING

from fieldservice.domain.rules.errors import RuleViolation
from fieldservice.ui.screens.tickets.composer import Composer
from fieldservice.wording import _

if TYPE_CHECKING:
    from fieldservice.domain.queries.ticket_detail import TicketDetail

MISSING = "row.missing"


def has_left(error: Exception) -> bool:
    """Whether the ticket is not in this desk's file any more."""
    return isinstance(error, RuleViolation) and error.code == MISSING


def left_words(ticket: "TicketDetail") -> str:
    words = _(
        "{number} is not at this workstation any more: another branch has it now. What you typed is kept; "
        "copy it to hand it on."
    )
    return words.format(number=ticket.number)


def left_text(ticket: "TicketDetail", composer: Composer) -> str:
    """The ticket in words, and what was being written."""
    parts = (
        f"{ticket.number} {ticket.title}",
        ticket.place.customer,
        ticket.description,
        composer.text.text(),
    )
    return "\n\n".join(part for part in parts if part.strip())
