"""Search as one types, data only, on 100,000 and on 1,000,000 tickets, beside the bare FTS5 queries.

Both look the words up in the same indexes, the latest first; the bare ones tell only what the latest tickets
are called, the product also customers, units, people, places, orders and numbers of all kinds. Words are
typed with and without their marks, `ł` too; one in four is found nowhere.
"""

from collections.abc import Callable
from functools import partial
from statistics import median, quantiles
from time import perf_counter_ns
from typing import Any

from bench.bare import bare_connection
from bench.report import Figure, at_most, ratio_at_most
from bench.years import LARGE, SMALL, years
from fieldservice.domain.queries.search import FEWEST_LETTERS_IN_TEXTS, find
from fieldservice.domain.rules.folding import fold_words
from fieldservice.domain.store.engine import Database, open_sqlite

TYPED = (
    *("p", "po", "pom", "pomp", "pompa", "pompa c", "klim", "kowal", "wałęsa", "walesa", "łódź", "lodz"),
    *(
        "WAW-0001",
        "123",
        "508 8",
        "sprezarka stoi",
        "sprężarka",
        "nie dziala",
        "przeciek",
        "zawór",
        "ul. pol",
    ),
    *("qqq", "zzz zz", "xylofon", "brak takiego", "jjjj", "żżż"),
)
ROUNDS, WARM_UP = 15, 2
WINDOW, SHOWN = 60, 12
IN_THE_MEDIAN, AT_95 = ratio_at_most(5), ratio_at_most(10)
FITTING = """SELECT e.subject_table, e.id FROM search_entry e WHERE e.position IN
(SELECT rowid FROM {0} WHERE {0} MATCH ? ORDER BY rowid DESC LIMIT ?) ORDER BY e.position DESC"""
INDEXES = ("search_names", "search_words", "search_texts")
TOLD = """SELECT t.number, t.title, t.state_type, c.name FROM ticket t
LEFT JOIN customer c ON c.id = t.customer_id WHERE t.id IN ({})"""


def figures() -> list[Figure]:
    found: list[Figure] = []
    for tickets in (SMALL, LARGE):
        database = open_sqlite(years(tickets))
        found += _measured(database, tickets)
        database.close()
    return found


def _measured(database: Database, tickets: int) -> list[Figure]:
    cursor = bare_connection(database.reader)
    ours: list[float] = []
    bare: list[float] = []
    for typed in TYPED:
        asks = (partial(_ask, database, typed), partial(_bare, cursor, typed))
        turns = [[_milliseconds(ask) for ask in asks] for _turn in range(WARM_UP + ROUNDS)][WARM_UP:]
        ours.append(median(turn[0] for turn in turns))
        bare.append(median(turn[1] for turn in turns))
    ratios = [mine / theirs for mine, theirs in zip(ours, bare, strict=True)]
    late = quantiles(ratios, n=20)[-1]
    return [
        Figure(
            f"search as typed, {tickets:,}",
            median(ours),
            "ms",
            IN_THE_MEDIAN,
            median(ours) / median(ratios),
            "bare FTS5 queries",
            {"slowest": max(ours), "ratio at most": max(ratios)},
        ),
        Figure(f"search, ratio at 95 %, {tickets:,}", late, "x", at_most(AT_95.bound)),
    ]


def _ask(database: Database, typed: str) -> object:
    with database.read_session() as session:
        return find(session, typed, "WAW", "PL")


def _bare(connection: Any, typed: str) -> object:
    """What fits in each index, and what the latest tickets among it are called."""
    words = [f'"{word}"' for word in fold_words(typed)]
    query = " ".join(words) + "*"
    last = fold_words(typed)[-1]
    in_texts = len(last) >= FEWEST_LETTERS_IN_TEXTS and not last.isdigit()  # as the product decides too
    found = [
        row
        for index in (INDEXES if in_texts else INDEXES[:-1])
        for row in connection.execute(FITTING.format(index), (query, WINDOW)).fetchall()
    ]
    tickets = [row_id for table, row_id in found if table == "ticket"][:SHOWN]
    return connection.execute(TOLD.format(", ".join("?" * len(tickets))), tickets).fetchall()


def _milliseconds(call: Callable[[], object]) -> float:
    begun = perf_counter_ns()
    call()
    return (perf_counter_ns() - begun) / 1e6
