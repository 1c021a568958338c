"""Which SLA a ticket has, when it is due, and when it is expected to close."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from fieldservice.domain.rules.business_calendar import BusinessCalendar
from fieldservice.domain.rules.calendar_hours import Week
from fieldservice.domain.rules.errors import RuleViolation
from fieldservice.domain.rules.sla import (
    ExpectedClosing,
    Measure,
    SlaFacts,
    SlaRule,
    SlaTargets,
    WarnAt,
    WarnBefore,
    choose_sla,
)

GOLD, SILVER, BRONZE, INCIDENT, REQUEST = (UUID(int=number) for number in range(1, 6))
OFFICE = BusinessCalendar("Europe/Warsaw", Week.monday_to_friday("09:00-17:00"))
AROUND_THE_CLOCK = BusinessCalendar("Europe/Warsaw", Week.every_day("00:00-24:00"))
FRIDAY_NIGHT = datetime(2026, 11, 20, 22, tzinfo=UTC)
RULES = (
    SlaRule(UUID(int=101), 40, BRONZE),
    SlaRule(UUID(int=102), 10, GOLD, customer_class="vip", priority=5),
    SlaRule(UUID(int=103), 20, SILVER, ticket_type_id=INCIDENT, channel="phone"),
    SlaRule(UUID(int=104), 30, None, ticket_type_id=REQUEST),
    SlaRule(UUID(int=105), 50, GOLD, line_sla_id=SILVER, priority=5),
)


@pytest.mark.covers("D03", "P-27")
@pytest.mark.parametrize(
    ("facts", "chosen", "code"),
    [
        pytest.param(SlaFacts(5, customer_class="vip"), GOLD, "sla.from_rule", id="class and priority"),
        pytest.param(SlaFacts(4, customer_class="vip"), BRONZE, "sla.from_rule", id="one condition fails"),
        pytest.param(SlaFacts(3, None, INCIDENT, "phone"), SILVER, "sla.from_rule", id="type and channel"),
        pytest.param(SlaFacts(3, None, INCIDENT, "mail"), BRONZE, "sla.from_rule", id="other channel"),
        pytest.param(SlaFacts(5, "vip", INCIDENT, "phone"), GOLD, "sla.from_rule", id="lowest position"),
        pytest.param(SlaFacts(3, None, REQUEST), None, "sla.none_by_rule", id="a rule may say: none"),
        pytest.param(
            SlaFacts(3, "vip", line_sla_id=SILVER),
            SILVER,
            "sla.from_contract_line",
            id="the line's own first",
        ),
        pytest.param(
            SlaFacts(5, "vip", line_sla_id=SILVER), GOLD, "sla.from_rule", id="a rule refines the line's own"
        ),
    ],
)
def test_an_sla_is_chosen_with_its_reason(facts: SlaFacts, chosen: UUID | None, code: str) -> None:
    choice = choose_sla(RULES, facts)

    assert (choice.sla_id, choice.reason.code) == (chosen, code)


def test_the_reason_names_the_rule_that_decided() -> None:
    choice = choose_sla(RULES, SlaFacts(5, customer_class="vip"))

    assert choice.reason.values == {"position": 10, "rule_id": UUID(int=102)}


@pytest.mark.covers("P-27")
def test_without_a_fitting_rule_there_is_no_sla() -> None:
    choice = choose_sla((), SlaFacts(3))

    assert (choice.sla_id, choice.reason.code) == (None, "sla.no_rule_fits")


def test_rules_of_the_same_position_decide_alike_on_all_sites() -> None:
    two = (SlaRule(UUID(int=9), 1, GOLD), SlaRule(UUID(int=8), 1, SILVER))

    assert choose_sla(two, SlaFacts(3)) == choose_sla(two[::-1], SlaFacts(3))


@pytest.mark.covers("D01", "D04", "D05", "D06", "D07", "C29")
def test_targets_are_due_by_the_calendar_of_the_sla() -> None:
    office = SlaTargets(BRONZE, "Bronze", OFFICE, response=timedelta(hours=2), resolution=timedelta(hours=12))
    always = SlaTargets(GOLD, "Gold", AROUND_THE_CLOCK, resolution=timedelta(hours=12))

    assert office.due(Measure.RESPONSE, FRIDAY_NIGHT) == datetime(2026, 11, 23, 10, tzinfo=UTC)
    assert office.due(Measure.RESOLUTION, FRIDAY_NIGHT) == datetime(2026, 11, 24, 12, tzinfo=UTC)
    assert always.due(Measure.RESOLUTION, FRIDAY_NIGHT) == datetime(2026, 11, 21, 10, tzinfo=UTC)
    assert always.due(Measure.RESPONSE, FRIDAY_NIGHT) is None


@pytest.mark.parametrize("target", [timedelta(), timedelta(hours=-1)])
def test_a_target_without_time_is_refused(target: timedelta) -> None:
    with pytest.raises(RuleViolation, match=r"sla\.target_not_positive"):
        SlaTargets(GOLD, "Gold", OFFICE, response=target)


def test_warnings_are_a_duration_or_a_part_of_the_target() -> None:
    assert WarnBefore(timedelta(hours=1)).left_of(timedelta(hours=4)) == timedelta(hours=1)
    assert WarnBefore(timedelta(hours=9)).left_of(timedelta(hours=4)) == timedelta(hours=4)
    assert WarnAt(75).left_of(timedelta(hours=4)) == timedelta(hours=1)


@pytest.mark.covers("C29")
def test_an_expected_closing_set_by_hand_wins_and_is_compared() -> None:
    expected = ExpectedClosing(FRIDAY_NIGHT, FRIDAY_NIGHT + timedelta(days=4), "part ordered")

    assert expected.at == FRIDAY_NIGHT + timedelta(days=4)
    assert expected.late_by(FRIDAY_NIGHT + timedelta(days=5)) == timedelta(days=1)
    assert ExpectedClosing(FRIDAY_NIGHT).late_by(FRIDAY_NIGHT) == timedelta()
    assert ExpectedClosing(None).late_by(FRIDAY_NIGHT) is None


@pytest.mark.covers("C29")
def test_an_expected_closing_is_not_set_without_a_reason() -> None:
    with pytest.raises(RuleViolation, match=r"ticket\.expected_closing_needs_reason"):
        ExpectedClosing(FRIDAY_NIGHT, FRIDAY_NIGHT, " ")
