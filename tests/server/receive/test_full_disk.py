"""A centre whose disk is full says so, takes nothing by halves, and goes on once there is room."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from fieldservice.domain.model.customer import Customer
from fieldservice.domain.rules.errors import EnvironmentProblem
from tests.factories import Company
from tests.server.receive.branches import changed, device
from tests.server.receive.test_permits import customer_of

FULL = """
CREATE FUNCTION test_full() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'could not extend file' USING ERRCODE = 'disk_full';
END $$;
CREATE TRIGGER test_full BEFORE INSERT ON sync_receipt EXECUTE FUNCTION test_full()"""
ROOM = "DROP TRIGGER test_full ON sync_receipt; DROP FUNCTION test_full()"


@contextmanager
def full_disk(company: Company) -> Iterator[None]:
    """What is written last finds no room: everything before it was written already."""
    with company.database.writer.begin() as connection:
        connection.exec_driver_sql(FULL)
    yield
    with company.database.writer.begin() as connection:
        connection.exec_driver_sql(ROOM)


@pytest.mark.covers("P-53")
def test_a_full_disk_is_told_and_nothing_is_taken_by_halves(centre_company: Company) -> None:
    customer = centre_company.customer(note="before")
    at = device(centre_company)
    made = [
        at.make(customer_of(number="K-full"), command="customer.create"),
        at.make(changed("customer", customer, 1, note="after"), command="customer.change"),
    ]

    with full_disk(centre_company), pytest.raises(EnvironmentProblem, match=r"exchange\.full"):
        at.push(*made)

    assert [(each.number, each.note) for each in centre_company.rows(Customer)] == [("K0001", "before")]

    reply = at.push(*made)

    assert [each.status for each in reply.results] == ["applied", "applied"]
    stands = {each.number: each.note for each in centre_company.rows(Customer)}
    assert stands == {"K0001": "after", "K-full": ""}
