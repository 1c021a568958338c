"""One thing told by another system, taken; and what had waited for it, taken with it."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from pydantic import ValidationError
from sqlalchemy import Engine, select

from fieldservice.domain.commands.outside_removals import EndOutside, end_outside
from fieldservice.domain.model.contract import Contract
from fieldservice.domain.model.customer import Customer
from fieldservice.domain.model.outside import OutsideKey
from fieldservice.domain.rules.changes import Changes
from fieldservice.domain.rules.errors import RuleViolation
from fieldservice.server.erp.answers import Result, Taken
from fieldservice.server.erp.bodies import Body
from fieldservice.server.erp.door import Door
from fieldservice.server.erp.parking import (
    UNKNOWN,
    Parked,
    anything_parked,
    park,
    unpark,
    waiting_for,
    waits_for,
)
from fieldservice.server.erp.taking import TAKINGS, Told
from fieldservice.server.erp.tokens import Caller, Direction, Resource

CREATING = frozenset(
    {"customer.create", "contact.add", "site.add", "equipment.add", "block.set", "contract.create"}
)
_NUMBERED = {"customer": Customer.number, "contract": Contract.number}
MOST_CASCADES = 200


@dataclass(frozen=True, slots=True)
class Putting:
    """Puts things for one caller; with `parks`, what came too early is kept instead of refused."""

    door: Door
    caller: Caller
    parks: bool = False

    def put(self, resource: Resource, key: str, body: Body) -> Taken:
        self.caller.require(resource, Direction.WRITE)
        try:
            taken = self._take(resource, key, body)
        except RuleViolation as refusal:
            if not self.parks or refusal.code != UNKNOWN:
                raise
            return self._park(resource, key, body, refusal)
        if taken.result is not Result.UNCHANGED and anything_parked(self._engine, self.caller.system_id):
            unpark(self._engine, self.caller.system_id, resource, key)
            self._take_waiting_for(TAKINGS[resource].table, key)
        return taken

    def end(self, resource: Resource, key: str, day: date | None) -> Taken:
        """The system removed it. What was parked under the key is forgotten."""
        self.caller.require(resource, Direction.WRITE)
        was_parked = unpark(self._engine, self.caller.system_id, resource, key)
        told = EndOutside(self.caller.system_id, TAKINGS[resource].table, key, day)
        try:
            changes = self.door.run(self.caller, end_outside, told)
        except RuleViolation as refusal:
            if refusal.code != UNKNOWN:
                raise
            if was_parked:
                return Taken(key=key, result=Result.CHANGED)
            raise RuleViolation("api.not_found", key=key) from refusal
        return self._taken(resource, key, changes, None)

    @property
    def _engine(self) -> Engine:
        return self.door.database.writer

    def _take(self, resource: Resource, key: str, body: Body) -> Taken:
        taking = TAKINGS[resource]
        told = Told(self.caller.system_id, key, self.door.country)
        with self.door.reading() as session:
            command = taking.make(session, told, body)
        changes = self.door.run(self.caller, taking.command, command)
        return self._taken(resource, key, changes, getattr(body, "number", None))

    def _taken(self, resource: Resource, key: str, changes: Changes, number: str | None) -> Taken:
        result = Result.CREATED if changes.label.code in CREATING else Result.CHANGED
        if changes.entry_id is None:
            result = Result.UNCHANGED
        row_id = None if changes.subject is None else changes.subject.id
        number = number or self._number(TAKINGS[resource].table, row_id)
        return Taken(key=key, result=result, id=row_id, number=number)

    def _number(self, table: str, row_id: UUID | None) -> str | None:
        column: Any = _NUMBERED.get(table)
        if column is None:
            return None
        with self.door.reading() as session:
            found: str | None = session.scalar(select(column).where(column.class_.id == row_id))
        return found

    def _park(self, resource: Resource, key: str, body: Body, refusal: RuleViolation) -> Taken:
        table, waited = waits_for(refusal)
        told = body.model_dump(mode="json", exclude_unset=True)
        told.pop("key", None)
        parked = Parked(resource, key, told, table, waited, self.door.now(), refusal.code)
        park(self._engine, self.caller.system_id, parked)
        if self._is_known(table, waited):  # it came while this was put aside
            self._take_waiting_for(table, waited)
        return Taken(key=key, result=Result.PARKED, waits_for=f"{table} {waited}")

    def _is_known(self, table: str, key: str) -> bool:
        values = {"system_id": self.caller.system_id, "owner_table": table, "key": key}
        with self.door.reading() as session:
            return session.scalar(select(OutsideKey.id).filter_by(**values)) is not None

    def _take_waiting_for(self, table: str, key: str) -> None:
        """What waited for it, then what waited for that in turn; what is refused stays, with its reason."""
        arrived = [(table, key)]
        for _round in range(MOST_CASCADES):
            if not arrived:
                return
            came = arrived.pop()
            found = waiting_for(self._engine, self.caller.system_id, *came)
            taken = [waiting for waiting in found if self._retake(waiting)]
            arrived += [(TAKINGS[Resource(waiting.resource)].table, waiting.key) for waiting in taken]

    def _retake(self, waiting: Parked) -> bool:
        resource = Resource(waiting.resource)
        engine, system_id = self._engine, self.caller.system_id
        try:
            self._take(resource, waiting.key, TAKINGS[resource].body.model_validate(waiting.body))
        except RuleViolation as refusal:
            table, key = (waiting.waits_table, waiting.waits_key)
            if refusal.code == UNKNOWN:
                table, key = waits_for(refusal)
            park(engine, system_id, _still(waiting, table, key, refusal.code))
            return False
        except ValidationError:  # what an older program parked and this one reads otherwise
            still = _still(waiting, waiting.waits_table, waiting.waits_key, "api.unreadable")
            park(engine, system_id, still)
            return False
        unpark(engine, system_id, waiting.resource, waiting.key)
        return True


def _still(waiting: Parked, table: str, key: str, code: str) -> Parked:
    return Parked(waiting.resource, waiting.key, waiting.body, table, key, waiting.at, code)
