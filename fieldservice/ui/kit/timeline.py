"""What happened, newest first: when at the left, what and who beside it, words of people on a soft ground."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QVBoxLayout, QWidget

from fieldservice.ui.kit.cards import soft_block
from fieldservice.ui.kit.labels import Look, label
from fieldservice.ui.kit.markup import muted, plain, strong
from fieldservice.ui.kit.theme import current_theme

_TOP = Qt.AlignmentFlag.AlignTop
_RICH = Qt.TextFormat.RichText
_SELECTABLE = Qt.TextInteractionFlag.TextSelectableByMouse
_WHEN_WIDTH = 58


@dataclass(frozen=True, slots=True)
class TimelineEntry:
    """`when` in words; `text` what was said or done; `is_quoted` for the words of people."""

    id: Any
    when: str
    title: str
    who: str = ""
    text: str = ""
    is_quoted: bool = False
    when_tooltip: str = ""

    def words(self) -> str:
        return ", ".join(part for part in (self.when, self.title, self.who, self.text) if part)


class Timeline(QWidget):
    """Grows with its entries; put it into a scroll area."""

    def __init__(self, *, name: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self._entries: tuple[TimelineEntry, ...] = ()
        self._rows: list[QWidget] = []
        theme = current_theme()
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(theme.px(12))
        self._layout.addStretch(1)

    @property
    def entries(self) -> tuple[TimelineEntry, ...]:
        return self._entries

    def set_entries(self, entries: Sequence[TimelineEntry]) -> None:
        """Show these; rows that stay the same are left alone, so that a selection in them stays."""
        fresh = tuple(entries)
        kept = dict(zip(self._entries, self._rows, strict=True))
        rows = [kept.pop(entry) if entry in kept else _row(entry) for entry in fresh]
        for gone in kept.values():
            self._layout.removeWidget(gone)
            gone.deleteLater()
        for at, row in enumerate(rows):
            if self._layout.indexOf(row) != at:
                self._layout.insertWidget(at, row)
        self._entries, self._rows = fresh, rows


def _row(entry: TimelineEntry) -> QWidget:
    theme = current_theme()
    row = QWidget()
    row.setAccessibleName(entry.words())
    grid = QGridLayout(row)
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setHorizontalSpacing(theme.px(12))
    grid.setColumnMinimumWidth(0, theme.px(_WHEN_WIDTH))
    grid.setColumnStretch(1, 1)
    when = label(entry.when, Look.SMALL)
    when.setToolTip(entry.when_tooltip)
    grid.addWidget(when, 0, 0, _TOP)
    words = _words(entry)
    grid.addWidget(soft_block(words) if entry.is_quoted else words, 0, 1)
    return row


def _words(entry: TimelineEntry) -> QLabel:
    first = strong(entry.title) + (f" {muted(entry.who)}" if entry.who else "")
    words = QLabel(f"{first}<br>{plain(entry.text)}" if entry.text else first)
    words.setTextFormat(_RICH)
    words.setWordWrap(True)
    words.setTextInteractionFlags(_SELECTABLE)
    return words
