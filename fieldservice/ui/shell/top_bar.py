"""The bar above the screens: the search box, the one way to a new request, the bell, and the person."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from fieldservice.ui.kit.buttons import Button, ButtonKind, quiet
from fieldservice.ui.kit.theme import current_theme
from fieldservice.ui.shell.bell import Bell
from fieldservice.ui.shell.search_box import SearchBox


class TopBar(QWidget):
    person_pressed = Signal()

    def __init__(self, search: SearchBox) -> None:
        super().__init__()
        self.setObjectName("topBar")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.search = search
        theme = current_theme()
        self.setFixedHeight(theme.measures.top_bar_height)
        self.new_request = Button("", ButtonKind.PRIMARY, name="newRequestButton")
        self.person = quiet("", name="personButton")
        self.person.clicked.connect(self.person_pressed)
        self.person.hide()
        layout = QHBoxLayout(self)
        layout.setContentsMargins(theme.px(16), 0, theme.px(16), 0)
        layout.setSpacing(theme.px(12))
        layout.addWidget(search, 100)
        layout.addStretch(1)
        self.bell = Bell()
        layout.addWidget(self.new_request)
        layout.addWidget(self.bell)
        layout.addWidget(self.person)

    def show_person(self, name: str, *, has_room: bool) -> None:
        """The name of who sits here; it gives way when the window is narrow (the status bar has it too)."""
        self.person.setText(name)
        self.person.setAccessibleName(name)
        self.person.setVisible(bool(name) and has_room)
