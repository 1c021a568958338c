"""Digests that chain the entries of the journal: what is altered, removed or put in between shows.

A leaf (a line of an entry, or its label) is digested with a salt of its own. When a person's text is erased,
leaf and salt go and the digest stays: the chain still verifies, and from the digest nothing can be guessed.
"""

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import Enum
from typing import Any
from uuid import UUID

SALT_BYTES, DIGEST_BYTES = 16, 32
BEGINNING = bytes(DIGEST_BYTES)
"""What the first entry of a chain follows."""
_CANONICAL = json.JSONEncoder(sort_keys=True, separators=(",", ":"))


class Fault(Enum):
    """What is wrong at a place of the chain."""

    ALTERED = "altered"
    MISSING = "missing"
    INSERTED = "inserted"


@dataclass(frozen=True, slots=True)
class EntryHeader:
    """What an entry says besides its label and its lines."""

    sequence: int
    id: UUID
    command: str
    subject_table: str | None
    subject_id: UUID | None
    user_id: UUID | None
    workstation_id: UUID | None
    happened_at: datetime
    recorded_at: datetime
    undoes_id: UUID | None


@dataclass(frozen=True, slots=True)
class Sealed:
    """The digests that an entry's own one is made of: its label, its lines, what it erased elsewhere."""

    label: bytes
    lines: bytes
    erasures: bytes


def canonical(content: object) -> bytes:
    """The same bytes for the same content, whichever database kept it."""
    return _CANONICAL.encode(content).encode()


def leaf_digest(salt: bytes, content: object) -> bytes:
    return hashlib.sha256(salt + canonical(content)).digest()


def line_content(
    table: str, row_id: UUID, kind: str, before: dict[str, Any] | None, after: dict[str, Any] | None
) -> list[object]:
    """What a line of the journal says, in the order in which it is digested."""
    return [table, row_id.hex, kind, before, after]


class RunningDigest:
    """One digest over many, in the order in which they are added."""

    def __init__(self) -> None:
        self._hash = hashlib.sha256()

    def add(self, digest: bytes) -> None:
        self._hash.update(digest)

    def value(self) -> bytes:
        return self._hash.digest()


def digest_of_all(digests: Iterable[bytes]) -> bytes:
    running = RunningDigest()
    for digest in digests:
        running.add(digest)
    return running.value()


NO_ERASURES = digest_of_all(())


def erasure_digest(target_id: UUID, original: bytes, digest: bytes) -> bytes:
    """One erasure, as the erasing entry vouches for it."""
    return digest_of_all((target_id.bytes, original, digest))


def entry_digest(previous: bytes, header: EntryHeader, sealed: Sealed) -> bytes:
    said = canonical(
        [
            header.sequence,
            header.id.hex,
            header.command,
            header.subject_table,
            _hex(header.subject_id),
            _hex(header.user_id),
            _hex(header.workstation_id),
            header.happened_at.astimezone(UTC).isoformat(),
            header.recorded_at.astimezone(UTC).isoformat(),
            _hex(header.undoes_id),
        ]
    )
    return digest_of_all((previous, said, sealed.label, sealed.lines, sealed.erasures))


@dataclass(frozen=True, slots=True)
class Link:
    """An entry as the chain sees it: what it says it follows, what it says it is, what it is."""

    sequence: int
    previous: bytes
    digest: bytes
    computed: bytes


def faults_of(link: Link, before: tuple[int, bytes]) -> Sequence[Fault]:
    """What is wrong with an entry, given sequence and digest of the entry before it."""
    sequence, digest = before
    if link.computed != link.digest:
        return (Fault.ALTERED,)
    if link.sequence > sequence + 1:
        return (Fault.MISSING,)
    return (Fault.INSERTED,) if link.previous != digest else ()


def _hex(value: UUID | None) -> str | None:
    return None if value is None else value.hex
