"""A real desk in a process of its own: the window, its threads and its exchange, told line by line over
standard input what the person before it does next; each answer is a line of JSON.

`python -m tests.e2e.branches.desk_program HOME PICTURES`.
"""

import json
import sys
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from select import select
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from PySide6.QtCore import QEventLoop
from PySide6.QtWidgets import QApplication, QDialog, QWidget

from fieldservice.bootstrap import Program, assemble
from fieldservice.demo import Call
from fieldservice.desk import open_desk
from fieldservice.domain.queries.exchange import exchange_view
from fieldservice.domain.queries.settled_calls import ticket_with_number
from fieldservice.tour.morning import take
from fieldservice.tour.orders import make_orders, record_visit
from fieldservice.tour.stage import Stage
from fieldservice.ui.desk_screens import EXCHANGE, TICKETS
from fieldservice.ui.kit.appearance import Appearance
from fieldservice.ui.kit.dressing import bare_application, make_application
from fieldservice.ui.kit.places import Place
from fieldservice.wording import activate
from tests.e2e.branches.preparing import COUNTRY, ZONE, WallClock, config_of

SIZE = (1440, 900)
SAVE = "Ctrl+Return"
PUMP_MS = 50
PATIENCE_MS = 120_000
Told = Mapping[str, Any]
Answer = dict[str, Any]


class PersonAtDesk:
    """What can be asked of the person at this desk."""

    def __init__(self, stage: Stage, clock: WallClock) -> None:
        self._stage = stage
        self._clock = clock
        self._acts: Mapping[str, Callable[[Told], Answer]] = {
            "log": self._log,
            "write": self._write,
            "rename": self._rename,
            "plan": self._plan,
            "finish": self._finish,
            "exchange": self._exchange,
            "standing": self._standing,
            "restore": self._restore,
            "picture": self._picture,
        }

    def run(self, told: Told) -> Answer:
        return self._acts[str(told["do"])](told)

    def _log(self, told: Told) -> Answer:
        call = Call(
            datetime.now(UTC),
            told["caller"],
            "",
            told["serial"],
            told["work"],
            told["said"],
            "ok",
        )
        seen = take(self._stage, call, "")
        self._clock.go_on()
        return {"number": seen.number, "sentence": seen.sentence}

    def _open(self, number: str) -> UUID:
        with self._stage.desk.database.read_session() as session:
            found = ticket_with_number(session, number)
        if found is None:
            raise LookupError(f"no ticket {number} at this desk")
        self._stage.assembled.window.go(Place(TICKETS, found))
        self._stage.settle()
        return found

    def _write(self, told: Told) -> Answer:
        self._open(told["number"])
        self._stage.press("N")
        self._stage.type(told["text"])
        self._stage.settle()
        self._stage.press(SAVE)
        self._stage.settle()
        return {}

    def _rename(self, told: Told) -> Answer:
        self._open(told["number"])

        def fill(_dialog: QDialog) -> None:
            self._stage.settle()
            self._stage.tab_to("editTitle")
            self._stage.press("Ctrl+A")
            self._stage.type(told["title"])
            self._stage.press(SAVE)
            self._stage.settle()

        self._stage.play_in_dialog(lambda: self._stage.press("E"), fill)
        return {}

    def _plan(self, told: Told) -> Answer:
        ticket_id = self._open(told["number"])
        make_orders(self._stage, ticket_id, tuple(tuple(order) for order in told["orders"]), "")
        return {}

    def _finish(self, told: Told) -> Answer:
        self._open(told["number"])
        self._stage.tab_to("ordersTable")
        self._stage.press("Home", *(["Down"] * int(told["row"])))
        record_visit(self._stage, told["report"], "")
        return {}

    def _exchange(self, _told: Told) -> Answer:
        self._stage.assembled.window.go(Place(EXCHANGE))
        self._stage.settle()
        self._stage.wait_until("no round to run", self._may_exchange)
        self._stage.press(SAVE)
        self._stage.settle()
        return self._standing({})

    def _may_exchange(self) -> bool:
        """A round that the desk began by itself comes to its end first."""
        button = self._stage.assembled.window.findChild(QWidget, "exchangeNowButton")
        return isinstance(button, QWidget) and button.isEnabled()

    def _standing(self, _told: Told) -> Answer:
        with self._stage.desk.database.read_session() as session:
            view = exchange_view(session, "pl")
        return {
            "waiting": len(view.waiting),
            "refused": len(view.refused),
            "conflicts": len(view.conflicts),
        }

    def _restore(self, _told: Told) -> Answer:
        self._stage.assembled.window.go(Place(EXCHANGE))
        self._stage.settle()
        self._stage.tab_to("restoreButton")
        self._stage.press("Space")
        self._stage.settle()
        return {}

    def _picture(self, told: Told) -> Answer:
        if told.get("place") == "exchange":
            self._stage.assembled.window.go(Place(EXCHANGE))
        self._stage.settle()
        return {"file": str(self._stage.picture(told["title"]))}


def run_desk(home: Path, pictures: Path) -> int:
    """The window until the one at the other end of standard input says no more."""
    config = config_of(home)
    words = activate("pl", zone=ZoneInfo(ZONE), country=COUNTRY)
    make_application(config)
    clock = WallClock()
    desk = open_desk(config, clock)
    assembled = assemble(desk, words, is_opening=True)
    program = Program(desk, assembled, Appearance(bare_application()))
    assembled.window.resize(*SIZE)
    program.start(None)
    pictures.mkdir(parents=True, exist_ok=True)
    stage = Stage(desk, assembled, clock, words, pictures, patience_ms=PATIENCE_MS)
    stage.wait_until("the desk to be furnished", lambda: hasattr(assembled, "comforts"))
    stage.activate()
    person = PersonAtDesk(stage, clock)
    _answer({"ready": True})
    for line in _lines(stage):
        _answer(person.run(json.loads(line)))
    program.close()
    return 0


def _lines(stage: Stage) -> Iterator[str]:
    """What is asked next; while nobody asks, the window lives on."""
    while True:
        ready, _, _ = select([sys.stdin], [], [], 0)
        if not ready:
            QApplication.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents, PUMP_MS)
            continue
        line = sys.stdin.readline()
        if not line:
            return
        yield line


def _answer(answer: Answer) -> None:
    sys.stdout.write(json.dumps(answer) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(run_desk(Path(sys.argv[1]), Path(sys.argv[2])))
