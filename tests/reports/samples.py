"""Rows as the queries give them, filled to the last field: what the documents of the tests show."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from uuid import UUID
from zoneinfo import ZoneInfo

from fieldservice.domain.queries.order_sheet import (
    OrderSheet,
    PastVisit,
    SheetCall,
    SheetMeter,
    SheetPlace,
    SheetUnit,
    SheetVisit,
)
from fieldservice.domain.rules.coverage_facts import WorkMode
from fieldservice.domain.rules.coverage_quota import QuotaKind
from fieldservice.domain.rules.order_states import OrderState, VisitOutcome
from fieldservice.domain.rules.reasons import Reason
from fieldservice.domain.rules.verdict_values import (
    Basis,
    Check,
    CheckName,
    Evidence,
    Light,
    NextStep,
    Outcome,
    Verdict,
)
from fieldservice.wording import Wording

MORNING = datetime(2026, 11, 23, 7, 30, tzinfo=UTC)
COUNTRIES = {"en": "PL", "pl": "PL", "cs": "CZ", "es": "ES", "pt": "PT"}


def wording(language: str) -> Wording:
    return Wording(language, zone=ZoneInfo("Europe/Warsaw"), country=COUNTRIES[language])


def an_id(number: int) -> UUID:
    return UUID(int=(0x0190C0DE00007000 << 64) | (0x8 << 60) | number)


def a_verdict() -> Verdict:
    covered = Reason(
        "verdict.covered.named",
        {"unit": "SP004711", "contract": "U/0042/2026", "line": 3, "valid_to": date(2026, 12, 31)},
    )
    return Verdict(
        Outcome.OK,
        (
            Check(
                CheckName.CUSTOMER,
                Light.PASSED,
                Reason("verdict.customer.known", {"number": "K0001", "customer": "Zakłady Mleczarskie"}),
            ),
            Check(CheckName.BLOCK, Light.PASSED, Reason("verdict.block.none", {})),
            Check(
                CheckName.CONTRACT,
                Light.PASSED,
                Reason(
                    "verdict.contract.valid",
                    {
                        "contract": "U/0042/2026",
                        "valid_from": date(2026, 1, 1),
                        "valid_to": date(2026, 12, 31),
                    },
                ),
            ),
            Check(CheckName.COVERAGE, Light.PASSED, covered),
        ),
        covered,
        Evidence(
            date(2026, 11, 23),
            Basis.CONTRACT,
            contract_number="U/0042/2026",
            line_position=3,
            quota_kind=QuotaKind.CASES,
            quota_used=Decimal(3),
            quota_limit=Decimal(12),
        ),
        (NextStep.ACCEPT,),
    )


def a_place() -> SheetPlace:
    return SheetPlace(
        customer="Zakłady Mleczarskie Stępień & Córki Sp. z o.o.",
        customer_number="K0001",
        is_vip=True,
        contact="Stanisław Jeka",
        contact_role="kierownik utrzymania ruchu",
        phones=("+48612813035#12", "+48601200300"),
        site="Hala produkcyjna nr 2",
        site_code="POZ-02",
        street="ul. Święty Marcin 24/26",
        postal_code="61-805",
        city="Poznań",
        zone="Europe/Warsaw",
    )


def a_unit() -> SheetUnit:
    return SheetUnit(
        category="sprężarka śrubowa",
        product="Kaeser SK 22",
        serial_number="SP004711",
        purchased_on=date(2023, 5, 4),
        warranty_until=date(2026, 5, 3),
        meters=(
            SheetMeter("Motogodziny", "h", Decimal("12345.5"), date(2026, 8, 17)),
            SheetMeter("Ciśnienie", "bar"),
        ),
    )


def a_call() -> SheetCall:
    return SheetCall(
        "phone",
        MORNING,
        "+48612813035",
        "Anna Żółć",
        "Stoi linia nr 2. Proszę dzwonić do portierni, wjazd od ul. Wysokiej, < 3,5 t.",
    )


def past_visits() -> tuple[PastVisit, ...]:
    return (
        PastVisit(
            "WAW-000098/1",
            "Ewa Sowa",
            datetime(2026, 8, 17, 11, 20, tzinfo=UTC),
            VisitOutcome.PARTLY_DONE,
            "Wymieniono filtr oleju; łożysko do wymiany przy następnej wizycie.",
        ),
        PastVisit(
            "WAW-000071/2",
            "Jan Bąk",
            datetime(2026, 3, 2, 9, 5, tzinfo=UTC),
            VisitOutcome.DONE,
            "Przegląd roczny.",
        ),
    )


def an_order_sheet() -> OrderSheet:
    return OrderSheet(
        branch="Serwis Polska, Warszawa",
        number="WAW-000123/1",
        ticket_number="WAW-000123",
        title="Wymiana łożyska i kontrola ciśnienia",
        ticket_title="Sprężarka hałasuje i nie trzyma ciśnienia",
        description="Od rana słychać metaliczny zgrzyt. Ciśnienie spada z 8 do 5 bar w ciągu kwadransa.",
        work_kind="naprawa",
        mode=WorkMode.ON_SITE,
        priority=4,
        duration_minutes=90,
        state=OrderState.PLANNED,
        cancelled_because="",
        promised_from=MORNING + timedelta(hours=1),
        promised_to=MORNING + timedelta(hours=4),
        close_until=MORNING + timedelta(days=1),
        place=a_place(),
        unit=a_unit(),
        call=a_call(),
        visits=(
            SheetVisit(
                "Marek Lis", "+48601100200", MORNING + timedelta(hours=2), MORNING + timedelta(minutes=210)
            ),
        ),
        past_visits=past_visits(),
        verdict=a_verdict(),
        override_because="",
        override_by="",
        printed_at=MORNING + timedelta(minutes=12),
    )
