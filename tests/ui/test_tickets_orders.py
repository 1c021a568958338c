"""Orders and visits by keyboard on a real SQLite company: made, recorded, and the ticket closes itself."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from fieldservice.domain.commands.orders import CreateOrders, NewOrder, create_orders
from fieldservice.domain.commands.tickets import CloseTicket, OpenOrders, close_ticket
from fieldservice.domain.model.base import new_id
from fieldservice.domain.model.catalogue import TicketState
from fieldservice.domain.model.order import LineKind, Visit, WorkLine, WorkOrder
from fieldservice.domain.model.people import Technician
from fieldservice.domain.model.ticket import Ticket
from fieldservice.domain.rules.order_states import OrderState, VisitState
from fieldservice.domain.rules.ticket_states import TicketStateType
from fieldservice.ui.kit.key_counter import KeyCounter
from fieldservice.ui.kit.keyboard import Keyboard
from fieldservice.ui.screens.tickets.orders_grid import OrdersGrid
from fieldservice.ui.screens.tickets.plan_dialog import PlanDialog
from fieldservice.ui.screens.tickets.visit_dialog import VisitDialog
from tests.factories import Company
from tests.store.ticket_givens import AT_NINE, covered_customer, logged, ordered, recorded
from tests.ui.tickets_scene import Do, TicketsScene, reopened_because

MOST_KEYS = 64


@pytest.fixture
def scene(desk_company: Company, qapp: QApplication) -> Iterator[TicketsScene]:
    made = TicketsScene(desk_company)
    yield made
    made.close()


def typing(scene: TicketsScene, *lines: tuple[str, str, str]) -> Do:
    """Type title, technician and time of each line, then save, all by keyboard."""

    def at_grid(dialog: OrdersGrid) -> None:
        keys = Keyboard(dialog)
        for place, (title, technician, when) in enumerate(lines):
            if place:
                keys.press("Return")
            keys.type(title)
            keys.press("Tab", "Tab", "Tab")
            keys.type(technician)
            keys.press("Tab")
            scene.settle()
            keys.type(when)
        scene.settle()
        dialog.check()
        scene.settle()
        keys.press("Ctrl+Return")
        scene.settle()

    return at_grid


def recording(scene: TicketsScene, outcome: int = 1, report: str = "") -> Do:
    """Take an outcome by its key and save the visit."""

    def at_visit(dialog: VisitDialog) -> None:
        keys = Keyboard(dialog)
        keys.press(f"Alt+{outcome}")
        dialog.report.setFocus()
        keys.type(report)
        keys.press("Ctrl+Return")
        scene.settle()

    return at_visit


def planned(company: Company) -> list[tuple[str, str, datetime | None]]:
    technicians = {company.technician(name): name for name in ("Marek Lis", "Ewa Sowa", "Jan Bąk")}
    orders = {order.id: order.number for order in company.rows(WorkOrder)}
    return sorted(
        (orders[visit.order_id], technicians[visit.technician_id], visit.planned_from)
        for visit in company.rows(Visit)
    )


@pytest.mark.covers("G01", "G02", "G04", "G06", "C17", "P-31")
def test_two_orders_for_two_technicians_both_done_close_the_ticket_and_a_third_opens_it(
    desk_company: Company, scene: TicketsScene
) -> None:
    ticket_id = logged(desk_company)
    scene.show(ticket_id)
    desk_company.clock.advance(hours=4)  # type: ignore[attr-defined]

    scene.expect(typing(scene, ("Naprawa", "mar", "today 9"), ("Czujnik", "ewa", "today 10:30")))
    scene.press_key("O")
    scene.select_order(1)
    scene.expect(recording(scene, report="filtr"))
    scene.press_key("V")
    half_done = desk_company.get(Ticket, ticket_id).state_type
    sentence = scene.words("closingSentence")
    scene.select_order(2)
    scene.expect(recording(scene))
    scene.press_key("V")
    closed = desk_company.get(Ticket, ticket_id).state_type
    told = [words for words in scene.course() if "closed by itself" in words]
    scene.page.show_view("closed")
    scene.settle()
    in_closed = scene.numbers()
    scene.expect(typing(scene, ("Jeszcze raz", "jan", "tomorrow 8")))
    scene.press_key("O")

    assert planned(desk_company)[:2] == [
        ("WAW-000001/1", "Marek Lis", datetime(2026, 11, 23, 8, 0, tzinfo=UTC)),
        ("WAW-000001/2", "Ewa Sowa", datetime(2026, 11, 23, 9, 30, tzinfo=UTC)),
    ]
    assert half_done is TicketStateType.IN_PROGRESS
    assert sentence == "The ticket closes by itself after order /2."
    assert closed is TicketStateType.CLOSED
    assert len(told) == 1
    assert scene.toasts == ["WAW-000001 closed itself: last order /2 done"]
    assert in_closed == ["WAW-000001"]
    assert desk_company.get(Ticket, ticket_id).state_type is not TicketStateType.CLOSED
    assert any("open again" in words for words in scene.course())


@pytest.mark.covers("G02")
def test_three_orders_from_a_ticket_take_few_keys_and_no_mouse(
    desk_company: Company, scene: TicketsScene
) -> None:
    scene.show(logged(desk_company))
    lines = (("Naprawa", "ma", "9"), ("Czujnik", "e", "10"), ("Odbior", "j", "11"))

    scene.expect(typing(scene, *lines))
    with KeyCounter() as counter:
        scene.press_key("O")

    strokes = counter.strokes
    assert len(desk_company.rows(WorkOrder)) == 3
    assert [who for _number, who, _when in planned(desk_company)] == ["Marek Lis", "Ewa Sowa", "Jan Bąk"]
    assert strokes.keys <= MOST_KEYS
    assert (strokes.points, strokes.buttons) == (0, 0)


@pytest.mark.covers("P-50")
def test_a_conflict_is_said_at_its_line_and_can_be_overridden_with_a_reason(
    desk_company: Company, scene: TicketsScene
) -> None:
    ticket_id = logged(desk_company)
    ordered(desk_company, ticket_id, at=AT_NINE)
    scene.show(ticket_id)
    said: list[str] = []

    def at_grid(dialog: OrdersGrid) -> None:
        keys = Keyboard(dialog)
        keys.type("Druga")
        keys.press("Tab", "Tab", "Tab")
        keys.type("mar")
        keys.press("Tab")
        scene.settle()
        keys.type("10")
        dialog.check()
        scene.settle()
        said.append(dialog.lines[0].conflict.text())
        keys.press("Ctrl+Return")
        scene.settle()
        said.append(scene.find(QLabel, "ordersGridError", dialog).text())
        said.append(str(len(desk_company.rows(WorkOrder))))
        keys.type("Marek zdazy")
        keys.press("Ctrl+Return")
        scene.settle()

    scene.expect(at_grid)
    scene.press_key("O")

    assert "Marek Lis" in said[0]
    assert said[1] == "Say why it is planned all the same, or change the lines."
    assert said[2] == "1"
    assert len(desk_company.rows(WorkOrder)) == 2


@pytest.mark.covers("P-48")
def test_who_may_not_override_is_told_so_and_keeps_what_was_typed(
    desk_company: Company, scene: TicketsScene
) -> None:
    ticket_id = logged(desk_company)
    ordered(desk_company, ticket_id, at=AT_NINE)
    desk_company.leave_only(desk_company.actor.user_id or new_id(), "edit_ticket", "plan_work")
    scene.show(ticket_id)
    said: list[str] = []

    def at_grid(dialog: OrdersGrid) -> None:
        typing(scene, ("Druga", "mar", "10"))(dialog)
        Keyboard(dialog).type("bo tak")
        Keyboard(dialog).press("Ctrl+Return")
        scene.settle()
        said.append(scene.find(QLabel, "ordersGridError", dialog).text())
        said.append(dialog.lines[0].title.text())
        dialog.reject()

    scene.expect(at_grid)
    scene.press_key("O")

    assert "right" in said[0]
    assert said[1] == "Druga"
    assert len(desk_company.rows(WorkOrder)) == 1


@pytest.mark.covers("P-47")
def test_a_block_set_after_the_ticket_is_told_when_the_grid_opens(
    desk_company: Company, scene: TicketsScene
) -> None:
    served = covered_customer(desk_company)
    ticket_id = logged(desk_company, served)
    desk_company.block(served[0])
    scene.show(ticket_id)
    said: list[str] = []

    def at_grid(dialog: OrdersGrid) -> None:
        said.append(scene.find(QLabel, "customerHold", dialog).text())
        dialog.reject()

    scene.expect(at_grid)
    scene.press_key("O")

    assert "Zaległości płatnicze" in said[0]
    assert desk_company.rows(WorkOrder) == []


def test_lines_half_typed_are_there_when_the_grid_is_opened_again(
    desk_company: Company, scene: TicketsScene
) -> None:
    scene.show(logged(desk_company))
    found: list[str] = []

    def give_up(dialog: OrdersGrid) -> None:
        keys = Keyboard(dialog)
        keys.type("Wymiana")
        keys.press("Return")
        keys.type("Odbior")
        dialog.reject()
        scene.settle()

    def look(dialog: OrdersGrid) -> None:
        scene.settle()
        found.extend(line.title.text() for line in dialog.lines)
        dialog.reject()

    scene.expect(give_up, look)
    scene.press_key("O")
    scene.press_key("O")

    assert found == ["Wymiana", "Odbior"]


@pytest.mark.covers("P-31")
@pytest.mark.parametrize(
    ("outcome", "state"),
    [(2, OrderState.TO_PLAN), (3, OrderState.TO_PLAN)],
)
def test_partly_done_and_no_access_leave_the_ticket_open_and_the_order_to_plan(
    desk_company: Company, scene: TicketsScene, outcome: int, state: OrderState
) -> None:
    ticket_id = logged(desk_company)
    (_, first), (order_id, _) = ordered(desk_company, ticket_id, 2)
    recorded(desk_company, first)
    scene.show(ticket_id)
    scene.select_order(2)

    scene.expect(recording(scene, outcome=outcome))
    scene.press_key("V")

    assert desk_company.get(WorkOrder, order_id).state is state
    assert desk_company.get(Ticket, ticket_id).state_type is TicketStateType.IN_PROGRESS
    assert scene.toasts == []


@pytest.mark.covers("P-31")
def test_when_all_orders_are_cancelled_the_screen_asks_what_becomes_of_the_ticket(
    desk_company: Company, scene: TicketsScene
) -> None:
    ticket_id = logged(desk_company)
    ordered(desk_company, ticket_id)
    scene.show(ticket_id)
    scene.select_order(1)
    scene.dialogs.answers.append("klient zrezygnował")

    scene.choose_for_order("cancel")

    assert "Close the ticket or make a new order" in scene.words("bannerWords")
    scene.expect(typing(scene, ("Inaczej", "ewa", "13")))
    scene.press("bannerOrderButton")
    assert scene.words("bannerWords") == ""
    assert desk_company.get(Ticket, ticket_id).state_type is TicketStateType.IN_PROGRESS


@pytest.mark.covers("P-31")
def test_a_late_order_of_a_ticket_closed_by_hand_is_shown_with_a_way_to_reopen(
    desk_company: Company, scene: TicketsScene
) -> None:
    ticket_id = logged(desk_company)
    desk_company.run(close_ticket, CloseTicket(ticket_id, "naprawił sam", OpenOrders.REFUSE))
    desk_company.run(create_orders, CreateOrders(ticket_id, (NewOrder(new_id(), "Czujnik"),)))
    scene.show(ticket_id)

    banner = scene.words("bannerWords")
    scene.expect(reopened_because(scene, "jednak potrzebne"))
    scene.press("bannerReopenButton")

    assert "WAW-000001/1" in banner
    assert desk_company.get(Ticket, ticket_id).state_type is TicketStateType.OPEN
    assert scene.words("bannerWords") == ""


@pytest.mark.covers("B07")
def test_time_travel_and_parts_are_booked_to_the_contract_that_the_dialog_names(
    desk_company: Company, scene: TicketsScene
) -> None:
    ticket_id = logged(desk_company)
    ordered(desk_company, ticket_id, at=AT_NINE - timedelta(hours=3))
    scene.show(ticket_id)
    scene.select_order(1)
    titles: list[str] = []

    def at_visit(dialog: VisitDialog) -> None:
        titles.extend(label.text() for label in dialog.booked.findChildren(QLabel))
        dialog.start.set_text("7")
        dialog.end.set_text("7:50")
        dialog.travel.set_text("0:40")
        line = dialog.booked.add_line()
        line.description.set_text("Filtr")
        line.quantity.set_text("2")
        line.amount.set_text("123,45")
        dialog.accept()
        scene.settle()

    scene.expect(at_visit)
    scene.press_key("V")

    contract = desk_company.get(Ticket, ticket_id).contract_id
    ticket = scene.page.detail.ticket
    assert ticket is not None
    assert ticket.contract_number in titles[0]
    booked = {(line.kind, int(line.quantity), line.amount_cents) for line in desk_company.rows(WorkLine)}
    assert booked == {(LineKind.TIME, 50, 0), (LineKind.TRAVEL, 40, 0), (LineKind.PART, 2, 12_345)}
    assert {line.contract_id for line in desk_company.rows(WorkLine)} == {contract}


@pytest.mark.covers("P-15", "P-31")
def test_correcting_an_outcome_books_no_time_twice_and_opens_the_ticket_again(
    desk_company: Company, scene: TicketsScene
) -> None:
    ticket_id = logged(desk_company)
    ordered(desk_company, ticket_id, at=AT_NINE - timedelta(hours=3))
    scene.show(ticket_id)
    scene.select_order(1)

    scene.expect(recording(scene, outcome=1))
    scene.press_key("V")
    closed = desk_company.get(Ticket, ticket_id).state_type
    scene.select_order(1)
    scene.expect(recording(scene, outcome=2))
    scene.press_key("V")

    assert closed is TicketStateType.CLOSED
    assert desk_company.get(Ticket, ticket_id).state_type is not TicketStateType.CLOSED
    assert [line.kind for line in desk_company.rows(WorkLine)] == [LineKind.TIME]


def test_a_visit_over_midnight_yesterday_is_recorded_as_such(
    desk_company: Company, scene: TicketsScene
) -> None:
    ticket_id = logged(desk_company)
    _, visit_id = ordered(desk_company, ticket_id)[0]
    scene.show(ticket_id)
    scene.select_order(1)

    def at_visit(dialog: VisitDialog) -> None:
        dialog.day.set_text("yesterday")
        dialog.start.set_text("23:30")
        dialog.end.set_text("0:15")
        dialog.accept()
        scene.settle()

    scene.expect(at_visit)
    scene.press_key("V")

    visit = desk_company.get(Visit, visit_id)
    assert visit.started_at == datetime(2026, 11, 22, 22, 30, tzinfo=UTC)
    assert visit.ended_at == datetime(2026, 11, 22, 23, 15, tzinfo=UTC)


def test_a_visit_is_started_and_moved(desk_company: Company, scene: TicketsScene) -> None:
    ticket_id = logged(desk_company)
    _, visit_id = ordered(desk_company, ticket_id)[0]
    scene.show(ticket_id)
    scene.select_order(1)

    def move(dialog: PlanDialog) -> None:
        keys = Keyboard(dialog)
        keys.press("Ctrl+A")
        keys.type("ewa")
        keys.press("Tab")
        scene.settle()
        dialog.moment.selectAll()
        QTest.keyClicks(dialog.moment, "tomorrow 8")
        keys.press("Ctrl+Return")
        scene.settle()

    scene.expect(move)
    scene.choose_for_order("move")
    moved = desk_company.get(Visit, visit_id)
    scene.press("startOrderButton")

    assert moved.technician_id == desk_company.technician("Ewa Sowa")
    assert moved.planned_from == datetime(2026, 11, 24, 7, 0, tzinfo=UTC)
    assert desk_company.get(Visit, visit_id).state is VisitState.STARTED


@pytest.mark.covers("G05")
def test_remote_work_is_told_apart_from_work_on_site(desk_company: Company, scene: TicketsScene) -> None:
    ticket_id = logged(desk_company)
    remote = NewOrder(new_id(), "Konsultacja", desk_company.work_kind("remote_advice"))
    desk_company.run(create_orders, CreateOrders(ticket_id, (remote,)))

    scene.show(ticket_id)

    model = scene.page.detail.course.orders.model
    assert "remote" in model.columns[0].cell(model.rows[0]).second


@pytest.mark.covers("P-29")
def test_everything_works_after_all_states_were_renamed(desk_company: Company, scene: TicketsScene) -> None:
    with desk_company.begin() as uow:
        for state in uow.session.query(TicketState):
            state.name, state.translations = f"etap {state.position}", {}
        uow.record("test.given", None)
        uow.commit()
    ticket_id = logged(desk_company)
    scene.show(ticket_id)

    scene.expect(typing(scene, ("Naprawa", "mar", "9")), recording(scene))
    scene.press_key("O")
    scene.select_order(1)
    scene.press_key("V")

    assert desk_company.get(Ticket, ticket_id).state_type is TicketStateType.CLOSED
    assert scene.toasts == ["WAW-000001 closed itself: last order /1 done"]


@pytest.mark.covers("A22", "G01")
def test_a_technician_who_is_not_known_yet_is_entered_in_the_grid(
    desk_company: Company, scene: TicketsScene, qtbot: QtBot
) -> None:
    ticket_id = logged(desk_company)

    def at_grid(dialog: OrdersGrid) -> None:
        keys = Keyboard(dialog)
        keys.type("Naprawa")
        keys.press("Tab", "Tab", "Tab")
        keys.type("Zofia Kruk")
        qtbot.waitUntil(lambda: dialog.lines[0].technician.is_open)
        keys.press("Return")
        scene.settle()
        keys.press("Ctrl+Return")
        scene.settle()

    scene.show(ticket_id)
    scene.expect(at_grid)
    scene.press_key("O")

    known = {technician.id: technician.name for technician in desk_company.rows(Technician)}
    assert [known[visit.technician_id] for visit in desk_company.rows(Visit)] == ["Zofia Kruk"]


def test_no_order_is_made_when_the_grid_is_given_up(desk_company: Company, scene: TicketsScene) -> None:
    scene.show(logged(desk_company))

    scene.expect(lambda dialog: dialog.reject())
    scene.press_key("O")

    assert desk_company.rows(WorkOrder) == []
