"""States of orders and visits, and the outcomes of visits (DESIGN 4.5)."""

from enum import StrEnum


class OrderState(StrEnum):
    TO_PLAN = "to_plan"
    PLANNED = "planned"
    IN_PROGRESS = "in_progress"
    FINISHED = "finished"
    CANCELLED = "cancelled"


class VisitState(StrEnum):
    PLANNED = "planned"
    IN_PROGRESS = "in_progress"
    ENDED = "ended"


class VisitOutcome(StrEnum):
    DONE = "done"
    PARTLY_DONE = "partly_done"
    NO_ACCESS = "no_access"
    CANCELLED = "cancelled"
