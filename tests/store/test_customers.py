"""Customers, contacts and sites as commands write them, on both databases."""

from datetime import date
from uuid import UUID

import pytest

from fieldservice.domain.commands.contact_merging import MergeContacts, merge_contacts
from fieldservice.domain.commands.contacts import (
    AddContact,
    ChangeContact,
    ContactData,
    Reachability,
    SetContactActive,
    SetCustomerReach,
    add_contact,
    change_contact,
    set_contact_active,
    set_customer_reach,
)
from fieldservice.domain.commands.customers import (
    ArchiveCustomer,
    ChangeCustomer,
    CreateCustomer,
    CustomerData,
    ReactivateCustomer,
    archive_customer,
    change_customer,
    create_customer,
    reactivate_customer,
)
from fieldservice.domain.commands.history import UndoEntry, undo_entry
from fieldservice.domain.commands.sites import AddSite, ChangeSite, SiteData, add_site, change_site
from fieldservice.domain.model.base import new_id
from fieldservice.domain.model.customer import Contact, Customer, CustomerClass, Identity, Site
from fieldservice.domain.model.journal import JournalEntry
from fieldservice.domain.rules.errors import RuleViolation
from tests.factories import Company

LAST_DAY = date(2026, 11, 30)


def _refusal(error: pytest.ExceptionInfo[RuleViolation]) -> str:
    return error.value.code


@pytest.mark.covers("A22", "A36")
def test_a_customer_made_by_hand_keeps_what_was_entered(company: Company) -> None:
    data = CustomerData(
        name="  Łódzkie Zakłady Pomp  ",
        number="K0198",
        tax_id="584-274-11-90",
        customer_class=CustomerClass.VIP,
        language="pl",
        active_from=date(2024, 1, 1),
    )

    changes = company.run(create_customer, CreateCustomer(new_id(), data, ("61 281 30 35",), "PL"))

    customer = company.rows(Customer)[0]
    assert (customer.number, customer.name, customer.name_folded) == (
        "K0198",
        "Łódzkie Zakłady Pomp",
        "lodzkie zaklady pomp",
    )
    assert customer.customer_class is CustomerClass.VIP
    assert [(phone.value, phone.as_written) for phone in company.rows(Identity)] == [
        ("+48612813035", "61 281 30 35")
    ]
    assert changes.label.code == "customer.create"
    assert changes.label.values == {"number": "K0198", "name": "Łódzkie Zakłady Pomp"}


def test_a_customer_without_a_number_gets_one_of_the_branch(company: Company) -> None:
    company.run(create_customer, CreateCustomer(new_id(), CustomerData("Hotel Świt")))

    assert company.rows(Customer)[0].number.startswith("K-WAW-")


@pytest.mark.covers("P-40")
def test_the_same_form_saved_twice_makes_one_customer(company: Company) -> None:
    command = CreateCustomer(new_id(), CustomerData("Hotel Świt", "K1"), ("22 123 45 67",), "PL")

    company.run(create_customer, command)
    again = company.run(create_customer, command)

    assert len(company.rows(Customer)) == 1
    assert again.entry_id is None


def test_a_number_that_another_customer_has_is_refused_by_its_name(company: Company) -> None:
    company.customer("Hotel Świt", number="K1")

    with pytest.raises(RuleViolation) as error:
        company.run(create_customer, CreateCustomer(new_id(), CustomerData("Drukarnia", "K1")))

    assert _refusal(error) == "customer.number_taken"
    assert error.value.values["name"] == "Hotel Świt"


def test_two_customers_may_share_a_tax_id(company: Company) -> None:
    company.customer("Hotel Świt", tax_id="5842741190")

    company.customer("Hotel Świt, kuchnia", tax_id="5842741190")

    assert len(company.rows(Customer)) == 2


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (CustomerData("  "), "customer.name_missing"),
        (
            CustomerData("A", active_from=date(2026, 2, 1), active_until=date(2026, 1, 31)),
            "customer.ends_before_start",
        ),
    ],
)
def test_a_customer_that_cannot_be_is_refused(company: Company, data: CustomerData, code: str) -> None:
    with pytest.raises(RuleViolation) as error:
        company.run(create_customer, CreateCustomer(new_id(), data))

    assert _refusal(error) == code


def test_a_telephone_number_that_cannot_be_read_is_refused_with_the_customer(company: Company) -> None:
    with pytest.raises(RuleViolation) as error:
        company.run(create_customer, CreateCustomer(new_id(), CustomerData("A"), ("portiernia",), "PL"))

    assert _refusal(error) == "phone.unreadable"
    assert company.rows(Customer) == []


