"""What stands in the menus of the tickets' page, by the names of its actions; ids begin with `tickets.`."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMenu, QWidget

from fieldservice.ui.screens.tickets.life_actions import FURTHER as LIFE

BEFORE, BEHIND = ("edit", "state"), ("expect", "write", "visit", "customer", "history", "print")
"""Of the menu of a ticket, around what a ticket's life offers."""
LIST_ACTS = ("bulk", "filter_by", "clear_filter", "order_by", "columns", "save_view", "all_views", "export")
OF_A_ROW = ("order", "state", "edit", *LIFE, "expect", "close", "reopen", "customer", "history")


def menu_of(parent: QWidget, name: str) -> QMenu:
    menu = QMenu(parent)
    menu.setObjectName(name)
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    return menu
