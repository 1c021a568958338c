"""What the screens of the registers are handed."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from fieldservice.ui.kit.notifier import Notifier
from fieldservice.ui.kit.ops import Ops
from fieldservice.ui.kit.services import Services
from fieldservice.wording import Wording

EURO = "EUR"


@dataclass(frozen=True, slots=True)
class UnitsAt:
    """A place: the units of one site, in the list of all units."""

    site_id: UUID
    site: str
    customer: str


@dataclass(frozen=True, slots=True)
class RegisterParts:
    """`country` is whose telephone numbers are national, `user_id` whose drafts are kept."""

    ops: Ops
    notifier: Notifier
    services: Services
    wording: Wording
    now: Callable[[], datetime]
    country: str
    user_id: UUID | None = None
    currency: str = EURO

    def today(self) -> date:
        """The local day of the person at the screen."""
        return self.now().astimezone(self.wording.zone).date()
