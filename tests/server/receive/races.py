"""Two branches at the centre in the same moment, and the striking down of who writes there."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any, Self
from uuid import UUID

from sqlalchemy import Connection, Engine, event, func, insert, select, text

from fieldservice.domain.model.base import Base, new_id
from fieldservice.domain.model.order import WorkOrder
from fieldservice.domain.model.ticket import Ticket
from fieldservice.domain.rules.order_states import OrderState
from fieldservice.domain.rules.settle import ClosedBy
from fieldservice.domain.rules.ticket_states import TicketStateType
from fieldservice.domain.store.settling import settle
from fieldservice.sync.wire import Operation
from tests.conftest import MONDAY_MORNING
from tests.factories import Company
from tests.server.receive.branches import Device, changed, device
from tests.store.test_closing_race import order_of
from tests.store.ticket_givens import logged


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


def finish_pairs(company: Company, count: int) -> int:
    """Two branches finish the last two orders of so many tickets, each pair at once; how many stay open."""
    tickets = open_tickets(company, count)

    def branch(at: Device, place: int) -> Callable[[int, Barrier], None]:
        def act(n: int, barrier: Barrier) -> None:
            made = at.make(finished(tickets[n][place]), command="order.finish")
            barrier.wait()
            at.push(made)

        return act

    at_once(count, branch(device(company), 1), branch(device(company), 2))
    return still_open(company)


def finish_pairs_without_lock(company: Company, count: int) -> int:
    """The control: whoever settles a ticket that it did not lock does not see the other's order."""
    tickets = open_tickets(company, count)

    def branch(place: int) -> Callable[[int, Barrier], None]:
        def act(n: int, barrier: Barrier) -> None:
            with company.begin() as uow:
                uow.record("order.finish", None)
                order = uow.get(WorkOrder, tickets[n][place])
                order.state, order.finished_at = OrderState.FINISHED, MONDAY_MORNING
                ticket = uow.get(Ticket, tickets[n][0])
                barrier.wait()
                settle(uow, ticket)
                uow.commit()

        return act

    at_once(count, branch(1), branch(2))
    return still_open(company)


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
