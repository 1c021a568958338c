"""The ticket list and the search, data only, beside the bare queries of the same rows, on the same file.

A page, a filter and a search are asked through the product's own queries and through plain sqlite3 in turn,
so that both see the same machine. Rows are written straight into the tables, once for each run.
"""

import random
import sys
import tempfile
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import median
from time import perf_counter_ns
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import insert, select

from fieldservice.domain.commands.first_start import SetUpCompany, catalogue_id, set_up_company
from fieldservice.domain.model.customer import Customer, CustomerClass
from fieldservice.domain.model.journal import SearchEntry
from fieldservice.domain.model.ticket import Channel, Ticket
from fieldservice.domain.model.whole import Base
from fieldservice.domain.queries import ticket_list, ticket_views
from fieldservice.domain.queries.search import find
from fieldservice.domain.queries.ticket_list import PageKey, TicketWish
from fieldservice.domain.queries.ticket_views import Viewer
from fieldservice.domain.rules.folding import fold
from fieldservice.domain.rules.settle import ClosedBy
from fieldservice.domain.rules.ticket_states import TicketStateType
from fieldservice.domain.store.clock import SystemClock
from fieldservice.domain.store.engine import Database, open_sqlite
from fieldservice.domain.store.unit_of_work import Actor, UnitOfWork

TICKETS = 200_000
CUSTOMERS = 20_000
LIVE_EVERY = 20
ROUNDS = 60
LIMIT = 5.0
NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
ME = uuid4()
WORDS = [
    "pompa",
    "sprężarka",
    "kocioł",
    "klimatyzator",
    "drukarka",
    "czujnik",
    "zawór",
    "filtr",
    "silnik",
    "gaśnica",
    "licznik",
    "panel",
]
FAULTS = ["przecieka hałasuje stoi błąd E14", "nie startuje", "traci ciśnienie", "do przeglądu", "wibruje"]
COLUMNS = """t.id, t.number, t.title, c.name, c.customer_class, s.name, t.state_type, t.priority,
    t.expected_closing_at,
    (SELECT count(*) FROM work_order o WHERE o.ticket_id = t.id AND o.state = 'finished'),
    (SELECT count(*) FROM work_order o WHERE o.ticket_id = t.id AND o.state <> 'cancelled'),
    u.name, t.opened_at, t.closed_at
    FROM ticket t JOIN ticket_state s ON s.id = t.state_id LEFT JOIN customer c ON c.id = t.customer_id
    LEFT JOIN user_account u ON u.id = t.owner_id"""
IS_LIVE = "t.state_type NOT IN ('closed', 'merged')"


def measure(tickets: int = TICKETS) -> dict[str, float]:
    """Median milliseconds of ours and of the bare query, and their ratio, for each thing asked."""
    with tempfile.TemporaryDirectory() as folder:
        database = open_sqlite(Path(folder) / "bench.db")
        fill(database, tickets)
        results: dict[str, float] = {}
        for pair in _pairs(database):
            results |= _compare(database, *pair)
        results["view_counts_ms"] = view_counts_ms(database)
        database.close()
    return results


