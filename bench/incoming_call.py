"""From a caller's number to the painted customer's card: the whole desk, offscreen, on the big database.

The reference is the statements of the look-up alone, by a bare cursor: what no screen can go below.
"""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from time import perf_counter
from zoneinfo import ZoneInfo

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QApplication, QLineEdit

from bench.ask_verdict import replayed
from bench.bare import statements_of
from bench.callers import Caller, covered_callers
from bench.company import KEPT_IN, copy_of_big_company
from bench.report import Figure, at_most, percentile
from fieldservice.bootstrap import Assembled, assemble
from fieldservice.config import Config, Paths, Settings
from fieldservice.desk import Desk, open_desk
from fieldservice.domain.queries.callers import find_callers
from fieldservice.ui.desk_screens import INTAKE
from fieldservice.ui.kit.dressing import make_application
from fieldservice.ui.kit.places import Place
from fieldservice.ui.screens.intake.parts import IncomingCall
from fieldservice.wording import activate, current

CALLS, WARM_UP = 40, 5
LONGEST_SECONDS = 30.0
TARGET_MS = at_most(50)
A_THOUSAND = 1000
PAINT = QEvent.Type.Paint


class CardWatch(QObject):
    """Knows when the field with the customer was painted with what was found."""

    def __init__(self, field: QLineEdit) -> None:
        super().__init__()
        self._field = field
        self.wanted = ""
        self.painted_at: float | None = None
        field.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        if event.type() is PAINT and watched is self._field and self.wanted in self._field.text():
            self.painted_at = perf_counter()
        return False


def figures() -> list[Figure]:
    with tempfile.TemporaryDirectory(dir=KEPT_IN) as folder, _desk(Path(folder)) as (desk, assembled):
        callers = list(covered_callers(desk.database, CALLS + WARM_UP))
        ours = [_call(assembled, caller) * A_THOUSAND for caller in callers][WARM_UP:]
        bare = [_bare(desk, caller) * A_THOUSAND for caller in callers][WARM_UP:]
    beside = "its statements, bare"
    return [
        Figure("number to painted card, median", median(ours), "ms", TARGET_MS, median(bare), beside),
        Figure(
            "number to painted card, 95 %", percentile(ours, 95), "ms", None, percentile(bare, 95), beside
        ),
    ]


@contextmanager
def _desk(home: Path) -> Iterator[tuple[Desk, Assembled]]:
    copy_of_big_company(home)
    config = Config(Paths(home), Settings(language="pl"))
    activate("pl", zone=ZoneInfo("Europe/Warsaw"), country="PL")
    make_application(config)
    desk = open_desk(config)
    assembled = assemble(desk, current())
    assembled.window.resize(1440, 900)
    assembled.window.show()
    yield desk, assembled
    assembled.close()
    desk.close()


def _call(assembled: Assembled, caller: Caller) -> float:
    """Seconds until the card shows who calls."""
    window = assembled.window
    window.go(Place(INTAKE))
    _wait_until_idle(assembled)
    field = window.findChild(QLineEdit, "customerPicker")
    assert field is not None
    watch = CardWatch(field)
    watch.wanted = caller.customer_name
    started = perf_counter()
    window.go(Place(INTAKE, IncomingCall(caller.phone)))
    while watch.painted_at is None:
        QApplication.processEvents()
        assert perf_counter() - started < LONGEST_SECONDS, "the card was never painted"
    field.removeEventFilter(watch)
    _wait_until_idle(assembled)
    return watch.painted_at - started


def _wait_until_idle(assembled: Assembled) -> None:
    while not assembled.ops.is_idle:
        QApplication.processEvents()
    QApplication.processEvents()


def _bare(desk: Desk, caller: Caller) -> float:
    def look_up() -> None:
        with desk.database.read_session() as session:
            find_callers(session, caller.phone, "PL")

    return replayed(desk.database, statements_of(desk.database.reader, look_up))
