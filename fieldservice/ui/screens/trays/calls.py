"""Commands and queries of this screen, imported when they are first called (see `kit/deferred.py`)."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from fieldservice.ui.kit.deferred import Deferred

__all__ = [
    "DismissRequest",
    "TellRequester",
    "TrayShown",
    "dismiss_request",
    "shown_tray",
    "tell_requester",
]

if TYPE_CHECKING:
    from fieldservice.domain.commands.requests import DismissRequest, dismiss_request
    from fieldservice.domain.commands.trays import TellRequester, tell_requester
    from fieldservice.domain.formats.phones import read_phone, show_phone
    from fieldservice.domain.queries.trays import TrayRow, tray_rows
else:
    DismissRequest = Deferred("fieldservice.domain.commands.requests", "DismissRequest")
    dismiss_request = Deferred("fieldservice.domain.commands.requests", "dismiss_request")
    TellRequester = Deferred("fieldservice.domain.commands.trays", "TellRequester")
    tell_requester = Deferred("fieldservice.domain.commands.trays", "tell_requester")
    read_phone = Deferred("fieldservice.domain.formats.phones", "read_phone")
    show_phone = Deferred("fieldservice.domain.formats.phones", "show_phone")
    tray_rows = Deferred("fieldservice.domain.queries.trays", "tray_rows")


@dataclass(frozen=True, slots=True)
class TrayShown:
    """A request of the tray, and its number as people write it."""

    row: "TrayRow"
    number: str


def shown_tray(session: Any, language: str) -> list[TrayShown]:
    """The tray, off the window's thread."""
    return [TrayShown(row, _number(row.caller)) for row in tray_rows(session, language)]


def _number(caller: str) -> str:
    phone = read_phone(caller, "")
    return show_phone(phone, "") if phone else caller
