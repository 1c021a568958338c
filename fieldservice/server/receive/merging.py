"""One transaction merged into the rows as they stand: all of it, or nothing of it.

In memory; `Outcome` tells what came of each row, for the journal, the answer and those who must be told.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, select

from fieldservice.domain.model.equipment import EquipmentMove
from fieldservice.domain.model.journal import ChangeKind, JournalChange
from fieldservice.domain.rules.errors import RuleViolation
from fieldservice.domain.rules.exchange_kinds import KINDS, Removal
from fieldservice.domain.rules.exchange_merge import (
    FieldClock,
    Lost,
    Merged,
    RowEdit,
    lost_on_gone,
    lost_with,
    merge_edit,
    merge_removal,
)
from fieldservice.domain.rules.exchange_scopes import parents_first
from fieldservice.domain.store.row_values import encode
from fieldservice.server.receive.ledger import NO_DEVICE, Image, Ledger
from fieldservice.server.receive.reach import Reach
from fieldservice.server.receive.taken import Taken, alias_of
from fieldservice.server.receive.values import Values
from fieldservice.server.receive.work import Deed, Key, Work

UNIT, MOVE, SITE = "equipment", "equipment_move", "site_id"


@dataclass(frozen=True, slots=True)
class Yielded:
    """A value of a row that gave way, and the device on the other side."""

    key: Key
    lost: Lost
    device: str


@dataclass(slots=True)
class Outcome:
    """What a transaction came to: rows before and after it, and values that gave way with their rows.

    `dropped` are rows that the centre does not keep as such: a member that is there under another id.
    """

    work: Work
    before: dict[Key, Values | None] = field(default_factory=dict)
    after: dict[Key, Image] = field(default_factory=dict)
    lost: list[Yielded] = field(default_factory=list)
    dropped: set[Key] = field(default_factory=set)

    def give_up(self, image: Image, lost: Iterable[Lost]) -> None:
        """Values that gave way; asked before the row's clocks move on."""
        for each in lost:
            clock = image.gone if image.values is None else image.clocks.get(each.field, image.made)
            self.lost.append(Yielded(image.key, each, clock.device))


def _place(deed: Deed) -> int:
    """Parents first: what hangs on a row asks what became of it."""
    return _PLACES[deed.form.name]


_PLACES = {table: place for place, table in enumerate(parents_first())}


