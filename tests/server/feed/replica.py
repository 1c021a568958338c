"""A reader of the feed that keeps what it was told, as a workstation does, and nothing else."""

import json
from dataclasses import dataclass, field
from operator import attrgetter
from typing import Any
from uuid import UUID

from sqlalchemy import text

from fieldservice.domain.store.engine import Database
from fieldservice.server.store import feed
from fieldservice.server.store.encoding import Wanted, rows_as_json
from fieldservice.server.store.schema_window import schema_now
from fieldservice.sync import wire

Key = tuple[str, str]


@dataclass
class Replica:
    """Holds `scopes`; `pull` reads to the head."""

    database: Database
    scopes: tuple[UUID, ...]
    limit: int = wire.MOST_ROWS
    cursors: dict[str, int] = field(default_factory=dict)
    rows: dict[Key, dict[str, Any]] = field(default_factory=dict)
    versions: dict[Key, int] = field(default_factory=dict)
    held: dict[Key, str] = field(default_factory=dict)
    pages: int = 0

    def page(self) -> wire.PullReply:
        request = wire.PullRequest(self.cursors, schema_now(), self.limit)
        with self.database.reader.connect() as connection:
            return feed.page(connection, request, self.scopes)

    def pull(self) -> list[wire.PulledRow]:
        """Everything that is new; what was told, in its order."""
        told: list[wire.PulledRow] = []
        while True:
            reply = self.page()
            self.pages += 1
            assert all(seq >= self.cursors.get(scope, 0) for scope, seq in reply.cursors.items())
            self.cursors = {**self.cursors, **reply.cursors}
            told += reply.rows
            # In the order of numbers; a move is an exit and a row of one number, the row comes after.
            events: list[wire.Exit | wire.PulledRow] = [*reply.exits, *reply.rows]
            for each in sorted(events, key=attrgetter("seq")):
                self._follow(each)
            if not reply.more:
                return told

    def truth(self) -> dict[Key, dict[str, Any]]:
        """What a reader of these scopes should hold, asked from the tables themselves."""
        noted = text(
            "SELECT t.name, r.id FROM sync_row r JOIN sync_table t ON t.number = r.tbl"
            " WHERE r.scope = ANY(:scopes) AND NOT r.is_deleted"
        )
        with self.database.reader.connect() as connection:
            ids: dict[str, list[UUID]] = {}
            for table, row_id in connection.execute(noted, {"scopes": list(self.scopes)}):
                ids.setdefault(table, []).append(row_id)
            return {
                (table, row_id): json.loads(written)
                for table, wanted in ids.items()
                for row_id, written in rows_as_json(
                    connection, Wanted(table, [each.hex for each in wanted], schema_now())
                ).items()
            }

    def _follow(self, each: wire.Exit | wire.PulledRow) -> None:
        if isinstance(each, wire.PulledRow):
            self._take(each)
        elif self.held.get((each.table, each.id)) == each.scope:
            self._drop((each.table, each.id))

    def _take(self, row: wire.PulledRow) -> None:
        key = (row.table, row.id)
        if row.version <= self.versions.get(key, 0):
            return
        self.versions[key] = row.version
        self.held[key] = row.scope
        if row.row is None:
            self._drop(key)
        else:
            self.rows[key] = row.row

    def _drop(self, key: Key) -> None:
        self.rows.pop(key, None)
        self.held.pop(key, None)
