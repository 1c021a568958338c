"""Shows others that the ticket is open here, and hears who else has it open (E15); takes notices as read.

Only what is looked at for a moment counts: who steps through the list is nowhere.
"""

from typing import TYPE_CHECKING
from uuid import UUID

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QWidget

from fieldservice.ui.kit.calls import Latest
from fieldservice.ui.screens.tickets import content_calls as calls
from fieldservice.ui.screens.tickets.parts import TicketsParts

if TYPE_CHECKING:
    from fieldservice.domain.queries.ticket_company import TicketCompany

_STAYED_MS = 2_000
_SIGN_OF_LIFE_MS = 45_000


class DetailPresence(QObject):
    """`company_known` carries the `TicketCompany` of the ticket that is shown."""

    company_known = Signal(object)

    def __init__(self, parts: TicketsParts, panel: QWidget) -> None:
        super().__init__(panel)
        self._parts = parts
        self._panel = panel
        self._ticket_id: UUID | None = None
        self._is_writing = False
        self._was_told = False
        self._asking: Latest[TicketCompany] = Latest()
        self._stayed = QTimer(self, interval=_STAYED_MS, singleShot=True)
        self._stayed.timeout.connect(self._on_stayed)
        self._alive = QTimer(self, interval=_SIGN_OF_LIFE_MS)
        self._alive.timeout.connect(self._on_alive)

    def show_ticket(self, ticket_id: UUID) -> None:
        """Begin with the ticket that is shown now, or go on with it."""
        if ticket_id != self._ticket_id:
            self._ticket_id = ticket_id
            self._stayed.start()
            self._alive.start()
        self.ask()

    def ask(self) -> None:
        """Hear who is around the ticket."""
        if self._ticket_id is not None:
            query = self._parts.ops.query(
                calls.ticket_company, self._ticket_id, self._parts.user_id, self._parts.now()
            )
            self._asking.ask(query).then(self._on_company, self._on_nothing)

    def set_writing(self, is_writing: bool) -> None:  # noqa: FBT001 - carried by a signal
        """Something is half typed; told with the next sign of life, at once when one had been given."""
        if is_writing != self._is_writing:
            self._is_writing = is_writing
            if self._was_told:
                self._tell()

    def leave(self) -> None:
        """No ticket is shown any more."""
        self._stayed.stop()
        self._alive.stop()
        self._asking.cancel()
        self._ticket_id = None
        if self._was_told:
            self._was_told = False
            self._parts.ops.command(calls.end_presence, calls.EndPresence())

    def _on_stayed(self) -> None:
        self._tell()

    def _on_alive(self) -> None:
        """A window that nobody sees is nowhere."""
        if self._panel.isVisible():
            self._tell()
            self.ask()

    def _tell(self) -> None:
        if self._ticket_id is not None:
            self._was_told = True
            told = calls.ShowPresence(self._ticket_id, is_writing=self._is_writing)
            self._parts.ops.command(calls.tell_presence, told)

    def _on_company(self, company: "TicketCompany") -> None:
        if company.has_unread:
            self._parts.ops.command(calls.mark_ticket_read, calls.MarkTicketRead(company.ticket_id))
        self.company_known.emit(company)

    def _on_nothing(self, error: Exception) -> None:
        """The ticket can be worked on without; `ops` has logged why."""
