"""What people should look at: work that was not taken, values that gave way, and what was settled lately."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from fieldservice.ui.kit.buttons import Button
from fieldservice.ui.kit.labels import ElidedLabel, Look, label, selectable
from fieldservice.ui.kit.sections import Section, bare, chip_of
from fieldservice.ui.kit.side_by_side import SideBySide
from fieldservice.ui.kit.theme import current_theme
from fieldservice.ui.screens.exchange import words
from fieldservice.ui.screens.exchange.parts import ExchangeParts
from fieldservice.wording import _

if TYPE_CHECKING:
    from fieldservice.domain.queries.exchange import NewsRow, RefusedRow
    from fieldservice.domain.rules.changes import RowRef


_SECOND_NEEDS = 520
"""The whole line, words and buttons: with less the buttons stand below."""


@dataclass(frozen=True, slots=True)
class Said:
    """What it is about, the sentence, and when and why in small."""

    heading: str
    sentence: str
    second: str


class NewsLine(QWidget):
    """One thing to be looked at: heading and chip, the sentence, then what can be done about it."""

    def __init__(self, said: Said, buttons: Sequence[Button], *chips: QWidget, name: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setAccessibleName(f"{said.heading}. {said.sentence}")
        theme = current_theme()
        down = QVBoxLayout(self)
        down.setContentsMargins(theme.px(16), theme.px(10), theme.px(8), theme.px(6))
        down.setSpacing(theme.px(3))
        first = QHBoxLayout()
        first.setContentsMargins(0, 0, theme.px(8), 0)
        first.addWidget(ElidedLabel(said.heading, Look.STRONG), 1)
        for chip in chips:
            first.addWidget(chip)
        acts = QWidget()
        below = QHBoxLayout(acts)
        below.setContentsMargins(0, 0, 0, 0)
        below.setSpacing(0)
        below.addStretch(1)
        for button in buttons:
            below.addWidget(button)
        second = label(said.second, Look.SMALL, wraps=True)
        down.addLayout(first)
        down.addWidget(selectable(said.sentence))
        down.addWidget(SideBySide(second, acts, shares=(1, 0), spacing=0, left_needs=_SECOND_NEEDS))


class Decisions(Section):
    """`restore_wanted`, `redo_wanted`, `settle_wanted` carry a news' id, `place_wanted` a `RowRef`."""

    restore_wanted = Signal(object)
    redo_wanted = Signal(object)
    settle_wanted = Signal(object)
    place_wanted = Signal(object)

    def __init__(self, parts: ExchangeParts, title: str, empty: str, *, name: str) -> None:
        super().__init__(title, empty, name=name)
        self.parts = parts

    def news_row(self, row: "NewsRow") -> QWidget:
        wording = self.parts.wording
        is_conflict = row.kind.value == "conflict"
        said = words.conflict_words(row, wording) if is_conflict else words.other_news_words(row, wording)
        second = words.second_words(row, self.parts.now(), wording)
        buttons = (*self._open_button(row.place), *self._news_buttons(row))
        heading = words.heading_words(row, wording)
        return NewsLine(Said(heading, said, second), buttons, name=f"news_{row.id.hex}")

    def refused_row(self, row: "RefusedRow") -> QWidget:
        wording = self.parts.wording
        what, why = words.refused_words(row, wording)
        who = ", ".join(part for part in (row.user, wording.near_moment(row.at, self.parts.now())) if part)
        again = self._button(_("Do anew"), "redoButton", row.id, self.redo_wanted.emit)
        aside = self._button(_("Put it aside"), "settleButton", row.id, self.settle_wanted.emit)
        buttons = (*self._open_button(row.place), aside, *((again,) if row.can_redo else ()))
        chip = chip_of(words.refused_mark())
        return NewsLine(Said(what, why, who), buttons, chip, name=f"news_{row.id.hex}")

    def _news_buttons(self, row: "NewsRow") -> list[Button]:
        buttons = []
        if row.settled_at is None:
            words_of_it = words.settle_words(row)
            buttons.append(self._button(words_of_it, "settleButton", row.id, self.settle_wanted.emit))
        if row.can_restore:
            said = words.restore_words(row, self.parts.wording)
            buttons.append(self._button(said, "restoreButton", row.id, self.restore_wanted.emit))
        return buttons

    def _open_button(self, place: "RowRef | None") -> list[Button]:
        if place is None:
            return []
        button = bare(_("Open"), name="openButton")
        button.clicked.connect(lambda: self.place_wanted.emit(place))
        return [button]

    @staticmethod
    def _button(text: str, name: str, news_id: UUID, wanted: Callable[[UUID], None]) -> Button:
        button = bare(text, name=name)
        button.clicked.connect(lambda: wanted(news_id))
        return button


class Conflicts(Decisions):
    def __init__(self, parts: ExchangeParts) -> None:
        empty = _("No value gave way. Where two changed the same, both values stand here, and you decide.")
        super().__init__(parts, _("To decide"), empty, name="conflictsCard")

    def show_conflicts(self, rows: "Sequence[NewsRow]") -> None:
        self.show_rows([self.news_row(row) for row in rows], len(rows))


class Refused(Decisions):
    def __init__(self, parts: ExchangeParts) -> None:
        empty = _("The centre took everything. What it does not take stands here with the reason.")
        super().__init__(parts, _("Not taken"), empty, name="refusedCard")

    def show_refused(self, rows: "Sequence[RefusedRow]") -> None:
        self.show_rows([self.refused_row(row) for row in rows], len(rows))


class Settled(Decisions):
    def __init__(self, parts: ExchangeParts) -> None:
        super().__init__(parts, _("Settled lately"), "", name="settledCard")

    def show_settled(self, rows: "Sequence[NewsRow]") -> None:
        self.setVisible(bool(rows))
        self.show_rows([self.news_row(row) for row in rows])
