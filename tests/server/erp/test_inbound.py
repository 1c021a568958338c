"""Customers, sites, equipment, blocks and contracts told by another system, over HTTP."""

from datetime import date
from typing import Any

import pytest
from sqlalchemy import func, select

from fieldservice.domain.commands.blocks import LiftBlock, SetBlock, lift_block, set_block
from fieldservice.domain.commands.contacts import Reachability, SetCustomerReach, set_customer_reach
from fieldservice.domain.commands.customers import ChangeCustomer, change_customer, data_of
from fieldservice.domain.commands.history import UndoEntry, undo_entry
from fieldservice.domain.commands.outside_systems import DisconnectSystem, disconnect_system
from fieldservice.domain.model.base import new_id
from fieldservice.domain.model.contract import Contract, CoverageLine, Terms
from fieldservice.domain.model.customer import Block, BlockSource, Contact, Customer, Identity, Site
from fieldservice.domain.model.equipment import Equipment, EquipmentStatus
from fieldservice.domain.model.journal import JournalEntry
from fieldservice.domain.rules.errors import RuleViolation
from fieldservice.domain.rules.mastering import Kept
from tests.factories import COUNTRY, Company
from tests.server.erp.conftest import Other, connected

CUSTOMER: dict[str, Any] = {
    "name": "Zakłady Mleczarskie Stępień",
    "number": "K-100",
    "tax_id": "5252248481",
    "phones": ["61 281 30 35"],
}
LINE: dict[str, Any] = {"key": "L1", "units": ["E-1"], "quota": {"kind": "cases", "amount": "12"}}
TERMS: dict[str, Any] = {"valid_from": "2026-01-01", "valid_to": "2026-12-31", "lines": [LINE]}
CONTRACT: dict[str, Any] = {"customer": "C-1", "number": "U/1", "terms": [TERMS]}
UNIT = {"site": "S-1", "category": "Sprężarka", "product": "Kaeser SK 22", "serial_number": "KS-1"}


def entries(company: Company) -> int:
    with company.database.read_session() as session:
        return session.scalar(select(func.count()).select_from(JournalEntry)) or 0


def tell_of_unit(erp: Other) -> None:
    erp.tells("/customers/C-1", CUSTOMER)
    erp.tells("/sites/S-1", {"customer": "C-1", "name": "Hala", "city": "Poznań"})
    erp.tells("/equipment/E-1", UNIT)


@pytest.mark.covers("P01", "A13", "A15")
def test_what_is_told_again_changes_nothing(erp: Other, company: Company) -> None:
    block = {"customer": "C-1", "reason": "Zaległości", "since": "2026-11-01"}
    person = {"customer": "C-1", "name": "Ewa Żak", "emails": ["ewa@example.pl"]}
    told = {"/contracts/U-1": CONTRACT, "/blocks/B-1": block, "/contacts/P-1": person}
    tell_of_unit(erp)
    first = [erp.put(path, body) for path, body in told.items()]
    before = entries(company)

    again = [
        erp.put(path, body)
        for path, body in {**told, "/customers/C-1": CUSTOMER, "/equipment/E-1": UNIT}.items()
    ]

    assert [answer.status_code for answer in first] == [201, 201, 201]
    assert {answer.json()["result"] for answer in again} == {"unchanged"}
    assert entries(company) == before
    assert (company.rows(Block)[0].source, company.rows(Contact)[0].name) == (BlockSource.ERP, "Ewa Żak")


def test_what_is_left_out_stays_and_null_empties(erp: Other, company: Company) -> None:
    erp.tells("/customers/C-1", {**CUSTOMER, "note": "dzwonić rano", "active_until": "2027-01-01"})

    erp.tells("/customers/C-1", {"name": "Mleczarnia Stępień", "active_until": None})

    customer = company.rows(Customer)[0]
    told = (customer.name, customer.number, customer.note, customer.active_until, customer.tax_id)
    assert told == ("Mleczarnia Stępień", "K-100", "dzwonić rano", None, "5252248481")


def test_a_customer_that_is_here_under_the_same_number_is_meant(erp: Other, company: Company) -> None:
    here = company.customer(number="K-100", note="stary znajomy")

    told = erp.tells("/customers/C-1", CUSTOMER)

    assert (told["id"], told["result"]) == (str(here), "changed")
    assert [customer.note for customer in company.rows(Customer)] == ["stary znajomy"]


def test_two_keys_never_mean_one_customer(erp: Other) -> None:
    erp.tells("/customers/C-1", CUSTOMER)

    refused = erp.put("/customers/C-2", CUSTOMER)

    assert (refused.status_code, refused.json()["code"]) == (422, "customer.number_taken")
    assert refused.headers["Content-Type"] == "application/problem+json"
    assert "K-100" in refused.json()["detail"]


