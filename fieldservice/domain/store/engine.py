"""Engines for both databases: SQLite (through sqlcipher3) on the desk, PostgreSQL at the centre.

SQLite runs in WAL with `synchronous=FULL`, so that what was confirmed survives a power cut, and opens write
transactions with BEGIN IMMEDIATE, so that a command sees the state that it will change. Readers cannot
write.
"""

from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.orm import Session, sessionmaker
from sqlalchemy.pool import ConnectionPoolEntry
from sqlcipher3 import dbapi2 as sqlcipher

from fieldservice.domain.rules.errors import EnvironmentProblem
from fieldservice.domain.store.database_problems import on_postgresql_error, sqlite_listener
from fieldservice.domain.store.exchange_state import ExchangeShelf
from fieldservice.domain.store.network_share import mount_table, network_share_of
from fieldservice.domain.store.quick_reading import SILENT
from fieldservice.domain.store.rulebook import Rulebook, RulebookShelf

ATTACHMENTS = "attachments"
BUSY_MILLISECONDS = 10_000
WRITER_CACHE_KIBIBYTES, READER_CACHE_KIBIBYTES = (
    32_768,
    8_192,
)  # each reader has its own; the system has one too


@dataclass(frozen=True, slots=True)
class Database:
    """A writer and a reader of one database. Sessions are made here and nowhere else.

    `files` is the folder beside it in which the contents of attachments lie.
    """

    writer: Engine
    reader: Engine
    shelf: RulebookShelf = field(default_factory=RulebookShelf)
    files: Path | None = None
    exchange: ExchangeShelf = field(default_factory=ExchangeShelf)

    @property
    def is_sqlite(self) -> bool:
        return self.writer.dialect.name == "sqlite"

    def write_sessions(self) -> sessionmaker[Session]:
        return sessionmaker(self.writer, expire_on_commit=False, info=self._info())

    def read_session(self) -> Session:
        return Session(self.reader, autoflush=False, info=self._info())

    def close(self) -> None:
        self.reader.dispose()
        self.writer.dispose()

    def _info(self) -> dict[str, Any]:
        return {"shelf": self.shelf, "files": self.files, "exchange": self.exchange}


def rulebook_of(session: Session, now: datetime) -> Rulebook:
    """The company's rules, as a session of a `Database` sees them."""
    shelf: RulebookShelf = session.info["shelf"]
    return shelf.current(session, now)


def open_sqlite(path: Path, *, key: str | None = None, mounts: str | None = None) -> Database:
    """Open the file, making it when it is missing; `key` (hexadecimal, 64 letters) opens an encrypted one.

    Raises `EnvironmentProblem` `database.on_network_share`; `mounts` stands for the machine's table of
    mounts. Whatever else is wrong with the file is told when it is first used.
    """
    share = network_share_of(path, mount_table() if mounts is None else mounts)
    if share is not None:
        raise EnvironmentProblem("database.on_network_share", path=str(path), kind=share)
    url = URL.create("sqlite+pysqlite", database=str(path))
    return Database(
        writer=_sqlite_engine(url, key, begin="BEGIN IMMEDIATE", query_only=False),
        reader=_sqlite_engine(url, key, begin="BEGIN", query_only=True),
        files=path.parent / ATTACHMENTS,
    )


def open_postgresql(url: str | URL, *, pool_size: int = 5, files: Path | None = None) -> Database:
    """Open the central database; readers use snapshots that cannot write. No error tells what was bound."""
    writer = create_engine(url, pool_size=pool_size, pool_pre_ping=True, hide_parameters=True)
    event.listen(writer, "handle_error", on_postgresql_error)
    reader = writer.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
    return Database(writer=writer, reader=reader, files=files)


def _sqlite_engine(url: URL, key: str | None, *, begin: str, query_only: bool) -> Engine:
    engine = create_engine(
        url, module=sqlcipher, connect_args={"isolation_level": None, "check_same_thread": False}
    )

    def on_connect(connection: DBAPIConnection, _entry: ConnectionPoolEntry) -> None:
        _set_pragmas(connection, key, query_only=query_only)

    def on_begin(connection: Connection) -> None:
        connection.exec_driver_sql(begin)

    event.listen(engine, "connect", on_connect)
    event.listen(engine, "begin", on_begin)
    event.listen(engine, "handle_error", sqlite_listener(query_only=query_only))
    return engine


def _set_pragmas(connection: Any, key: str | None, *, query_only: bool) -> None:
    cursor = connection.cursor()
    if key is not None:
        cursor.execute(SILENT)
        cursor.execute(f"PRAGMA key = \"x'{key}'\"")
    for pragma in (
        f"busy_timeout = {BUSY_MILLISECONDS}",
        "journal_mode = WAL",
        "synchronous = FULL",
        "foreign_keys = ON",
        f"cache_size = -{READER_CACHE_KIBIBYTES if query_only else WRITER_CACHE_KIBIBYTES}",
        "temp_store = MEMORY",
    ):
        cursor.execute(f"PRAGMA {pragma}")
    if query_only:
        cursor.execute("PRAGMA query_only = ON")
    cursor.close()
