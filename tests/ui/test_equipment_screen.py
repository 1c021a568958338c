"""The equipment screen on a real SQLite company: found, read, moved, replaced, lent, read off, labelled."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from uuid import UUID

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from fieldservice.domain.commands.meters import AddMeter, RecordReading, add_meter, record_reading
from fieldservice.domain.model.base import new_id
from fieldservice.domain.model.customer import Customer
from fieldservice.domain.model.equipment import Equipment, EquipmentStatus, Product, Reading
from fieldservice.domain.model.equipment_life import EquipmentLoan
from fieldservice.ui.kit.fields import TextField
from fieldservice.ui.kit.form_dialog import FormDialog
from fieldservice.ui.kit.keyboard import Keyboard
from fieldservice.ui.kit.registers.parts import UnitsAt
from fieldservice.ui.screens.equipment.products_view import ProductsPage
from fieldservice.ui.screens.equipment.view import EquipmentPage
from tests.factories import Company, Line
from tests.store.ticket_givens import logged
from tests.ui.customers_scene import RegisterScene

TODAY = date(2026, 11, 23)


@pytest.fixture
def scene(desk_company: Company, qapp: QApplication) -> Iterator[RegisterScene[EquipmentPage]]:
    made = RegisterScene(desk_company, EquipmentPage)
    yield made
    made.close()


def serials(scene: RegisterScene[EquipmentPage]) -> list[str]:
    return [row.serial_number for row in scene.page.list.table.model.rows]


def given_unit(company: Company, serial: str = "KAE-1", **values: object) -> UUID:
    customer = company.customer("Hotel Świt")
    return company.unit(company.site(customer, "Kuchnia"), serial, **values)  # type: ignore[arg-type]


def reload(scene: RegisterScene[EquipmentPage]) -> None:
    scene.page.list.reload()
    scene.settle()


@pytest.mark.covers("B11")
def test_typing_finds_a_unit_and_enter_goes_into_the_list(scene: RegisterScene[EquipmentPage]) -> None:
    given_unit(scene.company, "KAE-2041")
    given_unit(scene.company, "WIL-7")
    scene.page.list.search.setFocus()

    QTest.keyClicks(scene.page.list.search, "2041")
    reload(scene)
    Keyboard(scene.window).press("Return")

    assert serials(scene) == ["KAE-2041"]
    assert scene.page.list.table.view.hasFocus()
    assert scene.find(QLabel, "unitSerial").text() == "KAE-2041"


@pytest.mark.covers("B03", "B04")
def test_the_card_says_for_each_kind_of_work_which_line_covers_the_unit(
    scene: RegisterScene[EquipmentPage],
) -> None:
    company = scene.company
    customer = company.customer("Hotel Świt")
    unit = company.unit(company.site(customer), "KAE-1")
    company.contract(customer, lines=(Line(units=(unit,), works=("repair",)),), number="U/7")

    scene.open(unit)
    said = scene.texts("coverSection")

    assert "Repair" in said
    assert "Unit KAE-1 is covered by contract U/7, line 1" in said
    assert "does not include this kind of work" in said


@pytest.mark.covers("P-46")
def test_a_warranty_that_nobody_knows_is_not_known_and_not_over(scene: RegisterScene[EquipmentPage]) -> None:
    scene.open(given_unit(scene.company))

    assert scene.page.card.header.warranty.text() == "not known"


@pytest.mark.covers("expectation 19")
def test_the_history_of_a_unit_tells_what_was_done_at_earlier_customers(
    scene: RegisterScene[EquipmentPage],
) -> None:
    company = scene.company
    seller, buyer = company.customer("Stary Młyn"), company.customer("Nowy Młyn")
    unit = company.unit(company.site(seller))
    company.contract(seller)
    logged(company, (seller, unit))
    there = company.site(buyer, "Hala nowa")
    scene.open(unit)
    scene.dialogs.at_dialog = scene.fill({"moveSite": "Hala nowa", "moveReason": "sprzedaż"})

    scene.page.acts.move()
    scene.settle()

    assert company.get(Equipment, unit).site_id == there
    assert "at Stary Młyn" in scene.texts("serviceSection")
    assert "sprzedaż" in scene.texts("placeSection")


@pytest.mark.covers("P-49")
def test_a_unit_is_replaced_by_a_new_one_by_its_serial_number(
    scene: RegisterScene[EquipmentPage],
) -> None:
    old = given_unit(scene.company, "OLD-1")
    scene.open(old)
    scene.dialogs.at_dialog = scene.fill({"replaceSerial": "NEW-1", "replaceReason": "gwarancja"})

    scene.page.acts.replace()
    scene.settle()

    assert "Replaced by NEW-1" in scene.texts("placeSection")
    assert scene.company.get(Equipment, old).status is EquipmentStatus.RETIRED
    assert sorted(serials(scene)) == ["NEW-1", "OLD-1"]


def test_a_lent_unit_is_marked_and_taken_back_from_its_card(scene: RegisterScene[EquipmentPage]) -> None:
    company = scene.company
    unit = company.unit(company.site(company.customer("Nasz magazyn"), "Magazyn"), "WYP-1")
    company.site(company.customer("Hotel Świt"), "Kuchnia")
    scene.open(unit)
    scene.dialogs.at_dialog = scene.fill({"lendSite": "Kuchnia", "lendReason": "na czas naprawy"})
    scene.page.acts.lend()
    scene.settle()
    marked = scene.page.card.header.state.text
    scene.dialogs.at_dialog = scene.fill({})

    scene.press("returnLoanButton")

    assert marked == "on loan"
    assert company.rows(EquipmentLoan)[0].returned_on == TODAY
    assert "returned" not in scene.page.card.header.state.text


def test_a_reading_that_runs_backwards_is_refused_at_its_field(scene: RegisterScene[EquipmentPage]) -> None:
    company, meter = scene.company, new_id()
    unit = given_unit(company)
    company.run(add_meter, AddMeter(meter, unit, "Godziny", "h"))
    company.run(record_reading, RecordReading(new_id(), meter, date(2026, 11, 1), Decimal(500)))
    scene.open(unit)
    said: list[str] = []

    def at_dialog(dialog: FormDialog) -> None:
        scene.fill({"readingValue": "12"})(dialog)
        said.append(dialog.form.error_at(scene.find(TextField, "readingValue", dialog)))
        scene.fill({"readingValue": "520,5"})(dialog)

    scene.dialogs.at_dialog = at_dialog
    scene.page.acts.read_meter()
    scene.settle()

    assert "run backwards" in said[0]
    assert sorted(each.value for each in company.rows(Reading)) == [Decimal(500), Decimal("520.5")]
    assert "Godziny: 520.5 h" in scene.texts("metersSection") or "about" in scene.texts("metersSection")


@pytest.mark.covers("expectation 18")
def test_the_label_of_a_unit_is_written_as_pdf(scene: RegisterScene[EquipmentPage], tmp_path: Path) -> None:
    scene.open(given_unit(scene.company))
    scene.dialogs.answers.append(tmp_path / "label")

    scene.page.acts.print_label()
    scene.settle()

    assert (tmp_path / "label.pdf").read_bytes().startswith(b"%PDF")


def test_a_new_unit_asks_for_its_site_and_is_shown(scene: RegisterScene[EquipmentPage]) -> None:
    scene.company.site(scene.company.customer("Hotel Świt"), "Kuchnia")
    scene.dialogs.at_dialog = scene.fill(
        {"unitSite": "Kuchnia", "unitCategory": "Piec", "unitProduct": "Rational", "unitSerial": "R-1"}
    )

    scene.page.acts.new()
    scene.settle()

    assert scene.find(QLabel, "unitSerial").text() == "R-1"


def test_only_units_that_nothing_covers_are_shown_by_one_press(scene: RegisterScene[EquipmentPage]) -> None:
    company = scene.company
    covered = company.customer("Hotel")
    company.unit(company.site(covered), "C-1")
    company.contract(covered)
    given_unit(company, "U-1")

    scene.press("uncoveredFilter")

    assert serials(scene) == ["U-1"]


@pytest.mark.covers("A24", "A25")
def test_a_product_is_entered_with_its_maker_and_the_end_of_its_support(
    desk_company: Company, qapp: QApplication
) -> None:
    scene = RegisterScene(desk_company, ProductsPage)
    scene.dialogs.at_dialog = scene.fill(
        {
            "productCategory": "Drukarka",
            "productName": "M 400",
            "productMaker": "HP",
            "productSupport": "2027-06-30",
        }
    )

    scene.page.new()
    scene.settle()

    product = desk_company.rows(Product)[0]
    assert (product.manufacturer, product.supported_until) == ("HP", date(2027, 6, 30))
    assert [row.name for row in scene.page.list.table.model.rows] == ["M 400"]
    scene.close()


def test_the_whole_list_is_exported_as_it_is_filtered(
    scene: RegisterScene[EquipmentPage], tmp_path: Path
) -> None:
    given_unit(scene.company, "KAE-1", warranty_until=date(2027, 1, 31))
    given_unit(scene.company, "WIL-2")
    scene.page.list.search.setText("KAE-1")
    scene.dialogs.answers.append(tmp_path / "units.csv")

    scene.page.export()
    scene.settle()

    lines = (tmp_path / "units.csv").read_text("utf-8-sig").splitlines()
    assert len(lines) == 2
    assert "KAE-1" in lines[1]
    assert "2027-01-31" in lines[1]


def test_the_units_of_one_site_are_listed_when_a_customers_card_asks(
    scene: RegisterScene[EquipmentPage],
) -> None:
    customer = scene.company.customer("Hotel Świt")
    kitchen, office = (scene.company.site(customer, name) for name in ("Kuchnia", "Biuro"))
    scene.company.unit(kitchen, "K-1")
    scene.company.unit(office, "B-1")

    scene.page.open_at(UnitsAt(kitchen, "Kuchnia", "Hotel Świt"))
    scene.settle()

    assert serials(scene) == ["K-1"]


@pytest.mark.covers("A25")
def test_a_request_is_begun_for_the_very_unit_that_is_read(
    scene: RegisterScene[EquipmentPage], qtbot: QtBot
) -> None:
    unit = given_unit(scene.company, "KAE-1")
    scene.open(unit)
    customer = scene.company.rows(Customer)[0].id

    with qtbot.waitSignal(scene.page.new_request_requested) as asked:
        Keyboard(scene.window).press("Ctrl+Shift+Return")

    assert asked.args == [customer, unit]
