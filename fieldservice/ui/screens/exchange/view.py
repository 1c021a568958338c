"""The screen of the exchange: how one stands to the centre, what to decide, what waits, what changed."""

from collections.abc import Hashable
from functools import partial
from typing import TYPE_CHECKING, Any
from uuid import UUID

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from fieldservice.domain.rules.changes import Changes, RowRef
from fieldservice.ui.kit.actions import ActionSpec
from fieldservice.ui.kit.buttons import primary, quiet
from fieldservice.ui.kit.calls import Latest
from fieldservice.ui.kit.pages import Page
from fieldservice.ui.kit.places import Place
from fieldservice.ui.kit.side_by_side import SideBySide
from fieldservice.ui.kit.theme import current_theme
from fieldservice.ui.screens.exchange import calls
from fieldservice.ui.screens.exchange.acts import ExchangeActs
from fieldservice.ui.screens.exchange.decisions import Conflicts, Decisions, Refused, Settled
from fieldservice.ui.screens.exchange.lists import AwayCard, WaitingCard
from fieldservice.ui.screens.exchange.parts import NEWS_TABLES, ExchangeParts, Wish
from fieldservice.ui.screens.exchange.side_cards import AloneCard, OfflineCard
from fieldservice.ui.screens.exchange.standing_card import StandingCard
from fieldservice.wording import _

if TYPE_CHECKING:
    from fieldservice.domain.queries.exchange import ExchangeView
    from fieldservice.domain.queries.exchange_away import Away

NOW_KEYS = "Ctrl+Return"
SYSTEMS = "systems"


