"""Drafts: what is typed into a form is saved while one types, so that nothing typed is ever lost.

Saved after a short pause, when another field gets the focus, and when the form is left. Where to is the
caller's: it hands in a function that starts a command.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QApplication, QWidget

from fieldservice.ui.kit.calls import Call
from fieldservice.ui.kit.fields import Field

Save = Callable[[dict[str, str]], "Call[Any]"]

_QUIET_MS = 400


@dataclass(frozen=True, slots=True)
class _Kept:
    read: Callable[[], str]
    write: Callable[[str], None]
    field: Field | None = None


class DraftKeeper(QObject):
    """`saved` carries the moment for "Draft saved 11:43:08", `failed` the error of a save."""

    saved = Signal(object)
    failed = Signal(object)

    def __init__(self, save: Save, *, now: Callable[[], datetime], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._save = save
        self._now = now
        self._kept: dict[str, _Kept] = {}
        self._is_dirty = False
        self._is_restoring = False
        self._pause = QTimer(self, interval=_QUIET_MS, singleShot=True)
        self._pause.timeout.connect(self.flush)
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.focusChanged.connect(self._on_focus_changed)

    @property
    def is_dirty(self) -> bool:
        """Something was typed that was not yet handed over to be saved."""
        return self._is_dirty

    def register(self, name: str, field: Field) -> None:
        """Keep a field under this name; the name must stay the same from version to version."""
        self._kept[name] = _Kept(field.draft_value, field.set_draft_value, field)
        field.edited.connect(self.touch)

    def register_value(self, name: str, read: Callable[[], str], write: Callable[[str], None]) -> None:
        """Keep something that is no field, as the id of what was picked; call `touch` when it changes."""
        self._kept[name] = _Kept(read, write)

    def touch(self) -> None:
        """Something changed."""
        if not self._is_restoring:
            self._is_dirty = True
            self._pause.start()

    def field(self, name: str) -> Field | None:
        """The field of that name; None when what is kept is no field."""
        kept = self._kept.get(name)
        return None if kept is None else kept.field

    def write(self, name: str, value: str) -> None:
        """Put a value into one of those kept, as if it had been typed."""
        self._kept[name].write(value)
        self.touch()

    def values(self) -> dict[str, str]:
        return {name: kept.read() for name, kept in self._kept.items()}

    def restore(self, values: Mapping[str, str]) -> None:
        """Put a saved draft back into the fields; names that are gone are passed over."""
        self._is_restoring = True
        for name, kept in self._kept.items():
            if name in values:
                kept.write(values[name])
        self._is_restoring = False

    def flush(self) -> None:
        """Save now what is not saved yet."""
        self._pause.stop()
        if self._is_dirty:
            self._is_dirty = False
            self._save(self.values()).then(self._on_saved, self._on_failed)

    def forget(self) -> None:
        """The form was saved for good or thrown away: nothing is left to save."""
        self._pause.stop()
        self._is_dirty = False

    def _on_focus_changed(self, old: QWidget | None, new: QWidget | None) -> None:
        del old, new
        self.flush()

    def _on_saved(self, outcome: Any) -> None:
        del outcome
        self.saved.emit(self._now())

    def _on_failed(self, error: Exception) -> None:
        """Nothing typed is lost: it stays in the fields, and the next pause tries again."""
        self._is_dirty = True
        self.failed.emit(error)
