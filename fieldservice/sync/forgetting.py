"""A person was erased at another desk: this one forgets, too. The centre names contacts, never persons.

Rows come barred with the pull. What is left is this desk's own: its history, drafts and notices, news of the
exchange, the bytes of work that was sent, contents of files. It is done once nothing of ours waits to be
sent, and noted in the journal when the file was written anew: cut short, it is done again.
"""

import json
import logging
from collections.abc import Iterable
from pathlib import Path
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from fieldservice.domain.model.content import Attachment
from fieldservice.domain.model.journal import ChangeKind, JournalChange, JournalEntry
from fieldservice.domain.rules.changes import RowRef
from fieldservice.domain.store.attachments import AttachmentFolder
from fieldservice.domain.store.clock import Clock
from fieldservice.domain.store.erasing import erase_texts, overwrite
from fieldservice.domain.store.person_left import (
    CONTACT,
    Known,
    Person,
    known_in_history,
    left_in_history,
    left_in_own_rows,
    person_of,
)
from fieldservice.domain.store.unit_of_work import UnitOfWork
from fieldservice.sync.desk_store import DeskStore
from fieldservice.sync.outgoing import waiting_numbers

FORGOTTEN = "person.forgotten"

_PAYLOADS = "SELECT number, payload FROM outbox_transaction WHERE payload IS NOT NULL"
_BLACKED = "UPDATE outbox_transaction SET payload = ? WHERE number = ?"

_log = logging.getLogger(__name__)


def forget_erased(store: DeskStore, erased: Iterable[str], clock: Clock) -> int:
    """Forget those of these contacts that are not forgotten here yet; tells how many were.

    The file is written anew once for all of them, and not at all where nobody of them was ever known.
    """
    wanted = _open(store, erased)
    found = [contact_id for contact_id in wanted if _black_out(store, contact_id, clock)]
    if found:
        _forget_files(store)
        if not overwrite(store.database.writer):
            _log.warning("a person is still in the free pages of the file: somebody is reading it")
            return 0
    for contact_id in wanted:
        _note(store, contact_id, clock)
    return len(wanted)


def _open(store: DeskStore, erased: Iterable[str]) -> list[UUID]:
    wanted = {UUID(each) for each in erased}
    if not wanted:
        return []
    with store.database.read_session() as session:
        if waiting_numbers(session):
            return []
        noted = select(JournalEntry.subject_id).where(JournalEntry.command == FORGOTTEN)
        return sorted(wanted - set(session.scalars(noted)))


def _black_out(store: DeskStore, contact_id: UUID, clock: Clock) -> bool:
    """Whether the person was known here, now or before a try that was cut short."""
    with UnitOfWork(store.database.write_sessions(), store.actor, clock, exchanged=False) as uow:
        session = uow.session
        known = known_in_history(session, contact_id)
        sent = _sent_payloads(session)
        for _number, payload in sent:
            _take_sent(known, payload, contact_id)
        if known.is_empty:
            return _is_begun(session, contact_id)
        who = person_of(session, contact_id, known)
        erase_texts(uow, left_in_history(session, who, list(left_in_own_rows(session, who))))
        _black_out_sent(session, sent, who)
        uow.record(FORGOTTEN, None, undoable=False, contact=contact_id.hex)
        uow.commit(always=True)
        return True


def _is_begun(session: Session, contact_id: UUID) -> bool:
    """What was blacked out tells nothing any more, but may still lie in free pages."""
    begun = select(JournalEntry.label).where(
        JournalEntry.command == FORGOTTEN, JournalEntry.subject_id.is_(None)
    )
    return any(label.get("contact") == contact_id.hex for label in session.scalars(begun))


def _note(store: DeskStore, contact_id: UUID, clock: Clock) -> None:
    """From now on it is known to be done here."""
    with UnitOfWork(store.database.write_sessions(), store.actor, clock, exchanged=False) as uow:
        uow.record(FORGOTTEN, RowRef(CONTACT, contact_id), undoable=False)
        uow.commit(always=True)


def _sent_payloads(session: Session) -> list[tuple[int, dict[str, Any]]]:
    """Kept for a centre that was restored; all of them are known there."""
    found = session.connection().exec_driver_sql(_PAYLOADS)
    return [(number, json.loads(payload)) for number, payload in found]


def _take_sent(known: Known, payload: dict[str, Any], contact_id: UUID) -> None:
    for operation in payload.get("operations", ()):
        sides = (operation.get("was"), operation.get("set"))
        is_theirs = any((side or {}).get("contact_id") == contact_id.hex for side in sides)
        if operation["id"] == contact_id.hex or (operation["table"] == "identity" and is_theirs):
            for side in sides:
                known.take(operation["table"], side)


def _black_out_sent(session: Session, sent: list[tuple[int, dict[str, Any]]], who: Person) -> None:
    """Bytes that were altered no longer fit their digest: `send_again` makes a new chain of them."""
    for number, payload in sent:
        blacked = who.blacked(payload, {UUID(each["id"]) for each in payload.get("operations", ())})
        if blacked != payload:
            kept = json.dumps(blacked, ensure_ascii=False, separators=(",", ":")).encode()
            session.connection().exec_driver_sql(_BLACKED, (kept, number))


def _forget_files(store: DeskStore) -> None:
    """Contents of removed attachments to which nothing refers any more."""
    folder = store.database.files
    if folder is None or not Path(folder).is_dir():
        return
    with store.database.read_session() as session:
        line = JournalChange
        gone = select(line.before).where(
            line.table_name == Attachment.__tablename__, line.kind == ChangeKind.DELETE
        )
        digests = {str((before or {}).get("digest") or "") for before in session.scalars(gone)} - {""}
        used = select(Attachment.digest).where(Attachment.digest.in_(digests))
        unused = digests - set(session.scalars(used))
    contents = AttachmentFolder(folder)
    for digest in sorted(unused):
        contents.forget(digest)
