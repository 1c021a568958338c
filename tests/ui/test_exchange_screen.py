"""The exchange on the screen: what waits, what to decide, what changed elsewhere, joining and leaving."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from fieldservice.domain.model.customer import Customer
from fieldservice.domain.model.journal import Draft
from fieldservice.domain.model.ticket import Ticket
from fieldservice.domain.rules.changes import RowRef
from fieldservice.domain.rules.errors import EnvironmentProblem, RuleViolation
from fieldservice.ui.kit.keyboard import Keyboard
from fieldservice.ui.screens.exchange.acts import _Leaving
from fieldservice.ui.screens.exchange.join_dialog import JoinDialog
from fieldservice.ui.screens.exchange.parts import Brings, Wish
from tests.factories import Company
from tests.store.exchange_givens import joined
from tests.ui.exchange_scene import ExchangeWindow, StandIn, a_day_at_the_branch
from tests.ui.fakes import FakeDialogs
from tests.ui.looking import cut, nameless, out_of_order

Open = Callable[..., ExchangeWindow]


@pytest.fixture
def desk(desk_company: Company) -> Company:
    return joined(desk_company, desk_company.clock.now() - timedelta(minutes=4))


@pytest.fixture
def ids(desk: Company) -> dict[str, UUID]:
    return a_day_at_the_branch(desk)


@pytest.fixture
def opened(qtbot: QtBot, desk: Company) -> Iterator[Open]:
    windows: list[ExchangeWindow] = []

    def open_window(home: StandIn | None = None, *answers: object, at: str | None = None) -> ExchangeWindow:
        window = ExchangeWindow(desk, home or StandIn(), FakeDialogs(*answers))
        qtbot.addWidget(window)
        windows.append(window)
        window.show()
        window.open_at(at)
        return window

    yield open_window
    for window in windows:
        window.page.leave()


def words_in(widget: QWidget) -> str:
    return "\n".join(each.text() for each in widget.findChildren(QLabel) if each.isVisible())


def news_line(window: ExchangeWindow, news_id: UUID) -> QWidget:
    line = window.findChild(QWidget, f"news_{news_id.hex}")
    assert isinstance(line, QWidget)
    return line


@pytest.mark.covers("J03")
def test_one_sees_the_line_the_age_of_the_data_and_what_waits(opened: Open, ids: dict[str, UUID]) -> None:
    window = opened()

    assert ids
    assert window.page.standing.line.text == "online"
    assert "today 08:26" in words_in(window.page.standing)
    assert "steps of work" in words_in(window.page.standing)


@pytest.mark.covers("J03")
def test_without_a_line_one_sees_since_when_and_that_nothing_is_lost(
    qtbot: QtBot, desk_company: Company
) -> None:
    problem = {"code": "exchange.unreachable", "values": {}}
    now = desk_company.clock.now()
    desk = joined(desk_company, now - timedelta(hours=3), problem=problem)
    home = StandIn(is_online=False)
    home.offline_since = now - timedelta(hours=2)
    window = ExchangeWindow(desk, home, FakeDialogs())
    qtbot.addWidget(window)
    window.show()
    window.open_at()

    assert window.page.standing.line.text == "offline since today 06:30"
    assert "What was done here is kept and waits." in window.page.standing.trouble.text()
    assert "3 hours old" in [
        chip.text for chip in window.page.standing.findChildren(type(window.page.standing.line))
    ]


@pytest.mark.covers("J04", "X5")
def test_a_conflict_is_a_sentence_and_one_press_brings_the_other_value_back(
    opened: Open, desk: Company, ids: dict[str, UUID]
) -> None:
    window = opened()
    line = news_line(window, ids["title"])

    said = words_in(line)
    window.press("restoreButton", line)

    assert "Subject · ticket WAW-2-000002" in said
    assert "“Cieknie przy zaworze” stays (Jan Nowak)" in said
    assert "“Syczy w maszynowni, woda na podłodze” gave way (Anna Kowal)." in said
    assert desk.get(Ticket, ids["leaking"]).title == "Syczy w maszynowni, woda na podłodze"
    settled = words_in(window.page.settled)
    assert "“Syczy w maszynowni, woda na podłodze” stands again (Anna Kowal)" in settled
    assert "“Cieknie przy zaworze” gave way to it." in settled
    assert "brought back by Anna Kowal, today" in settled


def test_a_conflict_can_be_left_as_it_is_by_keyboard(
    opened: Open, desk: Company, ids: dict[str, UUID]
) -> None:
    window = opened()
    button = news_line(window, ids["owner"]).findChild(QWidget, "settleButton")
    assert button is not None

    button.setFocus()
    Keyboard(button).press("Space")
    window.settle()

    assert window.page.conflicts.findChild(QWidget, f"news_{ids['owner'].hex}") is None
    assert desk.get(Ticket, ids["noisy"]).owner_id == desk.actor.user_id


def test_refused_work_says_why_and_is_done_anew(opened: Open, desk: Company, ids: dict[str, UUID]) -> None:
    window = opened()
    line = news_line(window, ids["refused"])

    said = words_in(line)
    window.press("redoButton", line)

    assert "you have not the right for it" in said
    assert "tylko po 15" in {customer.note for customer in desk.rows(Customer)}
    assert not window.page.refused.isVisible()


@pytest.mark.covers("J02")
def test_what_waits_stands_in_its_order_and_the_first_tells_what_holds_it_up(
    opened: Open, ids: dict[str, UUID]
) -> None:
    window = opened()
    model = window.page.waiting.table.view.model()

    assert ids
    assert model.rowCount() >= 5
    assert model.index(model.rowCount() - 1, 0).data().startswith("Ticket WAW-2-000001 changed")


@pytest.mark.covers("X6")
def test_what_changed_while_one_was_away_leads_to_the_ticket_and_is_seen_once(
    opened: Open, ids: dict[str, UUID], desk: Company
) -> None:
    window = opened(at=Wish.AWAY.value)
    table = window.page.away.table

    Keyboard(table.view).press("Return")
    shown = table.view.model().index(0, 1).data()
    desk.clock.advance(hours=1)  # type: ignore[attr-defined]
    window.press("seenButton")

    assert window.opened == [RowRef("ticket", ids["leaking"])]
    assert shown == "subject and priority; new: entry"
    assert table.view.model().rowCount() == 0


def test_a_round_is_asked_for_by_key_and_told_at_its_end(opened: Open, ids: dict[str, UUID]) -> None:
    window = opened()

    window.keys.press("Ctrl+Return")
    window.settle()

    assert ids
    assert window.home.rounds == 1
    assert window.told[-1] == "Exchanged with the centre."


def test_a_round_that_failed_says_what_it_met(opened: Open, caplog: pytest.LogCaptureFixture) -> None:
    home = StandIn()
    home.problem = EnvironmentProblem("exchange.unreachable")
    window = opened(home, False)

    window.keys.press("Ctrl+Return")
    window.settle()

    assert window.dialogs.asked[0].about[0].what == "The centre cannot be reached."
    caplog.clear()


def test_opened_for_a_round_it_begins_one(opened: Open) -> None:
    assert opened(at=Wish.NOW.value).home.rounds == 1


def test_leaving_with_work_that_waits_offers_to_send_it_first(
    opened: Open, ids: dict[str, UUID], desk: Company
) -> None:
    window = opened(StandIn(), _Leaving.SEND, _Leaving.ANYWAY, True)
    window.home.backup = Path("/backups/before-leaving.db.xz")

    window.press("leaveButton")
    window.settle()

    assert ids
    assert window.home.rounds == 1
    first, again, kept = window.dialogs.asked
    assert (first.method, again.method) == ("choose", "choose")  # the stand-in sends nothing
    assert "not sent yet" in first.about[0].text
    assert "before-leaving.db.xz" in kept.about[0].text
    assert (window.home.is_left, window.home.restarts) == (True, 1)


def test_leaving_the_centre_is_asked_and_begins_the_desk_anew(opened: Open) -> None:
    window = opened(StandIn(), True)

    window.press("leaveButton")

    assert window.home.is_left
    assert window.home.restarts == 1


def test_a_desk_that_stands_alone_offers_to_join(opened: Open) -> None:
    home = StandIn(is_joined=False)
    window = opened(home)

    assert window.page.alone.isVisible()
    assert not window.page.standing.isVisible()
    assert window.page.first_field() is window.page.alone.join


class Joining:
    """The dialog over a desk that stands alone, typed into by keyboard."""

    def __init__(self, window: ExchangeWindow) -> None:
        self.window = window
        self.dialog = JoinDialog(window.page._parts, window.page)
        self.dialog.show()

    def fill(self) -> None:
        keys = Keyboard(self.dialog)
        for text in ("centre.example", "ABCD-EFGH", "anna", "tajne haslo 7", "Recepcja"):
            keys.type(text)
            keys.press("Tab")

    def send(self) -> None:
        Keyboard(self.dialog).press("Ctrl+Return")
        self.window.settle()


@pytest.fixture
def joining(opened: Open, qtbot: QtBot) -> Joining:
    made = Joining(opened(StandIn(is_joined=False)))
    qtbot.addWidget(made.dialog)
    return made


def test_a_centre_is_joined_by_keyboard_alone(joining: Joining) -> None:
    joining.fill()
    joining.send()

    (ask,) = joining.window.home.joined
    assert (ask.address, ask.code, ask.login, ask.name) == ("centre.example", "ABCD-EFGH", "anna", "Recepcja")
    assert ask.password == "tajne haslo 7"
    assert "tajne" not in repr(ask)
    assert ask.brings is Brings.THEIRS
    assert joining.dialog.result() == 1
    assert joining.dialog.password.text() == ""


def test_what_was_typed_for_joining_is_back_without_password_and_code(
    joining: Joining, qtbot: QtBot, desk_company: Company
) -> None:
    joining.fill()
    joining.dialog.reject()
    joining.window.settle()

    again = Joining(joining.window)
    qtbot.addWidget(again.dialog)
    joining.window.settle()

    dialog = again.dialog
    assert (dialog.address.text(), dialog.login.text(), dialog.name.text()) == (
        "centre.example",
        "anna",
        "Recepcja",
    )
    assert (dialog.code.text(), dialog.password.text()) == ("", "")
    (draft,) = desk_company.rows(Draft)
    assert "tajne" not in repr(draft.content)


def test_a_desk_with_data_brings_them_along_unless_somebody_wants_it_otherwise(
    opened: Open, desk: Company, qtbot: QtBot
) -> None:
    desk.customer("Huta Szkła")
    window = opened(StandIn(is_joined=False), False)
    joining = Joining(window)
    qtbot.addWidget(joining.dialog)
    window.settle()
    joining.fill()

    began = joining.dialog.brings.value
    joining.dialog.brings.set_value(Brings.THEIRS)
    joining.send()

    assert began is Brings.OURS
    assert window.home.joined == []
    (asked,) = window.dialogs.asked
    assert "would go: 1 customer." in asked.about[0].text
    assert asked.about[0].is_dangerous


def test_whoever_takes_the_data_of_the_centre_is_told_where_their_own_lie(
    opened: Open, desk: Company, qtbot: QtBot
) -> None:
    desk.customer("Huta Szkła")
    window = opened(StandIn(is_joined=False), True)
    window.home.backup = Path("/backups/20261123T024500Z-before-joining.db.xz")
    joining = Joining(window)
    qtbot.addWidget(joining.dialog)
    window.settle()
    joining.fill()
    joining.dialog.brings.set_value(Brings.THEIRS)

    joining.send()
    told = words_in(joining.dialog)
    joining.send()

    assert "20261123T024500Z-before-joining.db.xz" in told
    assert [ask.lets_own_go for ask in window.home.joined] == [True]
    assert joining.dialog.result() == 1


def test_what_is_missing_is_said_before_anything_is_sent(joining: Joining) -> None:
    Keyboard(joining.dialog).type("centre.example")
    joining.send()

    assert joining.window.home.joined == []
    assert "Fill in: Pairing code." in words_in(joining.dialog)
    assert joining.dialog.code.hasFocus()


def test_a_refused_code_is_said_at_its_field_and_all_else_stays_typed(joining: Joining) -> None:
    joining.window.home.problem = RuleViolation("exchange.code_unknown")
    joining.fill()
    joining.send()

    assert "does not know this pairing code" in words_in(joining.dialog)
    assert joining.dialog.code.hasFocus()
    assert joining.dialog.login.text() == "anna"


def test_a_first_password_is_changed_on_the_spot(joining: Joining) -> None:
    joining.window.home.problem = RuleViolation("sign_in.password_expired")
    joining.fill()
    joining.send()
    joining.window.home.problem = None

    Keyboard(joining.dialog.new_password).type("nowe haslo 77")
    joining.send()

    assert joining.window.home.joined[-1].new_password == "nowe haslo 77"


@pytest.mark.parametrize("width", [1280, 960])
def test_everything_has_a_name_and_nothing_is_cut(opened: Open, ids: dict[str, UUID], width: int) -> None:
    window = opened()
    window.resize(width, 900)
    window.settle()

    assert ids
    assert nameless(window) == []
    assert [each for each in cut(window) if "Table" not in each] == []
    assert out_of_order(window) == []
