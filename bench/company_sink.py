"""Where generated rows go: many by one insert, with ids and chances that repeat from run to run."""

from collections import defaultdict
from datetime import datetime
from functools import lru_cache
from random import Random
from typing import Any
from uuid import UUID

from sqlalchemy import Connection

from fieldservice.domain.model.base import Base
from fieldservice.domain.model.journal import SearchEntry
from fieldservice.domain.rules.folding import fold
from fieldservice.domain.store.row_writer import insert_rows

BATCH = 5_000
_VERSION_7 = 7 << 76
_VARIANT = 2 << 62


class Sink:
    """Rows by table, written when enough are together. Ids are in the order of time, as the desk's are."""

    def __init__(self, connection: Connection, seed: int) -> None:
        self.random = Random(seed)
        self._connection = connection
        self._waiting: dict[type[Base], list[dict[str, Any]]] = defaultdict(list)
        self._folded = lru_cache(100_000)(fold)

    def id_at(self, moment: datetime) -> UUID:
        chance = self.random.getrandbits(74)
        milliseconds = int(moment.timestamp() * 1000)
        rest = (chance >> 62) << 64 | _VARIANT | (chance & ((1 << 62) - 1))
        return UUID(int=milliseconds << 80 | _VERSION_7 | rest)

    def add(self, table: type[Base], /, **row: Any) -> None:
        waiting = self._waiting[table]
        waiting.append(row)
        if len(waiting) >= BATCH:
            self._write(table)

    def find_by(
        self, kind: type[Base], row_id: UUID, moment: datetime, *texts: str | None, at_length: str = ""
    ) -> None:
        """The words under which search finds a row, as the program itself keeps them."""
        words = " ".join(self._folded(text) for text in texts if text)
        length = self._folded(at_length) if at_length else ""
        name = kind.__tablename__
        self.add(SearchEntry, id=row_id, subject_table=name, words=words, texts=length, changed_at=moment)

    def flush(self) -> None:
        for kind in list(self._waiting):
            self._write(kind)

    def _write(self, kind: type[Base]) -> None:
        rows = self._waiting[kind]
        if rows:
            insert_rows(self._connection, kind.metadata.tables[kind.__tablename__], rows)
        self._waiting[kind] = []
