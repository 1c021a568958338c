"""What is stored that a file could mean, loaded by the file's own keys in bulk, for the plan of an import.

A statement for each kind and each few hundred keys, none per row; the keys come from the records.
"""

import enum
from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import InstrumentedAttribute, Session

from fieldservice.domain.model.catalogue import WorkKind
from fieldservice.domain.model.contract import Contract, Terms
from fieldservice.domain.model.customer import Block, Contact, Customer, Identity, Site
from fieldservice.domain.model.equipment import Category, Equipment, Meter, Product, Reading
from fieldservice.domain.model.plan import MaintenancePlan
from fieldservice.domain.rules.folding import fold
from fieldservice.domain.rules.import_known import Known, KnownRows
from fieldservice.domain.rules.import_records import Record
from fieldservice.domain.store.bulk_reading import select_in
from fieldservice.domain.store.import_lines import load_lines

Columns = Sequence[InstrumentedAttribute[Any]]


def load_known(session: Session, records: Sequence[Record]) -> KnownRows:
    """Everything stored that planning these records may look at."""
    keys = _Keys(records)
    known = KnownRows()
    _load_units(session, known, keys)
    _load_sites(session, known, keys)
    _load_contracts(session, known, keys)
    _load_customers(session, known, keys)
    _load_terms(session, known)
    load_lines(session, known, keys.of("coverage", "contract_number"))
    _load_dictionaries(session, known)
    _load_upkeep(session, known, keys)
    return known


class _Keys:
    """The values by which records name stored rows."""

    def __init__(self, records: Sequence[Record]) -> None:
        self._values: dict[tuple[str, str], set[Any]] = {}
        for record in records:
            for name, value in record.fields.items():
                if name in _KEY_FIELDS:
                    self._values.setdefault((record.kind, name), set()).add(value)

    def of(self, kind: str, name: str) -> set[Any]:
        return self._values.get((kind, name), set())

    def named(self, name: str) -> set[Any]:
        """From whatever kind."""
        return {value for (_kind, field), values in self._values.items() if field == name for value in values}


_KEY_FIELDS = frozenset(
    {
        *("number", "customer_number", "contract_number", "code", "site_code"),
        *("serial_number", "tax_id", "read_on"),
    }
)


def _known(columns: Columns, row: Sequence[Any]) -> Known:
    """The first column is the id; enums are taken as their text, as the file's values are."""
    values = {
        column.key: value.value if isinstance(value, enum.Enum) else value
        for column, value in zip(columns[1:], row[1:], strict=True)
    }
    return Known(row[0], values)


_CUSTOMER: Columns = (
    Customer.id,
    Customer.number,
    Customer.name,
    Customer.name_folded,
    Customer.tax_id,
    Customer.customer_class,
    Customer.language,
    Customer.active_from,
    Customer.active_until,
    Customer.note,
)
_SITE: Columns = (
    Site.id,
    Site.customer_id,
    Site.code,
    Site.name,
    Site.street,
    Site.postal_code,
    Site.city,
    Site.latitude,
    Site.longitude,
)
_UNIT: Columns = (
    Equipment.id,
    Equipment.serial_folded,
    Equipment.site_id,
    Equipment.purchased_on,
    Equipment.warranty_until,
    Equipment.status,
    Equipment.product_id,
)
_CONTACT: Columns = (Contact.id, Contact.customer_id, Contact.name, Contact.role, Contact.is_active)
_BLOCK: Columns = (Block.id, Block.customer_id, Block.reason, Block.since, Block.until, Block.source)
_CONTRACT: Columns = (Contract.id, Contract.customer_id, Contract.number, Contract.status)
_TERMS: Columns = (Terms.id, Terms.contract_id, Terms.valid_from, Terms.valid_to)
_PLAN: Columns = (
    MaintenancePlan.id,
    MaintenancePlan.equipment_id,
    MaintenancePlan.name,
    MaintenancePlan.anchor_date,
    MaintenancePlan.period_months,
    MaintenancePlan.is_active,
)


def _load_units(session: Session, known: KnownRows, keys: _Keys) -> None:
    serials = {fold(serial) for serial in keys.named("serial_number")}
    joined = select(*_UNIT, Category.name, Product.name).join(Product, Product.id == Equipment.product_id)
    statement = joined.join(Category, Category.id == Product.category_id).order_by(Equipment.id)
    for row in select_in(session, statement, Equipment.serial_folded, serials):
        unit = _known(_UNIT, row[:-2])
        unit.values.update(category=row[-2], model=row[-1])
        known.units.setdefault(unit.values["serial_folded"], []).append(unit)


def _load_sites(session: Session, known: KnownRows, keys: _Keys) -> None:
    codes = keys.of("sites", "code") | keys.named("site_code")
    for row in select_in(session, select(*_SITE), Site.code, codes):
        known.add_site(_known(_SITE, row))
    standing = {unit.values["site_id"] for units in known.units.values() for unit in units}
    for row in select_in(session, select(*_SITE), Site.id, standing - known.sites_by_id.keys()):
        known.add_site(_known(_SITE, row))


