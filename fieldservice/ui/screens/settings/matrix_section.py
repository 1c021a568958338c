"""The priority matrix: five by five cells, walked by arrows, changed by the keys 1 to 5; level names."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from fieldservice.domain.rules.errors import TellableError
from fieldservice.domain.rules.priority import GRADES, HIGHEST, LOWEST, PriorityMatrix, Scale
from fieldservice.ui.kit.announcements import announce
from fieldservice.ui.kit.buttons import quiet
from fieldservice.ui.kit.calls import Latest
from fieldservice.ui.kit.cards import Card
from fieldservice.ui.kit.colours import Tone, ground_of, ink_of
from fieldservice.ui.kit.conflict_asking import seen_after_asking
from fieldservice.ui.kit.conflicts import conflicts_in
from fieldservice.ui.kit.labels import Look, label, set_tone
from fieldservice.ui.kit.pages import scrolling
from fieldservice.ui.kit.painting import paint_frame
from fieldservice.ui.kit.theme import current_theme
from fieldservice.ui.screens.settings import calls
from fieldservice.ui.screens.settings.grade_dialog import GradeDialog
from fieldservice.ui.screens.settings.parts import SettingsParts
from fieldservice.ui.screens.settings.section import SettingsSection
from fieldservice.wording import _

if TYPE_CHECKING:
    from fieldservice.domain.queries.settings import MatrixView

_CELL = 56
_STEPS = {
    Qt.Key.Key_Left: (0, -1),
    Qt.Key.Key_Right: (0, 1),
    Qt.Key.Key_Up: (1, 0),
    Qt.Key.Key_Down: (-1, 0),
}
_TONES = {1: Tone.NEUTRAL, 2: Tone.NEUTRAL, 3: Tone.ACCENT, 4: Tone.CARE, 5: Tone.STOP}


class Matrix(QWidget):
    """Impact upwards, urgency to the right, as one draws it. `cell_changed`: impact, urgency, priority."""

    cell_changed = Signal(int, int, int)
    moved = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("priorityMatrix")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.cells: dict[tuple[int, int], int] = {}
        self.place = (LOWEST, LOWEST)
        self._describe()

    def show_cells(self, cells: Mapping[tuple[int, int], int]) -> None:
        self.cells = dict(cells)
        self._describe()
        self.update()

    def sizeHint(self) -> QSize:
        side = current_theme().px(_CELL) * len(GRADES)
        return QSize(side, side)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = _STEPS.get(Qt.Key(event.key()))
        if step is not None:
            self._go(self.place[0] + step[0], self.place[1] + step[1])
        elif event.text().isdecimal() and LOWEST <= int(event.text()) <= HIGHEST:
            self.cell_changed.emit(*self.place, int(event.text()))
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        side = current_theme().px(_CELL)
        column, row = int(event.position().x()) // side, int(event.position().y()) // side
        self._go(HIGHEST - row, column + 1)

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        painter = QPainter(self)
        for (impact, urgency), priority in self.cells.items():
            self._paint_cell(painter, self._box(impact, urgency), priority)
        if self.hasFocus():
            theme = current_theme()
            paint_frame(
                painter, self._box(*self.place), theme.colours.accent, theme.ring, theme.measures.corner
            )
        painter.end()

    def _paint_cell(self, painter: QPainter, box: QRect, priority: int) -> None:
        theme = current_theme()
        inner = box.adjusted(theme.px(2), theme.px(2), -theme.px(2), -theme.px(2))
        tone = _TONES[priority]
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(ground_of(tone, theme.colours)))
        painter.drawRoundedRect(inner, theme.measures.corner, theme.measures.corner)
        paint_frame(painter, inner, theme.colours.line, theme.colours.line_width, theme.measures.corner)
        painter.setFont(theme.font(strong=True))
        painter.setPen(QColor(ink_of(tone, theme.colours)))
        painter.drawText(inner, Qt.AlignmentFlag.AlignCenter, str(priority))

    def _box(self, impact: int, urgency: int) -> QRect:
        side = current_theme().px(_CELL)
        return QRect((urgency - 1) * side, (HIGHEST - impact) * side, side, side)

    def _go(self, impact: int, urgency: int) -> None:
        if impact in GRADES and urgency in GRADES:
            self.place = (impact, urgency)
            self._describe()
            self.moved.emit()
            self.update()

    def _describe(self) -> None:
        """What a screen reader says of the cell one stands on."""
        impact, urgency = self.place
        words = _("Impact {impact}, urgency {urgency}: priority {priority}").format(
            impact=impact, urgency=urgency, priority=self.cells.get(self.place, "")
        )
        self.setAccessibleName(words)


class MatrixSection(SettingsSection):
    tables = ("priority_cell", "grade_name")

    def __init__(self, parts: SettingsParts) -> None:
        super().__init__(
            parts,
            _("Priorities"),
            _("How urgent a ticket is follows from how much is affected and how much it presses."),
            name="matrixSection",
        )
        self._call: Latest[MatrixView] = Latest()
        self._view: MatrixView | None = None
        self.matrix = Matrix()
        self.matrix.cell_changed.connect(self._on_cell)
        self.matrix.moved.connect(lambda: announce(self.matrix, self.matrix.accessibleName()))
        self._advice = label("", Look.SMALL, wraps=True)
        card = Card(_("Priority by impact and urgency"))
        card.add(
            label(
                _("Arrows walk, the keys 1 to 5 change the cell at once; Ctrl+Z takes it back."), Look.SMALL
            )
        )
        card.add(self._with_scales())
        card.add(self._advice)
        self._levels = Card(_("Names of the levels"))
        self._grid = QGridLayout()
        self._levels.add(self._grid)
        column = QVBoxLayout()
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(current_theme().px(12))
        column.addWidget(card)
        column.addWidget(self._levels)
        column.addStretch(1)
        self.body.addWidget(scrolling(column), 1)

    def first_field(self) -> QWidget:
        return self.matrix

    def reload(self) -> None:
        query = self.parts.ops.query(calls.matrix_view, self.parts.wording.language, self.parts.now())
        self._call.ask(query).then(self._on_view, self.failed)

    def leave(self) -> None:
        self._call.cancel()

    def _with_scales(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(current_theme().px(12))
        side = label(_("Impact ↑"), Look.MUTED)
        beside = QVBoxLayout()
        beside.addWidget(self.matrix)
        beside.addWidget(label(_("Urgency →"), Look.MUTED))
        row.addWidget(side)
        row.addLayout(beside)
        row.addStretch(1)
        return row

    def _on_view(self, view: "MatrixView") -> None:
        self._view = view
        self.matrix.show_cells(view.cells)
        rows = tuple(tuple(view.cells[impact, urgency] for urgency in GRADES) for impact in GRADES)
        is_sound = PriorityMatrix(rows).is_monotone
        self._advice.setText(
            "" if is_sound else _("More impact or more urgency gives less priority somewhere: is that meant?")
        )
        set_tone(self._advice, Tone.CARE)
        self._show_levels(view)

    def _on_cell(self, impact: int, urgency: int, priority: int) -> None:
        seen = self.matrix.cells.get((impact, urgency), priority)
        if seen != priority:
            self._send((impact, urgency), seen, priority)

    def _send(self, cell: tuple[int, int], seen: int, priority: int) -> None:
        command = calls.ChangeMatrix((calls.CellChange(*cell, seen, priority),))
        call = self.parts.ops.command(calls.change_matrix, command)
        call.then(lambda _changes: None, lambda error: self._on_refused(error, cell))

    def _on_refused(self, error: Exception, cell: tuple[int, int]) -> None:
        for conflict in conflicts_in(error):
            word, dialogs = self.parts.wording.word, self.parts.services.dialogs
            titles = {
                conflict.name: f"{word(Scale.IMPACT)} {cell[0]}, {word(Scale.URGENCY)} {cell[1]}",
            }
            asked = seen_after_asking(self.window(), dialogs, [conflict], titles, lambda _name, n: str(n))
            if asked.get(conflict.name) == conflict.theirs:
                self._send(cell, conflict.theirs, conflict.mine)
            else:
                self.reload()
            return
        self.failed(error)
        if isinstance(error, TellableError):
            self.reload()

    def _show_levels(self, view: "MatrixView") -> None:
        while (item := self._grid.takeAt(0)) is not None:
            if (gone := item.widget()) is not None:
                gone.hide()
                gone.deleteLater()
        names = {(level.scale, level.grade): level for level in view.grades}
        for column, scale in enumerate(Scale):
            self._grid.addWidget(label(self.parts.wording.word(scale), Look.STRONG), 0, column)
            for at, grade in enumerate(reversed(GRADES), start=1):
                level = names.get((scale, grade))
                words = f"{grade}  {level.name}" if level and level.name else str(grade)
                button = quiet(words, name=f"{scale.value}{grade}Button")
                button.setAccessibleName(f"{self.parts.wording.word(scale)} {words}")
                button.clicked.connect(lambda _=False, s=scale, g=grade: self._name(s, g))
                self._grid.addWidget(button, at, column, Qt.AlignmentFlag.AlignLeft)

    def _name(self, scale: Scale, grade: int) -> None:
        if self._view is None:
            return
        level = next((each for each in self._view.grades if (each.scale, each.grade) == (scale, grade)), None)
        values = {} if level is None else dict(level.values)
        self.parts.services.dialogs.run(GradeDialog(self.parts, self.window(), scale, grade, values))
