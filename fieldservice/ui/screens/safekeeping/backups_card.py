"""Backups at a glance: the last one, the next, the drill, the room; and the list of those that there are."""

from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from fieldservice.ui.kit.buttons import quiet
from fieldservice.ui.kit.cards import Card, rule
from fieldservice.ui.kit.cells import Align, CellLook, Column
from fieldservice.ui.kit.chips import Chip
from fieldservice.ui.kit.empty import EmptyWords
from fieldservice.ui.kit.facts import Facts
from fieldservice.ui.kit.labels import ElidedLabel, Look
from fieldservice.ui.kit.sections import Mark
from fieldservice.ui.kit.tables import DataTable
from fieldservice.ui.kit.theme import current_theme
from fieldservice.ui.screens.safekeeping import words
from fieldservice.wording import Wording, _

if TYPE_CHECKING:
    from fieldservice.domain.queries.safekeeping import BackupFile, SafekeepingState

_LEAST_HEIGHT = 230


class BackupsCard(Card):
    """`backup_wanted` when the empty list's button is pressed; `table` holds the rows to restore."""

    backup_wanted = Signal()

    def __init__(self, wording: Wording) -> None:
        super().__init__(_("Backups"), padded=False, name="backupsCard")
        self._wording = wording
        self._facts: dict[str, tuple[ElidedLabel, Chip]] = {}
        self._build_facts()
        self.add(rule())
        self.table: DataTable[BackupFile] = DataTable(
            self._columns(),
            name="backupTable",
            title=_("Backups"),
            empty=EmptyWords(_("Copies of all data stand here. There is none yet."), _("Back up now")),
            row_id=lambda backup: backup.path,
        )
        self.table.setMinimumHeight(current_theme().px(_LEAST_HEIGHT))
        self.table.empty_button_pressed.connect(self.backup_wanted)
        self.add(self.table, 1)
        self.plan = quiet(_("Plan"), name="planButton")
        self.drill = quiet(_("Drill"), name="drillButton")
        self.restore = quiet(_("Restore"), name="restoreButton")
        for button in (self.plan, self.drill, self.restore):
            self.add_trailing(button)

    def show_state(self, state: "SafekeepingState", now: datetime) -> None:
        wording = self._wording
        last, next_one, drill, folder = self._facts.values()
        _show(last, words.last_words(state, now, wording), words.last_mark(state, now))
        _show(next_one, words.next_words(state, now, wording), None)
        _show(drill, words.drill_words(state, now, wording), words.drill_mark(state, wording))
        _show(folder, str(state.folder), words.room_mark(state, wording))
        self.table.set_rows(list(state.backups))
        if self.table.selected_row() is None:
            self.table.select_first()

    def _build_facts(self) -> None:
        facts = Facts(name="backupFacts")
        for title in (_("Last backup"), _("Next backup"), _("Last drill"), _("Folder")):
            text, chip = ElidedLabel("", Look.STRONG), Chip()
            facts.add(title, text, _at_left(chip))
            self._facts[title] = text, chip
        self.add(facts)

    def _columns(self) -> "tuple[Column[BackupFile], ...]":
        wording = self._wording
        return (
            Column(
                key="moment",
                title=_("Made"),
                text=lambda backup: wording.moment(backup.moment),
                sort_key=lambda backup: backup.moment,
                look=CellLook.STRONG,
                width=150,
            ),
            Column(
                key="reason",
                title=_("Why"),
                text=lambda backup: words.reason_words(backup, wording),
                sort_key=lambda backup: backup.reason,
                stretch=2,
            ),
            Column(
                key="sealed",
                title=_("Sealed"),
                text=lambda backup: _("with passphrase") if backup.is_sealed else "",
                sort_key=lambda backup: backup.is_sealed,
                stretch=2,
            ),
            Column(
                key="size",
                title=_("Size"),
                text=lambda backup: words.size_words(backup.size_bytes, wording),
                sort_key=lambda backup: backup.size_bytes,
                align=Align.RIGHT,
                width=90,
            ),
        )


def _at_left(chip: Chip) -> QWidget:
    """A chip is no wider than its word; the room beside it belongs to its column."""
    holder = QWidget()
    row = QHBoxLayout(holder)
    row.setContentsMargins(0, 0, 0, 0)
    row.addWidget(chip)
    row.addStretch(1)
    return holder


def _show(fact: tuple[ElidedLabel, Chip], text: str, mark: Mark | None) -> None:
    shown, chip = fact
    shown.setText(text)
    chip.setVisible(mark is not None)
    if mark is not None:
        chip.show_state(*mark)
