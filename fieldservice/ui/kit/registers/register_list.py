"""The list of a register at the left: search while typing, filters, any column sorts, pages that follow."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Generic, Protocol, TypeVar
from uuid import UUID

from PySide6.QtCore import QModelIndex, QTimer, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from fieldservice.domain.rules.changes import Changes
from fieldservice.ui.kit.calls import Call, Latest
from fieldservice.ui.kit.cards import Card
from fieldservice.ui.kit.cells import Column
from fieldservice.ui.kit.empty import EmptyWords
from fieldservice.ui.kit.fields import TextField
from fieldservice.ui.kit.flow import Flow
from fieldservice.ui.kit.registers import calls
from fieldservice.ui.kit.registers.parts import RegisterParts
from fieldservice.ui.kit.registers.sorting import Sorts, added, pressed
from fieldservice.ui.kit.tables import DataTable
from fieldservice.ui.kit.theme import current_theme

if TYPE_CHECKING:
    from fieldservice.domain.queries.keyset import Mark, SortBy

_PAUSE_MS = 120


class HasId(Protocol):
    @property
    def id(self) -> UUID: ...


R = TypeVar("R", bound=HasId)
R_co = TypeVar("R_co", bound=HasId, covariant=True)


class PageOf(Protocol[R_co]):
    """A page of the list, and the mark where the next one begins."""

    @property
    def rows(self) -> tuple[R_co, ...]: ...

    @property
    def next(self) -> "Mark | None": ...


P = TypeVar("P", bound=PageOf[Any])


@dataclass(frozen=True, slots=True)
class ListNames:
    """`name` begins the names of all parts; `title` and `search` are told to a screen reader."""

    name: str
    title: str
    search: str
    placeholder: str


class RegisterList(QWidget, Generic[R, P]):
    """`chosen` carries the id of the row the keyboard stands on, or None.

    A register says what its list is asked (`ask`), what narrows it (`make_filters`, `is_narrowed`) and what
    stands in it when nothing is found (`empty_words`).
    """

    chosen = Signal(object)
    new_requested = Signal()

    tables: tuple[str, ...] = ()
    """The tables that the list shows something of."""
    has_two_lines = True
    """Whether a row says something in small below; without it more of them are seen."""

    def __init__(self, parts: RegisterParts, names: ListNames, columns: Sequence[Column[R]]) -> None:
        super().__init__()
        self.setObjectName(f"{names.name}List")
        self.parts = parts
        self._latest: Latest[P] = Latest()
        self._next: Mark | None = None
        self._wanted: UUID | None = None
        self._sorts: Sorts = ((columns[0].key, False),)
        self._pause = QTimer(self, interval=_PAUSE_MS, singleShot=True)
        self._pause.timeout.connect(self.reload)
        self.search = TextField(name=f"{names.name}Search", placeholder=names.placeholder)
        self.search.setAccessibleName(names.search)
        self.search.edited.connect(self._pause.start)
        self.search.returnPressed.connect(self._on_return)
        self.filters = Flow()
        for widget in self.make_filters():
            self.filters.add(widget)
        self._make_table(names, columns)
        self._lay_out(names.name)

    def ask(self, after: "Mark | None") -> "Call[P]":
        """The page behind the mark, or the first one."""
        raise NotImplementedError

    def make_filters(self) -> Sequence[QWidget]:
        """What stands under the search; each asks anew by `reload` when it changes."""
        raise NotImplementedError

    def empty_words(self, *, is_filtered: bool) -> EmptyWords:
        raise NotImplementedError

    @property
    def is_narrowed(self) -> bool:
        """Whether a filter leaves something out."""
        return False

    @property
    def is_filtered(self) -> bool:
        return bool(self.search.text().strip()) or self.is_narrowed

    @property
    def sorts(self) -> "tuple[SortBy, ...]":
        return tuple(calls.SortBy(key, descending) for key, descending in self._sorts)

    def reload(self) -> None:
        """Ask anew; the chosen row stays chosen if it is still in the list."""
        self._pause.stop()
        self.table.start_loading()
        self._latest.ask(self.ask(None)).then(self._on_page, self._on_failed)

    def choose(self, row_id: UUID) -> None:
        """Choose a row when the list has it, at once or after the next answer."""
        if self.table.select_id(row_id):
            self._wanted = None
            return
        self.table.view.clearSelection()
        self.table.view.setCurrentIndex(QModelIndex())
        self._wanted = row_id

    def concerns(self, changes: Changes) -> bool:
        return changes.concerns(*self.tables)

    def leave(self) -> None:
        self._pause.stop()
        self._latest.cancel()

    def _make_table(self, names: ListNames, columns: Sequence[Column[R]]) -> None:
        self.table: DataTable[R] = DataTable(
            columns,
            name=f"{names.name}Table",
            empty=self.empty_words(is_filtered=False),
            sorts_itself=False,
            two_lines=self.has_two_lines,
            title=names.title,
        )
        self.table.mark_sorts(self._sorts)
        self.table.row_selected.connect(self._on_row_selected)
        self.table.sort_requested.connect(self._on_sort_requested)
        self.table.sort_added.connect(self._on_sort_added)
        self.table.more_requested.connect(self._on_more_requested)
        self.table.empty_button_pressed.connect(self.new_requested)

    def _lay_out(self, name: str) -> None:
        theme = current_theme()
        card = Card(padded=False, name=f"{name}ListCard")
        above = QVBoxLayout()
        above.setContentsMargins(theme.px(12), theme.px(12), theme.px(12), theme.px(8))
        above.setSpacing(theme.px(8))
        above.addWidget(self.search)
        above.addWidget(self.filters)
        card.add(above)
        card.add(self.table, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(card)

    def _on_page(self, page: P) -> None:
        self._next = page.next
        self.table.set_empty_words(self.empty_words(is_filtered=self.is_filtered))
        self.table.set_rows(page.rows, has_more=page.next is not None)
        if self._wanted is not None:
            self.choose(self._wanted)
        if self.table.selected_id() is None and page.rows and self._wanted is None:
            self.table.select_first()

    def _on_more_requested(self) -> None:
        self._latest.ask(self.ask(self._next)).then(self._on_more, self._on_failed)

    def _on_more(self, page: P) -> None:
        self._next = page.next
        self.table.append_rows(page.rows, has_more=page.next is not None)

    def _on_sort_requested(self, key: str, descending: bool) -> None:  # noqa: FBT001 - a signal's values
        self._order_by(pressed(self._sorts, key, descending=descending))

    def _on_sort_added(self, key: str) -> None:
        self._order_by(added(self._sorts, key))

    def _order_by(self, sorts: Sorts) -> None:
        self._sorts = sorts
        self.table.mark_sorts(sorts)
        self.reload()

    def _on_failed(self, error: Exception) -> None:
        self.table.stop_loading()
        self.parts.services.errors.show(error, self.reload)

    def _on_return(self) -> None:
        self.table.view.setFocus()

    def _on_row_selected(self, row: R | None) -> None:
        self._wanted = None
        self.chosen.emit(row.id if row else None)
