"""The tour from beginning to end, and the table that it prints: what was expected of each call, what was
seen.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from uuid import UUID

from fieldservice.bootstrap import assemble
from fieldservice.config import Config, Paths
from fieldservice.demo import DEMO_PEOPLE, MORNING, demo_file, morning_calls
from fieldservice.desk import open_desk
from fieldservice.domain.queries.settled_calls import ticket_with_number
from fieldservice.tour.dialogs import photograph_dialogs
from fieldservice.tour.documents import write_documents
from fieldservice.tour.morning import Seen, take_calls
from fieldservice.tour.orders import Course, work_off
from fieldservice.tour.stage import Stage, TourClock
from fieldservice.ui.desk_screens import (
    CONTRACTS,
    CUSTOMERS,
    EQUIPMENT,
    IMPORTS,
    PERSONAL,
    PRODUCTS,
    SAFEKEEPING,
    SETTINGS,
    STAFF,
    TICKETS,
    TRAYS,
)
from fieldservice.ui.kit.dressing import make_application
from fieldservice.ui.kit.places import Place
from fieldservice.wording import Wording

BEFORE_OPENING = datetime(2026, 11, 23, 6, 0, tzinfo=UTC)
BEFORE_NOON = datetime(2026, 11, 23, 10, 40, tzinfo=UTC)
SIZE = (1440, 900)
WORKBOOK = "serwis-polska.xlsx"
SEARCHED = "spręż"
LOOKED_AT = (
    (TRAYS, "tray"),
    (TICKETS, "tickets"),
    (CUSTOMERS, "customers"),
    (EQUIPMENT, "units"),
    (CONTRACTS, "contracts"),
    (PRODUCTS, "products"),
    (STAFF, "people"),
    (SETTINGS, "settings"),
    (SAFEKEEPING, "data-and-backup"),
    (PERSONAL, "my-desk"),
)
"""Every screen, at the company of that morning; the number is put before the title."""
LISTS = frozenset({TRAYS, TICKETS, CUSTOMERS, EQUIPMENT, CONTRACTS, PRODUCTS, STAFF})


@dataclass(frozen=True, slots=True)
class Played:
    """What the tour saw and left behind."""

    calls: Sequence[Seen]
    course: Course
    files: Sequence[Path]

    @property
    def is_as_expected(self) -> bool:
        return all(seen.is_as_expected for seen in self.calls) and self.course.is_right


def play(
    config: Config, words: Wording, out: Path, tell: Callable[[str], None], *, with_dialogs: bool = False
) -> Played:
    """Play in a home folder that is thrown away; `tell` is told each scene as it begins."""
    out.mkdir(parents=True, exist_ok=True)
    for old in out.glob("[0-9][0-9]*-*"):
        old.unlink()
    with TemporaryDirectory(prefix="fieldservice-tour-", ignore_cleanup_errors=True) as folder:
        own = Config(Paths(Path(folder)), config.settings)
        with _stage(own, words, out) as stage:
            played = _play(stage, tell)
            if with_dialogs:
                tell("dialogs")
                photograph_dialogs(stage)
            return played


@contextmanager
def _stage(config: Config, words: Wording, out: Path) -> Iterator[Stage]:
    make_application(config)
    clock = TourClock(BEFORE_OPENING)
    desk = open_desk(config, clock, people=DEMO_PEOPLE)
    assembled = assemble(desk, words)
    window = assembled.window
    window.resize(*SIZE)
    window.show()
    stage = Stage(desk, assembled, clock, words, out)
    try:
        stage.activate()
        yield stage
    finally:
        assembled.close()
        desk.close()


def _play(stage: Stage, tell: Callable[[str], None]) -> Played:
    go = stage.assembled.window.go
    tell("import")
    go(Place(TICKETS))
    stage.picture("empty-desk")
    _import(stage)
    tell("calls")
    calls = list(take_calls(stage, morning_calls(MORNING, stage.desk.config.settings.zone)))
    stage.clock.moment = BEFORE_NOON
    tell("orders")
    ticket_id = _first_ticket(stage, calls)
    course = work_off(stage, ticket_id)
    tell("places")
    for screen, title in LOOKED_AT:
        go(Place(screen))
        stage.settle()
        if screen in LISTS:
            stage.press("Down")
        stage.picture(title)
    go(Place(TICKETS))
    _search(stage)
    tell("documents")
    write_documents(stage, ticket_id)
    return Played(calls, course, stage.taken)


def _import(stage: Stage) -> None:
    """Read the workbook, look at its columns and at every row, and import."""
    stage.assembled.window.go(Place(IMPORTS, demo_file(WORKBOOK)))
    stage.picture("import-columns")
    stage.press("Ctrl+Return")
    stage.picture("import-preview")
    stage.press("Ctrl+Return")
    stage.picture("import-done")


def _first_ticket(stage: Stage, calls: Sequence[Seen]) -> UUID:
    number = next(seen.number for seen in calls if seen.number)
    with stage.desk.database.read_session() as session:
        found = ticket_with_number(session, number)
    if found is None:
        raise LookupError(number)
    return found


def _search(stage: Stage) -> None:
    stage.press("Ctrl+K")
    stage.type(SEARCHED)
    stage.picture("search")
    stage.press("Escape")
