"""The search over everything: by name, telephone, serial, number and words, folded, ranked and bounded."""

from datetime import timedelta

import pytest

from fieldservice.domain.queries.search import MOST_HITS, Subject, find
from tests.factories import Company
from tests.store.ticket_givens import AT_NINE, covered_customer, logged, ordered


def found(company: Company, typed: str) -> list[tuple[Subject, str]]:
    hits = company.ask(find, typed, "WAW", "PL")
    return [(hit.subject, hit.number or hit.text) for hit in hits]


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("lodzkie", (Subject.CUSTOMER, "K0001")),
        ("Łódzkie Zak", (Subject.CUSTOMER, "K0001")),
        ("61 281 30 35", (Subject.CUSTOMER, "K0001")),
        ("+48612813035", (Subject.CUSTOMER, "K0001")),
        ("KW-7781", (Subject.EQUIPMENT, "KW-7781")),
        ("kw-77", (Subject.EQUIPMENT, "KW-7781")),
        ("WAW-000001", (Subject.TICKET, "WAW-000001")),
        ("waw1", (Subject.TICKET, "WAW-000001")),
        ("1", (Subject.TICKET, "WAW-000001")),
        ("waw 1/1", (Subject.ORDER, "WAW-000001/1")),
        ("przecieka", (Subject.TICKET, "WAW-000001")),
        ("jeka", (Subject.CONTACT, "Stanisław Jeka")),
        ("hala 7", (Subject.SITE, "S1")),
    ],
)
def test_everything_is_found_by_what_people_type(
    company: Company, typed: str, first: tuple[Subject, str]
) -> None:
    customer = company.customer(name="Łódzkie Zakłady", number="K0001", phone="(61) 281-30-35")
    unit = company.unit(company.site(customer, name="Hala 7", code="S1"), serial="KW-7781")
    company.contract(customer)
    company.contact(customer)
    ordered(company, logged(company, (customer, unit), title="Klimatyzator przecieka"))
    logged(company, covered_customer(company, name="Bank"), title="Drzwi")

    assert found(company, typed)[0] == first


def test_a_customer_is_not_drowned_by_its_many_tickets(desk_company: Company) -> None:
    company = desk_company
    served = covered_customer(company, name="Mleczarnia Stępień", number="K77")
    for place in range(61):
        logged(company, served, title=f"Usterka {place}")

    hits = found(company, "stepien")

    assert (Subject.CUSTOMER, "K77") in hits
    assert len(hits) <= MOST_HITS


def test_the_same_thing_is_found_once(company: Company) -> None:
    served = covered_customer(company, name="Bank", number="K1")
    ordered(company, logged(company, served), at=AT_NINE + timedelta(days=1))

    hits = found(company, "waw-000001")

    assert len(hits) == len(set(hits))


@pytest.mark.parametrize("typed", ["", "  ", "'", '"*', "( AND", "\\"])
def test_nothing_and_odd_signs_find_nothing(company: Company, typed: str) -> None:
    logged(company)

    assert found(company, typed) == []
