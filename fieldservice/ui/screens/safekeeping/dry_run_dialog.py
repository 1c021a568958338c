"""What the terms of retention would do today: the tickets, and the two acts."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from fieldservice.domain.rules.retention import RetentionAct
from fieldservice.ui.kit.buttons import danger, quiet
from fieldservice.ui.kit.cells import CellLook, Column
from fieldservice.ui.kit.dialog_windows import KitDialog
from fieldservice.ui.kit.empty import EmptyWords
from fieldservice.ui.kit.labels import Look, label
from fieldservice.ui.kit.tables import DataTable
from fieldservice.ui.kit.theme import current_theme
from fieldservice.wording import Wording, _, ngettext

if TYPE_CHECKING:
    from fieldservice.domain.queries.retention import DryRun, DueTicket

_WIDTH, _HEIGHT = 780, 320


class DryRunDialog(KitDialog):
    """`chosen` is the act that was pressed; None when it was only looked at. `export_requested` wants the
    list as a file.
    """

    export_requested = Signal()

    def __init__(self, parent: QWidget, tried: "DryRun", wording: Wording) -> None:
        super().__init__(parent, _("What would be done today"), _summary(tried, wording), name="dryRunDialog")
        theme = current_theme()
        self.setMinimumWidth(min(theme.px(_WIDTH), parent.window().width()))
        self._wording = wording
        self.chosen: RetentionAct | None = None
        self.table: DataTable[DueTicket] = DataTable(
            self._columns(),
            name="dueTable",
            title=_("Tickets whose term is over"),
            empty=EmptyWords(_("No term is over. Nothing would be done.")),
            row_id=lambda ticket: ticket.id,
        )
        self.table.setMinimumHeight(theme.px(_HEIGHT))
        self.table.set_rows(list(tried.listed))
        self.body.addWidget(self.table, 1)
        if tried.listed:
            self._add_list_tools()
        self._add_note(tried)
        self.add_give_up(_("Close")).setFocus()
        self._add_acts(tried)

    def _add_list_tools(self) -> None:
        """The same as in a list of a screen."""
        narrow = quiet(_("Filter the list in sight"), keys="F3", name="filterDueButton")
        export = quiet(_("Export the list in sight…"), keys="F8", name="exportDueButton")
        narrow.clicked.connect(self.table.start_filter)
        export.clicked.connect(self.export_requested)
        self.add_keys("F3", narrow.click)
        self.add_keys("F8", export.click)
        row = QHBoxLayout()
        row.addWidget(narrow)
        row.addWidget(export)
        row.addStretch(1)
        self.body.addLayout(row)

    def _add_acts(self, tried: "DryRun") -> None:
        if tried.anonymise_ids:
            count = len(tried.anonymise_ids)
            text = ngettext("Anonymise {count} ticket", "Anonymise {count} tickets", count)
            button = danger(text.format(count=self._wording.number(count)), name="anonymiseButton")
            button.clicked.connect(lambda: self._take(RetentionAct.ANONYMISE))
            self.add_buttons(button)
        if tried.archive_ids:
            count = len(tried.archive_ids)
            text = ngettext("Archive {count} ticket", "Archive {count} tickets", count)
            button = quiet(text.format(count=self._wording.number(count)), name="archiveButton")
            button.clicked.connect(lambda: self._take(RetentionAct.ARCHIVE))
            self.add_buttons(button)

    def _add_note(self, tried: "DryRun") -> None:
        if tried.archive + tried.anonymise > len(tried.listed):
            text = _("The oldest {count} are listed; so many are done at once that the desk stays quick.")
            self.body.addWidget(label(text.format(count=len(tried.listed)), Look.SMALL, wraps=True))

    def _take(self, act: RetentionAct) -> None:
        self.chosen = act
        self.accept()

    def _columns(self) -> "tuple[Column[DueTicket], ...]":
        wording = self._wording
        return (
            Column(
                key="number",
                title=_("Ticket"),
                text=lambda ticket: ticket.number,
                look=CellLook.STRONG,
                width=110,
            ),
            Column(key="title", title=_("About"), text=lambda ticket: ticket.title, stretch=4),
            Column(key="customer", title=_("Customer"), text=lambda ticket: ticket.customer, stretch=3),
            Column(
                key="ended",
                title=_("Ended"),
                text=lambda ticket: wording.day(ticket.ended_at.astimezone(wording.zone).date()),
                sort_key=lambda ticket: ticket.ended_at,
                width=100,
            ),
            Column(
                key="act",
                title=_("What is done"),
                text=lambda ticket: wording.word(ticket.act),
                sort_key=lambda ticket: ticket.act.value,
                width=120,
            ),
        )


def _summary(tried: "DryRun", wording: Wording) -> str:
    archive = ngettext("{count} ticket would be archived", "{count} tickets would be archived", tried.archive)
    anonymise = ngettext("{count} anonymised", "{count} anonymised", tried.anonymise)
    held = ngettext("{count} is kept back by a hold", "{count} are kept back by a hold", tried.held)
    said = [
        archive.format(count=wording.number(tried.archive)),
        anonymise.format(count=wording.number(tried.anonymise)),
    ]
    if tried.held:
        said.append(held.format(count=wording.number(tried.held)))
    return f"{wording.listing(said)}."
