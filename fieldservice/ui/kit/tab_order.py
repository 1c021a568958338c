"""Tab goes as one reads: along the layouts, whatever order the parts were made or filled in.

Qt's own order is that of making, so that a button above a list that was made later comes after it.
"""

from collections.abc import Iterator
from itertools import pairwise

from PySide6.QtCore import QEvent, QObject, Qt, QTimerEvent
from PySide6.QtWidgets import QAbstractScrollArea, QLayout, QScrollArea, QSplitter, QWidget

_TAB = Qt.FocusPolicy.TabFocus


class ReadingOrder(QObject):
    """Puts the tabs of `root` in the order of its layouts: when it is shown, and before each step of Tab, for
    which `root` calls `put_in_order`. Nothing is done while parts only change.

    It keeps nothing of its own in Python: it may be asked while it is being taken apart with its root.
    """

    def __init__(self, root: QWidget) -> None:
        super().__init__(root)
        root.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Show:
            self.startTimer(0)
        return super().eventFilter(watched, event)

    def timerEvent(self, event: QTimerEvent) -> None:
        self.killTimer(event.timerId())
        self.put_in_order()

    def put_in_order(self) -> None:
        root = self.parent()
        if isinstance(root, QWidget):
            for one, next_one in pairwise(_stops(root)):
                QWidget.setTabOrder(one, next_one)


def _stops(root: QWidget) -> list[QWidget]:
    return [
        widget
        for widget in as_read(root)
        if widget.focusPolicy() & _TAB and widget.focusProxy() is None and widget is not root
    ]


def as_read(widget: QWidget) -> Iterator[QWidget]:
    """The widget and all inside it, in the order of layouts; what stands in none comes last."""
    yield widget
    seen: set[QWidget] = set()
    for part in _parts_of(widget):
        if part not in seen:
            seen.add(part)
            yield from as_read(part)


def _parts_of(widget: QWidget) -> Iterator[QWidget]:
    layout = widget.layout()
    if layout is not None:
        yield from _in_layout(layout)
    if isinstance(widget, QSplitter):
        yield from (part for at in range(widget.count()) if (part := widget.widget(at)) is not None)
    if isinstance(widget, QScrollArea) and (inner := widget.widget()) is not None:
        yield inner
    if not isinstance(widget, QAbstractScrollArea):
        yield from (
            child for child in widget.children() if isinstance(child, QWidget) and not child.isWindow()
        )


def _in_layout(layout: QLayout) -> Iterator[QWidget]:
    for at in range(layout.count()):
        item = layout.itemAt(at)
        if item is None:
            continue
        widget, inner = item.widget(), item.layout()
        if widget is not None:
            yield widget
        elif inner is not None:
            yield from _in_layout(inner)
