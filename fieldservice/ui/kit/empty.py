"""What stands where nothing is: one sentence what belongs here, one button for it."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from fieldservice.domain.rules.quick_dataclass import dataclass
from fieldservice.ui.kit.buttons import Button, quiet
from fieldservice.ui.kit.labels import Look, label
from fieldservice.ui.kit.theme import current_theme

_CENTRE = Qt.AlignmentFlag.AlignCenter
_CENTRE_ACROSS = Qt.AlignmentFlag.AlignHCenter


@dataclass(frozen=True, slots=True)
class EmptyWords:
    """The sentence, and the word on the button; no button without a word."""

    sentence: str
    button: str = ""


class EmptyState(QWidget):
    button_pressed = Signal()

    def __init__(self, words: EmptyWords, *, name: str) -> None:
        super().__init__()
        self.setObjectName(name)
        layout = QVBoxLayout(self)
        layout.setSpacing(current_theme().px(12))
        self._sentence = label(words.sentence, Look.MUTED, wraps=True)
        self._sentence.setAlignment(_CENTRE)
        self.button: Button = quiet(words.button, name=f"{name}Button")
        self.button.clicked.connect(self.button_pressed)
        layout.addStretch(2)
        layout.addWidget(self._sentence)
        layout.addWidget(self.button, 0, _CENTRE_ACROSS)
        layout.addStretch(3)
        self.show_words(words)

    def show_words(self, words: EmptyWords) -> None:
        self._sentence.setText(words.sentence)
        self.button.setText(words.button)
        self.button.setVisible(bool(words.button))
