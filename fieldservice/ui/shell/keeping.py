"""What the person who works here likes: held for the window, written a little after each choice.

The values come from the start (`first_preferences`) and go through an ordinary command; who else wants to
know connects to `changed`.
"""

from base64 import b64decode, b64encode
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QTimer, Signal, Slot
from PySide6.QtGui import QGuiApplication

from fieldservice.domain.rules.preferences import Preferences, changed_values, preferences_from
from fieldservice.ui.kit.deferred import Deferred
from fieldservice.ui.kit.ops import Ops

if TYPE_CHECKING:
    from fieldservice.domain.commands.preferences import KeepPreferences, keep_preferences
else:
    KeepPreferences = Deferred("fieldservice.domain.commands.preferences", "KeepPreferences")
    keep_preferences = Deferred("fieldservice.domain.commands.preferences", "keep_preferences")

_QUIET_MS = 700
_LATER_MS = 5_000
_WINDOW = "window"

RAIL = "rail"
"""Under this name is kept whether the rail was folded by hand."""


class Keeping(QObject):
    """`changed` carries the preferences before and after. It is also the `Layouts` of the screens."""

    changed = Signal(object, object)

    def __init__(self, ops: Ops, values: Mapping[str, Any], defaults: Preferences) -> None:
        super().__init__()
        self._ops = ops
        self._defaults = defaults
        self._values = dict(values)
        self._unwritten: dict[str, Any] = {}
        self._preferences = preferences_from(values, defaults)
        self._pause = QTimer(self, interval=_QUIET_MS, singleShot=True)
        self._pause.timeout.connect(self.flush)
        self._later = QTimer(self, interval=_LATER_MS, singleShot=True)
        self._later.timeout.connect(self.flush)

    @property
    def preferences(self) -> Preferences:
        return self._preferences

    @property
    def defaults(self) -> Preferences:
        """What holds where nothing was chosen: the settings of this desk."""
        return self._defaults

    def choose(self, preferences: Preferences) -> None:
        """Put these in the place of the former ones; only what differs is written, and at once."""
        before = self._preferences
        if preferences == before:
            return
        self._preferences = preferences
        self._put(changed_values(before, preferences))
        self.flush()
        self.changed.emit(before, preferences)

    def load(self, name: str) -> Any | None:
        return self._values.get(_layout_name(name))

    def keep(self, name: str, value: Any) -> None:
        if self.load(name) != value:
            self._put({_layout_name(name): value})
            self._pause.start()

    def recall(self, name: str) -> Any | None:
        """What was remembered under this name, whatever the size of the screen."""
        return self._values.get(_habit_name(name))

    def remember(self, name: str, value: Any) -> None:
        """Keep what holds for this person on every screen; it is written when some more has come together."""
        if self.recall(name) != value:
            self._put({_habit_name(name): value})
            if not self._later.isActive():
                self._later.start()

    @Slot()
    def flush(self) -> None:
        """Write what was not written yet."""
        self._pause.stop()
        self._later.stop()
        if self._unwritten:
            values, self._unwritten = tuple(sorted(self._unwritten.items())), {}
            call = self._ops.command(keep_preferences, KeepPreferences(values))
            call.then(_written, _not_written)

    def _put(self, values: Mapping[str, Any]) -> None:
        self._values.update(values)
        self._unwritten.update(values)


class KeptPlace:
    """Size and place of the window: this person's, for this size of screen."""

    def __init__(self, keeping: Keeping) -> None:
        self._keeping = keeping

    def load(self) -> bytes:
        kept = self._keeping.load(_WINDOW)
        try:
            return b64decode(kept, validate=True) if isinstance(kept, str) else b""
        except ValueError:
            return b""

    def save(self, geometry: bytes) -> None:
        self._keeping.keep(_WINDOW, b64encode(geometry).decode("ascii"))


def _layout_name(name: str) -> str:
    screen = QGuiApplication.primaryScreen().size()
    return f"layout/{screen.width()}x{screen.height()}/{name}"


def _habit_name(name: str) -> str:
    return f"habit/{name}"


def _written(_changes: object) -> None:
    """Nobody needs to be told."""


def _not_written(_error: Exception) -> None:
    """It holds until the window is closed; `ops` has logged why it could not be written."""
