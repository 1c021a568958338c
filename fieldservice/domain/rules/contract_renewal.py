"""Which tickets go over to the new period of a renewed contract (the verdict on each stays what it was).

A renewal is often entered late. What was served meanwhile without a contract now has one; what is still open
from the period before goes on under the new one, except that a counted case stays where it was counted.
"""

from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from fieldservice.domain.rules.coverage_quota import QuotaKind
from fieldservice.domain.rules.verdict_values import Evidence


class GoesOver(StrEnum):
    """Why a ticket may go over."""

    NOW_COVERED = "now-covered"
    GOES_ON = "goes-on"
    CASE_COUNTED = "case-counted"


@dataclass(frozen=True, slots=True)
class BookedTicket:
    """Where a ticket is booked, and what its line counts."""

    contract_id: UUID | None = None
    line_id: UUID | None = None
    quota_kind: QuotaKind | None = None
    is_over: bool = False


def goes_over(ticket: BookedTicket, contract_id: UUID, terms_id: UUID, evidence: Evidence) -> GoesOver | None:
    """Whether and why; `evidence` is what the ticket would be booked on were it judged by the new period."""
    if evidence.terms_id != terms_id:
        return None
    if ticket.contract_id is None:
        return GoesOver.NOW_COVERED
    if ticket.is_over or evidence.line_id is None:
        return None
    if ticket.line_id is None:  # ordered against the verdict: on a contract that does not cover it
        return GoesOver.NOW_COVERED
    if ticket.contract_id != contract_id:
        return None
    return GoesOver.CASE_COUNTED if ticket.quota_kind is QuotaKind.CASES else GoesOver.GOES_ON
