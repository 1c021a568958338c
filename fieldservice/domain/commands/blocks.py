"""Blocks: administrative holds on customers, set and lifted with a reason (A12, A13)."""

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from fieldservice.domain.model.customer import Block, BlockSource, Customer
from fieldservice.domain.model.outside import OutsideKey, OutsideSystem
from fieldservice.domain.rules.changes import Changes
from fieldservice.domain.rules.errors import RuleViolation
from fieldservice.domain.rules.mastering import Kept
from fieldservice.domain.store.clock import Clock
from fieldservice.domain.store.finding import assign, every, exists, first, take, today
from fieldservice.domain.store.flagging import flag_blocked
from fieldservice.domain.store.mastering import require_kept_here
from fieldservice.domain.store.unit_of_work import UnitOfWork

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class SetBlock:
    """Hold a customer from `since` to `until`, both days included; open-ended without `until`."""

    block_id: UUID
    customer_id: UUID
    reason: str
    since: date
    until: date | None = None
    source: BlockSource = BlockSource.OWN


@dataclass(frozen=True, slots=True)
class LiftBlock:
    """From today on the customer may be served again."""

    block_id: UUID
    because: str
    version: int | None = None


def set_block(command: SetBlock, uow: UnitOfWork, clock: Clock) -> Changes:
    """`block.reason_missing`, `block.ends_before_start`, `block.set_already`.

    Work under way is not stopped: the customer's open tickets tell of the block (P-47).
    """
    del clock
    reason = command.reason.strip()
    if not reason:
        raise RuleViolation("block.reason_missing")
    if command.until is not None and command.until < command.since:
        raise RuleViolation("block.ends_before_start", since=command.since, until=command.until)
    require_kept_here(uow, Kept.BLOCKS)
    customer = uow.get(Customer, command.customer_id)
    values = {
        "id": command.block_id,
        "customer_id": customer.id,
        "reason": reason,
        "since": command.since,
        "until": command.until,
        "source": command.source,
    }
    block = Block(**values)
    uow.record(
        "block.set", block, customer=customer.name, reason=reason, since=command.since, until=command.until
    )
    if not exists(uow, Block, command.block_id):
        _require_first_of_its_kind(uow, block)
        uow.add(block)
        flag_blocked(uow, [values])
    return uow.commit()


def lift_block(command: LiftBlock, uow: UnitOfWork, clock: Clock) -> Changes:
    """`block.because_missing`, `block.belongs_to_erp`, `block.over_already`, `row.changed_meanwhile`."""
    del clock
    require_kept_here(uow, Kept.BLOCKS)
    block = uow.get(Block, command.block_id)
    yesterday = today(uow) - ONE_DAY
    if block.until is not None and block.until <= yesterday:  # whoever was first: there is nothing to lift
        raise RuleViolation("block.over_already", until=block.until)
    block = take(uow, Block, command.block_id, command.version)
    because = command.because.strip()
    if not because:
        raise RuleViolation("block.because_missing")
    if block.source is BlockSource.ERP and _is_told_by_others(uow, block):
        raise RuleViolation("block.belongs_to_erp", reason=block.reason)
    customer = uow.get(Customer, block.customer_id)
    uow.record("block.lift", block, customer=customer.name, reason=block.reason, because=because)
    # A block of today, or of the future, never holds anybody: its last day lies before its first.
    assign(block, until=max(yesterday, block.since - ONE_DAY), lifted_because=because)
    return uow.commit()


def _is_told_by_others(uow: UnitOfWork, block: Block) -> bool:
    """Whether it came from another system that is still connected, and is not at work itself."""
    key = first(uow, OutsideKey, owner_table=Block.__tablename__, owner_id=block.id)
    if key is None:
        return True
    return key.system_id != uow.actor.user_id and uow.get(OutsideSystem, key.system_id).is_active


def _require_first_of_its_kind(uow: UnitOfWork, block: Block) -> None:
    for other in every(uow, Block, customer_id=block.customer_id, reason=block.reason):
        begins_in_time = block.until is None or other.since <= block.until
        if begins_in_time and (other.until is None or other.until >= block.since):
            raise RuleViolation("block.set_already", reason=block.reason, since=other.since)
