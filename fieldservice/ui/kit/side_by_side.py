"""Two parts beside each other while there is room, below each other when there is not."""

from PySide6.QtCore import QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QWidget

from fieldservice.ui.kit.theme import current_theme

_ACROSS = QBoxLayout.Direction.LeftToRight
_DOWN = QBoxLayout.Direction.TopToBottom


class SideBySide(QWidget):
    """`shares` are the parts of the width. They stand below each other when the left one has less than
    `left_needs` pixels of the unscaled design, or when their smallest sizes do not fit.
    """

    def __init__(
        self,
        left: QWidget,
        right: QWidget,
        *,
        shares: tuple[int, int] = (1, 1),
        spacing: int = 16,
        left_needs: int = 0,
    ) -> None:
        super().__init__()
        self._parts = (left, right)
        self._left_needs = left_needs * sum(shares) // max(1, shares[0])
        self._layout = QBoxLayout(_ACROSS, self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSizeConstraint(QBoxLayout.SizeConstraint.SetNoConstraint)
        self._layout.setSpacing(current_theme().px(spacing))
        for part, share in zip(self._parts, shares, strict=True):
            self._layout.addWidget(part, share)

    @property
    def is_stacked(self) -> bool:
        return self._layout.direction() == _DOWN

    def minimumSizeHint(self) -> QSize:
        sizes = [_smallest(part) for part in self._parts]
        heights = [size.height() for size in sizes]
        height = sum(heights) + self._layout.spacing() if self.is_stacked else max(heights)
        return QSize(max(size.width() for size in sizes), height)

    def sizeHint(self) -> QSize:
        sizes = [part.sizeHint() for part in self._parts]
        heights = [size.height() for size in sizes]
        height = sum(heights) + self._layout.spacing() if self.is_stacked else max(heights)
        return QSize(sum(size.width() for size in sizes) + self._layout.spacing(), height)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        smallest = sum(_smallest(part).width() for part in self._parts) + self._layout.spacing()
        fits = self.width() >= max(smallest, current_theme().px(self._left_needs))
        direction = _ACROSS if fits else _DOWN
        if self._layout.direction() != direction:
            self._layout.setDirection(direction)
            self.updateGeometry()


def _smallest(part: QWidget) -> QSize:
    return part.minimumSizeHint().expandedTo(part.minimumSize())
