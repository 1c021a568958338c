"""A draft meets what stands there now: what was typed stays, what somebody else changed meanwhile is known.

Beside each field that was typed into, a draft keeps what stood there before. So it needs no version: a field
that nobody else touched takes what was typed, one that both changed is told with the newer value.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID, uuid5

_BEFORE = "before:"


@dataclass(frozen=True, slots=True)
class Meanwhile:
    """A field that was typed into and that somebody else changed as well; all as texts of a draft."""

    name: str
    before: str
    typed: str
    now: str


@dataclass(frozen=True, slots=True)
class Merged:
    """`values` are to be put into the fields; they hold what was typed, also where both changed a field."""

    values: Mapping[str, str]
    meanwhile: tuple[Meanwhile, ...]


def draft_id_of(subject: UUID, form: str, user_id: UUID | None) -> UUID:
    """One draft of each form, of each thing it is about, of each person: whatever became of the thing."""
    shared = uuid5(subject, form)
    return shared if user_id is None else uuid5(shared, str(user_id))


def with_before(values: Mapping[str, str], before: Mapping[str, str]) -> dict[str, str]:
    """What is written down: the fields, and what stood in those that were typed into."""
    changed = {
        f"{_BEFORE}{name}": before[name]
        for name, value in values.items()
        if name in before and before[name] != value
    }
    return {**values, **changed}


def merged(draft: Mapping[str, str], now: Mapping[str, str]) -> Merged:
    """Put a draft over what stands there now. One of an older program knows no before: all of it counts."""
    if not any(name.startswith(_BEFORE) for name in draft):
        return Merged({name: draft[name] for name in now if name in draft}, ())
    values: dict[str, str] = {}
    meanwhile: list[Meanwhile] = []
    for name, standing in now.items():
        before = draft.get(f"{_BEFORE}{name}")
        if before is None or name not in draft:
            continue
        values[name] = draft[name]
        if standing not in (before, draft[name]):
            meanwhile.append(Meanwhile(name, before, draft[name], standing))
    return Merged(values, tuple(meanwhile))
