"""What cannot be taken is refused whole, kept, and acknowledged; the work behind it goes on."""

from typing import Any
from uuid import UUID

import msgspec
import pytest
from sqlalchemy import select

from fieldservice.domain.model.base import new_id
from fieldservice.domain.model.customer import Contact, Customer
from fieldservice.domain.model.journal import JournalEntry
from fieldservice.domain.model.ticket import Ticket
from fieldservice.domain.rules.errors import RuleViolation
from fieldservice.server.store.tables import sync_refusal
from fieldservice.sync.wire import Operation, PushRequest, Transaction
from tests.factories import Company
from tests.server.receive.branches import Device, changed, device, new_row, removed, version_of
from tests.server.receive.test_permits import code_of, customer_of
from tests.store.ticket_givens import logged


@pytest.fixture
def at_branch(centre_company: Company) -> Device:
    return device(centre_company)


def contact_of(customer: UUID, **values: Any) -> Operation:
    return new_row("contact", new_id(), customer_id=customer, **{"name": "Jan", **values})


def test_between_good_work_only_the_poisoned_one_is_refused(
    centre_company: Company, at_branch: Device
) -> None:
    customer = centre_company.customer(number="K-1")
    ticket = logged(centre_company)
    base = version_of(centre_company, "ticket", ticket)
    broken = changed("ticket", ticket, base, state_type="closed")  # closed by nobody, at no time
    made = [
        at_branch.make(contact_of(customer, name="Pierwszy"), command="contact.add"),
        at_branch.make(contact_of(customer, name="Zatruty"), broken, command="ticket.change"),
        at_branch.make(contact_of(customer, name="Trzeci"), command="contact.add"),
    ]

    reply = at_branch.push(*made)

    assert [result.status for result in reply.results] == ["applied", "refused", "applied"]
    assert reply.acked_n == 3
    assert {each.name for each in centre_company.rows(Contact)} == {"Pierwszy", "Trzeci"}
    with centre_company.database.reader.connect() as connection:
        (kept,) = connection.execute(select(sync_refusal)).all()
    assert msgspec.json.decode(kept.payload, type=Transaction) == made[1]
    assert (kept.n, kept.code) == (2, "ticket.closed_mismatch")
    assert at_branch.push(*made) == reply


def test_what_depends_on_refused_work_is_refused_too_and_nothing_of_it_stands(
    centre_company: Company, at_branch: Device
) -> None:
    poisoned = customer_of(customer_class="no such")
    made = at_branch.make(poisoned, command="customer.create")
    after = at_branch.make(contact_of(UUID(poisoned.id)), command="contact.add")

    reply = at_branch.push(made, after)

    assert [code_of(result) for result in reply.results] == ["row.unfit", "exchange.row_unknown"]
    assert centre_company.rows(Customer) == []


UNFIT: dict[str, Any] = {
    "text for a number": {"latitude": "north"},
    "a number for text": {"name": 5},
    "too long": {"code": "x" * 41},
    "no text at all": {"name": "a\0b"},
    "nothing where something is": {"name": None},
    "a row that is no id": {"customer_id": "not an id"},
    "a list for an id": {"customer_id": ["a"]},
    "truth for a number": {"latitude": True},
}


@pytest.mark.parametrize("what", UNFIT)
def test_values_that_no_column_holds_are_refused_before_they_are_written(
    centre_company: Company, at_branch: Device, what: str
) -> None:
    site = {"customer_id": centre_company.customer().hex, "code": "S-1", "name": "A", **UNFIT[what]}

    result = at_branch.do(Operation("site", new_id().hex, "insert", 0, site), command="site.add")

    assert code_of(result) == "row.unfit"


