"""Write the plan of an import, many rows at a time, so that memory stays flat and a cancel is heard."""

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import TypeVar

from fieldservice.domain.model.whole import Base
from fieldservice.domain.rules.import_plan import Watch
from fieldservice.domain.rules.import_records import RowUpdate, Writes
from fieldservice.domain.store.uncollected import uncollected
from fieldservice.domain.store.unit_of_work import UnitOfWork

CHUNK = 1_000

T = TypeVar("T")


def write_plan(uow: UnitOfWork, writes: Writes, watch: Watch) -> None:
    """Insert and update; `watch` is told rows done and may raise, after which nothing is kept."""
    with uncollected():
        _write(uow, writes, watch)


def _write(uow: UnitOfWork, writes: Writes, watch: Watch) -> None:
    tables = Base.metadata.tables
    order = {table.name: place for place, table in enumerate(Base.metadata.sorted_tables)}
    done = 0
    for table in sorted(writes.inserts, key=order.__getitem__):
        for rows in _chunks(writes.inserts[table]):
            watch(done, writes.count)
            uow.bulk.insert(tables[table], rows)
            done += len(rows)
    for (table, _columns), updates in groupby(sorted(writes.updates, key=_shape), key=_shape):
        for changes in _chunks(list(updates)):
            watch(done, writes.count)
            uow.bulk.update(tables[table], [(each.id, each.before, each.after) for each in changes])
            done += len(changes)
    watch(done, writes.count)


def _shape(update: RowUpdate) -> tuple[str, list[str]]:
    """Updates of the same columns stand together, to be written by one statement."""
    return update.table, sorted(update.after)


def _chunks(rows: Sequence[T]) -> Iterator[Sequence[T]]:
    return (rows[start : start + CHUNK] for start in range(0, len(rows), CHUNK))
