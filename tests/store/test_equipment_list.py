"""The list of units: found by any part, in any order, page by page, with the cover of today as one word."""

from datetime import date

import pytest

from fieldservice.domain.commands.equipment import RetireEquipment, retire_equipment
from fieldservice.domain.model.base import new_id
from fieldservice.domain.model.plan import MaintenancePlan
from fieldservice.domain.queries.equipment_list import Cover, UnitFilter, UnitListRow, UnitsAsk, unit_page
from fieldservice.domain.queries.keyset import SortBy
from tests.factories import Company, Line

TODAY = date(2026, 11, 23)


def shown(company: Company, *sorts: SortBy, **values: object) -> list[UnitListRow]:
    ask = UnitsAsk(UnitFilter(**values), TODAY, sorts)  # type: ignore[arg-type]
    return list(company.ask(unit_page, ask).rows)


def serials(company: Company, *sorts: SortBy, **values: object) -> list[str]:
    return [row.serial_number for row in shown(company, *sorts, **values)]


@pytest.mark.covers("B11", "P-46")
def test_each_unit_tells_in_one_word_what_covers_it_today(company: Company) -> None:
    served, blocked, alone = company.customer(), company.customer(), company.customer()
    units = {
        "S-1": company.unit(company.site(served), "S-1"),
        "B-1": company.unit(company.site(blocked), "B-1"),
        "A-1": company.unit(company.site(alone), "A-1"),
        "W-1": company.unit(company.site(alone), "W-1", warranty_until=TODAY),
        "Z-1": company.unit(company.site(served), "Z-1"),
    }
    company.contract(served)
    company.contract(blocked)
    company.block(blocked)
    company.run(retire_equipment, RetireEquipment(units["Z-1"], TODAY, "złom"))

    told = {row.serial_number: row.cover for row in shown(company)}

    assert told == {
        "S-1": Cover.CONTRACT,
        "B-1": Cover.BLOCKED,
        "A-1": Cover.NONE,
        "W-1": Cover.WARRANTY,
        "Z-1": Cover.OUT_OF_USE,
    }


@pytest.mark.covers("B11")
def test_a_unit_is_found_by_part_of_its_serial_its_customer_its_town_or_its_model(company: Company) -> None:
    customer = company.customer("Hotel Świt")
    company.unit(company.site(customer, city="Łódź"), "KAE-2041", model="Kaeser SM 12")
    company.unit(company.site(company.customer("Apteka")), "XX-1", model="Wilo")

    for text in ("2041", "swit", "lodz", "kaeser"):
        assert serials(company, text=text) == ["KAE-2041"], text


def test_pages_follow_each_other_in_any_order_without_a_gap(company: Company) -> None:
    first, second = company.site(company.customer("Apteka")), company.site(company.customer("Zenit"))
    for place in range(7):
        company.unit(first if place % 2 else second, f"S-{place}")
    sorts = (SortBy("customer", descending=True), SortBy("serial"))
    whole = serials(company, *sorts)

    walked, mark = [], None
    while True:
        page = company.ask(unit_page, UnitsAsk(UnitFilter(), TODAY, sorts), after=mark, limit=2)
        walked += [row.serial_number for row in page.rows]
        mark = page.next
        if mark is None:
            break

    assert whole == ["S-0", "S-2", "S-4", "S-6", "S-1", "S-3", "S-5"]
    assert walked == whole


@pytest.mark.covers("B03")
def test_only_units_that_nothing_covers_are_listed_when_wanted(company: Company) -> None:
    customer = company.customer()
    site = company.site(customer)
    named = company.unit(site, "N-1")
    company.unit(site, "U-1")
    company.contract(customer, lines=(Line(units=(named,)),))

    assert serials(company, covered=False) == ["U-1"]
    assert serials(company, covered=True) == ["N-1"]


def test_the_nearest_day_of_its_plans_stands_beside_a_unit(company: Company) -> None:
    unit = company.unit(company.site(company.customer()))
    for name, anchor, months in (("Roczny", date(2026, 3, 1), 12), ("Kwartalny", date(2026, 2, 1), 3)):
        company.put(
            MaintenancePlan(
                id=new_id(), equipment_id=unit, name=name, anchor_date=anchor, period_months=months
            )
        )

    assert [row.next_due for row in shown(company)] == [date(2027, 2, 1)]
