"""What the tray's screen is handed."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from fieldservice.ui.kit.notifier import Notifier
from fieldservice.ui.kit.ops import Ops
from fieldservice.ui.kit.services import Services
from fieldservice.wording import Wording


@dataclass(frozen=True, slots=True)
class TraysParts:
    ops: Ops
    notifier: Notifier
    services: Services
    wording: Wording
    now: Callable[[], datetime]
