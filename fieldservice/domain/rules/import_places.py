"""Import of sites and of the equipment that stands there. A unit is known by serial number and site.

A serial number that is stored at another site is neither moved nor doubled by a guess: the row is refused.
"""

from collections.abc import Mapping
from typing import Any

from fieldservice.domain.rules.folding import fold
from fieldservice.domain.rules.import_known import Known
from fieldservice.domain.rules.import_ledger import Draft, Ledger, refused
from fieldservice.domain.rules.import_records import Record

SITE_FIELDS = ("name", "street", "postal_code", "city", "latitude", "longitude")
SITE_DEFAULTS: Mapping[str, Any] = {
    "street": "",
    "postal_code": "",
    "city": "",
    "latitude": None,
    "longitude": None,
    "zone": None,
}
UNIT_DAYS = ("purchased_on", "warranty_until")
NO_CATEGORY = "?"


def plan_site(ledger: Ledger, record: Record) -> Draft:
    fields = record.fields
    customer = ledger.customer(fields["customer_number"])
    draft = Draft(record, fields["code"], fields.get("name", ""))
    values = {name: fields[name] for name in SITE_FIELDS if name in fields}
    site = ledger.known.sites.get(fields["code"])
    if site is None:
        draft.is_new = True
        owned = {"customer_id": customer.id, "code": fields["code"], "name": fields["code"]}
        ledger.known.add_site(ledger.insert_known(draft, "site", {**SITE_DEFAULTS, **owned, **values}))
        return draft
    if site.values["customer_id"] != customer.id:
        owner = ledger.known.customers_by_id.get(site.values["customer_id"])
        number = owner.values["number"] if owner else None
        raise refused(
            "import.site_of_other_customer", "customer_number", site=fields["code"], customer=number
        )
    ledger.change(draft, "site", site, values)
    return draft


def plan_unit(ledger: Ledger, record: Record) -> Draft:
    fields = record.fields
    site = ledger.known.sites.get(fields["site_code"])
    if site is None:
        raise refused("import.unknown_site", "site_code", site=fields["site_code"])
    draft = Draft(record, fields["serial_number"], fields.get("model", ""))
    same_serial = ledger.known.units.setdefault(fold(fields["serial_number"]), [])
    unit = next((unit for unit in same_serial if unit.values["site_id"] == site.id), None)
    if unit is not None:
        _plan_known_unit(ledger, draft, unit)
        return draft
    elsewhere = [known for known in same_serial if not known.is_new]
    if elsewhere:
        sites = ledger.site_codes(elsewhere)
        raise refused("import.serial_elsewhere", "serial_number", serial=fields["serial_number"], sites=sites)
    draft.is_new = True
    same_serial.append(_new_unit(ledger, draft, site))
    return draft


def _plan_known_unit(ledger: Ledger, draft: Draft, unit: Known) -> None:
    """An empty category or model keeps the stored one; warranty is never guessed from the day of purchase."""
    fields, stored = draft.record.fields, unit.values
    values = {name: fields[name] for name in UNIT_DAYS if name in fields}
    named = {name: fields.get(name, stored[name]) for name in ("category", "model")}
    differing = [name for name, text in named.items() if fold(text) != fold(stored[name])]
    if differing:
        ledger.require_unclaimed(unit, differing[0])
        values["product_id"] = ledger.product(ledger.category(named["category"]), named["model"])
        for name in differing:
            draft.changed(name, stored[name], named[name])
            stored[name] = named[name]
    ledger.change(draft, "equipment", unit, values)
    if stored["status"] == "retired":
        draft.note("import.unit_stays_retired", serial=fields["serial_number"])


def _new_unit(ledger: Ledger, draft: Draft, site: Known) -> Known:
    fields = draft.record.fields
    if "category" not in fields:
        draft.note("import.no_category")
    category, model = fields.get("category", NO_CATEGORY), fields.get("model", "")
    known = {"site_id": site.id, **{day: fields.get(day) for day in UNIT_DAYS}, "status": "in_use"}
    row_id = ledger.insert(
        "equipment",
        {
            **known,
            "product_id": ledger.product(ledger.category(category), model),
            "parent_id": None,
            "serial_number": fields["serial_number"],
            "serial_folded": fold(fields["serial_number"]),
        },
    )
    values = {**known, "category": category, "model": model}
    return Known(row_id, values, is_new=True, claimed_by=draft.place)
