"""Properties of the verdict over made-up customers: valid contract, stable, deterministic, exact in JSON."""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from random import Random
from typing import TypeVar
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fieldservice.domain.rules.coverage_facts import (
    AllUnits,
    ContractFacts,
    ContractStatus,
    Extent,
    LineFacts,
    TermsFacts,
    WorkMode,
)
from fieldservice.domain.rules.coverage_quota import BeyondQuota, QuotaFacts, QuotaKind
from fieldservice.domain.rules.errors import RuleViolation
from fieldservice.domain.rules.verdict import judge
from fieldservice.domain.rules.verdict_codes import VerdictCode
from fieldservice.domain.rules.verdict_facts import CustomerFacts, ProductFacts, VerdictQuestion
from fieldservice.domain.rules.verdict_json import verdict_from_json, verdict_to_json
from fieldservice.domain.rules.verdict_values import Basis, Outcome
from tests.unit.verdict_builders import (
    COMPUTER,
    CUSTOMER,
    INSPECTION,
    PARIS,
    REPAIR,
    ROME,
    SERVER,
    TODAY,
    a_block,
    a_question,
    a_unit,
    an_id,
    category,
    named,
    naming,
)

UNITS = tuple(
    a_unit(f"{site.name}{kind.name}{n}", site=site, category=kind)
    for site in (PARIS, ROME)
    for kind in (SERVER, COMPUTER)
    for n in range(2)
)
T = TypeVar("T")
SERVICES = (named("hot line"), named("on call"))


class Maker:
    """Makes up a customer's contracts and a question from a seed: far quicker than drawing each value."""

    def __init__(self, seed: int) -> None:
        self.random = Random(seed)  # noqa: S311 - made-up test data

    def one_of(self, *values: T) -> T:
        return self.random.choice(values)

    def id(self) -> UUID:
        return UUID(int=self.random.getrandbits(128))

    def extent(self) -> Extent:
        units = self.random.sample(UNITS, self.random.randint(0, 4))
        places = self.one_of(None, 0, 1, 2)
        of_category = category(self.one_of(SERVER, COMPUTER), places, tuple(units))
        extents: tuple[Extent, ...] = (AllUnits(), naming(*units), of_category)
        return self.one_of(*extents)

    def quota(self) -> QuotaFacts:
        limit, used = Decimal(self.random.randint(0, 5)), Decimal(self.random.randint(0, 6))
        return QuotaFacts(self.one_of(*QuotaKind), limit, used, beyond=self.one_of(*BeyondQuota))

    def line(self) -> LineFacts:
        return LineFacts(
            id=self.id(),
            position=self.random.randint(1, 4),
            extent=self.extent(),
            sites=self.one_of((), (PARIS,), (ROME,)),
            services=self.one_of((), SERVICES[:1]),
            kinds_of_work=self.one_of((), (named("repair"),), (named("inspection"),)),
            mode=self.one_of(None, None, None, *WorkMode),
            quota=self.one_of(None, self.quota()),
        )

    def terms(self) -> TermsFacts:
        start = TODAY + timedelta(days=self.random.randint(-500, 100))
        end = self.one_of(None, start, start + timedelta(days=self.random.randint(1, 900)))
        return TermsFacts(self.id(), start, end, self.several(self.line))

    def contract(self) -> ContractFacts:
        customers = (*(CUSTOMER.id,) * 7, an_id("other customer"))
        status = self.one_of(*(ContractStatus.SIGNED,) * 7, *ContractStatus)
        number = self.one_of("U/1", "U/2", "U/3")
        return ContractFacts(self.id(), number, self.one_of(*customers), status, self.several(self.terms))

    def several(self, make: Callable[[], T]) -> tuple[T, ...]:
        return tuple(make() for _ in range(self.one_of(0, 1, 2, 2, 3, 3, 3, 4)))

    def customer(self) -> CustomerFacts | None:
        blocked = replace(CUSTOMER, blocks=(a_block(until=TODAY),))
        return self.one_of(*(CUSTOMER,) * 9, blocked, replace(CUSTOMER, active_until=TODAY), None)

    def question(self) -> VerdictQuestion:
        return VerdictQuestion(
            day=TODAY + timedelta(days=self.random.randint(-300, 300)),
            caller=self.one_of("", "+48601200300"),
            possible_customers=self.random.randint(0, 2),
            customer=self.customer(),
            contracts=self.several(self.contract),
            product=self.one_of(None, ProductFacts(an_id("p"), "Helix", TODAY)),
            unit=self.one_of(None, *UNITS, replace(UNITS[0], warranty_until=TODAY)),
            work=self.one_of(None, REPAIR, REPAIR, INSPECTION),
            service=self.one_of(None, *SERVICES),
            mode=self.one_of(None, *WorkMode),
            expected_hours=self.one_of(None, Decimal("1.5")),
        )


