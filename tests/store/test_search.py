"""The search over everything: by name, telephone, serial, number and words, folded, ranked and bounded."""

from datetime import timedelta

import pytest

from fieldservice.domain.commands.articles import AddArticle, add_article
from fieldservice.domain.model.base import new_id
from fieldservice.domain.model.ticket import ArticleKind
from fieldservice.domain.queries.search import MOST_HITS, Among, Subject, find
from tests.factories import Company
from tests.store.ticket_givens import AT_NINE, covered_customer, logged, ordered


def found(company: Company, typed: str) -> list[tuple[Subject, str]]:
    hits = company.ask(find, typed, "WAW", "PL")
    return [(hit.subject, hit.number or hit.text) for hit in hits]


FOUND_FIRST = {
    "lodzkie": (Subject.CUSTOMER, "K0001"),
    "Łódzkie Zak": (Subject.CUSTOMER, "K0001"),
    "61 281 30 35": (Subject.CUSTOMER, "K0001"),
    "+48612813035": (Subject.CUSTOMER, "K0001"),
    "KW-7781": (Subject.EQUIPMENT, "KW-7781"),
    "kw-77": (Subject.EQUIPMENT, "KW-7781"),
    "WAW-000001": (Subject.TICKET, "WAW-000001"),
    "waw1": (Subject.TICKET, "WAW-000001"),
    "1": (Subject.TICKET, "WAW-000001"),
    "waw 1/1": (Subject.ORDER, "WAW-000001/1"),
    "przecieka": (Subject.TICKET, "WAW-000001"),
    "jeka": (Subject.CONTACT, "Stanisław Jeka"),
    "hala 7": (Subject.SITE, "S1"),
}


@pytest.mark.covers("expectation 33")
def test_everything_is_found_by_what_people_type(company: Company) -> None:
    customer = company.customer(name="Łódzkie Zakłady", number="K0001", phone="(61) 281-30-35")
    unit = company.unit(company.site(customer, name="Hala 7", code="S1"), serial="KW-7781")
    company.contract(customer)
    company.contact(customer)
    ordered(company, logged(company, (customer, unit), title="Klimatyzator przecieka"))
    logged(company, covered_customer(company, name="Bank"), title="Drzwi")

    assert {typed: found(company, typed)[0] for typed in FOUND_FIRST} == FOUND_FIRST


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


@pytest.mark.parametrize(
    "typed", ["281 30", "61/281 30", "+48 61 281", "0048 61 28", "(61) 281-30", "281-30-35", "1303"]
)
@pytest.mark.covers("P-70", "P-74")
def test_any_part_of_a_telephone_number_finds_whose_it_is(company: Company, typed: str) -> None:
    company.customer(name="Łódzkie Zakłady", number="K0001", phone="(61) 281-30-35")
    company.customer(name="Bank", number="K0002", phone="22 555 77 99")

    hits = company.ask(find, typed, "WAW", "PL")

    assert {hit.second or hit.text for hit in hits} == {"Łódzkie Zakłady"}


@pytest.mark.covers("F01", "P-74")
def test_what_is_written_at_length_is_found_and_leads_to_its_ticket(desk_company: Company) -> None:
    company = desk_company
    ticket_id = logged(company, title="Klimatyzator", description="Woda spływa po ścianie")
    company.run(
        add_article,
        AddArticle(
            ticket_id,
            new_id(),
            ArticleKind.NOTE,
            "Oddzwonił pan Żuraw: zalało serwerownię",
            company.clock.now(),
        ),
    )

    described, said = (company.ask(find, typed, "WAW", "PL") for typed in ("scianie", "zalalo zuraw"))

    assert (described[0].id, described[0].found_in) == (ticket_id, "")
    assert [(hit.id, hit.found_in) for hit in said] == [(ticket_id, "article")]


def test_a_contract_is_found_by_its_number_and_says_whose_it_is(company: Company) -> None:
    customer = company.customer(name="Bank")
    company.contract(customer, number="U/2026/17")

    (hit,) = company.ask(find, "u/2026/17", "WAW", "PL")

    assert (hit.subject, hit.text, hit.second) == (Subject.CONTRACT, "U/2026/17", "Bank")


def test_only_tickets_or_only_people_are_found_when_one_says_so(desk_company: Company) -> None:
    company = desk_company
    served = covered_customer(company, name="Pompy Polskie", number="K9")
    logged(company, served, title="Pompa stoi")

    def subjects(among: Among) -> set[Subject]:
        return {hit.subject for hit in company.ask(find, "pomp", "WAW", "PL", among)}

    assert subjects(Among.TICKETS) == {Subject.TICKET, Subject.REQUEST}
    assert Subject.CUSTOMER in subjects(Among.PEOPLE)
    assert not subjects(Among.PEOPLE) & {Subject.TICKET, Subject.ORDER, Subject.EQUIPMENT}


def test_tickets_are_found_behind_many_units_of_the_same_words(desk_company: Company) -> None:
    company = desk_company
    ticket_id = logged(company, title="Sprężarka stoi")
    site = company.site(company.customer(name="Bank"))
    for place in range(61):
        company.unit(site, serial=f"SPREZARKA {place}")

    assert ticket_id in {hit.id for hit in company.ask(find, "sprezarka", "WAW", "PL")}
