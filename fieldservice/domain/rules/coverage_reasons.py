"""Reasons and evidence that a coverage line gives: why it covers, or what keeps it from covering."""

from dataclasses import replace
from typing import Any

from fieldservice.domain.rules.coverage import Candidate, Standing
from fieldservice.domain.rules.coverage_facts import Named, UnitsOfCategory
from fieldservice.domain.rules.coverage_lines import Closeness, Obstacle
from fieldservice.domain.rules.coverage_quota import QuotaLevel
from fieldservice.domain.rules.reasons import Reason
from fieldservice.domain.rules.verdict_codes import VerdictCode
from fieldservice.domain.rules.verdict_facts import UnitFacts, VerdictQuestion
from fieldservice.domain.rules.verdict_values import Basis, Evidence

_OBSTACLE_CODES = {
    Obstacle.EXPIRED: VerdictCode.CONTRACT_EXPIRED,
    Obstacle.FUTURE: VerdictCode.CONTRACT_FUTURE,
    Obstacle.UNSIGNED: VerdictCode.CONTRACT_UNSIGNED,
    Obstacle.OTHER_UNITS: VerdictCode.LINE_OTHER_UNITS,
    Obstacle.OTHER_CATEGORY: VerdictCode.LINE_OTHER_CATEGORY,
    Obstacle.OTHER_SITES: VerdictCode.LINE_OTHER_SITES,
    Obstacle.OTHER_WORK: VerdictCode.LINE_OTHER_WORK,
    Obstacle.OTHER_SERVICE: VerdictCode.LINE_OTHER_SERVICE,
    Obstacle.ONLY_ON_SITE: VerdictCode.LINE_ONLY_ON_SITE,
    Obstacle.ONLY_REMOTE: VerdictCode.LINE_ONLY_REMOTE,
    Obstacle.PLACES_TAKEN: VerdictCode.LINE_PLACES_TAKEN,
    Obstacle.QUOTA_EXHAUSTED: VerdictCode.LINE_QUOTA_EXHAUSTED,
}


def unit_label(unit: UnitFacts) -> str:
    return unit.serial_number or unit.name


def contract_reason(standing: Standing, **more: Any) -> Reason:
    """That a contract is valid, or what it lacks on the day."""
    code = _OBSTACLE_CODES[standing.obstacle] if standing.obstacle else VerdictCode.CONTRACT_VALID
    terms = standing.terms
    values = {
        "contract": standing.contract.number,
        "valid_from": terms.valid_from,
        "valid_to": terms.valid_to,
    }
    return Reason(code.value, values | more)


def covered_reason(candidate: Candidate, question: VerdictQuestion) -> Reason:
    code = VerdictCode.COVERED_BY_ALL
    match candidate.fit.closeness:
        case Closeness.NAMED_UNIT:
            code = VerdictCode.COVERED_BY_NAME
        case Closeness.CATEGORY_NEW_PLACE:
            code = VerdictCode.COVERED_BY_NEW_PLACE
        case Closeness.CATEGORY:
            held = candidate.fit.place is not None
            code = VerdictCode.COVERED_BY_PLACE if held else VerdictCode.COVERED_BY_CATEGORY
    return Reason(code.value, _line_values(candidate, question) | _category_values(candidate, question.unit))


def quota_reason(candidate: Candidate, question: VerdictQuestion) -> Reason | None:
    """The warning of a quota that comes to its end with this work; None while it is calm or there is none."""
    level = candidate.fit.quota_level
    if level in (None, QuotaLevel.CALM):
        return None
    beyond = level is QuotaLevel.BEYOND
    code = VerdictCode.QUOTA_BEYOND_ALLOWED if beyond else VerdictCode.QUOTA_WARNING
    return Reason(code.value, _line_values(candidate, question) | _quota_values(candidate))