class ExchangePage(Page):
    """`record_wanted` carries the `RowRef` of a ticket, customer, unit or contract to be shown."""

    record_wanted = Signal(object)

    def __init__(self, parts: ExchangeParts) -> None:
        super().__init__(_("Exchange"), name="exchange", scrolls=True)
        self._parts = parts
        self._views: Latest[ExchangeView] = Latest()
        self._aways: Latest[Away] = Latest()
        self.standing = StandingCard(parts)
        self.alone = AloneCard()
        self.conflicts, self.refused, self.settled = Conflicts(parts), Refused(parts), Settled(parts)
        self.waiting, self.away = WaitingCard(parts), AwayCard(parts)
        self.offline = OfflineCard(parts)
        self.acts = ExchangeActs(parts, self)
        self._now = primary(_("Exchange now"), keys=NOW_KEYS, name="exchangeNowButton")
        self._systems = quiet(_("Outside systems"), name="outsideSystemsButton")
        self.add_right(self._systems)
        self.add_right(self._now)
        for section in (self.refused, self.settled):
            section.hide()  # until there is something in it
        self._lay_out()
        self._declare()
        self._connect()

    def open_at(self, argument: Hashable) -> None:
        self.reload()
        if argument == Wish.JOIN.value and not self._parts.home.is_joined:
            self.acts.join()
        elif argument == Wish.NOW.value:
            self.acts.exchange()
        elif argument == Wish.AWAY.value:
            self.away.table.view.setFocus(Qt.FocusReason.OtherFocusReason)

    def first_field(self) -> QWidget | None:
        if not self._parts.home.is_joined:
            return self.alone.join
        return self.focusWidget() or self._now

    def leave(self) -> None:
        self._views.cancel()
        self._aways.cancel()
        for table in (self.waiting.table, self.away.table):
            table.stop_loading()

    def reload(self) -> None:
        parts = self._parts
        self._show_joined(is_joined=parts.home.is_joined)
        if not parts.home.is_joined:
            return
        for table in (self.waiting.table, self.away.table):
            table.start_loading()
        view = parts.ops.query(calls.exchange_view, parts.wording.language)
        self._views.ask(view).then(self._on_view, self._on_failed)
        away = parts.ops.query(calls.away, parts.user_id)
        self._aways.ask(away).then(self._on_away, self._on_failed)

    def _lay_out(self) -> None:
        self.body.addWidget(self.alone)
        self.body.addWidget(self.standing)
        self._decisions = _column(self.refused, self.conflicts, self.settled, self.offline)
        self._lists = _column(self.away, self.waiting)
        self._both = SideBySide(self._decisions, self._lists, shares=(1, 1), left_needs=440)
        self.body.addWidget(self._both)
        self.body.addStretch(1)

    def _declare(self) -> None:
        add = self._parts.services.actions.add
        now = ActionSpec("exchange.round", _("Exchange now"), NOW_KEYS, self._is_joined)
        self._now.follow(add(now, self.acts.exchange, scope=self))
        systems = ActionSpec("exchange.systems", _("Outside systems"), "", self._is_joined)
        self._systems.follow(add(systems, self._on_systems, scope=self))
        leave = ActionSpec("exchange.leave", _("Leave the centre…"), "", self._is_joined)
        action, words = add(leave, self.acts.leave, scope=self), self.standing.leave.text()
        self.standing.leave.follow(action)
        self.standing.leave.setText(words)
        seen = ActionSpec("exchange.seen", _("What changed while I was away: seen"), "", self._is_joined)
        add(seen, self.acts.see_away, scope=self)

    def _on_systems(self) -> None:
        self._parts.services.go(Place(SYSTEMS))

    def _connect(self) -> None:
        home, acts = self._parts.home, self.acts
        self.alone.join_wanted.connect(acts.join)
        self.away.seen.connect(acts.see_away)
        self.away.ticket_wanted.connect(self._on_ticket_wanted)
        for section in (self.conflicts, self.refused, self.settled):
            self._listen_to(section)
        acts.done.connect(self.reload)
        acts.told.connect(self.status_told)
        home.began.connect(self._on_line_changed)
        home.ended.connect(self._on_line_changed)
        self._parts.notifier.changed.connect(self._on_changes)

    def _listen_to(self, section: Decisions) -> None:
        section.restore_wanted.connect(partial(self._on_wanted, self.acts.restore))
        section.redo_wanted.connect(partial(self._on_wanted, self.acts.redo))
        section.settle_wanted.connect(partial(self._on_wanted, self.acts.settle))
        section.place_wanted.connect(self.record_wanted)

    def _on_wanted(self, act: Any, news_id: UUID) -> None:
        """The button goes with its row: the focus stays near."""
        act(news_id)
        self._now.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_ticket_wanted(self, ticket_id: UUID) -> None:
        self.record_wanted.emit(RowRef("ticket", ticket_id))

    def _is_joined(self) -> bool:
        return self._parts.home.is_joined

    def _show_joined(self, *, is_joined: bool) -> None:
        self.alone.setVisible(not is_joined)
        self._now.setVisible(is_joined)
        for widget in (self.standing, self._both):
            widget.setVisible(is_joined)

    def _on_view(self, view: "ExchangeView") -> None:
        if view.standing is None:
            return
        self.standing.show_standing(view.standing)
        self.offline.show_standing(view.standing)
        self.refused.show_refused(view.refused)
        self.conflicts.show_conflicts(view.conflicts)
        self.settled.show_settled(view.settled)
        self.waiting.show_view(view)
        self.refused.setVisible(bool(view.refused))
        self._parts.services.actions.refresh()

    def _on_away(self, away: "Away") -> None:
        self.away.show_away(away)

    def _on_failed(self, error: Exception) -> None:
        for table in (self.waiting.table, self.away.table):
            table.stop_loading()
        self._parts.services.errors.show(error, self.reload)

    def _on_line_changed(self, _result: object = None) -> None:
        self._parts.services.actions.refresh()
        if self.isVisible():
            self.reload()

    def _on_changes(self, changes: Changes) -> None:
        if self.isVisible() and (changes.concerns(*NEWS_TABLES) or changes.entry_id is not None):
            self.reload()


def _column(*cards: QWidget) -> QWidget:
    column = QWidget()
    layout = QVBoxLayout(column)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(current_theme().gap(16))
    for card in cards:
        layout.addWidget(card)
    layout.addStretch(1)
    layout.setAlignment(Qt.AlignmentFlag.AlignTop)
    return column
