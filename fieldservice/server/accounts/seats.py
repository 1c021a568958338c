"""Who is at the line: from an access token to a seat, asked of the database at each request.

What a token once allowed says nothing: branch, scopes, people and revocation are as they stand now.
"""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Connection, func, select

from fieldservice.domain.model.people import UserAccount
from fieldservice.domain.rules.errors import RuleViolation
from fieldservice.server.accounts.sessions import mark_used
from fieldservice.server.accounts.tables import SESSION
from fieldservice.server.accounts.tokens import hash_of
from fieldservice.server.seat import Seat
from fieldservice.server.store.scopes import scopes_of
from fieldservice.server.store.tables import sync_device, sync_device_user

_PEOPLE = (
    select(func.array_agg(sync_device_user.c.user_id))
    .join(UserAccount, UserAccount.id == sync_device_user.c.user_id)
    .where(sync_device_user.c.device_id == sync_device.c.id, UserAccount.is_active)
    .scalar_subquery()
)
_SEAT = select(
    sync_device.c.id,
    sync_device.c.incarnation,
    sync_device.c.branch_id,
    sync_device.c.zone,
    sync_device.c.revoked_at,
    SESSION.c.is_used,
    SESSION.c.access_until,
    _PEOPLE.label("people"),
).join(SESSION, SESSION.c.device_id == sync_device.c.id)


def seat_of(connection: Connection, access_token: str, now: datetime) -> Seat:
    """`exchange.session_over` for a token that is none, or too old; `exchange.revoked`."""
    access_hash = hash_of(access_token)
    found = connection.execute(_SEAT.where(SESSION.c.access_hash == access_hash)).first()
    if found is None or found.access_until < now:
        raise RuleViolation("exchange.session_over")
    if found.revoked_at is not None:
        raise RuleViolation("exchange.revoked")
    if not found.is_used:
        mark_used(connection, found.id, access_hash)
    return Seat(
        device_id=found.id,
        incarnation=found.incarnation,
        branch_id=found.branch_id,
        scopes=frozenset(scopes_of(connection, found.branch_id)),
        user_ids=frozenset(UUID(str(each)) for each in found.people or ()),
        zone=found.zone,
    )
