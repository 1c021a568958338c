"""Own fields, forms of kinds and templates at intake: asked, checked at the field, kept with the ticket."""

from collections.abc import Iterator
from datetime import date
from typing import Any
from uuid import UUID

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from fieldservice.domain.commands.custom_fields import (
    ArrangeFields,
    ChangeStandardField,
    arrange_fields,
    change_standard_field,
)
from fieldservice.domain.commands.entries import AddEntry, ChangeEntry, FieldChange, add_entry, change_entry
from fieldservice.domain.model.base import new_id
from fieldservice.domain.model.ticket import Task
from fieldservice.domain.queries.custom_fields import fields_of_ticket
from fieldservice.domain.rules.form_conditions import FieldKind
from fieldservice.domain.rules.standard_fields import FieldOfTicket
from fieldservice.ui.screens.intake.parts import AcceptRequest
from tests.conftest import FakeClock
from tests.factories import Company
from tests.store.settings_uses import add_field
from tests.ui.intake_window import NUMBER, IntakeWindow, close, open_intake, served


@pytest.fixture
def floor(desk_company: Company) -> UUID:
    """A field that is asked of leaks only, and must be filled in there."""
    field, form = new_id(), new_id()
    add_field(desk_company, field, "Piętro", FieldKind.NUMBER, is_on_every_ticket=False)
    values = {"kinds": (desk_company.kind("leak"),), "fields": ((field, True),)}
    desk_company.run(add_entry, AddEntry("dynamic_form", form, (("pl", "Wyciek"),), values))
    return field


@pytest.fixture
def window(qtbot: QtBot, desk_company: Company, floor: UUID) -> Iterator[IntakeWindow]:
    served(desk_company)
    made = open_intake(qtbot, desk_company)
    made.call(NUMBER)
    made.pick("ga17")
    made.pick("repair")
    made.title("Przecieka")
    yield made
    close(made)


def _choose_kind(window: IntakeWindow, code: str) -> None:
    window.view.form.trouble.more.kind.set_value(window.company.kind(code))
    window.settle()
    window.ops.settle()


def _field(window: IntakeWindow, field: UUID) -> Any:
    return window.view.findChild(object, f"intakeField-own-{field.hex}")


@pytest.mark.covers("A37")
def test_a_form_is_asked_when_its_kind_is_chosen_and_gone_with_it(window: IntakeWindow, floor: UUID) -> None:
    own = window.view.form.trouble.own
    before = own.isVisible()

    _choose_kind(window, "leak")
    asked = own.isVisible()
    _choose_kind(window, "noise")

    assert (before, asked, own.isVisible()) == (False, True, False)


@pytest.mark.covers("K01", "A37")
def test_what_must_be_answered_is_said_at_the_field_and_the_answer_kept(
    window: IntakeWindow, floor: UUID
) -> None:
    _choose_kind(window, "leak")
    window.save()
    said = _field(window, floor).accessibleDescription()

    _field(window, floor).set_text("-1")
    window.save()

    (ticket,) = window.tickets()
    assert said == "“Piętro” must be filled in."
    assert window.company.ask(fields_of_ticket, ticket.id, "pl").values == {f"own-{floor.hex}": "-1"}


def test_answers_come_back_with_the_draft(qtbot: QtBot, window: IntakeWindow, floor: UUID) -> None:
    _choose_kind(window, "leak")
    _field(window, floor).set_text("4")
    window.view.form.drafts.keeper.flush()
    window.ops.settle()
    close(window)

    second = open_intake(qtbot, window.company)
    second.settle()

    assert second.view.form.trouble.own.answers() == ((f"own-{floor.hex}", "4"),)
    close(second)


