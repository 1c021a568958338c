"""The plan of an import: each record exactly one of new, changed, same or refused; nothing written yet.

Importing the same file twice plans nothing the second time; an empty cell never erases; what is only in the
database stays. How each kind is judged stands in `import_customers`, `import_places`, `import_contracts`,
`import_coverage` and `import_upkeep`.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Protocol

from fieldservice.domain.rules.folding import fold
from fieldservice.domain.rules.import_contracts import plan_contract
from fieldservice.domain.rules.import_coverage import plan_coverage
from fieldservice.domain.rules.import_customers import plan_contact, plan_customer
from fieldservice.domain.rules.import_known import KnownRows
from fieldservice.domain.rules.import_ledger import Basis, Draft, Ledger, RowRefusedError
from fieldservice.domain.rules.import_places import plan_site, plan_unit
from fieldservice.domain.rules.import_records import (
    KINDS,
    DoubledSerial,
    ImportPlan,
    Place,
    PlannedRow,
    Record,
    RowState,
    UnreadRow,
)
from fieldservice.domain.rules.import_servability import servabilities, servability_changes
from fieldservice.domain.rules.import_upkeep import plan_maintenance, plan_reading

PLANNERS: Mapping[str, Callable[[Ledger, Record], Draft]] = {
    "customers": plan_customer,
    "contacts": plan_contact,
    "sites": plan_site,
    "equipment": plan_unit,
    "contracts": plan_contract,
    "coverage": plan_coverage,
    "plans": plan_maintenance,
    "readings": plan_reading,
}
TELL_EACH_ROWS = 500


class Watch(Protocol):
    """Told how many rows are planned; it may raise to stop the planning."""

    def __call__(self, done: int, total: int, /) -> None: ...


def unwatched(_done: int, _total: int, /) -> None:
    """Nobody asked."""


def plan_import(
    records: Sequence[Record],
    unread: Sequence[UnreadRow],
    known: KnownRows,
    basis: Basis,
    watch: Watch = unwatched,
) -> ImportPlan:
    """Plan the import of the records; `unread` rows are accounted for as refused (or as repetitions)."""
    ledger = Ledger(known, basis)
    doubled = _doubled(unread, records)
    ledger.doubled = frozenset(fold(each.serial_number) for each in doubled)
    before = servabilities(known, basis.today)
    rows = [_unread(row) for row in unread]
    for done, record in enumerate(_in_order(records)):
        if done % TELL_EACH_ROWS == 0:
            watch(done, len(records))
        rows.append(_planned(ledger, record))
    return ImportPlan(
        rows=tuple(rows),
        servability=tuple(servability_changes(known, before, basis.today)),
        doubled=doubled,
        created=tuple(ledger.created),
        writes=ledger.writes,
    )


def _in_order(records: Sequence[Record]) -> Sequence[Record]:
    """Customers before what belongs to them; within a kind as in the file."""
    order = {kind: place for place, kind in enumerate(KINDS)}
    return sorted(records, key=lambda record: order[record.kind])


def _planned(ledger: Ledger, record: Record) -> PlannedRow:
    try:
        draft = PLANNERS[record.kind](ledger, record)
    except RowRefusedError as refusal:
        key, name = _called(record)
        place = Place(record.sheet, record.row_number)
        return PlannedRow(
            record.kind, place, RowState.REFUSED, key, name, reason=refusal.reason, field=refusal.field
        )
    draft.notes[:0] = record.notes
    return draft.finished()


def _called(record: Record) -> tuple[str, str]:
    named = ("number", "code", "serial_number", "contract_number", "customer_number")
    key = next((str(record.fields[name]) for name in named if name in record.fields), "")
    return key, str(record.fields.get("name", ""))


def _unread(row: UnreadRow) -> PlannedRow:
    if not row.is_refused:
        return PlannedRow(row.kind, row.place, RowState.SAME, "", notes=(row.reason,))
    key = str(row.reason.values.get("value", ""))
    return PlannedRow(row.kind, row.place, RowState.REFUSED, key, reason=row.reason, cell=row.cell)


def _doubled(unread: Iterable[UnreadRow], records: Iterable[Record]) -> tuple[DoubledSerial, ...]:
    """Serial numbers that the file gives to several units, whether reading refused the later ones or not."""
    places: dict[str, dict[Place, str]] = {}
    serials: dict[str, str] = {}
    for record in records:
        if record.kind == "equipment":
            serial = str(record.fields["serial_number"])
            serials.setdefault(fold(serial), serial)
            here = places.setdefault(fold(serial), {})
            here[Place(record.sheet, record.row_number)] = str(record.fields["site_code"])
    for row in unread:
        if row.is_refused and row.kind == "equipment" and row.reason.code == "row.doubled":
            serial = str(row.reason.values["value"])
            serials.setdefault(fold(serial), serial)
            places.setdefault(fold(serial), {})[row.place] = ""
    return tuple(
        DoubledSerial(serials[folded], tuple(here), tuple(site for site in here.values() if site))
        for folded, here in places.items()
        if len(here) > 1
    )
