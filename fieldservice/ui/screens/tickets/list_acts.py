"""What is done with the list as a whole: narrowed, ordered, given columns, kept as a view, exported."""

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import UUID

from PySide6.QtCore import QObject, QPoint, Signal
from PySide6.QtWidgets import QWidget

from fieldservice.domain.rules.ticket_filters import TicketFilter
from fieldservice.ui.kit.actions import ActionSpec
from fieldservice.ui.kit.calls import Latest
from fieldservice.ui.kit.dialogs import Question
from fieldservice.ui.kit.toasts import ToastWords
from fieldservice.ui.screens.tickets import list_calls, list_dialogs
from fieldservice.ui.screens.tickets.list_words import view_words
from fieldservice.ui.screens.tickets.parts import TicketsParts
from fieldservice.ui.screens.tickets.ticket_table import TicketTable
from fieldservice.wording import _, ngettext

if TYPE_CHECKING:
    from fieldservice.domain.queries.saved_views import SavedViewRow, TeamName
    from fieldservice.domain.queries.ticket_rows import TicketRow, TicketWish
    from fieldservice.ui.kit.work import JobControl
    from fieldservice.ui.screens.tickets.filter_bar import FilterBar
    from fieldservice.ui.screens.tickets.view_dialogs import ViewDraft
    from fieldservice.ui.screens.tickets.views_menu import ViewsMenu

Run = Callable[[], object]

PIECE = 500


