"""A ticket's life by keyboard: taken, handed over, put on wait, merged, split, linked, brought back, many at
once.
"""

from collections.abc import Iterator
from datetime import timedelta
from uuid import UUID

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from fieldservice.domain.commands.ticket_conduct import SetConduct, set_conduct
from fieldservice.domain.commands.ticket_links import LinkToProblem, link_to_problem
from fieldservice.domain.commands.ticket_merging import MergeTickets, merge_tickets
from fieldservice.domain.commands.tickets import ChangeTicket, CloseTicket, change_ticket, close_ticket
from fieldservice.domain.model.base import new_id
from fieldservice.domain.model.catalogue import Queue
from fieldservice.domain.model.people import UserAccount
from fieldservice.domain.model.ticket import Article, LinkKind, Request, RequestState, Ticket, TicketLink
from fieldservice.domain.rules.reopening import Reopening
from fieldservice.domain.rules.ticket_states import TicketStateType
from fieldservice.ui.kit.buttons import Button
from fieldservice.ui.kit.combo import Picker
from fieldservice.ui.kit.keyboard import Keyboard
from fieldservice.ui.kit.ops import ThreadedOps
from fieldservice.ui.screens.tickets.bulk_acts import BulkActs
from fieldservice.ui.screens.tickets.bulk_dialog import BulkDialog
from fieldservice.ui.screens.tickets.hand_dialog import HandDialog
from fieldservice.ui.screens.tickets.link_dialog import LinkDialog
from fieldservice.ui.screens.tickets.merge_dialog import MergeDialog
from fieldservice.ui.screens.tickets.reopen_dialog import ReopenDialog
from fieldservice.ui.screens.tickets.split_dialog import SplitDialog
from fieldservice.ui.screens.tickets.ticket_dialogs import CloseDialog
from fieldservice.ui.screens.tickets.wait_dialog import WaitDialog
from fieldservice.ui.screens.tickets.words import order_name
from tests.factories import Company
from tests.store.ticket_givens import AT_NINE, covered_customer, logged, ordered
from tests.ui.tickets_scene import TicketsScene


@pytest.fixture
def scene(desk_company: Company, qapp: QApplication) -> Iterator[TicketsScene]:
    made = TicketsScene(desk_company)
    yield made
    made.close()


@pytest.fixture
def served(desk_company: Company) -> tuple[UUID, UUID]:
    return covered_customer(desk_company)


def pick(scene: TicketsScene, picker: Picker, typed: str) -> None:
    """Type into a picker and take the first match with Enter."""
    picker.setFocus()
    Keyboard(picker).type(typed)
    Keyboard(picker).press("Return")
    scene.settle()


def save(scene: TicketsScene, dialog: object) -> None:
    Keyboard(dialog).press("Ctrl+Return")  # type: ignore[arg-type]
    scene.settle()


def bulk(scene: TicketsScene) -> BulkActs:
    return BulkActs(scene.parts, scene.page)


@pytest.mark.covers("A30", "C12", "X11")
def test_a_ticket_is_merged_by_one_key_and_the_merge_is_taken_back_by_another(
    desk_company: Company, scene: TicketsScene, served: tuple[UUID, UUID]
) -> None:
    first, second = logged(desk_company, served), logged(desk_company, served, title="Wyje")
    scene.show(first)

    def merge(dialog: MergeDialog) -> None:
        pick(scene, dialog.other, "wyje")
        save(scene, dialog)

    scene.expect(merge)
    scene.press_key("M")
    merged = desk_company.get(Ticket, first).state_type
    scene.dialogs.answers.append("pomyłka")
    scene.press_key("Shift+M")

    assert merged is TicketStateType.MERGED
    assert desk_company.get(Ticket, first).state_type is TicketStateType.NEW
    assert {each.ticket_id for each in desk_company.rows(Article) if each.reason is None} == {first, second}


def test_a_merge_without_the_other_ticket_is_told_at_the_foot(
    desk_company: Company, scene: TicketsScene, served: tuple[UUID, UUID]
) -> None:
    scene.show(logged(desk_company, served))
    told: list[str] = []

    def merge(dialog: MergeDialog) -> None:
        save(scene, dialog)
        told.append(scene.find(QLabel, "mergeTicketError", dialog).text())
        dialog.reject()

    scene.expect(merge)
    scene.press_key("M")

    assert told == ["Choose the ticket that lives on."]


