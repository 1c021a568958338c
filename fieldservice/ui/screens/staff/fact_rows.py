"""A card of facts: what it is at the left, how it is at the right, a line for each."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from fieldservice.ui.kit.cards import Card
from fieldservice.ui.kit.labels import Look, label, selectable
from fieldservice.ui.kit.theme import current_theme

_TOP = Qt.AlignmentFlag.AlignTop


class FactRows(Card):
    """`show_facts` replaces what is shown."""

    def __init__(self, title: str, *, name: str) -> None:
        super().__init__(title, name=name)
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(current_theme().px(16))
        self._grid.setVerticalSpacing(current_theme().gap(8))
        self._grid.setColumnMinimumWidth(0, current_theme().measures.label_width)
        self._grid.setColumnStretch(1, 1)
        self._shown: list[tuple[QLabel, QLabel]] = []
        self.add(self._grid)

    def show_facts(self, facts: Sequence[tuple[str, str]]) -> None:
        """Pairs of what it is and how it is; the lines are kept while their number stays the same."""
        if len(facts) != len(self._shown):
            self._make_lines(len(facts))
        for (name, value), (title, words) in zip(facts, self._shown, strict=True):
            title.setText(name)
            words.setText(value)
            words.setAccessibleName(f"{name}: {value}")

    def _make_lines(self, count: int) -> None:
        for gone in [widget for line in self._shown for widget in line]:
            self._grid.removeWidget(gone)
            _drop(gone)
        self._shown = []
        for row in range(count):
            title, words = label("", Look.MUTED, wraps=True), selectable()
            self._grid.addWidget(title, row, 0, _TOP)
            self._grid.addWidget(words, row, 1, _TOP)
            self._shown.append((title, words))


def _drop(widget: QWidget) -> None:
    widget.hide()
    widget.deleteLater()
