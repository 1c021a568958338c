"""The dialogs about passwords. What is typed here is kept nowhere: no draft, no log, no history."""

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QLineEdit, QWidget

from fieldservice.domain.rules.changes import Changes
from fieldservice.domain.rules.errors import TellableError
from fieldservice.ui.kit.announcements import announce
from fieldservice.ui.kit.calls import Call
from fieldservice.ui.kit.checks import CheckBox
from fieldservice.ui.kit.dialog_windows import KitDialog
from fieldservice.ui.kit.errors import ErrorKind, kind_of, words_for
from fieldservice.ui.kit.fields import TextField
from fieldservice.ui.kit.forms import Form
from fieldservice.ui.screens.staff import calls
from fieldservice.ui.screens.staff.parts import StaffParts
from fieldservice.wording import _

if TYPE_CHECKING:
    from fieldservice.domain.queries.users import UserRow

_HIDDEN, _SHOWN = QLineEdit.EchoMode.Password, QLineEdit.EchoMode.Normal
_KEYS = "Ctrl+Return"


class PasswordDialog(KitDialog):
    """A form of hidden fields that can be shown. Subclasses override `send`."""

    def __init__(self, parts: StaffParts, parent: QWidget, title: str, text: str, *, name: str) -> None:
        super().__init__(parent, title, text, name=name)
        self.parts = parts
        self._call: Call[Changes] | None = None
        self.form = Form(name=f"{name}Form")
        self.body.addWidget(self.form)
        self._fields: list[TextField] = []
        self._show = CheckBox(_("Show what is typed"), name="showPassword")
        self._show.toggled.connect(self._on_show)
        self.body.addWidget(self._show)
        self.body.addStretch(1)
        self.add_give_up()
        go_on = self.add_go_on(_("Save"))
        go_on.show_keys(_KEYS)
        self.add_keys(_KEYS, self.accept)

    def add_field(self, words: str, *, name: str) -> TextField:
        field = TextField(name=name)
        field.setEchoMode(_HIDDEN)
        self.form.add(words, field)
        self._fields.append(field)
        return field

    def send(self) -> Call[Changes]:
        raise NotImplementedError

    def accept(self) -> None:
        if self._call is None or self._call.is_over:
            self.form.clear_errors()
            self._call = self.send().then(self._on_done, self._on_failed)

    def wrong_field(self, code: str) -> TextField:
        """Where a refusal is shown: at the old password if that is wrong, else at the new one."""
        return self._fields[0] if code.startswith("sign_in.") else self._fields[-1]

    def _on_done(self, changes: Changes) -> None:
        del changes
        super().accept()

    def _on_failed(self, error: Exception) -> None:
        if kind_of(error) is ErrorKind.BUG:
            self.reject()
            self.parts.services.errors.show(error)
            return
        words = str(words_for(error, self.parts.wording))
        code = error.code if isinstance(error, TellableError) else ""
        self.form.show_error(self.wrong_field(code), words)
        announce(self, words)

    def _on_show(self, is_shown: bool) -> None:  # noqa: FBT001 - a Qt slot
        for field in self._fields:
            field.setEchoMode(_SHOWN if is_shown else _HIDDEN)


class FirstPasswordDialog(PasswordDialog):
    """A first password for somebody else; they change it when they come in."""

    def __init__(self, parts: StaffParts, parent: QWidget, row: "UserRow") -> None:
        title = _("First password for {name}").format(name=row.name)
        text = _("Tell it to them yourself. It is good for one sign-in; then they choose their own.")
        super().__init__(parts, parent, title, text, name="firstPasswordDialog")
        self._row = row
        self._new = self.add_field(_("First password"), name="firstPassword")
        self._show.setChecked(True)
        self._new.setFocus()

    def send(self) -> Call[Changes]:
        command = calls.GivePassword(self._row.id, self._new.text())
        return self.parts.ops.command(calls.give_password, command)


class OwnPasswordDialog(PasswordDialog):
    """One's own password: the one of before, if there is one, and the new one."""

    def __init__(self, parts: StaffParts, parent: QWidget, row: "UserRow") -> None:
        text = _(
            "At least 8 characters; three or four words are best. As soon as you have one, this desk asks."
        )
        super().__init__(parts, parent, _("Your password"), text, name="ownPasswordDialog")
        self._old = self.add_field(_("Password until now"), name="oldPassword")
        self.form.show_row(self._old, visible=row.has_password)
        self._new = self.add_field(_("New password"), name="newPassword")
        self._none = CheckBox(_("None any more: the desk asks nobody"), name="noPassword")
        self._none.toggled.connect(self._on_none)
        self._none.setVisible(row.has_password)
        self.body.insertWidget(1, self._none)
        (self._old if row.has_password else self._new).setFocus()

    def send(self) -> Call[Changes]:
        if self._none.isChecked():
            none = calls.RemovePassword(self._old.text())
            return self.parts.ops.command(calls.remove_password, none)
        command = calls.ChangePassword(self._old.text(), self._new.text())
        return self.parts.ops.command(calls.change_password, command)

    def _on_none(self, is_none: bool) -> None:  # noqa: FBT001 - a Qt slot
        self.form.show_row(self._new, visible=not is_none)
