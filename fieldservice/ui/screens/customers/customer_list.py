"""The list at the left: search while typing, filters, and pages that follow as one scrolls."""

from typing import TYPE_CHECKING
from uuid import UUID

from PySide6.QtCore import QModelIndex, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from fieldservice.domain.rules.changes import Changes
from fieldservice.ui.kit.buttons import filter_button
from fieldservice.ui.kit.calls import Call, Latest
from fieldservice.ui.kit.cards import Card
from fieldservice.ui.kit.colours import Tone
from fieldservice.ui.kit.empty import EmptyWords
from fieldservice.ui.kit.fields import TextField
from fieldservice.ui.kit.painting import Shape
from fieldservice.ui.kit.registers import calls
from fieldservice.ui.kit.registers.parts import RegisterParts
from fieldservice.ui.kit.registers.sorting import Sorts, added, pressed
from fieldservice.ui.kit.registers.words import class_mark
from fieldservice.ui.kit.tables import Align, CellLook, Column, DataTable
from fieldservice.ui.kit.theme import current_theme
from fieldservice.wording import Wording, _

if TYPE_CHECKING:
    from fieldservice.domain.queries.customers import CustomerFilter, CustomerPage, CustomerRow
    from fieldservice.domain.queries.keyset import Mark

_PAUSE_MS = 120
_TABLES = ("customer", "block", "ticket", "site", "identity")


