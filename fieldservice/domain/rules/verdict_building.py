"""How a verdict is put together: lights as they are reached, and the two ways it ends.

The deciding stands in `verdict` and `verdict_coverage`.
"""

from dataclasses import dataclass, replace

from fieldservice.domain.rules.reasons import Reason
from fieldservice.domain.rules.verdict_codes import VerdictCode
from fieldservice.domain.rules.verdict_values import (
    Check,
    CheckName,
    Evidence,
    Light,
    NextStep,
    Outcome,
    Verdict,
)

_FAILED_CHECK = {
    Outcome.UNKNOWN_CUSTOMER: CheckName.CUSTOMER,
    Outcome.CUSTOMER_INACTIVE: CheckName.CUSTOMER,
    Outcome.BLOCKED: CheckName.BLOCK,
    Outcome.NO_VALID_CONTRACT: CheckName.CONTRACT,
    Outcome.NOT_COVERED: CheckName.COVERAGE,
}
_NOT_REACHED = Reason(VerdictCode.NOT_REACHED.value)


@dataclass(frozen=True, slots=True)
class Progress:
    """The evidence and the checks made so far; what was not made yet is "not reached"."""

    evidence: Evidence
    made: tuple[Check, ...] = ()

    def lit(self, name: CheckName, light: Light, reason: Reason) -> "Progress":
        return replace(self, made=(*self.made, Check(name, light, reason)))

    def passed(self, name: CheckName, reason: Reason) -> "Progress":
        return self.lit(name, Light.PASSED, reason)

    def with_evidence(self, evidence: Evidence) -> "Progress":
        return replace(self, evidence=evidence)

    def checks(self) -> tuple[Check, Check, Check, Check]:
        made = {check.name: check for check in self.made}
        customer, block, contract, coverage = (
            made.get(name, Check(name, Light.NOT_REACHED, _NOT_REACHED)) for name in CheckName
        )
        return customer, block, contract, coverage


def settled(progress: Progress, reason: Reason, steps: tuple[NextStep, ...] = (NextStep.ACCEPT,)) -> Verdict:
    """Nothing speaks against serving the request (so far, when a light is pending)."""
    return Verdict(Outcome.OK, progress.checks(), reason, progress.evidence, steps)


def refusal(
    progress: Progress,
    outcome: Outcome,
    reason: Reason,
    remedies: tuple[NextStep, ...],
    needed: tuple[Reason, ...] = (),
) -> Verdict:
    """A refusal never ends dead: it can be parked, told, remedied, and overridden by right."""
    return Verdict(
        outcome=outcome,
        checks=progress.lit(_FAILED_CHECK[outcome], Light.FAILED, reason).checks(),
        reason=reason,
        evidence=progress.evidence,
        next_steps=(NextStep.PARK, NextStep.TELL_REQUESTER, *remedies, NextStep.OVERRIDE),
        needed_changes=needed or (reason,),
    )
