"""The dialogs about a role: a new one like another, and its name and limits."""

from collections.abc import Mapping
from typing import TYPE_CHECKING
from uuid import UUID

from PySide6.QtWidgets import QWidget

from fieldservice.domain.rules.changes import Changes
from fieldservice.domain.rules.rights import Limits, Reach
from fieldservice.ui.kit.calls import Call
from fieldservice.ui.kit.choice import Choice
from fieldservice.ui.kit.fields import TextField
from fieldservice.ui.kit.form_dialog import FormDialog
from fieldservice.ui.kit.record_dialog import RecordDialog
from fieldservice.ui.screens.staff import calls
from fieldservice.ui.screens.staff.parts import StaffParts
from fieldservice.ui.screens.staff.tick_list import TickList
from fieldservice.wording import _

if TYPE_CHECKING:
    from fieldservice.domain.commands.roles import RoleData
    from fieldservice.domain.queries.roles import LimitOptions, RoleRow
    from fieldservice.domain.queries.staff import StaffBook


class NewRoleDialog(FormDialog):
    """A role of the company's own; it begins with what another gives, or with nothing."""

    def __init__(self, parts: StaffParts, parent: QWidget, book: "StaffBook", like: "RoleRow | None") -> None:
        super().__init__(parts, parent, _("New role"), name="newRoleDialog", subject=UUID(int=0))
        self.role_id: UUID = calls.new_id()
        self._name = TextField(name="roleName")
        others = [(role.id, role.name) for role in book.roles]
        self._like = Choice([(None, _("nothing")), *others], name="roleLike")
        if like is not None:
            self._like.set_value(like.id)
        self.form.add(_("Name"), self._name)
        self.form.add(_("Begins with the rights of"), self._like)
        self.keep("name", self._name)
        self.keep("like", self._like)
        self._name.setFocus()

    def send(self) -> Call[Changes]:
        command = calls.AddRole(self.role_id, self._name.text(), self._like.value)
        return self.parts.ops.command(calls.add_role, command)

    def field_of(self) -> Mapping[str, QWidget]:
        return {"role.name_missing": self._name, "role.name_taken": self._name}


class RoleDialog(RecordDialog["RoleData"]):
    """Name and limits of a role. Nothing ticked means all."""

    def __init__(self, parts: StaffParts, parent: QWidget, options: "LimitOptions", row: "RoleRow") -> None:
        title = _("Change role {name}").format(name=row.name)
        subject = row.id
        super().__init__(parts, parent, title, name="roleDialog", subject=subject)
        self._row = row
        word = parts.wording.word
        self._name = TextField(name="roleName")
        self._reach = Choice([(reach, word(reach)) for reach in Reach], name="roleReach")
        queues, types, states = (
            [(each.id, each.name) for each in named]
            for named in (options.queues, options.types, options.states)
        )
        self.name_ids(queues, types, states)
        self._queues = TickList(queues, name="roleQueues")
        self._types = TickList(types, name="roleTypes")
        self._states = TickList(states, name="roleStates")
        for key, words, field in (
            ("name", _("Name"), self._name),
            ("reach", _("Whose tickets"), self._reach),
            ("queues", _("Only queues"), self._queues),
            ("types", _("Only types"), self._types),
            ("states", _("Only states"), self._states),
        ):
            self.form.add(words, field)
            self.keep(key, field)
        self._show(row)
        self.remember()
        self.hint(_("What is not ticked at all is not limited."))
        self._name.setFocus()

    def data(self) -> "RoleData":
        return calls.role_data(self._name.text(), self._limits())

    def send(self) -> Call[Changes]:
        row = self._row
        command = calls.ChangeRole(row.id, row.version, self._name.text(), self._limits(), self.seen)
        return self.parts.ops.command(calls.change_role, command)

    def field_titles(self) -> Mapping[str, str]:
        return {
            "name": _("Name"),
            "reach": _("Whose tickets"),
            "queue_ids": _("Only queues"),
            "type_ids": _("Only types"),
            "state_ids": _("Only states"),
        }

    def _limits(self) -> Limits:
        return Limits(self._reach.value, self._queues.value, self._types.value, self._states.value)

    def field_of(self) -> Mapping[str, QWidget]:
        return {"role.name_missing": self._name, "role.name_taken": self._name}

    def _show(self, row: "RoleRow") -> None:
        self._name.setText(row.name)
        self._reach.set_value(row.limits.reach)
        self._queues.set_value(row.limits.queue_ids)
        self._types.set_value(row.limits.type_ids)
        self._states.set_value(row.limits.state_ids)
