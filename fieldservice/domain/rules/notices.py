"""Whom a change of a ticket concerns, and why: one notice a person, under the strongest of the reasons."""

import enum
from collections.abc import Collection
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID


class NoticeKind(enum.Enum):
    """In the order of their weight: somebody who was named is told that, not that something changed."""

    MENTIONED = "mentioned"
    ASSIGNED = "assigned"
    REOPENED = "reopened"
    WAIT_OVER = "wait_over"
    UPDATED = "updated"
    FOLLOWED = "followed"


PRESENCE_LASTS = timedelta(minutes=2)
"""How long somebody counts as being at a ticket after the last sign of life."""


@dataclass(frozen=True, slots=True)
class TicketNews:
    """What one command did to one ticket. `assigned` got it, or a task in it; `is_news` when those who follow
    it should know; `supervisors` are those of its owner, who hear of a reopening (C16).
    """

    owner_id: UUID | None
    followers: Collection[UUID] = ()
    mentioned: Collection[UUID] = ()
    assigned: Collection[UUID] = ()
    is_reopened: bool = False
    is_news: bool = False
    supervisors: Collection[UUID] = ()


def notices_of(news: TicketNews, actor_id: UUID | None) -> dict[UUID, NoticeKind]:
    """Who is told, and why; nobody is told what he did himself."""
    told: dict[UUID, NoticeKind] = {}
    owners = () if news.owner_id is None else (news.owner_id,)
    concerned = (
        (NoticeKind.MENTIONED, news.mentioned),
        (NoticeKind.ASSIGNED, news.assigned),
        (NoticeKind.REOPENED, (*owners, *news.supervisors, *news.followers) if news.is_reopened else ()),
        (NoticeKind.UPDATED, owners if news.is_news else ()),
        (NoticeKind.FOLLOWED, news.followers if news.is_news else ()),
    )
    for kind, people in concerned:
        for person in people:
            if person != actor_id:
                told.setdefault(person, kind)
    return told
