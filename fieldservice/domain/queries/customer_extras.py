"""What a customer's card tells besides its own rows: plans with their next day, who set and lifted blocks."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from fieldservice.domain.model.customer import Block, Site
from fieldservice.domain.model.equipment import Equipment
from fieldservice.domain.model.journal import JournalEntry
from fieldservice.domain.model.people import UserAccount
from fieldservice.domain.model.plan import MaintenancePlan
from fieldservice.domain.rules.recurrence import next_due

MOST_PLANS = 200
SET, LIFTED = "block.set", "block.lift"


@dataclass(frozen=True, slots=True)
class DuePlan:
    """A plan on a unit of the customer, and the next day it is due."""

    id: UUID
    name: str
    equipment_id: UUID
    serial_number: str
    site: str
    next_due: date


@dataclass(frozen=True, slots=True)
class HoldingBlock:
    """The block that holds a customer today: of several the one that holds longest."""

    reason: str
    since: date
    until: date | None


@dataclass(frozen=True, slots=True)
class BlockHands:
    """Who set a block and who lifted it, as the journal knows; empty for an import's."""

    set_by: str = ""
    lifted_by: str = ""
    lifted_at: datetime | None = None


def holding_block(session: Session, customer_id: UUID, day: date) -> HoldingBlock | None:
    found = session.execute(
        select(Block.reason, Block.since, Block.until)
        .where(
            Block.customer_id == customer_id,
            Block.since <= day,
            or_(Block.until.is_(None), Block.until >= day),
        )
        .order_by(func.coalesce(Block.until, date.max).desc(), Block.id)
        .limit(1)
    ).first()
    return None if found is None else HoldingBlock(*found)


def due_plans(session: Session, customer_id: UUID, day: date) -> tuple[DuePlan, ...]:
    """Active plans, the nearest first."""
    found = session.execute(
        select(MaintenancePlan, Equipment.serial_number, Site.name)
        .join(Equipment, Equipment.id == MaintenancePlan.equipment_id)
        .join(Site, Site.id == Equipment.site_id)
        .where(Site.customer_id == customer_id, MaintenancePlan.is_active)
        .order_by(MaintenancePlan.name, MaintenancePlan.id)
        .limit(MOST_PLANS)
    )
    rows = [
        DuePlan(
            plan.id,
            plan.name,
            plan.equipment_id,
            serial,
            site,
            next_due(plan.anchor_date, plan.period_months, day),
        )
        for plan, serial, site in found
    ]
    return tuple(sorted(rows, key=lambda row: (row.next_due, row.name)))


def hands_of(session: Session, block_ids: Sequence[UUID]) -> dict[UUID, BlockHands]:
    """Who set and who lifted each block."""
    found = session.execute(
        select(JournalEntry.subject_id, JournalEntry.command, UserAccount.name, JournalEntry.happened_at)
        .outerjoin(UserAccount, UserAccount.id == JournalEntry.user_id)
        .where(JournalEntry.subject_id.in_(block_ids), JournalEntry.command.in_((SET, LIFTED)))
        .order_by(JournalEntry.recorded_at, JournalEntry.id)
    )
    hands: dict[UUID, BlockHands] = {}
    for block_id, command, name, happened_at in found:
        if block_id is None:
            continue
        known = hands.get(block_id, BlockHands())
        hands[block_id] = (
            BlockHands(name or "", known.lifted_by, known.lifted_at)
            if command == SET
            else BlockHands(known.set_by, name or "", happened_at)
        )
    return hands
