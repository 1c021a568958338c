"""What the intake screen is handed, and the places at which it can be opened."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from fieldservice.ui.kit.notifier import Notifier
from fieldservice.ui.kit.ops import Ops
from fieldservice.ui.kit.services import Services
from fieldservice.wording import Wording


@dataclass(frozen=True, slots=True)
class IntakeParts:
    """`country` is whose telephone numbers are national, `user_id` who works here."""

    ops: Ops
    notifier: Notifier
    services: Services
    wording: Wording
    now: Callable[[], datetime]
    country: str
    user_id: UUID | None = None

    def local_day(self, moment: datetime) -> date:
        return moment.astimezone(self.wording.zone).date()


@dataclass(frozen=True, slots=True)
class IncomingCall:
    """Open the intake for a call; what was being typed stays as a draft."""

    number: str


@dataclass(frozen=True, slots=True)
class AcceptRequest:
    """Open the intake with a request from the tray, to serve it after all."""

    request_id: UUID


@dataclass(frozen=True, slots=True)
class NewFor:
    """Open the intake for a customer who was looked at, perhaps for one unit of it."""

    customer_id: UUID
    unit_id: UUID | None = None
