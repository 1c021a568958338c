"""Addresses by which other systems tell: `PUT /customers/{key}` and the like, one at a time or many."""

from datetime import date
from http import HTTPStatus
from typing import Annotated, Any

from fastapi import APIRouter, Query, Response
from fastapi.responses import JSONResponse
from pydantic import BaseModel

from fieldservice.domain.rules.errors import RuleViolation, TellableError
from fieldservice.server.erp.answers import BulkTaken, ParkedList, ParkedThing, Result, Taken
from fieldservice.server.erp.asking import AskingHere, CallerHere, DoorHere, KeyPath, Parks
from fieldservice.server.erp.bodies import MOST_AT_ONCE, Body, BulkBody
from fieldservice.server.erp.parking import parked
from fieldservice.server.erp.problems import problem_of
from fieldservice.server.erp.putting import Putting
from fieldservice.server.erp.taking import TAKINGS
from fieldservice.server.erp.tokens import Direction, Resource

Day = Annotated[date | None, Query(description="The first day without it; today when left out.")]
_STATUS = {Result.CREATED: HTTPStatus.CREATED, Result.PARKED: HTTPStatus.ACCEPTED}


def add_inbound(router: APIRouter) -> None:
    for resource, taking in TAKINGS.items():
        _add_put(router, resource, taking.body)
        _add_end(router, resource)
    router.put(
        "/bulk",
        operation_id="put_bulk",
        tags=["bulk"],
        response_model=BulkTaken,
        summary="Tell many things; each is taken or refused by itself",
    )(put_bulk)
    router.get(
        "/parked",
        operation_id="list_parked",
        tags=["bulk"],
        summary="What waits for something that has not come yet",
    )(list_parked)


def put_bulk(body: BulkBody, door: DoorHere, asking: AskingHere, *, park: Parks = False) -> Response:
    def work() -> Response:
        return json_response(_all_taken(Putting(door, asking.caller, parks=park), body, asking.language))

    return door.answer(asking, work)


def list_parked(door: DoorHere, caller: CallerHere) -> ParkedList:
    things = [
        ParkedThing(
            resource=each.resource,
            key=each.key,
            waits_for=f"{each.waits_table} {each.waits_key}",
            parked_at=each.at,
            code=each.code,
        )
        for each in parked(door.database.writer, caller.system_id)
    ]
    return ParkedList(parked=things)


def taken_response(taken: Taken) -> Response:
    return json_response(taken, _STATUS.get(taken.result, HTTPStatus.OK))


def json_response(told: BaseModel, status: HTTPStatus = HTTPStatus.OK) -> Response:
    return JSONResponse(told.model_dump(mode="json"), status)


def _add_put(router: APIRouter, resource: Resource, kind: type[Body]) -> None:
    def put(key: KeyPath, body: Any, door: DoorHere, asking: AskingHere, *, park: Parks = False) -> Response:
        putting = Putting(door, asking.caller, parks=park)
        return door.answer(asking, lambda: taken_response(putting.put(resource, key, body)))

    put.__annotations__["body"] = kind
    router.put(
        f"/{resource}/{{key}}",
        operation_id=f"put_{resource}",
        summary=f"Tell one of the {resource}; told again, nothing changes",
        tags=[resource.value],
        response_model=Taken,
        responses={201: {"model": Taken}, 202: {"model": Taken}},
    )(put)


def _add_end(router: APIRouter, resource: Resource) -> None:
    def end(key: KeyPath, door: DoorHere, asking: AskingHere, day: Day = None) -> Response:
        putting = Putting(door, asking.caller)
        return door.answer(asking, lambda: taken_response(putting.end(resource, key, day)))

    router.delete(
        f"/{resource}/{{key}}",
        operation_id=f"end_{resource}",
        summary=f"One of the {resource} was removed: here it ends and stays in the history",
        tags=[resource.value],
        response_model=Taken,
    )(end)


def _all_taken(putting: Putting, body: BulkBody, language: str) -> BulkTaken:
    """In the order in which one may refer to another."""
    told: list[tuple[Resource, Any]] = [
        (resource, item) for resource in TAKINGS for item in getattr(body, resource.value)
    ]
    if len(told) > MOST_AT_ONCE:
        raise RuleViolation("api.too_many", limit=MOST_AT_ONCE)
    for resource in {resource for resource, _item in told}:
        putting.caller.require(resource, Direction.WRITE)
    taken = BulkTaken()
    for resource, item in told:
        results: list[Taken] = getattr(taken, resource.value)
        results.append(_one_taken(putting, resource, item, language))
    return taken


def _one_taken(putting: Putting, resource: Resource, item: Any, language: str) -> Taken:
    try:
        return putting.put(resource, item.key, item)
    except TellableError as error:
        return Taken(key=item.key, result=Result.REFUSED, problem=problem_of(error, language))
