"""Merging one change from a workstation into a row as the centre has it: pure, by kind of field.

A field conflicts only when it was changed since the version that the change was made on, and by another
device. Stamps are asked then alone: of two the later wins, and the device decides a tie. Every value that
gives way is told as `Lost`.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from fieldservice.domain.rules.erasing import BARS
from fieldservice.domain.rules.exchange_kinds import (
    KINDS,
    MergeKind,
    Removal,
    StateRule,
    group_of,
    is_computed,
    kind_of,
    travels,
)
from fieldservice.domain.rules.long_text_merge import merge_texts

Values = Mapping[str, Any]
"""Columns of a row, encoded as in the journal."""
ROW = ""
"""Stands for the field where a whole row gave way."""


@dataclass(frozen=True, slots=True)
class FieldClock:
    """The last change of a field: the centre's version it made, the hybrid stamp, the device."""

    version: int
    stamp: int
    device: str

    @property
    def order(self) -> tuple[int, str]:
        return self.stamp, self.device


@dataclass(frozen=True, slots=True)
class RowState:
    """A row as the centre has it. A field without a clock of its own was last changed as `made` says."""

    values: Values
    made: FieldClock
    clocks: Mapping[str, FieldClock] = field(default_factory=dict)

    def clock(self, name: str) -> FieldClock:
        return self.clocks.get(name, self.made)


@dataclass(frozen=True, slots=True)
class RowEdit:
    """What a device did to a row that it knew in version `base`: the columns set, and what stood there."""

    base: int
    stamp: int
    device: str
    set: Values
    was: Values = field(default_factory=dict)

    @property
    def order(self) -> tuple[int, str]:
        return self.stamp, self.device


@dataclass(frozen=True, slots=True)
class Lost:
    """A value that gave way, and the rule by which; `is_ours` when it is the one that came just now."""

    field: str
    rule: str
    base: Any
    kept: Any
    lost: Any
    is_ours: bool


@dataclass(frozen=True, slots=True)
class Merged:
    """`values` are the columns that change, `won` those whose clock becomes that of the edit even if the
    value was the same already. What changes and was not won is a text of several: it keeps the stamp and the
    device that it had, in its new version, so that the device's next edit is put together with it again.
    `is_refused`: people have to decide, nothing is to be taken.
    """

    values: dict[str, Any]
    won: frozenset[str] = frozenset()
    lost: tuple[Lost, ...] = ()
    is_refused: bool = False

    def is_as_sent(self, row: Values, edit: RowEdit) -> bool:
        """Whether every column stands as it was sent."""
        return all(self.values.get(name, row.get(name)) == value for name, value in edit.set.items())


REFUSED = Merged({}, is_refused=True)


def is_newer(row: RowState, edit: RowEdit, name: str) -> bool:
    """Whether another device changed the field meanwhile."""
    clock = row.clock(name)
    return clock.version > edit.base and clock.device != edit.device


def merge_edit(table: str, row: RowState, edit: RowEdit) -> Merged:
    """What becomes of a row that is there; a row made twice under one id is an edit with base 0."""
    names = [name for name in edit.set if travels(table, name)]
    if _is_for_people(table, row, edit, names):
        return REFUSED
    result = Merged({})
    done: set[str] = set()
    for name in names:
        if name not in done:
            together = group_of(table, name)
            done |= together
            result = _joined(result, _merge_group(table, row, edit, together & set(names)))
    changed = {name: value for name, value in result.values.items() if row.values.get(name) != value}
    return Merged(changed, result.won, result.lost)


def merge_removal(table: str, row: RowState, edit: RowEdit) -> Merged | None:
    """None when the row goes; else what its removal comes to. Who changed it meanwhile is told either way."""
    newer = [name for name in row.values if travels(table, name) and is_newer(row, edit, name)]
    removal = KINDS[table].removal
    if not newer or removal in (Removal.MASTER, Removal.RECORD):
        return None
    if removal is Removal.RULES:
        return REFUSED
    if removal is Removal.MEMBER:
        return Merged({})
    return Merged({}, lost=(Lost(ROW, "removal", None, None, None, is_ours=True),))


