"""What the hands of a trained person take, by the keystroke-level model, typed into the real window.

S1: a request is logged while the caller speaks, the number given by the telephone: 80 letters of free text,
a known caller, the kind of work and the urgency chosen. S2: a ticket becomes three orders, each with 15
letters, a kind and a duration. Waits are taken from the clock, thoughts are those that the yardstick counts.
Figures of peers are estimates on paper from their forms (Zammad; GLPI; Odoo; Vtiger), within a quarter either
way.
"""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from uuid import UUID
from zoneinfo import ZoneInfo

from PySide6.QtWidgets import QDialog
from sqlalchemy import select

from bench.report import Figure, at_most
from fieldservice.bootstrap import assemble
from fieldservice.config import Config, Paths, Settings
from fieldservice.demo import MORNING, Call, morning_calls, open_demo_desk
from fieldservice.domain.model.order import WorkOrder
from fieldservice.domain.model.ticket import Ticket
from fieldservice.tour.stage import Stage, TourClock
from fieldservice.ui.desk_screens import INTAKE, TICKETS
from fieldservice.ui.kit.dressing import make_application
from fieldservice.ui.kit.key_counter import KeyCounter, Strokes
from fieldservice.ui.kit.places import Place
from fieldservice.ui.screens.intake.parts import IncomingCall
from fieldservice.wording import activate

NOW = datetime(2026, 11, 23, 8, 30, tzinfo=UTC)
SETTINGS = Settings(language="en", country="PL", zone="Europe/Warsaw")
TITLE = "The press leaks oil!"
DESCRIPTION = "It stopped at six, the lamp is on, and the whole line waits."
ORDERS = ("Change the belt", "Check the oil p", "Clean a filter ")
MOST_S1, MOST_S2 = 25.0, 24.0
THOUGHTS_S1, THOUGHTS_S2 = 5, 8
UNNOTICED_SECONDS = 0.12
PEERS = {
    "S1": {"Zammad": 31.8, "GLPI": 49.0, "Odoo": 34.7, "Vtiger": 40.8},
    "S2": {"Zammad": 53.0, "GLPI": 57.0, "Odoo": 59.0, "Vtiger": 67.0},
}


@dataclass(slots=True)
class Watched:
    """A scene's strokes, and how long the program kept the hands waiting, in seconds."""

    counter: KeyCounter = field(default_factory=KeyCounter)
    waited: float = 0.0

    @property
    def strokes(self) -> Strokes:
        return self.counter.strokes

    def wait(self, stage: Stage) -> None:
        """Let the program answer; a pause in the typing as short as a breath keeps nobody waiting."""
        began = time.monotonic()
        stage.settle()
        self.waited += max(0.0, time.monotonic() - began - UNNOTICED_SECONDS)

    def seconds(self, thoughts: int) -> float:
        return self.strokes.seconds(thoughts=thoughts, waiting=self.waited)


def figures() -> list[Figure]:
    with _stage() as stage:
        logged = _logged(stage)
        ordered = _ordered(stage)
    return [
        _figure("S1, log a request", logged, THOUGHTS_S1, MOST_S1, PEERS["S1"]),
        _figure("S2, three orders", ordered, THOUGHTS_S2, MOST_S2, PEERS["S2"]),
    ]


def _figure(name: str, watched: Watched, thoughts: int, most: float, peers: dict[str, float]) -> Figure:
    best = min(peers, key=lambda peer: peers[peer])
    strokes = watched.strokes
    more = {"keys": strokes.keys, "clicks": strokes.buttons, "waited": round(watched.waited, 2), **peers}
    seconds = watched.seconds(thoughts)
    return Figure(name, seconds, "s", at_most(most), peers[best], f"{best}, on paper", more)


def _logged(stage: Stage) -> Watched:
    """The telephone has opened the intake with the caller in it; from then on the hands are watched."""
    call = _call()
    stage.assembled.window.go(Place(INTAKE, IncomingCall(call.caller)))
    stage.settle()
    before = _count(stage, Ticket)
    watched = Watched()
    with watched.counter:
        if stage.focused == "unitPicker":
            stage.type(call.serial[:3].lower())
            watched.wait(stage)
            stage.press("Return")
            watched.wait(stage)
        stage.type(call.work[0])
        watched.wait(stage)
        stage.press("Return")
        watched.wait(stage)
        stage.type(TITLE)
        stage.press("Tab")
        stage.type(DESCRIPTION)
        stage.press("Tab")
        stage.type("4")
        stage.press("Ctrl+Return")
        watched.wait(stage)
    if _count(stage, Ticket) != before + 1:
        raise AssertionError(f"no ticket came of the strokes; the focus is on {stage.focused}")
    return watched


def _ordered(stage: Stage) -> Watched:
    """The ticket is shown; three orders are made of it in one grid."""
    ticket_id = _latest_ticket(stage)
    stage.assembled.window.go(Place(TICKETS, ticket_id))
    stage.settle()
    watched = Watched()

    def fill(_dialog: QDialog) -> None:
        watched.wait(stage)
        for place, title in enumerate(ORDERS):
            if place:
                stage.press("Return")
            stage.type(title)
            stage.press("Tab", "Tab")
            stage.type("2")
        stage.press("Ctrl+Return")
        watched.wait(stage)

    with watched.counter:
        stage.play_in_dialog(lambda: stage.press("O"), fill)
    made = _count(stage, WorkOrder, ticket_id)
    if made != len(ORDERS):
        raise AssertionError(f"{made} orders came of the strokes")
    return watched


def _call() -> Call:
    """The first of the demo's morning that may be served and names its unit."""
    calls = morning_calls(MORNING, SETTINGS.zone)
    return next(call for call in calls if call.expected == "ok" and call.serial and call.work)


def _count(stage: Stage, kind: type[Ticket] | type[WorkOrder], ticket_id: UUID | None = None) -> int:
    statement = select(kind.id)
    if ticket_id is not None:
        statement = select(WorkOrder.id).where(WorkOrder.ticket_id == ticket_id)
    with stage.desk.database.read_session() as session:
        return len(session.scalars(statement).all())


def _latest_ticket(stage: Stage) -> UUID:
    with stage.desk.database.read_session() as session:
        return session.scalars(select(Ticket.id).order_by(Ticket.id.desc()).limit(1)).one()


@contextmanager
def _stage() -> Iterator[Stage]:
    with TemporaryDirectory(prefix="fieldservice-keys-") as folder:
        config = Config(Paths(Path(folder)), SETTINGS)
        words = activate(SETTINGS.language, zone=ZoneInfo(SETTINGS.zone), country=SETTINGS.country)
        make_application(config)
        desk = open_demo_desk(config)
        assembled = assemble(desk, words)
        assembled.window.resize(1440, 900)
        assembled.window.show()
        stage = Stage(desk, assembled, TourClock(NOW), words, Path(folder))
        try:
            stage.activate()
            yield stage
        finally:
            assembled.close()
            desk.close()
