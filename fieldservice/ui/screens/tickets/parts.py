"""What the tickets' screen is handed by the window's maker."""

from collections.abc import Callable
from datetime import date, datetime
from uuid import UUID

from fieldservice.domain.rules.changes import Changes
from fieldservice.domain.rules.quick_dataclass import dataclass
from fieldservice.ui.kit.notifier import Notifier
from fieldservice.ui.kit.ops import Ops
from fieldservice.ui.kit.services import Services
from fieldservice.wording import Wording

ADD_KEYS = "Ctrl+Return"


@dataclass(frozen=True, slots=True)
class TicketsParts:
    """`branch` is whose number is meant when digits are typed, `currency` that of parts and costs.

    `branch_id` is this workstation's branch at its centre; None while it stands alone.
    """

    ops: Ops
    notifier: Notifier
    services: Services
    wording: Wording
    now: Callable[[], datetime]
    user_id: UUID | None = None
    branch: str = ""
    currency: str = "EUR"
    branch_id: UUID | None = None

    def today(self) -> date:
        """The local day of the person at the screen."""
        return self.local(self.now()).date()

    def local(self, moment: datetime) -> datetime:
        return moment.astimezone(self.wording.zone)


@dataclass(frozen=True, slots=True)
class OpenView:
    """Open the tickets at a view that somebody made."""

    view_id: UUID


@dataclass(frozen=True, slots=True)
class PlanTicket:
    """Open the tickets at this one, with the grid that makes its orders."""

    ticket_id: UUID


def concerns(changes: Changes) -> bool:
    """Whether the screen shows anything of what was changed."""
    return changes.concerns(
        "saved_view",
        "ticket",
        "work_order",
        "visit",
        "work_line",
        "article",
        "attachment",
        "task",
        "ticket_link",
        "block",
        "customer",
        "ticket_state",
        "technician",
    )
