"""The matrix of rights as a table model: a row for each right, under its thing; a column for each role."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt

from fieldservice.domain.rules.rights import CELLS, Act, Right, Thing
from fieldservice.wording import Wording, _

if TYPE_CHECKING:
    from fieldservice.domain.queries.roles import RoleRow

Index = QModelIndex | QPersistentModelIndex

GIVEN_ROLE = Qt.ItemDataRole.UserRole + 1
ACT_ROLE = Qt.ItemDataRole.UserRole + 2
_DISPLAY = Qt.ItemDataRole.DisplayRole
_SAID = Qt.ItemDataRole.AccessibleTextRole
_TOOLTIP = Qt.ItemDataRole.ToolTipRole
_HORIZONTAL = Qt.Orientation.Horizontal
_NO_PARENT = QModelIndex()


class Given(Enum):
    """What a cell shows. IMPLIED is given by “everything”; a HEADING has no cells."""

    YES = "yes"
    NO = "no"
    IMPLIED = "implied"
    HEADING = "heading"


@dataclass(frozen=True, slots=True)
class MatrixRow:
    """A right, or the heading of a thing."""

    words: str
    right: Right | None = None
    act: str = ""


def matrix_rows(wording: Wording) -> tuple[MatrixRow, ...]:
    """Everything first; then each thing with its rights in the order of their acts."""
    rows = [MatrixRow(wording.word(Right.EVERYTHING), Right.EVERYTHING)]
    for thing in Thing:
        rows.append(MatrixRow(wording.word(thing)))
        of_thing = [right for right, cell in CELLS.items() if cell.thing is thing]
        of_thing.sort(key=lambda each: list(Act).index(CELLS[each].act))
        rows += [MatrixRow(wording.word(each), each, wording.word(CELLS[each].act)) for each in of_thing]
    return tuple(rows)


class MatrixModel(QAbstractTableModel):
    """Column 0 are the words; the roles follow. Looks up, never fetches."""

    def __init__(self, wording: Wording) -> None:
        super().__init__()
        self._wording = wording
        self._rows = matrix_rows(wording)
        self._roles: tuple[RoleRow, ...] = ()

    @property
    def roles(self) -> "tuple[RoleRow, ...]":
        return self._roles

    @property
    def rows(self) -> tuple[MatrixRow, ...]:
        return self._rows

    def set_roles(self, roles: "Sequence[RoleRow]") -> bool:
        """Show these roles; True when there are other columns than before, so that widths are to be set."""
        is_other = [role.id for role in roles] != [role.id for role in self._roles]
        if is_other:
            self.beginResetModel()
        self._roles = tuple(roles)
        if is_other:
            self.endResetModel()
        else:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self._rows) - 1, len(roles)))
            self.headerDataChanged.emit(_HORIZONTAL, 0, len(roles))
        return is_other

    def role_at(self, column: int) -> "RoleRow | None":
        return self._roles[column - 1] if 0 < column <= len(self._roles) else None

    def rowCount(self, parent: Index = _NO_PARENT) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = _NO_PARENT) -> int:
        return 0 if parent.isValid() else len(self._roles) + 1

    def flags(self, index: Index) -> Qt.ItemFlag:
        if not index.isValid() or self._rows[index.row()].right is None:
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable

    def data(self, index: Index, role: int = _DISPLAY) -> Any:
        if not index.isValid():
            return None
        row = self._rows[index.row()]
        if role == ACT_ROLE:
            return row.act
        if role == GIVEN_ROLE:
            return self.given(index.row(), index.column())
        if index.column() == 0:
            return row.words if role in {_DISPLAY, _SAID, _TOOLTIP} else None
        return self._said(index) if role in {_SAID, _TOOLTIP} and row.right is not None else None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = _DISPLAY) -> Any:
        if role == Qt.ItemDataRole.TextAlignmentRole and section == 0:
            return Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        if orientation is not _HORIZONTAL or role not in {_DISPLAY, _TOOLTIP, _SAID}:
            return None
        shown = self.role_at(section)
        return _("Right") if shown is None else shown.name

    def given(self, row: int, column: int) -> Given:
        right, role = self._rows[row].right, self.role_at(column)
        if right is None or role is None:
            return Given.HEADING
        if right in role.rights:
            return Given.YES
        return Given.IMPLIED if Right.EVERYTHING in role.rights else Given.NO

    def _said(self, index: Index) -> str:
        given, role = self.given(index.row(), index.column()), self.role_at(index.column())
        told = {Given.YES: _("given"), Given.NO: _("not given"), Given.IMPLIED: _("given by “everything”")}
        return f"{role.name if role else ''}, {self._rows[index.row()].words}: {told.get(given, '')}"
