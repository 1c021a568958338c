"""A part of a card with rows: a title, a button, rows made anew with each card, an empty sentence."""

from collections.abc import Sequence

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from fieldservice.ui.kit.buttons import Button, ButtonKind
from fieldservice.ui.kit.cards import Card, rule
from fieldservice.ui.kit.chips import Chip
from fieldservice.ui.kit.colours import Tone
from fieldservice.ui.kit.labels import ElidedLabel, Look, label, selectable
from fieldservice.ui.kit.painting import Shape
from fieldservice.ui.kit.theme import current_theme

Mark = tuple[str, Tone, Shape]
"""What a chip shows."""


class Section(Card):
    """`show_rows` replaces what is shown; nothing to show gives the empty sentence."""

    def __init__(self, title: str, empty: str, *, name: str) -> None:
        super().__init__(title, padded=False, name=name)
        self._heading = title
        self._rows: list[QWidget] = []
        self._empty = label(empty, Look.MUTED, wraps=True)
        side = current_theme().px(16)
        self._empty.setContentsMargins(side, current_theme().px(12), side, current_theme().px(12))
        self.body.setSpacing(0)
        self.add(self._empty)

    def show_rows(self, rows: Sequence[QWidget], count: int | None = None) -> None:
        """Show rows with a line between them; `count` stands behind the title."""
        for gone in self._rows:
            self.body.removeWidget(gone)
            gone.hide()
            gone.deleteLater()
        self._rows = []
        for at, row in enumerate(rows):
            if at:
                self._add_row(rule())
            self._add_row(row)
        self._empty.setVisible(not rows)
        self.set_title(self._heading if not count else f"{self._heading}  {count}")

    def _add_row(self, row: QWidget) -> None:
        self.body.addWidget(row)
        self._rows.append(row)


def bare(words: str, *, name: str) -> Button:
    """A button without a frame, for what stands beside a row."""
    return Button(words, ButtonKind.BARE, name=name)


def chip_of(mark: Mark, *, name: str = "") -> Chip:
    words, tone, shape = mark
    return Chip(words, tone, shape, name=name)


class LineRow(QWidget):
    """One row: strong words and chips; below, muted words with buttons at their right end; more lines.

    `wraps` is for a whole sentence, which is plain and never cut.
    """

    def __init__(self, words: str, second: str, *chips: QWidget, name: str = "", wraps: bool = False) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setAccessibleName(words)
        theme = current_theme()
        self._down = QVBoxLayout(self)
        self._down.setContentsMargins(theme.px(16), theme.px(8), theme.px(8), theme.px(8))
        self._down.setSpacing(theme.px(2))
        first, self._below = QHBoxLayout(), QHBoxLayout()
        first.setContentsMargins(0, 0, theme.px(8), 0)
        first.setSpacing(theme.px(8))
        first.addWidget(label(words, wraps=True) if wraps else ElidedLabel(words, Look.STRONG), 1)
        for chip in chips:
            first.addWidget(chip)
        self._below.setSpacing(0)
        if second or not wraps:
            self._below.addWidget(label(second, Look.SMALL, wraps=True), 1)
        self._down.addLayout(first)
        self._down.addLayout(self._below)
        self._for_buttons = first if wraps else self._below

    def add_buttons(self, *buttons: QWidget) -> None:
        for button in buttons:
            self._for_buttons.addWidget(button)

    def add_line(self, words: str, look: Look = Look.SMALL) -> None:
        if words:
            self._down.addWidget(label(words, look, wraps=True))

    def add_widget(self, widget: QWidget) -> None:
        """Something as wide as the words and what stands beside them."""
        across = QHBoxLayout()
        across.setContentsMargins(0, 0, current_theme().px(8), 0)
        across.addWidget(widget)
        self._down.addLayout(across)


class WordsRow(QWidget):
    """A sentence, and a muted line below it."""

    def __init__(self, words: str, second: str) -> None:
        super().__init__()
        self.setAccessibleName(f"{words}, {second}")
        theme = current_theme()
        down = QVBoxLayout(self)
        down.setContentsMargins(theme.px(16), theme.px(8), theme.px(16), theme.px(8))
        down.setSpacing(theme.px(2))
        down.addWidget(selectable(words))
        down.addWidget(label(second, Look.SMALL, wraps=True))
