"""What the settings' screen is handed."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from fieldservice.ui.kit.notifier import Notifier
from fieldservice.ui.kit.ops import Ops
from fieldservice.ui.kit.services import Services
from fieldservice.wording import Wording


@dataclass(frozen=True, slots=True)
class SettingsParts:
    """`country`, `branch` are the desk's own, `user_id` whose drafts are kept."""

    ops: Ops
    notifier: Notifier
    services: Services
    wording: Wording
    now: Callable[[], datetime]
    country: str
    branch: str
    user_id: UUID | None = None

    def today(self) -> date:
        """The local day of the person at the screen."""
        return self.now().astimezone(self.wording.zone).date()
