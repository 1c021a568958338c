"""Two people change the same record: what is kept of both, and what only a person can decide (P-39).

Three values a field: before (what one saw when one began), mine, theirs (what is stored now). Fields that
only one of the two changed are both kept; a field that both changed differently is a conflict. A frozen set
(roles of a user, people of a team) is merged by its members; a tuple is one value: an empty one means all.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from fieldservice.domain.rules.errors import RuleViolation


@dataclass(frozen=True, slots=True)
class FieldConflict:
    """One field that both changed, each to something else."""

    name: str
    before: Any
    mine: Any
    theirs: Any


@dataclass(frozen=True, slots=True)
class Merged:
    """`kept` is what is to be written over what is stored now."""

    kept: Mapping[str, Any]
    conflicts: tuple[FieldConflict, ...]


def merged(before: Mapping[str, Any], mine: Mapping[str, Any], theirs: Mapping[str, Any]) -> Merged:
    """`mine` names the fields that I changed; a field that I left as it was takes no part.

    A field of mine that `before` does not tell of is taken as mine: nothing is known that it could undo.
    """
    changed = {name: value for name, value in mine.items() if name not in before or value != before[name]}
    sets = {name for name, value in changed.items() if name in before and isinstance(value, frozenset)}
    conflicts = tuple(
        FieldConflict(name, before[name], value, theirs[name])
        for name, value in changed.items()
        if name in before and name not in sets and theirs[name] not in (before[name], value)
    )
    refused = {conflict.name for conflict in conflicts}
    kept = {name: value for name, value in changed.items() if name not in refused}
    kept |= {name: theirs[name] - (before[name] - mine[name]) | (mine[name] - before[name]) for name in sets}
    return Merged(kept, conflicts)


def require_unconflicted(
    before: Mapping[str, Any], mine: Mapping[str, Any], theirs: Mapping[str, Any]
) -> Mapping[str, Any]:
    """What is to be written; or `RuleViolation` `row.fields_in_conflict`, whose value `conflicts` has them
    all, so that a form can ask field by field.
    """
    result = merged(before, mine, theirs)
    if result.conflicts:
        names = sorted(conflict.name for conflict in result.conflicts)
        raise RuleViolation("row.fields_in_conflict", fields=names, conflicts=result.conflicts)
    return result.kept
