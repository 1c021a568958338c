"""Service levels: what was promised, which promise fits a ticket, and by when the ticket is expected to
close.

The running clock is in `sla_ledger.py` and `sla_clock.py`, its printable account in `sla_receipt.py`.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from fieldservice.domain.rules.business_calendar import BusinessCalendar
from fieldservice.domain.rules.errors import RuleViolation
from fieldservice.domain.rules.reasons import Reason


class Measure(StrEnum):
    """The two promises of an SLA."""

    RESPONSE = "response"
    RESOLUTION = "resolution"


@dataclass(frozen=True, slots=True)
class WarnBefore:
    """Warn when that much working time is left."""

    working_time: timedelta

    def left_of(self, target: timedelta) -> timedelta:
        return min(self.working_time, target)


@dataclass(frozen=True, slots=True)
class WarnAt:
    """Warn when that part of the target is used up."""

    percent: int

    def left_of(self, target: timedelta) -> timedelta:
        return target * (100 - self.percent) / 100


@dataclass(frozen=True, slots=True)
class SlaTargets:
    """An SLA: working time to the first response and to the resolution, counted by its calendar.

    None is no target of that kind; a ticket without any SLA has no `SlaTargets` at all.
    """

    sla_id: UUID
    name: str
    calendar: BusinessCalendar
    response: timedelta | None = None
    resolution: timedelta | None = None
    warning: WarnBefore | WarnAt = WarnAt(percent=75)

    def __post_init__(self) -> None:
        for measure in Measure:
            target = self.target(measure)
            if target is not None and target <= timedelta():
                raise RuleViolation("sla.target_not_positive", sla=self.name, measure=measure)

    def target(self, measure: Measure) -> timedelta | None:
        return self.response if measure is Measure.RESPONSE else self.resolution

    def due(self, measure: Measure, opened_at: datetime) -> datetime | None:
        """The deadline of a ticket opened then, as long as nothing stops its clock."""
        target = self.target(measure)
        return None if target is None else self.calendar.advance(opened_at, target)


@dataclass(frozen=True, slots=True)
class SlaFacts:
    """What the choice of an SLA depends on; classes and channels by their codes."""

    priority: int
    customer_class: str | None = None
    ticket_type_id: UUID | None = None
    channel: str | None = None
    line_sla_id: UUID | None = None
    customer_id: UUID | None = None
    kind_id: UUID | None = None
    service_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class SlaRule:
    """When an SLA applies: None fits anything, `sla_id` None means that such tickets have none.

    A rule with `line_sla_id` refines the SLA of a contract line; only such rules come before the line's own
    SLA.
    """

    id: UUID
    position: int
    sla_id: UUID | None
    customer_class: str | None = None
    ticket_type_id: UUID | None = None
    priority: int | None = None
    channel: str | None = None
    line_sla_id: UUID | None = None
    customer_id: UUID | None = None
    kind_id: UUID | None = None
    service_id: UUID | None = None

    def fits(self, facts: SlaFacts) -> bool:
        conditions = (
            (self.customer_class, facts.customer_class),
            (self.ticket_type_id, facts.ticket_type_id),
            (self.priority, facts.priority),
            (self.channel, facts.channel),
            (self.customer_id, facts.customer_id),
            (self.kind_id, facts.kind_id),
            (self.service_id, facts.service_id),
        )
        agrees = all(wanted in (None, given) for wanted, given in conditions)
        return agrees and self.line_sla_id == facts.line_sla_id


@dataclass(frozen=True, slots=True)
class SlaChoice:
    """Which SLA a ticket has, None for none, and what decided."""

    sla_id: UUID | None
    reason: Reason


def choose_sla(rules: Iterable[SlaRule], facts: SlaFacts) -> SlaChoice:
    """The SLA of a ticket.

    Does the contract line name one, that is it, unless a rule written for that very SLA fits; else the
    fitting rule of the lowest position decides (of two with the same, the smaller id, so that all sites
    agree); else there is none.
    """
    for rule in sorted(rules, key=lambda each: (each.position, each.id)):
        if rule.fits(facts):
            code = "sla.from_rule" if rule.sla_id else "sla.none_by_rule"
            return SlaChoice(rule.sla_id, Reason(code, {"position": rule.position, "rule_id": rule.id}))
    if facts.line_sla_id is not None:
        return SlaChoice(facts.line_sla_id, Reason("sla.from_contract_line"))
    return SlaChoice(None, Reason("sla.no_rule_fits"))


@dataclass(frozen=True, slots=True)
class ExpectedClosing:
    """By when a ticket should be closed: as computed from its SLA, or as somebody set it, with a reason."""

    computed: datetime | None
    set_to: datetime | None = None
    because: str = ""

    def __post_init__(self) -> None:
        if self.set_to is not None and not self.because.strip():
            raise RuleViolation("ticket.expected_closing_needs_reason")

    @property
    def at(self) -> datetime | None:
        return self.computed if self.set_to is None else self.set_to

    def late_by(self, closed_at: datetime) -> timedelta | None:
        """How much later than expected it was closed, negative when earlier; None without expectation."""
        return None if self.at is None else closed_at - self.at
