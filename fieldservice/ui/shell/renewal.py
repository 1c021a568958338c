"""Building the window anew while it is open: for another size, density or language. Nothing typed is lost.

First the pages are left, which saves their drafts; what they sent is written before the new window reads it.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Slot

from fieldservice.ui.kit.deferred import Deferred
from fieldservice.ui.kit.ops import Ops

if TYPE_CHECKING:
    from fieldservice.domain.commands.preferences import KeepPreferences, keep_preferences
else:
    KeepPreferences = Deferred("fieldservice.domain.commands.preferences", "KeepPreferences")
    keep_preferences = Deferred("fieldservice.domain.commands.preferences", "keep_preferences")


class Renewal(QObject):
    """`ask` as often as one likes: it is done once, when the event loop turns next."""

    def __init__(self, ops: Ops, leave: Callable[[], object], build: Callable[[], object]) -> None:
        super().__init__()
        self._ops = ops
        self._leave = leave
        self._build = build
        self._is_due = False

    @Slot()
    def ask(self) -> None:
        if not self._is_due:
            self._is_due = True
            QTimer.singleShot(0, self, self._on_turn)

    @Slot()
    def _on_turn(self) -> None:
        """The writer works in the order asked: after a command without values all drafts are written."""
        self._leave()
        written = self._ops.command(keep_preferences, KeepPreferences(()))
        written.then(self._on_written, self._on_written)

    def _on_written(self, _outcome: object) -> None:
        self._is_due = False
        self._build()
