"""Two branches at the centre in the same moment, and a centre that is struck down at any statement."""

from collections.abc import Callable
from threading import Barrier

import pytest
from sqlalchemy import func, select

from fieldservice.domain.model.customer import Customer
from fieldservice.domain.model.journal import JournalEntry
from fieldservice.domain.model.order import WorkOrder
from fieldservice.domain.model.ticket import Article
from fieldservice.domain.queries.audit import verify_chain
from fieldservice.domain.rules.order_states import OrderState
from fieldservice.server.store.tables import sync_receipt
from tests.factories import Company
from tests.server.receive.branches import Device, changed, device
from tests.server.receive.races import (
    Striking,
    at_once,
    finish_pairs,
    finish_pairs_without_lock,
    finished,
    open_tickets,
    still_open,
)
from tests.server.receive.test_permits import customer_of

PAIRS = 200
"""Here; `soak receive` does 2,000."""
CONTROL_PAIRS = 10
MOST_STATEMENTS = 90


@pytest.mark.covers("P-32")
def test_two_branches_finish_the_last_two_orders_at_once_and_every_ticket_closes(
    centre_company: Company,
) -> None:
    assert finish_pairs(centre_company, PAIRS) == 0
    told = [each.reason["code"] for each in centre_company.rows(Article) if each.reason is not None]
    assert told.count("ticket.closed.by_orders") == PAIRS


def test_without_the_lock_tickets_stay_open(centre_company: Company) -> None:
    assert finish_pairs_without_lock(centre_company, CONTROL_PAIRS) > 0


def test_many_branches_that_cross_each_other_all_get_through(centre_company: Company) -> None:
    """Each changes the same customers in another order: nobody is turned away, nothing is lost."""
    customers = [centre_company.customer() for _ in range(6)]
    rounds, desks = 10, [device(centre_company) for _ in range(4)]

    def branch(at: Device, step: int) -> Callable[[int, Barrier], None]:
        def act(n: int, barrier: Barrier) -> None:
            order = customers[::step] if step > 0 else customers[::-1]
            made = [
                at.make(
                    changed("customer", each, n, note=f"{at.seat.device_id} {n}"), command="customer.change"
                )
                for each in order
            ]
            barrier.wait()
            assert {result.status for result in at.push(*made).results} == {"applied"}

        return act

    at_once(rounds, *(branch(at, (1, -1)[place % 2]) for place, at in enumerate(desks)))

    entries = [each for each in centre_company.rows(JournalEntry) if each.command == "customer.change"]
    assert len(entries) == rounds * len(desks) * len(customers)


def test_a_push_that_is_struck_down_at_any_statement_is_taken_once(centre_company: Company) -> None:
    tickets = open_tickets(centre_company, MOST_STATEMENTS)
    at = device(centre_company)

    struck = 0
    for place, (_ticket, first, second) in enumerate(tickets, start=1):
        made = [
            at.make(finished(first), finished(second), command="order.finish"),
            at.make(customer_of(number=f"K-{place}"), command="customer.create"),
        ]
        with Striking(centre_company.database.writer, place) as striking:
            reply = at.push(*made)
        assert receipts(centre_company) == 2 * place  # what was answered is there
        assert [result.status for result in reply.results] == ["applied", "applied"]
        assert at.push(*made) == reply
        if not striking.has_struck:
            break
        struck += 1

    assert 20 < struck < len(tickets)
    assert len(centre_company.rows(Customer)) == struck + 2  # and one of the ticket that was the model
    with centre_company.database.reader.connect() as connection:
        done = select(func.count()).where(WorkOrder.state == OrderState.FINISHED)
        assert connection.scalar(done) == 2 * (struck + 1)
    assert receipts(centre_company) == 2 * (struck + 1)
    assert still_open(centre_company) == len(tickets) - struck - 1
    assert len([e for e in centre_company.rows(JournalEntry) if e.command == "order.finish"]) == struck + 1
    assert centre_company.ask(verify_chain).is_whole


def receipts(company: Company) -> int:
    with company.database.reader.connect() as connection:
        return connection.scalar(select(func.count()).select_from(sync_receipt)) or 0