def lost_with(table: str, row: RowState, edit: RowEdit) -> tuple[Lost, ...]:
    """What others changed meanwhile in a row that goes all the same."""
    return tuple(
        Lost(name, "removal", None, None, value, is_ours=False)
        for name, value in row.values.items()
        if travels(table, name) and _was_changed(row, name) and is_newer(row, edit, name)
    )


def lost_on_gone(table: str, edit: RowEdit) -> tuple[Lost, ...]:
    """What was set in a row that is gone for good."""
    return tuple(
        Lost(name, "removal", edit.was.get(name), None, value, is_ours=True)
        for name, value in edit.set.items()
        if travels(table, name) and value != edit.was.get(name)
    )


def _was_changed(row: RowState, name: str) -> bool:
    """Whether the field was ever changed since the row was made."""
    return name in row.clocks and row.clocks[name].version > row.made.version


def _is_for_people(table: str, row: RowState, edit: RowEdit, names: Iterable[str]) -> bool:
    """Terms: any of them changed meanwhile, and not to the same, is for people to decide."""
    wanted = [name for name in names if kind_of(table, name) is MergeKind.TERMS]
    if all(edit.set[name] == row.values.get(name) for name in wanted):
        return False
    terms = (name for name in row.values if kind_of(table, name) is MergeKind.TERMS)
    return any(is_newer(row, edit, name) for name in terms)


def _joined(one: Merged, other: Merged) -> Merged:
    return Merged({**one.values, **other.values}, one.won | other.won, (*one.lost, *other.lost))


def _merge_group(table: str, row: RowState, edit: RowEdit, names: frozenset[str]) -> Merged:
    """One field, or several that move together; `names` are those of the group that the edit sets."""
    wanted = {name: edit.set[name] for name in edit.set if name in names}
    whole = [name for name in row.values if name in group_of(table, next(iter(names)))]
    newer = [name for name in whole if is_newer(row, edit, name)]
    kind = kind_of(table, next(iter(wanted)))
    if kind is MergeKind.FIXED:
        return _fixed(row, edit, wanted)
    if not newer:
        return Merged(wanted, frozenset(wanted))
    if any(_is_erased(row.values.get(name)) for name in newer):
        return Merged({}, lost=tuple(_erased(row, name) for name in wanted if _differs(row, wanted, name)))
    if kind is MergeKind.TEXT:
        return _text(row, edit, next(iter(wanted)))
    if kind is MergeKind.STATE:
        rule = KINDS[table].state
        return _state(rule, row, edit, wanted) if rule is not None else Merged({})
    merged = _later(row, edit, wanted, newer, kind)
    stood = {**row.values, **{name: value for name, value in wanted.items() if value}}
    told = tuple(each for each in merged.lost if not is_computed(table, each.field, stood))
    return replace(merged, lost=told)


def _fixed(row: RowState, edit: RowEdit, wanted: Values) -> Merged:
    """Written once: nothing is set in it but the bars of an erased person, or what stands there already."""
    taken = {name: value for name, value in wanted.items() if _is_erased(value)}
    lost = tuple(
        Lost(name, MergeKind.FIXED.value, edit.was.get(name), row.values.get(name), value, is_ours=True)
        for name, value in wanted.items()
        if name not in taken and value != row.values.get(name)
    )
    return Merged(taken, frozenset(taken), lost)


def _later(row: RowState, edit: RowEdit, wanted: Values, newer: list[str], kind: MergeKind) -> Merged:
    """The later stamp wins, for all of a group; planning stays as the centre has it.

    An edit that does not set all that was changed meanwhile would leave half an address: then the centre's
    stays whole.
    """
    standing = max(row.clock(name).order for name in newer)
    is_ours_kept = kind is not MergeKind.PLANNING and edit.order > standing and set(newer) <= set(wanted)
    lost = tuple(
        _lost(row, edit, name, kind.value, is_ours=not is_ours_kept)
        for name in wanted
        if _differs(row, wanted, name) and (not is_ours_kept or name in newer)
    )
    return Merged(dict(wanted), frozenset(wanted), lost) if is_ours_kept else Merged({}, lost=lost)


