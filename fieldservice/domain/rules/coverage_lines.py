"""How one coverage line meets one question: what fits, what stands in the way, what is not chosen yet.

Obstacles are enum members here, because a customer may have thousands of lines and a verdict is given while
somebody is on the telephone; only the few that are shown become reasons (`coverage_reasons`).
"""

from dataclasses import dataclass
from enum import IntEnum, StrEnum

from fieldservice.domain.rules.coverage_facts import (
    AllUnits,
    LineFacts,
    NamedUnits,
    UnitsOfCategory,
    WorkMode,
)
from fieldservice.domain.rules.coverage_quota import QuotaLevel
from fieldservice.domain.rules.verdict_facts import UnitFacts, VerdictQuestion


class Obstacle(StrEnum):
    """Why a line does not cover the question, in the order in which they are told."""

    EXPIRED = "expired"
    FUTURE = "future"
    UNSIGNED = "unsigned"
    OTHER_UNITS = "other-units"
    OTHER_CATEGORY = "other-category"
    OTHER_SITES = "other-sites"
    OTHER_WORK = "other-work"
    OTHER_SERVICE = "other-service"
    ONLY_ON_SITE = "only-on-site"
    ONLY_REMOTE = "only-remote"
    PLACES_TAKEN = "places-taken"
    QUOTA_EXHAUSTED = "quota-exhausted"


class OpenPoint(StrEnum):
    """What has to be chosen before the line can answer."""

    UNIT = "unit"
    WORK = "work"
    SERVICE = "service"
    MODE = "mode"


class Closeness(IntEnum):
    """How closely a line names the unit; the lower one wins (docs/coverage-precedence.md)."""

    NAMED_UNIT = 0
    CATEGORY = 1
    CATEGORY_NEW_PLACE = 2
    ALL = 3


@dataclass(frozen=True, slots=True)
class LineFit:
    """`place` is the place the unit holds or would take in a category line with a number of units."""

    closeness: Closeness
    obstacles: tuple[Obstacle, ...]
    open_points: tuple[OpenPoint, ...]
    quota_level: QuotaLevel | None = None
    place: int | None = None

    @property
    def covers(self) -> bool:
        return not self.obstacles and not self.open_points


def fit_line(line: LineFacts, question: VerdictQuestion) -> LineFit:
    closeness, place, extent_obstacle = _fit_extent(line, question.unit)
    level = line.quota.level(question.expected_hours) if line.quota else None
    obstacles = [extent_obstacle, *_scope_obstacles(line, question)]
    if line.quota and level and line.quota.refuses(level):
        obstacles.append(Obstacle.QUOTA_EXHAUSTED)
    return LineFit(
        closeness=closeness,
        obstacles=tuple(obstacle for obstacle in obstacles if obstacle),
        open_points=tuple(_open_points(line, question)),
        quota_level=level,
        place=place,
    )


def _fit_extent(line: LineFacts, unit: UnitFacts | None) -> tuple[Closeness, int | None, Obstacle | None]:
    match line.extent:
        case NamedUnits(unit_ids):
            misses = unit is not None and unit.id not in unit_ids
            return Closeness.NAMED_UNIT, None, Obstacle.OTHER_UNITS if misses else None
        case UnitsOfCategory() as extent:
            return _fit_category(extent, unit)
        case AllUnits():
            return Closeness.ALL, None, None


def _fit_category(
    extent: UnitsOfCategory, unit: UnitFacts | None
) -> tuple[Closeness, int | None, Obstacle | None]:
    if unit is None:
        return Closeness.CATEGORY, None, None
    if unit.category is None or unit.category.id != extent.category.id:
        return Closeness.CATEGORY, None, Obstacle.OTHER_CATEGORY
    if extent.units_per_site is None:
        return Closeness.CATEGORY, None, None
    holders = [served.unit_id for served in extent.places_at(unit.site.id if unit.site else None)]
    if unit.id in holders:
        return Closeness.CATEGORY, holders.index(unit.id) + 1, None
    if len(holders) >= extent.units_per_site:
        return Closeness.CATEGORY_NEW_PLACE, None, Obstacle.PLACES_TAKEN
    return Closeness.CATEGORY_NEW_PLACE, len(holders) + 1, None


def _scope_obstacles(line: LineFacts, question: VerdictQuestion) -> list[Obstacle | None]:
    site = question.unit.site if question.unit else question.site
    work, service, mode = question.work, question.service, question.mode
    site_is_known = site is not None or question.unit is not None
    other_site = site_is_known and (site is None or all(site.id != named.id for named in line.sites))
    wrong_mode = mode is not None and line.mode not in (None, mode)
    only = Obstacle.ONLY_ON_SITE if line.mode is WorkMode.ON_SITE else Obstacle.ONLY_REMOTE
    return [
        Obstacle.OTHER_SITES if line.sites and other_site else None,
        Obstacle.OTHER_WORK
        if work and line.kinds_of_work and all(work.id != named.id for named in line.kinds_of_work)
        else None,
        Obstacle.OTHER_SERVICE
        if service and line.services and all(service.id != named.id for named in line.services)
        else None,
        only if wrong_mode else None,
    ]


def _open_points(line: LineFacts, question: VerdictQuestion) -> list[OpenPoint]:
    missing = (
        (OpenPoint.UNIT, question.unit is None),
        (OpenPoint.WORK, question.work is None and bool(line.kinds_of_work)),
        (OpenPoint.SERVICE, question.service is None and bool(line.services)),
        (OpenPoint.MODE, question.mode is None and line.mode is not None),
    )
    return [point for point, is_missing in missing if is_missing]
