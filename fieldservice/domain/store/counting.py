"""Counters that several transactions raise at once: made when missing, raised in one statement, none lost.

A counter read, raised in Python and written back would let two transactions write the same figure.
"""

from functools import cache
from typing import Any

from sqlalchemy import Executable, bindparam
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import InstrumentedAttribute, Session

from fieldservice.domain.model.base import Base


def count_up(
    session: Session, kind: type[Base], counter: InstrumentedAttribute[int], key: dict[str, Any]
) -> int:
    """Raise the counter of the row with this unique key; it stays locked until the transaction ends."""
    connection = session.connection()
    step = _step(kind, counter.key, tuple(key), is_sqlite=connection.dialect.name == "sqlite")
    raised: int = connection.execute(step, key).scalar_one()
    return raised


@cache
def _step(kind: type[Base], counter: str, key: tuple[str, ...], *, is_sqlite: bool) -> Executable:
    """The statement, built once: every number issued waits for it."""
    table = kind.metadata.tables[kind.__tablename__]
    written = (sqlite if is_sqlite else postgresql).insert(table)
    unique = [name for name in key if name != "id"]
    values = {**{name: bindparam(name) for name in key}, counter: 1}
    step = written.values(values).on_conflict_do_update(
        index_elements=unique, set_={counter: table.c[counter] + 1}
    )
    counted: Executable = step.returning(table.c[counter])
    return counted