def _lost(row: RowState, edit: RowEdit, name: str, rule: str, *, is_ours: bool) -> Lost:
    standing, sent = row.values.get(name), edit.set[name]
    kept, lost = (standing, sent) if is_ours else (sent, standing)
    return Lost(name, rule, edit.was.get(name), kept, lost, is_ours)


def _text(row: RowState, edit: RowEdit, name: str) -> Merged:
    standing, sent = row.values.get(name) or "", edit.set[name] or ""
    base = edit.was.get(name) or ""
    is_later = edit.order > row.clock(name).order
    ours, theirs = (sent, standing) if is_later else (standing, sent)
    merged = merge_texts(base, ours, theirs)
    lost = (
        ()
        if merged.is_clean
        else (Lost(name, MergeKind.TEXT.value, base, merged.text, theirs, is_ours=not is_later),)
    )
    return Merged({name: merged.text}, frozenset({name} if merged.text == sent else ()), lost)


def _state(rule: StateRule, row: RowState, edit: RowEdit, wanted: Values) -> Merged:
    """What has more weight stays, whoever came first; the same weight goes by the stamp."""
    sent = {name: wanted.get(name, row.values.get(name)) for name in rule.fields}
    standing = max(row.clock(name).order for name in rule.fields if name in row.values)
    is_ours_kept = (_weight(rule, sent), *edit.order) > (_weight(rule, row.values), *standing)
    taken = {**_emptied(rule, sent, wanted), **wanted} if is_ours_kept else {}
    losing = {name: row.values[name] for name in row.values if is_newer(row, edit, name)}
    told = _told(rule, losing if is_ours_kept else wanted, {**row.values, **taken}, edit.was)
    lost = tuple(
        Lost(name, "state", edit.was.get(name), kept, value, is_ours=not is_ours_kept)
        for name, kept, value in told
    )
    return Merged(taken, frozenset(taken), lost)


def _weight(rule: StateRule, values: Values) -> tuple[int, ...]:
    return tuple(weights.get(values.get(name), 0) for name, weights in rule.columns.items())


def _emptied(rule: StateRule, sent: Values, wanted: Values) -> dict[str, Any]:
    """What belongs to a state that the row is not in, or that the one who put it there left empty."""
    state, was_put = sent[rule.state_column], rule.state_column in wanted
    return {
        name: empty
        for name, (states, empty) in rule.of_states.items()
        if state not in states or (was_put and name not in wanted)
    }


def _told(rule: StateRule, losing: Values, winning: Values, was: Values) -> Iterator[tuple[str, Any, Any]]:
    """Getting on with the work asks nobody; what somebody decided or wrote, and does not stand, is told."""
    state = rule.state_column
    names = list(rule.typed)
    if losing.get(state, winning.get(state)) == winning.get(state):
        names.append("state_id")
    elif _was_decided(rule, losing[state], was.get(state)):
        names.append(state)
    for name in names:
        if name in losing and losing[name] not in (None, "") and losing[name] != winning.get(name):
            yield name, winning.get(name), losing[name]


def _was_decided(rule: StateRule, state: Any, before: Any) -> bool:
    """States go forward by themselves; somebody has to call off, put aside, close, or open again."""
    weights = rule.columns[rule.state_column]
    return state in rule.decided or weights.get(state, 0) < weights.get(before, 0)


def _differs(row: RowState, wanted: Values, name: str) -> bool:
    return bool(row.values.get(name) != wanted[name])


def _is_erased(value: Any) -> bool:
    return isinstance(value, str) and BARS in value


def _erased(row: RowState, name: str) -> Lost:
    """What was typed about somebody who was erased meanwhile is kept nowhere."""
    return Lost(name, "erased", None, row.values.get(name), None, is_ours=True)
