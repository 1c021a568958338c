"""What was pulled and waits: pages with their cursors in one transaction, read back as one event a row.

Pages become visible together, at the head: until then they lie in `exchange_stage`.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

import msgspec
from sqlalchemy import Connection

from fieldservice.domain.store.exchange_state import SCHEMA
from fieldservice.sync.wire import Exit, PulledRow

ROW, GONE, EXIT, TRUTH, TRUTH_GONE = "row", "gone", "exit", "truth", "truth_gone"
UNPLACED = UUID(int=(1 << 128) - 1)
"""The scope of a row of ours that the centre took and has not told the scope of yet."""

Key = tuple[str, str]
"""A table and a row's id, hexadecimal."""

_STAGE = (
    "INSERT INTO exchange_stage (scope, sequence, table_name, row_id, version, kind, row)"
    " VALUES (?, ?, ?, ?, ?, ?, ?)"
)
_MOVE = (
    "INSERT INTO exchange_cursor (scope, sequence, tables_version) VALUES (?, ?, ?) ON CONFLICT (scope)"
    " DO UPDATE SET sequence = excluded.sequence, tables_version = excluded.tables_version"
)
_encoder = msgspec.json.Encoder()
_decoder = msgspec.json.Decoder(PulledRow)


@dataclass(slots=True)
class Incoming:
    """What all staged events say of one row. `is_told` when its state came, and not only that it left a
    scope. A `truth` counts whatever version is known here. What came is read only when somebody asks:
    mostly nobody does for what this desk sent itself.
    """

    table: str
    row_id: str
    positions: list[int] = field(default_factory=list)
    scope: str = ""
    version: int = 0
    is_told: bool = False
    is_truth: bool = False
    exits: set[str] = field(default_factory=set)
    written: bytes | None = None
    _told: PulledRow | None = None

    @property
    def told(self) -> PulledRow | None:
        """The row as it came, and who changed it; None when nothing came but that it is gone."""
        if self._told is None and self.written is not None:
            self._told = _decoder.decode(self.written)
        return self._told

    @property
    def row(self) -> Mapping[str, Any] | None:
        """None when it is gone."""
        return None if self.told is None else self.told.row


def stage(
    connection: Connection, rows: Sequence[PulledRow], exits: Sequence[Exit], *, is_truth: bool = False
) -> None:
    """Keep a page until the head is reached. `is_truth` when versions known here cannot be trusted."""
    kinds = (TRUTH, TRUTH_GONE) if is_truth else (ROW, GONE)
    bound = [_bound(row, *kinds) for row in rows]
    bound += [(each.scope, each.seq, each.table, each.id, 0, EXIT, None) for each in exits]
    if bound:
        connection.exec_driver_sql(_STAGE, sorted(bound, key=lambda each: int(each[1])))


def stage_truth(connection: Connection, rows: Sequence[PulledRow], asked: Collection[Key]) -> None:
    """Keep rows as the centre has them, whatever is known here; those asked for and not there are gone."""
    there = {(row.table, row.id) for row in rows}
    bound = [_bound(row, TRUTH, TRUTH_GONE) for row in rows]
    bound += [("", 0, table, row_id, 0, TRUTH_GONE, None) for table, row_id in set(asked) - there]
    if bound:
        connection.exec_driver_sql(_STAGE, bound)


def stage_leaving(connection: Connection, scope: str, rows: Sequence[Key]) -> None:
    """Let rows leave with their scope."""
    if rows:
        connection.exec_driver_sql(_STAGE, [(scope, 0, *key, 0, EXIT, None) for key in rows])


def move_cursors(connection: Connection, cursors: Mapping[str, int]) -> None:
    if cursors:
        moved = [(scope, sequence, SCHEMA) for scope, sequence in cursors.items()]
        connection.exec_driver_sql(_MOVE, moved)


def staged_count(connection: Connection) -> int:
    return int(connection.exec_driver_sql("SELECT count(*) FROM exchange_stage").scalar_one())


def incoming(connection: Connection) -> dict[Key, Incoming]:
    """One for each row, in the order in which the rows came first."""
    found: dict[Key, Incoming] = {}
    told = connection.exec_driver_sql(
        "SELECT position, scope, table_name, row_id, version, kind, row FROM exchange_stage ORDER BY position"
    )
    for position, scope, table, row_id, version, kind, row in told:
        known = found.get((table, row_id))
        if known is None:
            known = found[table, row_id] = Incoming(table, row_id)
        known.positions.append(position)
        if kind == EXIT:
            known.exits.add(scope)
        elif kind in (TRUTH, TRUTH_GONE) or version >= known.version:
            _take(known, scope, version, kind, row)
    return found


def forget(connection: Connection, positions: Sequence[int], *, is_all: bool) -> None:
    """What was applied is staged no longer; `is_all` when it is all that was staged."""
    if is_all:
        connection.exec_driver_sql("DELETE FROM exchange_stage")
    elif positions:
        connection.exec_driver_sql(
            "DELETE FROM exchange_stage WHERE position = ?", [(each,) for each in positions]
        )


def _bound(row: PulledRow, there: str, gone: str) -> tuple[Any, ...]:
    kind = gone if row.row is None else there
    return (row.scope, row.seq, row.table, row.id, row.version, kind, _encoder.encode(row))


def _take(known: Incoming, scope: str, version: int, kind: str, row: bytes | None) -> None:
    known.scope, known.version, known.is_told = scope, version, True
    known.is_truth = known.is_truth or kind in (TRUTH, TRUTH_GONE)
    known.exits.discard(scope)
    known.written = row
