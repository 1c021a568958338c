"""What the screen of other systems is handed; `SystemsHome` is the exchange that asks the centre."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, Protocol
from uuid import UUID

from fieldservice.ui.kit.ops import Ops
from fieldservice.ui.kit.services import Services
from fieldservice.ui.kit.work import JobControl
from fieldservice.wording import Wording

if TYPE_CHECKING:
    from fieldservice.sync.systems_wire import SystemsReply, SystemTold, TokenTold

__all__ = ["SystemsHome", "SystemsParts", "TokenRow"]


class SystemsHome(Protocol):
    @property
    def is_joined(self) -> bool: ...

    def systems(self, job: JobControl, act: str, values: Mapping[str, Any]) -> "SystemsReply":
        """Ask and do, on a job's thread; `exchange.unreachable` while the line is down."""


@dataclass(frozen=True, slots=True)
class SystemsParts:
    ops: Ops
    services: Services
    wording: Wording
    now: Callable[[], datetime]
    home: SystemsHome
    user_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class TokenRow:
    """A token with its system."""

    system: "SystemTold"
    token: "TokenTold"

    @property
    def id(self) -> str:
        return self.token.id
