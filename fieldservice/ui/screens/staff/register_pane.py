"""One section of the screen: a list that is searched at the left, a card at the right."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedLayout, QVBoxLayout, QWidget

from fieldservice.domain.rules.folding import fold
from fieldservice.ui.kit.actions import ActionSpec
from fieldservice.ui.kit.buttons import Button, filter_button, primary, quiet
from fieldservice.ui.kit.cards import Card
from fieldservice.ui.kit.cells import Column
from fieldservice.ui.kit.chips import Chip
from fieldservice.ui.kit.empty import EmptyWords
from fieldservice.ui.kit.fields import TextField
from fieldservice.ui.kit.labels import Look, label, selectable
from fieldservice.ui.kit.registers.card_layout import ButtonRow, header_row
from fieldservice.ui.kit.scrolling import scrolling
from fieldservice.ui.kit.sections import Mark
from fieldservice.ui.kit.side_by_side import SideBySide
from fieldservice.ui.kit.tables import DataTable
from fieldservice.ui.kit.theme import current_theme
from fieldservice.ui.screens.staff.parts import StaffParts
from fieldservice.wording import _


class StaffPane(QWidget):
    """What every section has: its actions, held by the registry while the focus is in it."""

    def __init__(self, parts: StaffParts, *, name: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self.parts = parts
        self.page_buttons: tuple[Button, ...] = ()

    def first_field(self) -> QWidget:
        raise NotImplementedError

    def show_one(self, row_id: UUID) -> None:
        """Choose the row with this id, if it is there."""

    def declare(self, *actions: tuple[ActionSpec, Any]) -> list[Button]:
        """Add actions that work inside this section; a quiet button for each."""
        return [self._following(quiet("", name=f"{spec.id}Button"), spec, run) for spec, run in actions]

    def declare_first(self, spec: ActionSpec, run: Any) -> Button:
        """Add what is done most in this section; its button is the primary one."""
        return self._following(primary("", name=f"{spec.id}Button"), spec, run)

    def _following(self, button: Button, spec: ActionSpec, run: Any) -> Button:
        button.follow(self.parts.services.actions.add(spec, run, scope=self))
        return button


class RegisterPane(StaffPane):
    """Subclasses say what a row is: `is_active`, `searched`; and what its card shows: `fill_card`."""

    chosen = Signal(object)

    def __init__(
        self, parts: StaffParts, columns: Sequence[Column[Any]], empty: EmptyWords, *, name: str
    ) -> None:
        super().__init__(parts, name=name)
        self._rows: tuple[Any, ...] = ()
        self._empty = empty
        self.search = TextField(name=f"{name}Search", placeholder=_("Search by name"))
        self.search.setAccessibleName(_("Search by name"))
        self.former = filter_button(_("With former ones"), name=f"{name}Former")
        self.table: DataTable[Any] = DataTable(columns, name=f"{name}Table", empty=empty, two_lines=True)
        self.header = PersonHeader(name=f"{name}Header")
        self._card = QVBoxLayout()
        self._lay_out()
        self.search.edited.connect(self._refill)
        self.search.returnPressed.connect(self.table.view.setFocus)
        self.former.toggled.connect(self._refill)
        self.table.row_selected.connect(self._on_row_selected)

    @property
    def current(self) -> Any:
        """The row whose card is shown; None without one."""
        return self.table.selected_row()

    def show_rows(self, rows: Sequence[Any]) -> None:
        self._rows = tuple(rows)
        self._refill()

    def show_one(self, row_id: UUID) -> None:
        wanted = next((row for row in self._rows if row.id == row_id), None)
        if wanted is not None and not self.table.select_id(row_id):
            self.search.setText("")
            self.former.setChecked(not self.is_active(wanted))
            self._refill()
            self.table.select_id(row_id)

    def first_field(self) -> QWidget:
        return self.search

    def add_card(self, *widgets: QWidget) -> None:
        """Put sections below the header of the card."""
        for widget in widgets:
            self._card.insertWidget(self._card.count() - 1, widget)

    def is_active(self, row: Any) -> bool:
        return bool(row.is_active)

    def searched(self, row: Any) -> str:
        return str(row.name)

    def fill_card(self, row: Any) -> None:
        raise NotImplementedError

    def _lay_out(self) -> None:
        theme = current_theme()
        above = QVBoxLayout()
        above.setContentsMargins(theme.px(12), theme.gap(12), theme.px(12), theme.gap(8))
        above.setSpacing(theme.gap(8))
        above.addWidget(self.search)
        filters = QHBoxLayout()
        filters.addWidget(self.former)
        filters.addStretch(1)
        above.addLayout(filters)
        listed = Card(padded=False)
        listed.add(above)
        listed.add(self.table, 1)
        listed.setMinimumHeight(theme.px(220))
        self._card.setContentsMargins(0, 0, 0, 0)
        self._card.setSpacing(theme.gap(16))
        self._card.addWidget(self.header)
        self._card.addStretch(1)
        holder = QWidget()
        self._stack = QStackedLayout(holder)
        self._stack.addWidget(QWidget())  # the first row is chosen by itself: without a card there is no row
        self._stack.addWidget(scrolling(self._card))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(SideBySide(listed, holder, shares=(4, 9), left_needs=300), 1)

    def _refill(self) -> None:
        wanted = fold(self.search.text().strip())
        shown = [
            row
            for row in self._rows
            if (self.former.isChecked() or self.is_active(row)) and wanted in fold(self.searched(row))
        ]
        self.table.set_empty_words(EmptyWords(_("Nobody matches.")) if self._rows else self._empty)
        self.table.set_rows(shown)
        if self.current is None and shown:
            self.table.select_first()
        self._show_card()

    def _on_row_selected(self, row: Any) -> None:
        del row
        self._show_card()

    def _show_card(self) -> None:
        row = self.current
        self._stack.setCurrentIndex(0 if row is None else 1)
        if row is not None:
            self.fill_card(row)
        self.chosen.emit(None if row is None else row.id)
        self.parts.services.actions.refresh()


class PersonHeader(Card):
    """Who it is, a line of facts, a chip for what is unusual, and what is done most, as buttons."""

    def __init__(self, *, name: str) -> None:
        super().__init__(name=name)
        self.name = selectable("", Look.HEADING)
        self.name.setObjectName(f"{name}Name")
        self.facts = label("", Look.MUTED, wraps=True)
        self.state = Chip(name=f"{name}State")
        self._buttons = ButtonRow()
        self.add(header_row(self.name, self.state, (self.facts,), self._buttons, left_needs=220))

    def add_buttons(self, *buttons: QWidget) -> None:
        self._buttons.add(*buttons)

    def show_words(self, name: str, facts: Sequence[str], mark: Mark | None) -> None:
        self.name.setText(name)
        self.facts.setText(" · ".join(fact for fact in facts if fact))
        self.state.setVisible(mark is not None)
        if mark is not None:
            self.state.show_state(*mark)
