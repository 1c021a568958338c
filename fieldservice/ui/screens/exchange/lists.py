"""Two lists: what waits to be sent, in its order, and the tickets that changed while somebody was away."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal

from fieldservice.ui.kit.buttons import quiet
from fieldservice.ui.kit.cards import Card
from fieldservice.ui.kit.cells import CellLook, Column
from fieldservice.ui.kit.empty import EmptyWords
from fieldservice.ui.kit.labels import Look, label
from fieldservice.ui.kit.tables import DataTable
from fieldservice.ui.kit.theme import current_theme
from fieldservice.ui.screens.exchange import words
from fieldservice.ui.screens.exchange.parts import ExchangeParts
from fieldservice.wording import _

if TYPE_CHECKING:
    from fieldservice.domain.queries.exchange import ExchangeView, WaitingRow
    from fieldservice.domain.queries.exchange_away import Away, AwayTicket
    from fieldservice.ui.kit.sections import Mark

_WAITING_HEIGHT, _AWAY_HEIGHT = 240, 210


@dataclass(frozen=True, slots=True)
class _Waiting:
    """A step of work with its mark."""

    id: int
    row: "WaitingRow"
    mark: "Mark"


class WaitingCard(Card):
    """What the centre is not known to have."""

    def __init__(self, parts: ExchangeParts) -> None:
        super().__init__(_("Waits to be sent"), padded=False, name="waitingCard")
        self._parts = parts
        self.table: DataTable[_Waiting] = DataTable(
            self._columns(),
            name="waitingTable",
            title=_("Waits to be sent"),
            empty=EmptyWords(_("Everything is at the centre. What you do next waits here until it is sent.")),
            row_id=lambda row: row.id,
            two_lines=True,
        )
        self.table.setMinimumHeight(current_theme().px(_WAITING_HEIGHT))
        self.add(self.table, 1)

    def show_view(self, view: "ExchangeView") -> None:
        first = view.waiting[0].number if view.waiting else 0
        self.table.set_rows(
            [
                _Waiting(
                    row.number,
                    row,
                    words.waiting_mark(row, is_first=row.number == first, standing=view.standing),
                )
                for row in view.waiting
            ]
        )

    def _columns(self) -> tuple[Column[_Waiting], ...]:
        wording, now = self._parts.wording, self._parts.now
        return (
            Column[_Waiting](
                key="work",
                title=_("What was done"),
                text=lambda each: wording.reason(each.row.label),
                second=lambda each: ", ".join(
                    part for part in (each.row.user, wording.near_moment(each.row.at, now())) if part
                ),
                stretch=3,
            ),
            Column[_Waiting](
                key="state",
                title=_("State"),
                text=lambda each: each.mark[0],
                tone=lambda each: each.mark[1],
                shape=lambda each: each.mark[2],
                look=CellLook.CHIP,
                width=170,
            ),
        )


class AwayCard(Card):
    """`ticket_wanted` carries the id of a ticket; `seen` when somebody has looked at all of them."""

    ticket_wanted = Signal(object)
    seen = Signal()

    def __init__(self, parts: ExchangeParts) -> None:
        super().__init__(_("While you were away"), padded=False, name="awayCard")
        self._parts = parts
        self.has_seen = quiet(_("Seen"), name="seenButton")
        self.has_seen.clicked.connect(self.seen)
        self.add_trailing(self.has_seen)
        self._since = label("", Look.MUTED, wraps=True)
        self._since.setObjectName("awaySince")
        side = current_theme().px(16)
        self._since.setContentsMargins(side, current_theme().px(8), side, current_theme().px(8))
        self.add(self._since)
        self.table: DataTable[AwayTicket] = DataTable(
            self._columns(),
            name="awayTable",
            title=_("While you were away"),
            empty=EmptyWords(_("Nothing of yours was touched elsewhere since you looked last.")),
            row_id=lambda row: row.id,
            two_lines=True,
        )
        self.table.setMinimumHeight(current_theme().px(_AWAY_HEIGHT))
        self.table.row_activated.connect(self._on_activated)
        self.add(self.table, 1)

    def show_away(self, away: "Away") -> None:
        self.has_seen.setVisible(bool(away.tickets) or away.is_too_much)
        self.table.set_rows(list(away.tickets))
        if self.table.selected_row() is None:
            self.table.select_first()
        self._since.setText(self._since_words(away))

    def _since_words(self, away: "Away") -> str:
        if away.since is None:
            return ""
        when = self._parts.wording.near_moment(away.since, self._parts.now())
        since = _("Tickets that you own, follow or opened, touched elsewhere since {when}.").format(when=when)
        if not away.is_too_much:
            return since
        return f"{since} {_('So much came at once that not all of it is listed.')}"

    def _on_activated(self, ticket: "AwayTicket") -> None:
        self.ticket_wanted.emit(ticket.id)

    def _columns(self) -> "tuple[Column[AwayTicket], ...]":
        wording, now = self._parts.wording, self._parts.now
        return (
            Column["AwayTicket"](
                key="ticket",
                title=_("Ticket"),
                text=lambda each: f"{each.number}  {each.title}",
                second=lambda each: each.customer,
                look=CellLook.STRONG,
                stretch=3,
            ),
            Column["AwayTicket"](
                key="what",
                title=_("What changed"),
                text=lambda each: words.touched_words(each, wording),
                second=lambda each: wording.listing(list(each.people)) if each.people else "",
                stretch=3,
            ),
            Column["AwayTicket"](
                key="when",
                title=_("When"),
                text=lambda each: wording.near_moment(each.at, now()),
                look=CellLook.MUTED,
                width=110,
            ),
        )
