"""Views that people make: one is named and shared, all one's own are looked through, changed and removed."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID, uuid4

from PySide6.QtWidgets import QWidget

from fieldservice.domain.rules.changes import Changes
from fieldservice.domain.rules.ticket_filters import ListWish
from fieldservice.ui.kit.buttons import danger, quiet
from fieldservice.ui.kit.calls import Call, Latest
from fieldservice.ui.kit.cells import CellLook, Column
from fieldservice.ui.kit.choice import Choice
from fieldservice.ui.kit.dialog_windows import KitDialog
from fieldservice.ui.kit.empty import EmptyWords
from fieldservice.ui.kit.fields import TextField
from fieldservice.ui.kit.flow import Flow
from fieldservice.ui.kit.form_dialog import FormDialog
from fieldservice.ui.kit.labels import Look, label
from fieldservice.ui.kit.tables import DataTable
from fieldservice.ui.kit.theme import current_theme
from fieldservice.ui.screens.tickets import list_calls
from fieldservice.ui.screens.tickets.list_words import Names, filter_words, view_words
from fieldservice.ui.screens.tickets.parts import TicketsParts
from fieldservice.wording import Wording, _

if TYPE_CHECKING:
    from fieldservice.domain.queries.saved_views import SavedViewRow, TeamName

_ONLY_ME, _EVERYBODY = "me", "everybody"
_NEW_VIEW = UUID("6f3c2c1e-7d5b-4b7e-9a51-0d4f5ad0a0c1")
_LIST_HEIGHT, _WIDTH = 260, 620


@dataclass(frozen=True, slots=True)
class ViewDraft:
    """What is saved: the list as it is shown, under the name of `known` when that view is changed."""

    wish: ListWish
    names: Names
    known: "SavedViewRow | None" = None


class SaveViewDialog(FormDialog):
    """Name a view and say who shall see it."""

    def __init__(
        self, parts: TicketsParts, parent: QWidget, draft: ViewDraft, teams: "Sequence[TeamName]"
    ) -> None:
        known = draft.known
        title = _("Save the list as a view") if known is None else _("Change the view")
        super().__init__(parts, parent, title, name="saveView", subject=known.id if known else _NEW_VIEW)
        self._draft = draft
        self.view_id = known.id if known else uuid4()
        self.name = TextField(name="viewName")
        self.shared = Choice(
            [
                (_ONLY_ME, _("only I")),
                (_EVERYBODY, _("everybody")),
                *((team.id, _("the team {name}").format(name=team.name)) for team in teams),
            ],
            name="viewShared",
        )
        self.form.add(_("Name"), self.name)
        self.form.add(_("Who sees it"), self.shared)
        shows = label(wish_words(draft.wish, draft.names, parts.wording), Look.MUTED, wraps=True)
        shows.setObjectName("viewShows")
        self.form.add(_("It shows"), shows)
        if known is not None:
            self.name.set_text(known.name)
            self.shared.set_value((known.team_id or _EVERYBODY) if known.is_shared else _ONLY_ME)
        self.keep("name", self.name)
        self.keep("shared", self.shared)
        self.name.setFocus()

    def send(self) -> Call[Changes]:
        known, shared = self._draft.known, self.shared.value
        command = list_calls.SaveView(
            self.view_id,
            self.name.text(),
            self._draft.wish,
            is_shared=shared != _ONLY_ME,
            team_id=shared if isinstance(shared, UUID) else None,
            version=known.version if known else None,
        )
        return self.parts.ops.command(list_calls.save_view, command)

    def field_of(self) -> dict[str, QWidget]:
        names = ("view.name_missing", "view.name_too_long", "view.name_taken")
        return {**dict.fromkeys(names, self.name), "view.not_your_team": self.shared}


class ViewsDialog(KitDialog):
    """All views that one may use. `chosen` is what is to be done, with which view, after it was closed."""

    def __init__(self, parts: TicketsParts, parent: QWidget, names: Names) -> None:
        super().__init__(parent, _("Views made by people"), name="viewsDialog")
        self.setMinimumWidth(min(current_theme().px(_WIDTH), parent.window().width()))
        self._parts = parts
        self._loading: Latest[tuple[SavedViewRow, ...]] = Latest()
        self.chosen: tuple[str, SavedViewRow] | None = None
        self.table: DataTable[SavedViewRow] = DataTable(
            _columns(parts.wording, names),
            name="viewsTable",
            empty=EmptyWords(_("Nobody made a view yet. Narrow the list, then save it as a view.")),
            two_lines=True,
            title=_("Views made by people"),
        )
        self.table.setMinimumHeight(current_theme().px(_LIST_HEIGHT))
        self.body.addWidget(self.table, 1)
        self.change = quiet(_("Name and sharing…"), name="changeViewButton")
        self.replace = quiet(_("Save the list shown under it"), name="replaceViewButton")
        self.remove = danger(_("Remove"), name="removeViewButton")
        for button, act in ((self.remove, "remove"), (self.replace, "replace"), (self.change, "change")):
            button.clicked.connect(lambda _c=False, act=act: self._take(act))
            button.setEnabled(False)
        below = Flow()
        for button in (self.change, self.replace, self.remove):
            below.add(button)
        self.body.addWidget(below)
        below.arrange()
        self.add_give_up(_("Close"))
        self.show_view = self.add_go_on(_("Show"))
        self.show_view.clicked.disconnect()
        self.show_view.clicked.connect(lambda: self._take("show"))
        self.show_view.setEnabled(False)
        self.table.row_selected.connect(self._on_selected)
        self.table.row_activated.connect(lambda _row: self._take("show"))
        self.load(parts)

    def load(self, parts: TicketsParts) -> None:
        viewer = list_calls.viewer_of(parts)
        self.table.start_loading()
        call = parts.ops.query(list_calls.saved_views, viewer)
        self._loading.ask(call).then(self._on_views, parts.services.errors.show)

    def done(self, result: int) -> None:
        self._loading.cancel()
        super().done(result)

    def _on_views(self, views: "Sequence[SavedViewRow]") -> None:
        self.table.set_rows(views)
        self.table.select_first()
        self.table.view.setFocus()

    def _on_selected(self, view: "SavedViewRow | None") -> None:
        self.show_view.setEnabled(view is not None)
        for button in (self.change, self.replace, self.remove):
            button.setEnabled(view is not None and view.is_mine)
            maker = "" if view is None or view.is_mine else view.owner
            button.setToolTip(_("Only {name}, who made it, may.").format(name=maker) if maker else "")

    def _take(self, act: str) -> None:
        view = self.table.selected_row()
        if view is not None:
            self.chosen = (act, view)
            self.accept()


def wish_words(wish: ListWish, names: Names, wording: Wording) -> str:
    """What a view shows, in one line."""
    narrowed = filter_words(wish.filter, names, wording)
    return " · ".join(part for part in (view_words(wish.view), narrowed) if part)


def _columns(wording: Wording, names: Names) -> "tuple[Column[SavedViewRow], ...]":
    return (
        Column(
            key="name",
            title=_("View"),
            text=lambda row: row.name,
            second=lambda row: wish_words(row.wish, names, wording),
            look=CellLook.STRONG,
            stretch=3,
        ),
        Column(
            key="owner",
            title=_("Made by"),
            text=lambda row: _("you") if row.is_mine else row.owner,
            second=lambda row: _("shared") if row.is_shared else _("only for you"),
            stretch=2,
        ),
    )
