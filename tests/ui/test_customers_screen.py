"""The customers' screen on a real SQLite company: found, shown, changed by keyboard, refused at the field."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QLabel, QWidget

from fieldservice.domain.commands.blocks import SetBlock, set_block
from fieldservice.domain.commands.customers import ChangeCustomer, CustomerData, change_customer
from fieldservice.domain.model.base import new_id
from fieldservice.domain.model.contract import Contract, CoverageLine
from fieldservice.domain.model.customer import Block, Contact, Customer, CustomerClass, Identity, Site
from fieldservice.domain.model.equipment import Equipment, EquipmentStatus
from fieldservice.domain.model.journal import Draft
from fieldservice.domain.rules.coverage_quota import QuotaKind
from fieldservice.ui.kit.conflicts import ConflictDialog
from fieldservice.ui.kit.fields import TextField
from fieldservice.ui.kit.form_dialog import FormDialog
from fieldservice.ui.kit.keyboard import Keyboard
from fieldservice.ui.kit.registers.contract_dialogs import ContractDialog
from fieldservice.ui.kit.registers.coverage_dialog import CoverageDialog
from fieldservice.ui.kit.registers.line_form import Reach
from tests.factories import Company, Line
from tests.ui.customers_scene import Scene

TODAY = date(2026, 11, 23)


@pytest.fixture
def scene(desk_company: Company, qapp: QApplication) -> Iterator[Scene]:
    made = Scene(desk_company)
    yield made
    made.close()


def _rows(scene: Scene) -> list[str]:
    return [row.name for row in scene.page.list.table.model.rows]


def test_typing_into_the_search_finds_customers_by_part_of_a_number(
    desk_company: Company, qapp: QApplication
) -> None:
    desk_company.customer("Hotel Świt", "K1", "61 281 30 35")
    desk_company.customer("Drukarnia Wójcik", "K2")
    scene = Scene(desk_company)

    QTest.keyClicks(scene.page.list.search, "281 30")
    scene.page.list.reload()
    scene.settle()

    assert _rows(scene) == ["Hotel Świt"]
    scene.close()


def test_the_first_customer_is_shown_at_once(desk_company: Company, qapp: QApplication) -> None:
    desk_company.customer("Apteka", "K1")
    scene = Scene(desk_company)

    assert scene.find(QLabel, "customerName").text() == "Apteka"
    scene.close()


def test_an_empty_company_says_what_belongs_here(scene: Scene) -> None:
    assert "add the first one" in scene.texts("customerListCard")


@pytest.mark.covers("A36", "A12")
def test_the_card_tells_class_block_contract_and_who_to_call(scene: Scene) -> None:
    company = scene.company
    customer_id = company.customer("Hotel Świt", "K1", customer_class=CustomerClass.VIP)
    company.contact(customer_id, "Stanisław Jeka", "602 000 111", "kierownik")
    company.site(customer_id, "Kuchnia")
    lines = [Line(category="Piec", units_per_site=2, works=("repair",), quota=(QuotaKind.CASES, Decimal(12)))]
    company.contract(customer_id, lines=lines, number="U/1")
    company.block(customer_id, "Brak dokumentów", since=date(2026, 11, 2))

    scene.open(customer_id)

    said = scene.texts()
    assert scene.page.card.header.state.text == "VIP"
    assert "Brak dokumentów · from 2 Nov 2026 · set by Anna Kowal" in said
    assert "1. Piec: 2 units at each site · all sites · Repair · 0 of 12 cases used" in said
    assert "kierownik · 602\N{NO-BREAK SPACE}000\N{NO-BREAK SPACE}111" in said


@pytest.mark.covers("A22")
def test_a_new_customer_is_saved_and_shown(scene: Scene) -> None:
    scene.dialogs.at_dialog = scene.fill(
        {"customerName": "Hotel Świt", "customerPhones": "61 281 30 35", "customerClass": "VIP"}
    )

    scene.page.acts.new_customer()
    scene.settle()

    customer = scene.company.rows(Customer)[0]
    assert (customer.name, customer.customer_class) == ("Hotel Świt", CustomerClass.VIP)
    assert scene.company.rows(Identity)[0].value == "+48612813035"
    assert scene.find(QLabel, "customerName").text() == "Hotel Świt"


def test_a_form_is_saved_by_ctrl_enter_and_its_customer_stands_out_in_no_other_row(scene: Scene) -> None:
    scene.company.customer("Apteka", "K1")
    scene.settle()

    def at_dialog(dialog: FormDialog) -> None:
        QTest.qWaitForWindowActive(dialog)
        scene.put(dialog, "customerName", "Zenit")
        Keyboard(dialog).press("Ctrl+Return")
        scene.settle()

    scene.dialogs.at_dialog = at_dialog
    scene.page.acts.new_customer()
    scene.settle()
    selected = scene.page.list.table.selected_row()

    assert scene.find(QLabel, "customerName").text() == "Zenit"
    assert selected is None or selected.name == "Zenit"


def _refused(scene: Scene, values: dict[str, str], field: str) -> str:
    """What stands at the field after saving was refused."""
    said: list[str] = []

    def at_dialog(dialog: FormDialog) -> None:
        scene.fill(values)(dialog)
        said.append(dialog.form.error_at(scene.find(QWidget, field, dialog)))
        assert dialog.result() != QDialog.DialogCode.Accepted

    scene.dialogs.at_dialog = at_dialog
    scene.page.acts.new_customer()
    return said[0]


def test_a_refusal_stands_at_its_field_and_the_dialog_stays(scene: Scene) -> None:
    scene.company.customer("Drukarnia", "K1")

    said = _refused(scene, {"customerName": "Hotel", "customerNumber": "K1"}, "customerNumber")

    assert "Drukarnia" in said


def test_a_day_that_is_none_is_refused_before_anything_is_sent(scene: Scene) -> None:
    said = _refused(scene, {"customerName": "Hotel", "customerFrom": "31.02.2026"}, "customerFrom")

    assert "2026-11-23" in said
    assert scene.company.rows(Customer) == []


def test_a_tax_id_that_another_customer_has_is_told_and_saved(scene: Scene) -> None:
    scene.company.customer("Drukarnia", "K1", tax_id="5842741190")
    hints: list[str] = []

    def at_dialog(dialog: FormDialog) -> None:
        scene.put(dialog, "customerName", "Drukarnia, sklep")
        scene.put(dialog, "customerTaxId", "5842741190")
        scene.settle()
        hints.extend(label.text() for label in dialog.findChildren(QLabel))
        dialog.accept()
        scene.settle()

    scene.dialogs.at_dialog = at_dialog
    scene.page.acts.new_customer()

    assert "This tax id also has: K1 Drukarnia" in hints
    assert len(scene.company.rows(Customer)) == 2


def test_what_was_typed_and_given_up_is_there_when_the_form_opens_again(scene: Scene) -> None:
    def give_up(dialog: FormDialog) -> None:
        scene.settle()
        scene.put(dialog, "customerName", "Hotel Św")
        dialog.reject()
        scene.settle()

    seen: list[str] = []

    def look(dialog: FormDialog) -> None:
        scene.settle()
        seen.append(scene.find(TextField, "customerName", dialog).text())
        dialog.accept()
        scene.settle()

    scene.dialogs.at_dialog = give_up
    scene.page.acts.new_customer()
    scene.dialogs.at_dialog = look
    scene.page.acts.new_customer()

    assert seen == ["Hotel Św"]
    assert scene.company.rows(Draft) == []


def test_a_form_that_was_only_looked_at_leaves_no_draft(scene: Scene) -> None:
    scene.open(scene.company.customer("Hotel Świt", tax_id="5842741190"))

    def look(dialog: FormDialog) -> None:
        scene.settle()
        dialog.reject()
        scene.settle()

    scene.dialogs.at_dialog = look
    scene.page.acts.change_customer()

    assert scene.company.rows(Draft) == []


@pytest.mark.covers("A12")
def test_a_block_is_set_with_a_usual_reason_and_lifted_with_why(scene: Scene) -> None:
    scene.open(scene.company.customer("Hotel Świt"))
    scene.dialogs.at_dialog = scene.fill({"blockUsual": "Unpaid invoices"})

    scene.press("addBlockButton")
    shown = scene.find(QLabel, "blockWords").text()
    scene.dialogs.answers.append("zapłacono")
    scene.press("liftBannerButton")

    assert shown.startswith("Unpaid invoices · from 23 Nov 2026")
    assert scene.find(QWidget, "blockBanner").isHidden()
    assert scene.company.rows(Block)[0].lifted_because == "zapłacono"


def test_a_change_made_elsewhere_shows_by_itself(scene: Scene) -> None:
    customer_id = scene.company.customer("Hotel Świt")
    scene.open(customer_id)

    scene.ops.command(set_block, SetBlock(new_id(), customer_id, "Brak dokumentów", TODAY))
    scene.settle()

    assert not scene.find(QWidget, "blockBanner").isHidden()
    assert [row.is_blocked for row in scene.page.list.table.model.rows] == [True]


def test_a_contact_a_site_and_a_unit_are_added_to_the_card(scene: Scene) -> None:
    scene.open(scene.company.customer("Hotel Świt", "K1"))

    scene.dialogs.at_dialog = scene.fill({"contactName": "Anna Maj", "contactPhones": "603 000 222"})
    scene.press("addContactButton")
    scene.dialogs.at_dialog = scene.fill({"siteName": "Kuchnia", "siteCity": "Sopot"})
    scene.press("addSiteButton")
    scene.dialogs.answers.append("unit")
    unit = {"unitCategory": "Piec", "unitProduct": "Unox", "unitSerial": "PC1", "unitWarranty": "14.8.2027"}
    scene.dialogs.at_dialog = scene.fill(unit)
    scene.press("changeSite-K1-1")

    assert [contact.name for contact in scene.company.rows(Contact)] == ["Anna Maj"]
    assert [site.code for site in scene.company.rows(Site)] == ["K1-1"]
    assert [unit.warranty_until for unit in scene.company.rows(Equipment)] == [date(2027, 8, 14)]
    assert "603\N{NO-BREAK SPACE}000\N{NO-BREAK SPACE}222" in scene.texts()


def _unit_card(scene: Scene) -> UUID:
    customer_id = scene.company.customer("Hotel Świt", "K1")
    site_id = scene.company.site(customer_id, "Kuchnia")
    scene.company.site(customer_id, "Piwnica")
    unit_id = scene.company.unit(site_id, "PC1", "Piec", "Unox")
    scene.open(customer_id)
    return unit_id


@pytest.mark.covers("P-49")
def test_a_unit_is_moved_by_keyboard_from_the_tree(scene: Scene) -> None:
    unit_id = _unit_card(scene)
    scene.dialogs.answers.append("move")
    scene.dialogs.at_dialog = scene.fill({"moveSite": "Piwnica", "moveReason": "remont"})
    table = scene.find(QWidget, "units-K1-1")

    table.setFocus()
    QTest.keyClick(table, Qt.Key.Key_Down)
    QTest.keyClick(table, Qt.Key.Key_Return)
    scene.settle()

    cellar = next(site.id for site in scene.company.rows(Site) if site.name == "Piwnica")
    assert scene.company.get(Equipment, unit_id).site_id == cellar


def test_a_unit_is_taken_out_of_use_with_a_reason(scene: Scene) -> None:
    unit_id = _unit_card(scene)
    scene.dialogs.answers.append("retire")
    scene.dialogs.at_dialog = scene.fill({"dayReason": "złomowany"})

    scene.page.acts.unit(scene.page.acts.card.sites[0].units[0])  # type: ignore[union-attr]
    scene.settle()

    assert scene.company.get(Equipment, unit_id).status is EquipmentStatus.RETIRED


@pytest.mark.covers("B03", "A17")
def test_what_is_covered_at_a_site_answers_for_each_unit(scene: Scene) -> None:
    customer_id = scene.company.customer("Hotel Świt", "K1")
    site_id = scene.company.site(customer_id, "Kuchnia")
    named = scene.company.unit(site_id, "PC1", "Piec", "Unox")
    scene.company.unit(site_id, "PC2", "Piec", "Unox")
    scene.company.contract(customer_id, lines=[Line(units=(named,))])
    scene.open(customer_id)
    answers: dict[str, str] = {}

    def at_dialog(dialog: CoverageDialog) -> None:
        scene.settle()
        columns = dialog.table.model.columns
        answers.update({row.serial_number: columns[0].text(row) for row in dialog.table.model.rows})
        answers["all"] = dialog.answer.text()

    scene.dialogs.at_dialog = at_dialog
    scene.press("coverage-K1-1")

    assert answers == {
        "PC1": "covered",
        "PC2": "not covered",
        "all": "1 of 2 units are covered for Repair today.",
    }


@pytest.mark.covers("B01")
def test_a_new_contract_with_two_lines_is_read_on_the_card(scene: Scene) -> None:
    _unit_card(scene)

    def at_dialog(dialog: ContractDialog) -> None:
        scene.settle()
        scene.put(dialog, "contractNumber", "U/7")
        first, second = dialog.lines[0], dialog.add_line()
        first.reach.set_value(Reach.UNITS)
        first.what.setText("pc1")
        second.reach.set_value(Reach.CATEGORY)
        second.what.setText("Piec")
        second.places.setText("3")
        second.quota.setText("12,5")
        second.quota_kind.set_value(QuotaKind.HOURS)
        dialog.accept()
        scene.settle()

    scene.dialogs.at_dialog = at_dialog
    scene.press("newContractButton")

    said = scene.texts()
    assert [contract.number for contract in scene.company.rows(Contract)] == ["U/7"]
    assert "1. PC1 · all sites · all works" in said
    assert "2. Piec: 3 units at each site · all sites · all works · 0 of 12.5 hours used" in said


def test_a_line_that_names_no_unit_of_the_customer_is_refused_in_the_dialog(scene: Scene) -> None:
    _unit_card(scene)
    said: list[str] = []

    def at_dialog(dialog: ContractDialog) -> None:
        scene.settle()
        dialog.lines[0].reach.set_value(Reach.UNITS)
        dialog.lines[0].what.setText("PC1, XX9")
        dialog.accept()
        said.extend(label.text() for label in dialog.findChildren(QLabel))

    scene.dialogs.at_dialog = at_dialog
    scene.press("newContractButton")

    assert "Not a unit of this customer: XX9." in said
    assert scene.company.rows(Contract) == []


@pytest.mark.covers("B01")
def test_a_contract_is_renewed_for_a_year_after_its_last_day(scene: Scene) -> None:
    customer_id = scene.company.customer()
    scene.company.contract(customer_id, date(2026, 1, 1), date(2026, 12, 31), number="U/1")
    scene.open(customer_id)
    scene.dialogs.answers.append("renew")
    scene.dialogs.at_dialog = scene.fill({})

    scene.press("contract-U/1")

    assert len(scene.company.rows(CoverageLine)) == 2
    assert "other period: 1 Jan 2027" in scene.texts()


def test_the_wishes_of_the_card_carry_ids(scene: Scene, qtbot: Any) -> None:
    customer_id = scene.company.customer("Hotel Świt")
    scene.open(customer_id)

    with qtbot.waitSignal(scene.page.new_request_requested) as asked:
        scene.press("newRequestButton")

    assert asked.args == [customer_id]


def test_an_answer_for_a_customer_left_meanwhile_is_not_painted(scene: Scene) -> None:
    first, second = scene.company.customer("Apteka"), scene.company.customer("Bank")

    scene.page.open_at(first)
    scene.page.open_at(second)
    scene.settle()

    assert scene.find(QLabel, "customerName").text() == "Bank"


@pytest.mark.covers("P-39")
def test_a_field_that_two_changed_is_chosen_and_the_rest_of_both_is_kept(scene: Scene) -> None:
    company = scene.company
    customer_id = company.customer("Hotel Świt", "K1")
    scene.open(customer_id)
    asked: list[str] = []

    def at_dialog(dialog: QWidget) -> None:
        if isinstance(dialog, ConflictDialog):
            asked.extend(label.text() for label in dialog.findChildren(QLabel))
            dialog.accept()
            return
        assert isinstance(dialog, FormDialog)
        theirs = CustomerData("Hotel Zorza", "K1", tax_id="5252248481")
        company.run(change_customer, ChangeCustomer(customer_id, 1, theirs))
        scene.fill({"customerName": "Hotel Brzask", "customerNote": "dzwonić rano"})(dialog)

    scene.dialogs.at_dialog = at_dialog
    scene.page.acts.change_customer()
    scene.settle()

    customer = company.get(Customer, customer_id)
    assert {"Hotel Świt", "Hotel Brzask", "Hotel Zorza"} <= set(asked)
    assert (customer.name, customer.tax_id, customer.note) == ("Hotel Brzask", "5252248481", "dzwonić rano")


def test_the_list_is_exported_by_its_key_as_it_is_filtered(scene: Scene, tmp_path: Path) -> None:
    scene.company.customer("Hotel Świt", "K1")
    scene.company.customer("Apteka", "K2")
    scene.page.list.search.setText("świt")
    scene.dialogs.answers.append(tmp_path / "customers.csv")
    scene.page.list.search.setFocus()

    Keyboard(scene.window).press("Ctrl+E")
    scene.settle()

    lines = (tmp_path / "customers.csv").read_text("utf-8-sig").splitlines()
    assert len(lines) == 2
    assert "Hotel Świt" in lines[1]