def obstacle_reason(candidate: Candidate, obstacle: Obstacle, question: VerdictQuestion) -> Reason:
    """What keeps the line from covering; `others` counts its further obstacles."""
    others = {"others": len(candidate.obstacles) - 1}
    if obstacle is candidate.standing.obstacle:
        return contract_reason(candidate.standing, **others)
    values = _line_values(candidate, question) | others | _obstacle_values(candidate, obstacle, question)
    return Reason(_OBSTACLE_CODES[obstacle].value, values)


def line_evidence(evidence: Evidence, candidate: Candidate) -> Evidence:
    """The evidence completed by the line that decides."""
    contract, terms, line = candidate.standing.contract, candidate.standing.terms, candidate.line
    found = replace(
        evidence,
        basis=Basis.CONTRACT,
        contract_id=contract.id,
        contract_number=contract.number,
        terms_id=terms.id,
        valid_from=terms.valid_from,
        valid_to=terms.valid_to,
        line_id=line.id,
        line_position=line.position,
        sla_id=line.sla_id,
    )
    return _with_quota(_with_places(found, candidate), candidate)


def _with_places(evidence: Evidence, candidate: Candidate) -> Evidence:
    extent, fit = candidate.line.extent, candidate.fit
    if not isinstance(extent, UnitsOfCategory) or extent.units_per_site is None:
        return evidence
    return replace(
        evidence,
        place=fit.place,
        places=extent.units_per_site,
        takes_place=fit.closeness is Closeness.CATEGORY_NEW_PLACE and fit.place is not None,
        served_units=tuple(served.unit_id for served in extent.places_at(evidence.site_id)),
    )


def _with_quota(evidence: Evidence, candidate: Candidate) -> Evidence:
    quota = candidate.line.quota
    if quota is None:
        return evidence
    return replace(
        evidence,
        quota_kind=quota.kind,
        quota_used=quota.used,
        quota_limit=quota.limit,
        quota_level=candidate.fit.quota_level,
    )


def _line_values(candidate: Candidate, question: VerdictQuestion) -> dict[str, Any]:
    site = question.unit.site if question.unit else question.site
    return {
        "contract": candidate.standing.contract.number,
        "line": candidate.line.position,
        "valid_to": candidate.standing.terms.valid_to,
        "unit": unit_label(question.unit) if question.unit else "",
        "site": site.name if site else "",
    }


def _obstacle_values(candidate: Candidate, obstacle: Obstacle, question: VerdictQuestion) -> dict[str, Any]:
    line = candidate.line
    match obstacle:
        case Obstacle.OTHER_WORK:
            return {"work": question.work.name if question.work else "", "covers": _names(line.kinds_of_work)}
        case Obstacle.OTHER_SERVICE:
            return {
                "service": question.service.name if question.service else "",
                "covers": _names(line.services),
            }
        case Obstacle.OTHER_SITES:
            return {"covers": _names(line.sites)}
        case Obstacle.OTHER_CATEGORY | Obstacle.PLACES_TAKEN:
            return _category_values(candidate, question.unit)
        case Obstacle.QUOTA_EXHAUSTED:
            return _quota_values(candidate)
        case _:
            return {}


def _category_values(candidate: Candidate, unit: UnitFacts | None) -> dict[str, Any]:
    extent = candidate.line.extent
    if not isinstance(extent, UnitsOfCategory):
        return {}
    values: dict[str, Any] = {"category": extent.category.name}
    if extent.units_per_site is None or unit is None:
        return values
    served = extent.places_at(unit.site.id if unit.site else None)
    return values | {
        "place": candidate.fit.place,
        "places": extent.units_per_site,
        "total": unit.same_category_at_site,
        "served": tuple(each.serial_number for each in served),
    }


def _quota_values(candidate: Candidate) -> dict[str, Any]:
    quota, level = candidate.line.quota, candidate.fit.quota_level
    found = quota and {"used": quota.used, "limit": quota.limit, "quota_kind": quota.kind.value}
    return (found or {}) | ({"level": level.value} if level else {})


def _names(named: tuple[Named, ...]) -> tuple[str, ...]:
    return tuple(each.name for each in named)
