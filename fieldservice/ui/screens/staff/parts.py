"""What the screen of people is handed, and the sections it has."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum
from uuid import UUID

from fieldservice.ui.kit.notifier import Notifier
from fieldservice.ui.kit.ops import Ops
from fieldservice.ui.kit.services import Services
from fieldservice.wording import Wording


class StaffSection(Enum):
    """The screen opens at a section, or at a section and the id of somebody in it."""

    CREW = "crew"
    TEAMS = "teams"
    USERS = "users"
    ROLES = "roles"
    TRAYS = "trays"


@dataclass(frozen=True, slots=True)
class StaffParts:
    ops: Ops
    notifier: Notifier
    services: Services
    wording: Wording
    now: Callable[[], datetime]
    user_id: UUID | None = None

    def today(self) -> date:
        """The local day of the person at the screen."""
        return self.now().astimezone(self.wording.zone).date()
