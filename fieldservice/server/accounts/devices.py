"""Devices: paired with a branch by a code, each with a slot of numbers of its own; listed, revoked."""

import logging
import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import Connection, Engine, Uuid, delete, func, literal, select, update
from sqlalchemy.dialects.postgresql import insert

from fieldservice.domain.model.base import new_id
from fieldservice.domain.model.people import Branch, UserAccount, Workstation
from fieldservice.domain.rules.errors import RuleViolation
from fieldservice.server.accounts.tokens import code_as_made, hash_of, make_code
from fieldservice.server.store.tables import sync_device, sync_device_user, sync_pairing

CODE_GOOD_FOR = timedelta(minutes=15)
_LAST_NUMBER = re.compile(r"-(\d+)$")
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Newcomer:
    """A workstation that becomes a device."""

    branch_id: UUID
    name: str
    program: str
    schema: int
    zone: str


@dataclass(frozen=True, slots=True)
class DeviceLine:
    """A device as it is listed."""

    id: UUID
    name: str
    branch: str
    slot: str
    program: str
    schema: int
    people: str
    paired_at: datetime
    seen_at: datetime | None
    revoked_at: datetime | None


def branch_by_code(connection: Connection, code: str) -> UUID:
    """`branch.unknown`."""
    found = connection.execute(select(Branch.id).where(Branch.code == code)).scalar_one_or_none()
    if found is None:
        codes = connection.execute(select(Branch.code).order_by(Branch.code)).scalars()
        raise RuleViolation("branch.unknown", branch=code, known=", ".join(codes) or None)
    return found


def give_code(connection: Connection, branch_id: UUID, now: datetime) -> str:
    """A pairing code, told once; only its hash is kept."""
    code = make_code()
    values = {"code_hash": hash_of(code), "branch_id": branch_id, "made_at": now}
    connection.execute(insert(sync_pairing).values(**values, expires_at=now + CODE_GOOD_FOR))
    return code


def branch_of_code(connection: Connection, typed: str, now: datetime) -> tuple[UUID, UUID | None]:
    """The branch a code is for, and the device that used it already, held until the transaction ends.

    `exchange.code_unknown` for one that nobody gave, or that is too old.
    """
    row = sync_pairing.c
    wanted = select(row.branch_id, row.device_id).where(
        row.code_hash == hash_of(code_as_made(typed)), row.expires_at > now
    )
    found = connection.execute(wanted.with_for_update()).first()
    if found is None:
        raise RuleViolation("exchange.code_unknown")
    return found.branch_id, found.device_id


def use_code(connection: Connection, typed: str, device_id: UUID, now: datetime) -> None:
    connection.execute(
        update(sync_pairing)
        .where(sync_pairing.c.code_hash == hash_of(code_as_made(typed)))
        .values(used_at=now, device_id=device_id)
    )


def forget_codes(engine: Engine, now: datetime) -> None:
    """Codes that are too old for anything."""
    with engine.begin() as connection:
        connection.execute(delete(sync_pairing).where(sync_pairing.c.expires_at < now))


def add_device(connection: Connection, newcomer: Newcomer, incarnation: int, now: datetime) -> UUID:
    """A device with the next slot of its branch; people see it as a workstation of that branch."""
    device_id = new_id()
    branch = select(Branch.code).where(Branch.id == newcomer.branch_id).with_for_update()
    code = connection.execute(branch).scalar_one()
    connection.execute(
        insert(sync_device).values(
            id=device_id,
            incarnation=incarnation,
            name=newcomer.name,
            branch_id=newcomer.branch_id,
            slot=f"{code}-{_next_slot(connection, newcomer.branch_id)}",
            zone=newcomer.zone,
            program=newcomer.program,
            schema=newcomer.schema,
            paired_at=now,
        )
    )
    station = {"id": device_id, "branch_id": newcomer.branch_id, "name": newcomer.name}
    connection.execute(insert(Workstation).values(station))
    _log.info("device %s added to branch %s", device_id, newcomer.branch_id)
    return device_id


def fork(connection: Connection, device_id: UUID, now: datetime) -> UUID:
    """The device that goes on in place of one whose file was cloned or restored, with the same people."""
    old = connection.execute(select(sync_device).where(sync_device.c.id == device_id)).one()
    newcomer = Newcomer(old.branch_id, old.name, old.program, old.schema, old.zone)
    forked = add_device(connection, newcomer, old.incarnation + 1, now)
    people = select(literal(forked, Uuid), sync_device_user.c.user_id, sync_device_user.c.at)
    connection.execute(
        insert(sync_device_user).from_select(
            ["device_id", "user_id", "at"], people.where(sync_device_user.c.device_id == device_id)
        )
    )
    return forked


def welcome(connection: Connection, device_id: UUID, user_id: UUID, now: datetime) -> None:
    """From now on this person's work is taken from the device."""
    values = {"device_id": device_id, "user_id": user_id, "at": now}
    connection.execute(
        insert(sync_device_user)
        .values(values)
        .on_conflict_do_update(index_elements=["device_id", "user_id"], set_={"at": now})
    )


def revoke(connection: Connection, device_id: UUID, now: datetime) -> None:
    """`device.unknown`. Its next session tells it to seal its open work and to forget the rest."""
    gone = update(sync_device).where(sync_device.c.id == device_id, sync_device.c.revoked_at.is_(None))
    if not connection.execute(gone.values(revoked_at=now)).rowcount:
        known = connection.execute(select(sync_device.c.id).where(sync_device.c.id == device_id)).first()
        if known is None:
            raise RuleViolation("device.unknown", device=str(device_id))
    _log.info("device %s revoked", device_id)


def devices(connection: Connection) -> list[DeviceLine]:
    people = (
        select(func.string_agg(UserAccount.name, ", "))
        .join(sync_device_user, sync_device_user.c.user_id == UserAccount.id)
        .where(sync_device_user.c.device_id == sync_device.c.id)
        .scalar_subquery()
    )
    row = sync_device.c
    listed = (
        select(sync_device, Branch.code.label("branch"), people.label("people"))
        .join(Branch, Branch.id == row.branch_id)
        .order_by(Branch.code, row.slot)
    )
    return [
        DeviceLine(
            id=found.id,
            name=found.name,
            branch=found.branch,
            slot=found.slot,
            program=found.program,
            schema=found.schema,
            people=found.people or "",
            paired_at=found.paired_at,
            seen_at=found.seen_at,
            revoked_at=found.revoked_at,
        )
        for found in connection.execute(listed)
    ]


def _next_slot(connection: Connection, branch_id: UUID) -> int:
    """Slots are never given again: devices stay, also those that were revoked."""
    slots = connection.execute(select(sync_device.c.slot).where(sync_device.c.branch_id == branch_id))
    numbers = [int(found[1]) for (slot,) in slots if (found := _LAST_NUMBER.search(slot))]
    return max(numbers, default=0) + 1
