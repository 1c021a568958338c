"""The plan of backups: when, where to, sealed or not, how many stay."""

from datetime import time
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QWidget

from fieldservice.domain.rules.backup_plan import BackupPlan, Keep
from fieldservice.ui.kit.announcements import announce
from fieldservice.ui.kit.buttons import quiet
from fieldservice.ui.kit.checks import CheckBox
from fieldservice.ui.kit.choice import Choice
from fieldservice.ui.kit.dialogs import Dialogs
from fieldservice.ui.kit.fields import Field, TextField
from fieldservice.ui.kit.form_draft import DraftDesk, FormDraft
from fieldservice.ui.kit.forms import Form
from fieldservice.ui.kit.kept_dialog import KeptDialog
from fieldservice.ui.kit.labels import Look, label
from fieldservice.ui.kit.theme import current_theme
from fieldservice.wording import Wording, _, ngettext

if TYPE_CHECKING:
    from fieldservice.domain.queries.safekeeping import SafekeepingState

SAVE_KEYS = "Ctrl+Return"
SHORTEST_PASSPHRASE = 8
HALF_HOURS = 48
_WIDTH = 580
_DAYS, _WEEKS, _MONTHS = (3, 7, 14, 30), (0, 4, 8), (0, 6, 12, 24, 60)


class PlanDialog(KeptDialog):
    """`plan` and `passphrase` hold what was chosen; an empty passphrase leaves the one there is."""

    goes_when_done = True

    def __init__(
        self, parent: QWidget, state: "SafekeepingState", wording: Wording, dialogs: Dialogs
    ) -> None:
        super().__init__(parent, _("Plan of backups"), name="planDialog")
        self.setMinimumWidth(min(current_theme().px(_WIDTH), parent.window().width()))
        self._state = state
        self._dialogs = dialogs
        self.form = Form(name="planForm")
        self._is_on = CheckBox(_("Back up every day"), name="planOn")
        self._at = Choice(_moments(wording), name="planAt")
        self._folder = TextField(name="planFolder", placeholder=str(state.folder))
        self._sealed = CheckBox(_("Seal with a passphrase"), name="planSealed")
        self._passphrase, self._again = (_secret(name) for name in ("planPassphrase", "planPassphraseAgain"))
        self._keep = (
            Choice(
                [(n, ngettext("{count} day", "{count} days", n).format(count=n)) for n in _DAYS],
                name="keepDays",
            ),
            Choice(
                [(n, ngettext("{count} week", "{count} weeks", n).format(count=n)) for n in _WEEKS],
                name="keepWeeks",
            ),
            Choice(
                [(n, ngettext("{count} month", "{count} months", n).format(count=n)) for n in _MONTHS],
                name="keepMonths",
            ),
        )
        self._lay_out()
        self._fill(state.plan)
        self._sealed.toggled.connect(self._refresh)
        self._refresh()

    def keep(self, desk: DraftDesk) -> FormDraft:
        """Kept until the plan is in force; the passphrase is kept nowhere."""
        draft = self.keep_draft(desk, self.objectName(), UUID(int=0))
        fields: dict[str, Field] = {"on": self._is_on, "at": self._at, "folder": self._folder}
        fields["sealed"] = self._sealed
        for name, field in (fields | dict(zip(("days", "weeks", "months"), self._keep, strict=True))).items():
            draft.keeper.register(name, field)
        return draft

    @property
    def plan(self) -> BackupPlan:
        days, weeks, months = (choice.value for choice in self._keep)
        return BackupPlan(
            is_on=self._is_on.isChecked(),
            at=self._at.value,
            folder=self._folder.text().strip(),
            is_sealed=self._sealed.isChecked(),
            keep=Keep(days, weeks, months),
        )

    @property
    def passphrase(self) -> str:
        return self._passphrase.text() if self._sealed.isChecked() else ""

    def accept(self) -> None:
        self.form.clear_errors()
        wrong = self._wrong()
        if wrong is None:
            super().accept()
            return
        field, words = wrong
        self.form.show_error(field, words)
        announce(self, words)

    def _wrong(self) -> tuple[QWidget, str] | None:
        folder = self._folder.text().strip()
        if folder and not Path(folder).is_absolute():
            return self._folder, _("Give the whole path, beginning at the disk.")
        if not self._sealed.isChecked() or (self._state.has_passphrase and not self._passphrase.text()):
            return None
        if len(self._passphrase.text()) < SHORTEST_PASSPHRASE:
            return self._passphrase, _("Too short: at least {count} letters, better several words.").format(
                count=SHORTEST_PASSPHRASE
            )
        if self._passphrase.text() != self._again.text():
            return self._again, _("The two are not the same.")
        return None

    def _lay_out(self) -> None:
        browse = quiet(_("Choose"), name="planBrowse")
        browse.clicked.connect(self._on_browse)
        self.form.add(_("Daily"), self._is_on)
        self.form.add(_("At"), self._at)
        self.form.add(_("Folder"), self._folder, browse, stretches=(1, 0))
        self.form.add(_("Keep"), *self._keep)
        self.form.add(_("Sealed"), self._sealed)
        self.form.add(_("Passphrase"), self._passphrase)
        self.form.add(_("Once more"), self._again)
        self.body.addWidget(self.form)
        warning = _(
            "Write the passphrase down and keep it elsewhere: without it nobody can open the backups."
        )
        self._warning = label(warning, Look.SMALL, wraps=True)
        self.body.addWidget(self._warning)
        self.body.addWidget(self.back)
        self.add_give_up()
        self.add_go_on(_("Save")).show_keys(SAVE_KEYS)
        self.add_keys(SAVE_KEYS, self.accept)

    def _fill(self, plan: BackupPlan) -> None:
        self._is_on.setChecked(plan.is_on)
        self._at.set_value(plan.at)
        self._folder.set_text(plan.folder)
        self._sealed.setChecked(plan.is_sealed)
        kept = (plan.keep.days, plan.keep.weeks, plan.keep.months)
        for choice, value in zip(self._keep, kept, strict=True):
            choice.set_value(value)
        if self._state.has_passphrase:
            self._passphrase.setPlaceholderText(_("as before"))

    def _refresh(self) -> None:
        for field in (self._passphrase, self._again):
            self.form.show_row(field, visible=self._sealed.isChecked())
        self._warning.setVisible(self._sealed.isChecked())

    def _on_browse(self) -> None:
        chosen = self._dialogs.open_folder(_("Folder of the backups"))
        if chosen is not None:
            self._folder.set_text(str(chosen))


def _moments(wording: Wording) -> list[tuple[time, str]]:
    moments = [time(half // 2, 30 * (half % 2)) for half in range(HALF_HOURS)]
    return [(moment, wording.time(moment)) for moment in moments]


def _secret(name: str) -> TextField:
    field = TextField(name=name)
    field.setEchoMode(QLineEdit.EchoMode.Password)
    field.setInputMethodHints(Qt.InputMethodHint.ImhSensitiveData)
    return field
