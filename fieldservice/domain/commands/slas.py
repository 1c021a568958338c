"""The rules that pick the SLA of a ticket, changed together: their order is what they mean."""

from dataclasses import dataclass

from fieldservice.domain.model.base import Base
from fieldservice.domain.model.catalogue import SlaRule as SlaRuleRow
from fieldservice.domain.rules.changes import Changes
from fieldservice.domain.rules.errors import RuleViolation
from fieldservice.domain.rules.sla import SlaRule
from fieldservice.domain.store.clock import Clock
from fieldservice.domain.store.finding import assign, every
from fieldservice.domain.store.unit_of_work import UnitOfWork

CONDITIONS = (
    "sla_id",
    "customer_class",
    "ticket_type_id",
    "priority",
    "channel",
    "line_sla_id",
    "customer_id",
    "kind_id",
    "service_id",
)


@dataclass(frozen=True, slots=True)
class ChangeSlaRules:
    """All rules as they were seen and as they are to be; the place in the list is the position."""

    seen: tuple[SlaRule, ...]
    rules: tuple[SlaRule, ...]


def change_sla_rules(command: ChangeSlaRules, uow: UnitOfWork, clock: Clock) -> Changes:
    """`sla.rules_changed_meanwhile` when they are no longer those that were seen."""
    del clock
    rows = {row.id: row for row in every(uow, SlaRuleRow)}
    if {rule.id: _values(rule) for rule in command.seen} != {key: _values(row) for key, row in rows.items()}:
        raise RuleViolation("sla.rules_changed_meanwhile")
    uow.record("sla.change_rules", None, count=len(command.rules))
    kept = {rule.id for rule in command.rules}
    for key, row in rows.items():
        if key not in kept:
            uow.session.delete(row)
    for position, rule in enumerate(command.rules):
        values = {**_values(rule), "position": position}
        if rule.id in rows:
            assign(rows[rule.id], **values)
        else:
            uow.add(SlaRuleRow(id=rule.id, **values))
    return uow.commit()


def _values(rule: SlaRule | Base) -> dict[str, object]:
    """What the rule says; its position follows from the order."""
    return {name: getattr(rule, name) for name in ("position", *CONDITIONS)}
