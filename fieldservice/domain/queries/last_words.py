"""Whose the last word on a ticket is: one that the customer said waits for us (E17)."""

from sqlalchemy import ColumnElement, ScalarSelect, select

from fieldservice.domain.model.ticket import Article, Direction, Ticket
from fieldservice.domain.rules.ticket_filters import LastWord

_BY = {LastWord.CUSTOMER: Direction.IN, LastWord.US: Direction.OUT}


def last_direction() -> ScalarSelect[Direction | None]:
    """Of the last thing said between the customer and us; the request itself is no answer."""
    said = select(Article.direction).where(
        Article.ticket_id == Ticket.id, Article.direction.is_not(None), ~Article.is_internal
    )
    latest = said.order_by(Article.happened_at.desc(), Article.recorded_at.desc(), Article.id.desc())
    return latest.limit(1).correlate(Ticket).scalar_subquery()


def said_last_by(who: LastWord) -> ColumnElement[bool]:
    return last_direction() == _BY[who]
