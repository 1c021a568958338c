"""Commands and queries of the list of tickets, imported when they are first called."""

from typing import TYPE_CHECKING

from fieldservice.domain.queries.ticket_rows import Viewer
from fieldservice.ui.kit.deferred import Deferred
from fieldservice.ui.screens.tickets.parts import TicketsParts

__all__ = [
    "GroupWish",
    "RemoveView",
    "Rows",
    "SaveView",
    "export_rows",
    "filter_count",
    "filter_names",
    "filter_options",
    "groups",
    "new_form_id",
    "remove_view",
    "save_view",
    "saved_views",
    "teams_of",
    "ticket_order",
    "ticket_rows",
    "viewer_of",
]

if TYPE_CHECKING:
    from fieldservice.domain.commands.identifiers import new_form_id
    from fieldservice.domain.commands.ticket_views import RemoveView, SaveView, remove_view, save_view
    from fieldservice.domain.queries.filter_options import filter_count, filter_names, filter_options
    from fieldservice.domain.queries.saved_views import saved_views, teams_of
    from fieldservice.domain.queries.ticket_groups import GroupWish, groups
    from fieldservice.domain.queries.ticket_window import ticket_order, ticket_rows
    from fieldservice.ui.kit.export import Rows, export_rows
else:
    _COMMANDS = "fieldservice.domain.commands"
    _QUERIES = "fieldservice.domain.queries"

    new_form_id = Deferred(f"{_COMMANDS}.identifiers", "new_form_id")
    RemoveView = Deferred(f"{_COMMANDS}.ticket_views", "RemoveView")
    SaveView = Deferred(f"{_COMMANDS}.ticket_views", "SaveView")
    remove_view = Deferred(f"{_COMMANDS}.ticket_views", "remove_view")
    save_view = Deferred(f"{_COMMANDS}.ticket_views", "save_view")

    filter_count = Deferred(f"{_QUERIES}.filter_options", "filter_count")
    filter_names = Deferred(f"{_QUERIES}.filter_options", "filter_names")
    filter_options = Deferred(f"{_QUERIES}.filter_options", "filter_options")
    saved_views = Deferred(f"{_QUERIES}.saved_views", "saved_views")
    teams_of = Deferred(f"{_QUERIES}.saved_views", "teams_of")
    GroupWish = Deferred(f"{_QUERIES}.ticket_groups", "GroupWish")
    groups = Deferred(f"{_QUERIES}.ticket_groups", "groups")
    ticket_order = Deferred(f"{_QUERIES}.ticket_window", "ticket_order")
    ticket_rows = Deferred(f"{_QUERIES}.ticket_window", "ticket_rows")

    Rows = Deferred("fieldservice.ui.kit.export", "Rows")
    export_rows = Deferred("fieldservice.ui.kit.export", "export_rows")


def viewer_of(parts: TicketsParts) -> Viewer:
    """Who looks, at this moment."""
    return Viewer(parts.user_id, parts.now(), parts.wording.zone)
