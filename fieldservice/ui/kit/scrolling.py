"""An area that scrolls downwards and looks like the ground it stands on."""

from PySide6.QtCore import QEvent, QObject, QSize, Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

_NEVER = Qt.ScrollBarPolicy.ScrollBarAlwaysOff


class DownwardsArea(QScrollArea):
    """Scrolls downwards only: it is never narrower than what it holds, also when that grows."""

    def __init__(self, layout: QVBoxLayout) -> None:
        super().__init__()
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(_NEVER)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.viewport().setAutoFillBackground(False)
        inner = QWidget()
        inner.setLayout(layout)
        self.setWidget(inner)
        inner.setAutoFillBackground(False)

    def minimumSizeHint(self) -> QSize:
        inner, bar = self.widget(), self.verticalScrollBar().sizeHint().width()
        wide = inner.minimumSizeHint().width() + bar if inner is not None else bar
        return QSize(wide, super().minimumSizeHint().height())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.LayoutRequest:
            self.updateGeometry()
        return super().eventFilter(watched, event)


def scrolling(layout: QVBoxLayout) -> QScrollArea:
    """An area that scrolls downwards when the window is small; its ground is the page's."""
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setHorizontalScrollBarPolicy(_NEVER)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.viewport().setAutoFillBackground(False)
    inner = QWidget()
    inner.setLayout(layout)
    area.setWidget(inner)
    inner.setAutoFillBackground(False)
    return area
