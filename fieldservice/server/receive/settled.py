"""What the centre did not take, and values that gave way, until somebody at a branch has settled them.

A desk tells at the beginning of each session what was settled there; who runs the centre may do it for a
workstation that is no more.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, Connection, Select, and_, func, literal, or_, select, union_all, update

from fieldservice.domain.model.people import Branch, UserAccount
from fieldservice.domain.rules.errors import RuleViolation
from fieldservice.server.store.tables import sync_conflict, sync_device, sync_refusal
from fieldservice.sync import wire

MOST_LISTED = 200
REFUSAL, CONFLICT = "refusal", "conflict"


@dataclass(frozen=True, slots=True)
class OpenNews:
    """`what` is the code of a refusal; the table, field and rule of a value that gave way."""

    id: UUID
    kind: str
    branch: str
    slot: str
    person: str
    what: str
    at: datetime


def settle_told(connection: Connection, device_id: UUID, told: Sequence[wire.Settled], now: datetime) -> None:
    """What the device's branch has settled; of others' nothing. `exchange.malformed` for what is no id."""
    mine = select(sync_device.c.branch_id).where(sync_device.c.id == device_id).scalar_subquery()
    devices = select(sync_device.c.id).where(sync_device.c.branch_id == mine)
    for each in told[: wire.MOST_SETTLED]:
        news_id, at, user_id = _read(each, now)
        values = {"settled_at": at, "settled_by": user_id}
        for table, owned in (
            (sync_refusal, sync_refusal.c.device_id.in_(devices)),
            (sync_conflict, _parties(devices)),
        ):
            still_open = and_(table.c.id == news_id, table.c.settled_at.is_(None), owned)
            connection.execute(update(table).where(still_open).values(values))


def settle_here(connection: Connection, news_id: UUID, now: datetime) -> None:
    """Who runs the centre has seen to it. `exchange.news_unknown` for what is not open."""
    done = 0
    for table in (sync_refusal, sync_conflict):
        still_open = and_(table.c.id == news_id, table.c.settled_at.is_(None))
        done += connection.execute(update(table).where(still_open).values(settled_at=now)).rowcount
    if not done:
        raise RuleViolation("exchange.news_unknown", news=news_id.hex)


def open_news(connection: Connection, branch: str | None = None) -> list[OpenNews]:
    """The newest that nobody has settled, of one branch or of all."""
    both = union_all(_refusals(branch), _conflicts(branch)).subquery()
    newest = select(both).order_by(both.c.at.desc(), both.c.id).limit(MOST_LISTED)
    return [OpenNews(*row) for row in connection.execute(newest)]


def _refusals(branch: str | None) -> Select[tuple[UUID, str, str, str, str, str, datetime]]:
    news = sync_refusal.c
    columns = (news.id, literal(REFUSAL).label("kind"), Branch.code, sync_device.c.slot)
    found = (
        select(
            *columns, func.coalesce(UserAccount.name, "").label("person"), news.code.label("what"), news.at
        )
        .join(sync_device, sync_device.c.id == news.device_id)
        .join(Branch, Branch.id == sync_device.c.branch_id)
        .outerjoin(UserAccount, UserAccount.id == news.user_id)
        .where(news.settled_at.is_(None))
    )
    return found if branch is None else found.where(Branch.code == branch)


def _conflicts(branch: str | None) -> Select[tuple[UUID, str, str, str, str, str, datetime]]:
    news = sync_conflict.c
    columns = (news.id, literal(CONFLICT).label("kind"), Branch.code, sync_device.c.slot)
    what = func.concat(news.table_name, ".", news.field, " ", news.rule).label("what")
    found = (
        select(*columns, func.coalesce(UserAccount.name, "").label("person"), what, news.at)
        .join(sync_device, sync_device.c.id == func.coalesce(news.lost_device_id, news.kept_device_id))
        .join(Branch, Branch.id == sync_device.c.branch_id)
        .outerjoin(UserAccount, UserAccount.id == news.lost_by)
        .where(news.settled_at.is_(None))
    )
    return found if branch is None else found.where(Branch.code == branch)


def _parties(devices: Select[tuple[UUID]]) -> ColumnElement[bool]:
    return or_(sync_conflict.c.lost_device_id.in_(devices), sync_conflict.c.kept_device_id.in_(devices))


def _read(told: wire.Settled, now: datetime) -> tuple[UUID, datetime, UUID | None]:
    try:
        at = datetime.fromisoformat(told.at)
        return UUID(told.id), now if at.tzinfo is None else min(at, now), UUID(told.by) if told.by else None
    except ValueError as error:
        raise RuleViolation("exchange.malformed", detail="settled") from error
