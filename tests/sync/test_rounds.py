"""Desks of a real centre exchange what people do at them."""

from fieldservice.domain.model.customer import Customer
from tests.sync.conftest import Desks


def test_what_one_desk_does_is_seen_at_the_other(desks: Desks) -> None:
    one, other = desks.joined(), desks.joined()
    customer = one.company.customer("Huta Szkła")

    sent = one.round()
    got = other.round()

    assert sent.problem is None
    assert sent.sent == 1
    assert got.problem is None
    assert other.company.get(Customer, customer).name == "Huta Szkła"
