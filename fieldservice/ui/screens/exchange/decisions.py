"""What people should look at: work that was not taken, values that gave way, and what was settled lately."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING
from uuid import UUID

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from fieldservice.ui.kit.buttons import Button
from fieldservice.ui.kit.sections import LineRow, Section, bare, chip_of
from fieldservice.ui.screens.exchange import words
from fieldservice.ui.screens.exchange.parts import ExchangeParts
from fieldservice.wording import _

if TYPE_CHECKING:
    from fieldservice.domain.queries.exchange import NewsRow, RefusedRow
    from fieldservice.domain.rules.changes import RowRef


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
        line = LineRow(words.heading_words(row, wording), "", name=f"news_{row.id.hex}")
        line.add_line(said)
        line.add_line(second)
        line.add_buttons(*self._open_button(row.place), *self._news_buttons(row))
        return line

    def refused_row(self, row: "RefusedRow") -> QWidget:
        wording = self.parts.wording
        what, why = words.refused_words(row, wording)
        who = ", ".join(part for part in (row.user, wording.near_moment(row.at, self.parts.now())) if part)
        line = LineRow(what, who, chip_of(words.refused_mark()), name=f"news_{row.id.hex}")
        line.add_line(why)
        again = self._button(_("Do anew"), "redoButton", row.id, self.redo_wanted.emit)
        aside = self._button(_("Put aside"), "settleButton", row.id, self.settle_wanted.emit)
        line.add_buttons(*self._open_button(row.place), aside, *((again,) if row.can_redo else ()))
        return line

    def _news_buttons(self, row: "NewsRow") -> list[Button]:
        buttons = []
        if row.settled_at is None:
            words_of_it = _("Leave it so") if row.can_restore else _("Put aside")
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