def fill(database: Database, tickets: int) -> None:
    Base.metadata.create_all(database.writer)
    _set_up(database)
    chance = random.Random(7)
    customers = [_customer(number, chance) for number in range(max(1, tickets * CUSTOMERS // TICKETS))]
    rows = [_ticket(number, customers, chance) for number in range(1, tickets + 1)]
    names = {customer["id"]: customer["name"] for customer in customers}
    words = [_words("customer", each, each["number"], each["name"]) for each in customers]
    words += [
        _words("ticket", each, each["number"], each["title"], names[each["customer_id"]]) for each in rows
    ]
    with database.writer.begin() as connection:
        for table, values in ((Customer, customers), (Ticket, rows), (SearchEntry, words)):
            connection.execute(insert(table), values)
        connection.exec_driver_sql("ANALYZE")


def _pairs(database: Database) -> list[tuple[str, Callable[[Any], Any], str, tuple[Any, ...]]]:
    """What is asked: its name, our query, and the bare statement with its parameters."""
    viewer = Viewer(ME, NOW)
    live, mine, late = (TicketWish(view, viewer, "pl") for view in ("open", "mine", "overdue"))
    deep = _deep_key(database)
    page = f"SELECT {COLUMNS} WHERE {IS_LIVE}"
    order = "ORDER BY t.expected_closing_at, t.id LIMIT 101"
    moment = f"{deep.moment:%Y-%m-%d %H:%M:%S.%f}"
    match = "SELECT e.id, e.subject_table FROM search_words w JOIN search_entry e ON e.position = w.rowid"
    recent = "WHERE search_words MATCH ? ORDER BY w.rowid DESC LIMIT 120"
    return [
        ("first_page", lambda s: ticket_list.page(s, live), f"{page} {order}", ()),
        ("mine", lambda s: ticket_list.page(s, mine), f"{page} AND t.owner_id = ? {order}", (ME.hex,)),
        (
            "overdue",
            lambda s: ticket_list.page(s, late),
            f"{page} AND t.expected_closing_at < ? {order}",
            (f"{NOW:%Y-%m-%d %H:%M:%S.%f}",),
        ),
        (
            "page_at_90_percent",
            lambda s: ticket_list.page(s, live, deep),
            f"{page} AND (t.expected_closing_at, t.id) > (?, ?) {order}",
            (moment, deep.id.hex),
        ),
        ("search_frequent", lambda s: find(s, "pompa", "WAW", "PL"), f"{match} {recent}", ('"pompa"*',)),
        (
            "search_rare",
            lambda s: find(s, "lodz 1234", "WAW", "PL"),
            f"{match} {recent}",
            ('"lodz" "1234"*',),
        ),
    ]


def _compare(
    database: Database, name: str, ours: Callable[[Any], Any], statement: str, values: tuple[Any, ...]
) -> dict[str, float]:
    mine, bare = [], []
    raw = database.reader.raw_connection()
    cursor = raw.cursor()
    for _round in range(ROUNDS):
        with database.read_session() as session:
            mine.append(_milliseconds(lambda session=session: ours(session)))  # type: ignore[misc]
        bare.append(_milliseconds(lambda: cursor.execute(statement, values).fetchall()))
    raw.close()
    ratio = median(mine) / median(bare)
    return {f"{name}_ms": median(mine), f"{name}_bare_ms": median(bare), f"{name}_ratio": ratio}


def view_counts_ms(database: Database) -> float:
    with database.read_session() as session:
        viewer = Viewer(ME, NOW)
        return median(_milliseconds(lambda: ticket_views.view_counts(session, viewer)) for _ in range(ROUNDS))


def _set_up(database: Database) -> None:
    clock, station = SystemClock(), uuid4()
    names = ("pl", "WAW", "Warszawa", ME, "anna", "Anna Kowal", station, "PL", "Europe/Warsaw")
    with UnitOfWork(database.write_sessions(), Actor(ME, station, "WAW", "Europe/Warsaw"), clock) as uow:
        set_up_company(SetUpCompany(*names), uow, clock)


def _customer(number: int, chance: random.Random) -> dict[str, Any]:
    name = f"{chance.choice(('Łódzkie', 'Poznańskie', 'Śląskie'))} Zakłady {number}"
    kind = CustomerClass.VIP if number % 50 == 0 else CustomerClass.STANDARD
    return {
        "id": uuid4(),
        "version": 1,
        "number": f"K{number}",
        "name": name,
        "name_folded": fold(name),
        "customer_class": kind,
        "note": "",
    }


def _ticket(number: int, customers: list[dict[str, Any]], chance: random.Random) -> dict[str, Any]:
    is_live = number % LIVE_EVERY == 0
    state = "open" if is_live else "closed"
    opened_at = NOW - timedelta(minutes=(TICKETS - number) * 5)
    return {
        "id": uuid4(),
        "version": 1,
        "number": f"WAW-{number:06}",
        "channel": Channel.PHONE,
        "customer_id": chance.choice(customers)["id"],
        "type_id": catalogue_id("ticket_type", "incident"),
        "title": f"{chance.choice(WORDS)} {chance.choice(FAULTS)}",
        "description": "",
        "impact": 3,
        "urgency": 3,
        "priority": chance.randint(1, 5),
        "state_id": catalogue_id("ticket_state", state),
        "state_type": TicketStateType(state),
        "opened_at": opened_at,
        "closed_at": None if is_live else opened_at + timedelta(days=1),
        "closed_by": None if is_live else ClosedBy.ORDERS,
        "closed_because": "",
        "generation": 0,
        "is_held": False,
        "expected_closing_at": NOW + timedelta(minutes=chance.randint(-2_000, 40_000)),
        "expected_closing_because": "",
        "owner_id": ME if chance.random() < 0.1 else None,
        "override_because": "",
    }


def _words(table: str, row: dict[str, Any], *texts: str) -> dict[str, Any]:
    words = " ".join(fold(text) for text in texts)
    return {"id": row["id"], "subject_table": table, "words": words, "changed_at": NOW}


def _deep_key(database: Database) -> PageKey:
    """The row after nine tenths of the live ones."""
    with database.read_session() as session:
        live = select(Ticket.expected_closing_at, Ticket.id).where(Ticket.closed_at.is_(None))
        rows = session.execute(live.order_by(Ticket.expected_closing_at, Ticket.id)).all()
    found: tuple[datetime | None, UUID] = tuple(rows[len(rows) * 9 // 10])  # type: ignore[assignment]
    return PageKey(*found)


def _milliseconds(call: Callable[[], object]) -> float:
    begun = perf_counter_ns()
    call()
    return (perf_counter_ns() - begun) / 1e6


if __name__ == "__main__":
    wanted = int(sys.argv[1]) if len(sys.argv) > 1 else TICKETS
    for figure, value in measure(wanted).items():
        print(f"{figure:28} {value:10.3f}")
