"""What a device sends is taken once, in order, and answered for."""

from datetime import timedelta

import pytest
from sqlalchemy import select, text

from fieldservice.domain.model.base import new_id
from fieldservice.domain.model.customer import Customer
from fieldservice.domain.model.equipment import Product
from fieldservice.domain.model.journal import JournalEntry
from fieldservice.domain.model.people import UserAccount
from fieldservice.domain.rules.errors import RuleViolation
from fieldservice.domain.rules.exchange_clock import AHEAD_MILLISECONDS, first_stamp, milliseconds
from fieldservice.domain.store.row_values import encode
from fieldservice.server.store.tables import sync_device
from tests.factories import USER_ID, Company
from tests.server.receive.branches import Device, changed, device, new_row, removed, version_of


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


def test_an_older_workstation_leaves_out_columns_and_their_defaults_stand(
    centre_company: Company, at_branch: Device
) -> None:
    """It knows neither whether a product is offered, nor its maker and note."""
    category, product = new_id(), new_id()

    result = at_branch.do(
        new_row("category", category, name="Pompa"),
        new_row("product", product, category_id=category, name="Wilo"),
        command="equipment.add",
    )

    stands = centre_company.get(Product, product)
    assert (stands.is_offered, stands.manufacturer, stands.note, stands.version) == (True, "", "", 1)
    assert [row.as_sent for row in result.rows] == [True, True]


def test_a_column_that_the_sender_does_not_know_is_not_emptied(
    centre_company: Company, at_branch: Device
) -> None:
    product = centre_company.product()
    base = version_of(centre_company, "product", product)
    at_branch.do(changed("product", product, base, manufacturer="Kaeser"), command="product.change")

    at_branch.do(changed("product", product, base, name="SK 25"), command="product.change")

    stands = centre_company.get(Product, product)
    assert (stands.name, stands.manufacturer) == ("SK 25", "Kaeser")


def test_several_changes_of_a_row_in_one_request_are_one_version(
    centre_company: Company, at_branch: Device
) -> None:
    customer = new_id()
    made = [
        at_branch.make(new_row("customer", customer, **customer_row()), command="customer.create"),
        at_branch.make(changed("customer", customer, 0, name="Drugi"), command="customer.change"),
        at_branch.make(changed("customer", customer, 0, tax_id="7"), command="customer.change"),
    ]

    results = at_branch.push(*made).results

    assert [(row.version, row.as_sent) for result in results for row in result.rows] == [(1, True)] * 3
    stands = centre_company.get(Customer, customer)
    assert (stands.name, stands.tax_id) == ("Drugi", "7")


def test_a_row_that_came_and_went_in_one_request_is_gone(centre_company: Company, at_branch: Device) -> None:
    customer = new_id()
    made = [
        at_branch.make(new_row("customer", customer, **customer_row()), command="customer.create"),
        at_branch.make(removed("customer", customer, 0), command="history.undo"),
    ]

    results = at_branch.push(*made).results

    assert results[-1].rows[0].is_gone
    assert centre_company.rows(Customer) == []
    assert [entry.command for entry in centre_company.rows(JournalEntry)][-2:] == [
        "customer.create",
        "history.undo",
    ]


def test_the_stamp_of_each_transaction_decides_not_that_of_its_request(centre_company: Company) -> None:
    """What was done early and is sent together with later work does not win over what came between."""
    customer = centre_company.customer()
    one, other = device(centre_company), device(centre_company)
    base = version_of(centre_company, "customer", customer)
    early = one.make(changed("customer", customer, base, tax_id="early"), command="customer.change")
    between = other.make(
        changed("customer", customer, base, tax_id="between"),
        command="customer.change",
        ahead_milliseconds=1_000,
    )
    late = one.make(
        changed("customer", customer, base, language="pl"),
        command="customer.change",
        ahead_milliseconds=2_000,
    )

    one.push(early, late)
    other.push(between)

    stands = centre_company.get(Customer, customer)
    assert (stands.tax_id, stands.language) == ("between", "pl")


def test_a_clock_a_year_ahead_is_believed_for_five_minutes(centre_company: Company) -> None:
    customer = centre_company.customer()
    wrong, right = device(centre_company), device(centre_company)
    base = version_of(centre_company, "customer", customer)
    year, soon = 365 * 24 * 3_600_000, AHEAD_MILLISECONDS + 1_000

    ahead = changed("customer", customer, base, tax_id="1")
    wrong.push(wrong.make(ahead, command="customer.change", ahead_milliseconds=year))
    centre_company.clock.advance(seconds=2)  # type: ignore[attr-defined]
    later = changed("customer", customer, base, tax_id="2")
    right.push(right.make(later, command="customer.change", ahead_milliseconds=soon))

    assert centre_company.get(Customer, customer).tax_id == "2"
    with centre_company.database.reader.connect() as connection:
        latest = max(connection.scalars(select(sync_device.c.last_stamp)))
    assert latest == first_stamp(milliseconds(centre_company.clock.now()) + AHEAD_MILLISECONDS)


def test_the_work_of_two_people_at_one_desk_is_each_ones_own(
    centre_company: Company, at_branch: Device
) -> None:
    jan = new_id()
    centre_company.put(UserAccount(id=jan, login="jan", name="Jan", rights=["everything"]))
    at_desk = device(centre_company, users=(USER_ID, jan))
    made = [
        at_desk.make(
            new_row("customer", new_id(), **customer_row(f"K-{n}")), command="customer.create", user=by
        )
        for n, by in enumerate((USER_ID, jan, USER_ID))
    ]

    at_desk.push(*made)

    entries = [each for each in centre_company.rows(JournalEntry) if each.command == "customer.create"]
    assert [each.user_id for each in sorted(entries, key=lambda each: each.sequence or 0)] == [
        USER_ID,
        jan,
        USER_ID,
    ]
    with centre_company.database.reader.connect() as connection:
        told = text(
            "SELECT user_id FROM sync_row s JOIN sync_table t ON t.number = s.tbl WHERE t.name = 'customer'"
        )
        assert sorted(connection.scalars(told)) == sorted([USER_ID, jan, USER_ID])


@pytest.mark.covers("P-58")
def test_what_a_wrong_clock_says_was_done_years_ahead_is_told_as_done_now(centre_company: Company) -> None:
    at, now = device(centre_company), centre_company.clock.now()
    moments = {
        "ahead": timedelta(days=3650),
        "a little ahead": timedelta(minutes=2),
        "long ago": -timedelta(days=40),
    }

    for number, ahead in moments.items():
        made = new_row("customer", new_id(), **customer_row(number))
        moment = encode(now + ahead)
        at.do(made, command="customer.create", label={"number": number}, happened_at=moment)

    told = {
        entry.label["number"]: entry for entry in centre_company.rows(JournalEntry) if "number" in entry.label
    }
    allowed = now + timedelta(minutes=5)
    assert told["ahead"].happened_at == allowed
    assert told["ahead"].label["told_at"] == encode(now + moments["ahead"])
    for number in ("a little ahead", "long ago"):
        assert told[number].happened_at == now + moments[number]
        assert "told_at" not in told[number].label
