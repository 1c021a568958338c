"""Tickets around this one, each with what the link means: merged, split, reopened, problem over incidents."""

from typing import TYPE_CHECKING
from uuid import UUID

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from fieldservice.ui.kit.buttons import Button, ButtonKind
from fieldservice.ui.kit.calls import Latest
from fieldservice.ui.kit.chips import Chip
from fieldservice.ui.kit.labels import Look, label
from fieldservice.ui.kit.theme import current_theme
from fieldservice.ui.screens.tickets import content_calls as calls
from fieldservice.ui.screens.tickets.parts import TicketsParts
from fieldservice.ui.screens.tickets.words import state_tone
from fieldservice.wording import _, ngettext

if TYPE_CHECKING:
    from fieldservice.domain.queries.ticket_detail import LinkedTicket, TicketDetail
    from fieldservice.domain.queries.ticket_links import LinksOfTicket, TicketRef

Group = tuple[str, "tuple[TicketRef | LinkedTicket, ...]"]


class LinksSection(QWidget):
    """`ticket_requested` carries the id of a ticket; `counted` how many there are."""

    ticket_requested = Signal(object)
    counted = Signal(int)

    def __init__(self, parts: TicketsParts) -> None:
        super().__init__()
        self._parts = parts
        self._ticket: TicketDetail | None = None
        self._links: Latest[LinksOfTicket] = Latest()
        theme = current_theme()
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(theme.px(16), theme.px(12), theme.px(16), theme.px(12))
        self._layout.setSpacing(theme.px(4))
        self._layout.addStretch(1)

    def show_ticket(self, ticket: "TicketDetail") -> None:
        self._ticket = ticket
        parts = self._parts
        query = parts.ops.query(calls.links_of, ticket.id, parts.wording.language, parts.now())
        self._links.ask(query).then(self._on_links, parts.services.errors.show)

    def cancel(self) -> None:
        self._links.cancel()

    def _on_links(self, links: "LinksOfTicket") -> None:
        if self._ticket is None:
            return
        self._clear()
        same_call = tuple(each for each in self._ticket.linked if not each.link)
        linked = [*_groups(links), (_("Of the same call"), same_call)]
        known = {each.id for _title, tickets in linked for each in tickets}
        recurring = tuple(each for each in links.recurring if each.id not in known)
        groups = [
            group for group in (*linked, (_("The same unit in the last 90 days"), recurring)) if group[1]
        ]
        for place, (title, tickets) in enumerate(groups):
            self._add_group(title, tickets, is_first=not place)
        self.counted.emit(len(known) + len(recurring))

    def _add_group(
        self, title: str, tickets: "tuple[TicketRef | LinkedTicket, ...]", *, is_first: bool
    ) -> None:
        at = self._layout.count() - 1
        heading = label(title, Look.CARD_TITLE, wraps=True)
        if not is_first:
            heading.setContentsMargins(0, current_theme().px(12), 0, 0)
        self._layout.insertWidget(at, heading)
        for offset, each in enumerate(tickets, start=1):
            self._layout.insertWidget(at + offset, self._row(each))

    def _row(self, linked: "TicketRef | LinkedTicket") -> QWidget:
        row = QWidget()
        layout = QHBoxLayout(row)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(current_theme().px(8))
        button = Button(f"{linked.number}  {linked.title}", ButtonKind.BARE, name="linkedTicket")
        button.setAccessibleName(f"{linked.number}, {linked.title}, {linked.state}")
        button.clicked.connect(lambda _checked=False, wanted=linked.id: self._go(wanted))
        layout.addWidget(button)
        layout.addWidget(Chip(linked.state, state_tone(linked.state_type)))
        layout.addStretch(1)
        return row

    def _go(self, ticket_id: UUID) -> None:
        self.ticket_requested.emit(ticket_id)

    def _clear(self) -> None:
        while self._layout.count() > 1:
            item = self._layout.takeAt(0)
            widget = item.widget() if item is not None else None
            if widget is not None:
                widget.hide()
                widget.deleteLater()


def _groups(links: "LinksOfTicket") -> list[Group]:
    """What each link means, as the heading of its tickets."""
    incidents = ngettext(
        "This problem caused {count} ticket", "This problem caused {count} tickets", len(links.incidents)
    )
    return [
        (
            _("Merged into this ticket: what is written here lies there"),
            () if links.survivor is None else (links.survivor,),
        ),
        (_("These were merged into this one: their articles and orders lie here"), links.merged),
        (_("Caused by this problem"), () if links.problem is None else (links.problem,)),
        (incidents.format(count=len(links.incidents)), links.incidents),
        (_("Split from this ticket"), links.split_from),
        (_("Split off from this one"), links.split_into),
        (_("Goes on from this closed ticket"), links.reopened_from),
        (_("Goes on as this ticket"), links.goes_on_as),
    ]
