"""What a walk looks for: names for screen readers, the order of the tabs, words that are cut."""

from collections.abc import Iterator

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractScrollArea,
    QComboBox,
    QLabel,
    QScrollArea,
    QTableView,
    QWidget,
)

from fieldservice.ui.kit.chips import Chip
from fieldservice.ui.kit.labels import ElidedLabel
from fieldservice.ui.kit.tab_order import ReadingOrder

_TAB = Qt.FocusPolicy.TabFocus
_ACROSS = Qt.Orientation.Horizontal
_NAME = QAccessible.Text.Name
_SLACK = 1


def seen(root: QWidget) -> Iterator[QWidget]:
    """Every part that is to be seen, in the order it was made."""
    return (widget for widget in root.findChildren(QWidget) if widget.isVisible())


def tab_stops(root: QWidget) -> list[QWidget]:
    """What Tab comes by inside `root`, in its order."""
    found: list[QWidget] = []
    widget = root.nextInFocusChain()
    while widget is not None and widget is not root:
        is_stop = widget.focusPolicy() & _TAB and widget.isVisible() and widget.isEnabled()
        if is_stop and root.isAncestorOf(widget) and widget.focusProxy() is None:
            found.append(widget)
        widget = widget.nextInFocusChain()
    return found


def nameless(root: QWidget) -> list[str]:
    """What takes the focus and has no name for a screen reader."""
    stops = [widget for widget in seen(root) if widget.focusPolicy() & _TAB]
    return [described(widget) for widget in stops if not _said_name(widget)]


def out_of_order(root: QWidget) -> list[str]:
    """Steps of Tab that go against the reading: up inside a column, or to the left inside a line."""
    for order in root.findChildren(ReadingOrder):
        order.put_in_order()  # as before each step of Tab
    stops = tab_stops(root)
    if root.isWindow() and stops:  # a dialog's tabs go in a circle, which begins where one begins to read
        first = min(range(len(stops)), key=lambda at: _reading_place(stops[at], root))
        stops = stops[first:] + stops[:first]
    places = [_place_in(widget, root) for widget in stops]
    steps = zip(zip(stops, places, strict=True), zip(stops[1:], places[1:], strict=True), strict=False)
    return [
        f"{described(one)} -> {described(next_one)}"
        for (one, here), (next_one, there) in steps
        if _goes_back(here, there)
    ]


def cut(root: QWidget) -> list[str]:
    """Words that have less room than they need, and parts that reach out of what holds them."""
    return [
        f"{described(widget)}: {why}"
        for widget in seen(root)
        if (why := _cut_words(widget) or _sticks_out(widget))
    ]


def cut_headers(root: QWidget) -> list[str]:
    """Titles of columns that are cut without saying themselves whole in a tooltip."""
    return [
        f"{described(view)}: {title}"
        for view in seen(root)
        if isinstance(view, QTableView) and not view.horizontalHeader().isHidden()
        for title in _cut_titles(view)
    ]


def too_wide(root: QWidget) -> list[str]:
    """Areas that must be scrolled sideways to be read."""
    return [
        f"{described(inner)} needs {inner.width()} of {area.viewport().width()}"
        for area in seen(root)
        if isinstance(area, QScrollArea)
        and (inner := area.widget()) is not None
        and inner.width() > area.viewport().width()
    ]


def described(widget: QWidget) -> str:
    return f"{type(widget).__name__} {widget.objectName()} {_words_of(widget)[:40]!r}"


def _said_name(widget: QWidget) -> str:
    """On Unix Qt says what is chosen as the name of a choice: its own must stand on the widget itself."""
    if isinstance(widget, QComboBox):
        return widget.accessibleName()
    interface = QAccessible.queryAccessibleInterface(widget)
    return str(interface.text(_NAME)) if interface else ""


def _place_in(widget: QWidget, root: QWidget) -> QRect:
    return QRect(widget.mapTo(root, QPoint(0, 0)), widget.size())


def _reading_place(widget: QWidget, root: QWidget) -> tuple[int, int]:
    place = _place_in(widget, root)
    return place.top(), place.left()


def _goes_back(here: QRect, there: QRect) -> bool:
    shares_column = here.left() < there.right() and there.left() < here.right()
    shares_line = here.top() < there.bottom() and there.top() < here.bottom()
    is_above = there.bottom() <= here.top()
    is_left = there.right() <= here.left()
    return (shares_column and is_above) or (shares_line and is_left)


def _cut_words(widget: QWidget) -> str:
    if isinstance(widget, ElidedLabel) or not _holds_words(widget):
        return ""
    if isinstance(widget, QLabel) and widget.wordWrap():
        needed = widget.heightForWidth(widget.width())
        return f"{widget.height()} of {needed} high" if widget.height() + _SLACK < needed else ""
    wish = widget.sizeHint()
    if widget.width() + _SLACK < wish.width():
        return f"{widget.width()} of {wish.width()} wide"
    return f"{widget.height()} of {wish.height()} high" if widget.height() + _SLACK < wish.height() else ""


def _holds_words(widget: QWidget) -> bool:
    return bool(_words_of(widget))


def _words_of(widget: QWidget) -> str:
    if isinstance(widget, Chip):
        return widget.accessibleName()
    return widget.text() if isinstance(widget, QLabel | QAbstractButton) else ""


def _sticks_out(widget: QWidget) -> str:
    """A part of a scrolled area may be out of sight; of anything else it may not."""
    above = widget.parentWidget()
    if above is None or widget.isWindow() or not _holds_words(widget):
        return ""
    if isinstance(above.parentWidget(), QAbstractScrollArea):
        return ""
    outside = not above.rect().adjusted(-_SLACK, -_SLACK, _SLACK, _SLACK).contains(widget.geometry())
    return f"reaches out of {described(above)}" if outside else ""


def _cut_titles(view: QTableView) -> Iterator[str]:
    header, model = view.horizontalHeader(), view.model()
    for at in range(model.columnCount()):
        title = str(model.headerData(at, _ACROSS) or "")
        tooltip = model.headerData(at, _ACROSS, Qt.ItemDataRole.ToolTipRole)
        room = header.sectionSize(at)
        if title and not tooltip and header.sectionSizeFromContents(at).width() > room:
            yield f"{title} ({room} of {header.sectionSizeFromContents(at).width()})"