class ListActs(QObject):
    """Acts on the list that is shown. `view_wanted` carries the code of a view, `saved_wanted` one that
    somebody made, `list_wanted` a `ListWish`; `views_changed` when views were made, changed or removed.
    """

    view_wanted = Signal(str)
    saved_wanted = Signal(object)
    list_wanted = Signal(object)
    parked_wanted = Signal()
    views_changed = Signal()

    def __init__(self, parts: TicketsParts, page: QWidget, table: TicketTable) -> None:
        super().__init__(page)
        self._parts = parts
        self._page = page
        self._list = table
        self._names: dict[tuple[str, str], str] = {}
        self._naming: Latest[dict[tuple[str, str], str]] = Latest()
        self._loading: Latest[Any] = Latest()
        self._bar: FilterBar | None = None

    def actions(self) -> tuple[tuple[ActionSpec, Run], ...]:
        return (
            (ActionSpec("tickets.filter_by", _("Filter by fields…"), "Ctrl+F"), self.choose_filter),
            (
                ActionSpec(
                    "tickets.clear_filter",
                    _("Take all filters off"),
                    "Ctrl+Shift+F",
                    lambda: self._is_narrowed,
                ),
                lambda: self.narrow(TicketFilter()),
            ),
            (ActionSpec("tickets.order_by", _("Order of the list…"), "Ctrl+O"), self.choose_order),
            (ActionSpec("tickets.columns", _("Columns of the list…"), "Ctrl+L"), self.choose_columns),
            (ActionSpec("tickets.save_view", _("Save the list as a view…"), "Ctrl+S"), self.save_view),
            (ActionSpec("tickets.all_views", _("Views made by people…"), "Ctrl+Shift+V"), self.look_at_views),
            (ActionSpec("tickets.export", _("Export the list…"), "Ctrl+E"), self.export),
        )

    def make_bar(self) -> "FilterBar":
        """The chips above the list; made when something narrows it for the first time."""
        bar = list_dialogs.FilterBar(self._parts.wording)
        bar.changed.connect(self.narrow)
        bar.save_requested.connect(self.save_view)
        self._bar = bar
        return bar

    def leave(self) -> None:
        self._naming.cancel()
        self._loading.cancel()

    def narrow(self, chosen: TicketFilter) -> None:
        self._list.show_filter(chosen)

    def show_chips(self, chosen: TicketFilter) -> None:
        """Say above the list what narrows it, and ask for the names that are not known yet."""
        if self._bar is None:
            return
        self._bar.show_filter(chosen, self._names)
        if any(
            (field.value, value) not in self._names for field, values in chosen.chosen for value in values
        ):
            call = self._parts.ops.query(list_calls.filter_names, chosen, self._parts.wording.language)
            self._naming.ask(call).then(lambda names: self._on_names(names, chosen), self._on_no_names)

    def choose_filter(self) -> None:
        dialog = list_dialogs.FilterDialog(self._parts, self._page, self._list.wish, self._names)
        if self._parts.services.dialogs.run(dialog):
            self._names.update(dialog.names)
            self.narrow(dialog.chosen)

    def choose_order(self) -> None:
        dialog = list_dialogs.OrderDialog(self._page, self._list.wish.sorts)
        if self._parts.services.dialogs.run(dialog):
            self._list.show_sorts(dialog.chosen)

    def choose_columns(self) -> None:
        dialog = list_dialogs.ColumnsDialog(self._page, self._list.wish.columns)
        if self._parts.services.dialogs.run(dialog):
            self._list.show_columns(dialog.chosen)

    def save_view(self) -> None:
        self._with_teams(list_dialogs.ViewDraft(self._list.wish, self._names))

    def look_at_views(self) -> None:
        dialog = list_dialogs.ViewsDialog(self._parts, self._page, self._names)
        if not self._parts.services.dialogs.run(dialog) or dialog.chosen is None:
            return
        act, view = dialog.chosen
        if act == "show":
            self.saved_wanted.emit(view)
        elif act == "remove":
            self._remove(view)
        else:
            wish = self._list.wish if act == "replace" else view.wish
            self._with_teams(list_dialogs.ViewDraft(wish, self._names, view))

    def open_menu(self, place: QPoint, saved: "Sequence[SavedViewRow]") -> "ViewsMenu":
        """All views at a glance."""
        menu = list_dialogs.ViewsMenu(self._parts, self._page, saved)
        menu.view_chosen.connect(self.view_wanted)
        menu.saved_chosen.connect(self.saved_wanted)
        menu.list_chosen.connect(self.list_wanted)
        menu.parked_requested.connect(self.parked_wanted)
        actions = self._parts.services.actions
        menu.addActions([actions["tickets.save_view"], actions["tickets.all_views"]])
        menu.open_at(place)
        return menu

    def export(self) -> None:
        """Everything in the list, not only what was looked at, with the columns that are shown."""
        services, shown = self._parts.services, self._list.table.model
        title = view_words(self._list.view)
        name = f"{title} {self._parts.today().isoformat()}.xlsx"
        filters = f"{_('Workbook')} (*.xlsx);;{_('Text table')} (*.csv)"
        file = services.dialogs.save_file(_("Export the list"), Path.home() / name, filters)
        if file is None:
            return
        target = file if file.suffix.lower() in (".xlsx", ".csv") else file.with_name(f"{file.name}.xlsx")
        asked, columns = self._list.asked(), tuple(shown.columns)
        rows = list_calls.Rows(partial(_pieces, asked), shown.rowCount())
        said = _("Export of {count} to {file}").format(count=self._count_words(), file=target.name)
        call = self._parts.ops.job(list_calls.export_rows, said, target, title, columns, rows)
        call.then(self._on_exported, services.errors.show)
        services.told(said)

    @property
    def _is_narrowed(self) -> bool:
        return not self._list.wish.filter.is_empty

    def _count_words(self) -> str:
        count = self._list.table.model.rowCount()
        return ngettext("{count} ticket", "{count} tickets", count).format(
            count=self._parts.wording.number(count)
        )

    def _with_teams(self, draft: "ViewDraft") -> None:
        call = self._parts.ops.query(list_calls.teams_of, self._parts.user_id)
        self._loading.ask(call).then(
            lambda teams: self._on_teams(draft, teams), self._parts.services.errors.show
        )

    def _on_teams(self, draft: "ViewDraft", teams: "Sequence[TeamName]") -> None:
        dialog = list_dialogs.SaveViewDialog(self._parts, self._page, draft, teams)
        if self._parts.services.dialogs.run(dialog):
            self.views_changed.emit()

    def _remove(self, view: "SavedViewRow") -> None:
        text = _("It is shared: others lose it too.") if view.is_shared else ""
        question = Question(
            _("Remove the view “{name}”?").format(name=view.name), text, _("Remove"), is_dangerous=True
        )
        if self._parts.services.dialogs.confirm(question):
            call = self._parts.ops.command(list_calls.remove_view, list_calls.RemoveView(view.id))
            call.then(lambda _changes: self.views_changed.emit(), self._parts.services.errors.show)

    def _on_names(self, names: dict[tuple[str, str], str], chosen: TicketFilter) -> None:
        self._names.update(names)
        if self._bar is not None and chosen == self._list.wish.filter:
            self._bar.show_filter(chosen, self._names)

    def _on_no_names(self, error: Exception) -> None:
        """The chips show ids; `ops` has logged why."""

    def _on_exported(self, file: Path) -> None:
        self._parts.services.toast(ToastWords(_("{file} was written.").format(file=file.name)))


def _pieces(asked: "TicketWish", job: "JobControl") -> "Iterator[Sequence[TicketRow]]":
    """The whole list in its order, some hundreds of rows at a time."""
    order = job.read(list_calls.ticket_order, asked)
    for first in range(0, len(order), PIECE):
        ids: tuple[UUID, ...] = order.between(first, first + PIECE - 1)
        yield job.read(list_calls.ticket_rows, asked, ids)
