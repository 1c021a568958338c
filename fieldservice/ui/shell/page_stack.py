"""Holds the pages that were made, and shows one of them."""

from collections.abc import Iterator

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QStackedWidget

from fieldservice.ui.kit.pages import Page


class PageStack(QStackedWidget):
    """Each page stands in a scroll area: it never makes the window larger than the screen it is on."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("pageStack")
        self._pages: dict[str, Page] = {}
        self._areas: dict[str, QScrollArea] = {}
        self._shown: str | None = None

    def __contains__(self, screen_id: str) -> bool:
        return screen_id in self._pages

    def __iter__(self) -> Iterator[Page]:
        return iter(self._pages.values())

    def __getitem__(self, screen_id: str) -> Page:
        return self._pages[screen_id]

    def add(self, screen_id: str, page: Page) -> None:
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(page)
        self._pages[screen_id] = page
        self._areas[screen_id] = area
        self.addWidget(area)

    def show_page(self, screen_id: str) -> Page:
        """Show the page; the one shown before is told that it was left."""
        if self._shown not in {None, screen_id}:
            self._pages[str(self._shown)].leave()
        self._shown = screen_id
        self.setCurrentWidget(self._areas[screen_id])
        return self._pages[screen_id]
