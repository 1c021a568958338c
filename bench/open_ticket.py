"""From a row of the list to the painted ticket with 200 articles: the whole desk, on databases of years."""

import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from time import perf_counter, sleep
from uuid import UUID
from zoneinfo import ZoneInfo

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QApplication, QWidget

from bench.company import KEPT_IN
from bench.first_paint import PAINT
from bench.report import Figure, at_most, percentile
from bench.years import LARGE, SMALL, talkative_ticket, years
from fieldservice.bootstrap import Assembled, assemble
from fieldservice.config import Config, Paths, Settings
from fieldservice.desk import Desk, open_desk
from fieldservice.ui.desk_screens import TICKETS
from fieldservice.ui.kit.dressing import make_application
from fieldservice.ui.kit.garbage import GarbageCollector
from fieldservice.ui.kit.places import Place
from fieldservice.ui.screens.tickets.view import TicketsView
from fieldservice.wording import activate, current

OPENED, WARM_UP = 60, 3
LONGEST_SECONDS = 60.0
REST_SECONDS = 0.0003  # as between events: a busy loop would keep the interpreter from those who work
TARGET = at_most(80)


class PanelWatch(QObject):
    """Knows when the panel of a ticket was painted after it was shown."""

    def __init__(self, panel: QWidget) -> None:
        super().__init__(panel)
        self.is_wanted = False
        self.painted_at: float | None = None
        panel.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        del watched
        if event.type() is PAINT and self.is_wanted:
            self.painted_at = perf_counter()
        return False


def figures() -> list[Figure]:
    found: list[Figure] = []
    for tickets in (SMALL, LARGE):
        with tempfile.TemporaryDirectory(dir=KEPT_IN) as folder:
            shutil.copyfile(years(tickets), Path(folder) / "fieldservice.db")
            with _desk(Path(folder)) as (desk, assembled):
                times = _opened(desk, assembled)
        more = {"median": percentile(times, 50), "most": max(times)}
        found.append(
            Figure(
                f"ticket with 200 articles opened, 95 %, {tickets:,}",
                percentile(times, 95),
                "ms",
                TARGET,
                more=more,
            )
        )
    return found


@contextmanager
def _desk(home: Path) -> Iterator[tuple[Desk, Assembled]]:
    config = Config(Paths(home), Settings(language="pl"))
    activate("pl", zone=ZoneInfo("Europe/Warsaw"), country="PL")
    make_application(config)
    desk = open_desk(config)
    assembled = assemble(desk, current())
    assembled.window.resize(1440, 900)
    assembled.window.show()
    garbage = GarbageCollector(assembled.window)  # as in the program
    garbage.start()
    yield desk, assembled
    garbage.stop()
    assembled.close()
    desk.close()


def _opened(desk: Desk, assembled: Assembled) -> list[float]:
    """Milliseconds from the wish to the painted ticket, each time after another one was shown."""
    window = assembled.window
    long = UUID(talkative_ticket(desk.database))
    window.go(Place(TICKETS))
    _until_idle(assembled)
    page = window.findChild(TicketsView)
    assert page is not None
    short = page.list.table.model.id_at(0)
    assert isinstance(short, UUID)
    times: list[float] = []
    for _turn in range(OPENED + WARM_UP):
        page.show_ticket(short)
        _until_idle(assembled)
        times.append(_open(page, long, assembled))
    return times[WARM_UP:]


def _open(page: TicketsView, ticket_id: UUID, assembled: Assembled) -> float:
    watch = PanelWatch(page.detail)
    shown: list[object] = []
    page.detail.shown.connect(shown.append)
    begun = perf_counter()
    page.show_ticket(ticket_id)
    _until(lambda: bool(shown))
    watch.is_wanted = True
    page.detail.update()
    _until(lambda: watch.painted_at is not None)
    page.detail.shown.disconnect(shown.append)
    page.detail.removeEventFilter(watch)
    assert watch.painted_at is not None
    milliseconds = (watch.painted_at - begun) * 1000
    _until_idle(assembled)
    return milliseconds


def _until_idle(assembled: Assembled) -> None:
    QApplication.processEvents()
    _until(lambda: assembled.ops.is_idle)
    QApplication.processEvents()


def _until(is_so: Callable[[], bool]) -> None:
    begun = perf_counter()
    while not is_so():
        QApplication.processEvents()
        sleep(REST_SECONDS)
        assert perf_counter() - begun < LONGEST_SECONDS, "it never came"
