"""Other systems as a desk sees them through its exchange: the same acts as at the console, by whoever may.

A workstation says for whom it asks. That person has to have logged in there, and the right is asked of the
database: nobody gets more here than they may.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, select, update

from fieldservice.domain.commands.outside_systems import (
    ChangeSystem,
    ConnectSystem,
    DisconnectSystem,
    ReconnectSystem,
    SystemData,
    change_system,
    connect_system,
    disconnect_system,
    reconnect_system,
)
from fieldservice.domain.model.base import new_id
from fieldservice.domain.model.outside import OutsideSystem
from fieldservice.domain.rules.changes import Changes
from fieldservice.domain.rules.errors import RuleViolation
from fieldservice.domain.rules.mastering import Kept
from fieldservice.domain.store.clock import Clock
from fieldservice.domain.store.engine import Database
from fieldservice.domain.store.rights import require, rights_of
from fieldservice.domain.store.unit_of_work import Actor, UnitOfWork
from fieldservice.server.erp.delivering import send_again
from fieldservice.server.erp.system_data import read_kept, widened
from fieldservice.server.erp.tables import erp_delivery, erp_token, erp_webhook
from fieldservice.server.erp.tokens import (
    TokenWish,
    make_token,
    read_grants,
    revoke_tokens,
    rights_for,
)
from fieldservice.server.problems import malformed
from fieldservice.server.seat import Seat
from fieldservice.sync.systems_wire import DeliveryTold, SystemsReply, SystemsRequest, SystemTold, TokenTold

RIGHTS = rights_of("outside.change")
DELIVERED = "delivered"
MOST_DELIVERIES = 200


@dataclass(frozen=True, slots=True)
class SystemsDesk:
    """The acts of one person at one workstation."""

    database: Database
    clock: Clock
    seat: Seat
    user_id: UUID

    def act(self, asked: SystemsRequest) -> str:
        """Do what was asked; gives the token that was made. `api.not_found`, and what the commands refuse."""
        token = ""
        match asked.act:
            case "connect":
                token = self._connect(asked)
            case "disconnect":
                self._run(disconnect_system, DisconnectSystem(_id_of(asked.system)))
            case "reconnect":
                self._run(reconnect_system, ReconnectSystem(_id_of(asked.system)))
            case "token":
                token = self._token(asked)
            case "narrow":
                self._narrow(asked)
            case "revoke":
                now = self.clock.now()
                revoke_tokens(self.database.writer, _id_of(asked.system), now, _id_of(asked.token))
            case "again":
                if not send_again(self.database.writer, _id_of(asked.delivery), self.clock.now()):
                    raise RuleViolation("api.not_found", key=asked.delivery)
            case "list":
                pass
        return token

    def _connect(self, asked: SystemsRequest) -> str:
        may, system_id = read_grants(asked.may), new_id()
        data = SystemData(asked.name, read_kept(asked.keeps), rights_for(may))
        self._run(connect_system, ConnectSystem(system_id, data))
        return self._made(system_id, asked, may) if may else ""

    def _token(self, asked: SystemsRequest) -> str:
        """The account of the system gets what its tokens need together."""
        may, system_id = read_grants(asked.may), _id_of(asked.system)
        with self.database.read_session() as session:
            data = widened(session, system_id, may)
        self._run(change_system, ChangeSystem(system_id, data))
        return self._made(system_id, asked, may)

    def _made(self, system_id: UUID, asked: SystemsRequest, may: frozenset[str]) -> str:
        wish = TokenWish(may, asked.name, max(0, min(asked.days, 10 * 366)))
        return make_token(self.database.writer, system_id, wish, self.clock.now()).token

    def _narrow(self, asked: SystemsRequest) -> None:
        """Nothing is added to what a token may; `api.grant_added`."""
        wanted, token = read_grants(asked.may), erp_token.c
        with self.database.writer.begin() as connection:
            known = connection.execute(
                select(token.may).where(token.id == _id_of(asked.token), token.revoked_at.is_(None))
            ).scalar_one_or_none()
            if known is None:
                raise RuleViolation("api.not_found", key=asked.token)
            if not wanted or not wanted <= set(known):
                raise RuleViolation("api.grant_added")
            changed = update(erp_token).where(token.id == _id_of(asked.token))
            connection.execute(changed.values(may=sorted(wanted)))

    def _run(self, command: Callable[..., Changes], told: Any) -> None:
        actor = Actor(self.user_id, self.seat.device_id, "", self.seat.zone, self.seat.branch_id)
        with UnitOfWork(self.database.write_sessions(), actor, self.clock) as uow:
            command(told, uow, self.clock)


def answer(database: Database, clock: Clock, seat: Seat, asked: SystemsRequest) -> SystemsReply:
    """`rights.missing`; `exchange.user_unknown` for somebody who does not work at that device."""
    user_id = _id_of(asked.user)
    if user_id not in seat.user_ids:
        raise RuleViolation("exchange.user_unknown")
    with database.read_session() as session:
        require(session, user_id, *RIGHTS)
    token = SystemsDesk(database, clock, seat, user_id).act(asked)
    with database.read_session() as session:
        connection = session.connection()
        return SystemsReply(_systems(connection, clock.now()), _deliveries(connection), token)


def _systems(connection: Connection, now: datetime) -> list[SystemTold]:
    tokens, hooks = _tokens(connection, now), _hooks(connection)
    system = OutsideSystem.__table__.c
    rows = connection.execute(select(OutsideSystem.__table__).order_by(system.name)).mappings()
    return [
        SystemTold(
            row["id"].hex,
            row["name"],
            row["is_active"],
            [kept.value for kept in Kept if row[f"keeps_{kept}"]],
            tokens.get(row["id"], []),
            hooks.get(row["id"], []),
        )
        for row in rows
    ]


def _tokens(connection: Connection, now: datetime) -> dict[UUID, list[TokenTold]]:
    token = erp_token.c
    alive = select(erp_token).where(token.revoked_at.is_(None)).order_by(token.made_at)
    found: dict[UUID, list[TokenTold]] = {}
    for row in connection.execute(alive):
        if row.expires_at is None or row.expires_at > now:
            told = TokenTold(
                row.id.hex,
                row.name,
                list(row.may),
                row.made_at.isoformat(),
                None if row.used_at is None else row.used_at.isoformat(),
                None if row.expires_at is None else row.expires_at.isoformat(),
            )
            found.setdefault(row.system_id, []).append(told)
    return found


def _hooks(connection: Connection) -> dict[UUID, list[str]]:
    found: dict[UUID, list[str]] = {}
    for system_id, url in connection.execute(select(erp_webhook.c.system_id, erp_webhook.c.url)):
        found.setdefault(system_id, []).append(url)
    return found


def _deliveries(connection: Connection) -> list[DeliveryTold]:
    """What was not taken, what is dead first."""
    delivery = erp_delivery.c
    wanted = (
        select(erp_delivery, erp_webhook.c.url, OutsideSystem.name.label("system"))
        .join(erp_webhook, erp_webhook.c.id == delivery.webhook_id)
        .join(OutsideSystem, OutsideSystem.id == erp_webhook.c.system_id)
        .where(delivery.state != DELIVERED)
        .order_by(delivery.state, delivery.made_at.desc())
        .limit(MOST_DELIVERIES)
    )
    return [
        DeliveryTold(
            row.id.hex,
            row.system,
            row.url,
            row.event,
            row.state,
            row.attempts,
            row.made_at.isoformat(),
            row.problem,
        )
        for row in connection.execute(wanted)
    ]


def _id_of(told: str) -> UUID:
    try:
        return UUID(hex=told)
    except ValueError as error:
        raise malformed("id") from error
