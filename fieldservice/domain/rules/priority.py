"""Priority from impact and urgency: an editable matrix of five by five.

All three run from 1 to 5, and 5 is the most: the widest impact, the greatest urgency, the most urgent
priority.
"""

from dataclasses import dataclass, replace
from enum import StrEnum

from fieldservice.domain.rules.errors import RuleViolation

LOWEST, HIGHEST = 1, 5
GRADES = range(LOWEST, HIGHEST + 1)
# The rounded middle of both, so that neither a small matter in a hurry nor a standstill without haste comes
# first.
DEFAULT_ROWS = (
    (1, 1, 2, 2, 3),
    (1, 2, 2, 3, 3),
    (2, 2, 3, 3, 4),
    (2, 3, 3, 4, 5),
    (3, 3, 4, 5, 5),
)


class Scale(StrEnum):
    """What runs from 1 to 5."""

    IMPACT = "impact"
    URGENCY = "urgency"
    PRIORITY = "priority"


def checked_grade(grade: int, of_what: str) -> int:
    """The grade itself when it lies between 1 and 5; `of_what` is impact, urgency or priority."""
    if grade not in GRADES:
        raise RuleViolation("priority.grade_out_of_range", of_what=of_what, grade=grade)
    return grade


@dataclass(frozen=True, slots=True)
class PriorityMatrix:
    """Rows by impact 1 to 5, in each the priorities for urgency 1 to 5. Any matrix of whole grades is
    allowed.
    """

    rows: tuple[tuple[int, ...], ...] = DEFAULT_ROWS

    def __post_init__(self) -> None:
        if len(self.rows) != len(GRADES) or any(len(row) != len(GRADES) for row in self.rows):
            raise RuleViolation("priority.matrix_incomplete")
        for row in self.rows:
            for priority in row:
                checked_grade(priority, "priority")

    def priority(self, impact: int, urgency: int) -> int:
        return self.rows[checked_grade(impact, "impact") - 1][checked_grade(urgency, "urgency") - 1]

    def with_cell(self, impact: int, urgency: int, priority: int) -> "PriorityMatrix":
        """The same matrix with one cell changed."""
        row, column = checked_grade(impact, "impact") - 1, checked_grade(urgency, "urgency") - 1
        cells = [list(each) for each in self.rows]
        cells[row][column] = priority
        return PriorityMatrix(tuple(tuple(each) for each in cells))

    @property
    def is_monotone(self) -> bool:
        """Whether more impact or more urgency never means less priority: shown as advice, not demanded."""
        columns = tuple(zip(*self.rows, strict=True))
        return all(list(line) == sorted(line) for line in (*self.rows, *columns))


@dataclass(frozen=True, slots=True)
class TicketPriority:
    """What the matrix says and, when somebody decided otherwise, what was chosen.

    A choice stays when impact or urgency change; it ends when it is taken back.
    """

    computed: int
    chosen: int | None = None

    def __post_init__(self) -> None:
        checked_grade(self.computed, "priority")
        if self.chosen is not None:
            checked_grade(self.chosen, "priority")

    @property
    def current(self) -> int:
        return self.computed if self.chosen is None else self.chosen

    def regraded(self, matrix: PriorityMatrix, impact: int, urgency: int) -> "TicketPriority":
        return replace(self, computed=matrix.priority(impact, urgency))

    def changed_to(self, priority: int) -> "TicketPriority":
        return replace(self, chosen=priority)

    def as_computed(self) -> "TicketPriority":
        return replace(self, chosen=None)