@pytest.mark.parametrize(
    ("operation", "code"),
    [
        (Operation("password", new_id().hex, "insert"), "exchange.table_unknown"),
        (Operation("journal_entry", new_id().hex, "delete"), "exchange.table_unknown"),
        (Operation("sync_device", new_id().hex, "update"), "exchange.table_unknown"),
        (Operation('customer"; DROP TABLE ticket; --', new_id().hex, "delete"), "exchange.table_unknown"),
        (Operation("customer", "1' OR '1'='1", "delete"), "exchange.unreadable"),
        (Operation("customer", new_id().hex, "update", -1), "exchange.unreadable"),
        (Operation("customer", new_id().hex, "update", 1, {"name": "A"}), "exchange.row_unknown"),
        (Operation("customer", new_id().hex, "insert"), "row.unfit"),
    ],
)
def test_what_is_no_row_of_ours_is_refused(at_branch: Device, operation: Operation, code: str) -> None:
    assert code_of(at_branch.do(operation)) == code


def test_columns_with_names_of_sql_are_passed_over(centre_company: Company, at_branch: Device) -> None:
    odd: dict[str, Any] = {"name = 'x' --": "evil", "version": 99}
    customer = customer_of(**odd)

    assert at_branch.do(customer, command="customer.create").status == "applied"
    assert centre_company.get(Customer, UUID(customer.id)).version == 1


def test_an_entry_that_is_no_entry_is_refused(at_branch: Device) -> None:
    for entry in (
        {"id": "x"},
        {"happened_at": "yesterday"},
        {"happened_at": "2026-11-23T07:30:00"},
        {"command": "c" * 41},
        {"label": {"a": "\0"}},
        {"subject_table": "ticket", "subject_id": "x"},
        {"undoes_id": "x"},
    ):
        assert code_of(at_branch.do(customer_of(), **entry)) == "exchange.unreadable"


def test_one_entry_is_taken_once_whoever_sends_it(centre_company: Company) -> None:
    one, other = device(centre_company), device(centre_company)
    entry = new_id()
    one.do(customer_of(number="K-1"), command="customer.create", id=entry.hex)

    refused = other.do(customer_of(number="K-2"), command="customer.create", id=entry.hex)

    assert code_of(refused) == "exchange.entry_known"
    assert [each.number for each in centre_company.rows(Customer)] == ["K-1"]


def test_a_customer_with_work_is_not_removed(centre_company: Company, at_branch: Device) -> None:
    customer = centre_company.customer()
    centre_company.site(customer)
    base = version_of(centre_company, "customer", customer)

    refused = at_branch.do(removed("customer", customer, base), command="history.undo")

    assert code_of(refused) == "row.conflict"
    assert centre_company.get(Customer, customer).id == customer


def test_of_a_refused_transaction_the_journal_says_nothing(
    centre_company: Company, at_branch: Device
) -> None:
    before = len(centre_company.rows(JournalEntry))

    at_branch.do(customer_of(customer_class="no such"), command="customer.create")

    assert len(centre_company.rows(JournalEntry)) == before


def test_a_request_of_another_device_or_incarnation_is_none_of_ours(at_branch: Device) -> None:
    made = at_branch.make()
    for request in (
        PushRequest(new_id().hex, 1, [made]),
        PushRequest("x", 1, [made]),
        PushRequest(at_branch.seat.device_id.hex, 2, [made]),
    ):
        with pytest.raises(RuleViolation, match=r"exchange\.wrong_(device|incarnation)"):
            at_branch.send(request)


def test_a_tampered_transaction_breaks_the_chain(centre_company: Company, at_branch: Device) -> None:
    made = at_branch.make(customer_of(), command="customer.create")
    tampered = msgspec.structs.replace(made, user=new_id().hex)

    with pytest.raises(RuleViolation, match=r"exchange\.fork"):
        at_branch.push(tampered)
    assert centre_company.rows(Ticket) == []


def test_too_much_at_once_is_sent_back(at_branch: Device) -> None:
    many = [removed("customer", new_id(), 1) for _ in range(1_200)]
    made = [at_branch.make(*many), at_branch.make(*many)]

    with pytest.raises(RuleViolation, match=r"exchange\.too_large"):
        at_branch.push(*made)


def test_work_out_of_order_in_one_request_is_put_in_order(at_branch: Device) -> None:
    customer = customer_of()
    first = at_branch.make(customer, command="customer.create")
    second = at_branch.make(contact_of(UUID(customer.id)), command="contact.add")

    reply = at_branch.push(second, first)

    assert [result.n for result in reply.results] == [1, 2]
    assert all(result.status == "applied" for result in reply.results)
