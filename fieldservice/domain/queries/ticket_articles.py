"""Everything said and noted on a ticket, by people and by the program."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from fieldservice.domain.model.customer import Contact
from fieldservice.domain.model.people import UserAccount
from fieldservice.domain.model.ticket import Article
from fieldservice.domain.rules.reasons import Reason
from fieldservice.domain.store.reason_values import reason_from_json

MOST_ARTICLES = 500


@dataclass(frozen=True, slots=True)
class ArticleRow:
    """An entry of the time line; one with a `reason` the program wrote. `kind`, `direction`, `delivery` and
    `approval` are the enums' values, empty where nothing is told.
    """

    id: UUID
    kind: str
    is_internal: bool
    author: str
    happened_at: datetime
    recorded_at: datetime
    text: str
    reason: Reason | None
    direction: str = ""
    contact: str = ""
    delivery: str = ""
    approval: str = ""


_ARTICLES: Any = (
    select(
        Article.id,
        Article.kind,
        Article.is_internal,
        Article.author_name,
        UserAccount.name,
        Article.happened_at,
        Article.recorded_at,
        Article.text,
        Article.reason,
        Article.direction,
        Article.delivery,
        Article.approval,
        Contact.name,
    )
    .outerjoin(UserAccount, UserAccount.id == Article.author_id)
    .outerjoin(Contact, Contact.id == Article.contact_id)
    .where(Article.ticket_id == bindparam("ticket_id"))
    .order_by(Article.happened_at.desc(), Article.recorded_at.desc(), Article.id.desc())
    .limit(MOST_ARTICLES)
)


def articles_of(session: Session, ticket_id: UUID) -> tuple[ArticleRow, ...]:
    """The latest first; what is written in the same moment in the order in which it was learned."""
    return tuple(_article(row) for row in session.execute(_ARTICLES, {"ticket_id": ticket_id}))


def _article(row: Sequence[Any]) -> ArticleRow:
    """Values by their place: with hundreds of rows, asking for each by name is what takes the time."""
    id_, kind, is_internal, author, user, happened, recorded, text, reason, *told, contact = row
    direction, delivery, approval = (_value(each) for each in told)
    return ArticleRow(
        id_,
        kind.value,
        is_internal,
        author or user or "",
        happened,
        recorded,
        text,
        None if reason is None else reason_from_json(reason),
        direction,
        contact or "",
        delivery,
        approval,
    )


def _value(member: Enum | None) -> str:
    return "" if member is None else str(member.value)