def test_numbers_added_here_stay_when_the_system_tells_its_own_anew(erp: Other, company: Company) -> None:
    erp.tells("/customers/C-1", CUSTOMER)
    customer = company.rows(Customer)[0]
    both = Reachability(("61 281 30 35", "601 234 567"), (), COUNTRY)
    company.run(set_customer_reach, SetCustomerReach(customer.id, both))

    erp.tells("/customers/C-1", {"phones": ["22 123 45 67"]})

    assert {row.value for row in company.rows(Identity)} == {"+48601234567", "+48221234567"}


def test_a_refusal_speaks_the_language_of_the_asker(erp: Other) -> None:
    said = erp.put("/customers/C-1", {"number": "K-1"}, Accept_Language="en-GB,en;q=0.9")

    assert (said.status_code, said.json()["code"]) == (422, "customer.name_missing")
    assert said.json()["detail"].startswith("The customer was not saved: it has no name.")


@pytest.mark.covers("P01")
def test_a_contract_that_comes_before_its_customer_is_told_what_must_come_first(erp: Other) -> None:
    refused = erp.put("/contracts/U-1", CONTRACT)

    problem = refused.json()
    assert (refused.status_code, problem["code"]) == (409, "outside.unknown_key")
    assert (problem["values"]["table"], problem["values"]["key"]) == ("customer", "C-1")


@pytest.mark.covers("P01")
def test_what_is_parked_is_taken_when_the_other_comes_however_many_wait(erp: Other, company: Company) -> None:
    later = [
        erp.tells("/contracts/U-1?park=true", CONTRACT),
        erp.tells("/equipment/E-1?park=true", UNIT),
        erp.tells("/sites/S-1?park=true", {"customer": "C-1", "name": "Hala"}),
    ]
    waiting = erp.get("/parked").json()["parked"]

    erp.tells("/customers/C-1", CUSTOMER)

    assert [told["result"] for told in later] == ["parked"] * 3
    assert {(each["resource"], each["waits_for"]) for each in waiting} == {
        ("contracts", "customer C-1"),
        ("equipment", "site S-1"),
        ("sites", "customer C-1"),
    }
    assert erp.get("/parked").json()["parked"] == []
    assert (len(company.rows(Contract)), len(company.rows(Equipment)), len(company.rows(Site))) == (1, 1, 1)


def test_one_batch_holds_all_in_any_order_and_refuses_only_what_is_wrong(
    erp: Other, company: Company
) -> None:
    batch = {
        "contracts": [{**CONTRACT, "key": "U-1"}, {**CONTRACT, "key": "U-2", "customer": "C-9"}],
        "equipment": [{**UNIT, "key": "E-1"}],
        "sites": [{"key": "S-1", "customer": "C-1", "name": "Hala"}],
        "customers": [{**CUSTOMER, "key": "C-1"}, {"key": "C-2"}],
    }

    told = erp.tells("/bulk", batch)

    results = {name: [each["result"] for each in told[name]] for name in batch}
    assert results == {
        "contracts": ["created", "refused"],
        "equipment": ["created"],
        "sites": ["created"],
        "customers": ["created", "refused"],
    }
    assert told["customers"][1]["problem"]["code"] == "customer.name_missing"
    assert len(company.rows(Contract)) == 1


def test_a_contract_told_anew_keeps_its_lines_and_follows_in_everything_else(
    erp: Other, company: Company
) -> None:
    tell_of_unit(erp)
    erp.tells("/contracts/U-1", CONTRACT)
    line = company.rows(CoverageLine)[0]
    more = {"key": "L2", "category": "Pompa", "units_per_site": 2, "work_kinds": ["repair"]}
    year = {"valid_from": "2027-01-01", "valid_to": "2027-12-31", "lines": [more]}
    longer = {**TERMS, "valid_to": "2026-11-30", "lines": [more, LINE]}

    erp.tells("/contracts/U-1", {**CONTRACT, "terms": [year, longer]})

    places = {each.id: each.position for each in company.rows(CoverageLine)}
    assert places[line.id] == 2
    assert len(places) == 3
    days = sorted((terms.valid_from, terms.valid_to) for terms in company.rows(Terms))
    assert days == [(date(2026, 1, 1), date(2026, 11, 30)), (date(2027, 1, 1), date(2027, 12, 31))]

    erp.tells("/contracts/U-1", {**CONTRACT, "terms": [{**TERMS, "lines": [LINE]}]})

    assert [each.id for each in company.rows(CoverageLine)] == [line.id]


