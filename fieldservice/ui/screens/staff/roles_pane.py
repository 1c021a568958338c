"""Roles: the matrix of rights, and beside it the role one stands in: who has it and how far it reaches."""

from collections.abc import Iterable
from typing import TYPE_CHECKING
from uuid import UUID

from PySide6.QtWidgets import QVBoxLayout, QWidget

from fieldservice.domain.rules.changes import Changes
from fieldservice.domain.rules.rights import Limits, Right
from fieldservice.ui.kit.actions import ActionSpec
from fieldservice.ui.kit.calls import Call
from fieldservice.ui.kit.cards import Card
from fieldservice.ui.kit.colours import Tone
from fieldservice.ui.kit.labels import Look, label
from fieldservice.ui.kit.painting import Shape
from fieldservice.ui.kit.scrolling import scrolling
from fieldservice.ui.kit.sections import LineRow, Section
from fieldservice.ui.kit.side_by_side import SideBySide
from fieldservice.ui.kit.theme import current_theme
from fieldservice.ui.screens.staff import calls
from fieldservice.ui.screens.staff.fact_rows import FactRows
from fieldservice.ui.screens.staff.matrix_model import MatrixModel
from fieldservice.ui.screens.staff.matrix_view import MatrixView
from fieldservice.ui.screens.staff.parts import StaffParts
from fieldservice.ui.screens.staff.register_pane import PersonHeader, StaffPane
from fieldservice.ui.screens.staff.role_dialogs import NewRoleDialog, RoleDialog
from fieldservice.wording import _, ngettext

if TYPE_CHECKING:
    from fieldservice.domain.queries.roles import Entry, RoleRow
    from fieldservice.domain.queries.staff import StaffBook


class RolesPane(StaffPane):
    def __init__(self, parts: StaffParts) -> None:
        super().__init__(parts, name="rolesPane")
        self._book: StaffBook | None = None
        self._role_id: UUID | None = None
        self.model = MatrixModel(parts.wording)
        self.model.setParent(self)
        self.matrix = MatrixView(self.model)
        self.matrix.role_chosen.connect(self._on_role_chosen)
        self.matrix.toggle_requested.connect(self._on_toggle)
        self.header = PersonHeader(name="roleHeader")
        self.limits = FactRows(_("How far it reaches"), name="roleLimits")
        self.holders = Section(_("Who has it"), _("Nobody has this role."), name="roleHolders")
        self._lay_out()
        self._declare()

    @property
    def current(self) -> "RoleRow | None":
        return next((role for role in self.model.roles if role.id == self._role_id), None)

    def show_book(self, book: "StaffBook") -> None:
        self._book = book
        if self.model.set_roles(book.roles):
            self.matrix.show_roles()
            if self._role_id is not None:
                self.matrix.choose_role(self._role_id)
        self._show_role()

    def show_one(self, row_id: UUID) -> None:
        self.matrix.choose_role(row_id)

    def first_field(self) -> QWidget:
        return self.matrix

    def add_role(self) -> None:
        if self._book is not None:
            dialog = NewRoleDialog(self.parts, self.window(), self._book, self.current)
            if self.parts.services.dialogs.run(dialog):
                self._role_id = dialog.role_id
                self.matrix.choose_role(dialog.role_id)

    def change(self) -> None:
        role = self.current
        if self._book is not None and role is not None:
            dialog = RoleDialog(self.parts, self.window(), self._book.options, role)
            self.parts.services.dialogs.run(dialog)

    def retire_or_offer(self) -> None:
        role = self.current
        if role is not None:
            command = calls.SetRoleActive(role.id, not role.is_active)
            self._send(self.parts.ops.command(calls.set_role_active, command))

    def _lay_out(self) -> None:
        theme = current_theme()
        matrix = Card(padded=False, name="matrixCard")
        hint = label(
            _("Arrows walk, Space gives or takes a right. A tick without a box comes from “everything”."),
            Look.SMALL,
            wraps=True,
        )
        hint.setContentsMargins(theme.px(12), theme.gap(8), theme.px(12), theme.gap(8))
        matrix.add(self.matrix, 1)
        matrix.add(hint)
        matrix.setMinimumHeight(theme.px(260))
        down = QVBoxLayout()
        down.setContentsMargins(0, 0, 0, 0)
        down.setSpacing(theme.gap(16))
        for part in (self.header, self.limits, self.holders):
            down.addWidget(part)
        down.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(SideBySide(matrix, scrolling(down), shares=(9, 5), left_needs=720), 1)

    def _declare(self) -> None:
        def some() -> bool:
            return self.current is not None

        new = ActionSpec("staff.new_role", _("New role"), "Ctrl+Shift+N")
        self.new_button = self.declare_first(new, self.add_role)
        self._retire, change = self.declare(
            (ActionSpec("staff.retire_role", _("No longer use"), enabled_when=some), self.retire_or_offer),
            (ActionSpec("staff.change_role", _("Change…"), "F2", some), self.change),
        )
        self.header.add_buttons(self._retire, change)
        self.page_buttons = (self.new_button,)

    def _on_role_chosen(self, role_id: UUID) -> None:
        self._role_id = role_id
        self._show_role()
        self.parts.services.actions.refresh()

    def _on_toggle(self, role_id: UUID, right: Right, is_given: bool) -> None:  # noqa: FBT001 - a Qt slot
        command = calls.GrantRight(role_id, right, is_given)
        self._send(self.parts.ops.command(calls.grant_right, command))

    def _send(self, call: Call[Changes]) -> None:
        call.then(self._on_done, self._on_failed)

    def _on_done(self, changes: Changes) -> None:
        """The page reads everything anew after each command."""

    def _on_failed(self, error: Exception) -> None:
        self.parts.services.errors.show(error)

    def _show_role(self) -> None:
        role, book = self.current, self._book
        if role is None or book is None:
            return
        mark = None if role.is_active else (_("no longer used"), Tone.NEUTRAL, Shape.NONE)
        people = ngettext("{count} user has it", "{count} users have it", role.holders)
        self.header.show_words(role.name, [people.format(count=role.holders) if role.holders else ""], mark)
        self._retire.setText(_("No longer use") if role.is_active else _("Use again"))
        self.limits.show_facts(self._limits(role.limits, book))
        named = [user for user in book.users if role.id in user.role_ids and user.is_active]
        self.holders.show_rows([LineRow(user.name, ", ".join(user.teams)) for user in named], len(named))

    def _limits(self, limits: Limits, book: "StaffBook") -> list[tuple[str, str]]:
        options = book.options
        return [
            (_("Whose tickets"), self.parts.wording.word(limits.reach)),
            (_("Queues"), names_of(limits.queue_ids, options.queues) or _("all")),
            (_("Types of tickets"), names_of(limits.type_ids, options.types) or _("all")),
            (_("States"), names_of(limits.state_ids, options.states) or _("all")),
        ]


def names_of(ids: frozenset[UUID], known: "Iterable[Entry]") -> str:
    return ", ".join(entry.name for entry in known if entry.id in ids)
