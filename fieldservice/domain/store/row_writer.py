"""One prepared INSERT for many rows: values are brought into the driver's form here, column by column.

SQLAlchemy compiles the statement; its way of binding each row costs several times what the database takes.
"""

from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from itertools import chain
from operator import itemgetter
from typing import Any

from sqlalchemy import Connection, Dialect, Table, insert
from sqlalchemy.sql.schema import ScalarElementColumnDefault

Processor = Callable[[Any], Any]
MOST_STATEMENTS = 200
TOGETHER = 250
"""Rows in one statement of `insert_together`."""
_NOTHING_YET: Any = object()


def insert_rows(connection: Connection, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert rows that all have the columns of the first; one with a plain default may be missing."""
    writer = _writer(connection.dialect, table, tuple(rows[0]))
    connection.exec_driver_sql(writer.statement, writer.bound(rows))


def insert_together(connection: Connection, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
    """As `insert_rows`, many rows in each statement: a text index of SQLite writes itself down after each."""
    writer = _writer(connection.dialect, table, tuple(rows[0]))
    bound = writer.bound(rows)
    whole = len(bound) - len(bound) % TOGETHER if writer.is_positional else 0
    for start in range(0, whole, TOGETHER):
        values = chain.from_iterable(bound[start : start + TOGETHER])
        connection.exec_driver_sql(writer.together(TOGETHER), tuple(values))
    if bound[whole:]:
        connection.exec_driver_sql(writer.statement, bound[whole:])


class RowWriter:
    """The statement for a set of columns, and how their values are bound."""

    def __init__(self, dialect: Dialect, table: Table, columns: tuple[str, ...]) -> None:
        defaults = plain_defaults(table)
        self._defaults = {name: value for name, value in defaults.items() if name not in columns}
        compiled = insert(table).compile(dialect=dialect, column_keys=[*columns, *self._defaults])
        self.statement = str(compiled)
        order: Sequence[str] | None = getattr(compiled, "positiontup", None)
        self._names = tuple(order or (*columns, *self._defaults))
        self.is_positional = order is not None
        self._values = itemgetter(*self._names)
        processors = [
            table.c[name].type.dialect_impl(dialect).bind_processor(dialect) for name in self._names
        ]
        self._processed = [(at, process) for at, process in enumerate(processors) if process is not None]

    def together(self, count: int) -> str:
        """The statement for so many rows, where values are bound by their places."""
        head, values = self.statement.rsplit(" VALUES ", 1)
        return f"{head} VALUES {', '.join([values] * count)}"

    def bound(self, rows: Sequence[Mapping[str, Any]]) -> list[Any]:
        whole = [{**self._defaults, **row} for row in rows] if self._defaults else rows
        bound = [list(self._values(row)) for row in whole]
        for at, process in self._processed:
            _process_column(bound, at, process)
        if self.is_positional:
            return [tuple(values) for values in bound]
        return [dict(zip(self._names, values, strict=True)) for values in bound]


def _process_column(rows: Sequence[list[Any]], at: int, process: Processor) -> None:
    """Neighbours often hold the very same object (a state, a moment, nothing), which is worked out once."""
    latest = bound = _NOTHING_YET
    for values in rows:
        value = values[at]
        if value is not latest:
            latest, bound = value, process(value)
        values[at] = bound


@lru_cache(maxsize=MOST_STATEMENTS)
def _writer(dialect: Dialect, table: Table, columns: tuple[str, ...]) -> RowWriter:
    return RowWriter(dialect, table, columns)


def plain_defaults(table: Table) -> dict[str, Any]:
    """What the columns take that a row leaves out: values, not what must be made anew for each row."""
    found = {column.key: column.default for column in table.columns}
    return {
        name: default.arg
        for name, default in found.items()
        if isinstance(default, ScalarElementColumnDefault)
    }
