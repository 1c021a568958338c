"""Which line decides when several fit (docs/coverage-precedence.md), whatever the order of the facts."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from itertools import permutations

import pytest

from fieldservice.domain.rules.coverage_facts import ContractFacts, LineFacts
from fieldservice.domain.rules.coverage_quota import BeyondQuota, QuotaFacts, QuotaKind
from fieldservice.domain.rules.verdict import judge
from tests.unit.verdict_builders import (
    UNIT,
    YEAR_START,
    a_contract,
    a_line,
    a_question,
    a_unit,
    category,
    naming,
    some_terms,
)

USED_UP = QuotaFacts(QuotaKind.CASES, Decimal(1), Decimal(1), beyond=BeyondQuota.ALLOW)
HALF_USED = QuotaFacts(QuotaKind.CASES, Decimal(10), Decimal(5))


def winner(*contracts: ContractFacts) -> tuple[str, int | None]:
    """Contract and line that decide, asserted to be the same for every order of the contracts."""
    chosen = {
        (evidence.contract_number, evidence.line_position)
        for order in permutations(contracts)
        for evidence in [judge(a_question(*order)).evidence]
    }
    assert len(chosen) == 1
    return chosen.pop()


@pytest.mark.parametrize(
    ("stronger", "weaker"),
    [
        (a_line(9, naming(UNIT)), a_line(1, category())),
        (a_line(9, category()), a_line(1)),
        (a_line(9, naming(UNIT)), a_line(1)),
        (a_line(9, naming(UNIT), quota=USED_UP), a_line(1, category())),
        (a_line(9, category(units_per_site=2, served=(UNIT,))), a_line(1, category(units_per_site=2))),
        (a_line(9, category()), a_line(1, category(units_per_site=2))),
        (a_line(9, category(units_per_site=2)), a_line(1)),
        (a_line(9, quota=HALF_USED), a_line(1, quota=USED_UP)),
        (a_line(1), a_line(9)),
    ],
    ids=[
        "named before category",
        "category before all",
        "named before all",
        "named before category even when its quota is used up",
        "a place held before a place to take",
        "no place needed before a place to take",
        "a place to take before all",
        "quota left before quota used up",
        "lower position",
    ],
)
@pytest.mark.covers("B04")
def test_within_a_contract_the_stronger_line_decides(stronger: LineFacts, weaker: LineFacts) -> None:
    assert winner(a_contract(stronger, weaker)) == ("U/1", stronger.position)
    assert winner(a_contract(weaker, stronger)) == ("U/1", stronger.position)


def test_terms_that_start_later_decide_before_the_contract_number() -> None:
    older = a_contract(a_line(), number="U/1", start=YEAR_START)
    newer = a_contract(a_line(), number="U/2", start=YEAR_START + timedelta(days=1))

    assert winner(older, newer) == ("U/2", 1)


def test_of_equal_contracts_the_lower_number_decides() -> None:
    assert winner(*(a_contract(a_line(), number=f"U/{n}") for n in (3, 1, 2))) == ("U/1", 1)


@pytest.mark.covers("P-44")
def test_of_overlapping_terms_of_one_contract_the_later_ones_decide() -> None:
    renewal_start = date(2026, 11, 1)
    old, new = some_terms(a_line(1)), some_terms(a_line(2), start=renewal_start)
    contract = replace(a_contract(), terms=(new, old))

    evidence = judge(a_question(contract)).evidence

    assert evidence.terms_id == new.id
    assert evidence.valid_from == renewal_start


def test_a_line_that_refuses_leaves_the_decision_to_one_that_covers() -> None:
    exhausted = replace(USED_UP, beyond=BeyondQuota.REFUSE)

    assert winner(a_contract(a_line(1, naming(UNIT), quota=exhausted), a_line(2))) == ("U/1", 2)
    assert winner(a_contract(a_line(1, naming(a_unit("OTHER"))), a_line(2))) == ("U/1", 2)
