"""The answer of a verdict: outcome, four checks, one main reason, evidence, next steps, what would have to
change.

Frozen on the ticket as JSON (`verdict_json`); made only by `verdict.judge`.
"""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum
from uuid import UUID

from fieldservice.domain.rules.coverage_quota import QuotaKind, QuotaLevel
from fieldservice.domain.rules.reasons import Reason
from fieldservice.domain.rules.verdict_facts import Warranty


class Outcome(StrEnum):
    """What a telephone system is told. The values are public: they stand in files and in the JSON of
    machines.
    """

    OK = "ok"
    UNKNOWN_CUSTOMER = "unknown-customer"
    CUSTOMER_INACTIVE = "customer-inactive"
    BLOCKED = "blocked"
    NO_VALID_CONTRACT = "no-valid-contract"
    NOT_COVERED = "not-covered"


class Light(StrEnum):
    PASSED = "passed"
    WARNING = "warning"
    FAILED = "failed"
    PENDING = "pending"
    NOT_REACHED = "not-reached"


class CheckName(StrEnum):
    """The four checks, in the order in which they are made and shown."""

    CUSTOMER = "customer"
    BLOCK = "block"
    CONTRACT = "contract"
    COVERAGE = "coverage"


class Basis(StrEnum):
    """What the service rests on."""

    CONTRACT = "contract"
    WARRANTY = "warranty"
    PRODUCT = "product"


class NextStep(StrEnum):
    """What can be done next; the first one is what most people will want."""

    ACCEPT = "accept"
    CHOOSE_CUSTOMER = "choose-customer"
    CREATE_CUSTOMER = "create-customer"
    REACTIVATE_CUSTOMER = "reactivate-customer"
    WAIT_UNTIL_BLOCK_ENDS = "wait-until-block-ends"
    LIFT_BLOCK = "lift-block"
    SIGN_CONTRACT = "sign-contract"
    RENEW_CONTRACT = "renew-contract"
    CHOOSE_UNIT = "choose-unit"
    CHOOSE_OTHER_UNIT = "choose-other-unit"
    REGISTER_UNIT = "register-unit"
    MOVE_UNIT = "move-unit"
    CHOOSE_WORK = "choose-work"
    CHOOSE_SERVICE = "choose-service"
    CHOOSE_MODE = "choose-mode"
    EXTEND_COVERAGE = "extend-coverage"
    QUOTE = "quote"
    PARK = "park"
    TELL_REQUESTER = "tell-requester"
    OVERRIDE = "override"


@dataclass(frozen=True, slots=True)
class Check:
    name: CheckName
    light: Light
    reason: Reason


@dataclass(frozen=True, slots=True)
class Evidence:
    """The records the verdict rests on; what does not apply is None.

    `place` and `places` say "place 3 of 5" of a category line; `takes_place` that serving this unit records
    it as a new one of `served_units`. `quota_used` is what was used before this work.
    """

    day: date
    basis: Basis | None = None
    customer_id: UUID | None = None
    block_id: UUID | None = None
    product_id: UUID | None = None
    unit_id: UUID | None = None
    serial_number: str = ""
    site_id: UUID | None = None
    warranty: Warranty | None = None
    warranty_until: date | None = None
    contract_id: UUID | None = None
    contract_number: str = ""
    terms_id: UUID | None = None
    valid_from: date | None = None
    valid_to: date | None = None
    line_id: UUID | None = None
    line_position: int | None = None
    sla_id: UUID | None = None
    purpose_id: UUID | None = None
    place: int | None = None
    places: int | None = None
    takes_place: bool = False
    served_units: tuple[UUID, ...] = ()
    quota_kind: QuotaKind | None = None
    quota_used: Decimal | None = None
    quota_limit: Decimal | None = None
    quota_level: QuotaLevel | None = None


@dataclass(frozen=True, slots=True)
class Verdict:
    """May this request be served, why, and what can be done.

    A question that is not complete yet (no unit, no kind of work) may be `ok` so far with a pending light:
    nothing speaks against it, and `is_settled` says whether anything is still open.
    """

    outcome: Outcome
    checks: tuple[Check, Check, Check, Check]
    reason: Reason
    evidence: Evidence
    next_steps: tuple[NextStep, ...]
    needed_changes: tuple[Reason, ...] = field(default=())

    @property
    def is_ok(self) -> bool:
        return self.outcome is Outcome.OK

    @property
    def is_settled(self) -> bool:
        return all(check.light is not Light.PENDING for check in self.checks)

    def check(self, name: CheckName) -> Check:
        return next(check for check in self.checks if check.name is name)
