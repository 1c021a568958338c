"""Keeps the status bar true about the exchange, says gently when somebody is needed, offers its acts.

A desk that stands alone asks nothing.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, Any, Protocol

from PySide6.QtCore import QObject, QTimer, Slot

from fieldservice.domain.rules.changes import Changes
from fieldservice.ui.kit.actions import ActionSpec
from fieldservice.ui.kit.calls import Latest
from fieldservice.ui.kit.deferred import Deferred
from fieldservice.ui.kit.notifier import Notifier
from fieldservice.ui.kit.ops import Ops, SignalOf
from fieldservice.ui.kit.places import Place
from fieldservice.ui.kit.toasts import ToastWords
from fieldservice.ui.shell.specs import Line
from fieldservice.ui.shell.status_bar import StatusBar
from fieldservice.ui.shell.window_parts import WindowParts
from fieldservice.wording import Wording, _, ngettext

if TYPE_CHECKING:
    from fieldservice.domain.queries.exchange import Standing, standing
else:
    standing = Deferred("fieldservice.domain.queries.exchange", "standing")

EXCHANGE = "exchange"
REVOKED = "exchange.revoked"
A_MINUTE_MS = 60_000


class Exchange(Protocol):
    """The exchange of the desk, as far as the status needs it."""

    @property
    def is_joined(self) -> bool: ...

    @property
    def is_online(self) -> bool | None: ...

    @property
    def offline_since(self) -> datetime | None: ...

    @property
    def ended(self) -> SignalOf: ...

    def restart(self) -> None: ...


class Needs(Protocol):
    """What the status is asked of."""

    @property
    def ops(self) -> Ops: ...

    @property
    def notifier(self) -> Notifier: ...

    @property
    def words(self) -> Wording: ...

    @property
    def now(self) -> Callable[[], datetime]: ...


class ExchangeStatus(QObject):
    """Belongs to the window, and goes with it."""

    def __init__(self, window: WindowParts, needs: Needs, exchange: Exchange, bar: StatusBar) -> None:
        super().__init__(window.widget)
        self._window = window
        self._needs = needs
        self._exchange = exchange
        self._bar = bar
        self._latest: Latest[Standing | None] = Latest()
        self._known = 0
        self._was_told = False
        self._timer = QTimer(self, interval=A_MINUTE_MS)
        self._timer.timeout.connect(self.ask)
        bar.exchange.clicked.connect(self._on_pressed)
        self._declare()
        if exchange.is_joined:
            needs.notifier.changed.connect(self._on_changed)
            exchange.ended.connect(self._on_ended)
            self._timer.start()
            self.ask()

    @Slot()
    def ask(self) -> None:
        call = self._needs.ops.query(standing)
        self._latest.ask(call).then(self._on_standing, self._on_unknown)

    def _declare(self) -> None:
        for action, words, wish, when in (
            ("exchange.now", _("Exchange with the centre now"), "now", self._is_joined),
            ("exchange.join", _("Join a centre…"), "join", self._is_alone),
            ("exchange.away", _("What changed while I was away"), "away", self._is_joined),
        ):
            self._window.actions.add(ActionSpec(action, words, "", when), partial(self._go, wish))

    def _is_joined(self) -> bool:
        return self._exchange.is_joined

    def _is_alone(self) -> bool:
        return not self._exchange.is_joined

    def _go(self, wish: str | None = None) -> None:
        self._window.go(Place(EXCHANGE, wish))

    def _on_pressed(self) -> None:
        self._go()

    def _on_changed(self, changes: Changes) -> None:
        """Whatever was done here waits to be sent."""
        if changes.entry_id is not None or changes.concerns("exchange_news", "exchange_state"):
            self.ask()

    def _on_ended(self, result: Any) -> None:
        """A workstation that was revoked has been wiped: it says so, and begins anew with nothing."""
        problem = result.problem
        if problem is None or problem.code != REVOKED:
            self.ask()
            return
        self._needs.ops.went_unheard.emit(problem)
        self._exchange.restart()

    def _on_standing(self, found: "Standing | None") -> None:
        if found is None:
            return
        needs, now = self._needs, self._needs.now()
        is_online = self._exchange.is_online
        since = self._exchange.offline_since or found.exchanged_at
        self._bar.show_status(
            replace(
                self._bar.status,
                line=Line.OFFLINE if is_online is False else Line.ONLINE,
                exchanged=needs.words.near_moment(found.exchanged_at, now) if found.exchanged_at else "",
                since=needs.words.near_moment(since, now) if since else "",
                waiting=found.waiting,
                refused=found.refused,
                conflicts=found.conflicts,
            )
        )
        self._tell_news(found.refused + found.conflicts)

    def _tell_news(self, count: int) -> None:
        """Once for each time that more came; what was there when the window opened stands in the bar."""
        more, self._known = count - self._known, count
        if more > 0 and self._was_told:
            words = ngettext(
                "The exchange brought {count} thing that needs you: see “Exchange”.",
                "The exchange brought {count} things that need you: see “Exchange”.",
                more,
            )
            self._window.toast(ToastWords(words.format(count=more)))
        self._was_told = True

    def _on_unknown(self, error: Exception) -> None:
        """The bar keeps what it told; `ops` has logged why it is not known."""
