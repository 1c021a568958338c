"""The contracts screen on a real SQLite company: read, changed line by line, renewed, kept elsewhere."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from uuid import UUID

import pytest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton

from fieldservice.domain.model.catalogue import Sla
from fieldservice.domain.model.contract import Contract, CoverageLine, CoverageWork, Terms
from fieldservice.domain.model.ticket import Ticket
from fieldservice.domain.rules.coverage_quota import QuotaKind
from fieldservice.ui.kit.form_dialog import FormDialog
from fieldservice.ui.kit.quota_bar import QuotaBar
from fieldservice.ui.kit.registers.coverage_dialog import CoverageDialog
from fieldservice.ui.kit.registers.renew_dialog import RenewDialog
from fieldservice.ui.screens.contracts.line_dialog import LineDialog
from fieldservice.ui.screens.contracts.view import ContractsPage
from fieldservice.ui.screens.equipment.view import EquipmentPage
from tests.factories import Company, Line
from tests.store.ticket_givens import logged
from tests.ui.customers_scene import RegisterScene


@pytest.fixture
def scene(desk_company: Company, qapp: QApplication) -> Iterator[RegisterScene[ContractsPage]]:
    made = RegisterScene(desk_company, ContractsPage)
    yield made
    made.close()


def given(company: Company, *lines: Line, **values: object) -> tuple[UUID, UUID, UUID]:
    customer = company.customer("Hotel Świt")
    unit = company.unit(company.site(customer, "Kuchnia"), "KAE-1")
    contract = company.contract(customer, lines=lines or (Line(),), number="U/7", **values)  # type: ignore[arg-type]
    return customer, unit, contract


@pytest.mark.covers("B01", "B02", "P-45")
def test_a_contract_reads_as_sentences_with_its_quota_drawn(scene: RegisterScene[ContractsPage]) -> None:
    line = Line(category="Sprężarka", works=("repair",), quota=(QuotaKind.CASES, Decimal(2)))
    customer, unit, contract = given(scene.company, line)
    for _ in range(2):
        logged(scene.company, (customer, unit))

    scene.open(contract)

    said = scene.texts("contractCard")
    assert "1. Sprężarka: all · all sites · Repair · 2 of 2 cases used" in said
    assert scene.find(QuotaBar, "lineQuotaBar").accessibleName() == "2 of 2 cases used"
    assert "Hałasuje" in scene.texts("contractTickets")


def test_a_line_is_changed_where_it_is_read(scene: RegisterScene[ContractsPage]) -> None:
    _customer, unit, contract = given(scene.company)
    scene.open(contract)

    def at_dialog(dialog: LineDialog) -> None:
        dialog.works.table.select_first()
        dialog.works.table.row_activated.emit(dialog.works.table.selected_row())
        scene.fill(
            {"lineReach": "named units", "lineWhat": "KAE-1", "lineQuota": "10", "lineLevels": "50, 80, 100"}
        )(dialog)

    scene.dialogs.at_dialog = at_dialog
    scene.press("changeLineButton")

    line = scene.company.rows(CoverageLine)[0]
    assert (line.quota_amount, line.warn_first_percent) == (Decimal(10), 50)
    assert len(scene.company.rows(CoverageWork)) == 1
    assert "KAE-1 · all sites · Repair · 0 of 10 cases used" in scene.texts("contractCard")
    assert unit is not None


def test_a_serial_number_of_somebody_else_is_refused_at_its_field(
    scene: RegisterScene[ContractsPage],
) -> None:
    _customer, _unit, contract = given(scene.company)
    scene.open(contract)
    said: list[str] = []

    def at_dialog(dialog: LineDialog) -> None:
        scene.fill({"lineReach": "named units", "lineWhat": "XX-9"})(dialog)
        said.append(dialog.form.error_at(dialog.what))

    scene.dialogs.at_dialog = at_dialog
    scene.page.acts.add_line()

    assert said == ["Not a unit of this customer: XX-9."]
    assert len(scene.company.rows(CoverageLine)) == 1


@pytest.mark.covers("B01")
def test_a_renewal_shows_the_tickets_that_go_over_and_takes_what_is_ticked(
    scene: RegisterScene[ContractsPage],
) -> None:
    company = scene.company
    customer, unit, contract = given(company, valid_from=date(2025, 11, 1), valid_to=date(2026, 10, 31))
    taken, left = (
        logged(company, (customer, unit), title=title, override_because="w drodze") for title in ("A", "B")
    )
    scene.open(contract)
    seen: list[str] = []

    def at_dialog(dialog: RenewDialog) -> None:
        scene.settle()
        seen.extend(row.words for row in dialog.tickets.rows)
        other = next(row for row in dialog.tickets.rows if row.id == left)
        dialog.tickets.table.row_activated.emit(other)
        dialog.accept()
        scene.settle()

    scene.dialogs.at_dialog = at_dialog
    scene.press("renewButton")

    assert len(seen) == 2
    assert all("was not covered, now is" in words for words in seen)
    assert company.get(Ticket, taken).contract_id == contract
    assert company.get(Ticket, left).contract_id is None
    assert [terms.valid_to for terms in sorted(company.rows(Terms), key=lambda t: t.valid_from)] == [
        date(2026, 10, 31),
        date(2027, 10, 31),
    ]


@pytest.mark.covers("A15")
def test_a_contract_kept_elsewhere_says_where_and_offers_no_change(
    scene: RegisterScene[ContractsPage],
) -> None:
    _customer, _unit, contract = given(scene.company)
    with scene.company.begin() as uow:
        uow.record("test.given", None)
        uow.get(Contract, contract).mastered_in = "SAP"
        uow.commit()

    scene.open(contract)

    assert "Kept in SAP" in scene.find(QLabel, "keptElsewhere").text()
    assert not scene.find(QPushButton, "renewButton").isEnabled()
    assert scene.page.card.findChild(QPushButton, "changeLineButton") is None


@pytest.mark.covers("B03", "X2")
def test_what_is_covered_is_answered_unit_by_unit_for_the_site_chosen(
    scene: RegisterScene[ContractsPage],
) -> None:
    company = scene.company
    customer, unit, contract = given(company)
    company.unit(company.site(customer, "Biuro"), "B-1")
    scene.open(contract)
    answered: dict[str, list[str]] = {}

    def at_dialog(dialog: CoverageDialog) -> None:
        for place in range(dialog.site.count()):
            dialog.site.setCurrentIndex(place)
            scene.settle()
            answered[dialog.site.currentText()] = [
                row.serial_number for row in dialog.table.model.rows if row.verdict.is_ok
            ]

    scene.dialogs.at_dialog = at_dialog
    scene.page.acts.coverage()

    assert answered == {"Kuchnia": ["KAE-1"], "Biuro": ["B-1"]}
    assert unit is not None


def test_a_period_is_corrected_where_it_is_read(scene: RegisterScene[ContractsPage]) -> None:
    _customer, _unit, contract = given(scene.company)
    scene.open(contract)

    def at_dialog(dialog: FormDialog) -> None:
        scene.fill({"termsTo": "2027-03-31"})(dialog)

    scene.dialogs.at_dialog = at_dialog
    scene.press("changeTermsButton")

    assert scene.company.rows(Terms)[0].valid_to == date(2027, 3, 31)


def test_a_line_is_removed_and_the_last_one_stays(scene: RegisterScene[ContractsPage]) -> None:
    _customer, _unit, contract = given(scene.company, Line(works=("repair",)), Line(works=("inspection",)))
    scene.open(contract)

    scene.press("removeLine")
    scene.dialogs.answers.append(False)
    scene.press("removeLine")

    assert len(scene.company.rows(CoverageLine)) == 1


def test_drafts_and_contracts_that_end_soon_are_found_by_state(scene: RegisterScene[ContractsPage]) -> None:
    company = scene.company
    customer, _unit, _contract = given(company)
    company.contract(customer, number="U/draft", is_signed=False)

    scene.page.list.state.set_value("draft")
    scene.settle()

    assert [row.number for row in scene.page.list.table.model.rows] == ["U/draft"]


@pytest.mark.covers("B12", "D17")
def test_a_line_tells_its_service_level_whether_it_is_internal_and_who_answers_for_it(
    scene: RegisterScene[ContractsPage],
) -> None:
    company = scene.company
    _customer, _unit, contract = given(company)
    line = company.rows(CoverageLine)[0]
    sla = next(each for each in company.rows(Sla) if each.resolution_minutes)
    with company.begin() as uow:
        uow.record("test.given", None)
        uow.get(CoverageLine, line.id).sla_id = sla.id
        kept = uow.get(Sla, sla.id)
        kept.name, kept.translations, kept.is_internal = "Hotele w sezonie", {}, True
        kept.roles = [["Anna Kowal", "odpowiada za terminy"]]
        uow.commit()

    scene.open(contract)

    said = scene.texts("contractCard")
    assert "service level Hotele w sezonie · internal, promised to nobody" in said
    assert "Anna Kowal: odpowiada za terminy" in said


@pytest.mark.covers("A12", "P-47")
def test_a_block_of_the_customer_stands_on_its_contracts_and_units(
    scene: RegisterScene[ContractsPage],
) -> None:
    customer, unit, contract = given(scene.company)
    scene.company.block(customer, "Brak dokumentów", since=date(2026, 11, 2))
    equipment = EquipmentPage(scene.parts)
    equipment.open_at(unit)
    scene.open(contract)

    banners = (scene.page.card.header.block, equipment.card.header.block)

    assert [banner.words.text() for banner in banners] == ["Brak dokumentów · from 2 Nov 2026"] * 2
    equipment.leave()
    equipment.deleteLater()
