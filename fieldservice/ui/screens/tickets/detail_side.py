"""The right half's place: an empty card until the list has been painted, then the panel of one ticket."""

from collections.abc import Callable
from typing import Generic, TypeVar

from PySide6.QtWidgets import QVBoxLayout, QWidget

from fieldservice.ui.kit.cards import Card
from fieldservice.ui.kit.painted import AfterPaint

Panel = TypeVar("Panel", bound=QWidget)


class DetailSide(QWidget, Generic[Panel]):
    """Builds its panel when it is asked for; `when_built` lets the list's rows be painted first."""

    def __init__(self, make: Callable[[], Panel]) -> None:
        super().__init__()
        self._make = make
        self._panel: Panel | None = None
        self._wish: Callable[[Panel], object] | None = None
        self._empty = Card(padded=False, name="ticketDetail")
        self._is_waiting = False
        self._place = QVBoxLayout(self)
        self._place.setContentsMargins(0, 0, 0, 0)
        self._place.addWidget(self._empty)

    @property
    def is_built(self) -> bool:
        return self._panel is not None

    @property
    def panel(self) -> Panel:
        if self._panel is None:
            self._panel = panel = self._make()
            self._place.replaceWidget(self._empty, panel)
            self._empty.deleteLater()
            if self._wish is not None:
                self._wish(panel)
        return self._panel

    def when_built(self, wish: Callable[[Panel], object]) -> None:
        """Do this with the panel: at once when it is there, else soon; of several wishes the last."""
        if self._panel is not None:
            wish(self._panel)
            return
        self._wish = wish
        if not self._is_waiting:
            self._is_waiting = True
            AfterPaint(self, lambda: self.panel)
