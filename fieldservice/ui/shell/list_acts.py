"""What can be done with any list in sight: narrowed, ordered, exported; the same keys on every screen.

A list that holds all its rows does it itself; a list of any length has its screen ask for it, and there the
screen's own actions are run.
"""

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QWidget

from fieldservice.ui.kit.actions import ActionSpec
from fieldservice.ui.kit.deferred import Deferred
from fieldservice.ui.kit.dialogs import Option, Question
from fieldservice.ui.kit.ops import Ops
from fieldservice.ui.kit.tables import DataTable
from fieldservice.ui.shell.window_parts import WindowParts
from fieldservice.wording import _

if TYPE_CHECKING:
    from fieldservice.ui.kit.export import Rows
    from fieldservice.ui.kit.list_export import ExportDesk, write_list
else:
    Rows = Deferred("fieldservice.ui.kit.export", "Rows")
    ExportDesk = Deferred("fieldservice.ui.kit.list_export", "ExportDesk")
    write_list = Deferred("fieldservice.ui.kit.list_export", "write_list")

_OWN = {"filter": "filter", "order": "order_by", "export": "export"}
"""How the actions are called by which screens with long lists do the same."""
_MOST_COLUMNS = 8
_AS_IT_CAME = ""


class ListActs(QObject):
    """Acts on the list that has the focus, else on the largest one of the page."""

    def __init__(self, window: WindowParts, ops: Ops, today: Callable[[], date]) -> None:
        super().__init__(window.widget)
        self._window = window
        self._ops = ops
        self._today = today
        for spec, run in (
            (ActionSpec("desk.list_filter", _("Filter the list in sight"), "F3"), self._on_filter),
            (ActionSpec("desk.list_order", _("Order the list in sight…"), "Shift+F3"), self._on_order),
            (ActionSpec("desk.list_export", _("Export the list in sight…"), "F8"), self._on_export),
        ):
            window.actions.add(spec, run)

    def _on_filter(self) -> None:
        """Where the database narrows, one types where the screen looks things up."""
        table, page = self._table(), self._window.page()
        if table is not None and table.holds_all:
            table.start_filter()
        elif table is None or not self._did_itself("filter"):
            field = page.first_field() if page is not None and table is not None else None
            self._go_into(field)

    def _on_order(self) -> None:
        table = self._table()
        if table is None:
            self._tell_none()
        elif table.holds_all or not self._did_itself("order"):
            self._order(table)

    def _on_export(self) -> None:
        table = self._table()
        if table is not None and self._did_itself("export"):
            return
        if table is not None and table.is_whole:
            self._export(table)
        else:
            self._tell_none()

    def _go_into(self, field: QWidget | None) -> None:
        if field is None:
            self._tell_none()
        else:
            field.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _tell_none(self) -> None:
        self._window.told(_("No list is in sight."))

    def _order(self, table: DataTable[Any]) -> None:
        """By the column that is chosen; the other way round when the list is ordered by it already."""
        question = Question(_("Order of the list"), _("The same column again turns the order round."))
        own = table.holds_all
        columns = [each for each in table.model.columns if each.heading and (own or each.sort_key)]
        ways = [Option(column.key, column.heading) for column in columns[:_MOST_COLUMNS]]
        ways += [Option(_AS_IT_CAME, _("As it was"))] if own else []
        chosen = self._window.dialogs.choose(question, ways)
        if chosen is not None:
            key = None if chosen == _AS_IT_CAME else chosen
            turned = table.model.sorted_by == (key, False)
            if table.holds_all:
                table.order_by(key, descending=turned)
            elif key is not None:
                table.sort_requested.emit(key, turned)

    def _export(self, table: DataTable[Any]) -> None:
        """The rows that the filter leaves, in the order in which they stand."""
        page, shown = self._window.page(), tuple(table.model.rows)
        title = page.title.text().partition(":")[0] if page else table.view.accessibleName()
        desk = ExportDesk(
            self._window.dialogs, self._window.errors, self._ops, self._window.told, self._today
        )
        write_list(desk, title, tuple(table.model.columns), Rows(lambda _job: iter([shown]), len(shown)))

    def _table(self) -> DataTable[Any] | None:
        page = self._window.page()
        tables = [each for each in page.findChildren(DataTable) if each.isVisible()] if page else []
        focus = self._window.widget.focusWidget()
        near = [each for each in tables if focus is not None and each.isAncestorOf(focus)]
        largest = sorted(tables, key=lambda each: each.width() * each.height(), reverse=True)
        return next(iter([*near, *largest]), None)

    def _did_itself(self, act: str) -> bool:
        """Run the action by which the screen itself does it, where it has one."""
        for declared in self._window.actions.declared():
            name = declared.spec.id.partition(".")[2]
            if name == _OWN[act] and declared.scope is not None and declared.is_in_sight:
                declared.action.trigger()
                return True
        return False
