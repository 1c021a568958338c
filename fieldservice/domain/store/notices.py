"""Notices follow what a command changed on tickets: who was given it, named in it, owns it, follows it.

The unit of work hands in what was changed, as to the search index, so no command has to think of it. What is
imported in bulk, or undone, is told to nobody.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from fieldservice.domain.model.base import member_id
from fieldservice.domain.model.content import Follow, Notice
from fieldservice.domain.model.journal import ChangeKind
from fieldservice.domain.model.people import UserAccount
from fieldservice.domain.model.ticket import Article, LinkKind, Task, Ticket, TicketLink
from fieldservice.domain.rules.changes import RowRef
from fieldservice.domain.rules.mentions import SIGN, mentions
from fieldservice.domain.rules.notices import TicketNews, notices_of
from fieldservice.domain.rules.ticket_states import TicketStateType
from fieldservice.domain.store.journal import RowChange
from fieldservice.domain.store.row_writer import insert_rows

NOTICES = Notice.metadata.tables[Notice.__tablename__]
NEWS = frozenset({"state_id", "priority", "title", "expected_closing_at", "queue_id"})
"""Columns of a ticket whose change is worth telling those who follow it."""

_TERMINAL = frozenset(state.value for state in TicketStateType if state.is_terminal)
_IDS: Any = bindparam("ids", expanding=True)
_OWNERS = select(Ticket.id, Ticket.owner_id).where(Ticket.id.in_(_IDS))
_FOLLOWERS = select(Follow.ticket_id, Follow.user_id).where(Follow.ticket_id.in_(_IDS))
_SUPERVISORS = (
    select(Ticket.id, UserAccount.supervisor_id)
    .join(UserAccount, UserAccount.id == Ticket.owner_id)
    .where(Ticket.id.in_(_IDS), UserAccount.supervisor_id.is_not(None))
)
_NAMES = select(UserAccount.name, UserAccount.id).where(UserAccount.is_active, ~UserAccount.is_program)


@dataclass(slots=True)
class _Happened:
    """What one command did to one ticket, gathered from its rows."""

    texts: list[str] = field(default_factory=list)
    assigned: set[UUID] = field(default_factory=set)
    is_new: bool = False
    is_reopened: bool = False
    is_news: bool = False

    @property
    def concerns_followers(self) -> bool:
        return self.is_reopened or (self.is_news and not self.is_new)

    @property
    def is_worth_telling(self) -> bool:
        return bool(self.assigned or self.concerns_followers or self.names_somebody)

    @property
    def names_somebody(self) -> bool:
        return any(SIGN in text for text in self.texts)


@dataclass(frozen=True, slots=True)
class Deed:
    """One command: its entry in the journal, who did it, when."""

    entry_id: UUID
    actor_id: UUID | None
    at: datetime


def follow(session: Session, changes: Mapping[RowRef, RowChange], deed: Deed) -> None:
    """Write the notices of one command. A new ticket that names nobody costs no statement."""
    write(session, notices_for(session, changes, deed))


def write(session: Session, rows: Sequence[dict[str, Any]]) -> None:
    if rows:
        insert_rows(session.connection(), NOTICES, rows)


def notices_for(session: Session, changes: Mapping[RowRef, RowChange], deed: Deed) -> list[dict[str, Any]]:
    """The notices of one command, not written yet."""
    happened = {
        ticket_id: each for ticket_id, each in _gather(session, changes).items() if each.is_worth_telling
    }
    return [
        {
            "id": member_id(deed.entry_id, str(ticket_id), str(user_id)),
            "user_id": user_id,
            "ticket_id": ticket_id,
            "kind": kind,
            "actor_id": deed.actor_id,
            "entry_id": deed.entry_id,
            "happened_at": deed.at,
        }
        for ticket_id, news in _news(session, happened).items()
        for user_id, kind in notices_of(news, deed.actor_id).items()
    ]


def _gather(session: Session, changes: Mapping[RowRef, RowChange]) -> dict[UUID, _Happened]:
    happened: defaultdict[UUID, _Happened] = defaultdict(_Happened)
    for ref, change in changes.items():
        after = change.after or {}
        if ref.table == Ticket.__tablename__:
            _see_ticket(happened[ref.id], change)
        elif ref.table == Article.__tablename__ and change.kind is ChangeKind.INSERT:
            told = happened[UUID(after["ticket_id"])]
            told.texts.append(after.get("text", ""))
            told.is_news = told.is_news or "author_id" in after
        elif ref.table == TicketLink.__tablename__ and change.kind is ChangeKind.INSERT:
            _see_link(happened, after)
        elif ref.table == Task.__tablename__ and after.get("owner_id"):
            ticket_id = session.scalar(select(Task.ticket_id).where(Task.id == ref.id))
            if ticket_id is not None:
                happened[ticket_id].assigned.add(UUID(after["owner_id"]))
    return happened


def _see_link(happened: Mapping[UUID, _Happened], after: Mapping[str, Any]) -> None:
    """A ticket made instead of opening another one again is told as that other one would be (C14)."""
    if after["kind"] == LinkKind.REOPENED_FROM.value:
        happened[UUID(after["from_id"])].is_reopened = True


def _see_ticket(happened: _Happened, change: RowChange) -> None:
    before, after = change.before or {}, change.after or {}
    happened.is_new = change.kind is ChangeKind.INSERT
    if after.get("owner_id"):
        happened.assigned.add(UUID(after["owner_id"]))
    if change.kind is ChangeKind.UPDATE:
        happened.is_news = happened.is_news or bool(NEWS & after.keys())
        was, became = before.get("state_type"), after.get("state_type")
        is_back = was in _TERMINAL and became is not None and became not in _TERMINAL
        happened.is_reopened = happened.is_reopened or is_back


def _news(session: Session, happened: Mapping[UUID, _Happened]) -> dict[UUID, TicketNews]:
    asked = [ticket_id for ticket_id, each in happened.items() if each.concerns_followers]
    owners: dict[UUID, Any] = {}
    followers: defaultdict[UUID, list[UUID]] = defaultdict(list)
    if asked:
        connection = session.connection()
        owners.update((row.id, row.owner_id) for row in connection.execute(_OWNERS, {"ids": asked}))
        for row in connection.execute(_FOLLOWERS, {"ids": asked}):
            followers[row.ticket_id].append(row.user_id)
    supervisors = _supervisors(session, [each for each in asked if happened[each].is_reopened])
    names = _names(session) if any(each.names_somebody for each in happened.values()) else {}
    return {
        ticket_id: TicketNews(
            owner_id=owners.get(ticket_id),
            followers=followers[ticket_id],
            mentioned=[found.user_id for text in each.texts for found in mentions(text, names)],
            assigned=each.assigned,
            is_reopened=each.is_reopened,
            is_news=each.is_news,
            supervisors=supervisors.get(ticket_id, ()),
        )
        for ticket_id, each in happened.items()
    }


def _supervisors(session: Session, ticket_ids: list[UUID]) -> dict[UUID, tuple[UUID, ...]]:
    """Whoever the owner of each answers to."""
    found = session.connection().execute(_SUPERVISORS, {"ids": ticket_ids}) if ticket_ids else ()
    return {row.id: (row.supervisor_id,) for row in found}


def _names(session: Session) -> dict[str, UUID]:
    return {row.name: row.id for row in session.execute(_NAMES)}
