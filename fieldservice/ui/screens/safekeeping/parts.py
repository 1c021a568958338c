"""What the screen of data and backup is handed; `Child` is a process of its own that does long work."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any, Protocol
from uuid import UUID

from fieldservice.ui.kit.notifier import Notifier
from fieldservice.ui.kit.ops import Ops
from fieldservice.ui.kit.services import Services
from fieldservice.wording import Wording


class Child(Protocol):
    """A command of the command line that runs beside the desk and tells its steps as lines."""

    def next_line(self, seconds: float) -> dict[str, Any] | None:
        """The next line; None when there was none for so long, {} when it has ended."""

    def stop(self) -> None: ...


class StartChild(Protocol):
    def __call__(self, *arguments: str, passphrase: str = "") -> Child: ...


@dataclass(frozen=True, slots=True)
class HomeDesk:
    """The home folder, how work is started beside the desk, and how the desk is started anew."""

    home: Path
    database: Path
    start_child: StartChild
    restart: Callable[[], None]


@dataclass(frozen=True, slots=True)
class SafekeepingParts:
    ops: Ops
    notifier: Notifier
    services: Services
    wording: Wording
    now: Callable[[], datetime]
    country: str
    user_id: UUID
    desk: HomeDesk

    def today(self) -> date:
        return self.now().astimezone(self.wording.zone).date()
