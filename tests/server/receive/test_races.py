"""Two branches at the centre in the same moment, and a centre that is struck down at any statement."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any, Self
from uuid import UUID

import pytest
from sqlalchemy import Connection, Engine, event, func, insert, select, text

from fieldservice.domain.model.base import Base, new_id
from fieldservice.domain.model.customer import Customer
from fieldservice.domain.model.journal import JournalEntry
from fieldservice.domain.model.order import WorkOrder
from fieldservice.domain.model.ticket import Article, Ticket
from fieldservice.domain.rules.order_states import OrderState
from fieldservice.domain.rules.settle import ClosedBy
from fieldservice.domain.rules.ticket_states import TicketStateType
from fieldservice.domain.store.settling import settle
from fieldservice.server.store.tables import sync_receipt
from fieldservice.sync.wire import Operation, PushReply
from tests.conftest import MONDAY_MORNING
from tests.factories import Company
from tests.server.receive.branches import Device, changed, device
from tests.server.receive.test_permits import customer_of
from tests.store.test_closing_race import order_of
from tests.store.ticket_givens import logged

PAIRS = 40
"""Here; `soak receive` does 2,000."""
CONTROL_PAIRS = 10


def open_tickets(company: Company, count: int) -> list[tuple[UUID, UUID, UUID]]:
    """Tickets under way with two planned orders each: ticket and orders."""
    model = company.get(Ticket, logged(company))
    values = {attribute.key: getattr(model, attribute.key) for attribute in Ticket.__mapper__.column_attrs}
    state = {"state_id": company.ticket_state("in_progress"), "state_type": TicketStateType.IN_PROGRESS}
    tickets = [{**values, **state, "id": new_id(), "number": f"RACE-{n:06}"} for n in range(count)]
    orders = [order_of(each["id"], each["number"], place) for each in tickets for place in (1, 2)]
    with company.database.writer.begin() as connection:
        rows: tuple[tuple[type[Base], Any], ...] = ((Ticket, tickets), (WorkOrder, orders))
        for kind, made in rows:
            connection.execute(insert(kind), made)
    return [
        (ticket["id"], first["id"], second["id"])
        for ticket, first, second in zip(tickets, orders[::2], orders[1::2], strict=True)
    ]


def finished(order_id: UUID) -> Operation:
    """An order finished by word, as a desk sends it."""
    was = {"state": "planned", "finished_at": None, "is_finished_by_word": False}
    done = {"state": "finished", "finished_at": MONDAY_MORNING, "is_finished_by_word": True}
    return changed("work_order", order_id, 1, was, **done)


def at_once(count: int, *acts: Callable[[int, Barrier], object]) -> None:
    """Each act in a thread of its own, all of one round in the same moment."""
    barrier = Barrier(len(acts))
    with ThreadPoolExecutor(len(acts)) as pool:
        runs = [pool.submit(_in_rounds, act, count, barrier) for act in acts]
        for run in runs:
            run.result()


def _in_rounds(act: Callable[[int, Barrier], object], count: int, barrier: Barrier) -> None:
    for n in range(count):
        act(n, barrier)


def still_open(company: Company) -> int:
    counted = select(func.count()).where(
        Ticket.number.startswith("RACE"), Ticket.closed_by.is_distinct_from(ClosedBy.ORDERS)
    )
    with company.database.read_session() as session:
        return session.scalar(counted) or 0


@pytest.mark.covers("P-32")
def test_two_branches_finish_the_last_two_orders_at_once_and_every_ticket_closes(
    centre_company: Company,
) -> None:
    tickets = open_tickets(centre_company, PAIRS)

    def branch(at: Device, place: int) -> Callable[[int, Barrier], object]:
        def act(n: int, barrier: Barrier) -> PushReply:
            made = at.make(finished(tickets[n][place]), command="order.finish")
            barrier.wait()
            return at.push(made)

        return act

    at_once(PAIRS, branch(device(centre_company), 1), branch(device(centre_company), 2))

    assert still_open(centre_company) == 0
    told = [each.reason["code"] for each in centre_company.rows(Article) if each.reason is not None]
    assert told.count("ticket.closed.by_orders") == PAIRS


def test_without_the_lock_tickets_stay_open(centre_company: Company) -> None:
    """The control: whoever settles a ticket that it did not lock does not see the other's order."""
    tickets = open_tickets(centre_company, CONTROL_PAIRS)

    def branch(place: int) -> Callable[[int, Barrier], None]:
        def act(n: int, barrier: Barrier) -> None:
            with centre_company.begin() as uow:
                uow.record("order.finish", None)
                order = uow.get(WorkOrder, tickets[n][place])
                order.state, order.finished_at = OrderState.FINISHED, MONDAY_MORNING
                ticket = uow.get(Ticket, tickets[n][0])
                barrier.wait()
                settle(uow, ticket)
                uow.commit()

        return act

    at_once(CONTROL_PAIRS, branch(1), branch(2))

    assert still_open(centre_company) > 0


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


class Striking:
    """Ends the connection of whoever writes, before its statement of that number; a commit counts as one."""

    def __init__(self, engine: Engine, at: int) -> None:
        self._engine = engine
        self._left = at
        self._thread = threading.get_ident()
        self.has_struck = False

    def __enter__(self) -> Self:
        event.listen(self._engine, "before_cursor_execute", self._on_statement)
        event.listen(self._engine, "commit", self._count)
        return self

    def __exit__(self, *_error: object) -> None:
        event.remove(self._engine, "before_cursor_execute", self._on_statement)
        event.remove(self._engine, "commit", self._count)

    def _on_statement(self, connection: Connection, *_rest: object) -> None:
        self._count(connection)

    def _count(self, connection: Connection) -> None:
        self._left -= 1
        if self._left == 0 and not self.has_struck:
            self.has_struck = True
            raw: Any = connection.connection.dbapi_connection
            with self._engine.execution_options(logging_token="striking").connect() as other:
                other.execute(text("SELECT pg_terminate_backend(:pid, 5000)"), {"pid": raw.info.backend_pid})


def test_a_push_that_is_struck_down_at_any_statement_is_taken_once(centre_company: Company) -> None:
    tickets = open_tickets(centre_company, 90)
    at = device(centre_company)

    struck = 0
    for place, (_ticket, first, second) in enumerate(tickets, start=1):
        made = [
            at.make(finished(first), finished(second), command="order.finish"),
            at.make(customer_of(number=f"K-{place}"), command="customer.create"),
        ]
        with Striking(centre_company.database.writer, place) as striking:
            reply = at.push(*made)
        assert [result.status for result in reply.results] == ["applied", "applied"]
        assert at.push(*made) == reply
        if not striking.has_struck:
            break
        struck += 1

    assert 20 < struck < len(tickets)
    assert len(centre_company.rows(Customer)) == struck + 2  # and one of the ticket that was the model
    with centre_company.database.reader.connect() as connection:
        assert connection.scalar(select(func.count()).select_from(sync_receipt)) == 2 * (struck + 1)
        done = select(func.count()).where(WorkOrder.state == OrderState.FINISHED)
        assert connection.scalar(done) == 2 * (struck + 1)
    assert still_open(centre_company) == len(tickets) - struck - 1
    assert len([e for e in centre_company.rows(JournalEntry) if e.command == "order.finish"]) == struck + 1
