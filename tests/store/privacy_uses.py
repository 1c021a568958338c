"""One use of each command about retention, in the company of `every_command`."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from fieldservice.domain.commands import retention
from fieldservice.domain.model.base import new_id
from fieldservice.domain.rules.retention import RetentionAct, RetentionOutcome
from tests.factories import Company


@dataclass(frozen=True, slots=True)
class PrivacyWorld:
    """A term and a hold that are there."""

    term: UUID
    hold: UUID


def build_privacy(company: Company, customer: UUID) -> PrivacyWorld:
    term, hold = new_id(), new_id()
    company.run(retention.set_retention, retention.SetRetention(term, RetentionAct.ARCHIVE, 24))
    company.run(retention.hold_customer, retention.HoldCustomer(hold, customer, "spór o fakturę"))
    return PrivacyWorld(term, hold)


def privacy_uses(w: PrivacyWorld, customer: UUID, closed: UUID) -> list[tuple[Callable[..., Any], object]]:
    merged = RetentionOutcome.MERGED
    return [
        (retention.set_retention, retention.SetRetention(w.term, RetentionAct.ANONYMISE, 60, None, merged)),
        (retention.remove_retention, retention.RemoveRetention(w.term)),
        (retention.archive_tickets, retention.ArchiveTickets((closed,))),
        (retention.hold_customer, retention.HoldCustomer(new_id(), customer, "kontrola")),
        (retention.lift_hold, retention.LiftHold(w.hold)),
    ]
