"""The fixed types of a ticket's state; the names that people see are the company's own (DESIGN 4.4)."""

from enum import StrEnum


class TicketStateType(StrEnum):
    NEW = "new"
    OPEN = "open"
    IN_PROGRESS = "in_progress"
    PENDING_REMINDER = "pending_reminder"
    PENDING_AUTO = "pending_auto"
    CLOSED = "closed"
    MERGED = "merged"
