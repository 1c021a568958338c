"""Two people change one customer, site or unit: both are kept where they changed different fields (P-39)."""

from dataclasses import replace
from datetime import date

import pytest

from fieldservice.domain.commands.contacts import (
    ChangeContact,
    ContactData,
    Reachability,
    change_contact,
)
from fieldservice.domain.commands.contract_changes import ChangeContract, ContractHead, change_contract
from fieldservice.domain.commands.customers import ChangeCustomer, CustomerData, change_customer
from fieldservice.domain.commands.equipment import ChangeEquipment, UnitData, change_equipment
from fieldservice.domain.commands.sites import ChangeSite, SiteData, change_site
from fieldservice.domain.model.contract import Contract
from fieldservice.domain.model.customer import Contact, Customer, Identity, IdentityKind, Site
from fieldservice.domain.model.equipment import Equipment
from fieldservice.domain.rules.errors import RuleViolation
from tests.factories import Company


@pytest.mark.covers("P-39")
def test_what_two_people_changed_in_different_fields_of_a_customer_is_both_kept(company: Company) -> None:
    customer = company.customer("Hotel Świt", "K1")
    seen = CustomerData("Hotel Świt", "K1")
    note = CustomerData("Hotel Świt", "K1", note="dzwonić rano")
    tax_id = CustomerData("Hotel Świt", "K1", tax_id="5252248481")

    company.run(change_customer, ChangeCustomer(customer, 1, note, seen))
    company.run(change_customer, ChangeCustomer(customer, 1, tax_id, seen))

    kept = company.get(Customer, customer)
    assert (kept.note, kept.tax_id) == ("dzwonić rano", "5252248481")


@pytest.mark.covers("P-39")
def test_the_same_field_changed_by_both_is_asked_with_all_three_values(company: Company) -> None:
    customer = company.customer("Hotel Świt", "K1")
    seen = CustomerData("Hotel Świt", "K1")
    company.run(change_customer, ChangeCustomer(customer, 1, CustomerData("Hotel Zorza", "K1"), seen))

    with pytest.raises(RuleViolation, match=r"row\.fields_in_conflict") as refused:
        company.run(change_customer, ChangeCustomer(customer, 1, CustomerData("Hotel Brzask", "K1"), seen))

    (conflict,) = refused.value.values["conflicts"]
    assert (conflict.before, conflict.mine, conflict.theirs) == ("Hotel Świt", "Hotel Brzask", "Hotel Zorza")
    assert company.get(Customer, customer).name == "Hotel Zorza"


def test_a_form_that_does_not_say_what_it_saw_is_refused(company: Company) -> None:
    customer = company.customer("Hotel Świt", "K1")
    company.run(change_customer, ChangeCustomer(customer, 1, CustomerData("Hotel Zorza", "K1")))

    with pytest.raises(RuleViolation, match=r"row\.changed_meanwhile"):
        company.run(change_customer, ChangeCustomer(customer, 1, CustomerData("Hotel Brzask", "K1")))


@pytest.mark.covers("P-39")
def test_sites_and_units_are_merged_by_field_too(company: Company) -> None:
    site = company.site(company.customer(), "Kuchnia")
    unit = company.unit(site, "S-1", warranty_until=date(2027, 1, 1))
    seen = SiteData("Kuchnia", company.get(Site, site).code, city="Poznań")
    for data in (SiteData("Kuchnia", seen.code, city="Łódź"), SiteData("Piwnica", seen.code, city="Poznań")):
        company.run(change_site, ChangeSite(site, 1, data, seen))
    first = UnitData("Sprężarka", "Kaeser SK 22", "S-1", warranty_until=date(2027, 1, 1))
    moved = UnitData("Sprężarka", "Kaeser SK 22", "S-1", warranty_until=date(2027, 1, 1), place="dach")
    longer = UnitData("Sprężarka", "Kaeser SK 22", "S-1", warranty_until=date(2028, 1, 1))
    for change in (moved, longer):
        company.run(change_equipment, ChangeEquipment(unit, 1, change, first))

    kept = company.get(Equipment, unit)
    assert (company.get(Site, site).name, company.get(Site, site).city) == ("Piwnica", "Łódź")
    assert (kept.place, kept.warranty_until) == ("dach", date(2028, 1, 1))


@pytest.mark.covers("P-39")
def test_a_contact_is_merged_by_field_and_its_numbers_are_one(company: Company) -> None:
    customer = company.customer("Hotel Świt", "K1")
    contact = company.contact(customer, "Ewa Duda", "602 000 111")
    seen = ContactData("Ewa Duda", "", Reachability(("602 000 111",), (), "PL"))
    renamed = replace(seen, name="Ewa Wrona")
    reached = replace(seen, reach=Reachability(("602 000 111", "603 000 222"), ("ewa@swit.pl",), "PL"))
    moved = replace(seen, reach=Reachability(("604 000 333",), (), "PL"))

    company.run(change_contact, ChangeContact(contact, 1, renamed, seen))
    company.run(change_contact, ChangeContact(contact, 1, reached, seen))
    with pytest.raises(RuleViolation, match=r"row\.fields_in_conflict") as refused:
        company.run(change_contact, ChangeContact(contact, 1, moved, seen))

    (conflict,) = refused.value.values["conflicts"]
    known = {each.as_written for each in company.rows(Identity) if each.contact_id == contact}
    assert company.get(Contact, contact).name == "Ewa Wrona"
    assert known == {"602 000 111", "603 000 222", "ewa@swit.pl"}
    assert (conflict.name, conflict.mine) == ("phones", ("+48604000333",))
    chosen = replace(seen, reach=Reachability(conflict.theirs, (), "PL"))
    company.run(change_contact, ChangeContact(contact, 1, moved, chosen))
    phones = {each.value for each in company.rows(Identity) if each.kind is IdentityKind.PHONE}
    assert phones == {"+48604000333"}


@pytest.mark.covers("P-39")
def test_number_and_note_of_a_contract_are_merged_by_field(company: Company) -> None:
    contract = company.contract(company.customer(), number="U/1")
    seen = ContractHead("U/1")
    company.run(change_contract, ChangeContract(contract, 1, "U/2", seen=seen))

    company.run(change_contract, ChangeContract(contract, 1, "U/1", "aneks w drodze", seen))

    kept = company.get(Contract, contract)
    assert (kept.number, kept.note) == ("U/2", "aneks w drodze")


def test_a_contact_with_an_address_is_changed_again_and_again(company: Company) -> None:
    contact = company.contact(company.customer(), "Ewa Duda")
    data = ContactData("Ewa Duda", "", Reachability((), ("ewa@swit.pl",), "PL"))
    company.run(change_contact, ChangeContact(contact, 1, data))

    version = company.get(Contact, contact).version
    company.run(change_contact, ChangeContact(contact, version, replace(data, role="szefowa")))

    assert company.get(Contact, contact).role == "szefowa"
    assert [each.value for each in company.rows(Identity)] == ["ewa@swit.pl"]
