"""The company's own fields on the ticket: each ticket shows and keeps its own, also what is half typed."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

import pytest
from PySide6.QtWidgets import QLabel

from fieldservice.domain.commands.custom_fields import SetCustomValues, set_custom_values
from fieldservice.domain.commands.entries import FieldChange
from fieldservice.domain.model.base import new_id
from fieldservice.domain.queries.custom_fields import fields_of_ticket
from fieldservice.domain.rules.form_conditions import FieldKind
from fieldservice.ui.kit.keyboard import Keyboard
from tests.factories import Company
from tests.store.settings_uses import add_field
from tests.store.ticket_givens import logged
from tests.ui.content_scene import panel
from tests.ui.tickets_scene import TicketsScene

BACKGROUND = 1


@pytest.fixture
def floor(desk_company: Company) -> UUID:
    field = new_id()
    add_field(desk_company, field, "Piętro", FieldKind.NUMBER)
    return field


@pytest.fixture
def hall(desk_company: Company) -> UUID:
    field = new_id()
    add_field(desk_company, field, "Hala")
    return field


@pytest.fixture
def scene(desk_company: Company, floor: UUID, hall: UUID) -> Iterator[TicketsScene]:
    made = TicketsScene(desk_company)
    yield made
    made.close()


def _show(scene: TicketsScene, ticket: UUID) -> None:
    scene.show(ticket)
    panel(scene).show_tab(BACKGROUND)
    scene.settle()


def _field(scene: TicketsScene, field: UUID) -> Any:
    return panel(scene).background.fields.findChild(object, f"ticketFields-own-{field.hex}")


def _type(scene: TicketsScene, field: UUID, text: str) -> None:
    _field(scene, field).setFocus()
    Keyboard(_field(scene, field)).press("Ctrl+A")
    Keyboard(_field(scene, field)).type(text)
    scene.settle()


def _stored(company: Company, ticket: UUID) -> dict[str, str]:
    return dict(company.ask(fields_of_ticket, ticket, "pl").values or {})


def _put(company: Company, ticket: UUID, field: UUID, seen: str, value: str) -> None:
    change = FieldChange(f"own-{field.hex}", seen, value)
    company.run(set_custom_values, SetCustomValues(ticket, (change,)))


@pytest.mark.covers("K01", "P-40")
def test_another_ticket_begins_with_its_own_fields(
    desk_company: Company, scene: TicketsScene, floor: UUID, hall: UUID
) -> None:
    first, second = logged(desk_company), logged(desk_company, title="Pompa")
    _put(desk_company, first, floor, "", "3")
    _show(scene, first)

    _show(scene, second)
    _type(scene, hall, "B")
    scene.press("saveFieldsButton")

    assert _field(scene, floor).text() == ""
    assert _stored(desk_company, second) == {f"own-{hall.hex}": "B"}


@pytest.mark.covers("P-40")
def test_what_was_typed_and_not_saved_comes_back_on_its_own_ticket_only(
    desk_company: Company, scene: TicketsScene, floor: UUID, hall: UUID
) -> None:
    first, second = logged(desk_company), logged(desk_company, title="Pompa")
    _show(scene, first)
    _type(scene, hall, "A")

    _show(scene, second)
    elsewhere = _field(scene, hall).text()
    _show(scene, first)

    assert (elsewhere, _field(scene, hall).text()) == ("", "A")
    assert scene.words("fieldsTold") == "What you typed last time is back."
    assert _stored(desk_company, first) == {}


def test_a_ticket_chosen_on_another_tab_takes_nothing_of_the_one_before(
    desk_company: Company, scene: TicketsScene, hall: UUID
) -> None:
    first, second = logged(desk_company), logged(desk_company, title="Pompa")
    _show(scene, first)
    _type(scene, hall, "A")
    panel(scene).show_tab(0)

    scene.show(second)
    scene.parts.services.actions.refresh()

    assert not scene.parts.services.actions["tickets.save_fields"].isEnabled()


@pytest.mark.covers("K01")
def test_the_key_that_saves_saves_the_fields_when_one_writes_in_them(
    desk_company: Company, scene: TicketsScene, hall: UUID
) -> None:
    ticket = logged(desk_company)
    _show(scene, ticket)
    _type(scene, hall, "A")

    Keyboard(_field(scene, hall)).press("Ctrl+Return")
    scene.settle()

    assert _stored(desk_company, ticket) == {f"own-{hall.hex}": "A"}
    _show(scene, logged(desk_company, title="Pompa"))
    _show(scene, ticket)
    assert scene.words("fieldsTold") == ""


@pytest.mark.covers("P-39", "P-40")
def test_what_a_colleague_wrote_meanwhile_stands_beside_what_was_typed(
    desk_company: Company, scene: TicketsScene, floor: UUID, hall: UUID
) -> None:
    ticket = logged(desk_company)
    _show(scene, ticket)
    _type(scene, hall, "A")
    _show(scene, logged(desk_company, title="Pompa"))
    _put(desk_company, ticket, hall, "", "C")
    _put(desk_company, ticket, floor, "", "2")

    _show(scene, ticket)
    typed, untouched = _field(scene, hall).text(), _field(scene, floor).text()
    newer = [each.text() for each in panel(scene).background.fields.findChildren(QLabel)]
    scene.press(f"ticketFields-own-{hall.hex}TakeButton")

    assert (typed, untouched) == ("A", "2")
    assert "Somebody else wrote meanwhile: C" in newer
    assert _field(scene, hall).text() == "C"
    assert not panel(scene).background.fields.can_save
