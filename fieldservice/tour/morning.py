"""The morning of 47 calls, typed into the intake screen: number, unit, work, text; then saved or parked.

What the screen answered is read from the database afterwards: the frozen verdict of the ticket or the
parked request.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from fieldservice.demo import Call
from fieldservice.domain.queries.settled_calls import SettledCall, settled_call
from fieldservice.tour.stage import Stage
from fieldservice.ui.desk_screens import INTAKE
from fieldservice.ui.kit.places import Place

SAVE = "Ctrl+Return"
SHOWN = {"ok": "covered", "unknown-customer": "unknown", "blocked": "blocked", "not-covered": "not-covered"}


@dataclass(frozen=True, slots=True)
class Seen:
    """A call and what became of it."""

    call: Call
    outcome: str
    number: str
    sentence: str
    is_settled: bool = False

    @property
    def is_as_expected(self) -> bool:
        is_right = self.outcome == self.call.expected and self.is_settled
        return is_right and bool(self.number) is (self.outcome == "ok")


def take_calls(stage: Stage, calls: list[Call]) -> Iterator[Seen]:
    """Type each call; the first of each kind of outcome is photographed before it is saved."""
    photographed: set[str] = set()
    for call in calls:
        is_first = call.expected in SHOWN and call.expected not in photographed
        photographed.add(call.expected)
        yield take(stage, call, SHOWN[call.expected] if is_first else "")


def take(stage: Stage, call: Call, title: str) -> Seen:
    stage.clock.moment = call.at
    stage.assembled.window.go(Place(INTAKE))
    stage.settle()
    _fill_in(stage, call)
    if title:
        stage.picture(f"call-{title}")
    stage.press(SAVE)
    stage.settle()
    settled = _settled(stage, call)
    if settled is None:
        return Seen(call, "", "", "")
    sentence = stage.words.reason(settled.reason)
    return Seen(call, settled.outcome, settled.number, sentence, settled.is_settled)


def _fill_in(stage: Stage, call: Call) -> None:
    """Who calls, what about, what is to be done, what happens: each field left with Enter or Tab.

    A customer's only unit is chosen by itself, and the focus goes on to the work.
    """
    stage.enter("customerPicker", call.caller)
    if stage.focused != "workPicker":
        stage.enter("unitPicker", call.serial)
    stage.enter("workPicker", call.work)
    stage.tab_to("titleField")
    stage.type(call.said)
    stage.settle()


def _settled(stage: Stage, call: Call) -> SettledCall | None:
    with stage.desk.database.read_session() as session:
        return settled_call(session, call.caller, call.at)
