"""What a command did: told once to the notifier, so that screens reload what concerns them, and to undo."""

from dataclasses import field
from uuid import UUID

from fieldservice.domain.rules.quick_dataclass import dataclass
from fieldservice.domain.rules.reasons import Reason


@dataclass(frozen=True, slots=True)
class RowRef:
    """One row, named by its table and its id."""

    table: str
    id: UUID


@dataclass(frozen=True, slots=True)
class Changes:
    """The outcome of one committed command.

    `entry_id` is the journal entry (None when nothing was changed), `subject` the row that the command was
    about, `label` what the command is called in the user's words, `touched` every row written.
    """

    entry_id: UUID | None
    label: Reason
    subject: RowRef | None = None
    touched: frozenset[RowRef] = field(default_factory=frozenset)
    undoable: bool = True

    def concerns(self, *tables: str) -> bool:
        return any(ref.table in tables for ref in self.touched)
