"""What is promised for tickets, once the work of several sites has met: each change was followed at its desk,
but only here all of them are seen together, and so are tickets of a customer whose class changed.
"""

from collections.abc import Iterable, Iterator
from uuid import UUID

from fieldservice.domain.model.ticket import Ticket
from fieldservice.domain.store.sla_following import FACTS, agree, live_tickets_of
from fieldservice.server.receive.merging import Outcome
from fieldservice.server.receive.receiving import Receiving
from fieldservice.server.receive.values import Values
from fieldservice.server.receive.work import Key

ASKED = {"ticket": FACTS, "customer": frozenset({"customer_class"})}
"""Columns by table that the rules for SLAs ask about."""


def promise_anew(uow: Receiving, outcomes: Iterable[Outcome]) -> None:
    for outcome in outcomes:
        for ticket_id in sorted(set(_tickets(uow, outcome))):
            with uow.work(outcome.work):
                agree(uow, uow.lock(Ticket, ticket_id), uow.clock.now())


def _tickets(uow: Receiving, outcome: Outcome) -> Iterator[UUID]:
    for key, image in outcome.after.items():
        if not _is_asked_anew(key, outcome.before[key], image.values):
            continue
        if key[0] == Ticket.__tablename__:
            yield key[1]
        else:
            yield from live_tickets_of(uow, key[1])


def _is_asked_anew(key: Key, before: Values | None, after: Values | None) -> bool:
    """A ticket that was just made has what its desk promised for the very facts."""
    asked = ASKED.get(key[0])
    if asked is None or before is None or after is None:
        return False
    return any(before.get(name) != after.get(name) for name in asked)
