"""Sites: the places of a customer where equipment stands."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from fieldservice.domain.model.customer import Customer, Site
from fieldservice.domain.rules.changes import Changes
from fieldservice.domain.rules.data_merging import merged_data
from fieldservice.domain.rules.errors import RuleViolation
from fieldservice.domain.store.clock import Clock
from fieldservice.domain.store.finding import assign, every, exists, first
from fieldservice.domain.store.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True)
class SiteData:
    """What a person enters about a site; without a code one is made from the customer's number."""

    name: str
    code: str = ""
    street: str = ""
    postal_code: str = ""
    city: str = ""
    latitude: float | None = None
    longitude: float | None = None
    zone: str | None = None


@dataclass(frozen=True, slots=True)
class AddSite:
    site_id: UUID
    customer_id: UUID
    data: SiteData


@dataclass(frozen=True, slots=True)
class ChangeSite:
    """With `seen`, what another person changed meanwhile is kept beside it, field by field (P-39)."""

    site_id: UUID
    version: int
    data: SiteData
    seen: SiteData | None = None


def add_site(command: AddSite, uow: UnitOfWork, clock: Clock) -> Changes:
    """`site.name_missing`, `site.code_taken`, `calendar.zone_unknown`."""
    del clock
    customer = uow.get(Customer, command.customer_id)
    values = _values(command.data)
    values["code"] = values["code"] or _next_code(uow, customer)
    site = Site(id=command.site_id, customer_id=customer.id, **values)
    uow.record("site.add", site, name=site.name, customer=customer.name)
    if not exists(uow, Site, command.site_id):
        _require_free_code(uow, site.code, site.id)
        uow.add(site)
    return uow.commit()


def change_site(command: ChangeSite, uow: UnitOfWork, clock: Clock) -> Changes:
    """As `add_site`, and `row.changed_meanwhile`, `row.fields_in_conflict`."""
    del clock
    site = uow.get(Site, command.site_id)
    data = command.data
    if site.version != command.version:
        data = merged_data(data, command.seen, data_of(site), Site.__tablename__)
    values = _values(data)
    values["code"] = values["code"] or site.code
    _require_free_code(uow, values["code"], site.id)
    uow.record("site.change", site, name=values["name"])
    assign(site, **values)
    return uow.commit()


def data_of(site: Site) -> SiteData:
    """The site as a form enters it."""
    names = ("name", "code", "street", "postal_code", "city", "latitude", "longitude", "zone")
    return SiteData(**{name: getattr(site, name) for name in names})


def _values(data: SiteData) -> dict[str, Any]:
    if not data.name.strip():
        raise RuleViolation("site.name_missing")
    _require_zone(data.zone)
    texts = ("name", "code", "street", "postal_code", "city")
    return {
        **{name: getattr(data, name).strip() for name in texts},
        "latitude": data.latitude,
        "longitude": data.longitude,
        "zone": data.zone or None,
    }


def _require_zone(zone: str | None) -> None:
    if not zone:
        return
    try:
        ZoneInfo(zone)
    except (ZoneInfoNotFoundError, ValueError) as error:
        raise RuleViolation("calendar.zone_unknown", zone=zone) from error


def _next_code(uow: UnitOfWork, customer: Customer) -> str:
    taken = {site.code for site in every(uow, Site, customer_id=customer.id)}
    numbers = range(1, len(taken) + 2)
    return next(code for n in numbers if (code := f"{customer.number}-{n}") not in taken)


def _require_free_code(uow: UnitOfWork, code: str, site_id: UUID) -> None:
    other = first(uow, Site, code=code)
    if other is not None and other.id != site_id:
        raise RuleViolation("site.code_taken", site_code=code, name=other.name)
