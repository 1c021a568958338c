"""Other systems at the desk: seen, connected, let in and out, and told plainly while the line is down."""

from collections.abc import Callable
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from fieldservice.domain.rules.errors import EnvironmentProblem, RuleViolation
from fieldservice.sync.systems_wire import DeliveryTold, SystemsReply, SystemTold, TokenTold
from fieldservice.ui.kit.actions import Actions
from fieldservice.ui.kit.errors import ErrorDesk
from fieldservice.ui.kit.immediate_ops import ImmediateOps
from fieldservice.ui.kit.keyboard import Keyboard
from fieldservice.ui.kit.notifier import Notifier
from fieldservice.ui.kit.services import Services
from fieldservice.ui.screens.systems.dialogs import GrantsDialog, TokenDialog
from fieldservice.ui.screens.systems.parts import SystemsParts
from fieldservice.ui.screens.systems.view import SystemsPage
from fieldservice.wording import Wording
from tests.conftest import MONDAY_MORNING
from tests.factories import COUNTRY, ZONE
from tests.ui.exchange_scene import StandIn
from tests.ui.fakes import FakeDialogs
from tests.ui.fakes import PlainBackend as Backend

MADE = "2026-11-20T10:00:00+00:00"
HELIOS = SystemTold(
    "0a" * 16,
    "Helios",
    is_active=True,
    keeps=["blocks", "contracts"],
    tokens=[
        TokenTold("0b" * 16, "import", ["customers:read", "customers:write", "tickets:read"], MADE, MADE),
        TokenTold("0c" * 16, "raporty", ["orders:read"], MADE),
    ],
    webhooks=["https://erp.example/hooks"],
)
DEAD = DeliveryTold("0d" * 16, "Helios", "https://erp.example/hooks", "ticket.closed", "dead", 9, MADE, "503")


class SystemsWindow(QWidget):
    def __init__(self, home: StandIn, *answers: object) -> None:
        super().__init__()
        wording = Wording("en", zone=ZoneInfo(ZONE), country=COUNTRY)
        self.home, self.dialogs = home, FakeDialogs(*answers)
        self.ops = ImmediateOps(Backend(None, None, None), Notifier())
        services = Services(
            self.dialogs, ErrorDesk(self.dialogs, wording, self), Actions(self), _ignore, _ignore, _ignore
        )
        self.page = SystemsPage(SystemsParts(self.ops, services, wording, lambda: MONDAY_MORNING, home))
        QVBoxLayout(self).addWidget(self.page)
        self.resize(1280, 860)
        self.show()
        self.page.open_at(None)
        self.ops.settle()

    def press(self, name: str) -> None:
        button = self.findChild(QWidget, name)
        assert button is not None, name
        button.click()  # type: ignore[attr-defined]
        self.ops.settle()


def _ignore(_value: object) -> None:
    """Nobody is there to be shown anything."""


@pytest.fixture
def home() -> StandIn:
    made = StandIn()
    made.told_systems = SystemsReply([HELIOS], [DEAD])
    return made


Open = Callable[..., SystemsWindow]


@pytest.fixture
def opened(qtbot: QtBot, home: StandIn) -> Open:
    def open_(*answers: object) -> SystemsWindow:
        window = SystemsWindow(home, *answers)
        qtbot.addWidget(window)
        return window

    return open_


def cells(window: SystemsWindow, table: str) -> list[str]:
    model = getattr(window.page, table).model
    places = [(row, column) for row in range(len(model.rows)) for column in range(len(model.columns))]
    return [model.cell(*place).text for place in places]


@pytest.mark.covers("A13", "A15")
def test_systems_tokens_and_failures_stand_on_one_page(opened: Open) -> None:
    window = opened()

    assert cells(window, "systems")[:3] == ["Helios", "connected", "Blocks and Contracts"]
    tokens = cells(window, "tokens")
    assert "writes Customers; reads Tickets" in tokens
    assert "never" in tokens
    assert "given up" in cells(window, "deliveries")


def test_a_token_is_narrowed_to_what_stays_ticked(opened: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    window = opened()

    def untick(dialog: GrantsDialog) -> bool:
        dialog.show()
        keys = Keyboard(dialog)
        dialog._grants.table.view.setFocus()
        keys.press("Space")
        wanted.append(dialog.wanted["may"])
        dialog.deleteLater()
        return True

    wanted: list[Any] = []
    monkeypatch.setattr(window.dialogs, "run", untick)

    window.press("narrowTokenButton")

    (act, values), *_rest = window.home.asked[::-1]
    assert act == "narrow"
    assert values["token"] == HELIOS.tokens[0].id
    assert wanted[0] == ["customers:write", "tickets:read"]


def test_a_new_token_is_shown_once(opened: Open, home: StandIn, monkeypatch: pytest.MonkeyPatch) -> None:
    window = opened()
    shown: list[str] = []

    def run(dialog: QWidget) -> bool:
        if isinstance(dialog, TokenDialog):
            shown.extend(each.text() for each in dialog.findChildren(QLabel))
        dialog.deleteLater()
        return True

    monkeypatch.setattr(window.dialogs, "run", run)
    home.told_systems = SystemsReply([HELIOS], [], "fst.secret")

    window.press("newTokenButton")

    assert home.asked[-1][0] == "token"
    assert "fst.secret" in shown


def test_revoking_and_disconnecting_ask_first(opened: Open) -> None:
    window = opened(True, False)

    window.press("revokeTokenButton")
    window.press("switchSystemButton")

    assert [act for act, _values in window.home.asked] == ["list", "revoke"]
    assert window.home.asked[-1][1] == {"system": HELIOS.id, "token": HELIOS.tokens[0].id}


def test_what_was_not_taken_is_sent_again(opened: Open) -> None:
    window = opened()

    window.press("sendAgainButton")

    assert window.home.asked[-1] == ("again", {"delivery": DEAD.id})


def test_while_the_line_is_down_one_sentence_says_so_and_nothing_can_be_pressed(
    opened: Open, home: StandIn, caplog: pytest.LogCaptureFixture
) -> None:
    home.problem = EnvironmentProblem("exchange.unreachable")

    window = opened()

    assert "not reached just now" in window.page.trouble.text()
    assert not window.page._connect_button.isEnabled()
    caplog.clear()


def test_whoever_may_not_is_told_by_the_centre(
    opened: Open, home: StandIn, caplog: pytest.LogCaptureFixture
) -> None:
    home.problem = RuleViolation("rights.missing", right="everything", people=None)

    window = opened()

    assert window.page.trouble.text()
    assert "not reached" not in window.page.trouble.text()
    caplog.clear()


def test_a_desk_alone_says_where_other_systems_meet_the_company(opened: Open, home: StandIn) -> None:
    home.is_joined = False

    window = opened()

    assert "This desk has joined none." in window.page.trouble.text()
    assert home.asked == []
