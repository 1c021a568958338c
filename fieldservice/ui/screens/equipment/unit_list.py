"""The list of units at the left: search while typing, filters, any column sorts, pages that follow."""

from typing import TYPE_CHECKING
from uuid import UUID

from PySide6.QtCore import QModelIndex, QTimer, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from fieldservice.domain.rules.changes import Changes
from fieldservice.ui.kit.buttons import filter_button
from fieldservice.ui.kit.calls import Call, Latest
from fieldservice.ui.kit.cards import Card
from fieldservice.ui.kit.choice import Choice
from fieldservice.ui.kit.colours import Tone
from fieldservice.ui.kit.empty import EmptyWords
from fieldservice.ui.kit.fields import TextField
from fieldservice.ui.kit.flow import Flow
from fieldservice.ui.kit.painting import Shape
from fieldservice.ui.kit.registers.parts import RegisterParts, UnitsAt
from fieldservice.ui.kit.registers.pickers import site_picker
from fieldservice.ui.kit.registers.sorting import Sorts, added, pressed
from fieldservice.ui.kit.suggestions import Suggestion
from fieldservice.ui.kit.tables import CellLook, Column, DataTable
from fieldservice.ui.kit.theme import current_theme
from fieldservice.ui.screens.equipment import calls
from fieldservice.ui.screens.equipment.words import (
    cover_mark,
    due_words,
    site_words,
    warranty_of,
    warranty_tone,
    why,
)
from fieldservice.wording import _

if TYPE_CHECKING:
    from fieldservice.domain.queries.equipment_list import UnitFilters, UnitListRow, UnitPage, UnitsAsk
    from fieldservice.domain.queries.keyset import Mark

_PAUSE_MS = 120
_TABLES = ("equipment", "contract", "terms", "coverage_line", "block", "customer", "site", "product")


