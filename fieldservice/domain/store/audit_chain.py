"""Writing the chain of the journal: salts for lines and labels, the entry's digest, the head moved on.

Whoever writes an entry locks the head row last of all, so that entries follow each other one at a time and no
command waits for it with something that another one needs. Digests are made by `rules/audit_chain`.
"""

import os
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, func, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from fieldservice.domain.model.journal import ChangeKind, JournalEntry, JournalErasure, JournalHead
from fieldservice.domain.rules.audit_chain import (
    BEGINNING,
    NO_ERASURES,
    SALT_BYTES,
    EntryHeader,
    RunningDigest,
    Sealed,
    digest_of_all,
    entry_digest,
    erasure_digest,
    leaf_digest,
    line_content,
)

HEAD = JournalHead.metadata.tables[JournalHead.__tablename__]
ONLY = 1
LOCKED = select(HEAD.c.sequence, HEAD.c.digest).where(HEAD.c.id == ONLY).with_for_update()
MOVED = (
    update(HEAD)
    .where(HEAD.c.id == ONLY)
    .values(sequence=bindparam("new_sequence"), digest=bindparam("new_digest"))
)


class LinesSeal:
    """Gives each line of one entry its salt, and keeps one digest over all of them, in their order."""

    def __init__(self) -> None:
        self._running = RunningDigest()

    def salt_for(
        self,
        table: str,
        row_id: UUID,
        kind: ChangeKind,
        before: dict[str, Any] | None,
        after: dict[str, Any] | None,
    ) -> bytes:
        salt = os.urandom(SALT_BYTES)
        self._running.add(leaf_digest(salt, line_content(table, row_id, kind.value, before, after)))
        return salt

    def digest(self) -> bytes:
        return self._running.value()


def chained(
    session: Session, entry: dict[str, Any], lines: bytes, erasures: bytes = NO_ERASURES
) -> dict[str, Any]:
    """The entry with its place in the chain, whose head is moved on to it."""
    return chained_all(session, [(entry, lines, erasures)])[0]


def chained_all(
    session: Session, entries: Sequence[tuple[dict[str, Any], bytes, bytes]]
) -> list[dict[str, Any]]:
    """Entries with the digests of their lines and erasures, chained one to the other in this order."""
    sequence, digest = _locked_head(session)
    linked = []
    for entry, lines, erasures in entries:
        previous, salt, sequence = digest, os.urandom(SALT_BYTES), sequence + 1
        header = EntryHeader(
            sequence, **{name: entry[name] for name in EntryHeader.__slots__ if name != "sequence"}
        )
        digest = entry_digest(previous, header, Sealed(leaf_digest(salt, entry["label"]), lines, erasures))
        linked.append({**entry, "sequence": sequence, "salt": salt, "previous": previous, "digest": digest})
    session.connection().execute(MOVED, {"new_sequence": sequence, "new_digest": digest})
    return linked


def digest_of_erasures(erasures: Sequence[JournalErasure]) -> bytes:
    """What the erasing entry vouches for, in the order of the targets."""
    ordered = sorted(erasures, key=lambda erasure: erasure.target_id.bytes)
    return digest_of_all(erasure_digest(each.target_id, each.original, each.digest) for each in ordered)


def _locked_head(session: Session) -> tuple[int, bytes]:
    connection = session.connection()
    found = connection.execute(LOCKED).first()
    if found is None:
        _begin(session)
        found = connection.execute(LOCKED).one()
    return found.sequence, bytes(found.digest)


def _begin(session: Session) -> None:
    """Begin the chain; entries that are older stay outside it, counted."""
    connection = session.connection()
    older = connection.execute(select(func.count()).select_from(JournalEntry)).scalar_one()
    dialect = sqlite if connection.dialect.name == "sqlite" else postgresql
    head = {"id": ONLY, "sequence": 0, "digest": BEGINNING, "unchained": older}
    connection.execute(dialect.insert(HEAD).values(head).on_conflict_do_nothing())
