"""The views in the page's head: a chip each with its count, as many as find room, the rest behind More."""

from collections.abc import Sequence
from typing import TYPE_CHECKING
from uuid import UUID

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QWidget

from fieldservice.domain.rules.ticket_filters import ENDED_VIEWS
from fieldservice.ui.kit.buttons import Button, filter_button, quiet
from fieldservice.ui.kit.theme import current_theme
from fieldservice.ui.screens.tickets.list_words import (
    FURTHER_VIEWS,
    HEADER_VIEWS,
    MARKS,
    view_hint,
    view_words,
)
from fieldservice.wording import _

if TYPE_CHECKING:
    from fieldservice.domain.queries.saved_views import SavedViewRow
    from fieldservice.domain.queries.ticket_views import ViewCount

_GAP = 8


class ViewBar(QWidget):
    """`view_chosen` carries the code of a view of the program's own, `saved_chosen` a `SavedViewRow`."""

    view_chosen = Signal(str)
    saved_chosen = Signal(object)
    more_requested = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._chips: dict[str | UUID, Button] = {}
        self._saved: dict[UUID, SavedViewRow] = {}
        self._group = QButtonGroup(self)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(current_theme().px(_GAP))
        self.more = quiet(_("More"), name="moreViewsButton")
        self.more.setToolTip(_("All views, your own ones, and how tickets are spread"))
        self.more.clicked.connect(self.more_requested)
        self._row.addWidget(self.more)
        for view in (*HEADER_VIEWS, *FURTHER_VIEWS):
            self._add_view(view)

    @property
    def saved(self) -> "tuple[SavedViewRow, ...]":
        return tuple(self._saved.values())

    def mark(self, shown: str | UUID) -> None:
        """Say which one is shown, and make sure that it is to be seen."""
        if shown in self._chips:
            self._chips[shown].setChecked(True)

    def show_counts(self, counts: "Sequence[ViewCount]") -> None:
        for each in counts:
            if each.view in self._chips:
                self._show_count(self._chips[each.view], each.count, is_more=each.is_more)

    def show_saved(self, views: "Sequence[SavedViewRow]") -> None:
        """Chips of the views that people made; those no longer there go."""
        found = {view.id: view for view in views}
        for gone in [key for key in self._saved if key not in found]:
            chip = self._chips.pop(gone)
            self._group.removeButton(chip)
            chip.deleteLater()
        for view in views:
            if view.id not in self._chips:
                self._add_saved(view.id, view.name)
            chip = self._chips[view.id]
            chip.setText(view.name)
            chip.setToolTip("" if view.is_mine else _("Shared by {name}").format(name=view.owner))
            count = None if view.wish.view in ENDED_VIEWS else view.count
            self._show_count(chip, count, is_more=view.is_more)
        self._saved = found

    def fit(self, room: int) -> None:
        """Hide what finds no room; the one that is shown stays."""
        gap = current_theme().px(_GAP)
        room -= self.more.sizeHint().width() + gap
        needed = sum(chip.sizeHint().width() + gap for chip in self._chips.values() if chip.isChecked())
        for chip in self._chips.values():
            if not chip.isChecked():
                needed += chip.sizeHint().width() + gap
            chip.setVisible(chip.isChecked() or needed <= room)

    def _add_view(self, view: str) -> None:
        chip = self._add(view, view_words(view), f"view_{view}")
        chip.setToolTip(view_hint(view))
        if view in MARKS:
            chip.set_mark(*MARKS[view])
        chip.clicked.connect(lambda: self.view_chosen.emit(view))

    def _add_saved(self, view_id: UUID, name: str) -> None:
        chip = self._add(view_id, name, f"view_{view_id.hex}")
        chip.clicked.connect(lambda: self.saved_chosen.emit(self._saved[view_id]))

    def _add(self, key: str | UUID, words: str, name: str) -> Button:
        chip = filter_button(words, name=name)
        self._group.addButton(chip)
        self._chips[key] = chip
        self._row.insertWidget(self._row.count() - 1, chip)
        chip.hide()
        return chip

    def _show_count(self, chip: Button, count: int | None, *, is_more: bool) -> None:
        chip.set_count(count, is_more=is_more)
