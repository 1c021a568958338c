"""The second half of the verdict: the unit and its warranty, the contract on the day, the line that covers.

`verdict` has made the checks of customer and block before; `coverage` weighs the lines.
"""

from collections.abc import Sequence
from dataclasses import replace

from fieldservice.domain.rules.coverage import (
    Candidate,
    Standing,
    candidates,
    contract_standings,
    deciding,
    nearest_misses,
)
from fieldservice.domain.rules.coverage_lines import Obstacle, OpenPoint
from fieldservice.domain.rules.coverage_reasons import (
    contract_reason,
    covered_reason,
    line_evidence,
    obstacle_reason,
    quota_reason,
    unit_label,
)
from fieldservice.domain.rules.reasons import Reason
from fieldservice.domain.rules.verdict_building import Progress, refusal, settled
from fieldservice.domain.rules.verdict_codes import VerdictCode
from fieldservice.domain.rules.verdict_facts import CustomerFacts, UnitFacts, VerdictQuestion, Warranty
from fieldservice.domain.rules.verdict_values import Basis, CheckName, Light, NextStep, Outcome, Verdict

_SHOWN_CHANGES = 6
_UNIT_OBSTACLES = {Obstacle.OTHER_UNITS, Obstacle.OTHER_CATEGORY, Obstacle.OTHER_SITES}
_PENDING = {
    OpenPoint.UNIT: (VerdictCode.PENDING_UNIT, NextStep.CHOOSE_UNIT),
    OpenPoint.WORK: (VerdictCode.PENDING_WORK, NextStep.CHOOSE_WORK),
    OpenPoint.SERVICE: (VerdictCode.PENDING_SERVICE, NextStep.CHOOSE_SERVICE),
    OpenPoint.MODE: (VerdictCode.PENDING_MODE, NextStep.CHOOSE_MODE),
}


def judge_coverage(question: VerdictQuestion, customer: CustomerFacts, progress: Progress) -> Verdict:
    problem = _unit_problem(question, customer)
    if problem:
        reason, steps = problem
        return refusal(progress, Outcome.NOT_COVERED, reason, steps)
    unit = question.unit
    if unit and unit.warranty_on(question.day) is Warranty.IN_FORCE:
        if question.work is None:
            return _pending(progress, OpenPoint.WORK)
        if question.work.is_repair:
            return _covered_by_warranty(progress, unit)
    return _judge_contracts(question, customer, progress)


def _unit_problem(
    question: VerdictQuestion, customer: CustomerFacts
) -> tuple[Reason, tuple[NextStep, ...]] | None:
    unit = question.unit
    if unit is None:
        if not question.serial_number:
            return None
        values = {"unit": question.serial_number}
        steps = (NextStep.CHOOSE_OTHER_UNIT, NextStep.REGISTER_UNIT)
        return Reason(VerdictCode.UNIT_UNKNOWN.value, values), steps
    return _known_unit_problem(unit, question, customer)


def _known_unit_problem(
    unit: UnitFacts, question: VerdictQuestion, customer: CustomerFacts
) -> tuple[Reason, tuple[NextStep, ...]] | None:
    asked = question.site
    values = {"unit": unit_label(unit), "site": unit.site.name if unit.site else ""}
    if unit.customer_id != customer.id:
        owner = {"customer": customer.name, "number": customer.number}
        steps = (NextStep.CHOOSE_OTHER_UNIT, NextStep.CHOOSE_CUSTOMER, NextStep.MOVE_UNIT)
        return Reason(VerdictCode.UNIT_OF_OTHER_CUSTOMER.value, values | owner), steps
    if unit.retired_on and unit.retired_on <= question.day:
        retired = Reason(VerdictCode.UNIT_RETIRED.value, values | {"since": unit.retired_on})
        return retired, (NextStep.CHOOSE_OTHER_UNIT,)
    if asked and (unit.site is None or unit.site.id != asked.id):
        elsewhere = Reason(VerdictCode.UNIT_ELSEWHERE.value, values | {"asked_site": asked.name})
        return elsewhere, (NextStep.CHOOSE_OTHER_UNIT, NextStep.MOVE_UNIT)
    return None


def _covered_by_warranty(progress: Progress, unit: UnitFacts) -> Verdict:
    values = {"unit": unit_label(unit), "until": unit.warranty_until}
    reason = Reason(VerdictCode.COVERED_BY_WARRANTY.value, values)
    not_needed = Reason(VerdictCode.CONTRACT_NOT_NEEDED.value, values)
    progress = progress.with_evidence(replace(progress.evidence, basis=Basis.WARRANTY))
    progress = progress.lit(CheckName.CONTRACT, Light.NOT_REACHED, not_needed)
    return settled(progress.passed(CheckName.COVERAGE, reason), reason)


