"""Finding and changing rows on behalf of commands, which do not speak SQL themselves."""

from collections.abc import Collection
from datetime import date
from typing import Any, TypeVar
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import select

from fieldservice.domain.model.base import Aggregate, Base
from fieldservice.domain.rules.data_merging import data_over
from fieldservice.domain.rules.errors import RuleViolation
from fieldservice.domain.store.unit_of_work import UnitOfWork

T = TypeVar("T", bound=Base)
A = TypeVar("A", bound=Aggregate)
D = TypeVar("D")


def exists(uow: UnitOfWork, kind: type[Base], row_id: UUID) -> bool:
    """Whether the row was made before: the same form sent twice makes one row (P-40)."""
    return uow.session.get(kind, row_id) is not None


def first(uow: UnitOfWork, kind: type[T], /, **values: Any) -> T | None:
    """One row with these values; a collection means any of its members."""
    return uow.session.scalars(_matching(kind, values).limit(1)).first()


def every(uow: UnitOfWork, kind: type[T], /, **values: Any) -> list[T]:
    """All rows with these values, which the caller knows to be few."""
    return list(uow.session.scalars(_matching(kind, values)))


def take(uow: UnitOfWork, kind: type[A], row_id: UUID, version: int | None) -> A:
    """Fetch a row to change it as somebody saw it; `row.changed_meanwhile` when it changed since.

    Without a version the row is changed as it stands.
    """
    row = uow.get(kind, row_id)
    if version is not None and row.version != version:
        raise RuleViolation("row.changed_meanwhile", table=kind.__tablename__)
    return row


def over_stored(row: A, version: int, stored: D, mine: D, seen: D | None) -> D:
    """What a form writes over a row as it stands: field by field with `seen`, whole without it (P-39).

    `stored` is the row as the form enters it. `row.changed_meanwhile`, `row.fields_in_conflict`.
    """
    return data_over(stored, mine, seen, row.__tablename__, is_newer=row.version != version)


def assign(row: Base, **values: Any) -> None:
    """Set what differs."""
    for name, value in values.items():
        if getattr(row, name) != value:
            setattr(row, name, value)


def today(uow: UnitOfWork, zone: str | None = None) -> date:
    """The local day, in the zone given or in that of those who work here."""
    now = uow.clock.now()
    return now.astimezone(ZoneInfo(zone)).date() if zone else uow.local(now).date()


def _matching(kind: type[T], values: dict[str, Any]) -> Any:
    statement = select(kind)
    for name, value in values.items():
        column = getattr(kind, name)
        is_set = isinstance(value, Collection) and not isinstance(value, str | bytes)
        statement = statement.where(column.in_(value) if is_set else column == value)
    return statement
