"""Whether the database is encrypted, where its key lies, and what is done about it."""

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QApplication, QHBoxLayout, QWidget

from fieldservice.ui.kit.buttons import quiet
from fieldservice.ui.kit.cards import Card, soft_block
from fieldservice.ui.kit.checks import CheckBox
from fieldservice.ui.kit.chips import Chip
from fieldservice.ui.kit.colours import Tone
from fieldservice.ui.kit.dialog_windows import KitDialog
from fieldservice.ui.kit.dialogs import Question
from fieldservice.ui.kit.labels import Look, label, selectable
from fieldservice.ui.kit.painting import Shape
from fieldservice.ui.screens.safekeeping import calls
from fieldservice.ui.screens.safekeeping.parts import SafekeepingParts
from fieldservice.wording import _, ngettext

if TYPE_CHECKING:
    from fieldservice.domain.queries.encryption import Encryption

ON, OFF = "on", "off"
_GROUPS_A_LINE, _GROUP = 8, 5


class EncryptionCard(Card):
    """One button switches on or off, as it stands; the other tells the recovery key."""

    def __init__(self) -> None:
        super().__init__(_("Encryption"), name="encryptionCard")
        self._chip = Chip("", name="encryptionChip")
        self._said = label("", Look.MUTED, wraps=True)
        self.switch = quiet(_("Encrypt"), name="encryptButton")
        self.recovery = quiet(_("Recovery key"), name="recoveryKeyButton")
        self.add(self._chip)
        self.add(self._said)
        row = QHBoxLayout()
        row.addWidget(self.switch)
        row.addWidget(self.recovery)
        row.addStretch(1)
        self.add(row)

    def show_state(self, state: "Encryption", home: Path) -> None:
        self.switch.setText(_("Decrypt") if state.is_on else _("Encrypt"))
        self.recovery.setVisible(state.is_on)
        if not state.is_on:
            self._chip.show_state(_("not encrypted"), Tone.NEUTRAL, Shape.CIRCLE)
            self._said.setText(_("Whoever has this computer's disk can read the data."))
            return
        is_beside = bool(state.key_file) and Path(state.key_file).parent == home
        mark = (Tone.CARE, Shape.DIAMOND) if is_beside or state.open_copies else (Tone.GOOD, Shape.TICK)
        self._chip.show_state(_("encrypted"), *mark)
        self._said.setText("\n".join(_state_lines(state, is_beside=is_beside)))


class RecoveryKeyDialog(KitDialog):
    """The key as it is written down. With `asks` it has to be confirmed that this was done."""

    def __init__(self, parent: QWidget, key: str, *, asks: bool) -> None:
        title = _("Encrypt the database?") if asks else _("Recovery key")
        super().__init__(parent, title, _warning(), name="recoveryKeyDialog")
        self._key = selectable(_in_lines(key), Look.STRONG)
        self._key.setAccessibleName(_("Recovery key"))
        self.body.addWidget(soft_block(self._key))
        copy = quiet(_("Copy"), name="copyKeyButton")
        copy.clicked.connect(lambda: QApplication.clipboard().setText(key))
        row = QHBoxLayout()
        row.addWidget(copy)
        row.addStretch(1)
        self.body.addLayout(row)
        if asks:
            self._ask()
        else:
            self.add_go_on(_("Close")).setFocus()

    def _ask(self) -> None:
        told = _("The desk starts anew for it. Attachments and copies of earlier days stay as they are.")
        self.body.addWidget(label(told, Look.MUTED, wraps=True))
        noted = CheckBox(_("I have written the recovery key down"), name="keyNoted")
        self.body.addWidget(noted)
        self.add_give_up()
        go_on = self.add_go_on(_("Encrypt and start anew"))
        go_on.setEnabled(False)
        noted.toggled.connect(go_on.setEnabled)
        noted.setFocus()


class EncryptionActs(QObject):
    """Switching, and telling the key. The database itself is written anew at the start that follows."""

    failed = Signal(object)

    def __init__(self, parts: SafekeepingParts, page: QWidget) -> None:
        super().__init__(page)
        self._parts = parts
        self._page = page
        self._desk = parts.desk
        self._dialogs = parts.services.dialogs

    def switch(self, state: "Encryption | None") -> None:
        if state is None:
            return
        if state.is_on:
            self._decrypt()
        else:
            self._prepare(None)

    def show_key(self) -> None:
        query = self._parts.ops.query(calls.recovery_key, self._desk.home)
        query.then(self._on_key, self.failed.emit)

    def _on_key(self, key: str) -> None:
        self._dialogs.run(RecoveryKeyDialog(self._page, key, asks=False))

    def _prepare(self, file: Path | None) -> None:
        query = self._parts.ops.query(calls.prepare_key, self._desk.home, file)
        query.then(self._on_prepared, self.failed.emit)

    def _choose_file(self) -> None:
        """A computer without a keyring: the key goes into a file that somebody keeps apart."""
        question = Question(
            _("Choose a file for the key?"),
            _("This computer has no keyring. Choose a medium that you take out and keep apart."),
            _("Choose a file"),
        )
        if self._dialogs.confirm(question):
            suggested = Path.home() / "fieldservice.key"
            file = self._dialogs.save_file(_("File for the key"), suggested, f"{_('Key')} (*.key)")
            if file is not None:
                self._prepare(file)

    def _on_prepared(self, key: str | None) -> None:
        if key is None:
            self._choose_file()
        elif self._dialogs.run(RecoveryKeyDialog(self._page, key, asks=True)):
            self._want(ON)

    def _decrypt(self) -> None:
        question = Question(
            _("Decrypt the database?"),
            _("Whoever has this computer's disk can read the data then. The desk starts anew for it."),
            _("Decrypt and start anew"),
            is_dangerous=True,
        )
        if self._dialogs.confirm(question):
            self._want(OFF)

    def _want(self, wanted: str) -> None:
        query = self._parts.ops.query(calls.want_encryption, self._desk.database, wanted)
        query.then(lambda _path: self._desk.restart(), self.failed.emit)


def _state_lines(state: "Encryption", *, is_beside: bool) -> list[str]:
    if is_beside:
        lines = [_("The key lies beside the database: that keeps nobody out who has the whole folder.")]
    elif state.key_file:
        lines = [_("Its key lies in {file}.").format(file=state.key_file)]
    else:
        lines = [_("Its key lies in the keyring of this computer.")]
    if state.open_copies:
        told = ngettext(
            "{count} copy of earlier days lies there without encryption.",
            "{count} copies of earlier days lie there without encryption.",
            state.open_copies,
        )
        lines.append(told.format(count=state.open_copies))
    return lines


def _warning() -> str:
    return _(
        "Write this key down and keep it elsewhere. If the key of this computer is lost as well,"
        " nobody can read the data again, nor the backups made from then on."
    )


def _in_lines(key: str) -> str:
    a_line = _GROUPS_A_LINE * _GROUP
    return "\n".join(key[at : at + a_line].strip() for at in range(0, len(key), a_line))
