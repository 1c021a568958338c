"""What another system removes: nothing of ours goes, it ends."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from types import MappingProxyType
from typing import Any
from uuid import UUID

from fieldservice.domain.commands.blocks import LiftBlock, lift_block
from fieldservice.domain.commands.contracts import require_ours
from fieldservice.domain.model.contract import Contract, Terms
from fieldservice.domain.model.customer import Block, Contact, Customer, Site
from fieldservice.domain.model.equipment import Equipment, EquipmentStatus
from fieldservice.domain.model.outside import OutsideSystem
from fieldservice.domain.rules.changes import Changes
from fieldservice.domain.rules.coverage_facts import ContractStatus
from fieldservice.domain.rules.errors import RuleViolation
from fieldservice.domain.rules.mastering import Kept
from fieldservice.domain.store.clock import Clock
from fieldservice.domain.store.finding import assign, every, today
from fieldservice.domain.store.mastering import require_kept_here
from fieldservice.domain.store.outside_keys import connected, named_row
from fieldservice.domain.store.unit_of_work import UnitOfWork

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class EndOutside:
    """The system removed what it calls so; `table` tells what that is. `day` is the first day without it,
    today when none is given.
    """

    system_id: UUID
    table: str
    key: str
    day: date | None = None


def end_outside(command: EndOutside, uow: UnitOfWork, clock: Clock) -> Changes:
    """`outside.unknown_key`, `outside.site_stays`, and what the command for that thing refuses. What
    has ended already stays so.
    """
    system = connected(uow, command.system_id)
    kind, end = ENDINGS[command.table]
    row = named_row(uow, command.system_id, kind, command.key)
    return end(_Ending(uow, clock, system, command.day or today(uow)), row)


@dataclass(frozen=True, slots=True)
class _Ending:
    uow: UnitOfWork
    clock: Clock
    system: OutsideSystem
    day: date

    def customer(self, customer: Customer) -> Changes:
        require_kept_here(self.uow, Kept.CUSTOMERS)
        last_day = self.day - ONE_DAY
        label: dict[str, Any] = {"number": customer.number, "name": customer.name, "last_day": last_day}
        self.uow.record("customer.archive", customer, **label)
        if customer.active_until is None or customer.active_until > last_day:
            begun = customer.active_from
            assign(customer, active_until=last_day if begun is None else max(begun, last_day))
        return self.uow.commit()

    def contact(self, contact: Contact) -> Changes:
        self.uow.record("contact.leave", contact, name=contact.name)
        assign(contact, is_active=False)
        return self.uow.commit()

    def site(self, site: Site) -> Changes:
        raise RuleViolation("outside.site_stays", name=site.name)

    def block(self, block: Block) -> Changes:
        if block.until is not None and block.until < self.day:
            return self._unchanged(block)
        return lift_block(LiftBlock(block.id, self.system.name), self.uow, self.clock)

    def contract(self, contract: Contract) -> Changes:
        require_ours(self.uow, contract)
        terms = sorted(every(self.uow, Terms, contract_id=contract.id), key=lambda each: each.valid_from)
        begun = [each for each in terms if each.valid_from < self.day]
        if contract.status is ContractStatus.DRAFT or not begun:
            self.uow.record("contract.discard", contract, number=contract.number)
            assign(contract, status=ContractStatus.DELETED)
            return self.uow.commit()
        if len(begun) < len(terms):
            raise RuleViolation(
                "contract.later_terms", number=contract.number, valid_from=terms[-1].valid_from
            )
        last_day = min(begun[-1].valid_to, self.day - ONE_DAY)
        label: dict[str, Any] = {"number": contract.number, "last_day": last_day, "reason": self.system.name}
        self.uow.record("contract.end", contract, **label)
        assign(begun[-1], valid_to=last_day)
        return self.uow.commit()

    def equipment(self, unit: Equipment) -> Changes:
        label: dict[str, Any] = {"serial": unit.serial_number, "day": self.day, "reason": self.system.name}
        self.uow.record("equipment.retire", unit, **label)
        if unit.status is not EquipmentStatus.RETIRED:
            assign(unit, status=EquipmentStatus.RETIRED, retired_on=self.day)
        return self.uow.commit()

    def _unchanged(self, block: Block) -> Changes:
        self.uow.record("block.lift", block, reason=block.reason, because=self.system.name)
        return self.uow.commit()


ENDINGS: Mapping[str, tuple[type[Any], Callable[[_Ending, Any], Changes]]] = MappingProxyType(
    {
        "customer": (Customer, _Ending.customer),
        "contact": (Contact, _Ending.contact),
        "site": (Site, _Ending.site),
        "block": (Block, _Ending.block),
        "contract": (Contract, _Ending.contract),
        "equipment": (Equipment, _Ending.equipment),
    }
)
