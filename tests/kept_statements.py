"""Statements compiled once for all databases of a process, as a desk or a centre that stays open has them.

SQLAlchemy keeps compiled statements for each engine. A test has an engine of its own, so it would compile
all its statements again, which is a fifth of its time. Engines of one kind may share them: what is compiled
depends on the dialect's kind and the server's version, not on the file.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from sqlalchemy import Engine
from sqlalchemy import create_engine as make_engine
from sqlalchemy.dialects.postgresql.psycopg import PGDialect_psycopg
from sqlalchemy.dialects.sqlite.pysqlite import SQLiteDialect_pysqlite
from sqlalchemy.engine import Dialect
from sqlalchemy.util import LRUCache

ROOM_FOR = 5_000
KINDS: tuple[type[Dialect], ...] = (PGDialect_psycopg, SQLiteDialect_pysqlite)


def _is_alike(one: Dialect, other: object) -> bool:
    return type(one) is type(other) and one.server_version_info == other.server_version_info


def _hash_of_kind(dialect: Dialect) -> int:
    return hash(type(dialect))


@contextmanager
def kept_statements() -> Iterator[None]:
    """While it lasts, engines that `fieldservice` makes share what they compiled."""
    kept: LRUCache[Any, Any] = LRUCache(ROOM_FOR)

    def create_engine(*args: Any, **kwargs: Any) -> Engine:
        engine = make_engine(*args, **kwargs)
        engine._compiled_cache = kept
        return engine

    with pytest.MonkeyPatch.context() as patch:
        for kind in KINDS:
            patch.setattr(kind, "__eq__", _is_alike)
            patch.setattr(kind, "__hash__", _hash_of_kind)
        patch.setattr("fieldservice.domain.store.engine.create_engine", create_engine)
        yield
