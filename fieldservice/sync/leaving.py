"""A workstation that is not trusted any more: its open work is sealed for the centre, all is wiped.

The sealed file can only be opened at the centre (`sync/sealing.py`): whoever found or kept the machine reads
nothing. It is durable before anything is removed.
"""

import os
import shutil
from pathlib import Path

import msgspec
from sqlalchemy import Connection

from fieldservice.domain.model.whole import Base
from fieldservice.domain.rules.errors import EnvironmentProblem
from fieldservice.domain.store.sqlite_files import sync_folder
from fieldservice.sync.desk_store import DeskStore
from fieldservice.sync.outgoing import all_waiting
from fieldservice.sync.sealing import seal

SEALED = ".sealed"


def seal_and_wipe(store: DeskStore, seal_key: str) -> Path | None:
    """Seal what was not sent, wipe everything; where the sealed file lies, None when nothing waited."""
    sealed = _seal_waiting(store, seal_key)
    with store.database.write_sessions().begin() as session:
        _wipe(session.connection())
    _forget_pages(store)
    if store.database.files is not None:
        shutil.rmtree(store.database.files, ignore_errors=True)
    store.tokens.forget()
    store.database.exchange.forget()
    return sealed


def _seal_waiting(store: DeskStore, seal_key: str) -> Path | None:
    with store.database.write_sessions().begin() as session:
        waiting = all_waiting(session)
    if not waiting or not seal_key:
        return None
    place = Path(store.database.writer.url.database or "desk").with_suffix(SEALED)
    fresh = place.with_suffix(".part")
    try:
        with fresh.open("wb") as opened:
            opened.write(seal(msgspec.json.Encoder().encode_lines(waiting), seal_key))
            opened.flush()
            os.fsync(opened.fileno())
        fresh.replace(place)
        sync_folder(place.parent)
    except OSError as error:
        raise EnvironmentProblem("database.full", path=str(place)) from error
    return place


def _wipe(connection: Connection) -> None:
    connection.exec_driver_sql("PRAGMA secure_delete = ON")
    for table in reversed(Base.metadata.sorted_tables):
        connection.exec_driver_sql(f"DELETE FROM {table.name}")  # noqa: S608 - names of the model


def _forget_pages(store: DeskStore) -> None:
    """Neither the file's free pages nor its log keep anything."""
    with store.database.writer.connect() as connection:
        connection.exec_driver_sql("ROLLBACK")
        connection.exec_driver_sql("VACUUM")
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
        connection.exec_driver_sql("BEGIN")
