"""Where a row is used: found by the foreign keys of the whole model, so that no place is forgotten."""

from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import Column, func, literal, select
from sqlalchemy.orm import Session

from fieldservice.domain.model.whole import Base
from fieldservice.domain.store.dictionary_books import BOOKS

MOST_COUNTED = 1_000


@dataclass(frozen=True, slots=True)
class Usage:
    """How many rows of a table refer to it; `is_more` when there are more than were counted."""

    table: str
    count: int
    is_more: bool = False


def uses_of(session: Session, table: str, row_id: UUID) -> tuple[Usage, ...]:
    """Who refers to the row. Sets that belong to the entry itself are no use of it."""
    found: dict[str, int] = {}
    for column in _referring(table):
        some = select(literal(1)).where(column == row_id).limit(MOST_COUNTED + 1).subquery()
        count = session.scalar(select(func.count()).select_from(some)) or 0
        if count:
            found[column.table.name] = found.get(column.table.name, 0) + count
    return tuple(
        Usage(name, min(count, MOST_COUNTED), count > MOST_COUNTED) for name, count in sorted(found.items())
    )


def _referring(table: str) -> Iterator[Column[UUID]]:
    """The columns that point to the table, but for those by which its own sets belong to it."""
    book = BOOKS.get(table)
    own = {(each.kind.__tablename__, each.owner) for each in book.sets.values()} if book else set()
    for other in Base.metadata.sorted_tables:
        for key in other.foreign_keys:
            column = key.parent
            if key.column.table.name == table and (other.name, column.name) not in own:
                yield column
