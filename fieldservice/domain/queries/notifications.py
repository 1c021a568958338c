"""One's own notices, for the notification centre; who is at a ticket; who can be named."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import exists, func, or_, select
from sqlalchemy.orm import Session, aliased

from fieldservice.domain.model.content import Follow, Notice, Presence
from fieldservice.domain.model.journal import JournalEntry
from fieldservice.domain.model.people import UserAccount
from fieldservice.domain.model.ticket import Ticket
from fieldservice.domain.rules.notices import PRESENCE_LASTS, NoticeKind
from fieldservice.domain.store.wait_notices import untold_waits

MOST_NOTICES = 100
MOST_COUNTED = 1_000
MOST_PEOPLE = 500


@dataclass(frozen=True, slots=True)
class NoticeRow:
    """`who` did it, empty when the program did; one that was put off comes back unread."""

    id: UUID
    kind: NoticeKind
    ticket_id: UUID
    number: str
    title: str
    who: str
    happened_at: datetime
    is_read: bool
    snoozed_until: datetime | None


@dataclass(frozen=True, slots=True)
class PresentRow:
    """Somebody else who has the ticket open; `is_writing` when something is half typed there."""

    name: str
    is_writing: bool
    seen_at: datetime


@dataclass(frozen=True, slots=True)
class PersonRow:
    id: UUID
    name: str


def notices(session: Session, user_id: UUID, now: datetime, limit: int = MOST_NOTICES) -> list[NoticeRow]:
    """The latest first; one that was put off only once its time came, one that was undone never."""
    shown_at = func.coalesce(Notice.snoozed_until, Notice.happened_at)
    columns = (
        Notice.id,
        Notice.kind,
        Notice.ticket_id,
        Ticket.number,
        Ticket.title,
        UserAccount.name.label("who"),
        Notice.happened_at,
        Notice.read_at,
        Notice.snoozed_until,
    )
    joined = (
        select(*columns)
        .join(Ticket, Ticket.id == Notice.ticket_id)
        .outerjoin(UserAccount, UserAccount.id == Notice.actor_id)
    )
    found = session.execute(
        joined.where(_is_shown(user_id, now)).order_by(shown_at.desc(), Notice.id.desc()).limit(limit)
    )
    return [
        NoticeRow(*row[:5], row.who or "", row.happened_at, row.read_at is not None, row.snoozed_until)
        for row in found
    ]


def unread_count(session: Session, user_id: UUID, now: datetime, muted: Collection[str] = ()) -> int:
    """How many were not read, without the kinds (by value) that the person does not want counted."""
    wanted = [kind for kind in NoticeKind if kind.value not in muted]
    unread = (
        select(Notice.id)
        .where(_is_shown(user_id, now), Notice.read_at.is_(None), Notice.kind.in_(wanted))
        .limit(MOST_COUNTED)
    )
    return session.scalar(select(func.count()).select_from(unread.subquery())) or 0


def has_untold_waits(session: Session, user_id: UUID, now: datetime) -> bool:
    """Whether `tell_waits` has something to tell this person."""
    return bool(untold_waits(session, user_id, now))


def is_followed(session: Session, ticket_id: UUID, user_id: UUID | None) -> bool:
    found = select(Follow.id).where(Follow.ticket_id == ticket_id, Follow.user_id == user_id)
    return session.scalar(found) is not None


def present_at(
    session: Session, ticket_id: UUID, user_id: UUID | None, now: datetime
) -> tuple[PresentRow, ...]:
    """Who else has the ticket open at this moment, those who write first."""
    fits = (Presence.ticket_id == ticket_id) & (Presence.seen_at > now - PRESENCE_LASTS)
    rows = (
        select(UserAccount.name, Presence.is_writing, Presence.seen_at)
        .join(UserAccount, UserAccount.id == Presence.user_id)
        .where(fits, Presence.user_id != user_id)
        .order_by(Presence.is_writing.desc(), UserAccount.name)
    )
    return tuple(PresentRow(*row) for row in session.execute(rows.limit(MOST_PEOPLE)))


def people(session: Session) -> tuple[PersonRow, ...]:
    """Everybody who works with the program and can be named or given something."""
    rows = select(UserAccount.id, UserAccount.name).where(UserAccount.is_active, ~UserAccount.is_program)
    return tuple(
        PersonRow(*row) for row in session.execute(rows.order_by(UserAccount.name).limit(MOST_PEOPLE))
    )


def _is_shown(user_id: UUID, now: datetime) -> Any:
    undoing = aliased(JournalEntry)
    is_undone = exists().where(undoing.undoes_id == Notice.entry_id)
    is_due = or_(Notice.snoozed_until.is_(None), Notice.snoozed_until <= now)
    return (Notice.user_id == user_id) & is_due & ~is_undone