class Merging:
    """Merges the transactions of one device, one after the other, into one ledger."""

    def __init__(
        self, connection: Connection, device: str, ledger: Ledger, reach: Reach, taken: Taken
    ) -> None:
        self._connection = connection
        self._device = device
        self._ledger = ledger
        self._reach = reach
        self._taken = taken

    def take(self, work: Work) -> Outcome:
        """Raises `RuleViolation`; then nothing of the transaction is in the ledger."""
        outcome = Outcome(work)
        made = {deed.key for deed in work.deeds if deed.kind == "insert"}
        for deed in sorted(work.deeds, key=_place):
            image = self._image(deed.key, outcome)
            self._reach.check(deed, image, made, self._ledger)
            self._do(deed, image, outcome)
        self._place_units(outcome)
        self._ledger.put(outcome.after)
        for image in outcome.after.values():
            self._taken.take(image)
        return outcome

    def _image(self, key: Key, outcome: Outcome) -> Image:
        """The row to work on: a copy, until the whole transaction was taken."""
        if key not in outcome.after:
            standing = self._ledger.known(key) or Image(key)
            outcome.before[key] = standing.values
            outcome.after[key] = standing.copy()
        return outcome.after[key]

    def _do(self, deed: Deed, image: Image, outcome: Outcome) -> None:
        edit = RowEdit(deed.base, outcome.work.stamp, self._device, deed.set, deed.was)
        if deed.kind == "delete":
            self._remove(image, edit, outcome)
        elif image.values is not None:
            self._edit(image, edit, outcome)
        elif deed.kind == "insert":
            self._insert(deed, image, edit, outcome)
        else:
            self._edit_gone(deed, image, edit, outcome)

    def _insert(self, deed: Deed, image: Image, edit: RowEdit, outcome: Outcome) -> None:
        values = self._cleared(image, deed.form.whole(deed.row_id, deed.set), outcome)
        if values is not None:
            image.values, image.clocks = values, {}
            image.made = self._clock(image, edit)

    def _edit(self, image: Image, edit: RowEdit, outcome: Outcome) -> None:
        table = image.key[0]
        merged = merge_edit(table, image.state(), edit)
        if merged.is_refused:
            raise RuleViolation("exchange.terms_changed", table=table)
        self._put(image, merged, edit, outcome)

    def _put(self, image: Image, merged: Merged, edit: RowEdit, outcome: Outcome) -> None:
        """Columns, clocks, and what gave way."""
        values = self._cleared(image, {**(image.values or {}), **merged.values}, outcome)
        if values is None:
            return
        outcome.give_up(image, merged.lost)
        clock = self._clock(image, edit)
        for name in merged.values:
            standing = image.clocks.get(name, image.made)
            kept = FieldClock(clock.version, standing.stamp, standing.device)
            image.clocks[name] = clock if name in merged.won else kept
        image.clocks.update(dict.fromkeys(merged.won, clock))
        image.values = values

    def _edit_gone(self, deed: Deed, image: Image, edit: RowEdit, outcome: Outcome) -> None:
        """Work that somebody goes on with comes back; what was typed into other rows is told."""
        if not image.is_gone and not image.was_known:
            raise RuleViolation("exchange.row_unknown", table=deed.form.name)
        is_own = image.gone.device == self._device
        stood = (
            None
            if is_own or KINDS[deed.form.name].removal is not Removal.WORK
            else self._last_known(image.key)
        )
        if stood is None:
            outcome.dropped.add(image.key)
            outcome.give_up(image, lost_on_gone(deed.form.name, edit))
            return
        outcome.give_up(image, [Lost("", "removal", None, None, None, is_ours=False)])
        image.values = deed.form.whole(deed.row_id, {**stood, **deed.set})
        image.made = self._clock(image, edit)

    def _remove(self, image: Image, edit: RowEdit, outcome: Outcome) -> None:
        if image.values is None:
            return
        table, state = image.key[0], image.state()
        merged = merge_removal(table, state, edit)
        if merged is None:
            outcome.give_up(image, lost_with(table, state, edit))
            image.values, image.is_gone = None, True
            image.gone = self._clock(image, edit)
        elif merged.is_refused:
            raise RuleViolation("exchange.terms_changed", table=table)
        else:
            outcome.give_up(image, merged.lost)

    def _cleared(self, image: Image, values: Values, outcome: Outcome) -> Values | None:
        """The values with numbers and names that are free; None when the row is there under another id."""
        cleared = self._taken.clear(image.key, image.values, values)
        if cleared.is_member_there:
            outcome.dropped.add(image.key)
            return None
        outcome.lost.extend(Yielded(image.key, lost, NO_DEVICE) for lost in cleared.lost)
        if cleared.old_number is not None:
            ticket = cleared.values.get("ticket_id")
            owner = image.key[1] if ticket is None else UUID(ticket)
            key, alias = alias_of(image.key, owner, cleared.old_number)
            known = self._image(key, outcome)
            if known.values is None:
                known.values = alias
                known.made = FieldClock(known.next_version, outcome.work.stamp, self._device)
        return cleared.values

    def _clock(self, image: Image, edit: RowEdit) -> FieldClock:
        return FieldClock(image.next_version, edit.stamp, self._device)

    def _last_known(self, key: Key) -> Values | None:
        """The row as it was when it was removed, as the journal keeps it."""
        removed = (
            select(JournalChange.before)
            .where(JournalChange.row_id == key[1], JournalChange.table_name == key[0])
            .where(JournalChange.kind == ChangeKind.DELETE)
            .order_by(JournalChange.id.desc())
            .limit(1)
        )
        found: Any = self._connection.scalar(removed)
        return None if found is None else {name: value for name, value in found.items() if name != "version"}

    def _place_units(self, outcome: Outcome) -> None:
        """A unit stands where its latest move by date brought it, whoever told first (P-49)."""
        moves = [image.values for key, image in outcome.after.items() if key[0] == MOVE and image.values]
        units = {UUID(move["equipment_id"]) for move in moves}
        for unit_id in units:
            key = (UNIT, unit_id)
            unit = self._image(key, outcome) if self._ledger.known(key) or key in outcome.after else None
            if unit is None or unit.values is None:
                continue
            target = self._last_place(unit_id, outcome)
            outcome.lost = [each for each in outcome.lost if (each.key, each.lost.field) != (key, SITE)]
            if unit.values[SITE] != target:
                unit.values[SITE] = target
                unit.clocks[SITE] = FieldClock(unit.next_version, outcome.work.stamp, self._device)

    def _last_place(self, unit_id: UUID, outcome: Outcome) -> str:
        columns = (EquipmentMove.id, EquipmentMove.moved_on, EquipmentMove.to_site_id)
        stored = self._connection.execute(select(*columns).where(EquipmentMove.equipment_id == unit_id))
        moves: dict[UUID, tuple[date, str]] = {
            row.id: (row.moved_on, encode(row.to_site_id)) for row in stored
        }
        for image in (*self._ledger.of_table(MOVE), *outcome.after.values()):
            if image.key[0] != MOVE:
                continue
            moves.pop(image.key[1], None)
            if image.values is not None and UUID(image.values["equipment_id"]) == unit_id:
                moves[image.key[1]] = date.fromisoformat(image.values["moved_on"]), image.values["to_site_id"]
        return max((day, row_id.hex, site) for row_id, (day, site) in moves.items())[2]
