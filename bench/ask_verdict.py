"""Asking for the verdict on a call, from the number as it came, beside its statements by a bare cursor."""

from functools import partial
from statistics import median
from time import perf_counter

from bench.bare import Statements, bare_connection, statements_of
from bench.callers import Caller, covered_callers
from bench.company import StandingClock, big_company
from bench.report import Figure, at_most, percentile
from fieldservice.domain.queries.call_verdicts import CallAnswer, CallQuestion, verdict_for_call
from fieldservice.domain.store.engine import Database, open_sqlite

CALLS, WARM_UP = 600, 50
TARGET_MS = at_most(5)
A_THOUSAND = 1000


def figures() -> list[Figure]:
    database = open_sqlite(big_company())
    callers = covered_callers(database, CALLS + WARM_UP)
    for _ in range(WARM_UP):
        ask(database, next(callers))
    ours, bare, statements = [], [], []
    for caller in callers:
        started = perf_counter()
        answer = ask(database, caller)
        ours.append((perf_counter() - started) * A_THOUSAND)
        assert answer.verdict.is_ok, answer.verdict
        heard = statements_of(database.reader, partial(ask, database, caller))
        bare.append(replayed(database, heard) * A_THOUSAND)
        statements.append(len(heard))
    database.close()
    more = {"statements": median(statements)}
    beside = "its statements, bare"
    return [
        Figure("verdict on a call, median", median(ours), "ms", TARGET_MS, median(bare), beside, more),
        Figure(
            "verdict on a call, 95 %", percentile(ours, 95), "ms", TARGET_MS, percentile(bare, 95), beside
        ),
    ]


def ask(database: Database, caller: Caller) -> CallAnswer:
    day = StandingClock().now().date()
    with database.read_session() as session:
        return verdict_for_call(
            session, CallQuestion(day, "PL", caller.phone, caller.serial_number, "Naprawa")
        )


def replayed(database: Database, statements: Statements) -> float:
    """Seconds that a bare cursor takes for the same."""
    connection = bare_connection(database.reader)
    cursor = connection.cursor()
    started = perf_counter()
    for statement, values in statements:
        cursor.execute(statement, values)
        cursor.fetchall()
    seconds = perf_counter() - started
    if connection.in_transaction:
        cursor.execute("COMMIT")
    return seconds