@pytest.mark.covers("P-26")
def test_a_ticket_is_split_with_what_was_ticked(
    desk_company: Company, scene: TicketsScene, served: tuple[UUID, UUID]
) -> None:
    source = logged(desk_company, served, description="stoi i cieknie")
    scene.show(source)

    def split(dialog: SplitDialog) -> None:
        Keyboard(dialog.title).type("Cieknie z boku")
        dialog.said[0][1].setChecked(True)
        dialog.moves.setChecked(True)
        save(scene, dialog)

    scene.expect(split)
    scene.press_key("B")

    made = next(each for each in desk_company.rows(Ticket) if each.id != source)
    said = next(each for each in desk_company.rows(Article) if each.text == "stoi i cieknie")
    assert (made.title, said.ticket_id) == ("Cieknie z boku", made.id)


@pytest.mark.covers("C08", "C09")
def test_a_wait_asks_until_when_and_says_so_when_it_is_missing(
    desk_company: Company, scene: TicketsScene
) -> None:
    ticket_id = logged(desk_company)
    scene.show(ticket_id)
    told: list[str] = []

    def wait(dialog: WaitDialog) -> None:
        dialog.state.set_value(desk_company.ticket_state("waiting_execution"))
        save(scene, dialog)
        told.append(scene.find(QLabel, "waitTicketError", dialog).text())
        QTest.keyClicks(dialog.until, "tomorrow 9")
        QTest.keyClicks(dialog.because, "rusztowanie")
        save(scene, dialog)

    scene.expect(wait)
    scene.press_key("W")

    ticket = desk_company.get(Ticket, ticket_id)
    assert told[0].startswith("Until when?")
    assert ticket.state_id == desk_company.ticket_state("waiting_execution")
    assert ticket.wait_because == "rusztowanie"
    assert ticket.wait_until is not None


@pytest.mark.covers("E01", "E19")
def test_a_ticket_is_handed_to_a_queue_and_pulled_from_it(desk_company: Company, scene: TicketsScene) -> None:
    queue = Queue(id=new_id(), code="back", name="Back office", position=5)
    queue_id = queue.id
    desk_company.put(queue)
    ticket_id = logged(desk_company, owner_id=desk_company.actor.user_id)
    scene.show(ticket_id)

    def hand(dialog: HandDialog) -> None:
        dialog.queue.set_value(queue_id)
        dialog.note.set_text("klient prosi o rabat")
        save(scene, dialog)

    scene.expect(hand)
    scene.press_key("A")
    handed = desk_company.get(Ticket, ticket_id)
    scene.press_key("T")

    assert (handed.queue_id, handed.owner_id) == (queue_id, None)
    assert desk_company.get(Ticket, ticket_id).owner_id == desk_company.actor.user_id


@pytest.mark.covers("C14")
def test_where_the_type_wants_it_so_a_closed_ticket_goes_on_as_a_new_one(
    desk_company: Company, scene: TicketsScene
) -> None:
    ticket_id = logged(desk_company)
    desk_company.run(close_ticket, CloseTicket(ticket_id, "gotowe"))
    desk_company.run(set_conduct, SetConduct(desk_company.ticket_type(), Reopening.AS_NEW))
    scene.show(ticket_id)
    chosen: list[bool] = []

    def reopen(dialog: ReopenDialog) -> None:
        chosen.append(dialog.as_new.isChecked())
        dialog.because.set_text("znowu stoi")
        save(scene, dialog)

    scene.expect(reopen)
    scene.press_key("R")

    (link,) = desk_company.rows(TicketLink)
    assert chosen == [True]
    assert (link.kind, link.to_id) == (LinkKind.REOPENED_FROM, ticket_id)
    assert desk_company.get(Ticket, ticket_id).state_type is TicketStateType.CLOSED


def test_what_the_contract_does_not_cover_any_more_is_served_with_a_reason(
    desk_company: Company, scene: TicketsScene
) -> None:
    ticket_id = logged(desk_company)
    desk_company.run(close_ticket, CloseTicket(ticket_id, "gotowe"))
    desk_company.clock.advance(days=60)  # type: ignore[attr-defined]
    scene.show(ticket_id)

    def reopen(dialog: ReopenDialog) -> None:
        dialog.as_new.setChecked(True)
        dialog.because.set_text("znowu stoi")
        save(scene, dialog)
        QTest.keyClicks(dialog.override, "umowa w drodze")
        save(scene, dialog)

    scene.expect(reopen)
    scene.press_key("R")

    made = next(each for each in desk_company.rows(Ticket) if each.id != ticket_id)
    assert made.override_because == "umowa w drodze"


