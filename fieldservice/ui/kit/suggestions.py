"""The list that opens under a field while one types; shared by pickers and the search box.

It is a child of the window, not a window of its own: it never takes the focus, and closes with its field.
"""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import (
    QFrame,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from fieldservice.domain.rules.quick_dataclass import dataclass
from fieldservice.ui.kit.cards import FloatingPanel
from fieldservice.ui.kit.colours import Tone
from fieldservice.ui.kit.icons import paint_icon
from fieldservice.ui.kit.painting import Shape, chip_width, paint_chip, paint_text
from fieldservice.ui.kit.theme import Theme, current_theme

Index = QModelIndex | QPersistentModelIndex

_DISPLAY_ROLE = Qt.ItemDataRole.DisplayRole
_TOOLTIP_ROLE = Qt.ItemDataRole.ToolTipRole
_ITEM_ROLE = int(Qt.ItemDataRole.UserRole) + 1
_SELECTED = QStyle.StateFlag.State_Selected
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_NO_INDEX = QModelIndex()
_NO_BAR = Qt.ScrollBarPolicy.ScrollBarAlwaysOff
_BAR_AS_NEEDED = Qt.ScrollBarPolicy.ScrollBarAsNeeded
_MOST_SHOWN = 9
_SMALL = 13


@dataclass(frozen=True, slots=True)
class Suggestion:
    """One thing to pick: `value` is what the screen gets (an id, a frozen row, a place).

    `text` strong, `second` muted on a line below, `trailing` muted at the right, `chip` a word with its tone.
    """

    value: Any
    text: str
    second: str = ""
    trailing: str = ""
    chip: str = ""
    chip_tone: Tone = Tone.NEUTRAL
    chip_shape: Shape = Shape.NONE
    icon: str = ""
    is_action: bool = False

    def words(self) -> str:
        parts = (self.text, self.chip, self.second.replace("\n", " "), self.trailing)
        return ", ".join(part for part in parts if part)


class SuggestionModel(QAbstractListModel):
    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.items: tuple[Suggestion, ...] = ()

    def set_items(self, items: Sequence[Suggestion]) -> None:
        self.beginResetModel()
        self.items = tuple(items)
        self.endResetModel()

    def rowCount(self, parent: Index = _NO_INDEX) -> int:
        return 0 if parent.isValid() else len(self.items)

    def data(self, index: Index, role: int = _DISPLAY_ROLE) -> Any:
        if not index.isValid():
            return None
        item = self.items[index.row()]
        if role in {_DISPLAY_ROLE, _TOOLTIP_ROLE}:
            return item.words()
        return item if role == _ITEM_ROLE else None


class SuggestionDelegate(QStyledItemDelegate):
    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        del option
        theme = current_theme()
        item: Suggestion = index.data(_ITEM_ROLE)
        return QSize(theme.px(200), theme.px(46) if item.second else theme.measures.row_height)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        theme = current_theme()
        item: Suggestion = index.data(_ITEM_ROLE)
        box: QRect = option.rect
        painter.save()
        if option.state & _SELECTED:
            painter.fillRect(box, QColor(theme.colours.accent_soft))
            painter.fillRect(box.x(), box.y(), theme.px(3), box.height(), QColor(theme.colours.accent))
        inner = box.adjusted(theme.px(12), theme.px(3), -theme.px(12), -theme.px(3))
        if item.icon:
            inner = _paint_icon(painter, item, inner, theme)
        _paint_item(painter, item, inner, theme)
        painter.restore()


class SuggestionList(FloatingPanel):
    """The floating list. The field keeps the focus and passes its arrow keys on by `step`."""

    picked = Signal(object)

    def __init__(self, field: QWidget, *, no_match: str) -> None:
        super().__init__(field)
        self._field = field
        self._no_match = no_match
        field.destroyed.connect(self.deleteLater)
        self.model = SuggestionModel(self)
        self.view = QListView()
        self.view.setObjectName(f"{field.objectName()}List")
        self.view.setAccessibleName(field.accessibleName())
        self.view.setModel(self.model)
        self.view.setItemDelegate(SuggestionDelegate(self.view))
        self.view.setFrameShape(QFrame.Shape.NoFrame)
        self.view.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.view.setMouseTracking(True)
        self.view.entered.connect(self.view.setCurrentIndex)
        self.view.clicked.connect(lambda index: self.picked.emit(index.data(_ITEM_ROLE)))
        layout = QVBoxLayout(self)
        edge = current_theme().px(4)
        layout.setContentsMargins(edge, edge, edge, edge)
        layout.addWidget(self.view)

    def show_items(self, items: Sequence[Suggestion], extra: Sequence[Suggestion] = ()) -> None:
        """Open below the field with what was found, or the sentence that nothing was, and the extra rows."""
        found = tuple(items) or (Suggestion(None, self._no_match),)
        self.model.set_items((*found, *extra))
        self._select(0 if items else (1 if extra else -1))
        self._open_below()

    def step(self, steps: int) -> None:
        rows = [at for at, item in enumerate(self.model.items) if item.value is not None or item.is_action]
        if not rows:
            return
        now = self.view.currentIndex().row()
        at = rows.index(now) + steps if now in rows else 0
        self._select(rows[at % len(rows)])

    def current(self) -> Suggestion | None:
        """What Enter would take; never the sentence that nothing was found."""
        item = self.view.currentIndex().data(_ITEM_ROLE)
        is_real = isinstance(item, Suggestion) and (item.value is not None or item.is_action)
        return item if is_real else None

    def _select(self, at: int) -> None:
        self.view.setCurrentIndex(self.model.index(at, 0) if at >= 0 else QModelIndex())

    def _open_below(self) -> None:
        theme = current_theme()
        window = self._field.window()
        if self.parent() is not window:
            self.setParent(window)
        heights = [self.view.sizeHintForRow(at) for at in range(min(len(self.model.items), _MOST_SHOWN))]
        wanted = sum(heights) + theme.px(16)
        all_shown = len(heights) == len(self.model.items)
        self.view.setVerticalScrollBarPolicy(_NO_BAR if all_shown else _BAR_AS_NEEDED)
        below = self._field.mapTo(window, QPoint(0, self._field.height() + theme.px(4)))
        room_below = window.height() - below.y() - theme.px(4)
        above = self._field.mapTo(window, QPoint(0, 0)).y() - theme.px(4)
        width = min(max(self._field.width(), theme.px(320)), window.width() - theme.px(8))
        left = min(below.x(), window.width() - width - theme.px(4))
        if room_below >= min(wanted, above):
            self.setGeometry(left, below.y(), width, min(wanted, room_below))
        else:
            height = min(wanted, above)
            self.setGeometry(left, above - height, width, height)
        self.show()
        self.raise_()


def _paint_icon(painter: QPainter, item: Suggestion, box: QRect, theme: Theme) -> QRect:
    side = theme.measures.icon
    place = QRect(box.left(), box.center().y() - side // 2, side, side)
    paint_icon(painter, item.icon, place, theme.colours.muted)
    return box.adjusted(side + theme.px(8), 0, 0, 0)


def _paint_item(painter: QPainter, item: Suggestion, box: QRect, theme: Theme) -> None:
    colours = theme.colours
    is_sentence = item.value is None and not item.is_action
    painter.setFont(theme.font(_SMALL))
    painter.setPen(QColor(colours.muted))
    trailing = paint_text(painter, box.adjusted(box.width() // 3, 0, 0, 0), item.trailing, _RIGHT)
    left = box.adjusted(0, 0, -(trailing + theme.px(12)) if trailing else 0, 0)
    if item.second:
        upper = QRect(left.left(), left.top(), left.width(), left.height() // 2)
        painter.drawText(
            QRect(left.left(), upper.bottom(), left.width(), left.height() - upper.height()),
            int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter),
            painter.fontMetrics().elidedText(item.second, Qt.TextElideMode.ElideRight, left.width()),
        )
        left = upper
    strong = bool(item.second or item.chip or item.trailing)
    painter.setFont(theme.font(strong=strong and not is_sentence))
    painter.setPen(QColor(_ink(item, theme, is_sentence=is_sentence)))
    chip = chip_width(item.chip, item.chip_shape, theme) + theme.px(8) if item.chip else 0
    used = paint_text(painter, left.adjusted(0, 0, -chip, 0), item.text)
    if item.chip:
        place = left.adjusted(used + theme.px(8), 0, 0, 0)
        paint_chip(painter, place, item.chip, item.chip_tone, item.chip_shape)


def _ink(item: Suggestion, theme: Theme, *, is_sentence: bool) -> str:
    if is_sentence:
        return theme.colours.muted
    return theme.colours.accent if item.is_action else theme.colours.text
