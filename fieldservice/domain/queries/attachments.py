"""Attachments as lists and previews show them, and the ways of files in and out of their folder.

`take_in` writes files, but nothing in the database: it runs on a reader, so that no command waits for a disk.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, Uuid, bindparam, func, select
from sqlalchemy.orm import Session

from fieldservice.domain.model.base import new_id
from fieldservice.domain.model.content import Attachment
from fieldservice.domain.model.order import Visit, WorkOrder
from fieldservice.domain.model.people import UserAccount
from fieldservice.domain.model.ticket import Article
from fieldservice.domain.rules.attachments import FileOffer, FileState, KeptFile, Preview, kind_of
from fieldservice.domain.rules.errors import EnvironmentProblem, RuleViolation, TellableError
from fieldservice.domain.store.attachments import folder_of

MOST_ATTACHMENTS = 300


@dataclass(frozen=True, slots=True)
class AttachmentRow:
    """A file as a list shows it; `preview` is how the program itself can show it."""

    id: UUID
    owner_table: str
    owner_id: UUID
    name: str
    media_type: str
    preview: Preview
    size_bytes: int
    added_by: str
    added_at: datetime


@dataclass(frozen=True, slots=True)
class TakenIn:
    """Files whose contents are kept now, with the ids their rows will have, and why others were not."""

    kept: tuple[tuple[UUID, KeptFile], ...]
    refused: tuple[TellableError, ...] = ()


@dataclass(frozen=True, slots=True)
class AttachmentContent:
    row: AttachmentRow
    content: bytes


@dataclass(frozen=True, slots=True)
class BrokenFile:
    """A file of somebody's, and what became of its content."""

    name: str
    state: FileState


def take_in(session: Session, offers: Sequence[FileOffer]) -> TakenIn:
    """Keep the contents of files; one that is refused does not hinder the others."""
    folder = folder_of(session)
    kept: list[tuple[UUID, KeptFile]] = []
    refused: list[TellableError] = []
    for offer in offers:
        try:
            kept.append((new_id(), folder.keep(offer)))
        except (RuleViolation, EnvironmentProblem) as error:
            refused.append(error)
    return TakenIn(tuple(kept), tuple(refused))


def attachments_of(session: Session, owner_table: str, owner_id: UUID) -> tuple[AttachmentRow, ...]:
    """The files of one row, the latest first."""
    return attachments_of_rows(session, owner_table, [owner_id])


def attachments_of_rows(
    session: Session, owner_table: str, owner_ids: Collection[UUID]
) -> tuple[AttachmentRow, ...]:
    """The files of several rows of a table, the latest first."""
    fits = (Attachment.owner_table == owner_table) & Attachment.owner_id.in_(owner_ids)
    return _rows(session, fits) if owner_ids else ()


def ticket_attachments(session: Session, ticket_id: UUID) -> tuple[AttachmentRow, ...]:
    """The files of a ticket, of everything said on it, of its orders and visits, the latest first."""
    return _found(session, _OF_TICKET, {"ticket_id": ticket_id})


def attachment_content(session: Session, attachment_id: UUID) -> AttachmentContent:
    """The file itself, checked bit by bit; `EnvironmentProblem` `attachment.missing`, `.altered`."""
    row, digest = _one(session, attachment_id)
    folder = folder_of(session)
    content = folder.read(digest)
    if content is None:
        raise EnvironmentProblem(f"attachment.{folder.state_of(digest).value}", name=row.name)
    return AttachmentContent(row, content)


def save_copy(session: Session, attachment_id: UUID, target: Path) -> Path:
    """Write the file to where somebody wants it."""
    _row, digest = _one(session, attachment_id)
    return folder_of(session).copy_out(digest, target)


def copy_to_open(session: Session, attachment_id: UUID) -> Path:
    """A copy under the file's own name, for the program that the system has for it."""
    row, digest = _one(session, attachment_id)
    return folder_of(session).copy_to_open(digest, row.name)


def broken_attachments(session: Session) -> tuple[BrokenFile, ...]:
    """The files whose content is missing or altered, by name: for a check of everything."""
    folder = folder_of(session)
    kept = session.execute(select(Attachment.digest, Attachment.name).order_by(Attachment.name)).all()
    states = {digest: folder.state_of(digest) for digest, _name in kept}
    return tuple(
        BrokenFile(name, states[digest]) for digest, name in kept if states[digest] is not FileState.WHOLE
    )


def is_referred_to(session: Session, digest: str) -> bool:
    """Whether any row still has this content."""
    rows = select(func.count()).select_from(Attachment).where(Attachment.digest == digest)
    return bool(session.scalar(rows))


def _one(session: Session, attachment_id: UUID) -> tuple[AttachmentRow, str]:
    found = _rows(session, Attachment.id == attachment_id)
    digest = session.scalar(select(Attachment.digest).where(Attachment.id == attachment_id))
    if not found or digest is None:
        raise RuleViolation("row.missing", table=Attachment.__tablename__)
    return found[0], digest


def _rows(session: Session, fits: ColumnElement[bool]) -> tuple[AttachmentRow, ...]:
    return _found(session, _statement(fits), {})


def _found(session: Session, statement: Select[Any], values: dict[str, Any]) -> tuple[AttachmentRow, ...]:
    return tuple(
        AttachmentRow(
            row.id,
            row.owner_table,
            row.owner_id,
            row.name,
            row.media_type,
            _preview(row.name),
            row.size_bytes,
            row.added_by or "",
            row.added_at,
        )
        for row in session.execute(statement, values)
    )


def _statement(fits: ColumnElement[bool]) -> Select[Any]:
    columns = (
        Attachment.id,
        Attachment.owner_table,
        Attachment.owner_id,
        Attachment.name,
        Attachment.media_type,
        Attachment.size_bytes,
        Attachment.added_at,
        UserAccount.name.label("added_by"),
    )
    statement: Any = select(*columns).outerjoin(UserAccount, UserAccount.id == Attachment.added_by_id)
    ordered = statement.where(fits).order_by(Attachment.added_at.desc(), Attachment.id.desc())
    limited: Select[Any] = ordered.limit(MOST_ATTACHMENTS)
    return limited


def _of_ticket() -> Select[Any]:
    """Built once: it takes longer to build than to answer, and is asked with every ticket that is opened."""
    ticket_id = bindparam("ticket_id", type_=Uuid())
    articles = select(Article.id).where(Article.ticket_id == ticket_id)
    orders = select(WorkOrder.id).where(WorkOrder.ticket_id == ticket_id)
    visits = select(Visit.id).where(Visit.order_id.in_(orders))
    owner, owner_id = Attachment.owner_table, Attachment.owner_id
    return _statement(
        ((owner == "ticket") & (owner_id == ticket_id))
        | ((owner == "article") & owner_id.in_(articles))
        | ((owner == "work_order") & owner_id.in_(orders))
        | ((owner == "visit") & owner_id.in_(visits))
    )


_OF_TICKET = _of_ticket()


def _preview(name: str) -> Preview:
    kind = kind_of(name)
    return Preview.NONE if kind is None else kind.preview
