"""Somebody saves the same record while a form is open over it: nothing typed is lost, nothing overwritten."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest
from PySide6.QtWidgets import QDialog, QLabel, QWidget

from fieldservice.domain.commands.contract_changes import ChangeTerms, change_terms
from fieldservice.domain.commands.contracts import ChangeLine, change_line
from fieldservice.domain.commands.coverage_lines import LineData
from fieldservice.domain.commands.default_roles import role_id
from fieldservice.domain.commands.products import (
    AddProduct,
    ChangeProduct,
    ProductData,
    add_product,
    change_product,
)
from fieldservice.domain.commands.tasks import AddTask, ChangeTask, TaskData, add_task, change_task
from fieldservice.domain.commands.users import AddUser, ChangeUser, UserData, add_user, change_user
from fieldservice.domain.model.base import new_id
from fieldservice.domain.model.contract import CoverageLine, Terms
from fieldservice.domain.model.equipment import Product
from fieldservice.domain.model.people import UserAccount, UserRole
from fieldservice.domain.model.ticket import Task
from fieldservice.domain.queries.products import product_page
from fieldservice.ui.kit.checks import RadioButton
from fieldservice.ui.kit.conflicts import ConflictDialog
from fieldservice.ui.kit.keyboard import Keyboard
from fieldservice.ui.screens.contracts.line_dialog import LineDialog
from fieldservice.ui.screens.contracts.view import ContractsPage
from fieldservice.ui.screens.equipment.products_view import ProductDialog
from fieldservice.ui.screens.equipment.view import EquipmentPage
from fieldservice.ui.screens.staff.parts import StaffSection
from fieldservice.ui.screens.tickets.task_dialog import TaskDialog
from tests.factories import USER_ID, Company, Line
from tests.store.ticket_givens import logged
from tests.ui.content_scene import colleague, panel
from tests.ui.customers_scene import RegisterScene
from tests.ui.staff_scene import StaffScene
from tests.ui.tickets_scene import TicketsScene

OLA = UserData("Ola Wrona", "ola", role_ids=frozenset({role_id("coordinator")}))


class Asked:
    """Opens a conflict, notes what it says, and keeps theirs of the fields named."""

    def __init__(self, *theirs: str) -> None:
        self.said: list[str] = []
        self._theirs = theirs

    def __call__(self, dialog: QWidget) -> None:
        self.said += [label.text() for label in dialog.findChildren(QLabel)]
        for name in self._theirs:
            button = dialog.findChild(RadioButton, f"theirs_{name}")
            assert button is not None
            button.setChecked(True)
        assert isinstance(dialog, ConflictDialog)
        dialog.accept()


def meanwhile(asked: Asked, theirs: Callable[[], Any], mine: Callable[[Any], None]) -> Callable[[Any], None]:
    """What happens at the form: somebody else saves first, then I do."""

    def at_dialog(dialog: QDialog) -> None:
        if isinstance(dialog, ConflictDialog):
            asked(dialog)
            return
        theirs()
        mine(dialog)

    return at_dialog


@pytest.fixture
def staff(desk_company: Company) -> Iterator[StaffScene]:
    desk_company.run(add_user, AddUser(new_id(), OLA))
    made = StaffScene(desk_company)
    yield made
    made.close()


@pytest.fixture
def contracts(desk_company: Company) -> Iterator[RegisterScene[ContractsPage]]:
    made = RegisterScene(desk_company, ContractsPage)
    yield made
    made.close()


@pytest.fixture
def units(desk_company: Company) -> Iterator[RegisterScene[EquipmentPage]]:
    made = RegisterScene(desk_company, EquipmentPage)
    yield made
    made.close()


@pytest.fixture
def tickets(desk_company: Company) -> Iterator[TicketsScene]:
    made = TicketsScene(desk_company)
    yield made
    made.close()


@pytest.mark.covers("P-39", "expectation 46")
def test_a_user_changed_by_two_is_asked_by_field_and_keeps_what_both_gave(staff: StaffScene) -> None:
    company, asked = staff.company, Asked("phone")
    (ola,) = (user for user in company.rows(UserAccount) if user.login == "ola")
    reader = role_id("reader")
    theirs = replace(OLA, phone="600 100 200", role_ids=OLA.role_ids | {reader})
    staff.page.open_at(StaffSection.USERS)
    staff.settle()
    staff.page.users.show_one(ola.id)
    staff.settle()
    staff.dialogs.at_dialog = meanwhile(
        asked,
        lambda: company.run(change_user, ChangeUser(ola.id, ola.version, theirs)),
        staff.fill({"userName": "Ola Zięba", "userPhone": "700 100 200"}),
    )

    staff.page.users.change()
    staff.settle()

    kept = company.get(UserAccount, ola.id)
    assert {"Telephone", "600 100 200", "700 100 200"} <= set(asked.said)
    assert (kept.name, kept.phone) == ("Ola Zięba", "600 100 200")
    assert reader in {held.role_id for held in company.rows(UserRole) if held.user_id == ola.id}


@pytest.mark.covers("P-39")
def test_what_a_line_covers_is_asked_in_words_and_its_note_is_kept(
    contracts: RegisterScene[ContractsPage],
) -> None:
    company, asked = contracts.company, Asked("covered")
    customer = company.customer("Hotel Świt")
    company.unit(company.site(customer, "Kuchnia"), "KAE-1")
    contract = company.contract(customer, lines=(Line(),), number="U/7")
    line = company.rows(CoverageLine)[0]
    wider = LineData(line.id, category="Sprężarka", units_per_site=2, beyond=line.quota_beyond)
    contracts.open(contract)

    def mine(dialog: LineDialog) -> None:
        contracts.fill({"lineReach": "named units", "lineWhat": "KAE-1", "lineNote": "bez nocy"})(dialog)

    contracts.dialogs.at_dialog = meanwhile(
        asked, lambda: company.run(change_line, ChangeLine(line.version, wider)), mine
    )
    contracts.press("changeLineButton")

    kept = company.get(CoverageLine, line.id)
    assert {"Covered", "KAE-1", "all units", "Sprężarka · Units at each site: 2"} <= set(asked.said)
    assert (kept.units_per_site, kept.note) == (2, "bez nocy")


@pytest.mark.covers("P-39")
def test_days_of_a_period_are_asked_as_days(contracts: RegisterScene[ContractsPage]) -> None:
    company, asked = contracts.company, Asked()
    first, last = date(2026, 1, 1), date(2026, 12, 31)
    contract = company.contract(company.customer("Hotel Świt"), first, last, number="U/7")
    terms = company.rows(Terms)[0]
    contracts.open(contract)
    theirs = ChangeTerms(terms.id, terms.version, first, date(2027, 3, 31), "aneks")
    contracts.dialogs.at_dialog = meanwhile(
        asked, lambda: company.run(change_terms, theirs), contracts.fill({"termsTo": "30.6.2027"})
    )

    contracts.press("changeTermsButton")

    kept = company.get(Terms, terms.id)
    assert {"Valid until", "31 Dec 2026", "31 Mar 2027", "30 Jun 2027"} <= set(asked.said)
    assert (kept.valid_to, kept.note) == (date(2027, 6, 30), "aneks")


@pytest.mark.covers("P-39")
def test_a_model_changed_by_two_in_different_fields_is_saved_without_a_question(
    units: RegisterScene[EquipmentPage],
) -> None:
    company, asked, product = units.company, Asked(), new_id()
    model = ProductData("Drukarka", "M 400")
    company.run(add_product, AddProduct(product, model))
    (row,) = (each for each in company.ask(product_page).rows if each.id == product)
    dialog = ProductDialog(units.parts, units.page, ("Drukarka",), row)
    dialog.show()
    theirs = ChangeProduct(product, 1, replace(model, manufacturer="HP"))

    meanwhile(asked, lambda: company.run(change_product, theirs), units.fill({"productNote": "duplex"}))(
        dialog
    )
    dialog.deleteLater()

    kept = company.get(Product, product)
    assert asked.said == []
    assert (kept.manufacturer, kept.note) == ("HP", "duplex")


@pytest.mark.covers("P-39")
def test_a_task_given_away_meanwhile_is_asked_with_the_names_of_both(tickets: TicketsScene) -> None:
    company, asked, task = tickets.company, Asked("owner_id"), new_id()
    ticket, seen = logged(company), TaskData("Zadzwonić", USER_ID, datetime(2026, 12, 1, 9, tzinfo=UTC))
    ewa = colleague(company, "Ewa Lis").actor.user_id
    assert ewa is not None
    company.run(add_task, AddTask(ticket, task, seen))
    tickets.show(ticket)
    tickets.press_key("Shift+T")
    table = panel(tickets).tasks.table
    table.view.setFocus()
    table.select_first()

    def mine(dialog: TaskDialog) -> None:
        company.run(change_task, ChangeTask(task, 1, replace(seen, owner_id=ewa)))
        dialog.title.setText("Zadzwonić do Ewy")
        dialog.owner.set_value(None)
        dialog.accept()
        tickets.settle()

    tickets.expect(mine, asked)
    Keyboard(table.view).press("Return")
    tickets.settle()

    kept = company.get(Task, task)
    assert {"Given to", "Anna Kowal", "Ewa Lis"} <= set(asked.said)
    assert (kept.title, kept.owner_id, kept.due_at) == ("Zadzwonić do Ewy", ewa, seen.due_at)
