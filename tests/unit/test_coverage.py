"""What one coverage line covers, and what a refusal says would have to change."""

from datetime import timedelta
from decimal import Decimal

import pytest

from fieldservice.domain.rules.coverage_facts import LineFacts, TermsFacts, UnitsOfCategory, WorkMode
from fieldservice.domain.rules.coverage_quota import BeyondQuota, QuotaFacts, QuotaKind, QuotaLevel
from fieldservice.domain.rules.errors import RuleViolation
from fieldservice.domain.rules.verdict import judge
from fieldservice.domain.rules.verdict_codes import VerdictCode
from fieldservice.domain.rules.verdict_facts import VerdictQuestion
from fieldservice.domain.rules.verdict_values import CheckName, Light, NextStep, Outcome, Verdict
from tests.unit.verdict_builders import (
    COMPUTER,
    INSPECTION,
    PARIS,
    ROME,
    SERVER,
    TODAY,
    UNIT,
    YEAR_END,
    YEAR_START,
    a_contract,
    a_line,
    a_question,
    a_unit,
    an_id,
    category,
    named,
    naming,
    served_unit,
)

ON_PHONE = named("hot line")
ON_CALL = named("on call")
YESTERDAY = TODAY - timedelta(days=1)


def cases(used: int, limit: int = 10, **more: object) -> QuotaFacts:
    return QuotaFacts(QuotaKind.CASES, Decimal(limit), Decimal(used), **more)  # type: ignore[arg-type]


def judged(line: LineFacts, **changes: object) -> Verdict:
    return judge(a_question(a_contract(line), **changes))


@pytest.mark.covers("B05")
def test_a_kind_of_work_outside_the_line_is_refused_and_what_the_line_covers_is_told() -> None:
    verdict = judged(a_line(kinds_of_work=(named("inspection"), named("remote advice"))))

    assert verdict.outcome is Outcome.NOT_COVERED
    assert verdict.reason.code == VerdictCode.LINE_OTHER_WORK
    assert verdict.reason.values["covers"] == ("inspection", "remote advice")
    assert verdict.reason.values["work"] == "repair"


@pytest.mark.covers("B05")
def test_a_kind_of_work_named_by_the_line_is_covered() -> None:
    assert judged(a_line(kinds_of_work=(named("inspection"),)), work=INSPECTION).is_ok


@pytest.mark.covers("B02")
def test_only_the_services_of_the_line_are_covered() -> None:
    line = a_line(services=(ON_PHONE,))

    assert judged(line, service=ON_PHONE).is_ok
    assert judged(line, service=ON_CALL).reason.code == VerdictCode.LINE_OTHER_SERVICE


@pytest.mark.parametrize(
    ("mode", "asked", "code"),
    [
        (WorkMode.ON_SITE, WorkMode.REMOTE, VerdictCode.LINE_ONLY_ON_SITE),
        (WorkMode.REMOTE, WorkMode.ON_SITE, VerdictCode.LINE_ONLY_REMOTE),
        (WorkMode.REMOTE, WorkMode.REMOTE, VerdictCode.COVERED_BY_ALL),
        (None, WorkMode.REMOTE, VerdictCode.COVERED_BY_ALL),
    ],
)
@pytest.mark.covers("G05")
def test_on_site_and_remote_work_are_told_apart(
    mode: WorkMode | None, asked: WorkMode, code: VerdictCode
) -> None:
    assert judged(a_line(mode=mode), mode=asked).reason.code == code


@pytest.mark.parametrize(
    ("line", "changes", "step"),
    [
        (a_line(kinds_of_work=(named("repair"),)), {"work": None}, NextStep.CHOOSE_WORK),
        (a_line(services=(ON_PHONE,)), {"service": None}, NextStep.CHOOSE_SERVICE),
        (a_line(mode=WorkMode.REMOTE), {"mode": None}, NextStep.CHOOSE_MODE),
    ],
)
def test_what_a_line_restricts_and_nobody_chose_yet_is_asked_for(
    line: LineFacts, changes: dict[str, object], step: NextStep
) -> None:
    verdict = judged(line, **changes)

    assert verdict.check(CheckName.COVERAGE).light is Light.PENDING
    assert verdict.next_steps[0] is step


@pytest.mark.covers("B03")
def test_a_line_for_named_sites_covers_only_units_there() -> None:
    line = a_line(sites=(PARIS,))

    assert judged(line).is_ok
    refused = judged(line, unit=a_unit(site=ROME))
    assert refused.outcome is Outcome.NOT_COVERED
    assert refused.needed_changes[0].values["covers"] == ("Paris",)


def test_a_unit_without_a_site_is_not_at_a_named_site() -> None:
    assert judged(a_line(sites=(PARIS,)), unit=a_unit(site=None)).outcome is Outcome.NOT_COVERED


