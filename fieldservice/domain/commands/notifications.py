"""Notices read, marked as unread again, and put off. Not journaled: they are nobody else's business."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from fieldservice.domain.rules.changes import Changes
from fieldservice.domain.store.clock import Clock
from fieldservice.domain.store.notice_marks import mark, snooze
from fieldservice.domain.store.unit_of_work import UnitOfWork
from fieldservice.domain.store.wait_notices import tell


@dataclass(frozen=True, slots=True)
class MarkNotices:
    """Only one's own are marked."""

    notice_ids: tuple[UUID, ...]
    is_read: bool = True


@dataclass(frozen=True, slots=True)
class MarkTicketRead:
    """All that one was told of this ticket is known now: it is open."""

    ticket_id: UUID


@dataclass(frozen=True, slots=True)
class SnoozeNotice:
    """Show it again, unread, at that moment."""

    notice_id: UUID
    until: datetime


@dataclass(frozen=True, slots=True)
class TellWaits:
    """Notices to whoever works here of tickets whose wait is over."""


def mark_notices(command: MarkNotices, uow: UnitOfWork, clock: Clock) -> Changes:
    return mark(uow, read_at=clock.now() if command.is_read else None, notice_ids=command.notice_ids)


def mark_ticket_read(command: MarkTicketRead, uow: UnitOfWork, clock: Clock) -> Changes:
    return mark(uow, read_at=clock.now(), ticket_id=command.ticket_id)


def snooze_notice(command: SnoozeNotice, uow: UnitOfWork, clock: Clock) -> Changes:
    del clock
    return snooze(uow, command.notice_id, command.until)


def tell_waits(command: TellWaits, uow: UnitOfWork, clock: Clock) -> Changes:
    """Told once; asked again it tells only what has come since."""
    del command
    return tell(uow, clock.now())
