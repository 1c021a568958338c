"""Addresses for another ticket system: its tickets, what was said, how they stand, their keys (P02)."""

from typing import Any

from fastapi import APIRouter, Response
from sqlalchemy import select

from fieldservice.domain.commands.outside_tickets import (
    NameTicket,
    PutOutsideArticle,
    PutOutsideState,
    PutTicket,
    TicketPlaces,
    name_ticket,
    put_outside_article,
    put_outside_state,
    put_ticket,
)
from fieldservice.domain.model.outside import OutsideKey
from fieldservice.domain.model.ticket import Request, Ticket
from fieldservice.domain.rules.changes import Changes
from fieldservice.domain.rules.errors import RuleViolation
from fieldservice.server.erp.answers import Result, Taken, TicketShown
from fieldservice.server.erp.asking import AskingHere, CallerHere, DoorHere, KeyPath, Seen
from fieldservice.server.erp.bodies import ArticleBody, StateBody, TicketBody, TicketKeyBody
from fieldservice.server.erp.door import Door
from fieldservice.server.erp.inbound import taken_response
from fieldservice.server.erp.outbound import UNCHANGED, asked, tagged
from fieldservice.server.erp.receipts import Asking
from fieldservice.server.erp.showing import tickets_shown
from fieldservice.server.erp.tokens import Caller, Direction, Resource

PATH = "/outside-tickets/{key}"
"""Under their keys; under our numbers they are `/tickets/{number}`."""
_CREATING = frozenset({"ticket.create", "request.park"})


def add_ticket_routes(router: APIRouter) -> None:
    _add(router, "", put_outside_ticket, "Tell a ticket: judged, accepted or parked in the tray")
    _add(router, "/number", put_outside_number, "Say what is the key of our ticket")
    _add(router, "/state", put_outside_state_, "Say how the ticket stands")
    _add(router, "/articles/{article}", put_outside_article_, "Tell what was said or noted")
    router.get(
        PATH,
        operation_id="get_outside_ticket",
        summary="A ticket by its key",
        tags=["tickets"],
        response_model=TicketShown,
        responses=UNCHANGED,
    )(get_outside_ticket)


def put_outside_ticket(key: KeyPath, body: TicketBody, door: DoorHere, asking: AskingHere) -> Response:
    places = TicketPlaces(body.customer or "", body.contact or "", body.site or "", body.equipment or "")
    told = PutTicket(
        asking.caller.system_id,
        key,
        body.title,
        body.description,
        body.caller_name,
        places,
        body.serial_number,
        body.opened_at,
    )
    return _answer(door, asking, key, (put_ticket, told))


def put_outside_number(key: KeyPath, body: TicketKeyBody, door: DoorHere, asking: AskingHere) -> Response:
    told = NameTicket(asking.caller.system_id, key, body.number)
    return _answer(door, asking, key, (name_ticket, told))


def put_outside_state_(key: KeyPath, body: StateBody, door: DoorHere, asking: AskingHere) -> Response:
    told = PutOutsideState(asking.caller.system_id, key, body.state, body.because, body.until)
    return _answer(door, asking, key, (put_outside_state, told))


def put_outside_article_(
    key: KeyPath, article: KeyPath, body: ArticleBody, door: DoorHere, asking: AskingHere
) -> Response:
    said = (body.text, body.happened_at, body.author_name, body.is_internal)
    told = PutOutsideArticle(asking.caller.system_id, key, article, *said)
    return _answer(door, asking, key, (put_outside_article, told))


def get_outside_ticket(
    key: KeyPath, door: DoorHere, caller: CallerHere, if_none_match: Seen = ""
) -> Response:
    """`api.not_found`, `outside.still_parked`."""
    caller.require(Resource.TICKETS, Direction.READ)
    with door.reading() as session:
        ticket_id = session.scalar(_keyed(caller, key))
        if ticket_id is None:
            request_id = door.row_id(session, caller.system_id, Request.__tablename__, key)
            ticket_id = session.scalar(select(Ticket.id).where(Ticket.request_id == request_id).limit(1))
        shown = [] if ticket_id is None else tickets_shown(session, asked(caller), [ticket_id])
    if not shown:
        raise RuleViolation("outside.still_parked", key=key)
    return tagged(shown[0], if_none_match)


def _answer(door: Door, asking: Asking, key: str, told: tuple[Any, object]) -> Response:
    def work() -> Response:
        asking.caller.require(Resource.TICKETS, Direction.WRITE)
        return taken_response(_taken(door, asking.caller, key, door.run(asking.caller, *told)))

    return door.answer(asking, work)


def _taken(door: Door, caller: Caller, key: str, changes: Changes) -> Taken:
    result = Result.UNCHANGED if changes.entry_id is None else Result.CHANGED
    if changes.entry_id is not None and changes.label.code in _CREATING:
        result = Result.CREATED
    with door.reading() as session:
        ticket_id = session.scalar(_keyed(caller, key))
        number = session.scalar(select(Ticket.number).where(Ticket.id == ticket_id))
    return Taken(key=key, result=result, id=ticket_id, number=number)


def _keyed(caller: Caller, key: str) -> Any:
    values = {"system_id": caller.system_id, "owner_table": Ticket.__tablename__, "key": key}
    return select(OutsideKey.owner_id).filter_by(**values)


def _add(router: APIRouter, path: str, function: Any, summary: str) -> None:
    router.put(
        PATH + path,
        operation_id=function.__name__.removesuffix("_"),
        summary=summary,
        tags=["tickets"],
        response_model=Taken,
        responses={201: {"model": Taken}},
    )(function)
