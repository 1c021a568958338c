"""Lists of tickets on databases of years, data only, beside the bare statements of the very same pages.

A page is asked through the product's own queries and through the bare driver in turns, in 100,000 and in
1,000,000 tickets, so that the ratio between the sizes is measured in one run too. Processor time is told: all
that is asked for lies in memory.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from statistics import median
from time import thread_time_ns

from sqlalchemy.orm import Session

from bench.bare import bare_connection, statements_of
from bench.company import USER_ID
from bench.company_tickets import NOW
from bench.report import Figure, at_most, ratio_at_most, spread
from bench.years import LARGE, SMALL, years
from fieldservice.domain.queries.ticket_list import page
from fieldservice.domain.queries.ticket_rows import TicketWish, Viewer
from fieldservice.domain.queries.ticket_views import view_counts, views
from fieldservice.domain.queries.ticket_window import ticket_order, ticket_rows
from fieldservice.domain.rules.ticket_filters import FilterField, TicketFilter
from fieldservice.domain.store.engine import Database, open_sqlite

ROUNDS, WARM_UP = 40, 3
TIMES = ratio_at_most(5)
GROWS = ratio_at_most(1.5)
COUNTED = at_most(300)
IN_SIGHT = 100
VIEWER = Viewer(USER_ID, NOW)
URGENT = TicketFilter().having(FilterField.PRIORITY, ("5",))

Ask = Callable[[Session], object]


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is asked; `held` says whether the ratio to the bare statements is a target."""

    name: str
    ask: Ask
    held: bool = True


def figures() -> list[Figure]:
    """Both sizes are asked in turns, so that a busy machine hurts both alike."""
    small, large = (open_sqlite(years(tickets)) for tickets in (SMALL, LARGE))
    found: list[Figure] = []
    for of_small, of_large in zip(_wanted(small), _wanted(large), strict=True):
        found += _in_turns((small, of_small), (large, of_large))
    found += [_counts(small, SMALL), _counts(large, LARGE)]
    small.close()
    large.close()
    return found


def _wanted(database: Database) -> Iterator[Wanted]:
    closed = TicketWish("closed", VIEWER, "pl")
    live = TicketWish("open", VIEWER, "pl")
    with database.read_session() as session:
        order = ticket_order(session, closed)
    deep = order.between(len(order) * 9 // 10, len(order) * 9 // 10 + IN_SIGHT - 1)
    yield Wanted("first page of all open", lambda session: page(session, live))
    yield Wanted("first page of the closed", lambda session: page(session, closed))
    narrowed = TicketWish("closed", VIEWER, "pl", filter=URGENT)
    yield Wanted("first page, filtered", lambda session: page(session, narrowed))
    yield Wanted("page at 90 %", lambda session: ticket_rows(session, closed, deep))
    yield Wanted("order of the whole list", lambda session: ticket_order(session, closed), held=False)


def _in_turns(small: tuple[Database, Wanted], large: tuple[Database, Wanted]) -> Iterator[Figure]:
    """Each size beside its bare statements, and the larger beside the smaller."""
    held = small[1].held
    asks = [
        each
        for database, wanted in (small, large)
        for each in (_ours(database, wanted), _bare(database, wanted))
    ]
    for ask in asks * WARM_UP:
        ask()
    turns = [[ask() for ask in asks] for _turn in range(ROUNDS if held else 5)]
    mine, bare, mine_large, bare_large = (median(column) for column in zip(*turns, strict=True))
    name = small[1].name
    for tickets, ours, reference in ((SMALL, mine, bare), (LARGE, mine_large, bare_large)):
        target = TIMES if held else None
        yield Figure(f"{name}, {tickets:,}", ours, "ms", target, reference, "bare statements")
    grown = [turn[2] / turn[0] for turn in turns]
    more = {**spread("ratio", grown), "median of ratios": median(grown)}
    target = GROWS if held else None
    yield Figure(f"{name}, ten times as many", mine_large, "ms", target, mine, "100,000 tickets", more)


def _ours(database: Database, wanted: Wanted) -> Callable[[], float]:
    def run() -> float:
        with database.read_session() as session:
            return _milliseconds(lambda: wanted.ask(session))

    return run


def _bare(database: Database, wanted: Wanted) -> Callable[[], float]:
    """The very statements, by a cursor that does nothing with what it reads."""
    with database.read_session() as session:
        sent = statements_of(database.reader, lambda: wanted.ask(session))
    said = [each for each in sent if each[0].lstrip().startswith(("SELECT", "WITH"))]
    connection = bare_connection(database.reader)
    return lambda: _milliseconds(lambda: [connection.execute(*each).fetchall() for each in said])


def _counts(database: Database, tickets: int) -> Figure:
    with database.read_session() as session:
        times = [
            _milliseconds(lambda: view_counts(session, VIEWER, views())) for _turn in range(WARM_UP + 10)
        ]
    kept = times[WARM_UP:]
    return Figure(f"counts of all views, {tickets:,}", median(kept), "ms", COUNTED, more=spread("ms", kept))


def _milliseconds(call: Callable[[], object]) -> float:
    """Of processor time: what others do on the same machine interrupts the longer of two more often."""
    begun = thread_time_ns()
    call()
    return (thread_time_ns() - begun) / 1e6
