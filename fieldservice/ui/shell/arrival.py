"""Brings a person to the screen of an action and runs it there, as soon as the screen has what it shows."""

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Slot

from fieldservice.ui.kit.actions import Declared
from fieldservice.ui.kit.places import Place
from fieldservice.ui.kit.toasts import ToastWords
from fieldservice.ui.shell.palette_desk import PaletteDesk

LOOK_MS = 40
QUIET_LOOKS, MOST_LOOKS = 2, 40
"""So often nothing may be on its way for the screen to be there; so often is looked at all."""


class Arrival(QObject):
    """Waits for one action at a time; who goes on to another screen wants it no more."""

    def __init__(self, desk: PaletteDesk, needs: Callable[[str], str], parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        self._needs = needs
        self._screen = ""
        self._wanted = ""
        self._through = ""
        self._looks = 0
        self._quiet = 0
        self._timer = QTimer(self, interval=LOOK_MS)
        self._timer.timeout.connect(self._look)

    def bring(self, screen: str, action_id: str, through: str) -> None:
        """Go to the screen, by `through` to the part of it where the action belongs, and run the action."""
        was_open = self._desk.is_open(screen)
        self._screen, self._wanted, self._through = screen, action_id, through
        self._looks = self._quiet = 0
        self._desk.go(Place(screen))
        self._show_part()
        if was_open and self._can_run(action_id) is not None:
            self._run()
        else:
            self._timer.start()

    @Slot()
    def _look(self) -> None:
        if not self._is_there():
            self._timer.stop()
            return
        self._show_part()
        self._looks += 1
        self._quiet = self._quiet + 1 if self._desk.is_settled() else 0
        if self._quiet >= QUIET_LOOKS or self._looks >= MOST_LOOKS:
            self._run()

    def _show_part(self) -> None:
        part = self._can_run(self._through)
        if part is not None:
            self._through = ""
            part.action.trigger()

    def _run(self) -> None:
        self._timer.stop()
        declared = self._can_run(self._wanted)
        if declared is not None:
            declared.action.trigger()
        else:
            self._desk.toast(ToastWords(self._needs(self._wanted)))

    def _can_run(self, action_id: str) -> Declared | None:
        declared = self._desk.actions.find(action_id)
        can = declared is not None and declared.is_in_sight and declared.action.isEnabled()
        return declared if can else None

    def _is_there(self) -> bool:
        place = self._desk.place()
        return place is not None and place.screen == self._screen
