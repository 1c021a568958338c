"""Import of what contracts cover: rows of the file become lines of the contract's newest terms.

Named units without a quota share one line for each set of works. A row with a quota is a line of its own,
because its cases or hours are its own. What is stored and not in the file stays: an import adds promises, it
never takes one back.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import UUID

from fieldservice.domain.rules.import_known import Known, KnownLine
from fieldservice.domain.rules.import_ledger import Draft, Ledger, refused
from fieldservice.domain.rules.import_records import FieldChange, Record, RowUpdate

FOUR_DECIMALS = Decimal("0.0001")
LINE_DEFAULTS = {
    "mode": None,
    "quota_beyond": "refuse",
    "warn_first_percent": 75,
    "warn_second_percent": 90,
    "warn_third_percent": 100,
    "sla_id": None,
    "note": "",
}


@dataclass(frozen=True, slots=True)
class Promise:
    """What one row asks to be covered."""

    terms_id: UUID
    works: frozenset[UUID]
    quota_kind: str | None = None
    quota_amount: Decimal | None = None
    unit_id: UUID | None = None
    category_id: UUID | None = None
    units_per_site: int | None = None
    site_ids: frozenset[UUID] = frozenset()

    @property
    def extent(self) -> str:
        return "category" if self.unit_id is None else "named_units"


def plan_coverage(ledger: Ledger, record: Record) -> Draft:
    fields = record.fields
    contract = ledger.known.contracts.get(fields["contract_number"])
    if contract is None:
        raise refused("import.unknown_contract", "contract_number", contract=fields["contract_number"])
    draft = Draft(
        record, fields["contract_number"], fields.get("serial_number") or fields.get("category", "")
    )
    promise = _promise(ledger, record, contract)
    lines = ledger.known.lines.setdefault(promise.terms_id, [])
    if promise.unit_id is not None and promise.quota_kind is None:
        _plan_named(ledger, draft, promise, lines)
    else:
        _plan_own_line(ledger, draft, promise, lines)
    return draft


def _promise(ledger: Ledger, record: Record, contract: Known) -> Promise:
    """Everything that can be refused is refused before a kind of work or a category is made."""
    fields = record.fields
    if "quota_cases" in fields and "quota_hours" in fields:
        raise refused("import.two_quotas", "quota_hours")
    kind, amount = _quota(fields)
    terms_id = _newest_terms(ledger, contract)
    site_ids = _site_ids(ledger, fields.get("site_code"), contract)
    if "serial_number" in fields:
        owner = contract.values["customer_id"]
        unit = ledger.unit(fields["serial_number"], fields.get("site_code"), owner)
        works = ledger.work_kinds(fields.get("works", ()))
        return Promise(terms_id, works, kind, amount, unit_id=unit.id)
    category = ledger.category(fields["category"])
    works = ledger.work_kinds(fields.get("works", ()))
    places = fields.get("unit_count")
    return Promise(
        terms_id, works, kind, amount, category_id=category, units_per_site=places, site_ids=site_ids
    )


def _quota(fields: Any) -> tuple[str | None, Decimal | None]:
    if "quota_cases" in fields:
        return "cases", Decimal(fields["quota_cases"])
    if "quota_hours" in fields:
        return "hours", Decimal(fields["quota_hours"]).quantize(FOUR_DECIMALS)
    return None, None


def _newest_terms(ledger: Ledger, contract: Known) -> UUID:
    periods = ledger.known.terms.get(contract.id, [])
    if not periods:
        raise refused("import.contract_without_terms", "contract_number", contract=contract.values["number"])
    return max(periods, key=lambda period: period.values["valid_from"]).id


def _site_ids(ledger: Ledger, code: str | None, contract: Known) -> frozenset[UUID]:
    if code is None:
        return frozenset()
    site = ledger.known.sites.get(code)
    if site is None or site.values["customer_id"] != contract.values["customer_id"]:
        raise refused("import.unknown_site", "site_code", site=code)
    return frozenset({site.id})


def _plan_named(ledger: Ledger, draft: Draft, promise: Promise, lines: list[KnownLine]) -> None:
    shared = [
        line for line in lines if line.is_plain and line.extent == "named_units" and line.quota_kind is None
    ]
    unit_id = promise.unit_id
    if unit_id is None:
        return
    having = [line for line in shared if unit_id in line.units]
    if _all_promised(having, promise.works):
        if not any(line.works == promise.works for line in having):
            draft.note("import.coverage_stays", works=_names(ledger, _union(having)))
        return
    if any(_is_same_promise(line, promise) for line in lines):
        draft.note("import.quota_stays")
        return
    line = next((line for line in shared if line.works == promise.works), None)
    line = line or _add_line(ledger, draft, promise, lines)
    line.units.add(unit_id)
    ledger.insert("coverage_unit", {"line_id": line.id, "equipment_id": unit_id})
    if having:
        before, after = _names(ledger, _union(having)), _names(ledger, _union(having) | promise.works)
        draft.changes.append(FieldChange("works", before, after if promise.works else []))
    else:
        draft.is_new = True


def _all_promised(lines: list[KnownLine], works: frozenset[UUID]) -> bool:
    """A line without works promises all of them."""
    if any(not line.works for line in lines):
        return True
    return bool(works) and works <= _union(lines)


def _union(lines: Iterable[KnownLine]) -> frozenset[UUID]:
    return frozenset(work for line in lines for work in line.works)


def _names(ledger: Ledger, works: frozenset[UUID]) -> list[str]:
    return sorted(ledger.known.work_names[work] for work in works)


def _plan_own_line(ledger: Ledger, draft: Draft, promise: Promise, lines: list[KnownLine]) -> None:
    line = next((line for line in lines if _is_same_promise(line, promise)), None)
    if line is None:
        draft.is_new = True
        line = _add_line(ledger, draft, promise, lines)
        if promise.unit_id is not None:
            _note_unlimited(ledger, draft, promise, lines)
            line.units.add(promise.unit_id)
            ledger.insert("coverage_unit", {"line_id": line.id, "equipment_id": promise.unit_id})
        return
    _change_amounts(ledger, draft, line, promise)


def _note_unlimited(ledger: Ledger, draft: Draft, promise: Promise, lines: list[KnownLine]) -> None:
    """A quota limits nothing while another line promises the same without one."""
    having = [line for line in lines if line.quota_kind is None and promise.unit_id in line.units]
    if _all_promised(having, promise.works):
        draft.note("import.coverage_stays", works=_names(ledger, _union(having)))


def _is_same_promise(line: KnownLine, promise: Promise) -> bool:
    if not line.is_plain or line.extent != promise.extent or line.works != promise.works:
        return False
    if promise.quota_kind is not None and line.quota_kind != promise.quota_kind:
        return False
    if promise.unit_id is not None:
        return line.units == {promise.unit_id}
    return line.category_id == promise.category_id and line.sites == promise.site_ids


def _change_amounts(ledger: Ledger, draft: Draft, line: KnownLine, promise: Promise) -> None:
    asked = {"units_per_site": promise.units_per_site, "quota_amount": promise.quota_amount}
    stored = {"units_per_site": line.units_per_site, "quota_amount": line.quota_amount}
    after = {name: value for name, value in asked.items() if value is not None and value != stored[name]}
    if after:
        ledger.require_unclaimed(line, next(iter(after)))
        before = {name: stored[name] for name in after}
        ledger.writes.updates.append(RowUpdate("coverage_line", line.id, before, after))
        draft.changes.extend(FieldChange(name, before[name], value) for name, value in after.items())
        line.units_per_site = promise.units_per_site or line.units_per_site
        line.quota_amount = promise.quota_amount or line.quota_amount
    line.claimed_by = line.claimed_by or draft.place


def _add_line(ledger: Ledger, draft: Draft, promise: Promise, lines: list[KnownLine]) -> KnownLine:
    position = max((line.position for line in lines), default=0) + 1
    columns = {
        "terms_id": promise.terms_id,
        "position": position,
        "extent": promise.extent,
        "category_id": promise.category_id,
        "units_per_site": promise.units_per_site,
        "quota_kind": promise.quota_kind,
        "quota_amount": promise.quota_amount,
    }
    line = KnownLine(
        id=ledger.insert("coverage_line", {**columns, **LINE_DEFAULTS}),
        position=position,
        extent=promise.extent,
        works=promise.works,
        sites=promise.site_ids,
        category_id=promise.category_id,
        units_per_site=promise.units_per_site,
        quota_kind=promise.quota_kind,
        quota_amount=promise.quota_amount,
        claimed_by=draft.place,
    )
    for work in sorted(promise.works, key=ledger.known.work_names.__getitem__):
        ledger.insert("coverage_work", {"line_id": line.id, "work_kind_id": work})
    for site in promise.site_ids:
        ledger.insert("coverage_site", {"line_id": line.id, "site_id": site})
    lines.append(line)
    return line
