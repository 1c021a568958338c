"""The matrix on the screen: arrows walk it, Space gives and takes, the column one stands in is a role."""

from uuid import UUID

from PySide6.QtCore import (
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QFontMetrics, QKeyEvent, QMouseEvent, QPainter, QPen, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
)

from fieldservice.ui.kit.painting import Shape, paint_frame, paint_shape, paint_text
from fieldservice.ui.kit.theme import Theme, current_theme
from fieldservice.ui.screens.staff.matrix_model import GIVEN_ROLE, Given, MatrixModel
from fieldservice.wording import _

Index = QModelIndex | QPersistentModelIndex

_BOX, _SIDE = 16, 12
_WORDS_WIDTH, _ROLE_WIDTH, _NARROWEST, _WIDEST = 230, 92, 76, 130
_TOGGLING = {Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter}
_SELECT = QItemSelectionModel.SelectionFlag.ClearAndSelect


class MatrixDelegate(QStyledItemDelegate):
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        theme, box = current_theme(), option.rect
        given: Given = index.data(GIVEN_ROLE)
        is_current = bool(option.state & QStyle.StateFlag.State_HasFocus)
        painter.save()
        is_heading = index.column() == 0 and not index.flags() & Qt.ItemFlag.ItemIsSelectable
        ground = theme.colours.ground if not index.flags() else theme.colours.panel
        if option.state & QStyle.StateFlag.State_Selected:
            ground = theme.colours.accent_soft
        painter.fillRect(box, QColor(ground))
        line = theme.colours.line_width
        painter.fillRect(
            QRect(box.left(), box.bottom() - line + 1, box.width(), line), QColor(theme.colours.line)
        )
        if index.column() == 0:
            self._paint_words(painter, box, index, theme, is_heading=is_heading)
        elif given is not Given.HEADING:
            self._paint_box(painter, box, given, theme)
        if is_current:
            paint_frame(painter, box.adjusted(1, 1, -1, -2), theme.colours.accent, theme.ring, theme.px(4))
        painter.restore()

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        del option, index
        return QSize(current_theme().px(_ROLE_WIDTH), current_theme().px(29))

    def _paint_words(
        self, painter: QPainter, box: QRect, index: Index, theme: Theme, *, is_heading: bool
    ) -> None:
        inner = box.adjusted(theme.px(_SIDE if is_heading else 2 * _SIDE), 0, -theme.px(6), 0)
        painter.setFont(theme.font(13 if is_heading else 14, strong=is_heading))
        painter.setPen(QColor(theme.colours.muted if is_heading else theme.colours.text))
        paint_text(painter, inner, str(index.data() or ""))

    def _paint_box(self, painter: QPainter, box: QRect, given: Given, theme: Theme) -> None:
        side, colours = theme.px(_BOX), theme.colours
        square = QRectF(box.center().x() - side / 2, box.center().y() - side / 2, side, side)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        is_given = given is Given.YES
        if given is not Given.IMPLIED:
            painter.setPen(QPen(QColor(colours.accent if is_given else colours.muted), 1))
            painter.setBrush(QColor(colours.accent if is_given else colours.panel))
            painter.drawRoundedRect(square, theme.px(4), theme.px(4))
        if given is not Given.NO:
            third = theme.px(3)
            ink = colours.on_accent if is_given else colours.muted
            paint_shape(painter, Shape.TICK, square.adjusted(third, third, -third, -third), ink)


class MatrixView(QTableView):
    """`toggle_requested` carries role id, right and whether it is to be given; `role_chosen` a role's id."""

    toggle_requested = Signal(object, object, bool)
    role_chosen = Signal(object)

    def __init__(self, model: MatrixModel) -> None:
        super().__init__()
        self.setObjectName("rightsMatrix")
        self.setAccessibleName(_("Rights by role"))
        self._matrix = model
        self.setModel(model)
        self.setItemDelegate(MatrixDelegate(self))
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(current_theme().px(29))
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setSectionsClickable(True)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignCenter)
        header.setMinimumHeight(current_theme().px(34))
        header.sectionClicked.connect(self.choose_role_at)

    def show_roles(self) -> None:
        """Give the columns their widths, and stand at the first right of the first role."""
        theme, header = current_theme(), self.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        header.setMinimumSectionSize(theme.px(_NARROWEST))
        self._share_widths()
        if not self.currentIndex().isValid():
            self.choose_role_at(1)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._share_widths()

    def _share_widths(self) -> None:
        """Roles as wide as their names; what is left over is the words', but never too little."""
        theme, header = current_theme(), self.horizontalHeader()
        metrics = QFontMetrics(theme.font(12, strong=True))
        taken = 0
        for column, role in enumerate(self._matrix.roles, start=1):
            needed = metrics.horizontalAdvance(role.name) + theme.px(2 * _SIDE)
            width = max(theme.px(_NARROWEST), min(needed, theme.px(_WIDEST)))
            header.resizeSection(column, width)
            taken += width
        header.resizeSection(0, max(theme.px(_WORDS_WIDTH), self.viewport().width() - taken))

    def choose_role_at(self, column: int) -> None:
        row = max(self.currentIndex().row(), 0)
        if self._matrix.role_at(column) is not None:
            self.selectionModel().setCurrentIndex(self._matrix.index(row, column), _SELECT)

    def choose_role(self, role_id: UUID) -> None:
        for column, role in enumerate(self._matrix.roles, start=1):
            if role.id == role_id:
                self.choose_role_at(column)

    def currentChanged(self, current: Index, previous: Index) -> None:
        super().currentChanged(current, previous)
        role = self._matrix.role_at(current.column())
        if role is not None:
            self.role_chosen.emit(role.id)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in _TOGGLING and not event.modifiers():
            self._toggle(self.currentIndex())
        else:
            super().keyPressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        if event.button() is Qt.MouseButton.LeftButton:
            self._toggle(self.indexAt(event.position().toPoint()))

    def _toggle(self, index: Index) -> None:
        if not index.isValid():
            return
        role, right = self._matrix.role_at(index.column()), self._matrix.rows[index.row()].right
        given = self._matrix.given(index.row(), index.column())
        if role is not None and right is not None:
            self.toggle_requested.emit(role.id, right, given is Given.NO)

    def moveCursor(
        self, action: QAbstractItemView.CursorAction, modifiers: Qt.KeyboardModifier
    ) -> QModelIndex:
        """Headings and the column of words are walked past."""
        found = super().moveCursor(action, modifiers)
        if found.isValid() and found.column() == 0:
            return self._matrix.index(found.row(), 1)
        return found
