"""What other systems send, turned into the commands that take it: one row for each kind of thing."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from fieldservice.domain.commands.coverage_lines import LineData
from fieldservice.domain.commands.outside_contracts import PutContract, ToldLine, ToldTerms, put_contract
from fieldservice.domain.commands.outside_customers import (
    PutContact,
    PutCustomer,
    PutSite,
    ToldReach,
    put_contact,
    put_customer,
    put_site,
)
from fieldservice.domain.commands.outside_holdings import PutBlock, PutEquipment, put_block, put_equipment
from fieldservice.domain.model.catalogue import Service, Sla, WorkKind
from fieldservice.domain.model.customer import CustomerClass
from fieldservice.domain.rules.errors import RuleViolation
from fieldservice.server.erp.bodies import (
    BlockBody,
    Body,
    ContactBody,
    ContractBody,
    CustomerBody,
    EquipmentBody,
    LineBody,
    SiteBody,
)
from fieldservice.server.erp.tokens import Resource

NOBODY = UUID(int=0)
_TEXTS = frozenset(
    {
        "name",
        "number",
        "tax_id",
        "note",
        "role",
        "code",
        "street",
        "postal_code",
        "city",
        "category",
        "product",
        "serial_number",
        "place",
    }
)
"""What null makes empty, not absent."""


@dataclass(frozen=True, slots=True)
class Told:
    """Who told what under which key; `country` is that of numbers without a country code."""

    system_id: UUID
    key: str
    country: str


@dataclass(frozen=True, slots=True)
class Taking:
    """How one kind of thing is taken: its table, its body, its command and how that is made of the body."""

    table: str
    body: type[Body]
    command: Callable[..., Any]
    make: Callable[[Session, Told, Any], object]


def _customer(_session: Session, told: Told, body: CustomerBody) -> PutCustomer:
    names = ("name", "number", "tax_id", "customer_class", "language", "active_from", "active_until", "note")
    values = _values(body, *names)
    if "customer_class" in values:
        values["customer_class"] = values["customer_class"] or CustomerClass.STANDARD
    return PutCustomer(told.system_id, told.key, values, _reach(told, body))


def _contact(_session: Session, told: Told, body: ContactBody) -> PutContact:
    values = _values(body, "name", "role")
    if body.is_active is not None:
        values["is_active"] = body.is_active
    return PutContact(told.system_id, told.key, body.customer, values, _reach(told, body))


def _site(_session: Session, told: Told, body: SiteBody) -> PutSite:
    names = ("name", "code", "street", "postal_code", "city", "latitude", "longitude", "zone")
    return PutSite(told.system_id, told.key, body.customer, _values(body, *names))


def _equipment(_session: Session, told: Told, body: EquipmentBody) -> PutEquipment:
    names = ("category", "product", "serial_number", "purchased_on", "warranty_until", "place", "note")
    parent = (body.parent or "") if "parent" in body.model_fields_set else None
    values = _values(body, *names)
    tells_use = "retired_on" in body.model_fields_set
    return PutEquipment(told.system_id, told.key, body.site, values, parent, body.retired_on, tells_use)


def _block(_session: Session, told: Told, body: BlockBody) -> PutBlock:
    return PutBlock(told.system_id, told.key, body.customer, body.reason, body.since, body.until)


def _contract(session: Session, told: Told, body: ContractBody) -> PutContract:
    terms = tuple(
        ToldTerms(
            each.valid_from,
            each.valid_to,
            tuple(_line(session, line) for line in each.lines),
            each.note,
            each.key or "",
        )
        for each in body.terms
    )
    return PutContract(
        told.system_id, told.key, body.customer, terms, body.number, body.note, is_signed=body.is_signed
    )


def _line(session: Session, body: LineBody) -> ToldLine:
    data = LineData(
        NOBODY,
        category=body.category or "",
        units_per_site=body.units_per_site,
        work_kind_ids=tuple(_coded(session, WorkKind, code) for code in body.work_kinds),
        service_ids=tuple(_coded(session, Service, code) for code in body.services),
        mode=body.mode,
        sla_id=_coded(session, Sla, body.sla) if body.sla else None,
        note=body.note,
    )
    if body.quota is not None:
        quota = (body.quota.kind, body.quota.amount)
        data = replace(data, quota=quota, beyond=body.quota.beyond, warn_at=body.quota.warn_at)
    return ToldLine(data, tuple(body.units), tuple(body.sites), body.key or "")


def _coded(session: Session, kind: type[WorkKind | Service | Sla], code: str) -> UUID:
    """`api.code_unknown` when no entry of that dictionary has the code."""
    found = session.scalar(select(kind.id).where(kind.code == code))
    if found is None:
        raise RuleViolation("api.code_unknown", table=kind.__tablename__, entry=code)
    return found


def _values(body: Body, *names: str) -> dict[str, Any]:
    given = body.given(*names)
    return {name: "" if value is None and name in _TEXTS else value for name, value in given.items()}


def _reach(told: Told, body: CustomerBody | ContactBody) -> ToldReach:
    given = body.given("phones", "emails")
    phones = tuple(given["phones"] or ()) if "phones" in given else None
    emails = tuple(given["emails"] or ()) if "emails" in given else None
    return ToldReach(phones, emails, body.country or told.country)


TAKINGS: Mapping[Resource, Taking] = MappingProxyType(
    {
        Resource.CUSTOMERS: Taking("customer", CustomerBody, put_customer, _customer),
        Resource.CONTACTS: Taking("contact", ContactBody, put_contact, _contact),
        Resource.SITES: Taking("site", SiteBody, put_site, _site),
        Resource.EQUIPMENT: Taking("equipment", EquipmentBody, put_equipment, _equipment),
        Resource.BLOCKS: Taking("block", BlockBody, put_block, _block),
        Resource.CONTRACTS: Taking("contract", ContractBody, put_contract, _contract),
    }
)
"""In the order in which one may refer to another."""
