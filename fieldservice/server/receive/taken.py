"""Numbers and names that stand once: whoever comes second is given another, and the first is not touched.

A ticket is numbered anew from the branch's own series and stays findable by the old number; a name or number
that people gave gets a figure behind it. Members of a set that are there under another id are the same.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache
from typing import Any
from uuid import UUID, uuid5

from sqlalchemy import (
    ARRAY,
    Connection,
    Select,
    String,
    Table,
    UniqueConstraint,
    any_,
    literal,
    select,
    tuple_,
)

from fieldservice.domain.model.whole import Base
from fieldservice.domain.rules.errors import RuleViolation
from fieldservice.domain.rules.exchange_kinds import KINDS, MergeKind, Removal, kind_of
from fieldservice.domain.rules.exchange_merge import Lost
from fieldservice.domain.rules.numbers import format_order_number
from fieldservice.domain.store.row_values import decode_row, encode
from fieldservice.server.receive.ledger import Image, Ledger
from fieldservice.server.receive.values import Values
from fieldservice.server.receive.work import Deed, Key, Work

UNIQUE = "unique"
TICKET, ORDER, ALIAS = "ticket", "work_order", "number_alias"
MOST_TRIES = 1_000
Place = tuple[str, tuple[str, ...]]
"""A table, and the columns that together stand once in it."""
Value = tuple[object, ...]


@dataclass(slots=True)
class Cleared:
    """What a row becomes, so that nothing in it is taken; `is_member_there`: it is there under another id."""

    values: Values
    lost: tuple[Lost, ...] = ()
    old_number: str | None = None
    is_member_there: bool = False


@cache
def _places(table: str) -> tuple[tuple[str, ...], ...]:
    known = Base.metadata.tables[table]
    alone = [(column.name,) for column in known.columns if column.unique]
    together = [
        tuple(column.name for column in constraint.columns)
        for constraint in known.constraints
        if isinstance(constraint, UniqueConstraint)
    ]
    return tuple(dict.fromkeys([*alone, *together]))


class Taken:
    """Who has which value. `next_number` issues a ticket number of the device's branch."""

    def __init__(self, connection: Connection, ledger: Ledger, next_number: Callable[[], str]) -> None:
        self._connection = connection
        self._ledger = ledger
        self._next_number = next_number
        self._renumbered: set[UUID] = set()
        self._owners: defaultdict[Place, dict[Value, UUID]] = defaultdict(dict)
        self._held: dict[tuple[Place, UUID], Value] = {}

    def look(self, works: Iterable[Work]) -> None:
        """Find the owners of all values that the works would use, all at once."""
        wanted: defaultdict[Place, set[Value]] = defaultdict(set)
        for work in works:
            for deed in work.deeds:
                for place, value in _used(deed, self._ledger):
                    wanted[place].add(value)
        for place, values in wanted.items():
            self._look_at(place, values)

    def clear(self, key: Key, before: Values | None, values: Values) -> Cleared:
        """The values that the row may have, and what gave way."""
        cleared = Cleared(dict(values))
        if key[0] == ORDER and before is None and UUID(values["ticket_id"]) in self._renumbered:
            self._place_order(cleared)
        for columns in _places(key[0]):
            if before is None or any(before.get(name) != cleared.values.get(name) for name in columns):
                self._clear_place((key[0], columns), key[1], cleared)
        return cleared

    def take(self, image: Image) -> None:
        """The row has its values now; what it had before is free."""
        table, row_id = image.key
        for columns in _places(table):
            place = (table, columns)
            held = self._held.pop((place, row_id), None)
            if held is not None:
                self._owners[place].pop(held, None)
            value = None if image.values is None else tuple(image.values.get(name) for name in columns)
            if value is not None and None not in value:
                self._own(place, value, row_id)

    def _own(self, place: Place, value: Value, row_id: UUID) -> None:
        self._owners[place][value] = row_id
        self._held[place, row_id] = value

    def _clear_place(self, place: Place, row_id: UUID, cleared: Cleared) -> None:
        table, columns = place
        value = tuple(cleared.values.get(name) for name in columns)
        owner = self._owners[place].get(value)
        if owner is None or owner == row_id or None in value:
            return
        if KINDS[table].removal is Removal.MEMBER or table == "sla_entry":
            cleared.is_member_there = True
        elif place == (TICKET, ("number",)):
            self._renumbered.add(row_id)
            self._renumber(place, cleared)
        elif table == ORDER:
            self._place_order(cleared)
        else:
            self._put_figure_behind(place, cleared)

    def _renumber(self, place: Place, cleared: Cleared) -> None:
        old = cleared.values["number"]
        fresh = self._next_number()
        while not self._is_free(place, (fresh,)):
            fresh = self._next_number()
        cleared.values["number"] = fresh
        cleared.old_number = old
        cleared.lost = (*cleared.lost, Lost("number", UNIQUE, None, fresh, old, is_ours=True))

    def _place_order(self, cleared: Cleared) -> None:
        """Behind the last order of its ticket, whose number it bears."""
        ticket_id = UUID(cleared.values["ticket_id"])
        ticket = self._number_of(ticket_id) or str(cleared.values["number"]).partition("/")[0]
        position = int(cleared.values["position"])
        numbers, positions = (ORDER, ("number",)), (ORDER, ("ticket_id", "position"))
        while not (
            self._is_free(numbers, (format_order_number(ticket, position),))
            and self._is_free(positions, (ticket_id.hex, position))
        ):
            position += 1
        old, fresh = cleared.values["number"], format_order_number(ticket, position)
        cleared.values.update(number=fresh, position=position)
        if old != fresh:
            cleared.old_number = old
            cleared.lost = (*cleared.lost, Lost("number", UNIQUE, None, fresh, old, is_ours=True))

    def _put_figure_behind(self, place: Place, cleared: Cleared) -> None:
        """`row.conflict` for what people should not find under another name: logins, rules, cells."""
        table, columns = place
        name = columns[-1]
        column = Base.metadata.tables[table].c[name]
        was = cleared.values[name]
        if kind_of(table, name) is MergeKind.TERMS or isinstance(was, bool):
            raise RuleViolation("row.conflict", table=table)
        for figure in range(2, MOST_TRIES):
            fresh = _with_figure(column.type, was, figure)
            if fresh is None:
                break
            value = tuple(fresh if each == name else cleared.values.get(each) for each in columns)
            if self._is_free(place, value):
                cleared.values[name] = fresh
                cleared.lost = (*cleared.lost, Lost(name, UNIQUE, None, fresh, was, is_ours=True))
                return
        raise RuleViolation("row.conflict", table=table)

    def _number_of(self, ticket_id: UUID) -> str | None:
        image = self._ledger.known((TICKET, ticket_id))
        if image is not None and image.values is not None:
            return str(image.values["number"])
        ticket = Base.metadata.tables[TICKET]
        return self._connection.scalar(select(ticket.c.number).where(ticket.c.id == ticket_id))

    def _is_free(self, place: Place, value: Value) -> bool:
        if value not in self._owners[place]:
            self._look_at(place, {value})
        return value not in self._owners[place]

    def _look_at(self, place: Place, values: set[Value]) -> None:
        table, columns = Base.metadata.tables[place[0]], place[1]
        for row in self._connection.execute(_owners_of(table, columns, values)):
            value = tuple(encode(each) for each in row[1:])
            if value not in self._owners[place]:
                self._own(place, value, row[0])


