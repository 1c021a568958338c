"""Everything said and noted on a ticket, by people and by the program."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
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


def articles_of(session: Session, ticket_id: UUID) -> tuple[ArticleRow, ...]:
    """The latest first; what is written in the same moment in the order in which it was learned."""
    columns = (
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
        Contact.name.label("contact"),
    )
    found = session.execute(
        select(*columns)
        .outerjoin(UserAccount, UserAccount.id == Article.author_id)
        .outerjoin(Contact, Contact.id == Article.contact_id)
        .where(Article.ticket_id == ticket_id)
        .order_by(Article.happened_at.desc(), Article.recorded_at.desc(), Article.id.desc())
        .limit(MOST_ARTICLES)
    )
    return tuple(
        ArticleRow(
            row.id,
            row.kind.value,
            row.is_internal,
            row.author_name or row.name or "",
            row.happened_at,
            row.recorded_at,
            row.text,
            None if row.reason is None else reason_from_json(row.reason),
            "" if row.direction is None else row.direction.value,
            row.contact or "",
            "" if row.delivery is None else row.delivery.value,
            "" if row.approval is None else row.approval.value,
        )
        for row in found
    )
