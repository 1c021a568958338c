"""The files of a ticket: those put to it and those of everything said on it."""

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QVBoxLayout, QWidget

from fieldservice.ui.kit.attachment_strip import AttachmentStrip
from fieldservice.ui.kit.files_desk import FilesDesk
from fieldservice.ui.kit.theme import current_theme
from fieldservice.ui.screens.tickets.parts import TicketsParts

if TYPE_CHECKING:
    from fieldservice.domain.queries.ticket_detail import TicketDetail


class AttachmentsSection(QWidget):
    """The ticket brings its files with it; a change reloads the ticket."""

    def __init__(self, parts: TicketsParts, desk: FilesDesk) -> None:
        super().__init__()
        theme = current_theme()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(theme.px(16), theme.px(12), theme.px(16), theme.px(12))
        self.strip = AttachmentStrip(desk, parts.now, name="ticketFiles")
        layout.addWidget(self.strip)
        layout.addStretch(1)

    def show_ticket(self, ticket: "TicketDetail") -> None:
        self.strip.show_rows(("ticket", ticket.id), ticket.files)
