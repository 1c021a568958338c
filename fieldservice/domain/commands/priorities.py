"""The matrix of impact and urgency, and what the company calls their levels."""

from dataclasses import dataclass

from fieldservice.domain.commands.entries import FieldChange, apply_changes
from fieldservice.domain.commands.first_start import catalogue_id
from fieldservice.domain.model.catalogue import GradeName, PriorityCell
from fieldservice.domain.rules.changes import Changes
from fieldservice.domain.rules.field_conflicts import require_unconflicted
from fieldservice.domain.rules.priority import PriorityMatrix, Scale, checked_grade
from fieldservice.domain.store.clock import Clock
from fieldservice.domain.store.dictionary_books import BOOKS
from fieldservice.domain.store.finding import assign, first
from fieldservice.domain.store.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True)
class CellChange:
    impact: int
    urgency: int
    seen: int
    priority: int


@dataclass(frozen=True, slots=True)
class ChangeMatrix:
    """Cells that are to say something else."""

    cells: tuple[CellChange, ...]


@dataclass(frozen=True, slots=True)
class NameGrade:
    """What a level is called in each language given: the field is `name:pl`."""

    scale: Scale
    grade: int
    changes: tuple[FieldChange, ...]


def change_matrix(command: ChangeMatrix, uow: UnitOfWork, clock: Clock) -> Changes:
    """`row.fields_in_conflict` with cells called by impact and urgency (`2-5`) that say otherwise by now."""
    del clock
    uow.record("priority.change_matrix", None, count=len(command.cells))
    changes = {f"{change.impact}-{change.urgency}": change for change in command.cells}
    for change in changes.values():
        checked_grade(change.priority, "priority")
    cells = {name: _cell(uow, change) for name, change in changes.items()}
    seen = {name: change.seen for name, change in changes.items()}
    mine = {name: change.priority for name, change in changes.items()}
    stored = {name: cell.priority for name, cell in cells.items()}
    for name, priority in require_unconflicted(seen, mine, stored).items():
        assign(cells[name], priority=priority)
    return uow.commit()


def name_grade(command: NameGrade, uow: UnitOfWork, clock: Clock) -> Changes:
    """Without any name the level is called by its number."""
    del clock
    checked_grade(command.grade, command.scale.value)
    code = f"{command.scale.value}-{command.grade}"
    row = first(uow, GradeName, code=code)
    if row is None:
        row = GradeName(id=catalogue_id("grade_name", code), code=code, name="", translations={})
        uow.add(row)
    uow.record("priority.name_grade", row, scale=command.scale, grade=command.grade)
    apply_changes(uow, BOOKS[GradeName.__tablename__], row, command.changes)
    return uow.commit()


def _cell(uow: UnitOfWork, change: CellChange) -> PriorityCell:
    """The cell's row; made with what the matrix says as long as nobody changed it."""
    impact, urgency = change.impact, change.urgency
    row = first(uow, PriorityCell, impact=impact, urgency=urgency)
    if row is None:
        usual = PriorityMatrix().priority(impact, urgency)
        key = catalogue_id("priority_cell", f"{impact}|{urgency}")
        row = PriorityCell(id=key, impact=impact, urgency=urgency, priority=usual)
        uow.add(row)
    return row
