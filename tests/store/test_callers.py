"""Who is calling is found however the number is written, and never guessed."""

from datetime import date

import pytest

from fieldservice.domain.queries.call_verdicts import (
    CallAnswer,
    CallQuestion,
    verdict_for_call,
    work_kind_named,
)
from fieldservice.domain.queries.callers import CallerKey, CallerSearch, find_callers
from fieldservice.domain.rules.verdict_values import Outcome
from tests.factories import COUNTRY, Company, Line

TODAY = date(2026, 11, 23)


def found(company: Company, typed: str) -> CallerSearch:
    return company.ask(find_callers, typed, COUNTRY)


def judged(company: Company, caller: str = "", serial: str = "", work: str = "") -> CallAnswer:
    return company.ask(verdict_for_call, CallQuestion(TODAY, COUNTRY, caller, serial, work))


@pytest.mark.covers("A10", "P-70")
@pytest.mark.parametrize(
    "typed", ["+48 22 123-45-67", "0048221234567", "(22) 123 45 67", "22/1234567", "tel. 22 1234567"]
)
def test_a_number_is_recognised_in_any_writing(company: Company, typed: str) -> None:
    customer = company.customer(phone="+48221234567")

    search = found(company, typed)

    assert [(match.customer_id, match.found_by) for match in search.matches] == [(customer, CallerKey.PHONE)]


@pytest.mark.covers("P-70")
def test_several_customers_on_one_number_are_all_told(company: Company) -> None:
    both = {
        company.customer("Piekarnia", phone="22 123 45 67"),
        company.customer("Cukiernia", phone="22 123 45 67"),
    }

    search = found(company, "221234567")

    assert {match.customer_id for match in search.matches} == both
    assert search.only is None


@pytest.mark.covers("P-70")
def test_an_extension_tells_the_tenants_of_one_switchboard_apart(company: Company) -> None:
    company.customer("Piekarnia", phone="22 123 45 67 wew. 11")
    bakery = company.customer("Cukiernia", phone="22 123 45 67 wew. 12")

    search = found(company, "22 123 45 67 w. 12")

    assert [match.customer_id for match in search.matches] == [bakery]


@pytest.mark.covers("P-70")
def test_a_hidden_number_finds_nobody_and_says_so(company: Company) -> None:
    company.customer()

    search = found(company, "anonymous")

    assert search.is_hidden
    assert search.matches == ()


def test_a_number_of_one_person_names_the_person(company: Company) -> None:
    customer = company.customer()
    person = company.contact(customer, "Stanisław Jeka", phone="601 222 333")

    match = found(company, "601222333").only

    assert match is not None
    assert (match.contact_id, match.contact_name) == (person, "Stanisław Jeka")


def test_a_number_of_two_persons_names_neither(company: Company) -> None:
    customer = company.customer()
    company.contact(customer, "Stanisław Jeka", phone="601 222 333")
    company.contact(customer, "Olga Puch", phone="601 222 333")

    match = found(company, "601222333").only

    assert match is not None
    assert match.contact_id is None


@pytest.mark.covers("A10")
@pytest.mark.parametrize(
    ("typed", "key"),
    [
        ("K0198", CallerKey.NUMBER),
        ("k0198", CallerKey.NUMBER),
        ("5842741190", CallerKey.TAX_ID),
        ("584-274-11-90", CallerKey.TAX_ID),
        ("ga175309", CallerKey.SERIAL),
        ("GA1753", CallerKey.SERIAL),
        ("stepien", CallerKey.NAME),
        ("mlecz ZAKŁ", CallerKey.NAME),
        ("jeka", CallerKey.NAME),
    ],
)
def test_a_customer_is_found_by_whatever_was_typed(company: Company, typed: str, key: CallerKey) -> None:
    company.customer("Inny Klient", tax_id="1111111111")
    customer = company.customer("Zakłady Mleczarskie Stępień", "K0198", tax_id="584-274-11-90")
    company.contact(customer, "Stanisław Jeka")
    company.unit(company.site(customer), "GA175309")

    search = found(company, typed)

    assert [(match.customer_id, match.found_by) for match in search.matches] == [(customer, key)]


def test_a_serial_number_names_the_unit_too(company: Company) -> None:
    unit = company.unit(company.site(company.customer()), "GA175309")

    match = found(company, "GA175309").only

    assert match is not None
    assert match.unit_id == unit


@pytest.mark.parametrize("typed", ["", "   ", '"; DROP TABLE customer; --', "%", "_", "'", "*:*"])
def test_nothing_sensible_finds_nobody(company: Company, typed: str) -> None:
    company.customer()

    assert found(company, typed).matches == ()


@pytest.mark.covers("A10", "A17")
def test_a_call_is_judged_for_the_customer_of_its_number(company: Company) -> None:
    customer = company.customer(phone="+48612813035")
    company.unit(company.site(customer), "GA175309")
    company.contract(customer)

    answer = judged(company, "61 281 30 35", "GA175309", "naprawa")

    assert answer.verdict.outcome is Outcome.OK
    assert answer.verdict.is_settled
    assert answer.ask.customer_id == customer


@pytest.mark.covers("A11")
def test_an_unknown_caller_is_told_as_such(company: Company) -> None:
    answer = judged(company, "+48794399277", work="naprawa")

    assert answer.verdict.outcome is Outcome.UNKNOWN_CUSTOMER
    assert answer.verdict.reason.values["caller"] == "+48794399277"


@pytest.mark.covers("P-70")
def test_of_several_customers_on_one_number_the_one_with_the_unit_is_meant(company: Company) -> None:
    company.customer("Piekarnia", phone="22 123 45 67")
    owner = company.customer("Cukiernia", phone="22 123 45 67")
    company.unit(company.site(owner), "SP000001")

    assert judged(company, "221234567", "SP000001").ask.customer_id == owner
    assert judged(company, "221234567").ask.possible_customers == 2


def test_a_unit_of_another_customer_is_not_covered(company: Company) -> None:
    customer = company.customer(phone="22 123 45 67")
    company.contract(customer)
    company.unit(company.site(company.customer("Inny")), "SP000001")

    answer = judged(company, "221234567", "SP000001", "naprawa")

    assert answer.verdict.reason.code == "verdict.unit.other_customer"


def test_two_units_of_the_customer_with_one_serial_number_leave_the_choice_open(company: Company) -> None:
    customer = company.customer(phone="22 123 45 67")
    site = company.site(customer)
    units = (company.unit(site, "SP000001"), company.unit(site, "SP000001"))
    company.contract(customer, lines=(Line(units=units[:1]),))

    answer = judged(company, "221234567", "SP000001", "naprawa")

    assert answer.verdict.reason.code == "verdict.pending.unit"


@pytest.mark.parametrize("name", ["repair", "Naprawa", "NAPRAWA", "napr", "Reparación", "oprava"])
def test_a_kind_of_work_is_known_by_its_name_in_any_language(company: Company, name: str) -> None:
    assert company.ask(work_kind_named, name) == company.work_kind("repair")


def test_a_work_that_nobody_knows_is_told(company: Company) -> None:
    company.customer(phone="22 123 45 67")

    assert judged(company, "221234567", work="malowanie").is_work_unknown
