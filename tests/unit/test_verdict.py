"""The checks of the verdict in their order: customer, active, block, unit, warranty, contract."""

from dataclasses import fields, replace
from datetime import date, timedelta

import pytest

from fieldservice.domain.rules.coverage_facts import ContractStatus
from fieldservice.domain.rules.verdict import block_on, judge
from fieldservice.domain.rules.verdict_codes import VerdictCode
from fieldservice.domain.rules.verdict_facts import (
    CustomerFacts,
    ProductFacts,
    VerdictQuestion,
    Warranty,
)
from fieldservice.domain.rules.verdict_values import Basis, CheckName, Light, NextStep, Outcome, Verdict
from tests.unit.verdict_builders import (
    CUSTOMER,
    INSPECTION,
    PARIS,
    ROME,
    TODAY,
    UNIT,
    YEAR_END,
    YEAR_START,
    a_block,
    a_contract,
    a_line,
    a_question,
    a_unit,
    an_id,
    named,
    naming,
    some_terms,
)

YESTERDAY, TOMORROW = TODAY - timedelta(days=1), TODAY + timedelta(days=1)
BLOCKED_CUSTOMER = replace(CUSTOMER, blocks=(a_block(),))


def lights(verdict: Verdict) -> list[str]:
    return [check.light.value for check in verdict.checks]


def test_a_known_active_unblocked_customer_with_a_covering_contract_is_served() -> None:
    verdict = judge(a_question(a_contract(a_line())))

    assert verdict.outcome is Outcome.OK
    assert lights(verdict) == ["passed"] * 4
    assert verdict.is_settled
    assert verdict.next_steps == (NextStep.ACCEPT,)


def test_the_outcomes_are_the_six_words_a_telephone_system_knows() -> None:
    assert [outcome.value for outcome in Outcome] == [
        "ok",
        "unknown-customer",
        "customer-inactive",
        "blocked",
        "no-valid-contract",
        "not-covered",
    ]


@pytest.mark.covers("A11", "P-48")
def test_an_unknown_caller_is_refused_by_number_and_can_become_a_customer() -> None:
    verdict = judge(VerdictQuestion(day=TODAY, caller="+48794399277"))

    assert verdict.outcome is Outcome.UNKNOWN_CUSTOMER
    assert verdict.reason.code == VerdictCode.CUSTOMER_UNKNOWN
    assert verdict.reason.values["caller"] == "+48794399277"
    assert lights(verdict) == ["failed", "not-reached", "not-reached", "not-reached"]
    assert NextStep.CREATE_CUSTOMER in verdict.next_steps


@pytest.mark.covers("P-70")
def test_several_customers_on_one_number_are_to_choose_from_never_guessed() -> None:
    verdict = judge(VerdictQuestion(day=TODAY, caller="+48794399277", possible_customers=3))

    assert verdict.outcome is Outcome.UNKNOWN_CUSTOMER
    assert verdict.reason.values["count"] == 3
    assert NextStep.CHOOSE_CUSTOMER in verdict.next_steps


@pytest.mark.covers("A24")
def test_a_product_without_a_customer_is_served_without_contract() -> None:
    product = ProductFacts(an_id("product"), "Helix V", supported_until=TODAY)

    verdict = judge(VerdictQuestion(day=TODAY, product=product))

    assert verdict.outcome is Outcome.OK
    assert verdict.evidence.basis is Basis.PRODUCT
    assert verdict.check(CheckName.CUSTOMER).light is Light.NOT_REACHED


@pytest.mark.covers("A24")
def test_a_product_out_of_support_is_refused_with_its_last_day() -> None:
    product = ProductFacts(an_id("product"), "Helix V", supported_until=YESTERDAY)

    verdict = judge(VerdictQuestion(day=TODAY, product=product))

    assert verdict.outcome is Outcome.NOT_COVERED
    assert verdict.reason.values == {"product": "Helix V", "until": YESTERDAY}


