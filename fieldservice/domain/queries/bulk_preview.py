"""A dry run of a bulk change: how many tickets would change, and which are refused and why."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from fieldservice.domain.rules.bulk import BulkWhat, BulkWish, check_wish, would_change
from fieldservice.domain.rules.errors import RuleViolation
from fieldservice.domain.store.bulk_facts import facts_of, target_state
from fieldservice.domain.store.engine import rulebook_of

__all__ = ["BulkPreview", "BulkWhat", "BulkWish", "Refused", "bulk_preview"]

MOST_SHOWN = 200


@dataclass(frozen=True, slots=True)
class Refused:
    """A ticket that would stay as it is, and the refusal that it would meet."""

    ticket_id: UUID
    number: str
    refusal: RuleViolation


@dataclass(frozen=True, slots=True)
class BulkPreview:
    """`changing` are the tickets that become others; `refused` holds the first of `refused_count`."""

    changing: tuple[UUID, ...]
    unchanged: int
    refused_count: int
    refused: tuple[Refused, ...]


def bulk_preview(session: Session, ids: Sequence[UUID], wish: BulkWish, now: datetime) -> BulkPreview:
    """Raises what is wrong with the wish itself."""
    state = target_state(session, wish)
    check_wish(wish, state, now)
    changing: list[UUID] = []
    refused: list[Refused] = []
    unchanged = 0
    routes = rulebook_of(session, now).routes
    for facts in facts_of(session, ids):
        try:
            if would_change(wish, facts, state):
                if wish.what is BulkWhat.QUEUE:
                    routes.require_team(facts.type_id, wish.target_id)
                changing.append(facts.id)
            else:
                unchanged += 1
        except RuleViolation as refusal:
            refused.append(Refused(facts.id, facts.number, refusal))
    return BulkPreview(tuple(changing), unchanged, len(refused), tuple(refused[:MOST_SHOWN]))
