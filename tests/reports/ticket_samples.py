"""A ticket's record, filled to the last field: one finished order, one to come, time line and history."""

from datetime import timedelta
from decimal import Decimal

from fieldservice.domain.queries.history import FieldChange, HistoryRow
from fieldservice.domain.queries.orders import LineKind, OrderRow, OrderTotals, VisitRow
from fieldservice.domain.queries.ticket_detail import (
    ArticleRow,
    Closing,
    Entries,
    LinkedTicket,
    Place,
    RequestRow,
    TicketDetail,
)
from fieldservice.domain.queries.ticket_record import BookedRow, TicketRecord
from fieldservice.domain.rules.clock_state import ClockState
from fieldservice.domain.rules.coverage_facts import WorkMode
from fieldservice.domain.rules.order_states import OrderState, VisitOutcome, VisitState
from fieldservice.domain.rules.reasons import Reason
from fieldservice.domain.rules.ticket_states import TicketStateType
from tests.reports.samples import MORNING, a_verdict, an_id


def a_ticket() -> TicketDetail:
    return TicketDetail(
        id=an_id(1),
        version=3,
        number="WAW-000123",
        title="Sprężarka hałasuje i nie trzyma ciśnienia",
        description="Od rana słychać metaliczny zgrzyt. Ciśnienie spada z 8 do 5 bar w ciągu kwadransa.",
        state_id=an_id(2),
        state="w realizacji",
        state_type=TicketStateType.IN_PROGRESS,
        impact=3,
        urgency=4,
        priority=4,
        opened_at=MORNING,
        channel="phone",
        owner_id=an_id(3),
        owner="Anna Kowal",
        responsible_id=an_id(4),
        responsible="Ewa Sowa",
        override_because="Linia stoi, klient zapłaci osobno.",
        override_by="Jan Bąk",
        contract_id=an_id(5),
        is_held=False,
        wait_until=None,
        wait_because="",
        contract_number="U/0042/2026",
        place=a_ticket_place(),
        entries=Entries("incydent", "usterka", "wada produktu", "serwis w terenie", "naprawa", "sprężarki"),
        closing=a_closing(),
        verdict=a_verdict(),
        request=a_request(),
        orders=(a_finished_order(), an_order_to_come()),
        articles=a_time_line(),
        linked=(
            LinkedTicket(
                an_id(9),
                "WAW-000098",
                "Głośna praca",
                "zamknięte",
                TicketStateType.CLOSED,
                "reopened_from",
            ),
        ),
    )


def a_ticket_place() -> Place:
    return Place(
        an_id(6),
        "Zakłady Mleczarskie Stępień & Córki Sp. z o.o.",
        "K0001",
        True,
        "Stanisław Jeka",
        "Hala produkcyjna nr 2 Poznań",
        an_id(7),
        "Kaeser SK 22",
        "SP004711",
    )


def a_closing() -> Closing:
    return Closing(
        MORNING + timedelta(days=1),
        "klient prosi o jutro",
        MORNING + timedelta(hours=8),
        ClockState.ON_TIME,
        None,
        None,
        "",
    )


def a_request() -> RequestRow:
    return RequestRow(
        an_id(8),
        "phone",
        MORNING,
        "+48612813035",
        "Anna Żółć",
        "Stoi linia nr 2. Proszę dzwonić do portierni, < 3,5 t.",
    )


def a_time_line() -> tuple[ArticleRow, ...]:
    return (
        ArticleRow(
            an_id(41),
            "note",
            True,
            "Anna Kowal",
            MORNING + timedelta(hours=5),
            MORNING + timedelta(hours=5),
            "Łożysko zamówione, dostawa w środę.",
            None,
        ),
        ArticleRow(
            an_id(40),
            "call",
            False,
            "Anna Żółć",
            MORNING,
            MORNING,
            "Stoi linia nr 2.",
            None,
        ),
    )


def a_finished_order() -> OrderRow:
    start = MORNING + timedelta(hours=2)
    return OrderRow(
        an_id(10),
        "WAW-000123/1",
        1,
        "Wymiana filtra i kontrola ciśnienia",
        "naprawa",
        WorkMode.ON_SITE,
        90,
        OrderState.FINISHED,
        start + timedelta(minutes=75),
        False,
        "",
        (
            VisitRow(
                an_id(20),
                an_id(30),
                "Marek Lis",
                start,
                start + timedelta(minutes=90),
                VisitState.ENDED,
                VisitOutcome.DONE,
                start,
                start + timedelta(minutes=75),
                "Wymieniono filtr oleju. Łożysko do wymiany.",
            ),
        ),
        OrderTotals(Decimal(75), Decimal(40), 123_450),
    )


def an_order_to_come() -> OrderRow:
    return OrderRow(
        an_id(11),
        "WAW-000123/2",
        2,
        "Wymiana łożyska",
        "naprawa",
        WorkMode.ON_SITE,
        180,
        OrderState.PLANNED,
        None,
        False,
        "",
        (
            VisitRow(
                an_id(21),
                an_id(31),
                "Ewa Sowa",
                MORNING + timedelta(days=2),
                MORNING + timedelta(days=2, hours=3),
                VisitState.PLANNED,
                None,
                None,
                None,
                "",
            ),
        ),
        OrderTotals(),
    )


def some_history() -> tuple[HistoryRow, ...]:
    changes = (
        FieldChange("ticket", an_id(1), "priority", 3, 4),
        FieldChange("ticket", an_id(1), "owner_id", "Jan Bąk", "Anna Kowal"),
    )
    return (
        HistoryRow(
            an_id(50),
            Reason("ticket.create", {"numbers": ["WAW-000123"]}),
            "Anna Kowal",
            "Stanowisko 2",
            MORNING,
            MORNING,
            (),
            False,
        ),
        HistoryRow(
            an_id(51),
            Reason("ticket.change", {"number": "WAW-000123", "fields": ["priority", "owner_id"]}),
            "Ewa Sowa",
            "Stanowisko 1",
            MORNING + timedelta(minutes=5),
            MORNING + timedelta(minutes=5),
            changes,
            True,
        ),
    )


def a_ticket_record() -> TicketRecord:
    order_id, at = an_id(10), MORNING + timedelta(hours=3)
    return TicketRecord(
        branch="Serwis Polska, Warszawa",
        ticket=a_ticket(),
        booked=(
            BookedRow(order_id, LineKind.TIME, "Praca na miejscu", Decimal(75), "min", 0, at),
            BookedRow(order_id, LineKind.TRAVEL, "Dojazd z Warszawy", Decimal(40), "min", 0, at),
            BookedRow(order_id, LineKind.PART, "Filtr oleju 6.3464.1", Decimal(2), "szt.", 23_450, at),
            BookedRow(order_id, LineKind.COST, "Parking", Decimal("1.5"), "h", 100_000, at),
        ),
        history=some_history(),
        printed_at=MORNING + timedelta(hours=6),
    )