@pytest.mark.covers("B03", "B04")
def test_a_unit_that_no_line_names_is_refused_with_the_contracts_looked_at() -> None:
    verdict = judged(a_line(extent=naming(a_unit("OTHER"))))

    assert verdict.reason.code == VerdictCode.UNIT_IN_NO_LINE
    assert verdict.reason.values["contracts"] == ("U/1",)
    assert verdict.reason.values["unit"] == UNIT.serial_number


def test_a_contract_without_lines_covers_nothing_and_says_so() -> None:
    assert judge(a_question(a_contract())).reason.code == VerdictCode.CONTRACT_WITHOUT_LINES


@pytest.mark.covers("B04", "X2")
def test_the_evidence_names_contract_terms_line_unit_and_day() -> None:
    contract = a_contract(a_line(4, naming(UNIT), sla_id=an_id("gold")))

    evidence = judge(a_question(contract)).evidence

    assert (evidence.contract_id, evidence.contract_number) == (contract.id, "U/1")
    assert evidence.terms_id == contract.terms[0].id
    assert (evidence.valid_from, evidence.valid_to) == (YEAR_START, YEAR_END)
    assert (evidence.line_id, evidence.line_position) == (contract.terms[0].lines[0].id, 4)
    assert (evidence.unit_id, evidence.serial_number, evidence.day) == (UNIT.id, "PO352942", TODAY)
    assert (evidence.sla_id, evidence.site_id) == (an_id("gold"), PARIS.id)


@pytest.mark.covers("B03")
def test_an_unserved_unit_takes_the_next_free_place_and_the_verdict_says_which() -> None:
    served = (a_unit("S1"), a_unit("S2"))

    verdict = judged(a_line(extent=category(units_per_site=5, served=served)))

    assert verdict.reason.code == VerdictCode.COVERED_BY_NEW_PLACE
    assert (verdict.reason.values["place"], verdict.reason.values["places"]) == (3, 5)
    assert verdict.evidence.takes_place
    assert verdict.evidence.served_units == tuple(
        unit.id for unit in sorted(served, key=lambda unit: unit.id)
    )


@pytest.mark.covers("B03")
def test_a_served_unit_keeps_its_place_and_takes_no_new_one() -> None:
    verdict = judged(a_line(extent=category(units_per_site=1, served=(UNIT,))))

    assert verdict.reason.code == VerdictCode.COVERED_BY_PLACE
    assert not verdict.evidence.takes_place


@pytest.mark.covers("B03", "X2")
def test_when_all_places_are_taken_the_units_that_hold_them_are_named() -> None:
    unit = a_unit(same_category_at_site=5)
    line = a_line(extent=category(units_per_site=1, served=(a_unit("S1"),)))

    verdict = judged(line, unit=unit)

    assert verdict.outcome is Outcome.NOT_COVERED
    assert verdict.reason.code == VerdictCode.LINE_PLACES_TAKEN
    assert (verdict.reason.values["places"], verdict.reason.values["total"]) == (1, 5)
    assert verdict.reason.values["served"] == ("S1",)


@pytest.mark.covers("B03")
def test_places_are_counted_at_each_site_by_itself() -> None:
    in_rome = a_unit("S1", site=ROME)

    assert judged(a_line(extent=category(units_per_site=1, served=(in_rome,)))).is_ok


def test_after_the_number_of_places_shrank_those_served_first_keep_theirs() -> None:
    first, second = a_unit("FIRST"), a_unit("SECOND")
    served = (served_unit(second, TODAY), served_unit(first, YESTERDAY))
    line = a_line(extent=UnitsOfCategory(SERVER, 1, served))

    assert judged(line, unit=first).is_ok
    assert not judged(line, unit=second).is_ok


def test_a_category_without_a_number_covers_all_its_units_and_no_others() -> None:
    line = a_line(extent=category(SERVER))

    assert judged(line).reason.code == VerdictCode.COVERED_BY_CATEGORY
    assert judged(line, unit=a_unit(category=COMPUTER)).outcome is Outcome.NOT_COVERED
    assert judged(line, unit=a_unit(category=None)).outcome is Outcome.NOT_COVERED


