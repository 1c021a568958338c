"""Joining a centre: where it is, the pairing code, who works here first, and whose data one begins with.

Password and code are kept nowhere: in no draft and in no log. The rest waits when the line does not hold.
"""

from typing import TYPE_CHECKING, Any
from uuid import UUID

from PySide6.QtWidgets import QLineEdit, QWidget

from fieldservice.ui.kit.announcements import announce
from fieldservice.ui.kit.calls import JobCall, Progress
from fieldservice.ui.kit.choice import Choice
from fieldservice.ui.kit.dialogs import Question
from fieldservice.ui.kit.errors import ErrorKind, kind_of, words_for
from fieldservice.ui.kit.facts import ShareBar
from fieldservice.ui.kit.fields import TextField
from fieldservice.ui.kit.forms import Form
from fieldservice.ui.kit.kept_dialog import KeptDialog
from fieldservice.ui.kit.labels import Look, label, selectable
from fieldservice.ui.kit.theme import current_theme
from fieldservice.ui.screens.exchange import calls, words
from fieldservice.ui.screens.exchange.parts import Brings, ExchangeParts, JoinAsk
from fieldservice.wording import _

if TYPE_CHECKING:
    from fieldservice.domain.queries.own_data import OwnData

_WIDTH = 620


class JoinDialog(KeptDialog):
    """Stays open while the workstation joins, with its progress; accepted when it belongs to the centre."""

    def __init__(self, parts: ExchangeParts, parent: QWidget) -> None:
        text = _("You get the address and a pairing code from whoever runs the centre.")
        super().__init__(parent, _("Join a centre"), name="joinDialog")
        self.setAccessibleDescription(text)
        self._intro = label(text, wraps=True)
        self.body.addWidget(self._intro)
        self.setMinimumWidth(min(current_theme().px(_WIDTH), parent.window().width()))
        self._parts = parts
        self._call: JobCall[Any] | None = None
        self._own: OwnData | None = None
        self._is_done = self._was_chosen = False
        self._make_fields()
        parts.ops.query(calls.own_data).then(self._on_own_data, self._on_failed)
        self._trouble = label("", Look.ERROR, wraps=True)
        self._trouble.setObjectName("joinTrouble")
        self._trouble.hide()
        self._doing = label("", Look.MUTED)
        self._bar = ShareBar(name="joinBar")
        self._bar.setAccessibleName(_("How far it is"))
        for widget in (self._trouble, self._doing, self._bar):
            self.body.addWidget(widget)
        self._give_up = self.add_give_up()
        self._go_on = self.add_go_on(_("Join"))
        self._go_on.show_keys("Ctrl+Return")
        self.add_keys("Ctrl+Return", self._go_on.click)
        self._show_running(is_running=False)
        self.address.setFocus()

    def accept(self) -> None:
        """Join; what is missing is said at once, and what would go is asked."""
        if self._is_done:
            super().accept()
        if self._is_done or (self._call is not None and not self._call.is_over):
            return
        missing = next((field for field in self._needed() if not field.text().strip()), None)
        if missing is not None:
            self._tell(_("Fill in: {field}.").format(field=missing.accessibleName()))
            missing.setFocus()
            return
        if not self._may_go():
            self.brings.setFocus()
            return
        self._trouble.hide()
        self._show_running(is_running=True)
        ask = JoinAsk(
            self.address.text(),
            self.code.text(),
            self.login.text(),
            self.password.text(),
            self.name.text(),
            self.brings.value,
            self.new_password.text() if self.new_password.isVisible() else "",
            lets_own_go=self._would_go(),
        )
        self._call = self._parts.ops.job(self._parts.home.join, _("Joining the centre"), ask)
        self._call.progressed.connect(self._on_progress)
        self._call.then(self._on_joined, self._on_failed)

    def reject(self) -> None:
        """While it joins, giving up stops that; the dialog stays, to begin again."""
        if self._is_done:
            super().accept()
            return
        if self._call is not None and not self._call.is_over:
            self._call.cancel()
            self._show_running(is_running=False)
            return
        super().reject()

    def _make_fields(self) -> None:
        self.form = Form(name="joinForm")
        self.address = TextField(name="joinAddress", placeholder="https://centre.example.com")
        self.code = TextField(name="joinCode", placeholder="ABCD-EFGH")
        self.login = TextField(name="joinLogin")
        self.password = TextField(name="joinPassword")
        self.new_password = TextField(name="joinNewPassword")
        for field in (self.password, self.new_password):
            field.setEchoMode(QLineEdit.EchoMode.Password)
        self.name = TextField(name="joinName", placeholder=_("Front desk, laptop of Anna"))
        self.brings = Choice(
            [
                (Brings.OURS, _("with the data of this workstation, which join those of the centre")),
                (Brings.THEIRS, _("with the data of the centre, in place of what is here")),
            ],
            name="joinBrings",
        )
        self.brings.set_value(Brings.THEIRS)
        self.brings.edited.connect(self._on_chosen)
        rows: tuple[tuple[str, QWidget], ...] = (
            (_("Address"), self.address),
            (_("Pairing code"), self.code),
            (_("User name"), self.login),
            (_("Password"), self.password),
            (_("New password"), self.new_password),
            (_("This workstation"), self.name),
            (_("Begins"), self.brings),
        )
        for text, widget in rows:
            self.form.add(text, widget)
        self.form.show_row(self.new_password, visible=False)
        self.body.addWidget(self.form)
        self.body.addWidget(self.back)
        keeper = self.keep_draft(self._parts, self.objectName(), UUID(int=0)).keeper
        for name, field in (("address", self.address), ("login", self.login), ("name", self.name)):
            keeper.register(name, field)

    def _needed(self) -> tuple[TextField, ...]:
        return self.address, self.code, self.login, self.password, self.name

    def _show_running(self, *, is_running: bool) -> None:
        self.form.setEnabled(not is_running)
        self._go_on.setEnabled(not is_running)
        self._doing.setVisible(is_running)
        self._bar.setVisible(is_running)
        self._doing.setText(_("Joining the centre") if is_running else "")
        self.adjustSize()

    def _on_progress(self, progress: Progress) -> None:
        self._doing.setText(progress.text or _("Joining the centre"))
        self._bar.show_share(progress.done, progress.total)

    def _on_own_data(self, found: "OwnData") -> None:
        """A workstation with data of its own brings them along, unless somebody wants it otherwise."""
        self._own = found
        if found.is_any and not self._was_chosen:
            self.brings.set_value(Brings.OURS)

    def _on_chosen(self) -> None:
        self._was_chosen = True

    def _would_go(self) -> bool:
        return self.brings.value is Brings.THEIRS and self._own is not None and self._own.is_any

    def _may_go(self) -> bool:
        if self._own is None or not self._would_go():
            return True
        question = Question(
            _("Take the data of the centre in place of what is here?"),
            words.own_data_words(self._own),
            _("Take the data of the centre"),
            is_dangerous=True,
        )
        return self._parts.services.dialogs.confirm(question)

    def _on_joined(self, joined: Any) -> None:
        if not joined.is_done:
            self._show_running(is_running=False)
            return
        for field in (self.password, self.new_password):
            field.setText("")
        self._is_done = True
        if joined.backup is None:
            super().accept()
        else:
            self._show_kept(str(joined.backup))

    def _show_kept(self, file: str) -> None:
        """Where what was here lies now: read before the desk begins anew."""
        self._show_running(is_running=False)
        for widget in (self._intro, self.form, self._give_up):
            widget.hide()
        self._go_on.setText(_("Begin"))
        told = _("This workstation belongs to the centre now. What was here before lies in {file}.")
        kept = selectable(told.format(file=file))
        kept.setMinimumHeight(kept.heightForWidth(self.form.width()))
        self.body.addWidget(kept)
        self.adjustSize()
        self._go_on.setFocus()
        announce(self, kept.text())

    def _on_failed(self, error: Exception) -> None:
        self._show_running(is_running=False)
        if kind_of(error) is ErrorKind.BUG:
            super().reject()
            self._parts.services.errors.show(error)
            return
        if getattr(error, "code", "") == "sign_in.password_expired":
            self.form.show_row(self.new_password, visible=True)
        self._tell(str(words_for(error, self._parts.wording)))
        self._field_of(error).setFocus()

    def _field_of(self, error: Exception) -> TextField:
        code = getattr(error, "code", "")
        if self.new_password.isVisible() and code.startswith(("sign_in.", "password.")):
            return self.new_password
        if code.startswith("sign_in."):
            return self.password
        return self.code if code == "exchange.code_unknown" else self.address

    def _tell(self, words: str) -> None:
        self._trouble.setText(words)
        self._trouble.show()
        self.adjustSize()
        announce(self, words)
