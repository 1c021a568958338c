"""What the window is told: its screens, who sits at it, and where its size is remembered."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import field
from enum import Enum
from typing import TYPE_CHECKING, Protocol

from fieldservice.domain.rules.quick_dataclass import dataclass
from fieldservice.ui.kit.dialogs import Dialogs
from fieldservice.ui.kit.errors import Words
from fieldservice.ui.kit.layouts import Layouts, NoLayouts
from fieldservice.ui.kit.ops import Ops
from fieldservice.ui.kit.pages import Page
from fieldservice.ui.kit.places import Place
from fieldservice.ui.kit.services import Services
from fieldservice.ui.kit.undo import UndoEntry, UndoList
from fieldservice.ui.shell.history import PlaceHistory
from fieldservice.ui.shell.uses import HabitsOf, no_habits

if TYPE_CHECKING:
    from fieldservice.ui.kit.calls import Call
    from fieldservice.ui.kit.combo import Ask
    from fieldservice.ui.kit.suggestions import Suggestion

    Recent = Callable[[Sequence[Place]], Call[Sequence[Suggestion]]]


class Section(Enum):
    """Where an entry stands in the rail; HIDDEN screens are reached by places only."""

    MAIN = "main"
    FOOT = "foot"
    HIDDEN = "hidden"


@dataclass(frozen=True, slots=True)
class ScreenSpec:
    """A screen: made by its factory when it is first gone to. `icon` is a name of the icon set.

    `marks` is the id of the rail entry that is marked while a hidden screen is shown.
    """

    id: str
    title: str
    icon: str
    factory: Callable[[Services], Page]
    section: Section = Section.MAIN
    marks: str = ""


class WindowMemory(Protocol):
    """Remembers the window's size and place between starts."""

    def load(self) -> bytes: ...

    def save(self, geometry: bytes) -> None: ...


@dataclass(frozen=True, slots=True)
class Carried:
    """What a window hands over to the one that is built anew in its place: another size, another language.

    `focus` is the name of the field that had the focus.
    """

    history: PlaceHistory
    undo_list: UndoList
    told: Mapping[str, str]
    focus: str = ""


@dataclass(frozen=True, slots=True)
class DeskParts:
    """All that the window needs from outside. `dialogs` None: real ones, which belong to the window."""

    title: str
    ops: Ops
    words: Words
    search: "Ask"
    undo_entry: UndoEntry
    memory: WindowMemory
    new_request: Place
    dialogs: Dialogs | None = None
    layouts: Layouts = field(default_factory=NoLayouts)
    carried: Carried | None = None
    recent: "Recent | None" = None
    habits: HabitsOf = field(default_factory=no_habits)


class Line(Enum):
    """How this workstation stands to its centre."""

    ALONE = "alone"
    ONLINE = "online"
    OFFLINE = "offline"


@dataclass(frozen=True, slots=True)
class DeskStatus:
    """What the status bar tells. `exchanged` and `since` are moments in words."""

    person: str
    branch: str
    line: Line = Line.ALONE
    exchanged: str = ""
    waiting: int = 0
    refused: int = 0
    conflicts: int = 0
    since: str = ""
