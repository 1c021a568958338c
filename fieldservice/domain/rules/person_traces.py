"""What was found of a person, and what of it is erased: plain values between search, preview and command."""

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from fieldservice.domain.rules.changes import RowRef
from fieldservice.domain.rules.erasing import Certainty, PersonWords, Spot


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody at a customer's side, and every word that tells of them."""

    contact_id: UUID
    name: str
    customer: str
    words: PersonWords


@dataclass(frozen=True, slots=True)
class Trace:
    """A text in which the person stands; `belongs` says whose it is (a ticket's number), if that is known."""

    row: RowRef
    field: str
    spot: Spot
    is_theirs: bool
    belongs: str = ""

    @property
    def is_sure(self) -> bool:
        return self.spot.certainty is Certainty.SURE


@dataclass(frozen=True, slots=True)
class FileTrace:
    """An attachment of the person's tickets, or one that names the person."""

    id: UUID
    name: str
    digest: str
    size_bytes: int
    names_person: bool


@dataclass(frozen=True, slots=True)
class HistoryTrace:
    """A line or a label of the journal, with the row that it tells of."""

    id: UUID
    row: UUID | None
    is_label: bool


@dataclass(frozen=True, slots=True)
class PersonTraces:
    """All that was found. `own_rows` are the person's own: contact, numbers, requests.

    `left_out` counts uncertain places that are not among `traces`: there are too many to be looked at.
    """

    person: Person
    own_rows: tuple[RowRef, ...]
    traces: tuple[Trace, ...]
    history: tuple[HistoryTrace, ...]
    files: tuple[FileTrace, ...]
    left_out: int = 0

    @property
    def sure(self) -> int:
        return sum(trace.is_sure for trace in self.traces)

    def proposed(self) -> frozenset[RowRef]:
        """The rows that are blacked out unless somebody decides otherwise."""
        return frozenset(trace.row for trace in self.traces if trace.is_sure or trace.is_theirs)

    def lines_beside(self, chosen: Collection[RowRef]) -> tuple[HistoryTrace, ...]:
        """The history that goes with the chosen rows; that of a row left alone is left alone too."""
        left = {trace.row.id for trace in self.traces if trace.row not in chosen}
        return tuple(line for line in self.history if line.row not in left)
