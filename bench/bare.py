"""The driver below the program: bare cursors for the references, and what statements the program sends."""

from collections.abc import Callable
from typing import Any

from sqlalchemy import Engine, event

Statements = list[tuple[str, Any]]


def bare_connection(engine: Engine) -> Any:
    """A connection of the driver with the program's own pragmas, and nothing else around it."""
    connection: Any = engine.raw_connection().driver_connection
    return connection


def statements_of(engine: Engine, act: Callable[[], object]) -> Statements:
    """The statements that something sends, with their values."""
    heard: Statements = []

    def hear(_connection: Any, _cursor: Any, statement: str, values: Any, *_others: Any) -> None:
        heard.append((statement, values))

    event.listen(engine, "before_cursor_execute", hear)
    act()
    event.remove(engine, "before_cursor_execute", hear)
    return heard
