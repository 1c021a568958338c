"""Whose servability an import would change: shown first, and confirmed for itself (A23)."""

from collections.abc import Iterable, Mapping
from datetime import date
from uuid import UUID

from fieldservice.domain.rules.import_known import Known, KnownRows
from fieldservice.domain.rules.import_records import Servability, ServabilityChange


def servability_of(known: KnownRows, customer: Known, day: date) -> Servability:
    """In the order of the verdict: the cooperation, the blocks, the contracts."""
    begins, ends = customer.values.get("active_from"), customer.values["active_until"]
    if (begins is not None and day < begins) or (ends is not None and ends < day):
        return Servability.INACTIVE
    if any(_holds(block, day) for block in known.blocks.get(customer.id, ())):
        return Servability.BLOCKED
    signed = (c for c in known.contracts_of.get(customer.id, ()) if c.values["status"] == "signed")
    valid = any(_is_valid(terms, day) for contract in signed for terms in known.terms.get(contract.id, ()))
    return Servability.SERVABLE if valid else Servability.NO_CONTRACT


def servabilities(known: KnownRows, day: date) -> dict[UUID, Servability]:
    """Of every customer that is stored already."""
    stored = (customer for customer in known.customers_by_id.values() if not customer.is_new)
    return {customer.id: servability_of(known, customer, day) for customer in stored}


def servability_changes(
    known: KnownRows, before: Mapping[UUID, Servability], day: date
) -> Iterable[ServabilityChange]:
    for customer_id, was in before.items():
        customer = known.customers_by_id[customer_id]
        becomes = servability_of(known, customer, day)
        if becomes is not was:
            yield ServabilityChange(customer.values["number"], customer.values["name"], was, becomes)


def _holds(block: Known, day: date) -> bool:
    until = block.values["until"]
    return bool(block.values["since"] <= day and (until is None or day <= until))


def _is_valid(terms: Known, day: date) -> bool:
    return bool(terms.values["valid_from"] <= day <= terms.values["valid_to"])
