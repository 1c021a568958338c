"""What people type must fit: looked at in one place, before anything is written, alike on both databases.

SQLite would keep a text of any length, which the centre then refuses; PostgreSQL keeps no NUL at all.
"""

from collections.abc import Iterable, Mapping
from functools import cache

from sqlalchemy import Enum, String, inspect

from fieldservice.domain.model.base import Base
from fieldservice.domain.rules.errors import RuleViolation

NUL = "\0"
DERIVED = "_folded"
"""Columns that are made from what was typed: their text is longer by what folding spells out."""


def require_fitting(rows: Iterable[object]) -> None:
    """`text.too_long` with the field and how many characters it holds, `text.unprintable` with the field."""
    for row in rows:
        if isinstance(row, Base):
            for name, limit in text_limits(type(row)).items():
                _require(name, row.__dict__.get(name), limit)


@cache
def text_limits(kind: type[Base]) -> Mapping[str, int | None]:
    """The columns of a table that hold text, and how many characters each holds."""
    columns = inspect(kind).columns
    return {
        column.key: column.type.length
        for column in columns
        if isinstance(column.type, String)
        and not isinstance(column.type, Enum)
        and not column.key.endswith(DERIVED)
    }


def _require(name: str, value: object, limit: int | None) -> None:
    if not isinstance(value, str):
        return
    if limit is not None and len(value) > limit:
        raise RuleViolation("text.too_long", field=name, limit=limit)
    if NUL in value:
        raise RuleViolation("text.unprintable", field=name)
