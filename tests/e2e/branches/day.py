"""The day: calls with the line up, a cut, everybody goes on alone, a desk and a process of the centre die,
and all meet again.

Used by the test with one day and by `bench/branch_day.py`, which keeps the pictures.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from tests.e2e.branches.centre_in_two import CentreInTwo
from tests.e2e.branches.desk_at_work import DeskAtWork
from tests.e2e.branches.line import Line
from tests.e2e.branches.preparing import Wish, bring_company, joining, prepare
from tests.server.centre.office import AWAY, HOME, LOGIN, PASSWORD

FIRST, SECOND, THIRD = "recepcja", "dyspozytornia", "krakow"
PLACES = {FIRST: HOME, SECOND: HOME, THIRD: AWAY}
COVERED = (
    ("+48612813035", "GA175309"),
    ("+48612813035", "GA175309"),
)
ORDERS = (("Naprawa zaworu", "Marek", "14:00"), ("Wymiana czujnika", "Ewa", "15:00"))
ROUNDS_TO_REST = 8


@dataclass
class Day:
    """`said` is every text that somebody typed, to be found in one ticket wherever that is held: those of
    `own` stand in tickets that only the third desk's branch holds. `numbers` are the tickets made.
    """

    centre: CentreInTwo
    line: Line
    folder: Path
    tell: Callable[[str], None]
    said: list[str] = field(default_factory=list)
    own: set[str] = field(default_factory=set)
    numbers: list[str] = field(default_factory=list)
    desks: dict[str, DeskAtWork] = field(default_factory=dict)
    titles: tuple[str, str] = ("", "")
    closed_by_two: str = ""
    renamed: str = ""
    killed: int = 0

    def expected(self, name: str) -> dict[str, int]:
        """In how many tickets each text stands at a desk: one, or none if its branch does not hold it."""
        return {said: int(name == THIRD or said not in self.own) for said in self.said}

    def home(self, name: str) -> Path:
        return self.folder / name

    def begin(self) -> None:
        """The first desk brings its company to the empty centre; the others take it from there."""
        self.tell("joining")
        console = self.centre.office.console
        console.open_branch(AWAY, "Kraków")
        console.grant(AWAY, HOME, is_given=True)
        for name in PLACES:
            steps = (bring_company,) if name == FIRST else ()
            prepare(self.home(name), *steps, joining(self.home(name), self._wish(name)))
        for name in PLACES:
            self.open(name)

    def open(self, name: str) -> None:
        self.desks[name] = DeskAtWork.open(self.home(name), self.folder / "pictures" / name)

    def close(self) -> None:
        for desk in self.desks.values():
            desk.close()

    def morning(self) -> None:
        """With the line up: a ticket with two orders for two offices, and one more."""
        self.tell("morning")
        shared = self._log(FIRST, "nie grzeje od rana")
        self.desks[FIRST].ask("plan", number=shared, orders=ORDERS)
        self.renamed = self._log(SECOND, "kapie z zaworu")
        self._log(THIRD, "świeci kontrolka awarii")
        self.closed_by_two = shared
        self.meet()

    def cut(self) -> None:
        """Everybody goes on alone: new calls, the two last orders, the same title changed twice."""
        self.tell("the line is cut")
        self.line.cut()
        self.titles = ("Kapie z zaworu przy kotle", "Wyciek pod kotłem")
        self.desks[FIRST].ask("rename", number=self.renamed, title=self.titles[0])
        self.desks[SECOND].ask("rename", number=self.renamed, title=self.titles[1])
        self._finish(FIRST, 0, "Wymieniono zawór, szczelny")
        self._finish(THIRD, 1, "Wymieniono czujnik temperatury")
        for name in PLACES:
            self._log(name, f"bez linii dzwonił klient do {name}")
            self._write(name, self.closed_by_two, f"notatka bez linii: {name}")
        self._die(SECOND)

    def mend(self) -> None:
        """The line is back, but a process of the centre dies in the middle of it."""
        self.tell("the line is back")
        self.line.mend()
        for desk in self.desks.values():
            desk.tell("exchange")
        self.centre.kill(0)
        self.killed += 1
        for desk in self.desks.values():
            desk.answer()
        self.centre.start(0)
        self.meet()

    def meet(self) -> None:
        """Rounds until nobody has anything to send, and one more, so that all have fetched the last."""
        for _round in range(ROUNDS_TO_REST):
            waiting = [int(desk.ask("exchange")["waiting"]) for desk in self.desks.values()]
            if not any(waiting):
                break
        for desk in self.desks.values():
            desk.ask("exchange")

    def restore(self) -> str:
        """Whoever was asked brings the other title back by one click; gives the desk's name."""
        self.tell("the conflict")
        asked = next(name for name, desk in self.desks.items() if int(desk.ask("standing")["conflicts"]) > 0)
        desk = self.desks[asked]
        desk.ask("picture", title="exchange-conflict", place="exchange")
        desk.ask("restore")
        self.meet()
        desk.ask("picture", title="exchange-restored", place="exchange")
        return asked

    def _die(self, name: str) -> None:
        """Killed while a note is being saved; what was confirmed before is there when it comes back."""
        self.desks[name].tell("write", number=self.closed_by_two, text="ucięta w połowie")
        self.desks[name].kill()
        self.killed += 1
        self.open(name)

    def _log(self, name: str, what: str) -> str:
        caller, serial = COVERED[len(self.numbers) % len(COVERED)]
        said = f"{what} #{len(self.said)}"
        answer = self.desks[name].ask("log", caller=caller, serial=serial, work="naprawa", said=said)
        number = str(answer["number"])
        assert number, (answer, self.desks[name].ask("picture", title="not-logged"))
        self.said.append(said)
        self.numbers.append(number)
        if name == THIRD:
            self.own.add(said)
        return number

    def _write(self, name: str, number: str, text: str) -> None:
        said = f"{text} #{len(self.said)}"
        self.desks[name].ask("write", number=number, text=said)
        self.said.append(said)

    def _finish(self, name: str, row: int, report: str) -> None:
        said = f"{report} #{len(self.said)}"
        self.desks[name].ask("finish", number=self.closed_by_two, row=row, report=said)
        self.said.append(said)

    def _wish(self, name: str) -> Wish:
        code = self.centre.office.code(PLACES[name])
        return Wish(self.line.address, code, LOGIN, PASSWORD, name, takes_theirs=name != FIRST)


@contextmanager
def a_day(
    centre: CentreInTwo, line: Line, folder: Path, tell: Callable[[str], None] = lambda _scene: None
) -> Iterator[Day]:
    """The whole day, up to all desks resting; their windows are closed afterwards."""
    day = Day(centre, line, folder, tell)
    try:
        day.begin()
        day.morning()
        day.cut()
        day.mend()
        yield day
    finally:
        day.close()