class UnitList(QWidget):
    """`unit_chosen` carries the id of the row the keyboard stands on, or None."""

    unit_chosen = Signal(object)
    new_requested = Signal()

    def __init__(self, parts: RegisterParts) -> None:
        super().__init__()
        self.setObjectName("unitList")
        self._parts = parts
        self._latest: Latest[UnitPage] = Latest()
        self._next: Mark | None = None
        self._wanted: UUID | None = None
        self._sorts: Sorts = (("serial", False),)
        self._pause = QTimer(self, interval=_PAUSE_MS, singleShot=True)
        self._pause.timeout.connect(self.reload)
        self._make_filters()
        self._make_table()
        self._lay_out()

    def reload(self) -> None:
        """Ask anew; the chosen unit stays chosen if it is still in the list."""
        self._pause.stop()
        self.table.start_loading()
        self._latest.ask(self._ask(None)).then(self._on_page, self._on_failed)

    def show_unit(self, unit_id: UUID) -> None:
        """Choose a unit when the list has it, at once or after the next answer."""
        if self.table.select_id(unit_id):
            self._wanted = None
            return
        self.table.view.clearSelection()
        self.table.view.setCurrentIndex(QModelIndex())
        self._wanted = unit_id

    def narrow_to(self, wanted: UnitsAt) -> None:
        """Show the units of one site."""
        self.site.set_item(Suggestion(wanted.site_id, wanted.site, wanted.customer))
        self.reload()

    def show_filters(self, filters: "UnitFilters") -> None:
        """What can be chosen among; what is chosen stays."""
        word = self._parts.wording.word
        categories = [(each, each) for each in filters.categories]
        self.category.set_options([("", _("All categories")), *categories])
        statuses = [(each, word(each)) for each in filters.statuses]
        self.status.set_options([(None, _("Whatever status")), *statuses])
        self._filters.arrange()

    def concerns(self, changes: Changes) -> bool:
        return changes.concerns(*_TABLES)

    def leave(self) -> None:
        self._pause.stop()
        self._latest.cancel()

    @property
    def is_filtered(self) -> bool:
        chosen = (self.category.value, self.status.value, self.site.value)
        return bool(self.search.text().strip()) or any(chosen) or self.uncovered.isChecked()

    def asked(self) -> "UnitsAsk":
        """What the list shows, for a query: filter, day and order."""
        covered = False if self.uncovered.isChecked() else None
        shown = calls.UnitFilter(
            self.search.text(),
            site_id=self.site.value,
            category=self.category.value or "",
            status=self.status.value,
            covered=covered,
        )
        sorts = tuple(calls.SortBy(key, descending) for key, descending in self._sorts)
        return calls.UnitsAsk(shown, self._parts.today(), sorts)

    def _make_filters(self) -> None:
        self.search = TextField(name="unitSearch", placeholder=_("Serial number, model, customer or town"))
        self.search.setAccessibleName(_("Search units"))
        self.search.edited.connect(self._pause.start)
        self.search.returnPressed.connect(self._on_return)
        self.category = Choice([("", _("All categories"))], name="categoryFilter")
        self.category.setAccessibleName(_("Category"))
        self.status = Choice([(None, _("Whatever status"))], name="statusFilter")
        self.status.setAccessibleName(_("Status"))
        for choice in (self.category, self.status):
            choice.edited.connect(self.reload)
        self.site = site_picker(self._parts, name="siteFilter")
        self.site.setAccessibleName(_("Site"))
        self.site.setPlaceholderText(_("All sites"))
        self.site.picked.connect(lambda _site: self.reload())
        self.site.cleared.connect(self.reload)
        self.uncovered = filter_button(_("Not covered"), name="uncoveredFilter")
        self.uncovered.set_mark(Shape.TRIANGLE, Tone.STOP)
        self.uncovered.toggled.connect(self.reload)

    def _make_table(self) -> None:
        self.table: DataTable[UnitListRow] = DataTable(
            columns(self._parts),
            name="unitTable",
            empty=_empty_words(is_filtered=False),
            sorts_itself=False,
            two_lines=True,
            title=_("Units"),
        )
        self.table.mark_sorted("serial")
        self.table.row_selected.connect(self._on_row_selected)
        self.table.sort_requested.connect(self._on_sort_requested)
        self.table.sort_added.connect(self._on_sort_added)
        self.table.more_requested.connect(self._on_more_requested)
        self.table.empty_button_pressed.connect(self.new_requested)

    def _lay_out(self) -> None:
        theme = current_theme()
        card = Card(padded=False, name="unitListCard")
        above = QVBoxLayout()
        above.setContentsMargins(theme.px(12), theme.px(12), theme.px(12), theme.px(8))
        above.setSpacing(theme.px(8))
        above.addWidget(self.search)
        self._filters = Flow()
        for widget in (self.category, self.status, self.site, self.uncovered):
            self._filters.add(widget)
        above.addWidget(self._filters)
        card.add(above)
        card.add(self.table, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(card)

    def _ask(self, after: "Mark | None") -> "Call[UnitPage]":
        return self._parts.ops.query(calls.unit_page, self.asked(), after=after)

    def _on_page(self, page: "UnitPage") -> None:
        self._next = page.next
        self.table.set_empty_words(_empty_words(is_filtered=self.is_filtered))
        self.table.set_rows(page.rows, has_more=page.next is not None)
        if self._wanted is not None:
            self.show_unit(self._wanted)
        if self.table.selected_id() is None and page.rows and self._wanted is None:
            self.table.select_first()

    def _on_more_requested(self) -> None:
        self._latest.ask(self._ask(self._next)).then(self._on_more, self._on_failed)

    def _on_more(self, page: "UnitPage") -> None:
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

    def _on_row_selected(self, row: "UnitListRow | None") -> None:
        self._wanted = None
        self.unit_chosen.emit(row.id if row else None)


def columns(parts: RegisterParts) -> "tuple[Column[UnitListRow], ...]":
    """Serial over model, customer over place, cover as a chip, warranty over the next plan."""
    wording = parts.wording
    return (
        Column(
            key="serial",
            title=_("Unit"),
            text=lambda row: row.serial_number,
            second=lambda row: row.name,
            sort_key=lambda row: row.serial_number,
            look=CellLook.STRONG,
            stretch=4,
        ),
        Column(
            key="customer",
            title=_("Customer"),
            text=lambda row: row.customer,
            second=site_words,
            sort_key=lambda row: row.customer,
            stretch=5,
        ),
        Column(
            key="cover",
            title=_("Today"),
            text=lambda row: cover_mark(row.cover.value)[0],
            look=CellLook.CHIP,
            tone=lambda row: cover_mark(row.cover.value)[1],
            shape=lambda row: cover_mark(row.cover.value)[2],
            tooltip=lambda row: why(row.verdict, wording),
            width=136,
        ),
        Column(
            key="warranty",
            title=_("Warranty"),
            text=lambda row: warranty_of(row.warranty_until, parts.today(), wording),
            second=lambda row: _plan(row, parts),
            sort_key=lambda row: row.warranty_until,
            look=CellLook.TONED,
            tone=lambda row: warranty_tone(row.warranty_until, parts.today()),
            width=118,
        ),
    )


def _plan(row: "UnitListRow", parts: RegisterParts) -> str:
    due = due_words(row.next_due, parts.today(), parts.wording)
    return _("plan: {day}").format(day=due) if due else ""


def _empty_words(*, is_filtered: bool) -> EmptyWords:
    if is_filtered:
        return EmptyWords(_("No unit matches."))
    return EmptyWords(_("No units here yet. Import them, or add the first one."), _("New unit"))
