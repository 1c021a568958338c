"""The door of a running desk: locked by key or when nobody works, opened by the same person or another."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Protocol
from uuid import UUID

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from fieldservice.domain.rules.workplace import Workplace
from fieldservice.ui.kit.actions import Actions, ActionSpec
from fieldservice.ui.kit.deferred import Deferred
from fieldservice.ui.kit.notifier import Notifier
from fieldservice.ui.kit.ops import Ops
from fieldservice.wording import _, current

if TYPE_CHECKING:
    from fieldservice.ui.shell.action_rights import ActionRights
    from fieldservice.ui.shell.screen_lock import IdleWatch, ScreenLock
    from fieldservice.ui.shell.sign_in_panel import ByCentre, DoorParts
    from fieldservice.ui.shell.sign_in_window import ask_who
else:  # nothing of the door is needed before the first picture
    ActionRights = Deferred("fieldservice.ui.shell.action_rights", "ActionRights")
    IdleWatch = Deferred("fieldservice.ui.shell.screen_lock", "IdleWatch")
    ScreenLock = Deferred("fieldservice.ui.shell.screen_lock", "ScreenLock")
    DoorParts = Deferred("fieldservice.ui.shell.sign_in_panel", "DoorParts")
    ask_who = Deferred("fieldservice.ui.shell.sign_in_window", "ask_who")

LOCK_KEYS = "Ctrl+Shift+L"


def come_in(
    place: Workplace, ops: Ops, title: str, run: Callable[[], object], by_centre: "ByCentre | None" = None
) -> tuple[UUID, str] | None:
    """Ask at the door who works here: id and name; None when nobody came in. `run` is the event loop."""
    return ask_who(_parts(place, ops, by_centre if place.branch_id is not None else None), title, run)


def _parts(place: Workplace, ops: Ops, by_centre: "ByCentre | None") -> "DoorParts":
    return DoorParts(
        ops=ops,
        wording=current(),
        workstation_id=place.workstation_id,
        user_id=place.user_id,
        user_name=place.user_name,
        asks_who=place.asks_who,
        by_centre=by_centre,
    )


class CentreDoor(Protocol):
    """The exchange, as far as the door needs it."""

    @property
    def come_in(self) -> "ByCentre": ...


class GuardedDesk(Protocol):
    """The window that stands now, the work threads, and the exchange."""

    @property
    def window(self) -> QWidget: ...

    @property
    def ops(self) -> Ops: ...

    @property
    def exchange(self) -> CentreDoor: ...


class Door(QObject):
    """`person_changed` carries id and name of somebody else who came in; `call_told` a number that rang
    while the screen was locked and that whoever opened it may see now.
    """

    person_changed = Signal(object, str)
    call_told = Signal(str)

    def __init__(self, desk: GuardedDesk, place: Callable[[], Workplace]) -> None:
        super().__init__()
        self._desk = desk
        self._place = place
        self._minutes = 0
        self._rights: ActionRights | None = None
        self._made: tuple[ScreenLock, IdleWatch] | None = None

    @property
    def lock(self) -> "ScreenLock":
        return self._parts_of_lock()[0]

    @property
    def is_locked(self) -> bool:
        return self._made is not None and self.lock.is_locked

    def guard(self, actions: Actions, notifier: Notifier, minutes: int) -> None:
        """Offer the lock in a window that was just built, lock it when nobody works for so long, and refuse
        the actions that the person who works here may not do.
        """
        if self._rights is not None:
            self._rights.deleteLater()
        self._rights = ActionRights(self._desk.ops, notifier, current(), self._place().user_id)
        self._rights.setParent(self)
        self._rights.guard(actions)
        actions.add(
            ActionSpec("desk.lock", _("Lock the screen"), LOCK_KEYS, icon="lock-simple"), self.lock.lock
        )
        actions.add(
            ActionSpec("desk.change_person", _("Sign in as somebody else"), icon="user-switch"),
            self.lock.lock,
        )
        self.watch(minutes)

    def watch(self, minutes: int) -> None:
        self._minutes = minutes
        if not self.is_locked:
            self._parts_of_lock()[1].watch(minutes)

    def hold_call(self, number: str) -> bool:
        """Whether the call has to wait because nobody may see who calls."""
        if self.is_locked:
            self.lock.note_call(number)
        return self.is_locked

    def close(self) -> None:
        if self._made is not None:
            lock, idle = self._made
            idle.watch(0)
            lock.open()

    def _parts_of_lock(self) -> "tuple[ScreenLock, IdleWatch]":
        """Made when the first window was painted: nothing of it is needed before."""
        if self._made is None:
            lock, idle = ScreenLock(lambda: self._desk.window, self._door_parts), IdleWatch(self)
            lock.setParent(self)
            lock.unlocked.connect(self._on_unlocked)
            idle.idled.connect(lock.lock)
            self._made = lock, idle
        return self._made

    def _door_parts(self) -> "DoorParts":
        place = self._place()
        by_centre = self._desk.exchange.come_in if place.branch_id is not None else None
        return _parts(place, self._desk.ops, by_centre)

    def _on_unlocked(self, user_id: object, name: str, number: object) -> None:
        self.watch(self._minutes)
        if user_id != self._place().user_id:
            self.person_changed.emit(user_id, name)
        if isinstance(number, str):
            self.call_told.emit(number)
