"""What the screen of the exchange is handed; `ExchangeHome` is the exchange that runs beside the window."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any, Protocol
from uuid import UUID

from fieldservice.ui.kit.notifier import Notifier
from fieldservice.ui.kit.ops import Ops, SignalOf
from fieldservice.ui.kit.services import Services
from fieldservice.ui.kit.work import JobControl
from fieldservice.wording import Wording

NEWS_TABLES = ("exchange_news", "exchange_state")
"""What a round touched is told with these (`background/exchange_line.py`)."""


class Wish(StrEnum):
    """What the screen is opened for."""

    NOW = "now"
    JOIN = "join"
    AWAY = "away"


class Brings(StrEnum):
    """Whose data a workstation begins with at a centre."""

    THEIRS = "theirs"
    OURS = "ours"


@dataclass(frozen=True, slots=True)
class JoinAsk:
    """Where the centre is, the code that was given for this workstation, and who works here first.

    `new_password` takes the place of a first one. `lets_own_go`: it was shown what of this workstation would
    go.
    """

    address: str
    code: str
    login: str
    password: str = field(repr=False)
    name: str
    brings: Brings
    new_password: str = field(default="", repr=False)
    lets_own_go: bool = False

    @property
    def takes_theirs(self) -> bool:
        return self.brings is Brings.THEIRS


class ExchangeHome(Protocol):
    """The exchange of this desk. What takes time is called on a job's thread."""

    @property
    def is_joined(self) -> bool: ...

    @property
    def is_running(self) -> bool: ...

    @property
    def is_online(self) -> bool | None: ...

    @property
    def offline_since(self) -> datetime | None: ...

    @property
    def began(self) -> SignalOf: ...

    @property
    def ended(self) -> SignalOf: ...

    def exchange(self, job: JobControl) -> Any:
        """A round now; raises what it met."""

    def join(self, job: JobControl, ask: JoinAsk) -> Any: ...

    def leave(self, job: JobControl) -> Any:
        """Gives where the backup lies that keeps what was not sent, if something was."""

    def systems(self, job: JobControl, act: str, values: Mapping[str, Any]) -> Any:
        """What the screen of other systems asks the centre (`ui/screens/systems`)."""

    def restart(self) -> None:
        """Begin the desk anew: it belongs to a centre now, or no longer."""


@dataclass(frozen=True, slots=True)
class ExchangeParts:
    ops: Ops
    notifier: Notifier
    services: Services
    wording: Wording
    now: Callable[[], datetime]
    user_id: UUID
    home: ExchangeHome
