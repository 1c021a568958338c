"""An area that scrolls downwards and looks like the ground it stands on."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

_NEVER = Qt.ScrollBarPolicy.ScrollBarAlwaysOff


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
