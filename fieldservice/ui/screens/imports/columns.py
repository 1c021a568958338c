"""The mapping step: what each table is taken for and which column is which field, to be corrected."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from fieldservice.ui.kit.cards import Card
from fieldservice.ui.kit.cells import Align, CellLook, Column
from fieldservice.ui.kit.choice import Choice
from fieldservice.ui.kit.colours import Tone
from fieldservice.ui.kit.empty import EmptyWords
from fieldservice.ui.kit.forms import Form
from fieldservice.ui.kit.labels import ElidedLabel, Look
from fieldservice.ui.kit.pages import scrolling
from fieldservice.ui.kit.painting import Shape
from fieldservice.ui.kit.side_by_side import SideBySide
from fieldservice.ui.kit.tables import DataTable
from fieldservice.ui.kit.theme import current_theme
from fieldservice.ui.screens.imports.work import FileRead
from fieldservice.wording import Wording, _
from fieldservice.workbooks.fields import FIELDS, Kind
from fieldservice.workbooks.mapping import ColumnMapping, TableMapping, WorkbookMapping
from fieldservice.workbooks.sheets import Sheet
from fieldservice.workbooks.values import shown

LONGEST_SAMPLE = 40

_LEFT_NEEDS, _LEAST_HEIGHT = 360, 240


@dataclass(frozen=True, slots=True)
class TableLine:
    """One table of the file in the list."""

    id: int
    sheet: str
    kind: str
    rows: int
    state: str
    tone: Tone


def _columns(words: Wording) -> Sequence[Column[TableLine]]:
    return (
        Column[TableLine](
            key="sheet", title=_("Sheet"), text=lambda line: line.sheet, look=CellLook.STRONG, stretch=3
        ),
        Column[TableLine](key="kind", title=_("Taken for"), text=lambda line: line.kind, stretch=3),
        Column[TableLine](
            key="rows",
            title=_("Rows"),
            text=lambda line: words.number(line.rows),
            align=Align.RIGHT,
            width=72,
        ),
        Column[TableLine](
            key="state",
            title=_("Columns"),
            text=lambda line: line.state,
            look=CellLook.CHIP,
            tone=lambda line: line.tone,
            shape=lambda line: Shape.TICK if line.tone is Tone.GOOD else Shape.NONE,
            width=150,
        ),
    )


class MappingStep(QWidget):
    """Left the tables, right the columns of the one chosen. Emits whenever the mapping was corrected."""

    mapping_changed = Signal()

    def __init__(self, words: Wording) -> None:
        super().__init__()
        self._words = words
        self._read: FileRead | None = None
        self.mapping = WorkbookMapping(())
        empty = EmptyWords(_("The file holds no table."))
        self.table: DataTable[TableLine] = DataTable(_columns(words), name="importTables", empty=empty)
        self.table.row_selected.connect(self._on_table_selected)
        tables = Card(_("Tables of the file"), padded=False)
        tables.add(self.table, 1)
        self._columns_card = Card(_("Columns"), name="importColumns")
        self._form: Form | None = None
        self._body = QVBoxLayout()
        self._body.addStretch(1)
        self._columns_card.add(scrolling(self._body), 1)
        for card in (tables, self._columns_card):
            card.setMinimumHeight(current_theme().px(_LEAST_HEIGHT))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(SideBySide(tables, self._columns_card, shares=(5, 6), left_needs=_LEFT_NEEDS))

    def show_read(self, read: FileRead) -> None:
        self._read = read
        self.mapping = read.mapping
        self._show_lines()
        self.table.select_first()

    @property
    def is_ready(self) -> bool:
        """Something can be imported, and nothing that is to be imported lacks a column."""
        taken = [table for table in self.mapping.tables if table.kind is not None]
        return bool(taken) and all(table.is_ready for table in taken)

    def _show_lines(self) -> None:
        self.table.set_rows([self._line(at, table) for at, table in enumerate(self.mapping.tables)])

    def _line(self, at: int, table: TableMapping) -> TableLine:
        kind = self._words.word_of("Kind", table.kind) if table.kind else None
        rows = table.last_row - table.header_row
        state, tone = self._state(table)
        return TableLine(at, table.sheet, kind or _("left out"), rows, state, tone)

    def _state(self, table: TableMapping) -> tuple[str, Tone]:
        if table.kind is None:
            return _("left out"), Tone.NEUTRAL
        if table.missing:
            names = [self._words.word_of("Field", name) or name for name in table.missing]
            return _("missing: {fields}").format(fields=self._words.listing(names)), Tone.STOP
        unused = len(table.unused)
        return (_("all found"), Tone.GOOD) if not unused else (_("some unused"), Tone.CARE)

    @Slot(object)
    def _on_table_selected(self, line: TableLine | None) -> None:
        if line is not None:
            self._show_columns(line.id)

    def _show_columns(self, at: int) -> None:
        table = self.mapping.tables[at]
        self._columns_card.set_title(_("Columns of {sheet}").format(sheet=table.sheet))
        if self._form is not None:
            self._body.removeWidget(self._form)
            self._form.hide()
            self._form.deleteLater()
        form = Form(name="importColumnsForm")
        kind = Choice(self._kinds(), name="importKind")
        kind.set_value(table.kind)
        kind.edited.connect(lambda: self._on_kind_chosen(at, kind.value))
        form.add(_("Taken for"), kind)
        for column in table.columns:
            if table.kind is not None and column.header:
                self._add_column(form, at, column)
        self._body.insertWidget(0, form)
        self._form = form

    def _add_column(self, form: Form, at: int, column: ColumnMapping) -> None:
        kind = self.mapping.tables[at].kind
        if kind is None:
            return
        choice = Choice(self._fields(kind), name=f"importColumn{column.column}")
        choice.set_value(column.field)
        choice.edited.connect(lambda: self._on_field_chosen(at, column.column, choice.value))
        sample = ElidedLabel(self._sample(at, column.column), Look.MUTED)
        form.add(column.header, choice, sample, stretches=(3, 4))

    def _kinds(self) -> list[tuple[Kind | None, str]]:
        return [(None, _("left out")), *((kind, self._words.word_of("Kind", kind) or kind) for kind in Kind)]

    def _fields(self, kind: Kind) -> list[tuple[str | None, str]]:
        named = [
            (field.name, self._words.word_of("Field", field.name) or field.name)
            for field in FIELDS[kind].fields
        ]
        return [(None, _("left out")), *named]

    def _sample(self, at: int, column: int) -> str:
        """The first values of the column, so that one sees what it holds."""
        if self._read is None:
            return ""
        table = self.mapping.tables[at]
        sheet: Sheet = self._read.workbook.sheet(table.sheet)
        below = (row for row in sheet.rows if table.header_row < row.number <= table.last_row)
        values = (shown(row.cell(column)) for row in below)
        return next((value[:LONGEST_SAMPLE] for value in values if value), "")

    def _on_kind_chosen(self, at: int, kind: Kind | None) -> None:
        self._change(at, self.mapping.tables[at].with_kind(kind))
        self._show_columns(at)

    def _on_field_chosen(self, at: int, column: int, field: str | None) -> None:
        self._change(at, self.mapping.tables[at].with_field(column, field))
        self._show_columns(at)

    def _change(self, at: int, table: TableMapping) -> None:
        self.mapping = self.mapping.with_table(at, table)
        self._show_lines()
        self.mapping_changed.emit()
