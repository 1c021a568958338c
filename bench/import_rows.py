"""Importing a workbook's rows: the confirmed command, planned anew, journaled and indexed, one transaction.

The reference is a bare cursor that writes the identical rows (journal and search words included, with the
same indexes and triggers) by `executemany` in one transaction. Both take turns. The file is not read here.
"""

import tempfile
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Any

from bench.bare import bare_connection
from bench.company import ACTOR, StandingClock, set_up
from bench.report import Figure, at_most, ratio_at_least, spread
from fieldservice.domain.commands.imports import ImportWorkbook, import_workbook
from fieldservice.domain.queries.imports import preview_import
from fieldservice.domain.rules.import_plan import Watch, unwatched
from fieldservice.domain.rules.import_records import ImportRequest
from fieldservice.domain.store.engine import Database, open_sqlite
from fieldservice.domain.store.schema import migrate
from fieldservice.domain.store.unit_of_work import UnitOfWork
from fieldservice.workbooks.fields import Kind
from fieldservice.workbooks.records import Record

ROUNDS, ROUND_ROWS, MANY_ROWS = 5, 10_000, 50_000
MOST_SECONDS = 20.0
ROWS_OF_A_CUSTOMER = 10
FIRST_DAY = date(2026, 1, 1)
MEMORY = Path("/proc/self/statm")
PAGE_MEGABYTES = 4096 / 1_000_000
MODELS = ("Grundfos CR 10", "Wilo Helix V", "Kaeser SK 22", "Daikin FTXM35", "Ricoh IM C3000")
NAMES = ("Spółdzielnia", "Zakłady", "Stolarnia", "Drukarnia", "Szkoła", "Hotel", "Kancelaria")


