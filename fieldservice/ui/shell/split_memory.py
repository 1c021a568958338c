"""Parts of a screen that share its room keep the shares that a person gave them, beside or below each other.

It is tied to the splitters of every page when the page is made: no screen needs to know.
"""

from PySide6.QtCore import QObject, Qt, QTimer, Slot
from PySide6.QtWidgets import QSplitter, QWidget

from fieldservice.ui.kit.layouts import Layouts

_ACROSS = Qt.Orientation.Horizontal
_DOWN = Qt.Orientation.Vertical
_STEP = 0.04
_LEAST = 0.12


class SplitMemory(QObject):
    """One splitter of a page. Belongs to the splitter."""

    def __init__(self, splitter: QSplitter, name: str, layouts: Layouts) -> None:
        super().__init__(splitter)
        self._splitter = splitter
        self._name = name
        self._layouts = layouts
        splitter.splitterMoved.connect(self._on_moved)
        QTimer.singleShot(0, self, self.restore)

    @property
    def is_across(self) -> bool:
        return self._splitter.orientation() == _ACROSS

    @Slot()
    def restore(self) -> None:
        """As it was left, once the page has given it its first shares."""
        kept = self._layouts.load(self._name)
        if not isinstance(kept, dict):
            return
        self._splitter.setOrientation(_DOWN if kept.get("below") else _ACROSS)
        shares = kept.get("shares")
        if isinstance(shares, list) and len(shares) == self._splitter.count() and sum(shares) > 0:
            self._set_shares([float(share) / sum(shares) for share in shares])

    def shift(self, direction: int) -> None:
        """Give the first part more room (1) or less (-1)."""
        sizes = self._splitter.sizes()
        whole = sum(sizes)
        if len(sizes) > 1 and whole:
            first = min(1 - _LEAST, max(_LEAST, sizes[0] / whole + direction * _STEP))
            rest = [size / max(1, whole - sizes[0]) * (1 - first) for size in sizes[1:]]
            self._set_shares([first, *rest])
            self._keep()

    def turn(self) -> None:
        """Put the parts below each other when they stand beside each other, and back."""
        self._splitter.setOrientation(_DOWN if self.is_across else _ACROSS)
        self._keep()

    def _set_shares(self, shares: list[float]) -> None:
        self._splitter.setSizes([round(share * 10_000) for share in shares])

    def _on_moved(self, _position: int, _index: int) -> None:
        self._keep()

    def _keep(self) -> None:
        sizes = self._splitter.sizes()
        shares = [round(size / max(1, sum(sizes)), 3) for size in sizes]
        self._layouts.keep(self._name, {"shares": shares, "below": not self.is_across})


def remember_splits(page: QWidget, layouts: Layouts) -> None:
    """Tie a memory to every splitter that the page has."""
    for number, splitter in enumerate(page.findChildren(QSplitter)):
        SplitMemory(splitter, f"{page.objectName()}.split{number or ''}", layouts)


def split_of(page: QWidget) -> SplitMemory | None:
    """The memory of the first splitter to be seen on the page."""
    memories = (
        splitter.findChild(SplitMemory) for splitter in page.findChildren(QSplitter) if splitter.isVisible()
    )
    return next((memory for memory in memories if memory is not None), None)
