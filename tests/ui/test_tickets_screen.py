"""The tickets' screen by keyboard on a real SQLite company: found, shown, changed, closed, opened again."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from fieldservice.domain.commands.tickets import (
    ChangeTicket,
    PutInState,
    SetExpectedClosing,
    change_ticket,
    put_ticket_in_state,
    set_expected_closing,
)
from fieldservice.domain.model.order import WorkOrder
from fieldservice.domain.model.ticket import Article, Ticket
from fieldservice.domain.rules.order_states import OrderState
from fieldservice.domain.rules.settle import ClosedBy
from fieldservice.domain.rules.ticket_states import TicketStateType
from fieldservice.ui.kit.buttons import Button
from fieldservice.ui.kit.chips import Chip
from fieldservice.ui.kit.immediate_ops import ImmediateOps
from fieldservice.ui.kit.ops import ThreadedOps
from fieldservice.ui.screens.tickets.edit_dialog import EditDialog
from fieldservice.ui.screens.tickets.ticket_dialogs import CloseDialog, ExpectedClosingDialog
from tests.factories import Company
from tests.store.ticket_givens import covered_customer, logged, ordered, recorded
from tests.ui.tickets_scene import TicketsScene, reopened_because


@pytest.fixture
def scene(desk_company: Company, qapp: QApplication) -> Iterator[TicketsScene]:
    made = TicketsScene(desk_company)
    yield made
    made.close()


@pytest.mark.covers("C29", "G03")
def test_a_view_shows_its_tickets_and_its_count_and_the_first_one_at_the_right(
    desk_company: Company, scene: TicketsScene
) -> None:
    first = logged(desk_company, title="Pompa hałasuje", owner_id=desk_company.actor.user_id)
    logged(desk_company, title="Drzwi")

    scene.page.show_view("mine")
    scene.settle()

    assert scene.numbers() == ["WAW-000001"]
    assert scene.find(Button, "view_unassigned").accessibleName() == "Unassigned, 1"
    assert scene.words("ticketNumber") == "WAW-000001"
    assert scene.page.detail.ticket is not None
    assert scene.page.detail.ticket.id == first


def test_a_change_by_somebody_else_is_seen_and_the_selection_stays(
    desk_company: Company, scene: TicketsScene
) -> None:
    ids = [logged(desk_company, title=f"Usterka {place}") for place in range(3)]
    scene.page.show_view("open")
    scene.settle()
    scene.page.list.table.view.select_row(1)
    scene.settle()
    second = scene.page.list.selected_id()
    command = SetExpectedClosing(ids[2], desk_company.clock.now() + timedelta(minutes=5), "pilne")

    scene.ops.command(set_expected_closing, command)
    scene.settle()

    assert scene.numbers()[0] == "WAW-000003"
    assert scene.page.list.selected_id() == second


@pytest.mark.covers("P-74")
def test_typing_a_word_narrows_the_list(desk_company: Company, scene: TicketsScene) -> None:
    logged(desk_company, covered_customer(desk_company, name="Łódzkie Zakłady"), title="Pompa")
    logged(desk_company, title="Drzwi")
    scene.page.show_view("open")
    scene.settle()

    scene.press_key("F")
    scene.keys.type("lodz")
    scene.page.list.show_text(scene.page.filter.text())
    scene.settle()

    assert scene.numbers() == ["WAW-000001"]


def test_single_keys_are_letters_inside_a_field(desk_company: Company, scene: TicketsScene) -> None:
    scene.show(logged(desk_company))

    scene.press_key("N")
    scene.keys.type("once more")

    assert scene.page.detail.composer.text.text() == "once more"
    assert scene.dialogs.seen == []


@pytest.mark.covers("C03", "F02")
def test_a_note_is_added_by_keyboard_and_stands_in_the_course(
    desk_company: Company, scene: TicketsScene
) -> None:
    ticket_id = logged(desk_company)
    scene.show(ticket_id)

    scene.press_key("N")
    scene.keys.type("Klient prosi o telefon")
    scene.press_key("Ctrl+Return")

    article = max(desk_company.rows(Article), key=lambda each: each.id)
    assert (article.text, article.is_internal) == ("Klient prosi o telefon", True)
    assert scene.course()[0] == "Note"
    assert scene.page.detail.composer.text.text() == ""
    assert desk_company.get(Ticket, ticket_id).state_type is TicketStateType.OPEN


def test_what_was_half_typed_on_a_ticket_is_there_when_one_comes_back(
    desk_company: Company, scene: TicketsScene
) -> None:
    first, second = logged(desk_company), logged(desk_company)
    scene.show(first)
    scene.press_key("N")
    scene.keys.type("Numer bramy")

    scene.show(second)
    on_second = scene.page.detail.composer.text.text()
    scene.show(first)

    assert on_second == ""
    assert scene.page.detail.composer.text.text() == "Numer bramy"


@pytest.mark.covers("C18")
def test_closing_by_hand_with_open_orders_says_what_becomes_of_them(
    desk_company: Company, scene: TicketsScene
) -> None:
    ticket_id = logged(desk_company)
    ordered(desk_company, ticket_id, 2)
    scene.show(ticket_id)
    verbs: list[str] = []

    def close(dialog: CloseDialog) -> None:
        verbs.append(dialog.go_on.text())
        dialog.keep_orders.setChecked(True)
        verbs.append(dialog.go_on.text())
        dialog.cancel_orders.setChecked(True)
        dialog.because.set_text("Klient naprawił sam")
        dialog.accept()
        scene.settle()

    scene.expect(close)
    scene.press_key("C")

    ticket = desk_company.get(Ticket, ticket_id)
    assert verbs == ["Close and cancel 2 orders", "Close and keep 2 orders open"]
    assert ticket.closed_by is ClosedBy.HAND
    assert {order.state for order in desk_company.rows(WorkOrder)} == {OrderState.CANCELLED}


def test_closing_without_a_reason_is_told_in_the_dialog_and_nothing_is_closed(
    desk_company: Company, scene: TicketsScene
) -> None:
    ticket_id = logged(desk_company)
    scene.show(ticket_id)
    told: list[str] = []

    def close(dialog: CloseDialog) -> None:
        dialog.accept()
        scene.settle()
        told.append(scene.find(QLabel, "closeTicketError", dialog).text())
        dialog.reject()

    scene.expect(close)
    scene.press_key("C")

    assert told == ["Write in a few words why it is closed."]
    assert desk_company.get(Ticket, ticket_id).closed_at is None


def test_a_closed_ticket_is_opened_again_with_a_reason(desk_company: Company, scene: TicketsScene) -> None:
    ticket_id = logged(desk_company)
    recorded(desk_company, ordered(desk_company, ticket_id)[0][1])
    scene.show(ticket_id)
    scene.expect(reopened_because(scene, "Jednak nie działa"))

    scene.press_key("R")

    assert desk_company.get(Ticket, ticket_id).state_type is TicketStateType.OPEN
    assert "reopened by hand" in scene.words("closingSentence")


@pytest.mark.covers("C25", "E16")
def test_title_and_priority_are_changed_and_the_history_says_from_what_to_what(
    desk_company: Company, scene: TicketsScene
) -> None:
    ticket_id = logged(desk_company)
    scene.show(ticket_id)

    def edit(dialog: EditDialog) -> None:
        dialog.title.set_text("Wyje od rana")
        dialog.priority.set_value(5)
        dialog.responsible.set_value(desk_company.actor.user_id)
        dialog.accept()
        scene.settle()

    scene.expect(edit)
    scene.press_key("E")
    scene.press_key("H")

    ticket = desk_company.get(Ticket, ticket_id)
    latest = scene.page.detail.history.timeline.entries[0]
    assert (ticket.title, ticket.priority) == ("Wyje od rana", 5)
    assert ticket.responsible_id == desk_company.actor.user_id
    assert "Priority: 3 → 5" in latest.text
    assert "Subject: Hałasuje → Wyje od rana" in latest.text
    assert latest.who.startswith("Anna Kowal")


def test_a_change_by_somebody_else_to_another_field_is_kept_beside_mine(
    desk_company: Company, scene: TicketsScene
) -> None:
    ticket_id = logged(desk_company)
    scene.show(ticket_id)

    def edit(dialog: EditDialog) -> None:
        version = desk_company.get(Ticket, ticket_id).version
        desk_company.run(change_ticket, ChangeTicket(ticket_id, version, (("title", "Inny tytuł"),)))
        dialog.priority.set_value(5)
        dialog.accept()
        scene.settle()

    scene.expect(edit)
    scene.press_key("E")

    ticket = desk_company.get(Ticket, ticket_id)
    assert (ticket.title, ticket.priority) == ("Inny tytuł", 5)


@pytest.mark.covers("C29")
def test_another_closing_is_promised_with_a_reason(desk_company: Company, scene: TicketsScene) -> None:
    ticket_id = logged(desk_company)
    scene.show(ticket_id)

    def promise(dialog: ExpectedClosingDialog) -> None:
        QTest.keyClicks(dialog.moment, "tomorrow 15:30")
        dialog.because.set_text("czeka na czujnik")
        dialog.accept()
        scene.settle()

    scene.expect(promise)
    scene.press_key("D")

    ticket = desk_company.get(Ticket, ticket_id)
    assert ticket.expected_closing_because == "czeka na czujnik"
    assert scene.words("factDue") == "tomorrow 15:30"


@pytest.mark.covers("C02", "P-29")
def test_a_state_is_chosen_by_the_companys_own_name(desk_company: Company, scene: TicketsScene) -> None:
    ticket_id = logged(desk_company)
    scene.show(ticket_id)
    scene.dialogs.answers.append(desk_company.ticket_state("planned"))

    scene.press_key("S")

    options = scene.dialogs.asked[-1].about[1]
    assert desk_company.get(Ticket, ticket_id).state_type is TicketStateType.IN_PROGRESS
    assert [option.value for option in options if option.words in {"closed", "merged"}] == []


def test_taking_over_makes_the_ticket_mine_and_can_be_undone(
    desk_company: Company, scene: TicketsScene
) -> None:
    ticket_id = logged(desk_company)
    scene.show(ticket_id)

    scene.press_key("T")
    owner = desk_company.get(Ticket, ticket_id).owner_id
    scene.undo.undo()
    scene.settle()

    assert owner == desk_company.actor.user_id
    assert desk_company.get(Ticket, ticket_id).owner_id is None


@pytest.mark.covers("B04")
def test_the_frozen_verdict_is_shown_with_its_lights_and_the_deciding_contract(
    desk_company: Company, scene: TicketsScene
) -> None:
    scene.show(logged(desk_company))

    scene.press("backgroundTab")

    lights = scene.page.detail.background.lights
    ticket = scene.page.detail.ticket
    assert ticket is not None
    assert [light.word for light in lights.lights] == ["Customer", "Block", "Contract", "Coverage"]
    assert ticket.contract_number in lights.sentence.text()


def test_an_empty_view_says_so_and_leads_to_all_open_ones(desk_company: Company, scene: TicketsScene) -> None:
    logged(desk_company)
    scene.page.show_view("mine")
    scene.settle()

    scene.press("ticketTableEmptyButton")

    assert scene.numbers() == ["WAW-000001"]
    assert scene.find(Button, "view_open").isChecked()


@pytest.mark.covers("P-74")
def test_the_list_is_painted_before_the_right_half_is_built(desk_company: Company, qtbot: QtBot) -> None:
    logged(desk_company)
    scene = TicketsScene(desk_company, waits=False)
    ops = scene.ops
    assert isinstance(ops, ImmediateOps)
    ops.settle()
    scene.page.show_view("open")
    ops.settle()

    assert scene.page.list.table.model.rowCount() == 1
    assert scene.page.findChild(QLabel, "ticketNumber") is None

    qtbot.waitUntil(lambda: scene.page.findChild(QLabel, "ticketNumber") is not None)
    scene.settle()
    assert scene.words("ticketNumber") == "WAW-000001"
    scene.close()


@pytest.mark.covers("P-74")
def test_on_real_threads_the_list_and_the_ticket_arrive_and_a_change_is_shown(
    desk_company: Company, qtbot: QtBot
) -> None:
    ticket_id = logged(desk_company)
    scene = TicketsScene(desk_company, make_ops=ThreadedOps)
    scene.page.show_view("open")

    qtbot.waitUntil(lambda: scene.words("ticketNumber") == "WAW-000001")
    until = desk_company.clock.now() + timedelta(days=2)
    command = PutInState(ticket_id, desk_company.ticket_state("waiting_parts"), until)
    scene.ops.command(put_ticket_in_state, command)
    qtbot.waitUntil(lambda: scene.find(Chip, "ticketState").text == "waiting for parts")

    assert scene.numbers() == ["WAW-000001"]
    scene.close()


@pytest.mark.covers("P-74")
def test_a_long_list_is_fetched_page_by_page_as_one_scrolls(
    desk_company: Company, scene: TicketsScene
) -> None:
    served = covered_customer(desk_company)
    for _ in range(105):
        logged(desk_company, served)
    scene.page.show_view("open")
    scene.settle()
    first_page = len(scene.numbers())

    bar = scene.page.list.table.view.verticalScrollBar()
    bar.setValue(bar.maximum())
    scene.settle()

    assert first_page == 100
    assert len(set(scene.numbers())) == 105


def test_the_customer_of_the_ticket_is_one_key_away(
    desk_company: Company, scene: TicketsScene, qtbot: QtBot
) -> None:
    served = covered_customer(desk_company)
    scene.show(logged(desk_company, served))

    with qtbot.waitSignal(scene.page.open_customer_requested) as told:
        scene.press_key("K")

    assert told.args == [served[0]]


def test_a_desk_without_any_ticket_offers_a_new_request_in_every_view(
    scene: TicketsScene, qtbot: QtBot
) -> None:
    scene.settle()
    offered = scene.find(Button, "ticketTableEmptyButton")

    with qtbot.waitSignal(scene.page.new_request_requested):
        offered.click()

    assert (scene.page.list.view, offered.text()) == ("mine", "New request")


def test_an_empty_view_leads_to_the_open_tickets_where_there_are_some(
    desk_company: Company, scene: TicketsScene
) -> None:
    logged(desk_company)
    scene.page.show_view("vip")
    scene.page.list.reload()
    scene.settle()

    assert scene.find(Button, "ticketTableEmptyButton").text() == "Show all open tickets"


def test_the_smallest_list_keeps_the_due_moment_in_sight(desk_company: Company, scene: TicketsScene) -> None:
    logged(desk_company)
    scene.page.show_view("open")
    scene.settle()
    scene.page.list.set_narrow(narrow=True)
    scene.page.list.resize(260, 500)

    assert scene.page.list.columns == ("clock", "title", "due")
