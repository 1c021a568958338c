"""The list of contracts at the left: search, states as filters, what runs out, any column sorts."""

from typing import TYPE_CHECKING
from uuid import UUID

from PySide6.QtCore import QModelIndex, QTimer, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from fieldservice.domain.rules.changes import Changes
from fieldservice.domain.rules.quota_use import levels_reached
from fieldservice.ui.kit.buttons import filter_button
from fieldservice.ui.kit.calls import Call, Latest
from fieldservice.ui.kit.cards import Card
from fieldservice.ui.kit.choice import Choice
from fieldservice.ui.kit.colours import Tone
from fieldservice.ui.kit.empty import EmptyWords
from fieldservice.ui.kit.fields import TextField
from fieldservice.ui.kit.flow import Flow
from fieldservice.ui.kit.painting import Shape
from fieldservice.ui.kit.quota_bar import quota_tone
from fieldservice.ui.kit.registers.parts import RegisterParts
from fieldservice.ui.kit.registers.sorting import Sorts, added, pressed
from fieldservice.ui.kit.registers.words import period, quota_words
from fieldservice.ui.kit.tables import CellLook, Column, DataTable
from fieldservice.ui.kit.theme import current_theme
from fieldservice.ui.screens.contracts import calls
from fieldservice.ui.screens.contracts.words import ends_words, last_day_words, state_mark
from fieldservice.wording import _

if TYPE_CHECKING:
    from fieldservice.domain.queries.contract_list import ContractListRow, ContractPage, ContractsAsk
    from fieldservice.domain.queries.keyset import Mark

_PAUSE_MS = 120
_TABLES = ("contract", "terms", "coverage_line", "customer", "ticket", "work_line")
_STATES = ("in-force", "ending", "coming", "ended", "draft")


