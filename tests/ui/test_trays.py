"""The tray on the screen: what waits and why, and what is done about it."""

from collections.abc import Iterator
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from fieldservice.domain.commands.acceptance import NewTicket
from fieldservice.domain.commands.requests import (
    Arrival,
    DismissRequest,
    ParkRequest,
    dismiss_request,
    park_request,
)
from fieldservice.domain.model.base import new_id
from fieldservice.domain.model.ticket import Channel, Request, RequestState, Ticket
from fieldservice.ui.kit.actions import Actions
from fieldservice.ui.kit.errors import ErrorDesk
from fieldservice.ui.kit.immediate_ops import ImmediateOps
from fieldservice.ui.kit.keyboard import Keyboard
from fieldservice.ui.kit.notifier import Notifier
from fieldservice.ui.kit.services import Services
from fieldservice.ui.screens.trays.parts import TraysParts
from fieldservice.ui.screens.trays.view import TraysView
from fieldservice.wording import Wording
from tests.factories import COUNTRY, ZONE, Company
from tests.store.ticket_givens import logged
from tests.ui.fakes import FakeDialogs
from tests.ui.intake_window import CompanyBackend


class TrayWindow(QWidget):
    """The tray in a window, on the test's company."""

    def __init__(self, company: Company, dialogs: FakeDialogs, language: str) -> None:
        super().__init__()
        words = Wording(language, zone=ZoneInfo(ZONE), country=COUNTRY)
        self.company = company
        notifier = Notifier()
        self.ops = ImmediateOps(CompanyBackend(company), notifier)
        self.told: list[str] = []
        services = Services(
            dialogs,
            ErrorDesk(dialogs, words, self),
            Actions(self),
            print_nothing,
            print_nothing,
            self.told.append,
        )
        self.view = TraysView(TraysParts(self.ops, notifier, services, words, company.clock.now))
        self.view.status_told.connect(self.told.append)
        QVBoxLayout(self).addWidget(self.view)
        self.resize(1200, 700)

    @property
    def keys(self) -> Keyboard:
        return Keyboard(self)

    def press(self, keys: str) -> None:
        self.keys.press(keys)
        self.ops.settle()

    def request(self) -> Request:
        return self.company.rows(Request)[0]


def print_nothing(_value: object) -> None:
    """Nobody is there to be shown anything."""


def opened(qtbot: QtBot, company: Company, *answers: object, language: str = "en") -> TrayWindow:
    window = TrayWindow(company, FakeDialogs(*answers), language)
    qtbot.addWidget(window)
    with qtbot.waitActive(window):
        window.show()
        window.activateWindow()
    window.ops.settle()
    window.view.first_field().setFocus()
    return window


def parked(company: Company) -> Request:
    """A request of a blocked customer."""
    customer = company.customer("Mleczarnia", "K0001")
    company.block(customer, "Zaległości płatnicze")
    arrival = Arrival(new_id(), Channel.PHONE, company.clock.now(), "+48612813035", "Jan Nowak", customer)
    company.run(park_request, ParkRequest(arrival, NewTicket(new_id(), "Kocioł stoi")))
    return company.get(Request, arrival.request_id)


@pytest.fixture
def window(qtbot: QtBot, desk_company: Company) -> Iterator[TrayWindow]:
    parked(desk_company)
    made = opened(qtbot, desk_company, language="pl")
    yield made
    made.view.leave()
    made.ops.close()


@pytest.mark.covers("A12", "P-48", "F24")
def test_the_reason_is_told_in_one_sentence_with_its_record(window: TrayWindow) -> None:
    shown = window.view.table.model.index(0, 3).data()
    sentence = window.view.detail.lights.sentence.text()

    assert "zablokowany" in shown
    assert "K0001" in sentence
    assert "zaległości płatnicze" in sentence.lower()


@pytest.mark.covers("A35")
def test_enter_asks_to_serve_the_request_after_all(qtbot: QtBot, window: TrayWindow) -> None:
    with qtbot.waitSignal(window.view.accept_requested) as asked:
        window.press("Return")

    assert asked.args == [window.request().id]


@pytest.mark.covers("A11", "F24")
def test_that_the_requester_was_told_is_noted_and_shown(window: TrayWindow) -> None:
    window.press("Ctrl+T")

    assert window.request().requester_told
    assert window.view.detail.told.text() == "Not told after all"


def test_a_request_is_put_aside_with_a_reason_and_leaves_the_tray(
    qtbot: QtBot, desk_company: Company
) -> None:
    parked(desk_company)
    window = opened(qtbot, desk_company, "pomyłka")

    window.press("Ctrl+Backspace")

    assert (window.request().state, window.request().parked_because) == (RequestState.DISMISSED, "pomyłka")
    assert window.view.table.model.rowCount() == 0
    window.view.leave()
    window.ops.close()


def aside(company: Company) -> UUID:
    request = parked(company)
    company.run(dismiss_request, DismissRequest(request.id, "pomyłka"))
    return request.id


@pytest.mark.covers("A35")
def test_a_request_that_was_put_aside_is_shown_where_it_is_when_it_is_looked_for(
    qtbot: QtBot, desk_company: Company
) -> None:
    wanted = aside(desk_company)
    window = opened(qtbot, desk_company)

    window.view.open_at(wanted)
    window.ops.settle()

    shown = window.view.table.selected_row()
    assert shown is not None
    assert shown.row.id == wanted
    assert window.view.table.model.index(0, 3).data().startswith("put aside")
    assert not window.view.detail.dismiss.isVisible()
    window.press("Ctrl+Return")
    window.press("Alt+1")
    assert window.view.table.model.rowCount() == 0
    window.view.leave()
    window.ops.close()


def test_keys_lead_through_the_parts_of_the_tray(qtbot: QtBot, desk_company: Company) -> None:
    wanted = aside(desk_company)
    window = opened(qtbot, desk_company)

    window.press("Alt+2")
    in_aside = window.view.table.selected_row()
    window.press("Alt+3")

    assert in_aside is not None
    assert in_aside.row.id == wanted
    assert window.view.table.model.rowCount() == 0
    window.view.leave()
    window.ops.close()


def test_an_accepted_request_leads_to_its_ticket(qtbot: QtBot, desk_company: Company) -> None:
    ticket_id = logged(desk_company, title="Pompa")
    request_id = desk_company.get(Ticket, ticket_id).request_id
    window = opened(qtbot, desk_company)
    window.view.open_at(request_id)
    window.ops.settle()

    with qtbot.waitSignal(window.view.open_ticket_requested) as asked:
        window.press("Return")

    assert asked.args == [ticket_id]
    window.view.leave()
    window.ops.close()


def test_calling_back_copies_the_number(qtbot: QtBot, window: TrayWindow) -> None:
    with qtbot.waitSignal(window.view.call_back_requested) as asked:
        window.press("Ctrl+B")

    assert asked.args == ["+48612813035"]
    assert QGuiApplication.clipboard().text() == "+48 61 281 30 35"
    assert window.told == ["+48 61 281 30 35 is copied, ready to dial."]


def test_an_empty_tray_says_what_belongs_there(qtbot: QtBot, desk_company: Company) -> None:
    window = opened(qtbot, desk_company)

    assert window.view.title.text() == "Tray"
    accept = window.view.findChild(QWidget, "acceptButton")
    assert accept is not None
    assert not accept.isEnabled()
    window.view.leave()
    window.ops.close()
