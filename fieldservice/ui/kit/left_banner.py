"""A record that left this workstation while it was open: says so, and lets one copy what stands there."""

from collections.abc import Callable

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QWidget

from fieldservice.ui.kit.announcements import announce
from fieldservice.ui.kit.buttons import quiet
from fieldservice.ui.kit.chips import Chip
from fieldservice.ui.kit.colours import Tone
from fieldservice.ui.kit.labels import Look, label
from fieldservice.ui.kit.painting import Shape
from fieldservice.ui.kit.theme import current_theme
from fieldservice.wording import _


class LeftBanner(QWidget):
    """Hidden until `tell`; `copied` gives the text when the button is pressed, with what was typed last."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("leftBanner")
        theme = current_theme()
        across = QHBoxLayout(self)
        across.setContentsMargins(theme.px(16), theme.px(8), theme.px(16), theme.px(8))
        across.setSpacing(theme.px(8))
        self.words = label("", Look.STRONG, wraps=True)
        self.words.setObjectName("leftWords")
        self.copy = quiet(_("Copy"), name="copyLeftButton")
        self.copy.clicked.connect(self._on_copy)
        self._copied: Callable[[], str] = str
        across.addWidget(Chip(_("not here any more"), Tone.CARE, Shape.DIAMOND, name="leftChip"))
        across.addWidget(self.words, 1)
        across.addWidget(self.copy)
        self.hide()

    def tell(self, words: str, copied: Callable[[], str]) -> None:
        """The record left; `copied` is asked for its text and what was typed."""
        self._copied = copied
        self.words.setText(words)
        self.show()
        announce(self, words)

    def _on_copy(self) -> None:
        QGuiApplication.clipboard().setText(self._copied())
        self.copy.setText(_("Copied"))
