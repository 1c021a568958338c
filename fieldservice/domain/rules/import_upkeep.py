"""Import of maintenance plans and of what meters showed."""

from decimal import Decimal

from fieldservice.domain.rules.folding import fold
from fieldservice.domain.rules.import_ledger import Draft, Ledger, refused
from fieldservice.domain.rules.import_records import Record

FOUR_DECIMALS = Decimal("0.0001")


def plan_maintenance(ledger: Ledger, record: Record) -> Draft:
    fields = record.fields
    unit = ledger.unit(fields["serial_number"], fields.get("site_code"))
    draft = Draft(record, fields["serial_number"], fields["name"])
    ledger.note_doubled(draft, fields["serial_number"])
    key = unit.id, fold(fields["name"])
    values = {"anchor_date": fields["anchor_date"]}
    if fields.get("period_months") is not None:
        values["period_months"] = fields["period_months"]
    plan = ledger.known.plans.get(key)
    if plan is not None:
        ledger.change(draft, "maintenance_plan", plan, values)
        if not plan.values["is_active"]:
            draft.note("import.plan_stays_inactive", plan=fields["name"])
        return draft
    if "period_months" not in values:
        raise refused("import.period_unknown", "name", plan=fields["name"])
    draft.is_new = True
    row = {"equipment_id": unit.id, "name": fields["name"], **values, "is_active": True}
    ledger.known.plans[key] = ledger.insert_known(draft, "maintenance_plan", row)
    return draft


def plan_reading(ledger: Ledger, record: Record) -> Draft:
    fields = record.fields
    unit = ledger.unit(fields["serial_number"], fields.get("site_code"))
    draft = Draft(record, fields["serial_number"], fields["meter"])
    ledger.note_doubled(draft, fields["serial_number"])
    meter_key = unit.id, fold(fields["meter"])
    meter_id = ledger.known.meters.get(meter_key)
    if meter_id is None:
        meter_id = ledger.insert("meter", {"equipment_id": unit.id, "name": fields["meter"], "unit": ""})
        ledger.known.meters[meter_key] = meter_id
    value = fields["value"].quantize(FOUR_DECIMALS)
    known = ledger.known.readings.get((meter_id, fields["read_on"]))
    if known is not None:
        ledger.change(draft, "reading", known, {"value": value})
        return draft
    draft.is_new = True
    row = {"meter_id": meter_id, "read_on": fields["read_on"], "value": value, "note": ""}
    ledger.known.readings[meter_id, fields["read_on"]] = ledger.insert_known(draft, "reading", row)
    return draft
