"""Sites and their equipment: a tree of two levels. The units of a site are laid out when it is opened."""

from collections.abc import Callable
from typing import TYPE_CHECKING
from uuid import UUID

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from fieldservice.ui.kit.buttons import quiet
from fieldservice.ui.kit.colours import Tone
from fieldservice.ui.kit.empty import EmptyWords
from fieldservice.ui.kit.registers.parts import RegisterParts
from fieldservice.ui.kit.registers.words import address, unit_count, warranty_words
from fieldservice.ui.kit.sections import LineRow, Section, bare
from fieldservice.ui.kit.tables import CellLook, Column, DataTable
from fieldservice.ui.kit.theme import current_theme
from fieldservice.ui.screens.customers.acts import Acts
from fieldservice.wording import _

if TYPE_CHECKING:
    from fieldservice.domain.queries.customer_card import CustomerCard, SiteRow
    from fieldservice.domain.queries.equipment import UnitRow

_NO_SCROLL_BAR = Qt.ScrollBarPolicy.ScrollBarAlwaysOff
_OPEN_UNTIL = 24
_MOST_ROWS = 10


class SitesSection(Section):
    """Small registers stand open; of large ones each site opens by itself, and stays as it was left."""

    def __init__(self, parts: RegisterParts, acts: Acts) -> None:
        super().__init__(
            _("Sites and equipment"), _("No site yet: where does the equipment stand?"), name="sitesSection"
        )
        self._parts, self._acts = parts, acts
        self._opened: dict[UUID, bool] = {}
        add = quiet(_("Add site"), name="addSiteButton")
        add.clicked.connect(acts.add_site)
        self.add_trailing(add)

    def show_card(self, card: "CustomerCard") -> None:
        open_all = card.units <= _OPEN_UNTIL
        blocks = [self._block(site, is_open=self._opened.get(site.id, open_all)) for site in card.sites]
        self.show_rows(blocks, card.units)

    def _block(self, site: "SiteRow", *, is_open: bool) -> "SiteBlock":
        return SiteBlock(site, self._parts, self._acts, self._note_opened, is_open=is_open)

    def _note_opened(self, site_id: UUID, is_open: bool) -> None:  # noqa: FBT001 - a callback's values
        self._opened[site_id] = is_open


class SiteBlock(QWidget):
    """A site's heading, and below it the table of its units while it is open."""

    def __init__(
        self,
        site: "SiteRow",
        parts: RegisterParts,
        acts: Acts,
        note_opened: Callable[[UUID, bool], None],
        *,
        is_open: bool,
    ) -> None:
        super().__init__()
        self.setObjectName(f"site-{site.code}")
        self._site, self._parts, self._acts = site, parts, acts
        self._note_opened = note_opened
        self._table: DataTable[UnitRow] | None = None
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(0)
        self.toggle = bare("", name=f"toggle-{site.code}")
        self.toggle.clicked.connect(self._on_toggled)
        self._layout.addWidget(self._heading())
        self._is_open = False
        self._open(is_open=is_open and bool(site.units))

    def _heading(self) -> LineRow:
        site, acts = self._site, self._acts
        change = bare(_("Change…"), name=f"changeSite-{site.code}")
        change.clicked.connect(lambda: acts.site(site))
        coverage = bare(_("Coverage"), name=f"coverage-{site.code}")
        coverage.clicked.connect(lambda: acts.coverage(site))
        second = " · ".join(part for part in (site.code, address(site)) if part)
        row = LineRow(site.name, second, self.toggle)
        row.add_buttons(*([coverage, change] if site.units else [change]))
        return row

    def _open(self, *, is_open: bool) -> None:
        self._is_open = is_open
        if is_open and self._table is None:
            self._table = self._make_table()
            self._layout.addWidget(self._table)
        if self._table is not None:
            self._table.setVisible(is_open)
        self.toggle.setText(unit_count(len(self._site.units)))
        self.toggle.set_icon_name("caret-up" if is_open else "caret-down")
        self.toggle.setEnabled(bool(self._site.units))
        self.toggle.setAccessibleName(
            _("Hide the units of {site}")
            if is_open
            else _("Show the units of {site}").format(site=self._site.name)
        )

    def _make_table(self) -> "DataTable[UnitRow]":
        table: DataTable[UnitRow] = DataTable(
            unit_columns(self._parts),
            name=f"units-{self._site.code}",
            empty=EmptyWords(_("No units.")),
        )
        table.set_rows(self._site.units)
        table.row_activated.connect(self._acts.unit)
        theme = current_theme()
        rows = min(len(self._site.units), _MOST_ROWS) + 1
        table.setFixedHeight(rows * theme.measures.row_height + theme.px(4))
        if len(self._site.units) <= _MOST_ROWS:
            table.view.setVerticalScrollBarPolicy(_NO_SCROLL_BAR)
        return table

    def _on_toggled(self) -> None:
        self._open(is_open=not self._is_open)
        self._note_opened(self._site.id, self._is_open)


def unit_columns(parts: RegisterParts) -> "tuple[Column[UnitRow], ...]":
    today, wording = parts.today(), parts.wording
    return (
        Column(
            key="serial",
            title=_("Serial number"),
            text=lambda row: row.serial_number,
            sort_key=lambda row: row.serial_number,
            look=CellLook.STRONG,
            width=152,
        ),
        Column(
            key="unit", title=_("Unit"), text=lambda row: row.name, sort_key=lambda row: row.name, stretch=1
        ),
        Column(
            key="warranty",
            title=_("Warranty"),
            text=lambda row: warranty_words(row, today, wording),
            sort_key=lambda row: (row.warranty_until is not None, row.warranty_until),
            look=CellLook.TONED,
            tone=lambda row: _warranty_tone(row, parts),
            width=150,
        ),
    )


def _warranty_tone(row: "UnitRow", parts: RegisterParts) -> Tone:
    holds = row.warranty_until is not None and row.warranty_until >= parts.today()
    return Tone.GOOD if holds and not row.is_retired else Tone.NEUTRAL
