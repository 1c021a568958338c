"""Tells the screens what a command, a sync round or a timer changed, once each; no screen pokes another."""

from PySide6.QtCore import QObject, Signal

from fieldservice.domain.rules.changes import Changes


class Notifier(QObject):
    """`changed` carries the `Changes`; a screen reloads if they concern it."""

    changed = Signal(object)

    def tell(self, changes: Changes) -> None:
        """Pass on what was changed; a command that changed nothing is not news. Window's thread only."""
        if changes.entry_id is not None or changes.touched:
            self.changed.emit(changes)
