"""The verdict: its lights in a row and one sentence, filled while one types. Nothing moves when it fills."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from fieldservice.ui.kit.announcements import announce
from fieldservice.ui.kit.chips import DEFAULT_SHAPES, Chip
from fieldservice.ui.kit.colours import Tone
from fieldservice.ui.kit.flow import Flow
from fieldservice.ui.kit.labels import selectable
from fieldservice.ui.kit.markup import with_strong_parts
from fieldservice.ui.kit.painting import Shape
from fieldservice.ui.kit.theme import current_theme

_TOP = Qt.AlignmentFlag.AlignTop
_SENTENCE_LINES = 2


@dataclass(frozen=True, slots=True)
class Light:
    """One check: the word on it, what it means, and what a screen reader says for it."""

    word: str
    tone: Tone = Tone.NEUTRAL
    spoken: str = ""


class Lights(QWidget):
    """`waiting` are the words of the lights while nothing is known; there are always as many as these."""

    def __init__(self, waiting: Sequence[str], *, name: str) -> None:
        super().__init__()
        self.setObjectName(name)
        theme = current_theme()
        self._waiting = tuple(Light(word) for word in waiting)
        self._lights = self._waiting
        self.chips = [Chip(word, Tone.NEUTRAL, Shape.CIRCLE) for word in waiting]
        self._sentence = selectable()
        self._sentence.setObjectName(f"{name}Sentence")
        self._sentence.setAlignment(_TOP)
        self._sentence.setMinimumHeight(_SENTENCE_LINES * theme.px(20))
        self._row = Flow(gap=10)
        for chip in self.chips:
            self._row.add(chip)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.px(8))
        layout.addWidget(self._row)
        layout.addWidget(self._sentence)

    @property
    def sentence(self) -> QLabel:
        return self._sentence

    @property
    def lights(self) -> tuple[Light, ...]:
        return self._lights

    def show_verdict(
        self, lights: Sequence[Light], sentence: str, *, strong_parts: Sequence[str] = ()
    ) -> None:
        """Fill in what is known; lights beyond those given keep waiting."""
        self._lights = (*lights, *self._waiting[len(lights) :])
        for chip, light in zip(self.chips, self._lights, strict=True):
            shape = Shape.CIRCLE if light.tone is Tone.NEUTRAL else DEFAULT_SHAPES[light.tone]
            chip.show_state(light.word, light.tone, shape)
        self._row.arrange()
        self._sentence.setTextFormat(Qt.TextFormat.RichText)
        self._sentence.setText(with_strong_parts(sentence, strong_parts))
        spoken = "; ".join(light.spoken or light.word for light in self._lights)
        changed = f"{spoken}. {sentence}"
        if changed != self.accessibleName():
            self.setAccessibleName(changed)
            announce(self, sentence)

    def clear(self) -> None:
        self.show_verdict((), "")