questions = st.integers(0, 2**32).map(lambda seed: Maker(seed).question())


def shuffled(question: VerdictQuestion, seed: int) -> VerdictQuestion:
    random = Random(seed)  # noqa: S311 - shuffling test data

    def mixed_terms(each: TermsFacts) -> TermsFacts:
        return replace(each, lines=tuple(random.sample(each.lines, len(each.lines))))

    def mixed(contract: ContractFacts) -> ContractFacts:
        several = random.sample(contract.terms, len(contract.terms))
        return replace(contract, terms=tuple(mixed_terms(each) for each in several))

    several = random.sample(question.contracts, len(question.contracts))
    return replace(question, contracts=tuple(mixed(contract) for contract in several))


@pytest.mark.covers("P-42", "P-44")
@settings(max_examples=300)
@given(questions)
def test_the_contract_that_covers_is_signed_the_customers_own_and_valid_on_the_day(
    question: VerdictQuestion,
) -> None:
    evidence = judge(question).evidence

    if evidence.basis is Basis.CONTRACT:
        contract = next(each for each in question.contracts if each.id == evidence.contract_id)
        chosen = next(each for each in contract.terms if each.id == evidence.terms_id)
        assert contract.status is ContractStatus.SIGNED
        assert contract.customer_id == CUSTOMER.id
        assert chosen.is_valid_on(question.day)
        assert evidence.line_id in {line.id for line in chosen.lines}


@pytest.mark.covers("B04")
@settings(max_examples=300)
@given(questions, st.integers())
def test_the_order_of_contracts_terms_and_lines_changes_nothing(question: VerdictQuestion, seed: int) -> None:
    assert judge(shuffled(question, seed)) == judge(question)


@pytest.mark.covers("X2")
@settings(max_examples=300)
@given(questions)
def test_a_verdict_frozen_as_json_comes_back_exactly(question: VerdictQuestion) -> None:
    verdict = judge(question)

    frozen = json.loads(json.dumps(verdict_to_json(verdict)))

    assert verdict_from_json(frozen) == verdict
    assert verdict_to_json(verdict_from_json(frozen)) == frozen


@settings(max_examples=300)
@given(questions)
def test_a_verdict_speaks_only_in_known_codes_and_never_without_a_next_step(
    question: VerdictQuestion,
) -> None:
    verdict = judge(question)

    reasons = [verdict.reason, *verdict.needed_changes, *(check.reason for check in verdict.checks)]
    assert {reason.code for reason in reasons} <= {code.value for code in VerdictCode}
    assert verdict.next_steps
    assert verdict.is_ok or verdict.needed_changes


@settings(max_examples=300)
@given(questions)
def test_who_takes_a_place_was_not_among_the_served_and_the_place_exists(question: VerdictQuestion) -> None:
    evidence = judge(question).evidence

    if evidence.takes_place:
        assert evidence.unit_id not in evidence.served_units
        assert evidence.place == len(evidence.served_units) + 1
        assert evidence.places is not None
        assert evidence.place <= evidence.places


@pytest.mark.covers("A23")
@settings(max_examples=300)
@given(questions)
def test_adding_a_block_never_makes_a_customer_servable(question: VerdictQuestion) -> None:
    if question.customer is not None:
        blocked = replace(question.customer, blocks=(a_block(date.min),))

        assert judge(replace(question, customer=blocked)).outcome in (
            Outcome.BLOCKED,
            Outcome.CUSTOMER_INACTIVE,
        )


def test_a_verdict_of_an_unknown_version_is_refused_not_guessed() -> None:
    frozen = verdict_to_json(judge(a_question())) | {"version": 99}

    with pytest.raises(RuleViolation):
        verdict_from_json(frozen)
