"""How much of a quota is used, and which of its three levels that reaches: what a meter shows."""

from decimal import Decimal

from fieldservice.domain.rules.coverage_quota import QuotaFacts


def share_used(quota: QuotaFacts) -> float:
    """0.0 for untouched, 1.0 for used up, more when it was overdrawn; a quota of nothing is used up."""
    return float(quota.used / quota.limit) if quota.limit else 1.0


def levels_reached(quota: QuotaFacts) -> int:
    """How many of the three levels what is used has reached: 0 for calm, 3 for the last."""
    if not quota.limit:
        return len(quota.warn_at)
    percent = quota.used * Decimal(100) / quota.limit
    return sum(percent >= level for level in quota.warn_at)