class CustomerList(QWidget):
    """`customer_chosen` carries the id of the row the keyboard stands on, or None."""

    customer_chosen = Signal(object)
    new_requested = Signal()

    def __init__(self, parts: RegisterParts) -> None:
        super().__init__()
        self.setObjectName("customerList")
        self._parts = parts
        self._latest: Latest[CustomerPage] = Latest()
        self._next: Mark | None = None
        self._wanted: UUID | None = None
        self._sorts: Sorts = (("name", False),)
        self._pause = QTimer(self, interval=_PAUSE_MS, singleShot=True)
        self._pause.timeout.connect(self.reload)
        self._make_parts()
        self._lay_out()

    def reload(self) -> None:
        """Ask anew; the chosen customer stays chosen if it is still in the list."""
        self._pause.stop()
        self.table.start_loading()
        self._latest.ask(self._ask(None)).then(self._on_page, self._on_failed)

    def show_customer(self, customer_id: UUID) -> None:
        """Choose a customer when the list has it, at once or after the next answer."""
        if self.table.select_id(customer_id):
            self._wanted = None
            return
        self.table.view.clearSelection()
        self.table.view.setCurrentIndex(QModelIndex())
        self._wanted = customer_id

    def asked(self) -> "CustomerFilter":
        """What the list shows, for a query: filter and order."""
        sorts = tuple(calls.SortBy(key, descending) for key, descending in self._sorts)
        is_blocked, with_former = self.blocked.isChecked(), self.archived.isChecked()
        return calls.CustomerFilter(self.search.text(), is_blocked, with_former, sorts)

    def concerns(self, changes: Changes) -> bool:
        return changes.concerns(*_TABLES)

    def leave(self) -> None:
        self._pause.stop()
        self._latest.cancel()

    def _make_parts(self) -> None:
        self.search = TextField(name="customerSearch", placeholder=_("Name, number, tax id or telephone"))
        self.search.setAccessibleName(_("Search customers"))
        self.search.edited.connect(self._pause.start)
        self.search.returnPressed.connect(self._on_return)
        self.blocked = filter_button(_("Blocked"), name="blockedFilter")
        self.blocked.set_mark(Shape.TRIANGLE, Tone.STOP)
        self.archived = filter_button(_("With former ones"), name="archivedFilter")
        for button in (self.blocked, self.archived):
            button.toggled.connect(self.reload)
        self.table: DataTable[CustomerRow] = DataTable(
            columns(self._parts.wording),
            name="customerTable",
            empty=EmptyWords(
                _("No customers here yet. Import them, or add the first one."), _("New customer")
            ),
            sorts_itself=False,
            two_lines=True,
        )
        self.table.mark_sorted("name")
        self.table.row_selected.connect(self._on_row_selected)
        self.table.sort_requested.connect(self._on_sort_requested)
        self.table.sort_added.connect(self._on_sort_added)
        self.table.more_requested.connect(self._on_more_requested)
        self.table.empty_button_pressed.connect(self.new_requested)

    def _lay_out(self) -> None:
        theme = current_theme()
        card = Card(padded=False, name="customerListCard")
        above = QVBoxLayout()
        above.setContentsMargins(theme.px(12), theme.px(12), theme.px(12), theme.px(8))
        above.setSpacing(theme.px(8))
        above.addWidget(self.search)
        filters = QHBoxLayout()
        filters.setSpacing(theme.px(8))
        filters.addWidget(self.blocked)
        filters.addWidget(self.archived)
        filters.addStretch(1)
        above.addLayout(filters)
        card.add(above)
        card.add(self.table, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(card)

    def _ask(self, after: "Mark | None") -> "Call[CustomerPage]":
        return self._parts.ops.query(calls.customer_page, self.asked(), day=self._parts.today(), after=after)

    def _on_sort_requested(self, key: str, descending: bool) -> None:  # noqa: FBT001 - a signal's values
        self._order_by(pressed(self._sorts, key, descending=descending))

    def _on_sort_added(self, key: str) -> None:
        self._order_by(added(self._sorts, key))

    def _order_by(self, sorts: Sorts) -> None:
        self._sorts = sorts
        self.table.mark_sorts(sorts)
        self.reload()

    def _on_page(self, page: "CustomerPage") -> None:
        self._next = page.next
        is_filtered = bool(self.search.text().strip()) or self.blocked.isChecked()
        self.table.set_empty_words(_empty_words(is_filtered=is_filtered))
        self.table.set_rows(page.rows, has_more=page.next is not None)
        if self._wanted is not None:
            self.show_customer(self._wanted)
        if self.table.selected_id() is None and page.rows and self._wanted is None:
            self.table.select_first()

    def _on_more_requested(self) -> None:
        self._latest.ask(self._ask(self._next)).then(self._on_more, self._on_failed)

    def _on_more(self, page: "CustomerPage") -> None:
        self._next = page.next
        self.table.append_rows(page.rows, has_more=page.next is not None)

    def _on_failed(self, error: Exception) -> None:
        self.table.stop_loading()
        self._parts.services.errors.show(error, self.reload)

    def _on_return(self) -> None:
        self.table.view.setFocus()

    def _on_row_selected(self, row: "CustomerRow | None") -> None:
        self._wanted = None
        self.customer_chosen.emit(row.id if row else None)


def columns(wording: Wording) -> "tuple[Column[CustomerRow], ...]":
    """Name over number and town, what is worth knowing as one chip, open tickets."""

    def state(row: "CustomerRow") -> tuple[str, Tone, Shape]:
        if row.is_blocked:
            return _("blocked"), Tone.STOP, Shape.TRIANGLE
        if not row.is_active:
            return _("former"), Tone.NEUTRAL, Shape.NONE
        mark = class_mark(row.customer_class.value, wording.word(row.customer_class))
        return mark or ("", Tone.NEUTRAL, Shape.NONE)

    return (
        Column(
            key="name",
            title=_("Customer"),
            text=lambda row: row.name,
            second=lambda row: " · ".join(part for part in (row.number, row.city) if part),
            sort_key=lambda row: row.name,
            look=CellLook.STRONG,
            stretch=1,
        ),
        Column(
            key="state",
            title="",
            text=lambda row: state(row)[0],
            look=CellLook.CHIP,
            tone=lambda row: state(row)[1],
            shape=lambda row: state(row)[2],
            width=120,
        ),
        Column(
            key="open",
            title=_("Tickets"),
            text=lambda row: wording.number(row.open_tickets) if row.open_tickets else "",
            sort_key=lambda row: row.open_tickets,
            align=Align.RIGHT,
            width=88,
        ),
    )


def export_columns(wording: Wording) -> "tuple[Column[CustomerRow], ...]":
    """What a file of customers holds: one value a column."""

    def state(row: "CustomerRow") -> str:
        return _("blocked") if row.is_blocked else "" if row.is_active else _("former")

    texts = (
        ("number", _("Number"), lambda row: row.number),
        ("name", _("Name"), lambda row: row.name),
        ("city", _("Town"), lambda row: row.city),
        ("class", _("Class"), lambda row: wording.word(row.customer_class)),
        ("state", _("State"), state),
    )
    count: Column[CustomerRow] = Column(
        key="open", title=_("Open tickets"), text=lambda _row: "", export=lambda row: row.open_tickets
    )
    return (*(Column(key=key, title=title, text=text) for key, title, text in texts), count)


def _empty_words(*, is_filtered: bool) -> EmptyWords:
    if is_filtered:
        return EmptyWords(_("Nobody matches."), _("New customer"))
    return EmptyWords(_("No customers here yet. Import them, or add the first one."), _("New customer"))
