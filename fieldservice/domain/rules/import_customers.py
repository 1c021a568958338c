"""Import of customers and their contacts: who they are, how they are reached, what holds them back.

Never lifts a block, never takes a number away, never revives a cooperation that has ended.
"""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from fieldservice.domain.rules.folding import fold
from fieldservice.domain.rules.import_known import Known
from fieldservice.domain.rules.import_ledger import Draft, Ledger
from fieldservice.domain.rules.import_records import Record, RowUpdate

CUSTOMER_DEFAULTS: Mapping[str, Any] = {
    "tax_id": None,
    "customer_class": "standard",
    "language": None,
    "active_from": None,
    "active_until": None,
    "preferred_agent_id": None,
    "note": "",
}
CUSTOMER_FIELDS = ("name", "tax_id", "customer_class", "language", "active_until", "note")


def plan_customer(ledger: Ledger, record: Record) -> Draft:
    fields = record.fields
    draft = Draft(record, fields["number"], fields["name"])
    values = {name: fields[name] for name in CUSTOMER_FIELDS if name in fields}
    values["name_folded"] = fold(fields["name"])
    customer = ledger.known.customers.get(fields["number"])
    if customer is None:
        draft.is_new = True
        values = {**CUSTOMER_DEFAULTS, "number": fields["number"], **values}
        customer = ledger.insert_known(draft, "customer", values)
        ledger.known.add_customer(customer)
    else:
        ledger.change(draft, "customer", customer, values)
    _note_tax_id(ledger, draft, fields)
    _note_end(ledger, draft, customer)
    _plan_block(ledger, draft, customer, fields.get("block_reason"))
    plan_identities(ledger, draft, customer.id, None)
    return draft


def plan_contact(ledger: Ledger, record: Record) -> Draft:
    fields = record.fields
    customer = ledger.customer(fields["customer_number"])
    draft = Draft(record, fields["customer_number"], fields["name"])
    key = customer.id, fold(fields["name"])
    contact = ledger.known.contacts.get(key)
    if contact is None:
        draft.is_new = True
        values = {"customer_id": customer.id, "name": fields["name"], "role": fields.get("role", "")}
        contact = ledger.insert_known(draft, "contact", {**values, "is_active": True})
        ledger.known.contacts[key] = contact
    else:
        ledger.change(draft, "contact", contact, {"role": fields["role"]} if "role" in fields else {})
        if not contact.values["is_active"]:
            draft.note("import.contact_stays_inactive", contact=fields["name"])
    plan_identities(ledger, draft, customer.id, contact.id)
    return draft


def plan_identities(ledger: Ledger, draft: Draft, customer_id: UUID, contact_id: UUID | None) -> None:
    """Add the telephone numbers and the address that are not there yet; none is ever removed."""
    fields = draft.record.fields
    written = fields.get("phone")
    if written:
        phones = ledger.basis.read_phones(written)
        if not phones:
            draft.note("import.phone_unreadable", phone=written)
        for phone in phones:
            _add_identity(ledger, draft, (customer_id, contact_id), ("phone", phone.value, phone.extension))
    if fields.get("email"):
        _add_identity(ledger, draft, (customer_id, contact_id), ("email", fields["email"].lower(), ""))


def _add_identity(
    ledger: Ledger, draft: Draft, owner: tuple[UUID, UUID | None], identity: tuple[str, str, str]
) -> None:
    customer_id, contact_id = owner
    kind, value, extension = identity
    known = ledger.known.identities.setdefault(customer_id, set())
    if (contact_id, kind, value) in known:
        return
    known.add((contact_id, kind, value))
    ledger.insert(
        "identity",
        {
            "customer_id": customer_id,
            "contact_id": contact_id,
            "kind": kind,
            "value": value,
            "extension": extension,
            "as_written": draft.record.fields[kind],
        },
    )
    draft.changed(kind, None, value)


def _note_tax_id(ledger: Ledger, draft: Draft, fields: Mapping[str, Any]) -> None:
    tax_id = fields.get("tax_id")
    if not tax_id:
        return
    if not ledger.basis.is_tax_id(tax_id):
        draft.note("import.tax_id_invalid", tax_id=tax_id)
    holder = ledger.known.tax_ids.setdefault(tax_id, fields["number"])
    if holder != fields["number"]:
        draft.note("import.tax_id_shared", tax_id=tax_id, customer=holder)


def _note_end(ledger: Ledger, draft: Draft, customer: Known) -> None:
    """A customer whose cooperation ended stays so when the file says nothing about it (P-73)."""
    until = customer.values["active_until"]
    if "active_until" not in draft.record.fields and until is not None and until < ledger.basis.today:
        draft.note("import.stays_inactive", until=until)


def _plan_block(ledger: Ledger, draft: Draft, customer: Known, reason: str | None) -> None:
    today = ledger.basis.today
    blocks = ledger.known.blocks.setdefault(customer.id, [])
    held = [block for block in blocks if block.values["until"] is None or block.values["until"] >= today]
    if reason is None:
        if held:
            draft.note("import.block_stays", reason=held[0].values["reason"])
        return
    if any(fold(block.values["reason"]) == fold(reason) for block in held):
        return
    if customer.claimed_by != draft.place:
        ledger.require_unclaimed(customer, "block_reason")
    draft.changed("block_reason", held[0].values["reason"] if held else None, reason)
    imported = next((block for block in held if block.values["source"] == "import"), None)
    if imported is not None:
        before = {"reason": imported.values["reason"]}
        ledger.writes.updates.append(RowUpdate("block", imported.id, before, {"reason": reason}))
        imported.values["reason"] = reason
        return
    values = {
        "customer_id": customer.id,
        "reason": reason,
        "since": today,
        "until": None,
        "source": "import",
        "lifted_because": "",
    }
    blocks.append(ledger.insert_known(draft, "block", values))
