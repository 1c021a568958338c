"""Whether the journal is whole: its chain gone through from the first entry to the last, digest by digest.

Read in pages, so that a journal of years fits into little memory. What the digests say stands in
`rules/audit_chain`.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from fieldservice.domain.model.journal import JournalChange, JournalEntry, JournalErasure, JournalHead
from fieldservice.domain.model.people import UserAccount
from fieldservice.domain.rules.audit_chain import (
    BEGINNING,
    EntryHeader,
    Fault,
    Link,
    RunningDigest,
    Sealed,
    digest_of_all,
    entry_digest,
    erasure_digest,
    faults_of,
    leaf_digest,
    line_content,
)
from fieldservice.domain.rules.reasons import Reason

PAGE = 500
MOST_FINDINGS = 100

Told = Callable[[int, int], None]
Digests = dict[UUID, list[JournalErasure]]


@dataclass(frozen=True, slots=True)
class Finding:
    """An entry that is not what it was, or the place where one is missing (without an entry of its own)."""

    fault: Fault
    sequence: int
    entry_id: UUID | None = None
    label: Reason | None = None
    user: str = ""
    recorded_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class ChainReport:
    """What going through the chain showed. `head` is the digest to note down elsewhere."""

    entries: int
    older: int
    erased: int
    last: int
    head: str
    findings: tuple[Finding, ...]

    @property
    def is_whole(self) -> bool:
        return not self.findings


def _nobody(done: int, total: int) -> None:
    """Told by a caller who shows no progress."""


def verify_chain(
    session: Session,
    told: Told = _nobody,
    expected: tuple[int, str] | None = None,
    *,
    since: tuple[int, bytes] = (0, BEGINNING),
) -> ChainReport:
    """Go through the journal, `since` an entry up to which it was found whole; `expected` is a sequence and
    the digest noted down for it earlier.
    """
    head = session.get(JournalHead, 1)
    if head is None:
        return ChainReport(0, _unchained(session), 0, 0, BEGINNING.hex(), ())
    walk = _Walk(session, told, head.sequence, since)
    walk.go()
    findings = [*walk.findings, *_beyond(session, head, walk), *_unexpected(session, expected)]
    return ChainReport(
        entries=walk.entries,
        older=head.unchained,
        erased=walk.erased,
        last=head.sequence,
        head=bytes(head.digest).hex(),
        findings=tuple(findings[:MOST_FINDINGS]),
    )


class _Walk:
    """From one entry to the next; remembers where it stands and what it found."""

    def __init__(self, session: Session, told: Told, total: int, since: tuple[int, bytes]) -> None:
        self._session = session
        self._told = told
        self._total = total
        self.findings: list[Finding] = []
        self.entries = self.erased = 0
        self.at = since

    def go(self) -> None:
        while page := self._page():
            self._go_through(page)
            self._told(self.entries, self._total)

    def _page(self) -> Sequence[tuple[JournalEntry, str | None]]:
        wanted = (
            select(JournalEntry, UserAccount.name)
            .outerjoin(UserAccount, UserAccount.id == JournalEntry.user_id)
            .where(JournalEntry.sequence > self.at[0])
            .order_by(JournalEntry.sequence)
            .limit(PAGE)
        )
        return [(entry, user) for entry, user in self._session.execute(wanted)]

    def _go_through(self, page: Sequence[tuple[JournalEntry, str | None]]) -> None:
        ids = [entry.id for entry, _user in page]
        lines = _lines_of(self._session, ids)
        erased = _erasures(self._session, JournalErasure.target_id, [*ids, *_line_ids(lines)])
        made = _erasures(self._session, JournalErasure.entry_id, ids)
        for entry, user in page:
            self.entries += 1
            self.erased += len(made.get(entry.id, ()))
            label = _label_digest(entry, erased)
            running = RunningDigest()
            for line in lines.get(entry.id, ()):
                running.add(_line_digest(line, erased))
            sealed = Sealed(label, running.value(), _made_digest(made.get(entry.id, ())))
            link = _link(entry, sealed)
            self._judge(link, entry, user or "")
        self._session.expunge_all()

    def _judge(self, link: Link, entry: JournalEntry, user: str) -> None:
        for fault in faults_of(link, self.at):
            self.findings.append(_finding(fault, entry, user, self.at[0] + 1))
        self.at = (link.sequence, link.digest)


def _link(entry: JournalEntry, sealed: Sealed) -> Link:
    previous = entry.previous or b""
    values = {name: getattr(entry, name) for name in EntryHeader.__slots__}
    computed = entry_digest(previous, EntryHeader(**values), sealed)
    return Link(entry.sequence or 0, previous, entry.digest or b"", computed)


def _finding(fault: Fault, entry: JournalEntry, user: str, expected: int) -> Finding:
    if fault is Fault.MISSING:
        return Finding(fault, expected)
    label = Reason(entry.command, entry.label)
    return Finding(fault, entry.sequence or 0, entry.id, label, user, entry.recorded_at)


def _lines_of(session: Session, entry_ids: list[UUID]) -> dict[UUID, list[Any]]:
    columns = (
        JournalChange.id,
        JournalChange.entry_id,
        JournalChange.table_name,
        JournalChange.row_id,
        JournalChange.kind,
        JournalChange.before,
        JournalChange.after,
        JournalChange.salt,
    )
    wanted = select(*columns).where(JournalChange.entry_id.in_(entry_ids))
    ordered = session.execute(wanted.order_by(JournalChange.entry_id, JournalChange.position))
    return {entry_id: list(lines) for entry_id, lines in groupby(ordered, key=lambda line: line.entry_id)}


def _line_ids(lines: dict[UUID, list[Any]]) -> Iterator[UUID]:
    return (line.id for of_entry in lines.values() for line in of_entry)


def _erasures(session: Session, column: Any, ids: list[UUID]) -> Digests:
    """By target or by erasing entry, in the order in which they were made."""
    found: Digests = {}
    if session.scalar(select(JournalErasure.id).limit(1)) is None:
        return found
    for start in range(0, len(ids), PAGE):
        wanted = select(JournalErasure).where(column.in_(ids[start : start + PAGE]))
        for erasure in session.scalars(wanted.order_by(JournalErasure.id)):
            key = erasure.target_id if column is JournalErasure.target_id else erasure.entry_id
            found.setdefault(key, []).append(erasure)
    return found


def _label_digest(entry: JournalEntry, erased: Digests) -> bytes:
    return _leaf_digest(entry.salt, entry.label, erased.get(entry.id, ()))


def _line_digest(line: Any, erased: Digests) -> bytes:
    content = line_content(line.table_name, line.row_id, line.kind.value, line.before, line.after)
    return _leaf_digest(line.salt, content, erased.get(line.id, ()))


def _leaf_digest(salt: bytes | None, content: object, erasures: Sequence[JournalErasure]) -> bytes:
    """The digest that the entry was chained with; empty when what stands there now vouches for nothing."""
    if not erasures:
        return leaf_digest(salt or b"", content)
    latest = erasures[-1]
    is_as_left = leaf_digest(latest.salt or b"", content) == latest.digest
    return erasures[0].original if is_as_left else b""


def _made_digest(erasures: Sequence[JournalErasure]) -> bytes:
    ordered = sorted(erasures, key=lambda erasure: erasure.target_id.bytes)
    return digest_of_all(erasure_digest(each.target_id, each.original, each.digest) for each in ordered)


def _unchained(session: Session) -> int:
    return session.scalar(select(func.count()).where(JournalEntry.sequence.is_(None))) or 0


def _beyond(session: Session, head: JournalHead, walk: _Walk) -> Iterator[Finding]:
    """What the head knows: that the last entries are gone, or that some came past the chain."""
    sequence, digest = walk.at
    if sequence < head.sequence:
        yield Finding(Fault.MISSING, sequence + 1)
    elif (sequence, digest) != (head.sequence, bytes(head.digest)):
        yield Finding(Fault.INSERTED, sequence)
    found = _unchained(session)
    if found < head.unchained:
        yield Finding(Fault.MISSING, 0)
    if found > head.unchained:
        yield from _past_the_chain(session)


def _past_the_chain(session: Session) -> Iterator[Finding]:
    """Entries without a place in the chain that are newer than its beginning, the newest first."""
    began = session.scalar(
        select(JournalEntry.recorded_at)
        .where(JournalEntry.sequence.is_not(None))
        .order_by(JournalEntry.sequence)
    )
    wanted = (
        select(JournalEntry, UserAccount.name)
        .outerjoin(UserAccount, UserAccount.id == JournalEntry.user_id)
        .where(JournalEntry.sequence.is_(None))
        .order_by(JournalEntry.recorded_at.desc())
        .limit(MOST_FINDINGS)
    )
    for place, (entry, user) in enumerate(session.execute(wanted)):
        if place == 0 or began is None or entry.recorded_at >= began:
            yield _finding(Fault.INSERTED, entry, user or "", 0)


def _unexpected(session: Session, expected: tuple[int, str] | None) -> Iterator[Finding]:
    """A digest that was noted down earlier and is no longer found at its place."""
    if expected is None:
        return
    sequence, digest = expected
    found = session.scalar(select(JournalEntry.digest).where(JournalEntry.sequence == sequence))
    if found is None:
        yield Finding(Fault.MISSING, sequence)
    elif bytes(found).hex() != digest:
        yield Finding(Fault.ALTERED, sequence)