def test_a_template_fills_in_what_nobody_typed_and_brings_its_tasks(
    qtbot: QtBot, desk_company: Company
) -> None:
    values = {
        "title": "Przegląd roczny",
        "text": "Zgodnie z planem",
        "kind_id": desk_company.kind("inspection"),
        "urgency": 1,
        "tasks": ["Umówić wejście"],
    }
    template = new_id()
    desk_company.run(add_entry, AddEntry("ticket_template", template, (("pl", "Przegląd"),), values))
    served(desk_company)
    window = open_intake(qtbot, desk_company)
    window.call(NUMBER)
    window.pick("ga17")
    window.pick("inspection")
    window.title("Przegląd przed zimą")

    window.view.form.trouble.template.set_value(template)
    window.settle()
    window.save()

    (ticket,) = window.tickets()
    assert (ticket.title, ticket.description) == ("Przegląd przed zimą", "Zgodnie z planem")
    assert (ticket.kind_id, ticket.urgency) == (desk_company.kind("inspection"), 1)
    assert [task.title for task in desk_company.rows(Task)] == ["Umówić wejście"]
    assert window.view.form.trouble.template.value is None
    close(window)


@pytest.mark.covers("A09")
def test_a_kind_says_how_urgent_its_tickets_begin_unless_somebody_said_it(window: IntakeWindow) -> None:
    grades = (FieldChange("impact", None, 5), FieldChange("urgency", None, 4))
    window.company.run(change_entry, ChangeEntry("kind", window.company.kind("standstill"), grades))
    window.view.form.load_options()
    window.ops.settle()
    trouble = window.view.form.trouble
    trouble.urgency.set_value(2)

    _choose_kind(window, "standstill")

    assert (trouble.impact.value, trouble.urgency.value) == (5, 2)


def test_without_templates_nobody_is_asked_for_one(window: IntakeWindow) -> None:
    assert not window.view.form.trouble.template.isVisible()


@pytest.mark.covers("A35", "A37")
def test_a_parked_request_comes_back_with_all_that_was_filled_in(
    qtbot: QtBot, desk_company: Company, floor: UUID, clock: FakeClock
) -> None:
    template = new_id()
    values = {"work_kind_id": desk_company.work_kind("repair"), "tasks": ["Zabrać drabinę"]}
    desk_company.run(add_entry, AddEntry("ticket_template", template, (("pl", "Wyciek"),), values))
    customer = served(desk_company)
    desk_company.block(customer, until=date(2026, 11, 23))
    window = open_intake(qtbot, desk_company)
    window.call(NUMBER)
    window.pick("ga17")
    window.title("Przecieka")
    window.view.form.trouble.template.set_value(template)
    window.settle()
    _choose_kind(window, "leak")
    window.view.form.trouble.urgency.set_value(5)
    _field(window, floor).setFocus()
    window.keys.type("7")
    window.save()
    (request,) = window.requests()
    clock.advance(days=1)

    window.view.open_at(AcceptRequest(request.id))
    window.ops.settle()
    window.settle()
    window.save()

    (ticket,) = window.tickets()
    sheet = desk_company.ask(fields_of_ticket, ticket.id, "pl")
    assert ticket.work_kind_id == desk_company.work_kind("repair")
    assert (ticket.kind_id, ticket.urgency) == (desk_company.kind("leak"), 5)
    assert sheet.values == {f"own-{floor.hex}": "7"}
    assert [task.title for task in desk_company.rows(Task)] == ["Zabrać drabinę"]
    close(window)


@pytest.mark.covers("K03", "K04")
def test_fields_stand_at_intake_as_the_company_arranged_them(window: IntakeWindow) -> None:
    more = window.view.form.trouble.more
    window.view.form.trouble.unfold(is_open=True)
    hide = (FieldChange("is_active", True, False),)
    rename = (FieldChange("name:en", "", "Department"),)
    for field, changes in ((FieldOfTicket.SERVICE, hide), (FieldOfTicket.QUEUE, rename)):
        window.company.run(change_standard_field, ChangeStandardField(field, changes))
    window.company.run(arrange_fields, ArrangeFields((FieldOfTicket.QUEUE.value,)))

    window.view.form.load_options()
    window.ops.settle()
    window.settle()

    assert more.service.isHidden()
    assert more.queue.accessibleName() == "Department"
    QApplication.processEvents()
    assert more.queue.y() < more.type.y() < more.channel.y()
