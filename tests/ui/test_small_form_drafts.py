"""Small dialogs lose nothing either: reasons, a visit half planned, a change of many, a grade, a caller."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from fieldservice.domain.commands.orders import CancelOrder, cancel_order
from fieldservice.domain.model.base import new_id
from fieldservice.domain.model.journal import Draft
from fieldservice.ui.kit.dialogs import QtDialogs, Question
from fieldservice.ui.screens.intake.new_customer import CustomerEntry, NewCustomerDialog
from fieldservice.ui.screens.systems.dialogs import GrantsDialog
from fieldservice.ui.screens.tickets.bulk_acts import BulkActs
from fieldservice.ui.screens.tickets.bulk_dialog import BulkDialog
from fieldservice.ui.screens.tickets.edit_dialog import EditDialog
from fieldservice.ui.screens.tickets.plan_dialog import PlanDialog
from fieldservice.ui.screens.tickets.reopen_dialog import ReopenDialog
from tests.factories import TECHNICIANS, Company
from tests.store.ticket_givens import logged, ordered
from tests.ui.tickets_scene import TicketsScene


@pytest.fixture
def scene(desk_company: Company) -> Iterator[TicketsScene]:
    made = TicketsScene(desk_company)
    yield made
    made.close()


def _leave(scene: TicketsScene, do: Callable[[Any], object]) -> Callable[[Any], None]:
    """Do this in the dialog, and leave it by Escape."""

    def step(dialog: Any) -> None:
        scene.settle()
        do(dialog)
        dialog.reject()
        scene.settle()

    return step


def _type(field: Any, text: str) -> None:
    field.set_draft_value(text)
    if hasattr(field, "textEdited"):
        field.textEdited.emit(text)


@pytest.fixture
def dialogs(qtbot: QtBot, scene: TicketsScene) -> QtDialogs:
    made = QtDialogs(scene.window)
    made.keep_drafts(scene.parts)
    return made


def _asked(scene: TicketsScene, dialogs: QtDialogs, question: Question, do: Callable[[Any], object]) -> Any:
    """Ask, and do this in the dialog instead of waiting for a person."""

    def run(dialog: Any) -> bool:
        dialog.show()
        scene.settle()
        do(dialog)
        scene.settle()
        accepted = bool(dialog.result())
        dialog.close()
        dialog.deleteLater()
        return accepted

    dialogs.run = run  # type: ignore[method-assign]
    return dialogs.ask_text(question)


@pytest.mark.covers("P-40")
def test_a_reason_is_back_until_what_it_was_said_for_is_done(
    desk_company: Company, scene: TicketsScene, dialogs: QtDialogs
) -> None:
    ((order, _visit),) = ordered(desk_company, logged(desk_company))
    question = Question("Cancel?", yes="Cancel the order", label="Why", draft=order)
    seen: list[str] = []

    def give_up(dialog: Any) -> None:
        _type(dialog.findChild(QWidget, "textDialogField"), "klient zrezygnował")
        dialog.reject()

    def say(dialog: Any) -> None:
        seen.append(dialog.typed)
        dialog.accept()

    _asked(scene, dialogs, question, give_up)
    refused = _asked(scene, dialogs, question, say)
    because = _asked(scene, dialogs, question, say)
    scene.ops.command(cancel_order, CancelOrder(order, because))
    scene.settle()

    assert seen == ["klient zrezygnował", "klient zrezygnował"]
    assert refused == because
    assert desk_company.rows(Draft) == []


def test_a_question_without_a_draft_keeps_nothing(
    desk_company: Company, scene: TicketsScene, dialogs: QtDialogs
) -> None:
    def give_up(dialog: Any) -> None:
        _type(dialog.findChild(QWidget, "textDialogField"), "tajne hasło")
        dialog.reject()

    _asked(scene, dialogs, Question("The backup is sealed", yes="Open", label="Passphrase"), give_up)

    assert desk_company.rows(Draft) == []


@pytest.mark.covers("P-40")
def test_grades_half_changed_are_back(desk_company: Company, scene: TicketsScene) -> None:
    scene.show(logged(desk_company))
    seen: list[int] = []

    def change(dialog: EditDialog) -> None:
        dialog.impact.set_value(5)
        dialog.urgency.set_value(4)

    def look(dialog: EditDialog) -> None:
        seen.extend((dialog.impact.value, dialog.urgency.value))

    scene.expect(_leave(scene, change), _leave(scene, look))
    scene.page.acts.edit()
    scene.settle()
    scene.page.acts.edit()
    scene.settle()

    assert seen == [5, 4]


@pytest.mark.covers("P-40")
def test_a_visit_half_planned_is_back_with_who_goes(desk_company: Company, scene: TicketsScene) -> None:
    ticket = logged(desk_company)
    ordered(desk_company, ticket)
    scene.show(ticket)
    scene.select_order(1)
    seen: list[str] = []

    def plan(dialog: PlanDialog) -> None:
        other = next(person for person in dialog._people if person.name == TECHNICIANS[1])
        dialog._set_who(str(other.id))
        _type(dialog.minutes, "75")

    def look(dialog: PlanDialog) -> None:
        seen.extend((dialog.technician.text(), dialog.minutes.text()))

    line = scene.page.detail.course.current_line()
    scene.expect(_leave(scene, plan), _leave(scene, look))
    for _time in range(2):
        scene.page.acts.plan_visit(line)
        scene.settle()

    assert seen == [TECHNICIANS[1], "75"]


@pytest.mark.covers("P-40")
def test_the_reason_against_the_verdict_is_back_in_reopening(
    desk_company: Company, scene: TicketsScene
) -> None:
    ticket = logged(desk_company)
    scene.show(ticket)
    seen: list[Any] = []

    def half(dialog: ReopenDialog) -> None:
        dialog.as_new.setChecked(True)
        dialog.form.show_row(dialog.override, visible=True)
        _type(dialog.override, "stały klient")

    def look(dialog: ReopenDialog) -> None:
        seen.extend((dialog.as_new.isChecked(), dialog.override.text(), dialog.override.isVisible()))

    def close(dialog: Any) -> None:
        dialog.because.set_text("bez zlecenia")
        dialog.accept()
        scene.settle()

    scene.expect(close, _leave(scene, half), _leave(scene, look))
    for act in (scene.page.acts.close_ticket, scene.page.acts.reopen_ticket, scene.page.acts.reopen_ticket):
        act()
        scene.settle()

    assert seen == [True, "stały klient", True]


def test_what_a_token_may_is_back_as_it_was_ticked(desk_company: Company, scene: TicketsScene) -> None:
    subject, seen = new_id(), []
    for ticked in ("1", ""):
        dialog = GrantsDialog(scene.window, "Connect", "", "Connect", name="Name")
        dialog.offer(("customers:read", "tickets:read"))
        dialog.keep(scene.parts, subject)
        dialog.show()
        scene.settle()
        seen.append((dialog.wanted["name"], dialog.wanted["may"]))
        if ticked:
            _type(dialog.findChild(QWidget, "grantsName"), "Helios")
            dialog._grants._toggle(dialog._grants.rows[0])
        dialog.reject()
        scene.settle()
        dialog.deleteLater()

    assert seen == [("", []), ("Helios", ["customers:read"])]


@pytest.mark.covers("P-40")
def test_the_reason_for_a_change_of_many_is_back(desk_company: Company, scene: TicketsScene) -> None:
    tickets = [logged(desk_company), logged(desk_company, title="Pompa")]
    seen: list[str] = []

    def half(dialog: BulkDialog) -> None:
        _type(dialog.because, "zapłacone")

    def look(dialog: BulkDialog) -> None:
        seen.append(dialog.because.text())

    scene.expect(_leave(scene, half), _leave(scene, look))
    for _time in range(2):
        BulkActs(scene.parts, scene.page).close(tickets)
        scene.settle()

    assert seen == ["zapłacone"]


@pytest.mark.covers("P-40")
def test_what_a_caller_said_of_himself_is_back_in_his_own_call_only(
    desk_company: Company, scene: TicketsScene, qapp: QApplication
) -> None:
    seen: list[str] = []
    for call, typed in ((first := new_id(), "Hotel Świt"), (new_id(), ""), (first, "")):
        dialog = NewCustomerDialog(scene.window, CustomerEntry(phone="602"))
        dialog.keep(scene.parts, call)  # type: ignore[arg-type]
        dialog.show()
        scene.settle()
        seen.append(dialog.name.text())
        if typed:
            _type(dialog.name, typed)
        dialog.reject()
        scene.settle()
        dialog.deleteLater()

    assert seen == ["", "", "Hotel Świt"]
