"""Every part of every screen and every dialog that can be opened there, photographed once.

Dialogs are found by running each action that can be run, on the company of the morning; each is given up
again. An action that asks nothing does what it does: the company is thrown away with the tour.
"""

from collections.abc import Iterator

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QDialog, QFileDialog

from fieldservice.tour.stage import POLL_MS, Stage
from fieldservice.ui.desk_screens import (
    CONTRACTS,
    CUSTOMERS,
    EQUIPMENT,
    EXCHANGE,
    INTAKE,
    PERSONAL,
    PRODUCTS,
    SAFEKEEPING,
    SETTINGS,
    STAFF,
    TICKETS,
    TRAYS,
)
from fieldservice.ui.kit.places import Place
from fieldservice.ui.kit.table_view import RowsView
from fieldservice.ui.screens.settings.directory import directory
from fieldservice.ui.screens.staff.parts import StaffSection

WHOLE = (TRAYS, TICKETS, CUSTOMERS, EQUIPMENT, CONTRACTS, PRODUCTS, INTAKE, SAFEKEEPING, PERSONAL, EXCHANGE)
OF_THE_DESK = "desk."
ASKED_OF_THE_DESK = frozenset({"desk.keys", "desk.change_person"})
"""What else belongs to the desk opens no dialog, or leaves what is being looked at."""


def photograph_dialogs(stage: Stage) -> None:
    """A picture of each part that the tour did not come by, and of each dialog."""
    walk = _Walk(stage)
    for place in _places():
        walk.look_at(place)


def _places() -> Iterator[Place]:
    for screen in WHOLE:
        yield Place(screen)
    for section in StaffSection:
        yield Place(STAFF, section)
    for entry in directory():
        yield Place(SETTINGS, entry.id)


class _Walk:
    def __init__(self, stage: Stage) -> None:
        self._stage = stage
        self._window = stage.assembled.window
        self._seen: set[str] = set()
        self._left_to_ask = ASKED_OF_THE_DESK

    def look_at(self, place: Place) -> None:
        self._go(place)
        if place.argument is not None:
            self._stage.picture(f"part-{place.screen}-{place.argument}")
        for action_id in self._worth_running():
            if self._window.current_place != place:
                self._go(place)
            self._run(action_id)

    def _go(self, place: Place) -> None:
        """There, with the first row of its first list selected, as by somebody who wants to do something."""
        self._window.go(place)
        self._stage.settle()
        for table in self._window.page(place.screen).findChildren(RowsView):
            if table.isVisible() and table.model().rowCount() and not table.currentIndex().isValid():
                table.select_row(0)
                break
        self._stage.settle()

    def _worth_running(self) -> list[str]:
        """What can be run here; what belongs to the desk is run once."""
        found = [spec.id for spec, _action in self._window.actions_of_desk.usable()]
        asked = self._left_to_ask
        self._left_to_ask = frozenset[str]()
        return [each for each in found if each in asked or not each.startswith((OF_THE_DESK, "go."))]

    def _run(self, action_id: str) -> None:
        usable = {spec.id: action for spec, action in self._window.actions_of_desk.usable()}
        if action_id not in usable:
            return
        timer = QTimer()
        timer.setInterval(POLL_MS)
        timer.timeout.connect(self._give_up_dialog)
        timer.start()
        usable[action_id].trigger()
        self._stage.settle()
        timer.stop()
        self._stage.activate()

    def _give_up_dialog(self) -> None:
        """Photograph the dialog that is open, unless it is known or the system's, and close it."""
        dialog = QApplication.activeModalWidget()
        if not isinstance(dialog, QDialog):
            return
        name = f"{dialog.objectName() or type(dialog).__name__}: {dialog.windowTitle()}"
        if name not in self._seen and not isinstance(dialog, QFileDialog):
            self._seen.add(name)
            self._stage.picture(f"dialog-{dialog.objectName() or type(dialog).__name__}")
        dialog.reject()
