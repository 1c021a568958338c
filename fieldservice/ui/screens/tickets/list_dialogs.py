"""Bars, menus and dialogs of the list of tickets, imported when the first of their kind is shown."""

from typing import TYPE_CHECKING

from fieldservice.ui.kit.deferred import Deferred

__all__ = [
    "BulkActs",
    "BulkBar",
    "ColumnsDialog",
    "FilterBar",
    "FilterDialog",
    "OrderDialog",
    "SaveViewDialog",
    "ViewDraft",
    "ViewsDialog",
    "ViewsMenu",
]

if TYPE_CHECKING:
    from fieldservice.ui.screens.tickets.bulk_acts import BulkActs
    from fieldservice.ui.screens.tickets.bulk_bar import BulkBar
    from fieldservice.ui.screens.tickets.columns_dialog import ColumnsDialog
    from fieldservice.ui.screens.tickets.filter_bar import FilterBar
    from fieldservice.ui.screens.tickets.filter_dialog import FilterDialog
    from fieldservice.ui.screens.tickets.order_dialog import OrderDialog
    from fieldservice.ui.screens.tickets.view_dialogs import SaveViewDialog, ViewDraft, ViewsDialog
    from fieldservice.ui.screens.tickets.views_menu import ViewsMenu
else:
    _HERE = "fieldservice.ui.screens.tickets"

    BulkActs = Deferred(f"{_HERE}.bulk_acts", "BulkActs")
    BulkBar = Deferred(f"{_HERE}.bulk_bar", "BulkBar")
    ColumnsDialog = Deferred(f"{_HERE}.columns_dialog", "ColumnsDialog")
    FilterBar = Deferred(f"{_HERE}.filter_bar", "FilterBar")
    FilterDialog = Deferred(f"{_HERE}.filter_dialog", "FilterDialog")
    OrderDialog = Deferred(f"{_HERE}.order_dialog", "OrderDialog")
    SaveViewDialog = Deferred(f"{_HERE}.view_dialogs", "SaveViewDialog")
    ViewDraft = Deferred(f"{_HERE}.view_dialogs", "ViewDraft")
    ViewsDialog = Deferred(f"{_HERE}.view_dialogs", "ViewsDialog")
    ViewsMenu = Deferred(f"{_HERE}.views_menu", "ViewsMenu")
