"""The dialogs about a user: who it is, who stands in for them, and who takes over when they leave."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any
from uuid import UUID

from PySide6.QtWidgets import QWidget

from fieldservice.domain.rules.changes import Changes
from fieldservice.ui.kit.calls import Call
from fieldservice.ui.kit.choice import Choice
from fieldservice.ui.kit.day_field import DayField
from fieldservice.ui.kit.fields import TextField
from fieldservice.ui.kit.form_dialog import FormDialog
from fieldservice.ui.kit.labels import label
from fieldservice.ui.kit.record_dialog import RecordDialog
from fieldservice.ui.screens.staff import calls
from fieldservice.ui.screens.staff.parts import StaffParts
from fieldservice.ui.screens.staff.tick_list import TickList
from fieldservice.wording import LANGUAGE_NAMES, _, ngettext

if TYPE_CHECKING:
    from fieldservice.domain.commands.users import UserData
    from fieldservice.domain.queries.staff import StaffBook
    from fieldservice.domain.queries.users import UserRow


class UserDialog(RecordDialog["UserData"]):
    """A new user, or a change of one."""

    def __init__(
        self, parts: StaffParts, parent: QWidget, book: "StaffBook", row: "UserRow | None" = None
    ) -> None:
        title = _("New user") if row is None else _("Change {name}").format(name=row.name)
        self._row = row
        self.user_id: UUID = calls.new_id() if row is None else row.id
        subject = UUID(int=0) if row is None else row.id
        super().__init__(parts, parent, title, name="userDialog", subject=subject)
        self._add_person()
        self._add_place(book)
        if row is not None:
            self._show(row)
            self.remember()
        self._name.setFocus()

    def data(self) -> "UserData":
        return calls.UserData(
            name=self._name.text(),
            login=self._login.text(),
            email=self._email.text(),
            phone=self._phone.text(),
            language=self._language.value,
            supervisor_id=self._supervisor.value,
            role_ids=self._roles.value,
            team_ids=self._teams.value,
        )

    def send(self) -> Call[Changes]:
        data = self.data()
        if self._row is None:
            return self.parts.ops.command(calls.add_user, calls.AddUser(self.user_id, data))
        change = calls.ChangeUser(self._row.id, self._row.version, data, self.seen)
        return self.parts.ops.command(calls.change_user, change)

    def field_of(self) -> Mapping[str, QWidget]:
        return {
            "user.name_missing": self._name,
            "user.login_missing": self._login,
            "user.login_taken": self._login,
            "user.goes_round": self._supervisor,
        }

    def field_titles(self) -> Mapping[str, str]:
        return {
            "name": _("Full name"),
            "login": _("Login"),
            "email": _("E-mail"),
            "phone": _("Telephone"),
            "language": _("Language"),
            "supervisor_id": _("Supervisor"),
        }

    def value_words(self, name: str, value: Any) -> str:
        if name == "language":
            return LANGUAGE_NAMES.get(value, "")
        return super().value_words(name, value)

    def _add_person(self) -> None:
        self._name = TextField(name="userName")
        self._login = TextField(name="userLogin", placeholder=_("a short name to sign in with"))
        self._email = TextField(name="userEmail")
        self._phone = TextField(name="userPhone")
        languages = [(code, name) for code, name in LANGUAGE_NAMES.items()]
        self._language = Choice([(None, _("as the desk")), *languages], name="userLanguage")
        for key, words, field in (
            ("name", _("Full name"), self._name),
            ("login", _("Login"), self._login),
            ("email", _("E-mail"), self._email),
            ("phone", _("Telephone"), self._phone),
            ("language", _("Language"), self._language),
        ):
            self.form.add(words, field)
            self.keep(key, field)

    def _add_place(self, book: "StaffBook") -> None:
        roles = [(role.id, role.name) for role in book.roles if role.is_active]
        teams = [(team.id, team.name) for team in book.teams if team.is_active]
        others = [(u.id, u.name) for u in book.users if u.is_active and u.id != self.user_id]
        self.name_ids(others)
        self._roles = TickList(roles, name="userRoles")
        self._teams = TickList(teams, name="userTeams")
        self._supervisor = Choice([(None, _("nobody")), *others], name="userSupervisor")
        self.form.add(_("Roles"), self._roles)
        self.form.add(_("Teams"), self._teams)
        self.form.show_row(self._teams, visible=bool(teams))
        self.form.add(_("Supervisor"), self._supervisor)
        for key, field in (
            ("roles", self._roles),
            ("teams", self._teams),
            ("supervisor", self._supervisor),
        ):
            self.keep(key, field)

    def _show(self, row: "UserRow") -> None:
        self._name.setText(row.name)
        self._login.setText(row.login)
        self._email.setText(row.email)
        self._phone.setText(row.phone)
        self._language.set_value(row.language)
        self._roles.set_value(row.role_ids)
        self._teams.set_value(row.team_ids)
        self._supervisor.set_value(row.supervisor_id)


class LeaveDialog(FormDialog):
    """Somebody leaves: who takes over what they own."""

    def __init__(self, parts: StaffParts, parent: QWidget, book: "StaffBook", row: "UserRow") -> None:
        title = _("Deactivate {name}?").format(name=row.name)
        super().__init__(parts, parent, title, name="leaveDialog", subject=row.id)
        self._row = row
        owned = ngettext(
            "{count} open ticket is theirs. It goes to whoever is chosen here.",
            "{count} open tickets are theirs. They go to whoever is chosen here.",
            row.open_tickets,
        )
        none = _("No open ticket is theirs. What they did stays under their name.")
        words = owned.format(count=row.open_tickets) if row.open_tickets else none
        self.form.add_wide(label(words, wraps=True))
        others = [(u.id, u.name) for u in book.users if u.is_active and u.id != row.id]
        self._heir = Choice([(None, _("nobody: they wait to be taken")), *others], name="leaveHeir")
        self._heir.set_value(row.substitute_id)
        self.form.add(_("Goes to"), self._heir)
        self.keep("heir", self._heir)
        self.go_on.setText(_("Deactivate"))
        self._heir.setFocus()

    def send(self) -> Call[Changes]:
        command = calls.DeactivateUser(self._row.id, self._heir.value)
        return self.parts.ops.command(calls.deactivate_user, command)


class SubstituteDialog(FormDialog):
    """Who looks after somebody's tickets, from when to when."""

    def __init__(self, parts: StaffParts, parent: QWidget, book: "StaffBook", row: "UserRow") -> None:
        title = _("Substitute of {name}").format(name=row.name)
        subject = row.id
        super().__init__(parts, parent, title, name="substituteDialog", subject=subject)
        self._row = row
        language, today = parts.wording.language, parts.today
        others = [(u.id, u.name) for u in book.users if u.is_active and u.id != row.id]
        self._who = Choice([(None, _("nobody")), *others], name="substituteWho")
        self._first = DayField(name="substituteFirst", language=language, today=today, day=row.away_from)
        self._last = DayField(name="substituteLast", language=language, today=today, day=row.away_until)
        self._who.set_value(row.substitute_id)
        for key, words, field in (
            ("who", _("Substitute"), self._who),
            ("first", _("First day"), self._first),
            ("last", _("Last day"), self._last),
        ):
            self.form.add(words, field)
            self.keep(key, field)
        self.hint(
            _("On these days the substitute has the tickets of {name} as their own.").format(name=row.name)
        )
        self._who.setFocus()

    def send(self) -> Call[Changes]:
        for field in (self._first, self._last):
            self.require(field)
        command = calls.SetSubstitute(self._row.id, self._who.value, self._first.day, self._last.day)
        return self.parts.ops.command(calls.set_substitute, command)

    def field_of(self) -> Mapping[str, QWidget]:
        return {
            "substitute.yourself": self._who,
            "substitute.days_missing": self._first,
            "substitute.ends_before_start": self._last,
        }