def records_of(rows: int) -> list[Record]:
    """Customers with a contact, a site, three units, a contract and its coverage: ten rows each."""
    found = [record for number in range(rows // ROWS_OF_A_CUSTOMER) for record in _customer(number)]
    order = list(Kind)
    return sorted(found, key=lambda record: order.index(record.kind))


def _customer(number: int) -> Iterator[Record]:
    key, place, contract = f"K{number:06}", f"K{number:06}-1", f"U/{number:06}/2026"
    name = f"{NAMES[number % len(NAMES)]} Łęg {number}"
    phone = f"22 {number % 1000:03} {number // 1000 % 100:02} {number % 97:02}"
    yield _record(Kind.CUSTOMERS, number, number=key, name=name, tax_id="5260001246", phone=phone)
    yield _record(Kind.CONTACTS, number, customer_number=key, name=f"Jan Bąk {number}", phone=phone)
    yield _record(Kind.SITES, number, customer_number=key, code=place, name="Hala", city="Poznań")
    for unit in range(3):
        serial, model = f"SP{number:06}{unit}", MODELS[(number + unit) % len(MODELS)]
        yield _record(
            Kind.EQUIPMENT, number, site_code=place, category="Pompa", model=model, serial_number=serial
        )
        yield _record(
            Kind.COVERAGE,
            number,
            contract_number=contract,
            serial_number=serial,
            works=("Naprawa", "Przegląd"),
        )
    last = FIRST_DAY + timedelta(days=300 + number % 400)
    yield _record(
        Kind.CONTRACTS, number, number=contract, customer_number=key, valid_from=FIRST_DAY, valid_to=last
    )


def _record(kind: Kind, customer: int, /, **fields: Any) -> Record:
    return Record(kind, kind.value, customer + 2, fields)


class Office:
    """A database into which is imported; one of which only the tables are wanted has nobody in it."""

    def __init__(self, path: Path, *, has_people: bool = True) -> None:
        self.database = open_sqlite(path)
        migrate(self.database.writer)
        if has_people:
            set_up(self.database)
        self._clock = StandingClock()

    def bring(self, records: Sequence[Record], watch: Watch = unwatched) -> float:
        """Look, then import; gives the seconds of the import."""
        request = ImportRequest(records, (), "PL")
        with self.database.read_session() as session:
            seen = preview_import(session, request, self._clock.now().date())
        command = ImportWorkbook("bench.xlsx", request, seen, {}, watch)
        started = perf_counter()
        with UnitOfWork(self.database.write_sessions(), ACTOR, self._clock) as uow:
            import_workbook(command, uow, self._clock)
        return perf_counter() - started


def write_bare(source: Database, target: Database) -> float:
    """Write what the source holds into the empty target; gives the seconds of the writing alone."""
    reader, writer = bare_connection(source.writer).cursor(), bare_connection(target.writer).cursor()
    rows = {table: reader.execute(f"SELECT * FROM {table}").fetchall() for table in _tables(reader)}  # noqa: S608
    started = perf_counter()
    writer.execute("BEGIN IMMEDIATE")
    for table, values in rows.items():
        marks = ", ".join("?" * len(values[0]))
        writer.executemany(f"INSERT INTO {table} VALUES ({marks})", values)  # noqa: S608
    writer.execute("COMMIT")
    return perf_counter() - started


def _tables(cursor: Any) -> list[str]:
    """Those that hold rows, what follows by triggers left out."""
    named = cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'table'").fetchall()
    indexes = tuple(name for name, sql in named if sql and sql.startswith("CREATE VIRTUAL TABLE"))
    own = [name for name, _sql in named if not name.startswith((*indexes, "sqlite_", "alembic"))]
    return [name for name in own if cursor.execute(f"SELECT count(*) FROM {name}").fetchone()[0]]  # noqa: S608


class MemoryWatch:
    """Looks at the memory of the process while rows are written."""

    def __init__(self) -> None:
        self.seen: list[float] = []

    def __call__(self, _done: int, _total: int) -> None:
        self.seen.append(_megabytes())

    @property
    def growth(self) -> float:
        """From the first row written to the most: what the plan takes was there before."""
        return max(self.seen) - self.seen[0] if self.seen else 0.0


def _megabytes() -> float:
    return int(MEMORY.read_text().split()[1]) * PAGE_MEGABYTES if MEMORY.exists() else 0.0


def measure() -> dict[str, float]:
    """Rows per second of both at 10,000 rows, their ratio; seconds and memory at 50,000."""
    records = records_of(ROUND_ROWS)
    pairs = [_round(records) for _ in range(ROUNDS)]
    ratios = [bare / ours for ours, bare in pairs]
    few, many = MemoryWatch(), MemoryWatch()
    with tempfile.TemporaryDirectory() as folder:
        Office(Path(folder) / "few.db").bring(records, few)
        seconds = Office(Path(folder) / "many.db").bring(records_of(MANY_ROWS), many)
    return {
        "rows_per_second": ROUND_ROWS / median(ours for ours, _bare in pairs),
        "bare_rows_per_second": ROUND_ROWS / median(bare for _ours, bare in pairs),
        "ratio": median(ratios),
        **spread("ratio", ratios),
        "seconds_of_50000": seconds,
        "growth_at_10000_mb": few.growth,
        "growth_at_50000_mb": many.growth,
    }


def _round(records: Sequence[Record]) -> tuple[float, float]:
    with tempfile.TemporaryDirectory() as folder:
        ours, theirs = Office(Path(folder) / "ours.db"), Office(Path(folder) / "theirs.db", has_people=False)
        seconds = ours.bring(records)
        return seconds, write_bare(ours.database, theirs.database)


def figures() -> list[Figure]:
    found = measure()
    return [
        Figure(
            "import 10,000 rows",
            found["rows_per_second"],
            "rows/s",
            ratio_at_least(0.35),
            found["bare_rows_per_second"],
            "executemany, same rows",
            {name: found[name] for name in ("ratio least", "ratio most")},
        ),
        Figure(
            "import 50,000 rows",
            found["seconds_of_50000"],
            "s",
            at_most(MOST_SECONDS),
            more={name: found[name] for name in ("growth_at_10000_mb", "growth_at_50000_mb")},
        ),
    ]
