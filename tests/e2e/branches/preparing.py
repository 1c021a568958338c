"""Homes of desks before their windows open: a company that worked alone, and desks that join its centre."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from fieldservice.background.exchange_joining import join_centre
from fieldservice.config import VERSION, Config, Paths, Settings
from fieldservice.demo import DEMO_PEOPLE, import_demo_workbook
from fieldservice.desk import Desk, open_desk
from fieldservice.domain.store.clock import Clock
from fieldservice.domain.store.engine import Database
from fieldservice.domain.store.unit_of_work import Actor
from fieldservice.wording import activate

ZONE, COUNTRY = "Europe/Warsaw", "PL"


class WallClock:
    """The machine's own clock; `moment` holds it for the length of a scene, `go_on` lets it go on."""

    def __init__(self) -> None:
        self._held: datetime | None = None

    @property
    def moment(self) -> datetime:
        return self.now()

    @moment.setter
    def moment(self, wanted: datetime) -> None:
        self._held = wanted

    def go_on(self) -> None:
        self._held = None

    def now(self) -> datetime:
        return self._held or datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Wish:
    """What a person types into the dialog that joins a centre."""

    address: str
    code: str
    login: str
    password: str
    name: str
    takes_theirs: bool
    lets_own_go: bool = False
    new_password: str = ""


@dataclass(frozen=True, slots=True)
class Needs:
    desk: Desk
    home: Path
    clock: Clock
    program: str = VERSION

    def database(self) -> Database:
        return self.desk.database

    def actor(self) -> Actor:
        return self.desk.actor


def config_of(home: Path) -> Config:
    settings = Settings(language="pl", branch_code="WAW", country=COUNTRY, zone=ZONE)
    config = Config(Paths(home), settings)
    config.paths.make_folders()
    return config


def prepare(home: Path, *steps: Callable[[Desk], None]) -> None:
    """Begin a desk in the folder and do this there; its window opens afterwards."""
    activate("pl", zone=ZoneInfo(ZONE), country=COUNTRY)
    desk = open_desk(config_of(home), WallClock(), people=DEMO_PEOPLE)
    try:
        for step in steps:
            step(desk)
    finally:
        desk.close()


def bring_company(desk: Desk) -> None:
    """The sample's customers, units and contracts: what a company alone has."""
    import_demo_workbook(desk)


def joining(home: Path, wish: Wish) -> Callable[[Desk], None]:
    def join(desk: Desk) -> None:
        joined = join_centre(Needs(desk, home, desk.clock), wish, lambda _progress: None, lambda: False)
        assert joined.is_done, "the joining was broken off"

    return join
