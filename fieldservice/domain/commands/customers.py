"""Customers: made, changed, archived, taken back. Nothing that happened with them is ever removed (A19)."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from fieldservice.domain.commands.branches import require_tickets_at
from fieldservice.domain.commands.contacts import phone_identity
from fieldservice.domain.model.customer import Customer, CustomerClass
from fieldservice.domain.rules.changes import Changes
from fieldservice.domain.rules.data_merging import merged_data
from fieldservice.domain.rules.errors import RuleViolation
from fieldservice.domain.rules.folding import fold
from fieldservice.domain.rules.mastering import Kept
from fieldservice.domain.store.clock import Clock
from fieldservice.domain.store.finding import assign, exists, first
from fieldservice.domain.store.mastering import require_customer_kept_here, require_kept_here
from fieldservice.domain.store.numbers import issue_number
from fieldservice.domain.store.sla_following import follow_class
from fieldservice.domain.store.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True)
class CustomerData:
    """What a person enters; without a number one is issued. Both days belong to the cooperation.

    `branch_id` is the only branch whose desks hold the customer; None: all do.
    """

    name: str
    number: str = ""
    tax_id: str = ""
    customer_class: CustomerClass = CustomerClass.STANDARD
    language: str | None = None
    active_from: date | None = None
    active_until: date | None = None
    preferred_agent_id: UUID | None = None
    note: str = ""
    branch_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class CreateCustomer:
    """`phones` are written in any way; `country` tells how those without a country code are meant."""

    customer_id: UUID
    data: CustomerData
    phones: tuple[str, ...] = ()
    country: str = ""


@dataclass(frozen=True, slots=True)
class ChangeCustomer:
    """With `seen`, what another person changed meanwhile is kept beside it, field by field (P-39)."""

    customer_id: UUID
    version: int
    data: CustomerData
    seen: CustomerData | None = None


@dataclass(frozen=True, slots=True)
class ArchiveCustomer:
    """The cooperation ends; `last_day` still belongs to it."""

    customer_id: UUID
    last_day: date


@dataclass(frozen=True, slots=True)
class ReactivateCustomer:
    customer_id: UUID


def create_customer(command: CreateCustomer, uow: UnitOfWork, clock: Clock) -> Changes:
    """`customer.name_missing`, `customer.number_taken`, `customer.ends_before_start`, `phone.unreadable`."""
    del clock
    require_kept_here(uow, Kept.CUSTOMERS)
    values = _values(command.data, uow)
    customer = Customer(id=command.customer_id, **values)
    uow.record("customer.create", customer, number=customer.number, name=customer.name)
    if not exists(uow, Customer, command.customer_id):
        _require_free_number(uow, values["number"], command.customer_id)
        uow.add(customer)
        uow.session.flush()  # the customer before its numbers: there are no relationships to order them by
        for phone in command.phones:
            uow.add(phone_identity(customer.id, None, phone, command.country))
    return uow.commit()


def change_customer(command: ChangeCustomer, uow: UnitOfWork, clock: Clock) -> Changes:
    """As `create_customer`, and `row.changed_meanwhile`, `row.fields_in_conflict`, `branch.has_tickets`."""
    customer = uow.get(Customer, command.customer_id)
    data = command.data
    if customer.version != command.version:
        data = merged_data(data, command.seen, data_of(customer), Customer.__tablename__)
    values = _values(data, uow, customer.number)
    require_customer_kept_here(uow, customer, values)
    _require_free_number(uow, values["number"], customer.id)
    require_tickets_at(uow, customer, data.branch_id)
    uow.record("customer.change", customer, number=values["number"], name=values["name"])
    is_reclassed = customer.customer_class is not values["customer_class"]
    assign(customer, **values)
    if is_reclassed:
        follow_class(uow, customer.id, clock.now())
    return uow.commit()


def archive_customer(command: ArchiveCustomer, uow: UnitOfWork, clock: Clock) -> Changes:
    del clock
    customer = uow.get(Customer, command.customer_id)
    require_kept_here(uow, Kept.CUSTOMERS)
    _require_order(customer.active_from, command.last_day)
    uow.record(
        "customer.archive", customer, number=customer.number, name=customer.name, last_day=command.last_day
    )
    assign(customer, active_until=command.last_day)
    return uow.commit()


def reactivate_customer(command: ReactivateCustomer, uow: UnitOfWork, clock: Clock) -> Changes:
    del clock
    customer = uow.get(Customer, command.customer_id)
    require_kept_here(uow, Kept.CUSTOMERS)
    uow.record("customer.reactivate", customer, number=customer.number, name=customer.name)
    assign(customer, active_until=None)
    return uow.commit()


def data_of(customer: Customer) -> CustomerData:
    """The customer as a form enters it."""
    return CustomerData(
        customer.name,
        customer.number,
        customer.tax_id or "",
        customer.customer_class,
        customer.language,
        customer.active_from,
        customer.active_until,
        customer.preferred_agent_id,
        customer.note,
        customer.branch_id,
    )


def _values(data: CustomerData, uow: UnitOfWork, number: str = "") -> dict[str, Any]:
    name = data.name.strip()
    if not name:
        raise RuleViolation("customer.name_missing")
    _require_order(data.active_from, data.active_until)
    return {
        "name": name,
        "name_folded": fold(name),
        "number": data.number.strip() or number or f"K-{issue_number(uow)}",
        "tax_id": data.tax_id.strip() or None,
        "customer_class": data.customer_class,
        "language": data.language,
        "active_from": data.active_from,
        "active_until": data.active_until,
        "preferred_agent_id": data.preferred_agent_id,
        "note": data.note.strip(),
        "branch_id": data.branch_id,
    }


def _require_order(active_from: date | None, active_until: date | None) -> None:
    if active_from is not None and active_until is not None and active_until < active_from:
        raise RuleViolation("customer.ends_before_start", active_from=active_from, active_until=active_until)


def _require_free_number(uow: UnitOfWork, number: str, customer_id: UUID) -> None:
    other = first(uow, Customer, number=number)
    if other is not None and other.id != customer_id:
        raise RuleViolation("customer.number_taken", number=number, name=other.name)
