"""Rows by many keys at once: a statement for each batch of keys, none per row."""

from collections.abc import Iterable, Iterator
from typing import Any

from sqlalchemy import ColumnElement, Select
from sqlalchemy.orm import InstrumentedAttribute, Session

BATCH = 2_000


def batches(keys: Iterable[Any]) -> Iterator[list[Any]]:
    """The keys in a stable order, a batch at a time: neither database takes any number of them."""
    ordered = sorted(keys, key=str)
    return (ordered[start : start + BATCH] for start in range(0, len(ordered), BATCH))


def select_in(
    session: Session,
    statement: "Select[*tuple[Any, ...]]",
    column: InstrumentedAttribute[Any] | ColumnElement[Any],
    keys: Iterable[Any],
) -> Iterator[Any]:
    """Rows of the statement whose column is among the keys."""
    for batch in batches(keys):
        yield from session.execute(statement.where(column.in_(batch)))
