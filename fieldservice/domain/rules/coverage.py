"""Which coverage line decides: contracts that count on a day, precedence of lines that fit, near misses.

When several lines fit, the first by this order decides (docs/coverage-precedence.md says why):

1. the closer naming of the unit: named unit, then category without a new place, category with a new place,
   all units;
2. a quota that still has something left, before one that is used up but allowed beyond its end;
3. the terms that start later;
4. the contract number, then the position of the line, then its id.

The order of the facts handed in never matters.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from fieldservice.domain.rules.coverage_facts import ContractFacts, ContractStatus, LineFacts, TermsFacts
from fieldservice.domain.rules.coverage_lines import LineFit, Obstacle, fit_line
from fieldservice.domain.rules.coverage_quota import QuotaLevel
from fieldservice.domain.rules.verdict_facts import VerdictQuestion

# How far an obstacle keeps a line from covering: another unit is much further away than another work.
_FAR = {
    Obstacle.OTHER_UNITS: 8,
    Obstacle.OTHER_CATEGORY: 8,
    Obstacle.OTHER_SITES: 4,
    Obstacle.PLACES_TAKEN: 2,
}


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a contract stands on the day: the terms that count, or the nearest ones and what keeps them from
    it.
    """

    contract: ContractFacts
    terms: TermsFacts
    obstacle: Obstacle | None
    days_away: int = 0


@dataclass(frozen=True, slots=True)
class Candidate:
    """A line of a contract, met with the question."""

    standing: Standing
    line: LineFacts
    fit: LineFit

    @property
    def obstacles(self) -> tuple[Obstacle, ...]:
        own = (self.standing.obstacle,) if self.standing.obstacle else ()
        return own + self.fit.obstacles

    @property
    def precedence(self) -> tuple[int, bool, int, str, int, UUID]:
        return (
            self.fit.closeness,
            self.fit.quota_level is QuotaLevel.BEYOND,
            -self.standing.terms.valid_from.toordinal(),
            self.standing.contract.number,
            self.line.position,
            self.line.id,
        )

    @property
    def distance(self) -> tuple[int, int, tuple[int, bool, int, str, int, UUID]]:
        return (
            sum(_FAR.get(obstacle, 1) for obstacle in self.obstacles),
            self.standing.days_away,
            self.precedence,
        )


def contract_standings(
    contracts: Iterable[ContractFacts], customer_id: UUID, day: date
) -> tuple[Standing, ...]:
    """The customer's valid contracts, then the others with what they lack; no templates, none deleted."""
    found = [
        standing
        for contract in contracts
        if contract.customer_id == customer_id
        for standing in _standings_of(contract, day)
    ]
    return tuple(sorted(found, key=_standing_order))


def candidates(standings: Iterable[Standing], question: VerdictQuestion) -> tuple[Candidate, ...]:
    return tuple(
        Candidate(standing, line, fit_line(line, question))
        for standing in standings
        for line in standing.terms.lines
    )


def deciding(fitting: Iterable[Candidate]) -> Candidate | None:
    """The one of several fitting lines that decides."""
    return min(fitting, key=lambda candidate: candidate.precedence, default=None)


def nearest_misses(
    standings: Iterable[Standing], question: VerdictQuestion
) -> tuple[tuple[Candidate, Obstacle], ...]:
    """What keeps lines from covering, nearest line first; each obstacle once a contract."""
    missing = [candidate for candidate in candidates(standings, question) if candidate.obstacles]
    told: dict[tuple[UUID, Obstacle], tuple[Candidate, Obstacle]] = {}
    for candidate in sorted(missing, key=lambda each: each.distance):
        for obstacle in candidate.obstacles:
            told.setdefault((candidate.standing.contract.id, obstacle), (candidate, obstacle))
    return tuple(told.values())


def _standings_of(contract: ContractFacts, day: date) -> list[Standing]:
    valid = [terms for terms in contract.terms if terms.is_valid_on(day)]
    if contract.status is ContractStatus.DRAFT:
        return [Standing(contract, terms, Obstacle.UNSIGNED) for terms in valid]
    if contract.status is not ContractStatus.SIGNED:
        return []
    if valid:
        return [Standing(contract, terms, None) for terms in valid]
    return _missed_terms(contract, day)


def _missed_terms(contract: ContractFacts, day: date) -> list[Standing]:
    """The terms that ended last and those that start next: older and later ones would only confuse."""
    ended = [
        (terms.valid_to, terms.id, terms)
        for terms in contract.terms
        if terms.valid_to and terms.valid_to < day
    ]
    coming = [(terms.valid_from, terms.id, terms) for terms in contract.terms if terms.valid_from > day]
    found = []
    if ended:
        last_day, _, terms = max(ended)
        found.append(Standing(contract, terms, Obstacle.EXPIRED, (day - last_day).days))
    if coming:
        first_day, _, terms = min(coming)
        found.append(Standing(contract, terms, Obstacle.FUTURE, (first_day - day).days))
    return found


def _standing_order(standing: Standing) -> tuple[bool, int, int, str, UUID]:
    terms = standing.terms
    return (
        standing.obstacle is not None,
        standing.days_away,
        -terms.valid_from.toordinal(),
        standing.contract.number,
        terms.id,
    )
