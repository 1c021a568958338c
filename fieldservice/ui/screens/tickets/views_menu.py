"""All views at a glance: those without room in the head, one's own, and how open tickets are spread."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget

from fieldservice.domain.queries.ticket_rows import Viewer
from fieldservice.domain.rules.ticket_filters import ENDED_VIEWS, FilterField, ListWish, TicketFilter
from fieldservice.ui.kit.calls import Call, Latest
from fieldservice.ui.screens.tickets import calls, list_calls
from fieldservice.ui.screens.tickets.list_words import (
    FURTHER_VIEWS,
    HEADER_VIEWS,
    count_words,
    value_words,
    view_hint,
    view_words,
)
from fieldservice.ui.screens.tickets.parts import TicketsParts
from fieldservice.wording import _

if TYPE_CHECKING:
    from fieldservice.domain.queries.saved_views import SavedViewRow
    from fieldservice.domain.queries.ticket_groups import Group
    from fieldservice.domain.queries.ticket_views import ViewCount

_GROUPED = (
    FilterField.STATE,
    FilterField.TEAM,
    FilterField.QUEUE,
    FilterField.OWNER,
    FilterField.PRODUCT,
    FilterField.SERVICE,
    FilterField.CHANNEL,
    FilterField.CUSTOMER,
)


class ViewsMenu(QMenu):
    """`list_chosen` carries a `ListWish`, `saved_chosen` a view that somebody made; counts come as they are
    counted.
    """

    view_chosen = Signal(str)
    list_chosen = Signal(object)
    saved_chosen = Signal(object)
    parked_requested = Signal()

    def __init__(self, parts: TicketsParts, parent: QWidget, saved: "Sequence[SavedViewRow]") -> None:
        super().__init__(parent)
        self.setObjectName("viewsMenu")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setToolTipsVisible(True)
        self._parts = parts
        self._counts: Latest[tuple[ViewCount, ...]] = Latest()
        self._filling: dict[QMenu, Call[tuple[Group, ...]]] = {}
        self._views: dict[str, QAction] = {}
        for view in (*HEADER_VIEWS, *FURTHER_VIEWS):
            self._add_view(view)
        self.addSeparator()
        self._add_groups(_("Waiting, by reason"), "waiting", FilterField.STATE)
        spread = self.addMenu(_("Open tickets by"))
        spread.setObjectName("spreadMenu")
        for field in (*_GROUPED, *((FilterField.BRANCH,) if parts.branch_id is not None else ())):
            self._add_groups(parts.wording.word(field), "open", field, spread)
        self.addAction(_("Parked requests, in the tray")).triggered.connect(self.parked_requested)
        if saved:
            self.addSeparator()
        for view_row in saved:
            self._add_saved(view_row)
        self.addSeparator()

    def open_at(self, place: QPoint) -> None:
        """Show the menu, and count."""
        viewer = Viewer(self._parts.user_id, self._parts.now(), self._parts.wording.zone)
        call = self._parts.ops.query(calls.view_counts, viewer, tuple(self._views))
        self._counts.ask(call).then(self._on_counts)
        self.aboutToHide.connect(self._forget_calls)
        self.popup(place)

    def _forget_calls(self) -> None:
        self._counts.cancel()
        for call in self._filling.values():
            call.cancel()

    def _add_view(self, view: str) -> None:
        action = self.addAction(view_words(view))
        action.setToolTip(view_hint(view) or view_words(view))
        action.triggered.connect(lambda: self.view_chosen.emit(view))
        self._views[view] = action

    def _add_saved(self, view: "SavedViewRow") -> None:
        name = view.name if view.is_mine else f"{view.name} ({view.owner})"
        count = "" if view.wish.view in ENDED_VIEWS else f"\t{count_words(view.count, is_more=view.is_more)}"
        self.addAction(f"{_escaped(name)}{count}").triggered.connect(lambda: self.saved_chosen.emit(view))

    def _add_groups(self, words: str, view: str, by: FilterField, within: QMenu | None = None) -> None:
        menu = (within or self).addMenu(words)
        menu.setObjectName(f"groups_{view}_{by.value}")
        waiting = menu.addAction(_("Counting…"))
        waiting.setEnabled(False)
        menu.aboutToShow.connect(lambda: self._fill(menu, view, by))

    def _fill(self, menu: QMenu, view: str, by: FilterField) -> None:
        if menu in self._filling:
            return
        parts = self._parts
        viewer = Viewer(parts.user_id, parts.now(), parts.wording.zone)
        wish = list_calls.GroupWish(view, by, viewer, parts.wording.language)
        call = parts.ops.query(list_calls.groups, wish)
        self._filling[menu] = call
        call.then(lambda groups: self._on_groups(menu, view, by, groups))

    def _on_groups(self, menu: QMenu, view: str, by: FilterField, groups: "Sequence[Group]") -> None:
        menu.clear()
        for group in groups:
            names = {(by.value, group.value): group.name}
            words = value_words(by, group.value, names, self._parts.wording)
            action = menu.addAction(f"{_escaped(words)}\t{group.count}")
            wish = ListWish(view, TicketFilter().having(by, (group.value,)))
            action.triggered.connect(lambda _c=False, wish=wish: self.list_chosen.emit(wish))
        if not groups:
            menu.addAction(_("No ticket")).setEnabled(False)

    def _on_counts(self, counts: "Sequence[ViewCount]") -> None:
        for each in counts:
            action = self._views[each.view]
            action.setText(f"{view_words(each.view)}\t{count_words(each.count, is_more=each.is_more)}")


def _escaped(name: str) -> str:
    """A menu takes what follows & for a key."""
    return name.replace("&", "&&")