@pytest.mark.covers("P-11")
def test_p11_what_a_blocked_customer_asks_for_again_waits_in_the_tray(
    desk_company: Company, scene: TicketsScene
) -> None:
    customer, unit = covered_customer(desk_company)
    ticket_id = logged(desk_company, (customer, unit))
    desk_company.run(close_ticket, CloseTicket(ticket_id, "gotowe"))
    desk_company.block(customer)
    scene.show(ticket_id)

    def reopen(dialog: ReopenDialog) -> None:
        dialog.as_new.setChecked(True)
        dialog.because.set_text("znowu stoi")
        save(scene, dialog)
        dialog.parks.setChecked(True)
        save(scene, dialog)

    scene.expect(reopen)
    scene.press_key("R")

    assert len(desk_company.rows(Ticket)) == 1
    (parked,) = (row for row in desk_company.rows(Request) if row.state is RequestState.PARKED)
    assert (parked.customer_id, parked.equipment_id) == (customer, unit)
    assert (parked.parked_because, parked.verdict_outcome) == ("znowu stoi", "blocked")
    reasons = [row.reason for row in desk_company.rows(Article) if row.reason]
    assert {"code": "ticket.asked_again", "values": {"because": "znowu stoi"}} in reasons


@pytest.mark.covers("C22")
def test_an_incident_is_linked_to_its_problem_and_the_dialog_says_what_recurs(
    desk_company: Company, scene: TicketsScene, served: tuple[UUID, UUID]
) -> None:
    problem = logged(desk_company, served, title="Seria", type_id=desk_company.ticket_type("problem"))
    incident = logged(desk_company, served)
    scene.show(incident)
    told: list[str] = []

    def link(dialog: LinkDialog) -> None:
        told.append(scene.find(QLabel, "recurringWords", dialog).text())
        pick(scene, dialog.other, "seria")
        save(scene, dialog)

    scene.expect(link)
    scene.press_key("L")

    (made,) = desk_company.rows(TicketLink)
    assert (made.from_id, made.to_id) == (incident, problem)
    assert told == ["On this unit there was 1 other ticket lately: WAW-000001."]


@pytest.mark.covers("C22")
def test_closing_a_problem_offers_to_close_its_incidents(
    desk_company: Company, scene: TicketsScene, served: tuple[UUID, UUID]
) -> None:
    problem = logged(desk_company, served, type_id=desk_company.ticket_type("problem"))
    incidents = [logged(desk_company, served) for _number in range(2)]
    for each in incidents:
        desk_company.run(link_to_problem, LinkToProblem(new_id(), each, problem))
    scene.show(problem)

    def close(dialog: CloseDialog) -> None:
        dialog.because.set_text("wymieniono partię")
        dialog.accept()
        scene.settle()

    scene.expect(close)
    scene.dialogs.answers.append(True)
    scene.press_key("C")

    assert "2 incidents" in scene.dialogs.asked[-1].about[0].title
    assert {desk_company.get(Ticket, each).closed_because for each in incidents} == {"wymieniono partię"}


def test_many_tickets_are_changed_after_a_dry_run_and_taken_back_by_one_undo(
    desk_company: Company, scene: TicketsScene, served: tuple[UUID, UUID]
) -> None:
    ids = [logged(desk_company, served) for _number in range(4)]
    ordered(desk_company, ids[2])
    desk_company.run(close_ticket, CloseTicket(ids[3], "gotowe"))
    told: list[str] = []

    def close(dialog: BulkDialog) -> None:
        QTest.keyClicks(dialog.because, "koniec akcji")
        dialog._pause.timeout.emit()
        scene.settle()
        told.extend([dialog.said.text(), dialog.refused.text(), dialog.go_on.text()])
        dialog.go_on.click()
        scene.settle()

    scene.expect(close)
    bulk(scene).close(ids)
    scene.settle()
    closed = [desk_company.get(Ticket, each).state_type for each in ids[:3]]
    scene.undo.undo()
    scene.settle()

    assert told[0] == "2 of 4 tickets change."
    assert "WAW-000003 was not closed" in told[1]
    assert told[2] == "Close 2 tickets"
    assert closed[:2] == [TicketStateType.CLOSED] * 2
    assert not closed[2].is_terminal
    assert not any(desk_company.get(Ticket, each).state_type.is_terminal for each in ids[:3])


def test_many_tickets_can_be_given_to_nobody(desk_company: Company, scene: TicketsScene) -> None:
    ids = [logged(desk_company), logged(desk_company, title="Pompa")]
    owner = desk_company.actor.user_id
    for ticket in ids:
        desk_company.run(change_ticket, ChangeTicket(ticket, None, (("owner_id", owner),)))

    def free(dialog: BulkDialog) -> None:
        dialog.target.set_value(None)
        scene.settle()
        dialog._look()
        scene.settle()
        dialog.accept()
        scene.settle()

    scene.expect(free)
    bulk(scene).change_owner(ids)
    scene.settle()

    assert {desk_company.get(Ticket, each).owner_id for each in ids} == {None}


