"""Pickers of the registers: a site, a unit or a customer, found while one types."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any
from uuid import UUID

from fieldservice.ui.kit.calls import Call
from fieldservice.ui.kit.combo import Picker
from fieldservice.ui.kit.deferred import Deferred
from fieldservice.ui.kit.registers.parts import RegisterParts
from fieldservice.ui.kit.suggestions import Suggestion
from fieldservice.wording import _

if TYPE_CHECKING:
    from fieldservice.domain.queries.register_choices import customer_offers, site_choices, unit_offers
else:
    _CHOICES = "fieldservice.domain.queries.register_choices"
    customer_offers = Deferred(_CHOICES, "customer_offers")
    site_choices = Deferred(_CHOICES, "site_choices")
    unit_offers = Deferred(_CHOICES, "unit_offers")


def offer_sites(session: Any, typed: str, customer_id: UUID | None, but: UUID | None) -> list[Suggestion]:
    """Runs on a reader."""
    found = site_choices(session, typed, customer_id)
    return [
        Suggestion(site.id, f"{site.name}, {site.city}" if site.city else site.name, site.customer)
        for site in found
        if site.id != but
    ]


def offer_units(session: Any, typed: str, site_id: UUID | None, but: UUID | None) -> list[Suggestion]:
    """Runs on a reader."""
    found = unit_offers(session, typed, site_id)
    return [
        Suggestion(unit.id, f"{unit.serial_number} {unit.name}", f"{unit.customer}, {unit.site}")
        for unit in found
        if unit.id != but
    ]


def offer_customers(session: Any, typed: str) -> list[Suggestion]:
    """Runs on a reader."""
    return [Suggestion(each.id, each.name, each.number) for each in customer_offers(session, typed)]


def site_picker(
    parts: RegisterParts, *, name: str, customer_id: UUID | None = None, but: UUID | None = None
) -> Picker:
    """Sites of every customer; those of `customer_id` are offered first."""

    def ask(typed: str) -> Call[Sequence[Suggestion]]:
        return parts.ops.query(offer_sites, typed, customer_id, but)

    return Picker(ask, name=name, placeholder=_("site, town or customer"))


def unit_picker(
    parts: RegisterParts, *, name: str, site_id: UUID | None = None, but: UUID | None = None
) -> Picker:
    """Units by part of the serial number or by model; only those at `site_id` if given."""

    def ask(typed: str) -> Call[Sequence[Suggestion]]:
        return parts.ops.query(offer_units, typed, site_id, but)

    return Picker(ask, name=name, placeholder=_("serial number or model"))


def customer_picker(parts: RegisterParts, *, name: str) -> Picker:
    def ask(typed: str) -> Call[Sequence[Suggestion]]:
        return parts.ops.query(offer_customers, typed)

    return Picker(ask, name=name, placeholder=_("name or number"))
