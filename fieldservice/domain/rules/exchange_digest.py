"""Fingerprints of rows, by which a workstation and the centre see whether they hold the same.

A scope's rows are dealt into 256 buckets for each table, by the *last* byte of their ids: the first bytes of
our ids tell the time, so all would fall into one. A bucket is a count and a sum modulo 2^64; the order in
which rows come does not matter.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

Bucket = tuple[int, int]
HASH_BYTES = 6
MODULUS = 1 << 64


def bucket_of(row_id: UUID) -> str:
    """Two hexadecimal digits: the last byte of the id."""
    return row_id.hex[-2:]


def version_hash(row_id: UUID, version: int) -> int:
    """The first 48 bits of SHA-256 of the id's 16 bytes and the version in 8 (big-endian)."""
    return _cut(row_id.bytes + version.to_bytes(8, "big"))


def content_hash(row: Mapping[str, Any]) -> int:
    """The first 48 bits of SHA-256 of the row as it travels, in canonical form."""
    return _cut(canonical(row))


def canonical(row: Mapping[str, Any]) -> bytes:
    """Columns in the order of their names, empty ones left out, whole numbers without a point."""
    kept = {name: _plain(value) for name, value in row.items() if value is not None}
    return json.dumps(kept, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()


def buckets(hashes: Iterable[tuple[UUID, int]]) -> dict[str, Bucket]:
    """Count and sum of each bucket that holds a row."""
    found: dict[str, Bucket] = {}
    for row_id, value in hashes:
        name = bucket_of(row_id)
        count, total = found.get(name, (0, 0))
        found[name] = (count + 1, (total + value) % MODULUS)
    return found


def differing(ours: Mapping[str, Bucket], theirs: Mapping[str, Bucket]) -> list[str]:
    """The buckets that are not the same on both sides."""
    nothing: Bucket = (0, 0)
    names = sorted({*ours, *theirs})
    return [name for name in names if tuple(ours.get(name, nothing)) != tuple(theirs.get(name, nothing))]


def _cut(content: bytes) -> int:
    return int.from_bytes(hashlib.sha256(content).digest()[:HASH_BYTES], "big")


def _plain(value: Any) -> Any:
    if isinstance(value, float) and value.is_integer():
        return int(value)
    if isinstance(value, Mapping):
        return {name: _plain(inner) for name, inner in value.items()}
    return [_plain(inner) for inner in value] if isinstance(value, list | tuple) else value
