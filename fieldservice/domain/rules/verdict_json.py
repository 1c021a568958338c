"""A verdict as plain JSON and back, exactly: how it is frozen on the ticket.

Days, amounts and ids inside the values of a reason are tagged (`{"day": "2026-11-23"}`), so that a sentence
said years later has the same types to work with. A later form gets a new version and a reader for the old
one.
"""

from dataclasses import fields
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from fieldservice.domain.rules.coverage_quota import QuotaKind, QuotaLevel
from fieldservice.domain.rules.errors import RuleViolation
from fieldservice.domain.rules.reasons import Reason
from fieldservice.domain.rules.verdict_facts import Warranty
from fieldservice.domain.rules.verdict_values import (
    Basis,
    Check,
    CheckName,
    Evidence,
    Light,
    NextStep,
    Outcome,
    Verdict,
)

_VERSION = 1
_EVIDENCE_ENUMS = {
    "basis": Basis,
    "warranty": Warranty,
    "quota_kind": QuotaKind,
    "quota_level": QuotaLevel,
}


def verdict_to_json(verdict: Verdict) -> dict[str, Any]:
    return {
        "version": _VERSION,
        "outcome": verdict.outcome.value,
        "checks": [
            {"name": check.name.value, "light": check.light.value, "reason": _reason_to_json(check.reason)}
            for check in verdict.checks
        ],
        "reason": _reason_to_json(verdict.reason),
        "evidence": _evidence_to_json(verdict.evidence),
        "next_steps": [step.value for step in verdict.next_steps],
        "needed_changes": [_reason_to_json(reason) for reason in verdict.needed_changes],
    }


def verdict_from_json(frozen: dict[str, Any]) -> Verdict:
    """Raises RuleViolation `verdict.unreadable` for a version this program does not know."""
    if frozen.get("version") != _VERSION:
        raise RuleViolation("verdict.unreadable", version=frozen.get("version"))
    customer, block, contract, coverage = (
        Check(CheckName(each["name"]), Light(each["light"]), _reason_from_json(each["reason"]))
        for each in frozen["checks"]
    )
    return Verdict(
        outcome=Outcome(frozen["outcome"]),
        checks=(customer, block, contract, coverage),
        reason=_reason_from_json(frozen["reason"]),
        evidence=_evidence_from_json(frozen["evidence"]),
        next_steps=tuple(NextStep(step) for step in frozen["next_steps"]),
        needed_changes=tuple(_reason_from_json(reason) for reason in frozen["needed_changes"]),
    )


def _reason_to_json(reason: Reason) -> dict[str, Any]:
    return {"code": reason.code, "values": {name: _plain(value) for name, value in reason.values.items()}}


def _reason_from_json(frozen: dict[str, Any]) -> Reason:
    return Reason(frozen["code"], {name: _value(plain) for name, plain in frozen["values"].items()})


def _evidence_to_json(evidence: Evidence) -> dict[str, Any]:
    """Only what says something: a field at its default is left out."""
    return {
        each.name: _plain(getattr(evidence, each.name))
        for each in fields(Evidence)
        if getattr(evidence, each.name) != each.default
    }


def _evidence_from_json(frozen: dict[str, Any]) -> Evidence:
    values = {name: _value(plain) for name, plain in frozen.items()}
    for name, enum in _EVIDENCE_ENUMS.items():
        if name in values:
            values[name] = enum(values[name])
    return Evidence(**values)


def _plain(value: Any) -> Any:
    match value:
        case date():
            return {"day": value.isoformat()}
        case Decimal():
            return {"amount": str(value)}
        case UUID():
            return {"id": str(value)}
        case tuple():
            return [_plain(each) for each in value]
        case str():
            return str(value)
        case _:
            return value


def _value(plain: Any) -> Any:
    match plain:
        case {"day": text}:
            return date.fromisoformat(text)
        case {"amount": text}:
            return Decimal(text)
        case {"id": text}:
            return UUID(text)
        case list():
            return tuple(_value(each) for each in plain)
        case _:
            return plain