def _load_contracts(session: Session, known: KnownRows, keys: _Keys) -> None:
    numbers = keys.of("contracts", "number") | keys.of("coverage", "contract_number")
    for row in select_in(session, select(*_CONTRACT), Contract.number, numbers):
        known.add_contract(_known(_CONTRACT, row))


def _load_customers(session: Session, known: KnownRows, keys: _Keys) -> None:
    """Those named, the owners of what is named, and all that makes them servable or not."""
    numbers = keys.of("customers", "number") | keys.named("customer_number")
    for row in select_in(session, select(*_CUSTOMER), Customer.number, numbers):
        known.add_customer(_known(_CUSTOMER, row))
    owners = {site.values["customer_id"] for site in known.sites.values()} | known.contracts_of.keys()
    for row in select_in(session, select(*_CUSTOMER), Customer.id, owners - known.customers_by_id.keys()):
        known.add_customer(_known(_CUSTOMER, row))
    ids = list(known.customers_by_id)
    for row in select_in(session, select(*_CONTRACT), Contract.customer_id, ids):
        if row.number not in known.contracts:
            known.add_contract(_known(_CONTRACT, row))
    for row in select_in(session, select(*_BLOCK).order_by(Block.since, Block.id), Block.customer_id, ids):
        known.blocks.setdefault(row.customer_id, []).append(_known(_BLOCK, row))
    _load_people(session, known, ids)
    tax_ids = select(Customer.tax_id, Customer.number).order_by(Customer.number)
    for tax_id, number in select_in(session, tax_ids, Customer.tax_id, keys.of("customers", "tax_id")):
        known.tax_ids.setdefault(tax_id, number)


def _load_people(session: Session, known: KnownRows, customer_ids: Sequence[UUID]) -> None:
    for row in select_in(session, select(*_CONTACT).order_by(Contact.id), Contact.customer_id, customer_ids):
        known.contacts.setdefault((row.customer_id, fold(row.name)), _known(_CONTACT, row))
    columns = (Identity.customer_id, Identity.contact_id, Identity.kind, Identity.value)
    for customer_id, contact_id, kind, value in select_in(
        session, select(*columns), Identity.customer_id, customer_ids
    ):
        known.identities.setdefault(customer_id, set()).add((contact_id, kind.value, value))


def _load_terms(session: Session, known: KnownRows) -> None:
    contracts = [contract.id for contract in known.contracts.values()]
    ordered = select(*_TERMS).order_by(Terms.valid_from, Terms.id)
    for row in select_in(session, ordered, Terms.contract_id, contracts):
        known.terms.setdefault(row.contract_id, []).append(_known(_TERMS, row))


def _load_dictionaries(session: Session, known: KnownRows) -> None:
    """Small tables, whole: their entries are known by folded names in every language."""
    for category_id, name in session.execute(select(Category.id, Category.name).order_by(Category.id)):
        known.categories.setdefault(fold(name), Known(category_id, {"name": name}))
    products = select(Product.id, Product.category_id, Product.name).order_by(Product.id)
    for product_id, category_id, name in session.execute(products):
        known.products.setdefault((category_id, fold(name)), Known(product_id, {"name": name}))
    columns = (WorkKind.id, WorkKind.code, WorkKind.name, WorkKind.translations)
    for work_id, code, name, translations in session.execute(select(*columns).order_by(WorkKind.position)):
        known.work_names[work_id] = name
        known.work_codes.add(code)
        for written in (name, *translations.values()):
            known.work_kinds.setdefault(fold(written), work_id)


def _load_upkeep(session: Session, known: KnownRows, keys: _Keys) -> None:
    units = [unit.id for units in known.units.values() for unit in units]
    if keys.of("plans", "serial_number"):
        for row in select_in(session, select(*_PLAN), MaintenancePlan.equipment_id, units):
            known.plans.setdefault((row.equipment_id, fold(row.name)), _known(_PLAN, row))
    days: set[date] = keys.of("readings", "read_on")
    if not days:
        return
    meters = select(Meter.id, Meter.equipment_id, Meter.name).order_by(Meter.id)
    for meter_id, unit_id, name in select_in(session, meters, Meter.equipment_id, units):
        known.meters.setdefault((unit_id, fold(name)), meter_id)
    columns = (Reading.id, Reading.meter_id, Reading.read_on, Reading.value)
    within = select(*columns).where(Reading.read_on.between(min(days), max(days)))
    for row in select_in(session, within.order_by(Reading.id), Reading.meter_id, known.meters.values()):
        known.readings.setdefault((row.meter_id, row.read_on), Known(row.id, {"value": row.value}))
