"""The parts of the window that those need who act on it from beside: never a page's own business."""

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from fieldservice.domain.rules.quick_dataclass import dataclass
from fieldservice.ui.kit.actions import Actions
from fieldservice.ui.kit.dialogs import Dialogs
from fieldservice.ui.kit.errors import ErrorDesk
from fieldservice.ui.kit.pages import Page
from fieldservice.ui.kit.places import Place
from fieldservice.ui.kit.toasts import ToastWords
from fieldservice.ui.shell.alarm_bar import AlarmBar
from fieldservice.ui.shell.rail import Rail
from fieldservice.ui.shell.top_bar import TopBar


@dataclass(frozen=True, slots=True)
class WindowParts:
    """`page` is the one that is shown, `go` shows a place, `told` puts a sentence into the status bar."""

    widget: QWidget
    actions: Actions
    rail: Rail
    top_bar: TopBar
    alarm_bar: AlarmBar
    page: Callable[[], Page | None]
    go: Callable[[Place], None]
    toast: Callable[[ToastWords], None]
    dialogs: Dialogs
    errors: ErrorDesk
    told: Callable[[str], None]