class ContractList(QWidget):
    """`contract_chosen` carries the id of the row the keyboard stands on, or None."""

    contract_chosen = Signal(object)
    new_requested = Signal()

    def __init__(self, parts: RegisterParts) -> None:
        super().__init__()
        self.setObjectName("contractList")
        self._parts = parts
        self._latest: Latest[ContractPage] = Latest()
        self._next: Mark | None = None
        self._wanted: UUID | None = None
        self._sorts: Sorts = (("number", False),)
        self._pause = QTimer(self, interval=_PAUSE_MS, singleShot=True)
        self._pause.timeout.connect(self.reload)
        self._make_filters()
        self._make_table()
        self._lay_out()

    def reload(self) -> None:
        """Ask anew; the chosen contract stays chosen if it is still in the list."""
        self._pause.stop()
        self.table.start_loading()
        self._latest.ask(self._ask(None)).then(self._on_page, self._on_failed)

    def show_contract(self, contract_id: UUID) -> None:
        """Choose a contract when the list has it, at once or after the next answer."""
        if self.table.select_id(contract_id):
            self._wanted = None
            return
        self.table.view.clearSelection()
        self.table.view.setCurrentIndex(QModelIndex())
        self._wanted = contract_id

    def concerns(self, changes: Changes) -> bool:
        return changes.concerns(*_TABLES)

    def leave(self) -> None:
        self._pause.stop()
        self._latest.cancel()

    @property
    def is_filtered(self) -> bool:
        return bool(self.search.text().strip() or self.state.value or self.quota_low.isChecked())

    def asked(self) -> "ContractsAsk":
        """What the list shows, for a query: filter, day and order."""
        # Qt keeps members of a text enum as plain text.
        state = calls.ContractState(self.state.value) if self.state.value else None
        shown = calls.ContractFilter(self.search.text(), state, quota_low=self.quota_low.isChecked())
        sorts = tuple(calls.SortBy(key, descending) for key, descending in self._sorts)
        return calls.ContractsAsk(shown, self._parts.today(), sorts)

    def _make_filters(self) -> None:
        self.search = TextField(name="contractSearch", placeholder=_("Number or customer"))
        self.search.setAccessibleName(_("Search contracts"))
        self.search.edited.connect(self._pause.start)
        self.search.returnPressed.connect(self._on_return)
        states = [(each, state_mark(each)[0]) for each in _STATES]
        self.state = Choice([(None, _("Every state")), *states], name="stateFilter")
        self.state.setAccessibleName(_("State"))
        self.state.edited.connect(self.reload)
        self.quota_low = filter_button(_("Quota runs out"), name="quotaFilter")
        self.quota_low.set_mark(Shape.DIAMOND, Tone.CARE)
        self.quota_low.toggled.connect(self.reload)

    def _make_table(self) -> None:
        self.table: DataTable[ContractListRow] = DataTable(
            columns(self._parts),
            name="contractTable",
            empty=_empty_words(is_filtered=False),
            sorts_itself=False,
            two_lines=True,
            title=_("Contracts"),
        )
        self.table.mark_sorted("number")
        self.table.row_selected.connect(self._on_row_selected)
        self.table.sort_requested.connect(self._on_sort_requested)
        self.table.sort_added.connect(self._on_sort_added)
        self.table.more_requested.connect(self._on_more_requested)
        self.table.empty_button_pressed.connect(self.new_requested)

    def _lay_out(self) -> None:
        theme = current_theme()
        card = Card(padded=False, name="contractListCard")
        above = QVBoxLayout()
        above.setContentsMargins(theme.px(12), theme.px(12), theme.px(12), theme.px(8))
        above.setSpacing(theme.px(8))
        above.addWidget(self.search)
        filters = Flow()
        filters.add(self.state)
        filters.add(self.quota_low)
        above.addWidget(filters)
        card.add(above)
        card.add(self.table, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(card)

    def _ask(self, after: "Mark | None") -> "Call[ContractPage]":
        return self._parts.ops.query(calls.contract_page, self.asked(), after=after)

    def _on_page(self, page: "ContractPage") -> None:
        self._next = page.next
        self.table.set_empty_words(_empty_words(is_filtered=self.is_filtered))
        self.table.set_rows(page.rows, has_more=page.next is not None)
        if self._wanted is not None:
            self.show_contract(self._wanted)
        if self.table.selected_id() is None and page.rows and self._wanted is None:
            self.table.select_first()

    def _on_more_requested(self) -> None:
        self._latest.ask(self._ask(self._next)).then(self._on_more, self._on_failed)

    def _on_more(self, page: "ContractPage") -> None:
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
        self._parts.services.errors.show(error, self.reload)

    def _on_return(self) -> None:
        self.table.view.setFocus()

    def _on_row_selected(self, row: "ContractListRow | None") -> None:
        self._wanted = None
        self.contract_chosen.emit(row.id if row else None)


def columns(parts: RegisterParts) -> "tuple[Column[ContractListRow], ...]":
    """Number over customer, state as a chip, the quota that is used most, when it ends."""
    wording, today = parts.wording, parts.today
    number: Column[ContractListRow] = Column(
        key="number",
        title=_("Contract"),
        text=lambda row: row.number,
        second=lambda row: row.customer,
        sort_key=lambda row: row.number,
        look=CellLook.STRONG,
        stretch=4,
    )
    state: Column[ContractListRow] = Column(
        key="state",
        title=_("Today"),
        text=lambda row: state_mark(row.state.value)[0],
        look=CellLook.CHIP,
        tone=lambda row: state_mark(row.state.value)[1],
        shape=lambda row: state_mark(row.state.value)[2],
        width=124,
    )
    quota: Column[ContractListRow] = Column(
        key="quota",
        title=_("Quota"),
        text=lambda row: quota_words(row.quota, wording) if row.quota else "",
        look=CellLook.TONED,
        tone=lambda row: quota_tone(row.quota) if row.quota and levels_reached(row.quota) else Tone.NEUTRAL,
        shape=_quota_shape,
        stretch=3,
    )
    ends: Column[ContractListRow] = Column(
        key="ends",
        title=_("Ends"),
        text=lambda row: ends_words(row, today(), wording),
        second=lambda row: last_day_words(row, today(), wording),
        sort_key=lambda row: row.last_day,
        tooltip=lambda row: period(row.valid_from, row.valid_to, wording) if row.valid_from else "",
        width=108,
    )
    return number, state, quota, ends


def _quota_shape(row: "ContractListRow") -> Shape:
    if row.quota is None or not levels_reached(row.quota):
        return Shape.NONE
    return Shape.TRIANGLE if quota_tone(row.quota) is Tone.STOP else Shape.DIAMOND


def _empty_words(*, is_filtered: bool) -> EmptyWords:
    if is_filtered:
        return EmptyWords(_("No contract matches."))
    return EmptyWords(_("No contracts here yet. Import them, or add the first one."), _("New contract"))
