"""Users: the list, and the card with roles, rights besides them, teams, substitute and password."""

from typing import TYPE_CHECKING, Any

from fieldservice.domain.rules.rights import Right
from fieldservice.ui.kit.actions import ActionSpec
from fieldservice.ui.kit.cells import CellLook, Column
from fieldservice.ui.kit.colours import Tone
from fieldservice.ui.kit.empty import EmptyWords
from fieldservice.ui.kit.painting import Shape
from fieldservice.ui.kit.sections import LineRow, Section, bare
from fieldservice.ui.screens.staff import calls
from fieldservice.ui.screens.staff.fact_rows import FactRows
from fieldservice.ui.screens.staff.parts import StaffParts
from fieldservice.ui.screens.staff.password_dialogs import FirstPasswordDialog, OwnPasswordDialog
from fieldservice.ui.screens.staff.register_pane import RegisterPane
from fieldservice.ui.screens.staff.user_dialogs import LeaveDialog, SubstituteDialog, UserDialog
from fieldservice.ui.screens.staff.words import user_mark
from fieldservice.wording import _, ngettext

if TYPE_CHECKING:
    from fieldservice.domain.queries.staff import StaffBook
    from fieldservice.domain.queries.users import UserRow


class UsersPane(RegisterPane):
    def __init__(self, parts: StaffParts) -> None:
        super().__init__(
            parts, columns(parts), EmptyWords(_("No users yet."), _("New user")), name="usersPane"
        )
        self._book: StaffBook | None = None
        self.table.empty_button_pressed.connect(self.add_user)
        self.roles = Section(_("Roles and rights"), _("No role: this user may do nothing."), name="userRoles")
        self.place = FactRows(_("Among the others"), name="userPlace")
        self.door = FactRows(_("At the door"), name="userDoor")
        self.add_card(self.roles, self.place, self.door)
        self._declare()

    def show_book(self, book: "StaffBook") -> None:
        self._book = book
        self.show_rows(book.users)

    def searched(self, row: Any) -> str:
        return f"{row.name} {row.login} {row.email} {' '.join(row.roles)} {' '.join(row.teams)}"

    def fill_card(self, row: Any) -> None:
        user: UserRow = row
        owned = ngettext("{count} open ticket", "{count} open tickets", user.open_tickets)
        tickets = owned.format(count=user.open_tickets) if user.open_tickets else ""
        mark = user_mark(user, self.parts.today())
        self.header.show_words(user.name, [user.login, user.email, user.phone, tickets], mark)
        self._leave.setText(_("Deactivate…") if user.is_active else _("Here again"))
        self.roles.show_rows([*map(self._role, user.roles), *(self._own(r, user) for r in user.own_rights)])
        self.place.show_facts(self._among(user))
        self.door.show_facts([(_("Password"), password_words(user))])

    def add_user(self) -> None:
        if self._book is not None:
            dialog = UserDialog(self.parts, self.window(), self._book)
            if self.parts.services.dialogs.run(dialog):
                self.show_one(dialog.user_id)

    def change(self) -> None:
        if self._book is not None and self.current is not None:
            self.parts.services.dialogs.run(UserDialog(self.parts, self.window(), self._book, self.current))

    def leave_or_return(self) -> None:
        user: UserRow | None = self.current
        if user is None or self._book is None:
            return
        if user.is_active:
            dialog = LeaveDialog(self.parts, self.window(), self._book, user)
            self.parts.services.dialogs.run(dialog)
        else:
            self.parts.ops.command(calls.reactivate_user, calls.ReactivateUser(user.id))

    def set_substitute(self) -> None:
        if self._book is not None and self.current is not None:
            dialog = SubstituteDialog(self.parts, self.window(), self._book, self.current)
            self.parts.services.dialogs.run(dialog)

    def set_password(self) -> None:
        """One's own password asks for the one of before; others get a first one."""
        user: UserRow | None = self.current
        if user is None:
            return
        kind = OwnPasswordDialog if user.id == self.parts.user_id else FirstPasswordDialog
        self.parts.services.dialogs.run(kind(self.parts, self.window(), user))

    def _declare(self) -> None:
        def somebody() -> bool:
            return self.current is not None

        def somebody_here() -> bool:
            return self.current is not None and self.current.is_active

        new = ActionSpec("staff.new_user", _("New user"), "Ctrl+Shift+N")
        self.new_button = self.declare_first(new, self.add_user)
        self._leave, change = self.declare(
            (ActionSpec("staff.user_leaves", _("Deactivate…"), enabled_when=somebody), self.leave_or_return),
            (ActionSpec("staff.change_user", _("Change…"), "F2", somebody), self.change),
        )
        self.header.add_buttons(self._leave, change)
        (substitute,) = self.declare(
            (
                ActionSpec("staff.substitute", _("Substitute…"), "Ctrl+Shift+S", somebody_here),
                self.set_substitute,
            )
        )
        (password,) = self.declare(
            (ActionSpec("staff.password", _("Password…"), "Ctrl+Shift+W", somebody_here), self.set_password)
        )
        self.place.add_trailing(substitute)
        self.door.add_trailing(password)
        self.page_buttons = (self.new_button,)

    def _role(self, name: str) -> LineRow:
        return LineRow(name, _("role"))

    def _own(self, right: str, user: "UserRow") -> LineRow:
        words = self.parts.wording.word(Right(right)) if right in set(Right) else right
        row = LineRow(words, _("given besides the roles"))
        take = bare(_("Take back"), name=f"take-{right}")
        take.setAccessibleName(_("Take back the right: {right}").format(right=words))
        take.clicked.connect(lambda: self._take_right(user, right))
        row.add_buttons(take)
        return row

    def _take_right(self, user: "UserRow", right: str) -> None:
        self.parts.ops.command(calls.take_own_right, calls.TakeOwnRight(user.id, right))

    def _among(self, user: "UserRow") -> list[tuple[str, str]]:
        return [
            (_("Supervisor"), user.supervisor or _("nobody")),
            (_("Teams"), ", ".join(user.teams) or _("no team")),
            (_("Substitute while away"), self._substitute(user)),
            (_("Technician"), user.technician or _("no technician")),
        ]

    def _substitute(self, user: "UserRow") -> str:
        if not user.substitute or user.away_from is None or user.away_until is None:
            return _("nobody")
        day = self.parts.wording.day
        return _("{name}, {first_day} to {last_day}").format(
            name=user.substitute, first_day=day(user.away_from), last_day=day(user.away_until)
        )


def password_words(user: "UserRow") -> str:
    if not user.has_password:
        return _("none: cannot sign in where others have one")
    return (
        _("a first one, to be changed when it is used") if user.must_change else _("a password of their own")
    )


def columns(parts: StaffParts) -> "tuple[Column[UserRow], ...]":
    """Name over roles; away, deactivated or waiting for the first sign-in as a chip."""

    def state(row: "UserRow") -> tuple[str, Tone, Shape]:
        return user_mark(row, parts.today()) or ("", Tone.NEUTRAL, Shape.NONE)

    return (
        Column(
            key="name",
            title=_("User"),
            text=lambda row: row.name,
            second=lambda row: ", ".join(row.roles) or _("no role"),
            sort_key=lambda row: row.name,
            look=CellLook.STRONG,
            stretch=1,
        ),
        Column(
            key="state",
            title="",
            name=_("State"),
            text=lambda row: state(row)[0],
            look=CellLook.CHIP,
            tone=lambda row: state(row)[1],
            shape=lambda row: state(row)[2],
            width=130,
        ),
    )
