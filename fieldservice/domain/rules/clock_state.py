"""How a promise stands: what lists show of an SLA's clock. Read by `sla_clock`.

A module of its own, so that a list can name the states without loading the business calendar.
"""

from enum import StrEnum


class ClockState(StrEnum):
    NO_TARGET = "no_target"
    ON_TIME = "on_time"
    DUE_SOON = "due_soon"
    OVERDUE = "overdue"
    ESCALATED = "escalated"
    PAUSED = "paused"
    WAIT_OVER = "wait_over"
    MET = "met"
    BREACHED = "breached"
