"""How the card of a register stands at the right: a header over two columns, or what to choose first."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtWidgets import QHBoxLayout, QStackedLayout, QVBoxLayout, QWidget

from fieldservice.ui.kit.empty import EmptyState, EmptyWords
from fieldservice.ui.kit.pages import scrolling
from fieldservice.ui.kit.side_by_side import SideBySide
from fieldservice.ui.kit.theme import current_theme


@dataclass(frozen=True, slots=True)
class CardParts:
    """`none` says what to choose while nothing is; `empty_name` is the object name of those words."""

    header: QWidget
    left: Sequence[QWidget]
    right: Sequence[QWidget]
    none: str
    empty_name: str


class CardPlace(QWidget):
    """Shows one card, or the sentence that none is chosen."""

    def __init__(self, *, name: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self._stack = QStackedLayout(self)

    def place(self, parts: CardParts, *, shares: tuple[int, int], left_needs: int) -> None:
        columns = SideBySide(column(*parts.left), column(*parts.right), shares=shares, left_needs=left_needs)
        inside = QVBoxLayout()
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(current_theme().px(16))
        inside.addWidget(parts.header)
        inside.addWidget(columns)
        inside.addStretch(1)
        self._stack.addWidget(EmptyState(EmptyWords(parts.none), name=parts.empty_name))
        self._stack.addWidget(scrolling(inside))

    def turn(self, *, to_card: bool) -> None:
        """To the card, or to the words that none is chosen."""
        self._stack.setCurrentIndex(1 if to_card else 0)


class ButtonRow(QWidget):
    """Buttons side by side; the primary one last."""

    def __init__(self, *buttons: QWidget) -> None:
        super().__init__()
        self._across = QHBoxLayout(self)
        self._across.setContentsMargins(0, 0, 0, 0)
        self._across.setSpacing(current_theme().px(8))
        self.add(*buttons)

    def add(self, *buttons: QWidget) -> None:
        for button in buttons:
            self._across.addWidget(button)


def header_row(
    title: QWidget, state: QWidget, lines: Sequence[QWidget], buttons: QWidget, *, left_needs: int
) -> SideBySide:
    """Title and chip over lines of words; what is done most beside them, or below when there is no room."""
    theme = current_theme()
    words = QWidget()
    down = QVBoxLayout(words)
    down.setContentsMargins(0, 0, 0, 0)
    down.setSpacing(theme.px(4))
    first = QHBoxLayout()
    first.setSpacing(theme.px(8))
    first.addWidget(title, 1)
    first.addWidget(state)
    down.addLayout(first)
    for line in lines:
        down.addWidget(line)
    return SideBySide(words, buttons, shares=(1, 0), left_needs=left_needs)


def header_top(*rows: QWidget) -> QWidget:
    """What stands above the facts of an unpadded header."""
    theme = current_theme()
    top = QWidget()
    padded = QVBoxLayout(top)
    side = theme.px(16)
    padded.setContentsMargins(side, theme.px(12), side, theme.px(12))
    padded.setSpacing(theme.px(8))
    for row in rows:
        padded.addWidget(row)
    return top


def column(*parts: QWidget) -> QWidget:
    widget = QWidget()
    layout = QVBoxLayout(widget)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(current_theme().px(16))
    for part in parts:
        layout.addWidget(part)
    layout.addStretch(1)
    return widget
