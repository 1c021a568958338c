"""Actions, declared once: id, words, keys, and when they can be used. The window owns the registry.

The palette, the sheet of keys and the tests walk it; keys that two actions would share are refused at once.
"""

from collections.abc import Callable, Iterator

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QWidget

from fieldservice.domain.rules.quick_dataclass import dataclass

_IN_WINDOW = Qt.ShortcutContext.WindowShortcut
_IN_WIDGET = Qt.ShortcutContext.WidgetWithChildrenShortcut


class ShortcutTakenError(ValueError):
    """Two actions that can be used at the same time ask for the same keys."""


@dataclass(frozen=True, slots=True)
class ActionSpec:
    """`keys` in Qt's portable words (`Ctrl+Return`); `enabled_when` is asked by `refresh`."""

    id: str
    text: str
    keys: str = ""
    enabled_when: Callable[[], bool] | None = None
    icon: str = ""
    more_keys: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Declared:
    """An action as it was declared; without a `scope` it is the window's own."""

    spec: ActionSpec
    action: QAction
    scope: QWidget | None
    keys: frozenset[str]

    @property
    def is_in_sight(self) -> bool:
        return self.scope is None or self.scope.isVisible()


class Actions(QObject):
    """All actions of one window. Those with a `scope` work only while the focus is inside that widget.

    `used` carries the id of an action that is run, by whatever way.
    """

    used = Signal(str)

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._registered: dict[str, Declared] = {}
        self._refusal: Callable[[str], str] = lambda _action_id: ""
        self._refused: set[str] = set()

    def refuse(self, refusal: Callable[[str], str]) -> None:
        """Ask this of each action's id: words why it may not be done here and now, shown as its tooltip."""
        self._refusal = refusal
        self.refresh()

    def add(self, spec: ActionSpec, run: Callable[[], object], *, scope: QWidget | None = None) -> QAction:
        """Declare an action; raises when its id, or its keys within reach, are taken."""
        if spec.id in self._registered:
            message = f"action {spec.id} is declared twice"
            raise ShortcutTakenError(message)
        sequences = [QKeySequence(keys) for keys in (spec.keys, *spec.more_keys) if keys]
        wanted = frozenset(keys.toString() for keys in sequences)
        self._check_keys(spec, scope, wanted)
        owner = scope or self._window
        action = QAction(spec.text, owner)
        action.setObjectName(spec.id)
        action.setShortcuts(sequences)
        action.setShortcutContext(_IN_WIDGET if scope else _IN_WINDOW)
        action.triggered.connect(lambda _checked=False: self.used.emit(spec.id))
        action.triggered.connect(lambda _checked=False: run())
        owner.addAction(action)
        entry = self._registered[spec.id] = Declared(spec, action, scope, wanted)
        if scope is not None:
            action.destroyed.connect(lambda: self._registered.pop(spec.id, None))
        self._refresh(entry)
        return action

    def __getitem__(self, action_id: str) -> QAction:
        return self._registered[action_id].action

    def __iter__(self) -> Iterator[tuple[ActionSpec, QAction]]:
        return iter([(entry.spec, entry.action) for entry in self._registered.values()])

    def usable(self) -> list[tuple[ActionSpec, QAction]]:
        """Those that could be triggered now: enabled, and their scope is on the screen."""
        self.refresh()
        return [
            (entry.spec, entry.action)
            for entry in self._registered.values()
            if entry.action.isEnabled() and entry.is_in_sight
        ]

    def declared(self) -> list[Declared]:
        """All of them, each asked now whether it can be used."""
        self.refresh()
        return list(self._registered.values())

    def find(self, action_id: str) -> Declared | None:
        """The action of this id, if it was declared."""
        return self._registered.get(action_id)

    def refusal(self, action_id: str) -> str:
        """Words why the person may not do this, declared or not; empty when they may."""
        return self._refusal(action_id)

    def refresh(self) -> None:
        """Ask every action whether it can be used now."""
        for entry in self._registered.values():
            self._refresh(entry)

    def _refresh(self, entry: Declared) -> None:
        spec, refused = entry.spec, self._refusal(entry.spec.id)
        if spec.enabled_when is not None or refused or spec.id in self._refused:
            entry.action.setEnabled(not refused and (spec.enabled_when is None or spec.enabled_when()))
        entry.action.setToolTip(refused or entry.action.text())
        (self._refused.add if refused else self._refused.discard)(spec.id)

    def _check_keys(self, spec: ActionSpec, scope: QWidget | None, wanted: frozenset[str]) -> None:
        for entry in self._registered.values():
            within_reach = scope is None or entry.scope is None or entry.scope is scope
            if within_reach and wanted & entry.keys:
                message = f"{spec.id} and {entry.spec.id} both ask for {sorted(wanted & entry.keys)}"
                raise ShortcutTakenError(message)