def _judge_contracts(question: VerdictQuestion, customer: CustomerFacts, progress: Progress) -> Verdict:
    standings = contract_standings(question.contracts, customer.id, question.day)
    valid = [standing for standing in standings if standing.obstacle is None]
    if not valid:
        return _no_valid_contract(question, customer, standings, progress)
    found = candidates(valid, question)
    chosen = deciding(candidate for candidate in found if candidate.fit.covers)
    if chosen:
        return _covered(question, chosen, progress)
    progress = progress.passed(CheckName.CONTRACT, _contracts_reason(valid))
    undecided = deciding(candidate for candidate in found if not candidate.obstacles)
    if undecided:
        return _pending(progress, undecided.fit.open_points[0])
    return _not_covered(question, standings, progress)


def _contracts_reason(valid: Sequence[Standing]) -> Reason:
    numbers = _numbers(valid)
    if len(numbers) == 1:
        return contract_reason(valid[0])
    return Reason(VerdictCode.CONTRACT_SEVERAL.value, {"contracts": numbers, "count": len(numbers)})


def _covered(question: VerdictQuestion, chosen: Candidate, progress: Progress) -> Verdict:
    progress = progress.with_evidence(line_evidence(progress.evidence, chosen))
    progress = progress.passed(CheckName.CONTRACT, contract_reason(chosen.standing))
    warning = quota_reason(chosen, question)
    if warning:
        return settled(progress.lit(CheckName.COVERAGE, Light.WARNING, warning), warning)
    reason = covered_reason(chosen, question)
    return settled(progress.passed(CheckName.COVERAGE, reason), reason)


def _pending(progress: Progress, point: OpenPoint) -> Verdict:
    code, step = _PENDING[point]
    reason = Reason(code.value)
    return settled(progress.lit(CheckName.COVERAGE, Light.PENDING, reason), reason, (step, NextStep.ACCEPT))


def _no_valid_contract(
    question: VerdictQuestion, customer: CustomerFacts, standings: Sequence[Standing], progress: Progress
) -> Verdict:
    """The contract nearest to covering is named first; one without lines is named after those with lines."""
    steps = () if question.unit else (NextStep.CHOOSE_UNIT,)
    if not standings:
        none = Reason(VerdictCode.CONTRACT_NONE.value, {"customer": customer.name, "number": customer.number})
        return refusal(progress, Outcome.NO_VALID_CONTRACT, none, (*steps, NextStep.QUOTE))
    misses = nearest_misses(standings, question)
    nearest = misses[0][0].standing if misses else standings[0]
    needed = tuple(obstacle_reason(candidate, obstacle, question) for candidate, obstacle in misses)
    evidence = replace(
        progress.evidence,
        contract_id=nearest.contract.id,
        contract_number=nearest.contract.number,
        terms_id=nearest.terms.id,
        valid_from=nearest.terms.valid_from,
        valid_to=nearest.terms.valid_to,
    )
    unsigned = nearest.obstacle is Obstacle.UNSIGNED
    remedy = NextStep.SIGN_CONTRACT if unsigned else NextStep.RENEW_CONTRACT
    return refusal(
        progress.with_evidence(evidence),
        Outcome.NO_VALID_CONTRACT,
        contract_reason(nearest, others=0),
        (remedy, *steps, NextStep.QUOTE),
        needed[:_SHOWN_CHANGES],
    )


def _not_covered(question: VerdictQuestion, standings: Sequence[Standing], progress: Progress) -> Verdict:
    valid = [standing for standing in standings if standing.obstacle is None]
    all_misses = nearest_misses(standings, question)
    misses = [(candidate, obstacle) for candidate, obstacle in all_misses if not candidate.standing.obstacle]
    needed = tuple(obstacle_reason(candidate, obstacle, question) for candidate, obstacle in all_misses)
    reason = _main_miss(question, valid, misses)
    if misses:
        evidence = line_evidence(progress.evidence, misses[0][0])
        progress = progress.with_evidence(replace(evidence, basis=None, takes_place=False))
    unit_step = NextStep.CHOOSE_OTHER_UNIT if question.unit else NextStep.CHOOSE_UNIT
    steps = (unit_step, NextStep.EXTEND_COVERAGE, NextStep.QUOTE)
    return refusal(progress, Outcome.NOT_COVERED, reason, steps, needed[:_SHOWN_CHANGES])


def _main_miss(
    question: VerdictQuestion, valid: Sequence[Standing], misses: Sequence[tuple[Candidate, Obstacle]]
) -> Reason:
    """The nearest miss; when no line names the unit at all, that says more than any single line."""
    if not misses:
        return Reason(VerdictCode.CONTRACT_WITHOUT_LINES.value, {"contracts": _numbers(valid)})
    candidate, obstacle = misses[0]
    unit = question.unit
    if unit and obstacle in _UNIT_OBSTACLES:
        values = {"unit": unit_label(unit), "site": unit.site.name if unit.site else ""}
        return Reason(VerdictCode.UNIT_IN_NO_LINE.value, values | {"contracts": _numbers(valid)})
    return obstacle_reason(candidate, obstacle, question)


def _numbers(standings: Sequence[Standing]) -> tuple[str, ...]:
    return tuple(sorted({standing.contract.number for standing in standings}))
