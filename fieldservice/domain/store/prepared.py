"""Statements put together once, for questions asked at every key: putting them together, and turning their
rows into objects, would take longer than the database does.
"""

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Any
from uuid import UUID

from sqlalchemy import Select
from sqlalchemy.dialects import sqlite
from sqlalchemy.orm import Session

_SQLITE = sqlite.dialect(paramstyle="named")


class Prepared:
    """On SQLite it is run past SQLAlchemy: rows come out as SQLite keeps them (`id_of` reads ids)."""

    def __init__(self, statement: Select[Any]) -> None:
        self._statement = statement

    def rows(self, session: Session, values: Mapping[str, Any]) -> Sequence[Any]:
        """Plain tuples, in the order of the statement's columns."""
        connection = session.connection()
        if connection.dialect.name != "sqlite":
            return connection.execute(self._statement, dict(values)).all()
        driver: Any = connection.connection.driver_connection
        text, own = self._on_sqlite
        given = {name: value.hex if isinstance(value, UUID) else value for name, value in values.items()}
        rows: Sequence[Any] = driver.execute(text, own | given).fetchall()
        return rows

    @cached_property
    def _on_sqlite(self) -> tuple[str, dict[str, Any]]:
        """The text, and the values that the statement brings itself, such as its limit."""
        compiled = self._statement.compile(dialect=_SQLITE)
        return str(compiled), dict(compiled.params)


def id_of(value: UUID | str | None) -> UUID | None:
    """An id as either database gives it."""
    return UUID(value) if isinstance(value, str) else value
