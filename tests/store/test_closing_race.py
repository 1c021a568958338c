"""The last two orders of a ticket finished at one moment: it closes, once, whoever comes second (P-32)."""

import multiprocessing
import threading
from collections.abc import Callable
from datetime import timedelta
from multiprocessing.synchronize import Barrier
from pathlib import Path
from typing import Any, TypeVar
from uuid import UUID

import pytest
from sqlalchemy import func, insert, select

from fieldservice.domain.commands.visits import RecordVisit, record_visit
from fieldservice.domain.model.base import Base, new_id
from fieldservice.domain.model.order import Visit, WorkOrder
from fieldservice.domain.model.ticket import Article, Ticket
from fieldservice.domain.rules.changes import Changes
from fieldservice.domain.rules.order_states import OrderState, VisitOutcome, VisitState
from fieldservice.domain.rules.settle import ClosedBy
from fieldservice.domain.rules.ticket_states import TicketStateType
from fieldservice.domain.store.engine import open_sqlite
from fieldservice.domain.store.unit_of_work import UnitOfWork
from tests.conftest import MONDAY_MORNING, FakeClock
from tests.factories import Company
from tests.store.ticket_givens import logged

ROUNDS_AT_THE_CENTRE = 500
ROUNDS_ON_THE_DESK = 30
ROUNDS_WITHOUT_LOCK = 10

T = TypeVar("T", bound=Base)
Pair = tuple[UUID, UUID]
"""The last two visits of a ticket."""


def waiting_tickets(company: Company, count: int) -> list[Pair]:
    """Tickets under way with two planned orders each, copied from one that the commands made."""
    model = company.get(Ticket, logged(company))
    in_progress = company.ticket_state("in_progress")
    values = {attribute.key: getattr(model, attribute.key) for attribute in Ticket.__mapper__.column_attrs}
    tickets = [
        {
            **values,
            "id": new_id(),
            "number": f"RACE-{n:06}",
            "state_id": in_progress,
            "state_type": TicketStateType.IN_PROGRESS,
        }
        for n in range(count)
    ]
    orders = [order_of(ticket["id"], ticket["number"], place) for ticket in tickets for place in (1, 2)]
    visits = [visit_of(order["id"], company.technician()) for order in orders]
    with company.database.writer.begin() as connection:
        for kind, rows in ((Ticket, tickets), (WorkOrder, orders), (Visit, visits)):
            connection.execute(insert(kind), rows)
    return [(first["id"], second["id"]) for first, second in zip(visits[::2], visits[1::2], strict=True)]


def order_of(ticket_id: UUID, number: str, position: int) -> dict[str, Any]:
    return {
        "id": new_id(),
        "ticket_id": ticket_id,
        "position": position,
        "number": f"{number}/{position}",
        "title": "Naprawa",
        "state": OrderState.PLANNED,
    }


def visit_of(order_id: UUID, technician_id: UUID) -> dict[str, Any]:
    return {
        "id": new_id(),
        "order_id": order_id,
        "technician_id": technician_id,
        "planned_from": MONDAY_MORNING,
        "planned_to": MONDAY_MORNING + timedelta(hours=1),
        "state": VisitState.PLANNED,
    }


def done(visit_id: UUID) -> RecordVisit:
    return RecordVisit(
        visit_id, VisitOutcome.DONE, MONDAY_MORNING, MONDAY_MORNING + timedelta(hours=1), "zrobione"
    )


def race(begin: Callable[[], UnitOfWork], pairs: list[Pair]) -> list[BaseException]:
    """Two threads record the visits of each pair, starting together each time; returns what went wrong."""
    start, failures = threading.Barrier(2), list[BaseException]()

    def run(place: int) -> None:
        for pair in pairs:
            start.wait(timeout=60)
            try:
                with begin() as uow:
                    record_visit(done(pair[place]), uow, uow.clock)
            except Exception as error:  # noqa: BLE001 - both go on, the test tells
                failures.append(error)

    runners = [threading.Thread(target=run, args=(place,)) for place in (0, 1)]
    for runner in runners:
        runner.start()
    for runner in runners:
        runner.join()
    return failures


def closed(company: Company) -> int:
    """Tickets closed by their orders."""
    count = select(func.count()).where(
        Ticket.closed_by == ClosedBy.ORDERS, Ticket.state_type == TicketStateType.CLOSED
    )
    return company.ask(lambda session: session.scalars(count).one())


def closing_articles(company: Company) -> list[int]:
    """For each ticket that has any, how many automatic articles it has."""
    count = select(func.count()).where(Article.reason.is_not(None)).group_by(Article.ticket_id)
    return company.ask(lambda session: list(session.scalars(count)))


@pytest.mark.covers("P-32")
def test_at_the_centre_it_closes_exactly_once_five_hundred_times(postgresql_company: Company) -> None:
    pairs = waiting_tickets(postgresql_company, ROUNDS_AT_THE_CENTRE)

    failures = race(postgresql_company.begin, pairs)

    assert failures == []
    assert closed(postgresql_company) == ROUNDS_AT_THE_CENTRE
    assert closing_articles(postgresql_company) == [1] * ROUNDS_AT_THE_CENTRE


@pytest.mark.covers("P-32")
def test_without_the_lock_tickets_stay_open(postgresql_company: Company) -> None:
    """The control: were the lock gone, the test above would notice. Both settle before either commits."""
    met = threading.Barrier(2)

    class Unlocked(UnitOfWork):
        def lock(self, kind: type[T], row_id: UUID) -> T:
            return self.get(kind, row_id)

        def commit(self, *, always: bool = False) -> Changes:
            self.session.flush()
            met.wait(timeout=60)
            return super().commit(always=always)

    company = postgresql_company
    pairs = waiting_tickets(company, ROUNDS_WITHOUT_LOCK)

    failures = race(lambda: Unlocked(company.database.write_sessions(), company.actor, company.clock), pairs)

    assert failures == []
    assert closed(company) == 0


def record_each(path: Path, actor: object, visits: list[UUID], start: Barrier) -> None:
    """One of two processes."""
    company = Company(open_sqlite(path), FakeClock(MONDAY_MORNING), actor)  # type: ignore[arg-type]
    for visit_id in visits:
        start.wait(timeout=60)
        company.run(record_visit, done(visit_id))
    company.database.close()


@pytest.mark.covers("P-32")
def test_two_processes_on_one_desk_close_it_exactly_once(desk_company: Company) -> None:
    pairs = waiting_tickets(desk_company, ROUNDS_ON_THE_DESK)
    path = Path(str(desk_company.database.writer.url.database))
    spawned = multiprocessing.get_context("spawn")
    start = spawned.Barrier(2)

    processes = [
        spawned.Process(
            target=record_each, args=(path, desk_company.actor, [pair[place] for pair in pairs], start)
        )
        for place in (0, 1)
    ]
    for process in processes:
        process.start()
    for process in processes:
        process.join(timeout=120)

    assert [process.exitcode for process in processes] == [0, 0]
    assert closed(desk_company) == ROUNDS_ON_THE_DESK
    assert closing_articles(desk_company) == [1] * ROUNDS_ON_THE_DESK