def alias_of(key: Key, ticket_id: UUID, old_number: str) -> tuple[Key, Values]:
    """The row under which the old number of a ticket, or of one of its orders, is still found."""
    alias_id = uuid5(key[1], f"alias|{old_number}")
    return (ALIAS, alias_id), {"id": alias_id.hex, "ticket_id": ticket_id.hex, "number": old_number}


def _used(deed: Deed, ledger: Ledger) -> Iterable[tuple[Place, Value]]:
    if deed.kind == "delete":
        return
    image = ledger.get(deed.key)
    values = {**(image.values or deed.form.defaults), **deed.set}
    for columns in _places(deed.form.name):
        if any(name in deed.set for name in columns):
            value = tuple(values.get(name) for name in columns)
            if None not in value:
                yield (deed.form.name, columns), value


def _owners_of(table: Table, columns: tuple[str, ...], values: set[Value]) -> Select[Any]:
    named = [table.c[name] for name in columns]
    wanted = [tuple(decode_row(table, dict(zip(columns, value, strict=True))).values()) for value in values]
    alone = literal([value[0] for value in wanted], ARRAY(named[0].type))
    fits = named[0] == any_(alone) if len(named) == 1 else tuple_(*named).in_(wanted)
    return select(table.c.id, *named).where(fits)


def _with_figure(kind: object, was: object, figure: int) -> object | None:
    """`K-100-2` of `K-100`; the next whole number of a place. None of what cannot have a figure."""
    if isinstance(was, int):
        return was + figure - 1
    if not isinstance(was, str) or not isinstance(kind, String):
        return None
    behind = f"-{figure}"
    return was[: (kind.length or len(was) + len(behind)) - len(behind)] + behind