@pytest.mark.parametrize(
    ("customer", "expected"),
    [
        (replace(CUSTOMER, active_until=TODAY), Outcome.OK),
        (replace(CUSTOMER, active_until=YESTERDAY), Outcome.CUSTOMER_INACTIVE),
        (replace(CUSTOMER, active_from=TODAY), Outcome.OK),
        (replace(CUSTOMER, active_from=TOMORROW), Outcome.CUSTOMER_INACTIVE),
    ],
)
@pytest.mark.covers("P-44")
def test_a_customer_is_active_from_the_first_to_the_last_day(
    customer: CustomerFacts, expected: Outcome
) -> None:
    verdict = judge(a_question(a_contract(a_line()), customer=customer))

    assert verdict.outcome is expected


@pytest.mark.parametrize(
    ("since", "until", "is_blocked"),
    [
        (TODAY, TODAY, True),
        (YEAR_START, YESTERDAY, False),
        (TOMORROW, None, False),
        (YEAR_START, None, True),
    ],
)
@pytest.mark.covers("A12", "P-44")
def test_a_block_holds_from_its_first_to_its_last_day(
    since: date, until: date | None, *, is_blocked: bool
) -> None:
    customer = replace(CUSTOMER, blocks=(a_block(since, until),))

    verdict = judge(a_question(a_contract(a_line()), customer=customer))

    assert (verdict.outcome is Outcome.BLOCKED) is is_blocked


@pytest.mark.covers("A12", "P-48")
def test_a_blocked_customer_is_refused_with_reason_record_and_end() -> None:
    block = a_block(until=TOMORROW, reason="unpaid invoices")

    verdict = judge(a_question(a_contract(a_line()), customer=replace(CUSTOMER, blocks=(block,))))

    assert verdict.reason.code == VerdictCode.BLOCKED
    assert verdict.reason.values["block_reason"] == "unpaid invoices"
    assert verdict.reason.values["until"] == TOMORROW
    assert verdict.evidence.block_id == block.id
    assert NextStep.WAIT_UNTIL_BLOCK_ENDS in verdict.next_steps


@pytest.mark.covers("P-47")
def test_of_several_blocks_the_one_that_holds_longest_is_named_and_all_must_end() -> None:
    blocks = (a_block(until=TODAY), a_block(), a_block(until=TOMORROW))

    verdict = judge(a_question(customer=replace(CUSTOMER, blocks=blocks)))

    assert block_on(blocks, TODAY) == blocks[1]
    assert verdict.evidence.block_id == blocks[1].id
    assert [reason.values["until"] for reason in verdict.needed_changes] == [TODAY, TOMORROW, None]


@pytest.mark.covers("A16")
def test_a_block_is_told_before_a_missing_contract_and_inactivity_before_a_block() -> None:
    blocked = judge(a_question(customer=BLOCKED_CUSTOMER))
    inactive = judge(a_question(customer=replace(BLOCKED_CUSTOMER, active_until=YESTERDAY)))

    assert blocked.outcome is Outcome.BLOCKED
    assert inactive.outcome is Outcome.CUSTOMER_INACTIVE


@pytest.mark.covers("A16")
def test_the_question_does_not_say_by_which_way_the_request_came() -> None:
    names = {field.name for field in fields(VerdictQuestion)}

    assert not names & {"channel", "source", "origin", "plan", "meter", "is_imported"}


def test_a_serial_number_nobody_knows_is_refused_and_can_be_registered() -> None:
    verdict = judge(a_question(a_contract(a_line()), unit=None, serial_number="XX1"))

    assert verdict.outcome is Outcome.NOT_COVERED
    assert verdict.reason.values["unit"] == "XX1"
    assert NextStep.REGISTER_UNIT in verdict.next_steps


@pytest.mark.parametrize(
    ("unit", "code"),
    [
        (a_unit(customer_id=an_id("other customer")), VerdictCode.UNIT_OF_OTHER_CUSTOMER),
        (a_unit(customer_id=None), VerdictCode.UNIT_OF_OTHER_CUSTOMER),
        (a_unit(retired_on=TODAY), VerdictCode.UNIT_RETIRED),
        (a_unit(site=ROME), VerdictCode.UNIT_ELSEWHERE),
        (a_unit(site=None), VerdictCode.UNIT_ELSEWHERE),
    ],
)
@pytest.mark.covers("B11")
def test_a_unit_that_is_not_the_customers_there_and_in_use_is_refused(
    unit: object, code: VerdictCode
) -> None:
    verdict = judge(a_question(a_contract(a_line()), unit=unit, site=PARIS))

    assert verdict.outcome is Outcome.NOT_COVERED
    assert verdict.reason.code == code


