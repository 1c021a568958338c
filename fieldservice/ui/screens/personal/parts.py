"""What the screen of personal settings is handed."""

from collections.abc import Sequence
from typing import Protocol

from fieldservice.domain.rules.preferences import Preferences
from fieldservice.domain.rules.quick_dataclass import dataclass
from fieldservice.ui.kit.ops import Ops
from fieldservice.ui.kit.services import Services
from fieldservice.wording import Wording


class Habits(Protocol):
    """The part of what is kept that this screen reads and changes."""

    @property
    def preferences(self) -> Preferences: ...

    @property
    def defaults(self) -> Preferences: ...

    def choose(self, preferences: Preferences) -> None: ...


@dataclass(frozen=True, slots=True)
class PersonalParts:
    """`screens` are ids and words of what the desk can open with; `has_tray` whether the system has one."""

    ops: Ops
    services: Services
    wording: Wording
    habits: Habits
    screens: Sequence[tuple[str, str]]
    has_tray: bool
