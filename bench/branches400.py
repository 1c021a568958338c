"""Four hundred branches for ten minutes: five hundred simulated workstations at two real processes (T15).

`python -m bench soak scale`. PostgreSQL waits for its disk and holds 2,000,000 rows. Each workstation works
as a person does, a command a minute, in cases recorded from the real commands: a busy desk all day long. Half
of the cases are about one of three customers of the branch, which colleagues change, too; every second minute
something changes that all hold; one workstation in twenty begins with an empty copy. A heavy day is
SCALE_PACE=15. SCALE_SECONDS, SCALE_BRANCHES and SCALE_ROWS make a smaller one.

In the end every copy must have the centre's digests, and every row that was taken must be there once.
"""

import asyncio
import os
import random
import resource
import sys
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory

from msgspec.structs import replace
from sqlalchemy import URL

from bench.lean_desk import NOTED, Copy, Day, LeanDesk
from bench.lean_line import LeanLine, Tally
from bench.process_watch import MemoryWatch, of_postgresql, processor_seconds
from bench.report import percentile
from bench.scale_base import Base, branch_code, branch_id, made_id, planned
from bench.scale_centre import ScaleCentre, Station, scale_centre
from bench.scale_proof import differing_copies, require_once
from bench.scale_work import STEPS, Case, Served, based_on, record_case
from fieldservice.domain.rules.exchange_scopes import GLOBAL
from fieldservice.domain.store.engine import Database
from fieldservice.sync import wire
from tests.postgres import DURABLE, running_postgresql

Figures = dict[str, object]
MOST_PUSH, MOST_PAGE, MOST_GROWTH = 300.0, 100.0, 10.0
ROOMY = ("shared_buffers=512MB", "max_wal_size=4GB")
CONTESTED = 3
NEWCOMER_OF = 20
LOOK_SECONDS = 5.0
"""Between two looks at the memory."""
EVERYBODY_SECONDS = 120.0
"""Between two changes that all workstations hear of."""
OPEN_FILES = 8_192


@dataclass(frozen=True, slots=True)
class Plan:
    """How many branches and rows, for how long; a person's pause between two commands."""

    branches: int = 400
    rows: int = 2_000_000
    seconds: float = 600
    pace_seconds: float = 60

    @property
    def stations(self) -> int:
        """Every fourth branch has a second workstation."""
        return self.branches + self.branches // 4


def measure() -> Figures:
    """`AssertionError` when a copy differs, a row was lost or doubled, or a request failed."""
    told, usual = os.environ, Plan()
    plan = Plan(
        int(told.get("SCALE_BRANCHES", usual.branches)),
        int(told.get("SCALE_ROWS", usual.rows)),
        float(told.get("SCALE_SECONDS", usual.seconds)),
        float(told.get("SCALE_PACE", usual.pace_seconds)),
    )
    with (
        running_postgresql(*DURABLE, *ROOMY) as server,
        TemporaryDirectory(prefix="fieldservice-scale-", ignore_cleanup_errors=True) as folder,
    ):
        return run(plan, server, Path(folder))


def run(plan: Plan, server: URL, folder: Path) -> Figures:
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(max(soft, OPEN_FILES), hard), hard))
    case, begun = record_case(), time.monotonic()
    with scale_centre(server, folder, planned(plan.branches, plan.rows), plan.stations) as centre:
        made_seconds = round(time.monotonic() - begun, 1)
        company = Company(plan, centre, case)
        asyncio.run(company.work())
        lost = require_once(centre.database, company.desks)
        return {"base_seconds": made_seconds, **company.figures(), **lost}


