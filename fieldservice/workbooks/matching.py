"""How well the headers of one row fit the columns of each kind: exact names first, then near ones."""

from collections.abc import Sequence
from dataclasses import dataclass
from types import MappingProxyType

from rapidfuzz import fuzz, process

from fieldservice.workbooks.fields import FIELDS, Kind
from fieldservice.workbooks.mapping import LEFT_OUT_MARK
from fieldservice.workbooks.vocabulary import header_names, sheet_names
from fieldservice.workbooks.words import folded

_NEAR_ENOUGH = 86
_SHORTEST_NEAR = 5
_EXACT = 100
_LONGEST_HEADER = 80

_FIELD_OF = MappingProxyType(
    {
        kind: MappingProxyType(
            {
                folded(name): (field, place)
                for field, names in reversed(tuple(header_names(kind)))
                for place, name in reversed(tuple(enumerate(names)))
            }
        )
        for kind in Kind
    }
)
_SHEET_NAMES = MappingProxyType({kind: frozenset(map(folded, sheet_names(kind))) for kind in Kind})


@dataclass(frozen=True, slots=True)
class Match:
    """A header taken for a field, and how surely."""

    field: str
    confidence: int
    rank: int = 0


@dataclass(frozen=True, slots=True)
class Fit:
    """How one kind fits a row of headers; `matches` has one place for each header."""

    kind: Kind
    matches: tuple[Match | None, ...]
    score: float

    @property
    def fields(self) -> frozenset[str]:
        return frozenset(match.field for match in self.matches if match)

    @property
    def missing(self) -> tuple[str, ...]:
        return FIELDS[self.kind].missing(self.fields)


def fits(headers: Sequence[Sequence[str]], sheet: str) -> list[Fit]:
    """All kinds, best first; each header is a list of ways to read it (two header rows give several)."""
    named = folded(sheet)
    found = [_fit(kind, headers, sheet_bonus=_sheet_bonus(kind, named)) for kind in Kind]
    return sorted(found, key=lambda fit: -fit.score)


def _fit(kind: Kind, headers: Sequence[Sequence[str]], *, sheet_bonus: float) -> Fit:
    candidates = [_best(kind, readings) for readings in headers]
    matches = _one_column_a_field(candidates)
    required = frozenset((*FIELDS[kind].required, *FIELDS[kind].one_of))
    score = sheet_bonus
    for match, readings in zip(matches, headers, strict=True):
        if match is not None:
            score += (3 if match.field in required else 1.5) * match.confidence / _EXACT - min(
                match.rank, 20
            ) / 200
        elif any(readings):
            score -= 0.5
    fit = Fit(kind, matches, score)
    return Fit(kind, matches, score - 4 * len(fit.missing))


def _sheet_bonus(kind: Kind, named: str) -> float:
    if named in _SHEET_NAMES[kind]:
        return 4
    return 1.5 if any(fuzz.ratio(named, name) >= _NEAR_ENOUGH for name in _SHEET_NAMES[kind]) else 0


def _best(kind: Kind, readings: Sequence[str]) -> Match | None:
    matches = [match for text in readings if (match := _match(kind, text))]
    return max(matches, key=lambda match: match.confidence) if matches else None


def _match(kind: Kind, text: str) -> Match | None:
    name = folded(text)
    if not name or len(name) > _LONGEST_HEADER or text.startswith(LEFT_OUT_MARK):
        return None
    known = _FIELD_OF[kind]
    if name in known:
        field, rank = known[name]
        return Match(field, _EXACT, rank)
    if len(name) < _SHORTEST_NEAR:
        return None
    near = process.extractOne(name, known.keys(), scorer=fuzz.ratio, score_cutoff=_NEAR_ENOUGH)
    return Match(known[near[0]][0], int(near[1]), known[near[0]][1]) if near else None


def _one_column_a_field(candidates: Sequence[Match | None]) -> tuple[Match | None, ...]:
    """Of several columns that read as one field the surest keeps it, then the most usual, then the first."""
    best: dict[str, int] = {}
    for place, match in enumerate(candidates):
        if match is not None:
            held = best.get(match.field)
            other = candidates[held] if held is not None else None
            if other is None or (match.confidence, -match.rank) > (other.confidence, -other.rank):
                best[match.field] = place
    return tuple(
        match if match and best[match.field] == place else None for place, match in enumerate(candidates)
    )
