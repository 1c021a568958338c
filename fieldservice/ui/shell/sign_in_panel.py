"""The door as a form: who, and the password. A first password is changed on the spot.

Nothing typed here is kept: no draft, no log.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import UUID

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from fieldservice.domain.rules.changes import Changes
from fieldservice.domain.rules.errors import TellableError
from fieldservice.ui.kit.announcements import announce
from fieldservice.ui.kit.buttons import primary, quiet
from fieldservice.ui.kit.calls import Call
from fieldservice.ui.kit.choice import Choice
from fieldservice.ui.kit.colours import Tone
from fieldservice.ui.kit.deferred import Deferred
from fieldservice.ui.kit.errors import words_for
from fieldservice.ui.kit.fields import TextField
from fieldservice.ui.kit.forms import Form
from fieldservice.ui.kit.labels import Look, label, set_tone
from fieldservice.ui.kit.ops import Ops
from fieldservice.ui.kit.theme import current_theme
from fieldservice.ui.kit.work import JobControl
from fieldservice.wording import Wording, _

if TYPE_CHECKING:
    from fieldservice.domain.commands.sign_in import EnterDesk, enter_desk
    from fieldservice.domain.queries.door import DoorPerson, people_at_the_door
else:
    EnterDesk = Deferred("fieldservice.domain.commands.sign_in", "EnterDesk")
    enter_desk = Deferred("fieldservice.domain.commands.sign_in", "enter_desk")
    people_at_the_door = Deferred("fieldservice.domain.queries.door", "people_at_the_door")

_HIDDEN = QLineEdit.EchoMode.Password


ByCentre = Callable[[JobControl, str, str, str], tuple[UUID, str]]
"""Login, password and new password in; who it is, out."""


@dataclass(frozen=True, slots=True)
class DoorParts:
    """What the door needs: who was here last, at which workstation, and whether it asks for passwords.

    `by_centre` asks the centre about somebody who never was here, on a job's thread; None at a desk alone.
    """

    ops: Ops
    wording: Wording
    workstation_id: UUID
    user_id: UUID
    user_name: str
    asks_who: bool
    by_centre: ByCentre | None = None


class SignInPanel(QWidget):
    """`entered` carries the id and the name of who came in."""

    entered = Signal(object, str)

    def __init__(self, parts: DoorParts, action: str) -> None:
        super().__init__()
        self.setObjectName("signInPanel")
        self._parts = parts
        self._call: Call[Any] | None = None
        self._with_password = frozenset((parts.user_id,)) if parts.asks_who else frozenset()
        self.form = Form(name="signInForm")
        self.person = Choice([(parts.user_id, parts.user_name)], name="signInPerson")
        self.login = TextField(name="signInLogin")
        self.password = TextField(name="signInPassword")
        self.new_password = TextField(name="signInNewPassword")
        for field in (self.password, self.new_password):
            field.setEchoMode(_HIDDEN)
            field.returnPressed.connect(self.enter)
        self.form.add(_("Who"), self.person)
        self.form.add(_("User name"), self.login)
        self.form.show_row(self.login, visible=False)
        self.form.add(_("Password"), self.password)
        self.form.add(_("New password"), self.new_password)
        self.form.show_row(self.new_password, visible=False)
        self.form.show_row(self.password, visible=parts.asks_who)
        self.trouble = label("", Look.ERROR, wraps=True)
        self.trouble.setObjectName("signInTrouble")
        self.trouble.hide()
        self.button = primary(action, keys="Return", name="signInButton")
        self.button.clicked.connect(self.enter)
        self.stranger = quiet(_("Somebody else"), name="signInStranger")
        self.stranger.setCheckable(True)
        self.stranger.setVisible(parts.by_centre is not None)
        self.stranger.toggled.connect(self._on_stranger)
        self._lay_out()
        self.person.edited.connect(self._on_person_edited)
        parts.ops.query(people_at_the_door).then(self._on_people, self._on_no_people)

    def first_field(self) -> QWidget:
        return self.password if self._with_password else self.button

    def enter(self) -> None:
        """Try to come in."""
        if self._call is not None and not self._call.is_over:
            return
        self.trouble.hide()
        new = self.new_password.text() if self.new_password.isVisible() else ""
        if self.stranger.isChecked() and self._parts.by_centre is not None:
            typed = (self.login.text().strip(), self.password.text(), new)
            asked = self._parts.ops.job(self._parts.by_centre, _("Asking the centre"), *typed)
            self._call = asked.then(self._on_known, self._on_failed)
            return
        self._enter(self.person.value, self.password.text(), new)

    def _enter(self, user_id: UUID, password: str, new_password: str = "") -> None:
        command = EnterDesk(user_id, self._parts.workstation_id, password, new_password)
        self._call = self._parts.ops.command(enter_desk, command).then(self._on_entered, self._on_failed)

    def _on_known(self, who: tuple[UUID, str]) -> None:
        """The centre let them in: now the desk does, as it will without a line from now on."""
        password = self.new_password.text() if self.new_password.isVisible() else self.password.text()
        self.person.set_options([who])
        self._enter(who[0], password)

    def _on_stranger(self, is_on: bool) -> None:  # noqa: FBT001 - carried by a signal
        """Somebody who never was here says their user name; the centre knows them."""
        self.clear()
        self.form.show_row(self.person, visible=not is_on)
        self.form.show_row(self.login, visible=is_on)
        self._show_password_if_asked()
        (self.login if is_on else self.password).setFocus()

    def clear(self) -> None:
        """Forget what was typed."""
        for field in (self.password, self.new_password):
            field.setText("")
        self.form.show_row(self.new_password, visible=False)
        self.trouble.hide()

    def _lay_out(self) -> None:
        theme = current_theme()
        down = QVBoxLayout(self)
        down.setContentsMargins(0, 0, 0, 0)
        down.setSpacing(theme.gap(12))
        down.addWidget(self.form)
        down.addWidget(self.trouble)
        across = QHBoxLayout()
        across.addStretch(1)
        across.addWidget(self.stranger)
        across.addWidget(self.button)
        down.addLayout(across)

    def _on_people(self, people: "Sequence[DoorPerson]") -> None:
        self._with_password = frozenset(each.id for each in people if each.has_password)
        if people:
            self.person.set_options([(each.id, each.name) for each in people])
        self._show_password_if_asked()

    def _on_no_people(self, error: Exception) -> None:
        self._on_failed(error)

    def _on_person_edited(self) -> None:
        self.clear()
        self._show_password_if_asked()

    def _show_password_if_asked(self) -> None:
        is_asked = self.stranger.isChecked() or self.person.value in self._with_password
        self.form.show_row(self.password, visible=is_asked)
        if self.isVisible() and self.focusWidget() is not self.person:
            (self.password if is_asked else self.button).setFocus()

    def _on_entered(self, changes: Changes) -> None:
        del changes
        user_id, name = self.person.value, self.person.currentText()
        self.clear()
        self.entered.emit(user_id, name)

    def _on_failed(self, error: Exception) -> None:
        code = error.code if isinstance(error, TellableError) else ""
        if code == "sign_in.password_expired":
            self.form.show_row(self.new_password, visible=True)
            self.new_password.setFocus()
        elif code == "sign_in.wrong":
            self.password.selectAll()
            self.password.setFocus()
        told = words_for(error, self._parts.wording)
        is_trouble = code != "sign_in.password_expired"
        words = str(told) if is_trouble else f"{told.what} {told.do}"
        set_tone(self.trouble, None if is_trouble else Tone.NEUTRAL)
        self.trouble.setText(words)
        self.trouble.show()
        announce(self, words)
