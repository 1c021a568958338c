"""The papers of the tour: the work orders of a ticket as a technician takes them along, and the ticket's
record.
"""

from pathlib import Path
from uuid import UUID

from fieldservice.domain.queries.order_sheet import order_sheet
from fieldservice.domain.queries.settled_calls import orders_of
from fieldservice.domain.queries.ticket_record import ticket_record
from fieldservice.reports.ticket import ticket_pdf
from fieldservice.reports.work_order import write_orders
from fieldservice.tour.stage import Stage


def write_documents(stage: Stage, ticket_id: UUID) -> list[Path]:
    """Print the orders and the record of the ticket."""
    language, now = stage.words.language, stage.clock.now()
    with stage.desk.database.read_session() as session:
        sheets = [order_sheet(session, order, language, now) for order in orders_of(session, ticket_id)]
        record = ticket_record(session, ticket_id, language, now)
    papers = {"work-orders": write_orders(sheets, stage.words), "ticket": ticket_pdf(record, stage.words)}
    return [_write(stage, title, content) for title, content in papers.items()]


def _write(stage: Stage, title: str, content: bytes) -> Path:
    path = stage.numbered(title, ".pdf")
    path.write_bytes(content)
    return path