class Company:
    """All workstations of all branches, and what is measured of them."""

    def __init__(self, plan: Plan, centre: ScaleCentre, case: Case) -> None:
        self._plan = plan
        self._centre = centre
        self._case = case
        self.tally = Tally()
        self.desks: list[LeanDesk] = []
        self._memory = MemoryWatch(centre.pids)
        self._spent: Counter[str] = Counter()
        self._seconds = 0.0
        self._differing: list[str] = []

    async def work(self) -> None:
        """Copies, a day, and the comparison of all copies."""
        self.desks = await self._begun()
        began, before = time.monotonic(), self._processors()
        self.tally.clear()
        await self._day()
        self._seconds = time.monotonic() - began
        self._spent = self._processors()
        self._spent.subtract(before)
        self._summary = self._told()
        print(self._summary, file=sys.stderr, flush=True)  # whatever the comparison brings
        self._differing = await differing_copies(self.desks)
        for desk in self.desks:
            desk.close()
        if self._differing or self.tally.failed:
            message = f"copies that differ: {self._differing[:5]}; failed: {dict(self.tally.failed)}"
            raise AssertionError(message)

    def figures(self) -> Figures:
        return self._summary

    async def _begun(self) -> list[LeanDesk]:
        """One reads what all hold; the others begin with that, newcomers with nothing."""
        base, stations = self._centre.base, self._centre.stations
        scout = await self._desk(0, stations[0], base)
        await scout.pull()
        desks = [scout]
        for place, station in enumerate(stations[1:], start=1):
            desk = await self._desk(place, station, None if place % NEWCOMER_OF == 0 else base)
            if desk.copy.base is not None:
                everybodys = {key: held for key, held in scout.copy.rows.items() if held.scope == GLOBAL.hex}
                desk.copy.rows = everybodys
                desk.cursors[GLOBAL.hex] = scout.cursors[GLOBAL.hex]
            desks.append(desk)
        return desks

    async def _desk(self, place: int, station: Station, base: Base | None) -> LeanDesk:
        chance = random.Random(place)
        ports = self._centre.centre.ports
        lines = (LeanLine(ports, self.tally, chance), LeanLine(ports, self.tally, chance))
        desk = LeanDesk(station.device, lines, Copy(base, station.branch, station.device.branch))
        if base is not None:
            desk.cursors[station.device.branch] = base.head
        await desk.begin()
        return desk

    async def _day(self) -> None:
        over = asyncio.Event()
        days = []
        for place, desk in enumerate(self.desks):
            chance = random.Random(1_000 + place)
            work = self._worked(self._centre.stations[place], desk, chance)
            days.append(asyncio.create_task(Day(desk, work, self._plan.pace_seconds, over, chance).live()))
        beside = asyncio.create_task(self._beside())
        done, _going = await asyncio.wait([*days, beside], timeout=self._plan.seconds)
        over.set()
        beside.cancel()
        for task in done:
            task.result()
        await asyncio.gather(*days)
        self._memory.look()

    async def _beside(self) -> None:
        """Look at the processes, and change something that everybody holds."""
        looks = round(EVERYBODY_SECONDS / LOOK_SECONDS)
        for turn in count(1):
            self._memory.look()
            await asyncio.sleep(min(LOOK_SECONDS, self._plan.seconds / 10))
            if turn % looks == looks // 2:
                console = self._centre.centre.office.console
                await asyncio.to_thread(console.open_branch, branch_code(turn, "N"), f"Nowy {turn}")

    def _worked(self, station: Station, desk: LeanDesk, chance: random.Random) -> Iterator[wire.Transaction]:
        """One case after the other, told with what the copy then holds."""
        each = self._centre.base.each
        for number in count(1):
            place = chance.randrange(CONTESTED if number % 2 else each[NOTED])
            about = _served(station, place)
            told = self._case.told_for(
                about, f"{station.device.slot}-{number:06}", f"{desk.device.slot}#{number}"
            )
            for transaction in told:
                yield _as_held(based_on(transaction, desk.copy), desk.copy)

    def _processors(self) -> Counter[str]:
        spent = {
            "servers": sum(map(processor_seconds, self._centre.pids)),
            "postgresql": of_postgresql(self._centre.database.writer),
            "workstations": time.process_time(),
        }
        return Counter({name: round(seconds * 1_000) for name, seconds in spent.items()})

    def _told(self) -> Figures:
        """In milliseconds; processors in hundredths of one core."""
        plan, taken = self._plan, self.tally.taken
        figures: Figures = {
            "branches": plan.branches,
            "workstations": plan.stations,
            "rows": self._centre.base.rows,
            "seconds": round(self._seconds, 1),
            "pace_seconds": plan.pace_seconds,
            "load": round(os.getloadavg()[0], 2),
            "fsync": _setting(self._centre.database, "fsync"),
        }
        for name in ("push", "page", "full page", "wait"):
            times = self.tally.full_pages if name == "full page" else taken[name]
            if times and name != "wait":
                shares = {f"{name}_{share}_ms": round(percentile(times, share), 1) for share in (50, 95, 99)}
                figures |= {key.replace(" ", "_"): value for key, value in shares.items()}
            figures[f"{name}_count".replace(" ", "_")] = len(times)
        figures["requests_a_second"] = round(self.tally.requests / self._seconds, 1)
        figures["kilobytes_a_second"] = round(self.tally.bytes_carried / self._seconds / 1_000, 1)
        figures["errors"] = sum(self.tally.failed.values())
        served = self._spent["servers"] + self._spent["postgresql"]
        figures["processor_ms_a_request"] = round(served / max(1, self.tally.requests), 1)
        for name, milliseconds in self._spent.items():
            figures[f"{name}_percent_of_a_core"] = round(milliseconds / self._seconds / 10, 1)
        figures["memory_growth_percent"] = self._memory.growth_percent()
        figures["memory_megabytes"] = self._memory.megabytes()
        is_reached = {
            "push": float(str(figures["push_95_ms"])) < MOST_PUSH,
            "page": float(str(figures["page_95_ms"])) < MOST_PAGE,
            "memory": self._memory.growth_percent() < MOST_GROWTH,
        }
        figures["missed"] = [name for name, reached in is_reached.items() if not reached]
        return figures


def _setting(database: Database, name: str) -> str:
    with database.writer.connect() as connection:
        return str(connection.exec_driver_sql(f"SHOW {name}").scalar_one())


def _served(station: Station, place: int) -> Served:
    """A customer of the branch with what it has; every customer has as many units as all others."""
    branch = station.branch
    return Served(
        customer=made_id("customer", branch, place),
        site=made_id("site", branch, place),
        unit=made_id("equipment", branch, place),
        contract=made_id("contract", branch, place),
        terms=made_id("terms", branch, place),
        line=made_id("coverage_line", branch, place),
        branch=branch_id(branch),
        user=station.user,
    )


def _as_held(transaction: wire.Transaction, copy: Copy) -> wire.Transaction:
    """A customer's note is changed from what it is in the copy."""
    if transaction.entry.command != STEPS[-1]:
        return transaction
    [operation] = transaction.operations
    was = {"note": copy.notes.get(operation.id, "")}
    return replace(transaction, operations=[replace(operation, was=was)])
