"""The list of units at the left: search while typing, filters, any column sorts, pages that follow."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from fieldservice.ui.kit.buttons import filter_button
from fieldservice.ui.kit.calls import Call
from fieldservice.ui.kit.choice import Choice
from fieldservice.ui.kit.colours import Tone
from fieldservice.ui.kit.empty import EmptyWords
from fieldservice.ui.kit.painting import Shape
from fieldservice.ui.kit.registers.parts import RegisterParts, UnitsAt
from fieldservice.ui.kit.registers.pickers import site_picker
from fieldservice.ui.kit.registers.register_list import ListNames, RegisterList
from fieldservice.ui.kit.suggestions import Suggestion
from fieldservice.ui.kit.tables import CellLook, Column
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


class UnitList(RegisterList["UnitListRow", "UnitPage"]):
    """Units by serial number, model, customer or town; by category, status and site; the uncovered ones."""

    tables = ("equipment", "contract", "terms", "coverage_line", "block", "customer", "site", "product")

    def __init__(self, parts: RegisterParts) -> None:
        placeholder = _("Serial number, model, customer or town")
        names = ListNames("unit", _("Units"), _("Search units"), placeholder)
        super().__init__(parts, names, columns(parts))

    def narrow_to(self, wanted: UnitsAt) -> None:
        """Show the units of one site."""
        self.site.set_item(Suggestion(wanted.site_id, wanted.site, wanted.customer))
        self.reload()

    def show_filters(self, filters: "UnitFilters") -> None:
        """What can be chosen among; what is chosen stays."""
        word = self.parts.wording.word
        categories = [(each, each) for each in filters.categories]
        self.category.set_options([("", _("All categories")), *categories])
        statuses = [(each, word(each)) for each in filters.statuses]
        self.status.set_options([(None, _("Whatever status")), *statuses])
        self.filters.arrange()

    @property
    def is_narrowed(self) -> bool:
        chosen = (self.category.value, self.status.value, self.site.value)
        return any(chosen) or self.uncovered.isChecked()

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
        return calls.UnitsAsk(shown, self.parts.today(), self.sorts)

    def ask(self, after: "Mark | None") -> "Call[UnitPage]":
        return self.parts.ops.query(calls.unit_page, self.asked(), after=after)

    def make_filters(self) -> Sequence[QWidget]:
        self.category = Choice([("", _("All categories"))], name="categoryFilter")
        self.category.setAccessibleName(_("Category"))
        self.status = Choice([(None, _("Whatever status"))], name="statusFilter")
        self.status.setAccessibleName(_("Status"))
        for choice in (self.category, self.status):
            choice.edited.connect(self.reload)
        self.site = site_picker(self.parts, name="siteFilter")
        self.site.setAccessibleName(_("Site"))
        self.site.setPlaceholderText(_("All sites"))
        words = self.site.fontMetrics().horizontalAdvance(self.site.placeholderText())
        self.site.setMinimumWidth(words + current_theme().px(56))
        self.site.picked.connect(lambda _site: self.reload())
        self.site.cleared.connect(self.reload)
        self.uncovered = filter_button(_("Not covered"), name="uncoveredFilter")
        self.uncovered.set_mark(Shape.TRIANGLE, Tone.STOP)
        self.uncovered.toggled.connect(self.reload)
        return self.category, self.status, self.site, self.uncovered

    def empty_words(self, *, is_filtered: bool) -> EmptyWords:
        if is_filtered:
            return EmptyWords(_("No unit matches."))
        return EmptyWords(_("No units here yet. Import them, or add the first one."), _("New unit"))


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
