"""Commands and queries of this screen, imported when they are first called (see `kit/deferred.py`)."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from fieldservice.ui.kit.deferred import Deferred

__all__ = [
    "DismissRequest",
    "TellRequester",
    "TrayAsk",
    "TrayPage",
    "TrayShown",
    "dismiss_request",
    "tell_requester",
    "tray_page",
]

if TYPE_CHECKING:
    from fieldservice.domain.commands.requests import DismissRequest, dismiss_request
    from fieldservice.domain.commands.trays import TellRequester, tell_requester
    from fieldservice.domain.queries.trays import TrayAsk, TrayPage, TrayRow, tray_page
else:
    DismissRequest = Deferred("fieldservice.domain.commands.requests", "DismissRequest")
    dismiss_request = Deferred("fieldservice.domain.commands.requests", "dismiss_request")
    TellRequester = Deferred("fieldservice.domain.commands.trays", "TellRequester")
    tell_requester = Deferred("fieldservice.domain.commands.trays", "tell_requester")
    TrayAsk = Deferred("fieldservice.domain.queries.trays", "TrayAsk")
    TrayPage = Deferred("fieldservice.domain.queries.trays", "TrayPage")
    tray_page = Deferred("fieldservice.domain.queries.trays", "tray_page")

_IN_TRAY = {"waiting", "parked"}


@dataclass(frozen=True, slots=True)
class TrayShown:
    """A request of the tray, and its number as people write it."""

    row: "TrayRow"

    @property
    def number(self) -> str:
        return self.row.number

    @property
    def waits(self) -> bool:
        """Whether something can still be done about it."""
        return self.row.state in _IN_TRAY
