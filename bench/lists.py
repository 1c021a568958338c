"""Lists of tickets on databases of years, data only, beside the bare statements of the very same pages.

A page is asked through the product's own queries and through the bare driver in turns, in 100,000 and in
1,000,000 tickets, so that the ratio between the sizes is measured in one run too.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from statistics import median
from time import perf_counter_ns

from sqlalchemy.orm import Session

from bench.bare import bare_connection, statements_of
from bench.company import USER_ID
from bench.company_tickets import NOW
from bench.report import Figure, Target, at_most, interleaved, ratio_at_most, spread
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
    found: list[Figure] = []
    medians: dict[tuple[str, int], float] = {}
    for tickets in (SMALL, LARGE):
        database = open_sqlite(years(tickets))
        for wanted in _wanted(database):
            figure = _beside_bare(database, wanted, tickets)
            medians[wanted.name, tickets] = figure.ours
            found.append(figure)
        found.append(_counts(database, tickets))
        database.close()
    found += _growth(medians)
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


def _beside_bare(database: Database, wanted: Wanted, tickets: int) -> Figure:
    def ours(_turn: int) -> float:
        with database.read_session() as session:
            return _milliseconds(lambda: wanted.ask(session))

    bare = _bare(database, wanted.ask)
    for turn in range(WARM_UP):
        ours(turn)
        bare(turn)
    rounds = ROUNDS if wanted.held else 5
    mine, theirs, ratio = interleaved(ours, bare, rounds)
    return Figure(
        f"{wanted.name}, {tickets:,}",
        mine,
        "ms",
        TIMES if wanted.held else None,
        theirs,
        "bare statements",
        {"ratio of the medians' pairs": ratio},
    )


def _bare(database: Database, ask: Ask) -> Callable[[int], float]:
    """The very statements, by a cursor that does nothing with what it reads."""
    with database.read_session() as session:
        said = statements_of(database.reader, lambda: ask(session))
    connection = bare_connection(database.reader)

    def run(_turn: int) -> float:
        return _milliseconds(lambda: [connection.execute(*each).fetchall() for each in said])

    return run


def _counts(database: Database, tickets: int) -> Figure:
    with database.read_session() as session:
        times = [
            _milliseconds(lambda: view_counts(session, VIEWER, views())) for _turn in range(WARM_UP + 10)
        ]
    kept = times[WARM_UP:]
    return Figure(f"counts of all views, {tickets:,}", median(kept), "ms", COUNTED, more=spread("ms", kept))


def _growth(medians: dict[tuple[str, int], float]) -> list[Figure]:
    """How much longer the same takes among ten times as many."""
    names = dict.fromkeys(name for name, _ in medians)
    return [
        Figure(
            f"{name}, 1,000,000 beside 100,000",
            medians[name, LARGE],
            "ms",
            _growth_target(name),
            medians[name, SMALL],
            "100,000 tickets",
        )
        for name in names
    ]


def _growth_target(name: str) -> Target | None:
    """The order of a whole list grows with it, as it must."""
    return None if name.startswith("order") else GROWS


def _milliseconds(call: Callable[[], object]) -> float:
    begun = perf_counter_ns()
    call()
    return (perf_counter_ns() - begun) / 1e6
