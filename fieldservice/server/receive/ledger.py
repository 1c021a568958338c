"""The rows that a push is about, as they stand, locked, and as they become one transaction after the other.

Everything is merged here, in memory; what came of it is written at once, set-wise (`writing.py`).
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from operator import attrgetter
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Table, select

from fieldservice.domain.model.whole import Base
from fieldservice.domain.rules.exchange_merge import FieldClock, RowState
from fieldservice.domain.store.row_values import encode
from fieldservice.server.receive.values import Values
from fieldservice.server.receive.work import Key
from fieldservice.server.store import feed
from fieldservice.server.store.listed import among

NO_DEVICE = ""
NEVER = FieldClock(0, 0, NO_DEVICE)
ROOTS_FIRST = ("ticket",)
"""Whoever works on a ticket locks it first, here and at a desk."""


@dataclass(slots=True)
class Image:
    """A row: None when it is not there. `version` is the centre's, of before this push; `is_gone` when it
    was there and was removed. `made` and `clocks` tell who changed it last, field by field.
    """

    key: Key
    values: Values | None = None
    version: int = 0
    scope: UUID | None = None
    is_gone: bool = False
    made: FieldClock = NEVER
    clocks: dict[str, FieldClock] = field(default_factory=dict)
    gone: FieldClock = NEVER

    @property
    def next_version(self) -> int:
        """The version that this push makes."""
        return self.version + 1

    @property
    def was_known(self) -> bool:
        """Whether the centre ever had the row before this push."""
        return self.version > 0

    def state(self) -> RowState:
        return RowState(self.values or {}, self.made, self.clocks)

    def copy(self) -> "Image":
        values = None if self.values is None else dict(self.values)
        clocks = dict(self.clocks)
        return Image(self.key, values, self.version, self.scope, self.is_gone, self.made, clocks, self.gone)


class Ledger:
    """Images by table and id. `first` are the values with which this push began."""

    def __init__(self) -> None:
        self._images: dict[Key, Image] = {}
        self._put: set[Key] = set()
        self.first: dict[Key, Values | None] = {}

    def load(self, connection: Connection, keys: Iterable[Key]) -> None:
        """Lock and read: tickets first, then by table and id, then what the exchange knows of them."""
        wanted: defaultdict[str, set[UUID]] = defaultdict(set)
        for table, row_id in keys:
            if (table, row_id) not in self._images:
                wanted[table].add(row_id)
        for table in sorted(wanted, key=_lock_order):
            self._load_table(
                connection, Base.metadata.tables[table], sorted(wanted[table], key=attrgetter("int"))
            )
        loaded = [(table, row_id) for table, ids in wanted.items() for row_id in ids]
        for key, clock in feed.clocks_of(connection, loaded).items():
            _put_clock(self._images[key], clock)

    def get(self, key: Key) -> Image:
        return self._images[key]

    def put(self, images: Mapping[Key, Image]) -> None:
        """What a transaction came to, once all of it was taken."""
        for key, image in images.items():
            self.first.setdefault(key, None)
            self._images[key] = image
            self._put.add(key)

    def touched(self) -> list[Key]:
        """Rows that transactions were about."""
        return list(self._put)

    def known(self, key: Key) -> Image | None:
        return self._images.get(key)

    def of_table(self, table: str) -> Iterable[Image]:
        return [image for key, image in self._images.items() if key[0] == table]

    def changed(self) -> list[Key]:
        """Rows that are not any more what they were when the push began."""
        return [key for key, image in self._images.items() if image.values != self.first[key]]

    def _load_table(self, connection: Connection, table: Table, ids: list[UUID]) -> None:
        for row_id in ids:
            self._images[table.name, row_id] = Image((str(table.name), row_id))
            self.first[table.name, row_id] = None
        held = (
            select(table).where(among(table.c.id, ids)).order_by(table.c.id).with_for_update(key_share=True)
        )
        for row in connection.execute(held).mappings():
            values = encoded_row(row)
            self._images[table.name, row["id"]].values = values
            self.first[table.name, row["id"]] = dict(values)


def encoded_row(row: Mapping[Any, Any]) -> Values:
    """All columns that travel, the empty ones too, as the journal writes them."""
    return {str(name): encode(value) for name, value in row.items() if name != "version"}


def _lock_order(table: str) -> tuple[bool, str]:
    return table not in ROOTS_FIRST, table


def _put_clock(image: Image, clock: feed.RowClock) -> None:
    image.version, image.scope, image.is_gone = clock.ver, clock.scope, clock.deleted
    image.clocks = {name: _field_clock(each) for name, each in clock.fields.items()}
    image.made = image.clocks.pop("id", NEVER)
    if clock.gone is not None:
        image.gone = _field_clock(clock.gone)


def _field_clock(clock: feed.FieldClock) -> FieldClock:
    return FieldClock(clock.ver, clock.stamp, NO_DEVICE if clock.device is None else clock.device.hex)
