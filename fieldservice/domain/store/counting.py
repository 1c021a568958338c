"""Counters that several transactions raise at once: made when missing, raised in one statement, none lost.

A counter read, raised in Python and written back would let two transactions write the same figure.
"""

from typing import Any

from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import InstrumentedAttribute, Session

from fieldservice.domain.model.base import Base


def count_up(
    session: Session, kind: type[Base], counter: InstrumentedAttribute[int], key: dict[str, Any]
) -> int:
    """Raise the counter of the row with this unique key; it stays locked until the transaction ends."""
    dialect = sqlite if session.get_bind().dialect.name == "sqlite" else postgresql
    unique = [name for name in key if name != "id"]
    written = dialect.insert(kind).values({**key, counter.key: 1})
    step = written.on_conflict_do_update(index_elements=unique, set_={counter.key: counter + 1})
    raised: int = session.execute(step.returning(counter)).scalar_one()
    return raised
