"""What an import is made of: records that came from a file, and the plan that says what becomes of each.

The plan is pure: `import_plan` makes it from records and stored rows (`import_known`); the store writes it.
"""

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any, Protocol
from uuid import UUID

from fieldservice.domain.rules.reasons import Reason

KINDS = ("customers", "contacts", "sites", "equipment", "contracts", "coverage", "plans", "readings")
"""The kinds of record in the order in which one needs another."""


class Record(Protocol):
    """One row of one kind, its cells already typed."""

    @property
    def kind(self) -> str: ...
    @property
    def sheet(self) -> str: ...
    @property
    def row_number(self) -> int: ...
    @property
    def fields(self) -> Mapping[str, Any]: ...
    @property
    def notes(self) -> tuple[Reason, ...]: ...


class RowState(StrEnum):
    NEW = "new"
    CHANGED = "changed"
    SAME = "same"
    REFUSED = "refused"


class Consent(StrEnum):
    """What an import does only when a person has said so, having seen it."""

    SERVABILITY = "servability"
    SHORTENING = "shortening"


class Servability(StrEnum):
    """May the customer be served today, as far as the customer and its contracts tell."""

    SERVABLE = "servable"
    INACTIVE = "inactive"
    BLOCKED = "blocked"
    NO_CONTRACT = "no_contract"


class EntryKind(StrEnum):
    """Dictionaries to which an import may add."""

    CATEGORY = "category"
    PRODUCT = "product"
    WORK_KIND = "work_kind"


@dataclass(frozen=True, slots=True)
class Place:
    """A row of a sheet, counted as the person sees it in the file."""

    sheet: str
    row_number: int


@dataclass(frozen=True, slots=True)
class UnreadRow:
    """A row that gave no record: refused while it was read, or (`is_refused` False) only a repetition."""

    kind: str
    place: Place
    reason: Reason
    cell: str = ""
    is_refused: bool = True


@dataclass(frozen=True, slots=True)
class ImportRequest:
    """What came from a file, and what was said about it. `country` reads phone numbers and tax ids."""

    records: Sequence[Record]
    unread: Sequence[UnreadRow]
    country: str
    consents: frozenset[Consent] = frozenset()


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One field as it is stored and as the file says; `before` is None when nothing is stored."""

    field: str
    before: Any
    after: Any


@dataclass(frozen=True, slots=True)
class PlannedRow:
    """What becomes of one row; `key` is what the person knows it by (customer number, serial number)."""

    kind: str
    place: Place
    state: RowState
    key: str
    name: str = ""
    changes: tuple[FieldChange, ...] = ()
    notes: tuple[Reason, ...] = ()
    reason: Reason | None = None
    field: str = ""
    cell: str = ""


@dataclass(frozen=True, slots=True)
class ServabilityChange:
    """A customer who was stored before and whose servability today the import would change (A23)."""

    number: str
    name: str
    before: Servability
    after: Servability


@dataclass(frozen=True, slots=True)
class DoubledSerial:
    """A serial number that the file gives to more than one unit."""

    serial_number: str
    places: tuple[Place, ...]
    sites: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NewEntry:
    """An entry that the import would add to a dictionary."""

    kind: EntryKind
    name: str


@dataclass(frozen=True, slots=True)
class RowUpdate:
    """Columns of a stored row, before and after."""

    table: str
    id: UUID
    before: Mapping[str, Any]
    after: Mapping[str, Any]


@dataclass(slots=True)
class Writes:
    """What confirmation would write; `inserts` in an order in which every row finds what it refers to."""

    inserts: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    updates: list[RowUpdate] = field(default_factory=list)

    @property
    def count(self) -> int:
        return sum(map(len, self.inserts.values())) + len(self.updates)


@dataclass(frozen=True, slots=True)
class Counts:
    """How many rows of a kind end how."""

    new: int = 0
    changed: int = 0
    same: int = 0
    refused: int = 0

    @property
    def total(self) -> int:
        return self.new + self.changed + self.same + self.refused


@dataclass(frozen=True, slots=True)
class PlanMark:
    """Against which state of the database a plan was made, and for which day."""

    day: date
    journal_entries: int


NEVER = PlanMark(date.min, -1)


@dataclass(frozen=True, slots=True)
class ImportPlan:
    """Every row accounted for, and what a person must see before confirming."""

    rows: tuple[PlannedRow, ...]
    servability: tuple[ServabilityChange, ...]
    doubled: tuple[DoubledSerial, ...]
    created: tuple[NewEntry, ...]
    writes: Writes
    made_at: PlanMark = NEVER

    @property
    def shortened(self) -> tuple[PlannedRow, ...]:
        """Contract rows that would shorten what is stored; refused unless consented to."""
        return tuple(row for row in self.rows if row.reason and row.reason.code == "import.shortens_terms")

    @property
    def noted(self) -> int:
        """How many rows carry a note."""
        return sum(1 for row in self.rows if row.notes)

    def counts(self) -> dict[str, Counts]:
        """Per kind, in the order of the kinds; kinds of which the file has no row are left out."""
        tally = Counter((row.kind, row.state) for row in self.rows)
        kinds = [kind for kind in (*KINDS, "") if any((kind, state) in tally for state in RowState)]
        return {kind: Counts(*(tally[kind, state] for state in RowState)) for kind in kinds}

    def total(self) -> Counts:
        tally = Counter(row.state for row in self.rows)
        return Counts(*(tally[state] for state in RowState))

    def fingerprint(self) -> str:
        """The same for two plans that would do and tell the same; says whether what was seen still holds."""
        digest = hashlib.blake2b(digest_size=16)
        for line in self._told():
            digest.update(repr(line).encode())
        return digest.hexdigest()

    def _told(self) -> Iterable[tuple[Any, ...]]:
        for row in self.rows:
            code = row.reason.code if row.reason else ""
            changes = tuple((change.field, change.before, change.after) for change in row.changes)
            yield row.kind, row.place.sheet, row.place.row_number, row.state.value, code, changes
        for change in self.servability:
            yield change.number, change.before.value, change.after.value
        for entry in self.created:
            yield entry.kind.value, entry.name
