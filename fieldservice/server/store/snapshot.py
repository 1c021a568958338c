"""A whole scope at one place of the feed, packed into chunks that lie in a folder for a day.

A workstation that begins, or was away for too long, reads them instead of pages. Chunks are named by their
SHA-256, so reading may stop and go on, and every process that shares the folder serves them.
"""

import hashlib
import time
from pathlib import Path
from uuid import UUID, uuid4

import msgspec
import zstandard
from sqlalchemy import Connection

from fieldservice.domain.rules.errors import RuleViolation
from fieldservice.domain.rules.exchange_scopes import parents_first
from fieldservice.server.store.digests import versions_of
from fieldservice.server.store.encoding import json_of
from fieldservice.server.store.pages import one_picture
from fieldservice.server.store.whole_scope import lines_of_scope
from fieldservice.sync import wire

SNAPSHOT_LOCK = 723_014_004
CHUNK_ROWS = 20_000
LEVEL = 3
KEPT_SECONDS = 86_400
"""A manifest is given out for a day; its chunks stay for another."""
_HEXADECIMAL = frozenset("0123456789abcdef")
_SHA256_LETTERS = 64


def manifest(connection: Connection, scope: UUID, schema: int, folder: Path) -> wire.Manifest:
    """The chunks of the scope for a workstation of this schema, made now or up to a day ago, unless a row has
    left the scope since: it would come twice to who holds the other scope, too.
    """
    folder.mkdir(parents=True, exist_ok=True)
    place = folder / f"manifest-{schema}.json"
    epoch, floor, newest = one_picture(connection)
    _alone(connection, scope)
    known = _read(place)
    is_of_now = known is not None and known.epoch == epoch and floor <= known.seq
    if known is not None and is_of_now and not _was_left(connection, scope, known.seq):
        return known
    tables = [name for name in parents_first() if json_of(name, schema)]
    parts = lines_of_scope(connection, scope, schema, tables=tables, part=CHUNK_ROWS)
    made = wire.Manifest(
        scope=scope.hex,
        seq=newest,
        epoch=epoch,
        schema=schema,
        chunks=[_pack(lines, folder) for lines in parts],
        digest=wire.DigestReply(newest, versions_of(connection, scope, tables)),
    )
    _put(place, msgspec.json.encode(made))
    _forget(folder)
    return made


def chunk(folder: Path, sha256: str) -> Path:
    """A chunk's file. `exchange.chunk_unknown`."""
    path = folder / f"{sha256}.zst"
    if len(sha256) != _SHA256_LETTERS or not _HEXADECIMAL.issuperset(sha256) or not path.is_file():
        raise RuleViolation("exchange.chunk_unknown")
    return path


def _was_left(connection: Connection, scope: UUID, since: int) -> bool:
    left = "SELECT EXISTS (SELECT FROM sync_exit WHERE scope = %s AND seq > %s)"
    return bool(connection.exec_driver_sql(left, (scope, since)).scalar_one())


def _alone(connection: Connection, scope: UUID) -> None:
    """One process at a time makes the chunks of a scope; the others wait and find them."""
    connection.exec_driver_sql("SELECT pg_advisory_xact_lock(%s, hashtext(%s))", (SNAPSHOT_LOCK, scope.hex))


def _pack(lines: list[str], folder: Path) -> wire.Chunk:
    packed = zstandard.ZstdCompressor(level=LEVEL).compress("\n".join([*lines, ""]).encode())
    sha256 = hashlib.sha256(packed).hexdigest()
    _put(folder / f"{sha256}.zst", packed)
    return wire.Chunk(sha256, len(lines), len(packed))


def _put(place: Path, content: bytes) -> None:
    """Write it whole or not at all; nobody sees a half."""
    beside = place.with_name(f"{uuid4().hex}.part")
    beside.write_bytes(content)
    beside.replace(place)


def _read(place: Path) -> wire.Manifest | None:
    """The manifest that lies there, unless it is too old or chunks of it are missing."""
    try:
        if time.time() - place.stat().st_mtime > KEPT_SECONDS:
            return None
        known = msgspec.json.decode(place.read_bytes(), type=wire.Manifest)
    except (OSError, msgspec.DecodeError):
        return None
    is_whole = all((place.parent / f"{each.sha256}.zst").is_file() for each in known.chunks)
    return known if is_whole else None


def _forget(folder: Path) -> None:
    """Remove what no manifest names and nobody may still be reading."""
    named = {
        each.sha256
        for place in folder.glob("manifest-*.json")
        for each in msgspec.json.decode(place.read_bytes(), type=wire.Manifest).chunks
    }
    old = time.time() - 2 * KEPT_SECONDS
    for path in [*folder.glob("*.zst"), *folder.glob("*.part")]:
        if path.stem not in named and path.stat().st_mtime < old:
            path.unlink(missing_ok=True)
