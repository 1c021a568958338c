"""What came before that to which it refers: kept if the sender wishes, taken when the other comes."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Engine, delete, select
from sqlalchemy.dialects.postgresql import insert

from fieldservice.domain.rules.errors import RuleViolation
from fieldservice.server.erp.tables import erp_parked

UNKNOWN = "outside.unknown_key"
MOST_SHOWN = 500


@dataclass(frozen=True, slots=True)
class Parked:
    resource: str
    key: str
    body: dict[str, Any]
    waits_table: str
    waits_key: str
    at: datetime
    code: str


def park(engine: Engine, system_id: UUID, waiting: Parked) -> None:
    """Keep it; what was parked under the same key before is replaced."""
    place = {"system_id": system_id, "resource": waiting.resource, "key": waiting.key}
    told = {
        "body": waiting.body,
        "waits_table": waiting.waits_table,
        "waits_key": waiting.waits_key,
        "at": waiting.at,
        "code": waiting.code,
    }
    statement = insert(erp_parked).values(place | told)
    primary = [erp_parked.c.system_id, erp_parked.c.resource, erp_parked.c.key]
    with engine.begin() as connection:
        connection.execute(statement.on_conflict_do_update(index_elements=primary, set_=told))


def anything_parked(engine: Engine, system_id: UUID) -> bool:
    with engine.connect() as connection:
        waiting = select(erp_parked.c.key).where(erp_parked.c.system_id == system_id).limit(1)
        return connection.execute(waiting).first() is not None


def unpark(engine: Engine, system_id: UUID, resource: str, key: str) -> bool:
    place = {"system_id": system_id, "resource": resource, "key": key}
    with engine.begin() as connection:
        return bool(connection.execute(delete(erp_parked).filter_by(**place)).rowcount)


def parked(engine: Engine, system_id: UUID, **values: str) -> list[Parked]:
    """What waits, the oldest first; `values` narrow it, as `waits_key`."""
    statement = select(erp_parked).filter_by(system_id=system_id, **values)
    with engine.connect() as connection:
        rows = connection.execute(statement.order_by(erp_parked.c.at, erp_parked.c.key).limit(MOST_SHOWN))
        return [
            Parked(row.resource, row.key, row.body, row.waits_table, row.waits_key, row.at, row.code)
            for row in rows
        ]


def waits_for(refusal: RuleViolation) -> tuple[str, str]:
    """The table and the key that must come first."""
    return str(refusal.values["table"]), str(refusal.values["key"])


def waiting_for(engine: Engine, system_id: UUID, table: str, key: str) -> Iterator[Parked]:
    """One after the other, those that waited for what has come now."""
    yield from parked(engine, system_id, waits_table=table, waits_key=key)
