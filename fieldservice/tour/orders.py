"""From a ticket to the end: two orders for two technicians, both done, closed by itself, and opened by a
third.
"""

from dataclasses import dataclass
from uuid import UUID

from PySide6.QtWidgets import QDialog

from fieldservice.domain.queries.settled_calls import TicketStanding, ticket_standing
from fieldservice.tour.stage import Stage
from fieldservice.ui.desk_screens import TICKETS
from fieldservice.ui.kit.places import Place
from fieldservice.ui.screens.tickets.parts import PlanTicket

SAVE = "Ctrl+Return"
RECORD = "V"
ORDERS = (("Naprawa zaworu", "Marek", "14:00"), ("Wymiana czujnika", "Ewa", "15:00"))
LATER = ("Kontrola szczelności", "Jan", "16:00")


@dataclass(frozen=True, slots=True)
class Course:
    """What the ticket was like after each step."""

    after_orders: TicketStanding
    after_first: TicketStanding
    after_last: TicketStanding
    after_third: TicketStanding

    @property
    def is_right(self) -> bool:
        """Open until the last visit, closed once, open again after the third order."""
        return (
            not self.after_orders.is_closed
            and not self.after_first.is_closed
            and self.after_last.is_closed
            and self.after_last.closings == 1
            and not self.after_third.is_closed
        )


def work_off(stage: Stage, ticket_id: UUID) -> Course:
    """Plan, carry out, close, and add an order afterwards."""
    make_orders(stage, ticket_id, ORDERS, "orders")
    after_orders = standing(stage, ticket_id)
    stage.picture("ticket-planned")
    record_visit(stage, "Wymieniono zawór, szczelny.", "visit")
    after_first = standing(stage, ticket_id)
    stage.tab_to("ordersTable")
    stage.press("Down")
    record_visit(stage, "Wymieniono czujnik.", "")
    after_last = standing(stage, ticket_id)
    stage.picture("ticket-closed-itself")
    make_orders(stage, ticket_id, (LATER,), "")
    stage.picture("ticket-open-again")
    return Course(after_orders, after_first, after_last, standing(stage, ticket_id))


def make_orders(
    stage: Stage, ticket_id: UUID, orders: tuple[tuple[str, str, str], ...], picture: str
) -> None:
    def fill(_dialog: QDialog) -> None:
        stage.settle()
        for number, (title, technician, when) in enumerate(orders):
            if number:
                stage.press("Return")
            stage.type(title)
            stage.press("Tab", "Tab", "Tab")
            stage.type(technician)
            stage.settle()
            stage.press("Tab")
            stage.type(when)
            stage.settle()
        if picture:
            stage.picture(picture)
        stage.press(SAVE)
        stage.settle()

    stage.play_in_dialog(lambda: stage.assembled.window.go(Place(TICKETS, PlanTicket(ticket_id))), fill)


def record_visit(stage: Stage, report: str, picture: str) -> None:
    """Record the visit of the marked order as done."""

    def fill(_dialog: QDialog) -> None:
        stage.settle()
        stage.tab_to("visitReport")
        stage.type(report)
        if picture:
            stage.picture(picture)
        stage.press(SAVE)
        stage.settle()

    stage.play_in_dialog(lambda: stage.press(RECORD), fill)


def standing(stage: Stage, ticket_id: UUID) -> TicketStanding:
    with stage.desk.database.read_session() as session:
        return ticket_standing(session, ticket_id)