def test_a_change_is_refused_when_somebody_changed_the_customer_meanwhile(company: Company) -> None:
    customer_id = company.customer("Hotel Świt")
    seen = company.get(Customer, customer_id).version
    company.run(change_customer, ChangeCustomer(customer_id, seen, CustomerData("Hotel Świt SA")))

    with pytest.raises(RuleViolation) as error:
        company.run(change_customer, ChangeCustomer(customer_id, seen, CustomerData("Hotel Zmierzch")))

    assert _refusal(error) == "row.changed_meanwhile"
    assert company.get(Customer, customer_id).name == "Hotel Świt SA"


def test_a_change_without_a_number_keeps_the_number(company: Company) -> None:
    customer_id = company.customer("Hotel Świt", number="K7")

    company.run(change_customer, ChangeCustomer(customer_id, 1, CustomerData("Hotel Świt SA")))

    assert company.get(Customer, customer_id).number == "K7"


@pytest.mark.covers("A19")
def test_an_archived_customer_stays_with_all_that_was_recorded(company: Company) -> None:
    customer_id = company.customer("Hotel Świt")
    company.site(customer_id)

    company.run(archive_customer, ArchiveCustomer(customer_id, LAST_DAY))

    assert company.get(Customer, customer_id).active_until == LAST_DAY
    assert len(company.rows(Site)) == 1
    commands = [entry.command for entry in company.rows(JournalEntry)]
    assert commands[-2:] == ["site.add", "customer.archive"]


def test_an_archived_customer_can_be_taken_back(company: Company) -> None:
    customer_id = company.customer()
    company.run(archive_customer, ArchiveCustomer(customer_id, LAST_DAY))

    company.run(reactivate_customer, ReactivateCustomer(customer_id))

    assert company.get(Customer, customer_id).active_until is None


def test_archiving_can_be_undone(company: Company) -> None:
    customer_id = company.customer()
    changes = company.run(archive_customer, ArchiveCustomer(customer_id, LAST_DAY))
    assert changes.entry_id is not None

    company.run(undo_entry, UndoEntry(changes.entry_id))

    assert company.get(Customer, customer_id).active_until is None


def _contact(company: Company, customer_id: UUID, *phones: str) -> UUID:
    contact_id = new_id()
    reach = Reachability(phones, ("Jeka@Example.PL",), "PL")
    data = ContactData("Stanisław Jeka", "kierownik utrzymania ruchu", reach)
    company.run(add_contact, AddContact(contact_id, customer_id, data))
    return contact_id


@pytest.mark.covers("A10", "P-70")
def test_a_contact_is_recognised_by_numbers_however_written(company: Company) -> None:
    _contact(company, company.customer(), "(0-61) 281 30 35 wew. 12", "+48 602 000 111")

    found = {(row.value, row.extension) for row in company.rows(Identity)}

    assert found == {("+48612813035", "12"), ("+48602000111", ""), ("jeka@example.pl", "")}


def test_a_number_written_twice_in_two_ways_is_kept_once(company: Company) -> None:
    _contact(company, company.customer(), "61 281 30 35", "+48 61 281 30 35")

    assert sorted(row.value for row in company.rows(Identity)) == ["+48612813035", "jeka@example.pl"]


def test_changing_a_contact_keeps_the_numbers_that_stay(company: Company) -> None:
    contact_id = _contact(company, company.customer(), "61 281 30 35", "602 000 111")
    kept = next(row.id for row in company.rows(Identity) if row.value == "+48612813035")
    reach = Reachability(("61 281-30-35", "603 000 222"), (), "PL")

    company.run(change_contact, ChangeContact(contact_id, 1, ContactData("Stanisław Jeka", "", reach)))

    after = {row.value: row for row in company.rows(Identity)}
    assert set(after) == {"+48612813035", "+48603000222"}
    assert after["+48612813035"].id == kept
    assert after["+48612813035"].as_written == "61 281-30-35"


