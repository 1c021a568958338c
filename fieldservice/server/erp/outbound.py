"""Addresses by which other systems ask: tickets and orders, what changed since, and what they told of."""

from collections.abc import Sequence
from hashlib import sha256
from http import HTTPStatus
from typing import Annotated, Any, TypeVar
from uuid import UUID

from fastapi import APIRouter, Path, Query, Response
from pydantic import BaseModel
from sqlalchemy import select

from fieldservice.domain.model.order import WorkOrder
from fieldservice.domain.model.ticket import NumberAlias, Ticket
from fieldservice.domain.rules.errors import RuleViolation
from fieldservice.server.erp.answers import OrderPage, OrderShown, RowShown, TicketPage, TicketShown
from fieldservice.server.erp.asking import CallerHere, DoorHere, KeyPath, Seen
from fieldservice.server.erp.journal_feed import changed_orders, changed_tickets, read_cursor
from fieldservice.server.erp.rows import row_shown
from fieldservice.server.erp.showing import Asked, orders_shown, tickets_shown
from fieldservice.server.erp.taking import TAKINGS
from fieldservice.server.erp.tokens import Caller, Direction, Resource

Since = Annotated[
    str, Query(max_length=60, description="The cursor of the answer before; without one, from the beginning.")
]
Limit = Annotated[int, Query(ge=1, le=500)]
NumberPath = Annotated[str, Path(min_length=1, max_length=40, pattern=r"^[^\x00-\x1f\x7f]+$")]
PositionPath = Annotated[int, Path(ge=1, le=9_999)]
UNCHANGED: dict[int | str, dict[str, Any]] = {304: {"description": "Unchanged since that ETag"}}
T = TypeVar("T")


def add_outbound(router: APIRouter) -> None:
    tickets: list[Any] = ["tickets"]
    orders: list[Any] = ["orders"]
    router.get("/tickets", operation_id="list_tickets", tags=tickets, summary="Tickets that changed since")(
        list_tickets
    )
    router.get("/orders", operation_id="list_orders", tags=orders, summary="Orders that changed since")(
        list_orders
    )
    router.get(
        "/tickets/{number}",
        operation_id="get_ticket",
        tags=tickets,
        summary="One ticket by its number",
        response_model=TicketShown,
        responses=UNCHANGED,
    )(get_ticket)
    router.get(
        "/orders/{ticket}/{position}",
        operation_id="get_order",
        tags=orders,
        summary="One order by its number, as WAW-000123/1",
        response_model=OrderShown,
        responses=UNCHANGED,
    )(get_order)
    for resource in TAKINGS:
        _add_row(router, resource)


def list_tickets(
    door: DoorHere, caller: CallerHere, changed_since: Since = "", limit: Limit = 100
) -> TicketPage:
    caller.require(Resource.TICKETS, Direction.READ)
    with door.reading() as session:
        found = changed_tickets(session, read_cursor(session, changed_since), limit)
        shown = tickets_shown(session, asked(caller), found.ids)
    return TicketPage(tickets=shown, cursor=str(found.cursor), more=found.more)


def list_orders(
    door: DoorHere, caller: CallerHere, changed_since: Since = "", limit: Limit = 100
) -> OrderPage:
    caller.require(Resource.ORDERS, Direction.READ)
    with door.reading() as session:
        found = changed_orders(session, read_cursor(session, changed_since), limit)
        shown = orders_shown(session, asked(caller), found.ids)
    return OrderPage(orders=shown, cursor=str(found.cursor), more=found.more)


def get_ticket(door: DoorHere, caller: CallerHere, number: NumberPath, if_none_match: Seen = "") -> Response:
    """By its number, or one that it bore before."""
    caller.require(Resource.TICKETS, Direction.READ)
    with door.reading() as session:
        former = select(NumberAlias.ticket_id).where(NumberAlias.number == number).limit(1)
        found = session.scalar(select(Ticket.id).where(Ticket.number == number)) or session.scalar(former)
        shown = _one(tickets_shown(session, asked(caller), _ids(found)), number)
    return tagged(shown, if_none_match)


def get_order(
    door: DoorHere, caller: CallerHere, ticket: NumberPath, position: PositionPath, if_none_match: Seen = ""
) -> Response:
    caller.require(Resource.ORDERS, Direction.READ)
    number = f"{ticket}/{position}"
    with door.reading() as session:
        found = session.scalar(select(WorkOrder.id).where(WorkOrder.number == number))
        shown = _one(orders_shown(session, asked(caller), _ids(found)), number)
    return tagged(shown, if_none_match)


def _add_row(router: APIRouter, resource: Resource) -> None:
    def get_row(door: DoorHere, caller: CallerHere, key: KeyPath, if_none_match: Seen = "") -> Response:
        caller.require(resource, Direction.READ)
        with door.reading() as session:
            row_id = door.row_id(session, caller.system_id, TAKINGS[resource].table, key)
            shown = row_shown(session, caller.system_id, resource, (key, row_id))
        return tagged(shown, if_none_match)

    router.get(
        f"/{resource}/{{key}}",
        operation_id=f"get_{resource}",
        summary=f"One of the {resource} as it stands here",
        tags=[resource.value],
        response_model=RowShown,
        responses=UNCHANGED,
    )(get_row)


def asked(caller: Caller) -> Asked:
    return Asked(caller.system_id, caller.may_do(Resource.INTERNAL, Direction.READ))


def tagged(told: BaseModel, seen: str) -> Response:
    """With its ETag; only that it is unchanged when the asker has it already."""
    body = told.model_dump_json().encode()
    tag = f'"{sha256(body).hexdigest()[:32]}"'
    known = [each.strip().removeprefix("W/") for each in seen.split(",")]
    if tag in known or "*" in known:
        return Response(status_code=HTTPStatus.NOT_MODIFIED, headers={"ETag": tag})
    return Response(body, headers={"ETag": tag}, media_type="application/json")


def _ids(found: UUID | None) -> list[UUID]:
    return [] if found is None else [found]


def _one(shown: Sequence[T], number: str) -> T:
    if not shown:
        raise RuleViolation("api.not_found", key=number)
    return shown[0]
