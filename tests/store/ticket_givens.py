"""Tickets, orders and visits as the tests of lists and details need them, made by the real commands."""

from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID

from fieldservice.domain.commands.acceptance import NewTicket
from fieldservice.domain.commands.orders import CreateOrders, NewOrder, create_orders
from fieldservice.domain.commands.requests import Arrival, LogRequest, log_request
from fieldservice.domain.commands.visits import NewVisit, RecordVisit, record_visit
from fieldservice.domain.model.base import new_id
from fieldservice.domain.model.ticket import Channel
from fieldservice.domain.queries.ticket_views import Viewer
from fieldservice.domain.rules.order_states import VisitOutcome
from tests.conftest import MONDAY_MORNING
from tests.factories import TECHNICIANS, Company

AT_NINE = MONDAY_MORNING.replace(hour=9, minute=0)


def covered_customer(company: Company, **values: object) -> tuple[UUID, UUID]:
    """A customer under contract, and one of its units."""
    customer = company.customer(**values)  # type: ignore[arg-type]
    unit = company.unit(company.site(customer))
    company.contract(customer)
    return customer, unit


def logged(company: Company, served: tuple[UUID, UUID] | None = None, **values: object) -> UUID:
    """A covered repair as a ticket; `values` are of `NewTicket`."""
    customer, unit = served or covered_customer(company)
    wish = NewTicket(new_id(), "Hałasuje", equipment_id=unit, work_kind_id=company.work_kind("repair"))
    wish = replace(wish, **values)  # type: ignore[arg-type]
    arrival = Arrival(
        new_id(), Channel.PHONE, company.clock.now(), "+48612813035", "Stanisław Jeka", customer
    )
    company.run(log_request, LogRequest(arrival, (wish,)))
    return wish.ticket_id


def ordered(
    company: Company, ticket_id: UUID, count: int = 1, at: datetime = AT_NINE
) -> list[tuple[UUID, UUID]]:
    """Orders with one visit each, by different technicians, as pairs of their ids."""
    people = [company.technician(name) for name in TECHNICIANS]
    orders = [
        NewOrder(
            new_id(),
            "Naprawa",
            visits=(NewVisit(new_id(), people[place % 3], at + timedelta(hours=place), 60),),
        )
        for place in range(count)
    ]
    company.run(create_orders, CreateOrders(ticket_id, tuple(orders)))
    return [(order.order_id, order.visits[0].visit_id) for order in orders]


def recorded(
    company: Company, visit_id: UUID, outcome: VisitOutcome = VisitOutcome.DONE, ended_at: datetime = AT_NINE
) -> None:
    started_at = ended_at - timedelta(hours=1)
    company.run(record_visit, RecordVisit(visit_id, outcome, started_at, ended_at, "Wymieniono filtr"))


def viewer(company: Company) -> Viewer:
    return Viewer(company.actor.user_id, company.clock.now())