@pytest.mark.parametrize(
    ("used", "level", "light"),
    [
        (0, QuotaLevel.CALM, Light.PASSED),
        (6, QuotaLevel.CALM, Light.PASSED),
        (7, QuotaLevel.FIRST, Light.WARNING),
        (8, QuotaLevel.SECOND, Light.WARNING),
        (9, QuotaLevel.THIRD, Light.WARNING),
        (10, QuotaLevel.BEYOND, Light.FAILED),
        (11, QuotaLevel.BEYOND, Light.FAILED),
    ],
)
@pytest.mark.covers("P-45", "expectation 15")
def test_a_quota_of_ten_cases_warns_three_times_and_refuses_the_eleventh(
    used: int, level: QuotaLevel, light: Light
) -> None:
    verdict = judged(a_line(quota=cases(used)))

    assert verdict.check(CheckName.COVERAGE).light is light
    assert verdict.evidence.quota_level is level
    assert (verdict.evidence.quota_used, verdict.evidence.quota_limit) == (Decimal(used), Decimal(10))
    assert verdict.is_ok is (light is not Light.FAILED)


@pytest.mark.covers("P-45")
def test_beyond_the_quota_is_served_with_a_warning_where_the_company_wants_it() -> None:
    verdict = judged(a_line(quota=cases(10, beyond=BeyondQuota.ALLOW)))

    assert verdict.outcome is Outcome.OK
    assert verdict.reason.code == VerdictCode.QUOTA_BEYOND_ALLOWED


@pytest.mark.parametrize(
    ("used", "expected_hours", "level"),
    [
        ("39.5", None, QuotaLevel.SECOND),
        ("39.5", "0.5", QuotaLevel.THIRD),
        ("39.5", "0.6", QuotaLevel.BEYOND),
        ("40", None, QuotaLevel.BEYOND),
        ("0", None, QuotaLevel.CALM),
    ],
)
@pytest.mark.covers("P-45")
def test_a_quota_of_hours_counts_the_hours_expected(
    used: str, expected_hours: str | None, level: QuotaLevel
) -> None:
    quota = QuotaFacts(QuotaKind.HOURS, Decimal(40), Decimal(used))

    assert quota.level(Decimal(expected_hours) if expected_hours else None) is level


def test_a_quota_of_nothing_is_used_up_from_the_start() -> None:
    assert cases(0, limit=0).level() is QuotaLevel.BEYOND


@pytest.mark.covers("P-43")
def test_a_full_case_quota_and_full_places_are_two_different_refusals() -> None:
    no_cases = judged(a_line(extent=category(units_per_site=5), quota=cases(10)))
    no_places = judged(a_line(extent=category(units_per_site=0), quota=cases(0)))

    assert no_cases.reason.code == VerdictCode.LINE_QUOTA_EXHAUSTED
    assert no_places.reason.code == VerdictCode.LINE_PLACES_TAKEN


@pytest.mark.covers("X2", "P-48")
def test_what_would_have_to_change_is_told_nearest_first() -> None:
    expired = a_contract(a_line(extent=naming(UNIT)), number="U/OLD", end=YESTERDAY)
    current = a_contract(a_line(extent=naming(a_unit("OTHER"))), number="U/NEW")

    verdict = judge(a_question(current, expired))

    assert verdict.outcome is Outcome.NOT_COVERED
    assert [reason.code for reason in verdict.needed_changes] == [
        VerdictCode.CONTRACT_EXPIRED,
        VerdictCode.LINE_OTHER_UNITS,
    ]
    assert verdict.needed_changes[0].values["others"] == 0


@pytest.mark.covers("X2")
def test_a_line_with_two_obstacles_says_that_one_change_is_not_enough() -> None:
    line = a_line(kinds_of_work=(named("inspection"),), services=(ON_PHONE,))

    verdict = judged(line, service=ON_CALL)

    assert [reason.values["others"] for reason in verdict.needed_changes] == [1, 1]


def test_a_hundred_lines_of_other_units_are_told_as_one_change() -> None:
    lines = [a_line(position, naming(a_unit(f"X{position}"))) for position in range(100)]

    verdict = judge(a_question(a_contract(*lines)))

    assert len(verdict.needed_changes) == 1


@pytest.mark.parametrize(
    "impossible",
    [
        lambda: QuotaFacts(QuotaKind.CASES, Decimal(-1)),
        lambda: QuotaFacts(QuotaKind.CASES, Decimal(1), warn_at=(90, 75, 100)),
        lambda: UnitsOfCategory(SERVER, -1),
        lambda: TermsFacts(an_id("t"), TODAY, YESTERDAY),
    ],
)
def test_impossible_facts_do_not_construct(impossible: object) -> None:
    with pytest.raises(RuleViolation):
        impossible()  # type: ignore[operator]


@pytest.mark.covers("A16")
def test_a_question_of_the_past_is_judged_by_its_own_day() -> None:
    ended = a_contract(a_line(), end=YESTERDAY)

    assert judge(a_question(ended, day=YESTERDAY)).is_ok
    assert not judge(a_question(ended, day=TODAY)).is_ok
    assert VerdictQuestion(day=YESTERDAY).day == YESTERDAY