def test_a_bulk_change_is_made_on_real_threads_with_progress(
    desk_company: Company, qtbot: QtBot, served: tuple[UUID, UUID]
) -> None:
    ids = [logged(desk_company, served) for _number in range(12)]
    scene = TicketsScene(desk_company, make_ops=ThreadedOps)

    def change(dialog: BulkDialog) -> None:
        qtbot.waitUntil(dialog.go_on.isEnabled)
        dialog.go_on.click()
        qtbot.waitUntil(lambda: dialog.changes is not None)

    scene.expect(change)
    bulk(scene).change_priority(ids)
    qtbot.waitUntil(lambda: not scene.dialogs.steps)

    assert {desk_company.get(Ticket, each).priority for each in ids} == {5}
    scene.close()


def test_who_was_quicker_is_said_when_a_ticket_is_pulled_too_late(
    desk_company: Company, scene: TicketsScene
) -> None:
    """The screen shows it unassigned still; meanwhile a colleague took it."""
    ticket_id = logged(desk_company)
    scene.show(ticket_id)
    colleague = UserAccount(id=new_id(), login="ewa", name="Ewa Żak", rights=["everything"])
    colleague_id = colleague.id
    desk_company.put(colleague)
    desk_company.run(change_ticket, ChangeTicket(ticket_id, None, (("owner_id", colleague_id),)))
    scene.dialogs.answers.append(False)

    scene.press_key("T")

    assert "Ewa Żak was quicker" in scene.dialogs.asked[-1].about[0].what
    assert desk_company.get(Ticket, ticket_id).owner_id == colleague_id


def test_in_a_merged_ticket_only_taking_the_merge_back_is_offered(
    desk_company: Company, scene: TicketsScene, served: tuple[UUID, UUID]
) -> None:
    first, second = logged(desk_company, served), logged(desk_company, served)
    desk_company.run(merge_tickets, MergeTickets(first, second))
    scene.show(first)

    actions = scene.parts.services.actions
    usable = {spec.id for spec, _action in actions.usable()}

    assert "tickets.unmerge" in usable
    assert not {"tickets.merge", "tickets.split", "tickets.wait", "tickets.hand", "tickets.take"} & usable


@pytest.mark.covers("P-38")
def test_from_a_merged_ticket_one_key_leads_to_the_one_that_lives_on(
    desk_company: Company, scene: TicketsScene, served: tuple[UUID, UUID]
) -> None:
    first, second, third = (logged(desk_company, served) for _number in range(3))
    desk_company.run(merge_tickets, MergeTickets(first, second))
    desk_company.run(merge_tickets, MergeTickets(second, third))
    scene.show(first)

    scene.press_key("G")

    assert scene.words("ticketNumber") == "WAW-000003"


@pytest.mark.covers("P-38")
def test_an_order_that_came_with_a_merged_ticket_keeps_its_printed_number(
    desk_company: Company, scene: TicketsScene, served: tuple[UUID, UUID]
) -> None:
    first, second = logged(desk_company, served), logged(desk_company, served)
    ordered(desk_company, first)
    ordered(desk_company, second, at=AT_NINE + timedelta(hours=4))
    desk_company.run(merge_tickets, MergeTickets(first, second))

    scene.show(second)

    lines = scene.page.detail.course.orders.model.rows
    assert [order_name(line.order) for line in lines] == ["/1 Naprawa", "WAW-000001/1 Naprawa"]


def test_choosing_a_waiting_state_asks_until_when(desk_company: Company, scene: TicketsScene) -> None:
    ticket_id = logged(desk_company)
    scene.show(ticket_id)
    scene.dialogs.answers.append(desk_company.ticket_state("waiting_parts"))
    chosen: list[object] = []

    def wait(dialog: WaitDialog) -> None:
        chosen.append(dialog.state.value)
        dialog.until.show_moment(desk_company.clock.now() + timedelta(days=1))
        save(scene, dialog)

    scene.expect(wait)
    scene.press_key("S")

    assert chosen == [desk_company.ticket_state("waiting_parts")]
    assert desk_company.get(Ticket, ticket_id).state_type is TicketStateType.PENDING_REMINDER


def test_the_buttons_of_a_bulk_change_can_be_reached_by_keyboard(
    desk_company: Company, scene: TicketsScene, served: tuple[UUID, UUID]
) -> None:
    ids = [logged(desk_company, served)]
    seen: list[str] = []

    def look(dialog: BulkDialog) -> None:
        scene.settle()
        dialog.target.setFocus()
        for _step in range(3):
            Keyboard(dialog).press("Tab")
            focused = QApplication.focusWidget()
            seen.append(focused.objectName() if focused is not None else "")
        scene.find(Button, "giveUpButton", dialog).click()

    scene.expect(look)
    bulk(scene).put_in_state(ids)
    scene.settle()

    assert {"giveUpButton", "goOnButton"} <= set(seen)
