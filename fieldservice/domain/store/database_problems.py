"""What a driver's error means to a person: busy, full, read-only, damaged, wrong key, out of reach.

Both engines hand their errors in, so that no query and no commit lets a driver's exception out for what a
person can do something about. Errors of ours (wrong SQL, a broken constraint) stay what they are.
"""

from collections.abc import Callable, Mapping

from sqlalchemy.engine import ExceptionContext

from fieldservice.domain.rules.errors import EnvironmentProblem

PRIMARY_CODE = 0xFF
READ_ONLY = 8

OF_SQLITE: Mapping[int, str] = {
    3: "database.not_opened",
    5: "database.busy",
    6: "database.busy",
    READ_ONLY: "database.read_only",
    10: "database.disk_failed",
    11: "database.damaged",
    13: "database.full",
    14: "database.not_opened",
    26: "database.unreadable",
}
"""By SQLite's primary result code. 26 is a file that is no database, or one that another key encrypted."""

OF_POSTGRESQL: Mapping[str, str] = {
    "40001": "database.busy",
    "40P01": "database.busy",
    "55P03": "database.busy",
    "53100": "database.full",
    "53300": "database.unreachable",
    "57P01": "database.unreachable",
    "57P03": "database.unreachable",
    "58030": "database.disk_failed",
    "XX001": "database.damaged",
}
CONNECTION_CLASS = "08"

Listener = Callable[[ExceptionContext], EnvironmentProblem | None]


def sqlite_problem(error: BaseException) -> EnvironmentProblem | None:
    """The problem behind an error of SQLite's driver; None for an error of ours."""
    code = getattr(error, "sqlite_errorcode", None)
    told = None if code is None else OF_SQLITE.get(code & PRIMARY_CODE)
    return None if told is None else EnvironmentProblem(told)


def postgresql_problem(error: BaseException, *, is_disconnect: bool) -> EnvironmentProblem | None:
    """The problem behind an error of PostgreSQL's driver; None for an error of ours."""
    state = str(getattr(error, "sqlstate", None) or "")
    if is_disconnect or state.startswith(CONNECTION_CLASS):
        return EnvironmentProblem("database.unreachable")
    told = OF_POSTGRESQL.get(state)
    return None if told is None else EnvironmentProblem(told)


def sqlite_listener(*, query_only: bool) -> Listener:
    """Translate for one engine. A reader that tries to write is a mistake of ours, not of the disk."""

    def on_error(context: ExceptionContext) -> EnvironmentProblem | None:
        error = context.original_exception
        if query_only and getattr(error, "sqlite_errorcode", None) == READ_ONLY:
            return None
        return sqlite_problem(error)

    return on_error


def on_postgresql_error(context: ExceptionContext) -> EnvironmentProblem | None:
    is_never_connected = context.connection is None and not getattr(
        context.original_exception, "sqlstate", None
    )
    return postgresql_problem(
        context.original_exception, is_disconnect=context.is_disconnect or is_never_connected
    )