@pytest.mark.parametrize(
    ("terms", "code"),
    [
        ([TERMS, {**TERMS, "valid_from": "2026-06-01", "key": "x"}], "contract.terms_overlap"),
        ([{**TERMS, "valid_to": "2025-01-01"}], "contract.ends_before_start"),
        ([{**TERMS, "lines": [{**LINE, "category": "Pompa"}]}], "coverage.units_and_category"),
        ([{**TERMS, "lines": [LINE, LINE]}], "outside.key_doubled"),
        ([{**TERMS, "lines": [{"work_kinds": ["nonsense"]}]}], "api.code_unknown"),
    ],
)
def test_a_contract_is_checked_as_at_the_desk(
    erp: Other, company: Company, terms: list[dict[str, Any]], code: str
) -> None:
    tell_of_unit(erp)

    refused = erp.put("/contracts/U-1", {**CONTRACT, "terms": terms})

    assert (refused.status_code, refused.json()["code"]) == (422, code)
    assert company.rows(Contract) == []


def test_what_is_removed_there_ends_here_and_nothing_is_lost(erp: Other, company: Company) -> None:
    tell_of_unit(erp)
    erp.tells("/contracts/U-1", CONTRACT)
    erp.tells("/blocks/B-1", {"customer": "C-1", "reason": "Zaległości", "since": "2026-11-01"})
    erp.tells("/contacts/P-1", {"customer": "C-1", "name": "Ewa Żak"})

    paths = ("contracts/U-1", "blocks/B-1", "contacts/P-1", "equipment/E-1", "customers/C-1")
    ended = [erp.ask("DELETE", f"/{path}").json()["result"] for path in paths]
    again = [erp.ask("DELETE", f"/{path}").json()["result"] for path in paths]

    assert ended == ["changed"] * 5
    assert again == ["unchanged"] * 5
    yesterday = date(2026, 11, 22)
    assert company.rows(Terms)[0].valid_to == yesterday
    assert company.rows(Block)[0].until == yesterday
    assert company.rows(Customer)[0].active_until == yesterday
    assert not company.rows(Contact)[0].is_active
    assert company.rows(Equipment)[0].status is EquipmentStatus.RETIRED
    assert erp.ask("DELETE", "/sites/S-1").json()["code"] == "outside.site_stays"
    assert erp.ask("DELETE", "/customers/C-9").status_code == 404


def test_a_unit_at_another_site_was_moved(erp: Other, company: Company) -> None:
    tell_of_unit(erp)
    erp.tells("/sites/S-2", {"customer": "C-1", "name": "Magazyn"})

    erp.tells("/equipment/E-1", {"site": "S-2"})

    places = {site.id: site.name for site in company.rows(Site)}
    assert places[company.rows(Equipment)[0].site_id] == "Magazyn"


@pytest.mark.covers("A13", "A15")
def test_what_the_system_keeps_is_only_read_at_the_desk_while_it_is_connected(
    address: str, company: Company
) -> None:
    erp = connected(company, address, "Helios", keeps=frozenset(Kept))
    tell_of_unit(erp)
    erp.tells("/blocks/B-1", {"customer": "C-1", "reason": "Zaległości", "since": "2026-11-01"})
    customer, block = company.rows(Customer)[0], company.rows(Block)[0]
    theirs = ChangeCustomer(customer.id, customer.version, data_of(customer))
    other_name = data_of(customer).__class__(name="Inna", number=customer.number)
    refused: dict[str, tuple[Any, Any]] = {
        "blocks": (set_block, SetBlock(new_id(), customer.id, "inny", date(2026, 11, 23))),
        "lifted": (lift_block, LiftBlock(block.id, "zapłacono")),
        "customers": (change_customer, ChangeCustomer(customer.id, customer.version, other_name)),
    }

    for function, command in refused.values():
        with pytest.raises(RuleViolation, match=r"outside\.keeps_") as caught:
            company.run(function, command)
        assert caught.value.values["system"] == "Helios"
    company.run(change_customer, theirs)  # nothing that the system tells of is changed by it

    company.run(disconnect_system, DisconnectSystem(erp.system_id))
    company.run(lift_block, LiftBlock(block.id, "zapłacono"))
    assert erp.put("/customers/C-1", CUSTOMER).status_code == 401


@pytest.mark.covers("A13")
def test_what_the_system_told_is_not_undone_at_the_desk(address: str, company: Company) -> None:
    erp = connected(company, address, "Helios", keeps=frozenset({Kept.BLOCKS}))
    erp.tells("/customers/C-1", CUSTOMER)
    erp.tells("/blocks/B-1", {"customer": "C-1", "reason": "Zaległości", "since": "2026-11-01"})
    entry = next(each for each in company.rows(JournalEntry) if each.command == "block.set")

    with pytest.raises(RuleViolation, match=r"outside\.keeps_blocks"):
        company.run(undo_entry, UndoEntry(entry.id))

    assert len(company.rows(Block)) == 1


def test_history_tells_that_the_system_did_it(erp: Other, company: Company) -> None:
    erp.tells("/customers/C-1", CUSTOMER)

    entry = next(each for each in company.rows(JournalEntry) if each.command == "customer.create")

    assert entry.user_id == erp.system_id
