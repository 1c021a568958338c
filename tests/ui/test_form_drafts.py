"""Forms that were typed into and left: back with all that was typed, whatever a colleague did meanwhile."""

from collections.abc import Callable, Iterator
from typing import Any
from uuid import UUID

import pytest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton

from fieldservice.domain.commands.customers import ChangeCustomer, CustomerData, change_customer
from fieldservice.domain.commands.drafts import SaveDraft, save_draft
from fieldservice.domain.model.base import new_id
from fieldservice.domain.model.customer import Customer, CustomerClass
from fieldservice.domain.model.journal import Draft
from fieldservice.domain.queries.drafts import draft_of
from fieldservice.ui.kit.choice import Choice
from fieldservice.ui.kit.fields import TextField
from fieldservice.ui.kit.form_dialog import FormDialog
from tests.factories import USER_ID, Company
from tests.ui.customers_scene import Scene


@pytest.fixture
def scene(desk_company: Company, qapp: QApplication) -> Iterator[Scene]:
    made = Scene(desk_company)
    yield made
    made.close()


@pytest.fixture
def customer(scene: Scene) -> UUID:
    made = scene.company.customer("Apteka", "K1")
    scene.open(made)
    return made


def _at_form(scene: Scene, do: Callable[[FormDialog], Any]) -> None:
    """Open the form of the customer, do this in it, and leave it by Escape unless it was saved."""

    def at_dialog(dialog: FormDialog) -> None:
        scene.settle()
        do(dialog)
        scene.settle()
        if dialog.isVisible():
            dialog.reject()
            scene.settle()

    scene.dialogs.at_dialog = at_dialog
    scene.page.acts.change_customer()
    scene.settle()


def _typed(scene: Scene, **values: str) -> Callable[[FormDialog], None]:
    def do(dialog: FormDialog) -> None:
        for name, value in values.items():
            field = scene.find(TextField, name, dialog)
            field.setFocus()
            field.selectAll()
            field.insert(value)
            field.textEdited.emit(value)

    return do


def _renamed_by_a_colleague(scene: Scene, customer: UUID, name: str, **further: Any) -> None:
    row = scene.company.get(Customer, customer)
    data = CustomerData(name, row.number, **further)
    scene.company.run(change_customer, ChangeCustomer(customer, row.version, data))
    scene.open(customer)


@pytest.mark.covers("P-39", "P-40")
def test_what_was_typed_is_back_although_a_colleague_saved_the_form_meanwhile(
    scene: Scene, customer: UUID
) -> None:
    seen: dict[str, str] = {}

    def look(dialog: FormDialog) -> None:
        seen["typed"] = scene.find(TextField, "customerTaxId", dialog).text()
        seen["theirs"] = scene.find(TextField, "customerName", dialog).text()
        seen["class"] = scene.find(Choice, "customerClass", dialog).currentText()

    _at_form(scene, _typed(scene, customerTaxId="7781454968"))
    _renamed_by_a_colleague(scene, customer, "Apteka Nowa", customer_class=CustomerClass.VIP)
    _at_form(scene, look)

    assert seen == {"typed": "7781454968", "theirs": "Apteka Nowa", "class": "VIP"}


@pytest.mark.covers("P-39", "P-40")
def test_a_field_that_both_changed_shows_the_newer_value_beside_the_typed_one(
    scene: Scene, customer: UUID
) -> None:
    seen: dict[str, Any] = {}

    def look(dialog: FormDialog) -> None:
        seen["typed"] = scene.find(TextField, "customerName", dialog).text()
        seen["said"] = [each.text() for each in dialog.findChildren(QLabel)]
        scene.find(QPushButton, "customerNameTakeButton", dialog).click()
        seen["taken"] = scene.find(TextField, "customerName", dialog).text()

    _at_form(scene, _typed(scene, customerName="Apteka Stara"))
    _renamed_by_a_colleague(scene, customer, "Apteka Nowa")
    _at_form(scene, look)

    assert (seen["typed"], seen["taken"]) == ("Apteka Stara", "Apteka Nowa")
    assert "Somebody else wrote meanwhile: Apteka Nowa" in seen["said"]
    assert any(each.startswith("What you typed last time is back.") for each in seen["said"])
    assert scene.company.rows(Draft) == []


def test_a_difference_not_decided_is_told_again_next_time(scene: Scene, customer: UUID) -> None:
    said: list[str] = []

    def look(dialog: FormDialog) -> None:
        said.extend(each.text() for each in dialog.findChildren(QLabel))

    _at_form(scene, _typed(scene, customerName="Apteka Stara"))
    _renamed_by_a_colleague(scene, customer, "Apteka Nowa")
    _at_form(scene, _typed(scene, customerTaxId="7781454968"))
    _at_form(scene, look)

    assert "Somebody else wrote meanwhile: Apteka Nowa" in said


def test_a_draft_is_found_however_many_others_of_its_form_were_left(company: Company) -> None:
    oldest = new_id()
    for draft in (oldest, *(new_id() for _ in range(25))):
        company.run(save_draft, SaveDraft(draft, "contactDialog", (("name", str(draft)),)))

    found = company.ask(draft_of, (oldest,), USER_ID)

    assert found is not None
    assert found.fields == {"name": str(oldest)}
    assert company.ask(draft_of, (oldest,), new_id()) is None


def test_a_choice_comes_back_by_what_was_chosen_when_the_list_has_another_order(qapp: QApplication) -> None:
    choice = Choice([(None, "nobody"), ("anna", "Anna"), ("ola", "Ola")], name="owner")
    choice.set_value("anna")
    draft = choice.draft_value()

    choice.set_options([(None, "nobody"), ("adam", "Adam"), ("anna", "Anna")])
    choice.set_value(None)
    choice.set_draft_value(draft)

    assert choice.value == "anna"
    choice.set_draft_value("1")
    assert choice.value == "adam", "a draft of an older program names the place"
    choice.deleteLater()
