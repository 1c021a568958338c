"""Papers of the ticket that is shown, as PDF files: its record, and the sheet a technician takes along."""

from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import UUID

from PySide6.QtCore import QObject, Signal

from fieldservice.domain.rules.changes import RowRef
from fieldservice.domain.rules.errors import EnvironmentProblem
from fieldservice.ui.kit.deferred import Deferred
from fieldservice.ui.screens.tickets.columns import OrderLine
from fieldservice.ui.screens.tickets.parts import TicketsParts
from fieldservice.wording import Wording, _

if TYPE_CHECKING:
    from fieldservice.domain.commands.disclosures import RecordPrint, record_print
    from fieldservice.domain.queries.order_sheet import order_sheet
    from fieldservice.domain.queries.ticket_detail import TicketDetail
    from fieldservice.domain.queries.ticket_record import ticket_record
    from fieldservice.reports.ticket import ticket_pdf
    from fieldservice.reports.work_order import order_pdf
else:
    RecordPrint = Deferred("fieldservice.domain.commands.disclosures", "RecordPrint")
    record_print = Deferred("fieldservice.domain.commands.disclosures", "record_print")
    order_sheet = Deferred("fieldservice.domain.queries.order_sheet", "order_sheet")
    ticket_record = Deferred("fieldservice.domain.queries.ticket_record", "ticket_record")
    ticket_pdf = Deferred("fieldservice.reports.ticket", "ticket_pdf")
    order_pdf = Deferred("fieldservice.reports.work_order", "order_pdf")


class Printing(QObject):
    """Asks for a file, writes it off the window's thread, opens it. `printed` carries a sentence about it."""

    printed = Signal(str)

    def __init__(self, parts: TicketsParts, parent: QObject) -> None:
        super().__init__(parent)
        self._parts = parts

    def print_ticket(self, ticket: "TicketDetail | None") -> None:
        if ticket is not None:
            self._print(_("Save the ticket as PDF"), ticket.number, save_ticket, RowRef("ticket", ticket.id))

    def print_order(self, line: OrderLine | None) -> None:
        if line is not None:
            paper = RowRef("work_order", line.order.id)
            self._print(_("Save the order as PDF"), line.order.number, save_order, paper)

    def _print(self, title: str, number: str, save: Any, what: RowRef) -> None:
        parts = self._parts
        suggested = Path.home() / f"{number.replace('/', '-')}.pdf"
        file = parts.services.dialogs.save_file(title, suggested, _("PDF document") + " (*.pdf)")
        if file is None:
            return
        target = file if file.suffix else file.with_suffix(".pdf")
        call = parts.ops.query(save, what.id, target, parts.wording, parts.now())
        printed = partial(self._on_saved, RecordPrint(what.table, what.id, number))
        call.then(printed, parts.services.errors.show)

    def _on_saved(self, printed: "RecordPrint", file: Path) -> None:
        """Who printed what is in the journal (L06)."""
        self._parts.ops.command(record_print, printed)
        self.printed.emit(_("Saved and opened: {file}").format(file=file))
        self._parts.services.dialogs.show_file(file)


def save_ticket(session: Any, ticket_id: UUID, target: Path, wording: Wording, now: datetime) -> Path:
    """Runs on a reader."""
    return _write(target, ticket_pdf(ticket_record(session, ticket_id, wording.language, now), wording))


def save_order(session: Any, order_id: UUID, target: Path, wording: Wording, now: datetime) -> Path:
    """Runs on a reader."""
    return _write(target, order_pdf(order_sheet(session, order_id, wording.language, now), wording))


def _write(target: Path, content: bytes) -> Path:
    try:
        target.write_bytes(content)
    except OSError as problem:
        raise EnvironmentProblem("file.not_written", file=str(target)) from problem
    return target
