"""What the window offers its screens; handed to the factory of each screen."""

from collections.abc import Callable
from dataclasses import field

from fieldservice.domain.rules.quick_dataclass import dataclass
from fieldservice.ui.kit.actions import Actions
from fieldservice.ui.kit.dialogs import Dialogs
from fieldservice.ui.kit.errors import ErrorDesk
from fieldservice.ui.kit.layouts import Layouts, NoLayouts
from fieldservice.ui.kit.places import Place
from fieldservice.ui.kit.toasts import ToastWords


@dataclass(frozen=True, slots=True)
class Services:
    """`go` shows a place, `toast` tells what was done, `told` puts a sentence into the status bar.

    `layouts` keeps how a person left a panel or a table.
    """

    dialogs: Dialogs
    errors: ErrorDesk
    actions: Actions
    go: Callable[[Place], None]
    toast: Callable[[ToastWords], None]
    told: Callable[[str], None]
    layouts: Layouts = field(default_factory=NoLayouts)
