"""The dialog about a team: name, by what it is cut, whom it serves, who leads it, who belongs to it."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any
from uuid import UUID

from PySide6.QtWidgets import QWidget

from fieldservice.domain.rules.changes import Changes
from fieldservice.domain.rules.teams import TeamBasis
from fieldservice.ui.kit.calls import Call
from fieldservice.ui.kit.choice import Choice
from fieldservice.ui.kit.fields import TextField
from fieldservice.ui.kit.form_dialog import parted
from fieldservice.ui.kit.record_dialog import RecordDialog
from fieldservice.ui.screens.staff import calls
from fieldservice.ui.screens.staff.parts import StaffParts
from fieldservice.ui.screens.staff.tick_list import TickList
from fieldservice.wording import Wording, _

if TYPE_CHECKING:
    from fieldservice.domain.commands.teams import TeamData
    from fieldservice.domain.queries.staff import StaffBook
    from fieldservice.domain.queries.teams import TeamRow

_NAMED = frozenset({TeamBasis.TRADE, TeamBasis.FUNCTION, TeamBasis.PRODUCT, TeamBasis.LEVEL})
_CHOSEN = {
    TeamBasis.CUSTOMER_CLASS: ("CustomerClass", ("standard", "high_value", "vip")),
    TeamBasis.CHANNEL: ("Channel", ("phone", "email", "sms", "web", "plan", "meter", "api", "other")),
}


def served_words(team: "TeamRow", wording: Wording) -> str:
    """What the team serves, in words."""
    enum_name, _codes = _CHOSEN.get(team.basis, ("", ()))
    words = (wording.word_of(enum_name, code) or code for code in team.served)
    return ", ".join(words)


class TeamDialog(RecordDialog["TeamData"]):
    """A new team, or a change of one. Classes and channels are typed by their words; nothing means all."""

    def __init__(
        self, parts: StaffParts, parent: QWidget, book: "StaffBook", row: "TeamRow | None" = None
    ) -> None:
        title = _("New team") if row is None else _("Change {name}").format(name=row.name)
        self._row = row
        self.team_id: UUID = calls.new_id() if row is None else row.id
        subject = UUID(int=0) if row is None else row.id
        super().__init__(parts, parent, title, name="teamDialog", subject=subject)
        self._add_fields(book)
        if row is not None:
            self._show(row)
            self.remember()
        self._name.setFocus()

    def data(self) -> "TeamData":
        return calls.TeamData(
            name=self._name.text(),
            basis=self._basis.value,
            served=tuple(self._code_of(part) for part in parted(self._served.text())),
            leader_id=self._leader.value,
            user_ids=self._users.value,
            technician_ids=self._crew.value,
        )

    def send(self) -> Call[Changes]:
        data = self.data()
        if self._row is None:
            return self.parts.ops.command(calls.add_team, calls.AddTeam(self.team_id, data))
        change = calls.ChangeTeam(self._row.id, self._row.version, data, self.seen)
        return self.parts.ops.command(calls.change_team, change)

    def field_of(self) -> Mapping[str, QWidget]:
        return {"team.name_missing": self._name, "team.name_taken": self._name}

    def field_titles(self) -> Mapping[str, str]:
        return {
            "name": _("Name"),
            "basis": _("Cut by"),
            "served": _("Serves"),
            "leader_id": _("Leader"),
        }

    def value_words(self, name: str, value: Any) -> str:
        if name == "served" and isinstance(value, str):
            enum_name, _codes = _CHOSEN.get(self._basis.value, ("", ()))
            return self.parts.wording.word_of(enum_name, value) or value
        return super().value_words(name, value)

    def _add_fields(self, book: "StaffBook") -> None:
        word = self.parts.wording.word
        people = [(user.id, user.name) for user in book.users if user.is_active]
        crew = [(each.id, each.name) for each in book.crew if each.is_active]
        self.name_ids(people, crew)
        self._name = TextField(name="teamName")
        self._basis = Choice([(basis, word(basis)) for basis in TeamBasis], name="teamBasis")
        self._served = TextField(name="teamServed", placeholder=_("all, or several with commas"))
        self._leader = Choice([(None, _("nobody")), *people], name="teamLeader")
        self._users = TickList(people, name="teamUsers")
        self._crew = TickList(crew, name="teamCrew")
        for key, words, field in (
            ("name", _("Name"), self._name),
            ("basis", _("Cut by"), self._basis),
            ("served", _("Serves"), self._served),
            ("leader", _("Leader"), self._leader),
            ("users", _("Users"), self._users),
            ("crew", _("Technicians"), self._crew),
        ):
            self.form.add(words, field)
            self.keep(key, field)
        self._basis.edited.connect(self._hint_served)

    def _show(self, row: "TeamRow") -> None:
        self._name.setText(row.name)
        self._basis.set_value(row.basis)
        self._served.setText(served_words(row, self.parts.wording))
        self._leader.set_value(row.leader_id)
        self._users.set_value(row.user_ids)
        self._crew.set_value(row.technician_ids)

    def _hint_served(self) -> None:
        basis = self._basis.value
        if basis in _NAMED:
            self.hint("")
            return
        enum_name, codes = _CHOSEN[basis]
        words = ", ".join(self.parts.wording.word_of(enum_name, code) or code for code in codes)
        self.hint(_("Serves: {words}").format(words=words))

    def _code_of(self, typed: str) -> str:
        """The code of a class or channel given by its word; other bases keep what is typed."""
        enum_name, codes = _CHOSEN.get(self._basis.value, ("", ()))
        words = {(self.parts.wording.word_of(enum_name, code) or code).casefold(): code for code in codes}
        return words.get(typed.casefold(), typed)
