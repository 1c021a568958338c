"""The hand that keeps an import's plan: what each row asks for is written down here, once, or refused."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from fieldservice.domain.rules.folding import fold
from fieldservice.domain.rules.import_known import Known, KnownLine, KnownRows
from fieldservice.domain.rules.import_records import (
    Consent,
    EntryKind,
    FieldChange,
    NewEntry,
    Place,
    PlannedRow,
    Record,
    RowState,
    RowUpdate,
    Writes,
)
from fieldservice.domain.rules.reasons import Reason

NOT_SHOWN = frozenset({"name_folded", "product_id"})
LONGEST_CODE = 40


@dataclass(frozen=True, slots=True)
class PhoneRead:
    """A telephone number as identities keep it: E.164, and the extension."""

    value: str
    extension: str = ""


@dataclass(frozen=True, slots=True)
class Basis:
    """What a plan is made under: the day, what was consented to, and the readings of outside formats."""

    today: date
    make_id: Callable[[], UUID]
    read_phones: Callable[[str], tuple[PhoneRead, ...]]
    is_tax_id: Callable[[str], bool]
    consents: frozenset[Consent] = frozenset()


class RowRefusedError(Exception):
    """The row cannot be taken; nothing of it was written down."""

    def __init__(self, reason: Reason, field: str = "") -> None:
        super().__init__(reason.code)
        self.reason = reason
        self.field = field


def refused(code: str, field: str = "", **values: Any) -> RowRefusedError:
    return RowRefusedError(Reason(code, values), field)


@dataclass(slots=True)
class Draft:
    """One row while it is planned."""

    record: Record
    key: str
    name: str = ""
    is_new: bool = False
    changes: list[FieldChange] = field(default_factory=list)
    notes: list[Reason] = field(default_factory=list)

    @property
    def place(self) -> Place:
        return Place(self.record.sheet, self.record.row_number)

    def note(self, code: str, **values: Any) -> None:
        self.notes.append(Reason(code, values))

    def changed(self, name: str, before: Any, after: Any) -> None:
        """A new row has no before: all of it is new."""
        if not self.is_new:
            self.changes.append(FieldChange(name, before, after))

    def finished(self) -> PlannedRow:
        state = RowState.NEW if self.is_new else RowState.CHANGED if self.changes else RowState.SAME
        return PlannedRow(
            self.record.kind, self.place, state, self.key, self.name, tuple(self.changes), tuple(self.notes)
        )


class Ledger:
    """What is known, carried forward, and what will be written."""

    def __init__(self, known: KnownRows, basis: Basis) -> None:
        self.known = known
        self.basis = basis
        self.writes = Writes()
        self.created: list[NewEntry] = []
        self.doubled: frozenset[str] = frozenset()

    def insert(self, table: str, values: dict[str, Any]) -> UUID:
        """A new row, taken over as it is; every column without a default must be among the values."""
        row_id = self.basis.make_id()
        values["id"] = row_id
        self.writes.inserts.setdefault(table, []).append(values)
        return row_id

    def insert_known(self, draft: Draft, table: str, values: dict[str, Any]) -> Known:
        """A new row that later rows of the file may name; the plan never changes what it inserts."""
        return Known(self.insert(table, values), values, is_new=True, claimed_by=draft.place)

    def change(self, draft: Draft, table: str, known: Known, values: Mapping[str, Any]) -> None:
        """Take over what differs; refused when an earlier row of the file said otherwise. Claims the row."""
        differing = {name: value for name, value in values.items() if known.values.get(name) != value}
        if differing:
            self.require_unclaimed(known, next(iter(differing)))
            before = {name: known.values.get(name) for name in differing}
            self.writes.updates.append(RowUpdate(table, known.id, before, differing))
            for name, value in differing.items():
                if name not in NOT_SHOWN:
                    draft.changed(name, before[name], value)
            known.values.update(differing)
        if known.claimed_by is None:
            known.claimed_by = draft.place

    def require_unclaimed(self, known: Known | KnownLine, field_name: str) -> None:
        first = known.claimed_by
        if first is not None:
            raise refused("import.repeated", field_name, sheet=first.sheet, row=first.row_number)

    def customer(self, number: str) -> Known:
        customer = self.known.customers.get(number)
        if customer is None:
            raise refused("import.unknown_customer", "customer_number", customer=number)
        return customer

    def unit(self, serial: str, site_code: str | None = None, customer_id: UUID | None = None) -> Known:
        """The one unit of that serial number (at that site, of that customer); else the row is refused."""
        found = self.known.units.get(fold(serial), [])
        if not found:
            raise refused("import.unknown_serial", "serial_number", serial=serial)
        fitting = [unit for unit in found if self._fits(unit, site_code, customer_id)]
        if not fitting:
            raise refused(
                "import.unit_elsewhere", "serial_number", serial=serial, sites=self.site_codes(found)
            )
        if len(fitting) > 1:
            sites = self.site_codes(fitting)
            raise refused("import.serial_ambiguous", "serial_number", serial=serial, sites=sites)
        return fitting[0]

    def note_doubled(self, draft: Draft, serial: str) -> None:
        """Tell that the file gives this number to several units; this row took the one that is there."""
        if self.doubled and fold(serial) in self.doubled:
            draft.note("import.names_doubled_serial", serial=serial)

    def _fits(self, unit: Known, site_code: str | None, customer_id: UUID | None) -> bool:
        site = self.known.sites_by_id[unit.values["site_id"]].values
        return (site_code is None or site["code"] == site_code) and (
            customer_id is None or site["customer_id"] == customer_id
        )

    def site_codes(self, units: list[Known]) -> list[str]:
        return sorted(self.known.sites_by_id[unit.values["site_id"]].values["code"] for unit in units)

    def category(self, name: str) -> UUID:
        """The category of that name, made when it is new."""
        known = self.known.categories.get(fold(name))
        if known is None:
            known = Known(self.insert("category", {"name": name}), {"name": name}, is_new=True)
            self.known.categories[fold(name)] = known
            self.created.append(NewEntry(EntryKind.CATEGORY, name))
        return known.id

    def product(self, category_id: UUID, name: str) -> UUID:
        """The model of that name, made when it is new."""
        key = category_id, fold(name)
        known = self.known.products.get(key)
        if known is None:
            values = {"category_id": category_id, "name": name}
            known = Known(self.insert("product", values), values, is_new=True)
            self.known.products[key] = known
            self.created.append(NewEntry(EntryKind.PRODUCT, name))
        return known.id

    def work_kinds(self, names: tuple[str, ...]) -> frozenset[UUID]:
        """Kinds of work by their names in any language; a name that nobody knows becomes a new kind."""
        return frozenset(self._work_kind(name) for name in names)

    def _work_kind(self, name: str) -> UUID:
        folded = fold(name)
        known = self.known.work_kinds.get(folded)
        if known is None:
            known = self.insert("work_kind", self._work_values(name, folded))
            self.known.work_kinds[folded] = known
            self.known.work_names[known] = name
            self.created.append(NewEntry(EntryKind.WORK_KIND, name))
        return known

    def _work_values(self, name: str, folded: str) -> dict[str, Any]:
        codes = self.known.work_codes
        code = base = folded.replace(" ", "_")[: LONGEST_CODE - 4] or "work"
        number = 1
        while code in codes:
            number += 1
            code = f"{base}_{number}"
        codes.add(code)
        return {
            "code": code,
            "name": name,
            "translations": {},
            "position": len(codes),
            "is_active": True,
            "mode": "on-site",
            "is_repair": False,
            "default_minutes": 60,
        }
