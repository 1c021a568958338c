"""The rows of the preview: their table, and what one of them would change, field by field."""

from collections.abc import Sequence

from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from fieldservice.domain.rules.import_records import FieldChange, PlannedRow, RowState
from fieldservice.ui.kit.cards import Card
from fieldservice.ui.kit.cells import Align, CellLook, Column
from fieldservice.ui.kit.chips import Chip
from fieldservice.ui.kit.colours import Tone
from fieldservice.ui.kit.labels import Look, label, selectable
from fieldservice.ui.kit.pages import scrolling
from fieldservice.ui.kit.painting import Shape
from fieldservice.ui.kit.theme import current_theme
from fieldservice.wording import Wording, _

TONES = {
    RowState.NEW: Tone.GOOD,
    RowState.CHANGED: Tone.ACCENT,
    RowState.SAME: Tone.NEUTRAL,
    RowState.REFUSED: Tone.STOP,
}
SHAPES = {RowState.NEW: Shape.TICK, RowState.REFUSED: Shape.TRIANGLE}
NOTHING = "\N{EN DASH}"
# Values of these fields are codes of an enum, which has words of its own.
CODED = {"customer_class": "CustomerClass", "language": "Language"}


def row_columns(words: Wording) -> Sequence[Column[PlannedRow]]:
    return (
        Column[PlannedRow](
            key="key",
            title=_("Key"),
            text=lambda row: row.key,
            look=CellLook.STRONG,
            sort_key=lambda row: row.key,
            width=116,
        ),
        Column[PlannedRow](
            key="told",
            title=_("What"),
            text=lambda row: told(row, words),
            sort_key=lambda row: told(row, words),
            stretch=4,
        ),
        Column[PlannedRow](
            key="state",
            title=_("State"),
            text=lambda row: words.word(row.state),
            look=CellLook.CHIP,
            tone=lambda row: TONES[row.state],
            shape=lambda row: SHAPES.get(row.state, Shape.NONE),
            sort_key=lambda row: row.state.value,
            width=118,
        ),
        Column[PlannedRow](
            key="sheet",
            title=_("Sheet"),
            text=lambda row: row.place.sheet,
            look=CellLook.MUTED,
            sort_key=lambda row: row.place.sheet,
            stretch=2,
        ),
        Column[PlannedRow](
            key="row",
            title=_("Row"),
            text=lambda row: str(row.place.row_number),
            align=Align.RIGHT,
            sort_key=lambda row: row.place.row_number,
            width=72,
        ),
    )


def told(row: PlannedRow, words: Wording) -> str:
    """One line about a row: why it was refused, what changes, what it is called."""
    if row.reason is not None:
        return words.reason(row.reason)
    if row.changes:
        names = dict.fromkeys(field_word(change.field, words) for change in row.changes)
        return _("{name}: {fields}").format(name=row.name or row.key, fields=words.listing(list(names)))
    return row.name


def field_word(name: str, words: Wording) -> str:
    return words.word_of("Field", name) or name


def value_words(change: FieldChange, value: object, words: Wording) -> str:
    if change.field in CODED and isinstance(value, str):
        return words.word_of(CODED[change.field], value) or value
    return words.value(value) or NOTHING


class RowDetail(Card):
    """What one row would change: before, after; notes; why it was refused and in which cell."""

    def __init__(self, words: Wording) -> None:
        super().__init__(_("The row"), name="importRow")
        self._words = words
        self._inner: QWidget | None = None
        self._rows = QVBoxLayout()
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._rows.addStretch(1)
        self.add(scrolling(self._rows), 1)
        self.show_row(None, "")

    def show_row(self, row: PlannedRow | None, cell: str) -> None:
        if self._inner is not None:
            self._rows.removeWidget(self._inner)
            self._inner.hide()
            self._inner.deleteLater()
        self._inner = self._nothing() if row is None else self._filled(row, cell)
        self._rows.insertWidget(0, self._inner)

    def _nothing(self) -> QWidget:
        return label(_("Choose a row to see what it would change."), Look.MUTED, wraps=True)

    def _filled(self, row: PlannedRow, cell: str) -> QWidget:
        inner = QWidget()
        layout = QVBoxLayout(inner)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(current_theme().px(8))
        head = QHBoxLayout()
        head.addWidget(selectable(" ".join(part for part in (row.key, row.name) if part), Look.HEADING), 1)
        head.addWidget(Chip(self._words.word(row.state), TONES[row.state], SHAPES.get(row.state, Shape.NONE)))
        layout.addLayout(head)
        place = _("{sheet}, row {row}").format(sheet=row.place.sheet, row=row.place.row_number)
        where = _("{place}, cell {cell}").format(place=place, cell=cell) if cell else place
        layout.addWidget(label(where, Look.MUTED))
        if row.reason is not None:
            layout.addWidget(selectable(self._words.reason(row.reason)))
        if row.changes:
            layout.addLayout(self._changes(row.changes))
        for note in row.notes:
            layout.addWidget(selectable(self._words.reason(note), Look.MUTED))
        return inner

    def _changes(self, changes: Sequence[FieldChange]) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(current_theme().px(12))
        for at, title in enumerate((_("Field"), _("Stored"), _("In the file"))):
            grid.addWidget(label(title, Look.SMALL), 0, at)
        for line, change in enumerate(changes, start=1):
            before = value_words(change, change.before, self._words)
            after = value_words(change, change.after, self._words)
            grid.addWidget(label(field_word(change.field, self._words), Look.MUTED), line, 0)
            grid.addWidget(selectable(before), line, 1)
            grid.addWidget(selectable(after, Look.STRONG), line, 2)
        grid.setColumnStretch(1, 1)
        grid.setColumnStretch(2, 1)
        return grid
