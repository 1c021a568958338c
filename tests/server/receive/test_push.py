"""What a device sends is taken once, in order, and answered for."""

import pytest

from fieldservice.domain.model.base import new_id
from fieldservice.domain.model.customer import Customer
from fieldservice.domain.model.journal import JournalEntry
from fieldservice.domain.rules.errors import RuleViolation
from tests.factories import Company
from tests.server.receive.branches import Device, changed, device, new_row, version_of


@pytest.fixture
def at_branch(centre_company: Company) -> Device:
    return device(centre_company)


def customer_row(number: str = "K-1", name: str = "Zakłady") -> dict[str, str]:
    return {"number": number, "name": name, "name_folded": name.lower(), "customer_class": "standard"}


def test_a_new_row_arrives_with_its_entry_in_the_journal(centre_company: Company, at_branch: Device) -> None:
    customer, entry = new_id(), new_id()

    result = at_branch.do(
        new_row("customer", customer, **customer_row()), command="customer.create", id=entry.hex
    )

    assert (result.status, result.rows[0].version, result.rows[0].as_sent) == ("applied", 1, True)
    assert centre_company.get(Customer, customer).name == "Zakłady"
    written = centre_company.get(JournalEntry, entry)
    assert (written.command, written.workstation_id) == ("customer.create", at_branch.seat.device_id)


def test_what_is_sent_again_is_answered_the_same_and_taken_once(
    centre_company: Company, at_branch: Device
) -> None:
    made = at_branch.make(new_row("customer", new_id(), **customer_row()), command="customer.create")

    first, again = at_branch.push(made), at_branch.push(made)

    assert first == again
    assert len(centre_company.rows(Customer)) == 1


def test_a_gap_is_told_with_the_last_number(at_branch: Device) -> None:
    at_branch.make()
    second = at_branch.make()

    with pytest.raises(RuleViolation) as refused:
        at_branch.push(second)

    assert (refused.value.code, refused.value.values["last_n"]) == ("exchange.gap", 0)


def test_another_transaction_under_a_known_number_is_a_fork(at_branch: Device) -> None:
    at_branch.do()
    clone = Device(at_branch.centre, at_branch.seat)

    with pytest.raises(RuleViolation, match=r"exchange\.fork"):
        clone.do(command="customer.create")


def test_a_change_is_merged_into_the_row(centre_company: Company, at_branch: Device) -> None:
    customer = centre_company.customer(number="K-9")
    base = version_of(centre_company, "customer", customer)

    result = at_branch.do(changed("customer", customer, base, tax_id="1"), command="customer.change")

    assert (result.rows[0].version, result.rows[0].as_sent) == (base + 1, True)
    assert centre_company.get(Customer, customer).tax_id == "1"
