"""What was said with the customer lately on other tickets: one line each, leading there."""

from typing import TYPE_CHECKING
from uuid import UUID

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from fieldservice.ui.kit.buttons import Button, ButtonKind
from fieldservice.ui.kit.calls import Latest
from fieldservice.ui.kit.labels import ElidedLabel, Look, label
from fieldservice.ui.kit.theme import current_theme
from fieldservice.ui.screens.tickets import content_calls as calls
from fieldservice.ui.screens.tickets.parts import TicketsParts
from fieldservice.wording import _

if TYPE_CHECKING:
    from fieldservice.domain.queries.customer_lately import SaidLately


class LatelySection(QWidget):
    """`ticket_requested` carries the id of a ticket."""

    ticket_requested = Signal(object)

    def __init__(self, parts: TicketsParts) -> None:
        super().__init__()
        self._parts = parts
        self._said: Latest[tuple[SaidLately, ...]] = Latest()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(current_theme().px(4))
        layout.addWidget(label(_("With this customer in the last 90 days"), Look.CARD_TITLE, wraps=True))
        self._nothing = label(_("Nothing was said on other tickets."), Look.MUTED, wraps=True)
        layout.addWidget(self._nothing)
        self._rows = QVBoxLayout()
        self._rows.setSpacing(current_theme().px(4))
        layout.addLayout(self._rows)

    def load(self, ticket_id: UUID) -> None:
        query = self._parts.ops.query(calls.said_lately, ticket_id, self._parts.now())
        self._said.ask(query).then(self._on_said, self._parts.services.errors.show)

    def cancel(self) -> None:
        self._said.cancel()

    def _on_said(self, said: "tuple[SaidLately, ...]") -> None:
        while self._rows.count():
            item = self._rows.takeAt(0)
            widget = item.widget() if item is not None else None
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for each in said:
            self._rows.addWidget(self._row(each))
        self._nothing.setVisible(not said)

    def _row(self, said: "SaidLately") -> QWidget:
        wording = self._parts.wording
        kind = wording.word_of("ArticleKind", said.kind) or said.kind
        way = wording.word_of("Direction", said.direction) if said.direction else ""
        when = wording.near_moment(said.happened_at, self._parts.now())
        row = QWidget()
        column = QVBoxLayout(row)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        what = f"{kind} {way}" if way else kind
        button = Button(f"{said.number}  {when}  {what}", ButtonKind.BARE, name="saidLately")
        button.setAccessibleName(f"{said.number}, {said.title}, {when}, {what}, {said.text}")
        button.clicked.connect(lambda _checked=False, wanted=said.ticket_id: self._go(wanted))
        column.addWidget(button)
        words = ElidedLabel(" ".join((said.text or said.title).split()), Look.MUTED)
        words.setContentsMargins(current_theme().px(14), 0, 0, 0)
        column.addWidget(words)
        return row

    def _go(self, ticket_id: UUID) -> None:
        self.ticket_requested.emit(ticket_id)