@pytest.mark.covers("P-46", "expectation 14")
def test_a_repair_under_warranty_needs_no_contract() -> None:
    verdict = judge(a_question(unit=a_unit(warranty_until=TODAY)))

    assert verdict.outcome is Outcome.OK
    assert verdict.evidence.basis is Basis.WARRANTY
    assert verdict.evidence.warranty_until == TODAY
    assert verdict.evidence.contract_id is None


@pytest.mark.parametrize(
    ("until", "expected"),
    [(None, Warranty.UNKNOWN), (YESTERDAY, Warranty.EXPIRED), (TODAY, Warranty.IN_FORCE)],
)
@pytest.mark.covers("P-46")
def test_the_warranty_is_told_for_the_day_and_unknown_without_a_date(
    until: date | None, expected: Warranty
) -> None:
    verdict = judge(a_question(a_contract(a_line()), unit=a_unit(warranty_until=until)))

    assert verdict.evidence.warranty is expected


def test_a_warranty_covers_repairs_only() -> None:
    verdict = judge(a_question(unit=a_unit(warranty_until=YEAR_END), work=INSPECTION))

    assert verdict.outcome is Outcome.NO_VALID_CONTRACT


def test_a_warranty_does_not_lift_a_block() -> None:
    verdict = judge(a_question(unit=a_unit(warranty_until=YEAR_END), customer=BLOCKED_CUSTOMER))

    assert verdict.outcome is Outcome.BLOCKED


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (YEAR_START - timedelta(days=1), VerdictCode.CONTRACT_FUTURE),
        (YEAR_START, None),
        (YEAR_END, None),
        (YEAR_END + timedelta(days=1), VerdictCode.CONTRACT_EXPIRED),
    ],
)
@pytest.mark.covers("A14", "P-44")
def test_a_contract_is_valid_on_its_first_and_last_day(day: date, expected: VerdictCode | None) -> None:
    verdict = judge(a_question(a_contract(a_line()), day=day))

    assert verdict.outcome is (Outcome.NO_VALID_CONTRACT if expected else Outcome.OK)
    assert not expected or verdict.reason.code == expected


@pytest.mark.covers("A14", "P-48")
def test_an_expired_contract_is_named_with_its_last_day_and_can_be_renewed() -> None:
    verdict = judge(a_question(a_contract(a_line(), number="U/7", end=YESTERDAY)))

    assert verdict.outcome is Outcome.NO_VALID_CONTRACT
    assert verdict.reason.values["contract"] == "U/7"
    assert verdict.reason.values["valid_to"] == YESTERDAY
    assert verdict.evidence.contract_number == "U/7"
    assert NextStep.RENEW_CONTRACT in verdict.next_steps


def test_without_any_contract_a_quote_can_be_made() -> None:
    verdict = judge(a_question())

    assert verdict.reason.code == VerdictCode.CONTRACT_NONE
    assert NextStep.QUOTE in verdict.next_steps


@pytest.mark.covers("P-42")
def test_a_draft_never_covers_and_is_named_as_unsigned() -> None:
    verdict = judge(a_question(a_contract(a_line(), status=ContractStatus.DRAFT)))

    assert verdict.outcome is Outcome.NO_VALID_CONTRACT
    assert verdict.reason.code == VerdictCode.CONTRACT_UNSIGNED
    assert NextStep.SIGN_CONTRACT in verdict.next_steps


@pytest.mark.parametrize("status", [ContractStatus.TEMPLATE, ContractStatus.DELETED])
@pytest.mark.covers("P-42")
def test_templates_and_deleted_contracts_are_not_even_named(status: ContractStatus) -> None:
    verdict = judge(a_question(a_contract(a_line(), status=status)))

    assert verdict.reason.code == VerdictCode.CONTRACT_NONE


