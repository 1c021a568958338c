"""What was taken away stays taken away when a backup is put back: workstations, tokens of other systems and
people whose access ended after it was made. They are read from the database that is to be replaced.
"""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import Engine, text

_IS_THERE = text(
    "SELECT to_regclass('sync_meta') IS NOT NULL AND to_regclass('sync_device') IS NOT NULL"
    " AND to_regclass('erp_token') IS NOT NULL AND to_regclass('user_account') IS NOT NULL"
)
_CENTRE = text("SELECT server_id FROM sync_meta")
_DEVICES = text("SELECT id, revoked_at FROM sync_device WHERE revoked_at IS NOT NULL")
_TOKENS = text("SELECT id, revoked_at FROM erp_token WHERE revoked_at IS NOT NULL")
_PEOPLE = text("SELECT id FROM user_account WHERE NOT is_active")
_REVOKE_DEVICE = text("UPDATE sync_device SET revoked_at = :at WHERE id = :id AND revoked_at IS NULL")
_REVOKE_TOKEN = text("UPDATE erp_token SET revoked_at = :at WHERE id = :id AND revoked_at IS NULL")
_DISABLE = text("UPDATE user_account SET is_active = false WHERE id = ANY(:ids) AND is_active")


@dataclass(frozen=True, slots=True)
class Revoked:
    """Devices and tokens with the moment at which they were revoked; people who have left."""

    devices: tuple[tuple[UUID, datetime], ...]
    tokens: tuple[tuple[UUID, datetime], ...]
    people: tuple[UUID, ...]


def revoked_now(engine: Engine, server_id: str) -> Revoked | None:
    """None when the database is none of this centre's, so that nothing is known."""
    with engine.connect() as connection:
        if not connection.execute(_IS_THERE).scalar_one():
            return None
        found = connection.execute(_CENTRE).scalar()
        if found is None or found.hex != server_id:
            return None
        return Revoked(
            tuple((row.id, row.revoked_at) for row in connection.execute(_DEVICES)),
            tuple((row.id, row.revoked_at) for row in connection.execute(_TOKENS)),
            tuple(connection.scalars(_PEOPLE)),
        )


def revoke_again(engine: Engine, revoked: Revoked) -> int:
    """Gives how many the backup had forgotten."""
    again = 0
    with engine.begin() as connection:
        for statement, kept in ((_REVOKE_DEVICE, revoked.devices), (_REVOKE_TOKEN, revoked.tokens)):
            for row_id, at in kept:
                again += connection.execute(statement, {"id": row_id, "at": at}).rowcount
        again += connection.execute(_DISABLE, {"ids": list(revoked.people)}).rowcount
    return again
