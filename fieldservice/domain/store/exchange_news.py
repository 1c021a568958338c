"""News of the exchange on behalf of commands: marked as settled past the journal, values brought back."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from types import MappingProxyType
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from fieldservice.domain.model.exchange import ExchangeNews, InboxKind
from fieldservice.domain.model.whole import Base
from fieldservice.domain.rules.changes import Changes, RowRef
from fieldservice.domain.rules.folding import fold
from fieldservice.domain.rules.reasons import Reason
from fieldservice.domain.store.row_values import decode_row
from fieldservice.domain.store.unit_of_work import UnitOfWork

_FOLDED = MappingProxyType({"name": "name_folded", "serial_number": "serial_folded"})


def mapped_class(table: str) -> type[Base] | None:
    """The class of a table's rows; None for a table of a later program."""
    mappers = Base.registry.mappers
    return next(
        (each.class_ for each in mappers if each.local_table is Base.metadata.tables.get(table)), None
    )


def decoded(table: str, field: str, value: Any) -> Any:
    """A value of one column as the program has it."""
    return decode_row(Base.metadata.tables[table], {field: value}).get(field)


def set_value(row: Base, field: str, value: Any) -> None:
    """Set a column, and the one by which it is searched and told apart."""
    setattr(row, field, value)
    searched = _FOLDED.get(field)
    if searched is not None and hasattr(row, searched):
        setattr(row, searched, fold(value or ""))


def open_news(session: Session, about: ExchangeNews, fields: Iterable[str]) -> Sequence[ExchangeNews]:
    """What else gave way in the same row, by the same rule, at the same moment, in these fields."""
    together = select(ExchangeNews).where(
        ExchangeNews.kind == InboxKind.CONFLICT,
        ExchangeNews.row_id == about.row_id,
        ExchangeNews.table_name == about.table_name,
        ExchangeNews.rule == about.rule,
        ExchangeNews.at == about.at,
        ExchangeNews.field.in_(list(fields)),
    )
    return session.scalars(together).all()


def settle(uow: UnitOfWork, news: Iterable[ExchangeNews], now: datetime) -> None:
    """Somebody has decided; who and when stays."""
    for each in news:
        each.settled_at = now
        each.settled_by = uow.actor.user_id


def settled_alone(uow: UnitOfWork, news_ids: Sequence[UUID], now: datetime) -> Changes:
    """Mark these as settled and commit: nothing of it is journaled, yet screens are told."""
    found = uow.session.scalars(select(ExchangeNews).where(ExchangeNews.id.in_(news_ids))).all()
    settle(uow, found, now)
    uow.session.commit()
    touched = frozenset(RowRef(ExchangeNews.__tablename__, news_id) for news_id in news_ids)
    return Changes(None, Reason("exchange.settle"), None, touched, undoable=False)
