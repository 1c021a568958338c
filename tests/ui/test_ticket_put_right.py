"""A ticket put right on its screen: what it is and what it is about, with what that means said beforehand."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

import pytest
from PySide6.QtWidgets import QLabel

from fieldservice.domain.model.ticket import Ticket
from fieldservice.ui.kit.keyboard import Keyboard
from fieldservice.ui.screens.tickets.edit_dialog import EditDialog
from tests.factories import Company, Line
from tests.store.ticket_givens import logged
from tests.ui.tickets_scene import TicketsScene


@pytest.fixture
def scene(desk_company: Company) -> Iterator[TicketsScene]:
    made = TicketsScene(desk_company)
    yield made
    made.close()


def _edit(scene: TicketsScene, ticket: UUID, do: Any) -> None:
    def step(dialog: EditDialog) -> None:
        scene.settle()
        do(dialog)
        scene.settle()
        if dialog.isVisible():
            dialog.reject()
        scene.settle()

    scene.show(ticket)
    scene.expect(step)
    scene.press_key("E")


def _pick(scene: TicketsScene, dialog: EditDialog, typed: str) -> None:
    dialog.subject.unit.setFocus()
    Keyboard(dialog.subject.unit).press("Ctrl+A")
    Keyboard(dialog.subject.unit).type(typed)
    scene.settle()
    Keyboard(dialog.subject.unit).press("Return")
    scene.settle()
    dialog.subject.look()
    scene.settle()


def _told(dialog: EditDialog) -> str:
    told = dialog.findChild(QLabel, "editJudged")
    assert isinstance(told, QLabel)
    return told.text() if told.isVisible() else ""


@pytest.mark.covers("C21")
def test_type_kind_purpose_service_and_contact_can_be_put_right(
    desk_company: Company, scene: TicketsScene
) -> None:
    customer = desk_company.customer("Hotel Świt")
    unit = desk_company.unit(desk_company.site(customer))
    desk_company.contract(customer)
    person = desk_company.contact(customer, "Jan Nowak")
    ticket = logged(desk_company, (customer, unit))

    def change(dialog: EditDialog) -> None:
        dialog.type.set_value(desk_company.ticket_type("problem"))
        dialog.kind.set_value(desk_company.kind("leak"))
        dialog.purpose.set_value(desk_company.purpose())
        dialog.service.set_value(desk_company.service())
        dialog.contact.set_value(person)
        dialog.accept()

    _edit(scene, ticket, change)

    row = desk_company.get(Ticket, ticket)
    assert (row.type_id, row.kind_id) == (desk_company.ticket_type("problem"), desk_company.kind("leak"))
    assert (row.purpose_id, row.service_id) == (desk_company.purpose(), desk_company.service())
    assert row.contact_id == person


def _two_units(company: Company) -> tuple[UUID, UUID, UUID]:
    """A customer, and two units at the one site."""
    customer = company.customer("Hotel Świt")
    site = company.site(customer)
    return customer, company.unit(site, serial="AA-1"), company.unit(site, serial="BB-2")


@pytest.mark.covers("B06", "X2")
def test_another_unit_says_beforehand_on_which_contract_the_ticket_would_count(
    desk_company: Company, scene: TicketsScene
) -> None:
    customer, wrong, right = _two_units(desk_company)
    desk_company.contract(customer, lines=[Line(units=(wrong,))], number="U/1")
    second = desk_company.contract(customer, lines=[Line(units=(right,))], number="U/2")
    ticket = logged(desk_company, (customer, wrong))
    said: list[str] = []

    def change(dialog: EditDialog) -> None:
        _pick(scene, dialog, "BB-2")
        said.append(_told(dialog))
        dialog.accept()

    _edit(scene, ticket, change)

    assert "U/2" in said[0]
    assert "The ticket counts on another contract then; SLA and deadlines follow." in said[0]
    row = desk_company.get(Ticket, ticket)
    assert (row.equipment_id, row.contract_id) == (right, second)


def test_a_unit_that_is_not_covered_asks_for_the_reason_before_saving(
    desk_company: Company, scene: TicketsScene
) -> None:
    customer, covered, other = _two_units(desk_company)
    desk_company.contract(customer, lines=[Line(units=(covered,))])
    ticket = logged(desk_company, (customer, covered))
    asked: list[bool] = []

    def change(dialog: EditDialog) -> None:
        _pick(scene, dialog, "BB-2")
        asked.append(dialog.subject.because.isVisible())
        dialog.subject.because.set_text("pomylone numery")
        dialog.accept()

    _edit(scene, ticket, change)

    assert asked == [True]
    row = desk_company.get(Ticket, ticket)
    assert (row.equipment_id, row.override_because) == (other, "pomylone numery")


@pytest.mark.covers("B06")
def test_the_contract_is_chosen_among_those_that_cover(desk_company: Company, scene: TicketsScene) -> None:
    customer = desk_company.customer("Hotel Świt")
    unit = desk_company.unit(desk_company.site(customer))
    both = {desk_company.contract(customer, number="U/1"), desk_company.contract(customer, number="U/2")}
    ticket = logged(desk_company, (customer, unit))
    (other,) = both - {desk_company.get(Ticket, ticket).contract_id}
    offered: list[Any] = []

    def change(dialog: EditDialog) -> None:
        offered.append((dialog.subject.contract.isVisible(), set(dialog.subject.contract.values)))
        dialog.subject.contract.set_value(other)
        dialog.subject.look()
        scene.settle()
        dialog.accept()

    _edit(scene, ticket, change)

    assert offered == [(True, both)]
    assert desk_company.get(Ticket, ticket).contract_id == other


def test_a_ticket_with_one_contract_is_asked_for_none(desk_company: Company, scene: TicketsScene) -> None:
    seen: list[Any] = []

    def look(dialog: EditDialog) -> None:
        seen.append((dialog.subject.contract.isVisible(), dialog.subject.because.isVisible(), _told(dialog)))

    _edit(scene, logged(desk_company), look)

    assert seen == [(False, False, "")]
