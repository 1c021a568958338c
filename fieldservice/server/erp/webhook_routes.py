"""Addresses by which a system says where it wants to be called, and sees what became of the calls (P03)."""

import secrets
from collections.abc import Iterable
from http import HTTPStatus
from typing import Annotated, Any, Literal
from uuid import UUID

from fastapi import APIRouter, Query, Response
from sqlalchemy import delete, func, insert, select, update

from fieldservice.channels.webhooks import addresses_of, host_and_port, is_public
from fieldservice.domain.model.base import new_id
from fieldservice.domain.rules.errors import RuleViolation
from fieldservice.server.erp.answers import DeliveryList, DeliveryShown, WebhookList, WebhookShown
from fieldservice.server.erp.asking import AskingHere, CallerHere, DoorHere
from fieldservice.server.erp.bodies import WebhookBody
from fieldservice.server.erp.delivering import WAITING, secret_text, send_again
from fieldservice.server.erp.door import Door
from fieldservice.server.erp.events import Event
from fieldservice.server.erp.inbound import json_response
from fieldservice.server.erp.tables import erp_delivery, erp_webhook
from fieldservice.server.erp.tokens import Caller, Direction, Resource

SECRET_BYTES = 32
MOST_SHOWN = 200
StateWish = Annotated[Literal["waiting", "delivered", "dead"] | None, Query()]


def add_webhook_routes(router: APIRouter) -> None:
    shared: dict[str, Any] = {"tags": ["webhooks"]}
    made: dict[int | str, dict[str, Any]] = {201: {"model": WebhookShown}}
    router.get("/webhooks", operation_id="list_webhooks", **shared)(list_webhooks)
    router.post(
        "/webhooks",
        operation_id="add_webhook",
        status_code=HTTPStatus.CREATED,
        response_model=WebhookShown,
        responses=made,
        **shared,
    )(add_webhook)
    one = "/webhooks/{webhook_id}"
    router.put(one, operation_id="change_webhook", response_model=WebhookShown, **shared)(change_webhook)
    router.delete(one, operation_id="remove_webhook", status_code=HTTPStatus.NO_CONTENT, **shared)(
        remove_webhook
    )
    router.get(f"{one}/deliveries", operation_id="list_deliveries", **shared)(list_deliveries)
    router.post(
        f"{one}/deliveries/{{delivery_id}}/again",
        operation_id="send_delivery_again",
        status_code=HTTPStatus.ACCEPTED,
        response_class=Response,
        **shared,
    )(send_delivery_again)


def list_webhooks(door: DoorHere, caller: CallerHere) -> WebhookList:
    caller.require(Resource.WEBHOOKS, Direction.READ)
    return WebhookList(webhooks=_shown(door, caller))


def add_webhook(body: WebhookBody, door: DoorHere, asking: AskingHere) -> Response:
    """The answer holds the secret, once."""

    def work() -> Response:
        caller = asking.caller
        caller.require(Resource.WEBHOOKS, Direction.WRITE)
        webhook_id, secret = new_id(), secrets.token_bytes(SECRET_BYTES)
        values = {"id": webhook_id, "system_id": caller.system_id, "secret": secret, "made_at": door.now()}
        with door.database.writer.begin() as connection:
            connection.execute(insert(erp_webhook).values(values | _checked(door, body)))
        shown = next(each for each in _shown(door, caller) if each.id == webhook_id)
        return json_response(shown.model_copy(update={"secret": secret_text(secret)}), HTTPStatus.CREATED)

    return door.answer(asking, work)


def change_webhook(webhook_id: UUID, body: WebhookBody, door: DoorHere, asking: AskingHere) -> Response:
    def work() -> Response:
        caller = asking.caller
        caller.require(Resource.WEBHOOKS, Direction.WRITE)
        place = {"id": webhook_id, "system_id": caller.system_id}
        changed = update(erp_webhook).filter_by(**place).values(_checked(door, body))
        with door.database.writer.begin() as connection:
            _require_one(connection.execute(changed).rowcount, webhook_id)
        return json_response(next(each for each in _shown(door, caller) if each.id == webhook_id))

    return door.answer(asking, work)