def test_a_contact_changed_meanwhile_is_not_overwritten(company: Company) -> None:
    contact_id = _contact(company, company.customer())
    company.run(change_contact, ChangeContact(contact_id, 1, ContactData("Stefan Jeka")))

    with pytest.raises(RuleViolation) as error:
        company.run(change_contact, ChangeContact(contact_id, 1, ContactData("Stach Jeka")))

    assert _refusal(error) == "row.changed_meanwhile"


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (ContactData(""), "contact.name_missing"),
        (ContactData("A", reach=Reachability(emails=("a at b",))), "email.unreadable"),
        (ContactData("A", reach=Reachability(phones=("recepcja",), country="PL")), "phone.unreadable"),
    ],
)
def test_a_contact_that_cannot_be_is_refused(company: Company, data: ContactData, code: str) -> None:
    with pytest.raises(RuleViolation) as error:
        company.run(add_contact, AddContact(new_id(), company.customer(), data))

    assert _refusal(error) == code


@pytest.mark.covers("A19")
def test_a_contact_who_left_stays_and_may_come_back(company: Company) -> None:
    contact_id = _contact(company, company.customer())

    company.run(set_contact_active, SetContactActive(contact_id, is_active=False))
    left = company.get(Contact, contact_id).is_active
    company.run(set_contact_active, SetContactActive(contact_id, is_active=True))

    assert left is False
    assert company.get(Contact, contact_id).is_active


def test_numbers_of_the_customer_itself_leave_those_of_its_people_alone(company: Company) -> None:
    customer_id = company.customer(phone="22 123 45 67")
    _contact(company, customer_id, "61 281 30 35")

    company.run(set_customer_reach, SetCustomerReach(customer_id, Reachability(("22 765 43 21",), (), "PL")))

    values = sorted(row.value for row in company.rows(Identity))
    assert values == ["+48227654321", "+48612813035", "jeka@example.pl"]


def test_a_site_without_a_code_gets_one_from_the_customers_number(company: Company) -> None:
    customer_id = company.customer(number="K7")

    company.site(customer_id, "Hala")
    company.site(customer_id, "Biuro")

    assert sorted(site.code for site in company.rows(Site)) == ["K7-1", "K7-2"]


def test_a_site_code_that_is_taken_is_refused(company: Company) -> None:
    customer_id = company.customer()
    company.site(customer_id, "Hala", code="L1")

    with pytest.raises(RuleViolation) as error:
        company.run(add_site, AddSite(new_id(), customer_id, SiteData("Biuro", "L1")))

    assert _refusal(error) == "site.code_taken"


def test_an_unknown_time_zone_of_a_site_is_refused(company: Company) -> None:
    with pytest.raises(RuleViolation) as error:
        company.run(add_site, AddSite(new_id(), company.customer(), SiteData("Hala", zone="Europe/Lodz")))

    assert _refusal(error) == "calendar.zone_unknown"


def test_a_site_changed_meanwhile_is_not_overwritten(company: Company) -> None:
    site_id = company.site(company.customer(), "Hala")
    company.run(change_site, ChangeSite(site_id, 1, SiteData("Hala A")))

    with pytest.raises(RuleViolation) as error:
        company.run(change_site, ChangeSite(site_id, 1, SiteData("Hala B")))

    assert _refusal(error) == "row.changed_meanwhile"
    assert company.get(Site, site_id).name == "Hala A"


def test_saving_a_site_unchanged_is_no_change(company: Company) -> None:
    site_id = company.site(company.customer(), "Hala", city="Łódź")

    changes = company.run(change_site, ChangeSite(site_id, 1, SiteData("Hala", city="Łódź")))

    assert changes.entry_id is None
    assert company.get(Site, site_id).version == 1


@pytest.mark.covers("A10")
def test_two_entries_of_one_person_become_one_with_each_number_once(company: Company) -> None:
    customer = company.customer()
    kept = company.contact(customer, "Stanisław Jeka", "602 000 111", "kierownik")
    gone = company.contact(customer, "St. Jeka", "602 000 111")
    both = Reachability(("602 000 111", "61 281 30 35"), (), "PL")
    company.run(change_contact, ChangeContact(gone, 1, ContactData("St. Jeka", reach=both)))

    company.run(merge_contacts, MergeContacts(kept, gone))

    numbers = [(each.contact_id, each.value) for each in company.rows(Identity)]
    assert sorted(numbers) == sorted([(kept, "+48602000111"), (kept, "+48612813035")])
    assert not company.get(Contact, gone).is_active


def test_contacts_of_two_customers_are_never_merged(company: Company) -> None:
    first, second = company.contact(company.customer()), company.contact(company.customer())

    with pytest.raises(RuleViolation, match=r"contact\.of_other_customer"):
        company.run(merge_contacts, MergeContacts(first, second))