@pytest.mark.covers("B01", "P-44")
def test_a_gap_between_two_terms_of_a_contract_is_not_covered_and_both_sides_are_named() -> None:
    first = some_terms(a_line(), end=date(2026, 10, 31))
    second = some_terms(a_line(), start=date(2026, 12, 1))
    contract = replace(a_contract(), terms=(first, second))

    verdict = judge(a_question(contract))

    assert verdict.outcome is Outcome.NO_VALID_CONTRACT
    assert [reason.code for reason in verdict.needed_changes] == [
        VerdictCode.CONTRACT_FUTURE,
        VerdictCode.CONTRACT_EXPIRED,
    ]


@pytest.mark.covers("B01")
def test_a_day_last_year_is_judged_by_the_terms_of_last_year() -> None:
    last_year = some_terms(a_line(extent=naming(UNIT)), start=date(2025, 1, 1), end=date(2025, 12, 31))
    this_year = some_terms(a_line(extent=naming(a_unit("OTHER"))))
    contract = replace(a_contract(), terms=(this_year, last_year))

    then = judge(a_question(contract, day=date(2025, 12, 31)))
    now = judge(a_question(contract))

    assert then.outcome is Outcome.OK
    assert then.evidence.terms_id == last_year.id
    assert now.outcome is Outcome.NOT_COVERED


@pytest.mark.covers("A17")
def test_without_a_unit_what_is_known_is_told_and_coverage_is_pending() -> None:
    verdict = judge(a_question(a_contract(a_line()), unit=None))

    assert lights(verdict) == ["passed", "passed", "passed", "pending"]
    assert verdict.outcome is Outcome.OK
    assert not verdict.is_settled
    assert verdict.next_steps[0] is NextStep.CHOOSE_UNIT


def test_without_a_unit_a_work_that_no_line_covers_is_refused_already() -> None:
    line = a_line(kinds_of_work=(named("repair"),))

    verdict = judge(a_question(a_contract(line), unit=None, work=INSPECTION))

    assert verdict.outcome is Outcome.NOT_COVERED


def test_without_a_unit_a_missing_contract_is_refused_but_a_unit_can_still_be_chosen() -> None:
    verdict = judge(a_question(unit=None))

    assert verdict.outcome is Outcome.NO_VALID_CONTRACT
    assert NextStep.CHOOSE_UNIT in verdict.next_steps


def test_without_a_kind_of_work_a_unit_under_warranty_waits_for_it() -> None:
    verdict = judge(a_question(unit=a_unit(warranty_until=YEAR_END), work=None))

    assert verdict.check(CheckName.COVERAGE).light is Light.PENDING
    assert verdict.next_steps[0] is NextStep.CHOOSE_WORK


@pytest.mark.covers("P-48", "F24")
@pytest.mark.parametrize(
    "question",
    [
        VerdictQuestion(day=TODAY, caller="x"),
        a_question(customer=replace(CUSTOMER, active_until=YESTERDAY)),
        a_question(customer=BLOCKED_CUSTOMER),
        a_question(),
        a_question(a_contract(a_line(), end=YESTERDAY)),
        a_question(a_contract()),
        a_question(a_contract(a_line(extent=naming(a_unit("OTHER"))))),
        a_question(a_contract(a_line()), unit=None, serial_number="XX1"),
    ],
)
def test_every_refusal_says_why_what_would_change_it_and_what_can_be_done(question: VerdictQuestion) -> None:
    verdict = judge(question)

    assert not verdict.is_ok
    assert verdict.reason.values
    assert verdict.needed_changes
    assert verdict.next_steps[:2] == (NextStep.PARK, NextStep.TELL_REQUESTER)
    assert verdict.next_steps[-1] is NextStep.OVERRIDE
    assert len(verdict.next_steps) > 3
    assert sum(check.light is Light.FAILED for check in verdict.checks) == 1


@pytest.mark.covers("B10")
def test_the_purpose_of_the_request_stands_in_the_evidence() -> None:
    verdict = judge(a_question(a_contract(a_line()), purpose=named("warranty claim")))

    assert verdict.evidence.purpose_id == an_id("warranty claim")
