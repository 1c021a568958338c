"""What the palette needs of the window: its actions and screens, and the ways to them."""

from collections.abc import Callable, Mapping

from PySide6.QtWidgets import QWidget

from fieldservice.domain.rules.quick_dataclass import dataclass
from fieldservice.ui.kit.actions import Actions
from fieldservice.ui.kit.places import Place
from fieldservice.ui.kit.toasts import ToastWords
from fieldservice.ui.shell.uses import HabitsOf


@dataclass(frozen=True, slots=True)
class PaletteDesk:
    """What the palette needs of the window. `titles` are of all its screens, by id; `screen_of` gives the id
    of the screen to which a widget belongs, `is_settled` says whether nothing is on its way to a screen.
    """

    actions: Actions
    titles: Mapping[str, str]
    screen_of: Callable[[QWidget], str]
    is_open: Callable[[str], bool]
    is_settled: Callable[[], bool]
    go: Callable[[Place], None]
    place: Callable[[], Place | None]
    toast: Callable[[ToastWords], None]
    habits: HabitsOf