def remove_webhook(webhook_id: UUID, door: DoorHere, caller: CallerHere) -> None:
    """What was not delivered yet goes with it."""
    caller.require(Resource.WEBHOOKS, Direction.WRITE)
    place = {"id": webhook_id, "system_id": caller.system_id}
    with door.database.writer.begin() as connection:
        _require_one(connection.execute(delete(erp_webhook).filter_by(**place)).rowcount, webhook_id)


def list_deliveries(
    webhook_id: UUID, door: DoorHere, caller: CallerHere, state: StateWish = None
) -> DeliveryList:
    """The newest first."""
    caller.require(Resource.WEBHOOKS, Direction.READ)
    _require_one(sum(each.id == webhook_id for each in _shown(door, caller)), webhook_id)
    statement = select(erp_delivery).where(erp_delivery.c.webhook_id == webhook_id)
    if state is not None:
        statement = statement.where(erp_delivery.c.state == state)
    newest = (erp_delivery.c.made_at.desc(), erp_delivery.c.id.desc())
    with door.database.writer.connect() as connection:
        rows = connection.execute(statement.order_by(*newest).limit(MOST_SHOWN)).all()
    return DeliveryList(deliveries=[_delivery(row) for row in rows])


def send_delivery_again(webhook_id: UUID, delivery_id: UUID, door: DoorHere, caller: CallerHere) -> Response:
    """For one that was given up, or that arrived but was lost there."""
    caller.require(Resource.WEBHOOKS, Direction.WRITE)
    _require_one(sum(each.id == webhook_id for each in _shown(door, caller)), webhook_id)
    is_sent = send_again(door.database.writer, delivery_id, door.now(), webhook_id)
    _require_one(int(is_sent), delivery_id)
    return Response(status_code=HTTPStatus.ACCEPTED)


def _checked(door: Door, body: WebhookBody) -> dict[str, Any]:
    """`api.event_unknown`, `api.address_refused`; looked at again before every call."""
    unknown = set(body.events) - set(Event)
    if unknown:
        raise RuleViolation("api.event_unknown", event=min(unknown))
    try:
        host, port = host_and_port(body.url)
    except ValueError as error:
        raise RuleViolation("api.address_refused", host="") from error
    if not door.centre.settings.webhooks_to_private and not _all_public(host, port):
        raise RuleViolation("api.address_refused", host=host)
    return {"url": body.url, "events": sorted(set(body.events)), "is_active": body.is_active}


def _all_public(host: str, port: int) -> bool:
    """A name that nobody knows yet is let through: the call will tell."""
    try:
        return all(map(is_public, addresses_of(host, port)))
    except (OSError, UnicodeError, ValueError):
        return True


def _shown(door: Door, caller: Caller) -> list[WebhookShown]:
    counted = (
        select(erp_delivery.c.webhook_id, erp_delivery.c.state, func.count().label("many"))
        .where(erp_delivery.c.state != "delivered")
        .group_by(erp_delivery.c.webhook_id, erp_delivery.c.state)
    )
    mine = select(erp_webhook).where(erp_webhook.c.system_id == caller.system_id)
    with door.database.writer.connect() as connection:
        webhooks = connection.execute(mine.order_by(erp_webhook.c.made_at)).all()
        counts = {(row.webhook_id, row.state): row.many for row in connection.execute(counted)}
    return [
        WebhookShown(
            id=row.id,
            url=row.url,
            events=row.events,
            is_active=row.is_active,
            waiting=counts.get((row.id, WAITING), 0),
            dead=counts.get((row.id, "dead"), 0),
        )
        for row in webhooks
    ]


def _delivery(row: Any) -> DeliveryShown:
    names: Iterable[str] = ("id", "event", "state", "attempts", "made_at", "settled_at", "problem")
    values = {name: getattr(row, name) for name in names}
    return DeliveryShown(**values, next_at=row.next_at if row.state == WAITING else None)


def _require_one(count: int, row_id: UUID) -> None:
    if not count:
        raise RuleViolation("api.not_found", key=str(row_id))
