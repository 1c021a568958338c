"""Files put to a ticket, an article, a customer, a unit …, renamed, and taken away again.

Their contents were kept before (`queries.attachments.take_in`), off the writer and durably; here the rows.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any
from uuid import UUID

from fieldservice.domain.model.base import Base
from fieldservice.domain.model.content import Attachment
from fieldservice.domain.model.contract import Contract
from fieldservice.domain.model.customer import Customer, Site
from fieldservice.domain.model.equipment import Equipment, Product
from fieldservice.domain.model.order import Visit, WorkOrder
from fieldservice.domain.model.ticket import Article, Ticket
from fieldservice.domain.rules.attachments import KeptFile, kept_name
from fieldservice.domain.rules.changes import Changes
from fieldservice.domain.rules.errors import RuleViolation
from fieldservice.domain.store.belongings import lives_on
from fieldservice.domain.store.clock import Clock
from fieldservice.domain.store.finding import every, exists
from fieldservice.domain.store.rights import rights_of
from fieldservice.domain.store.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True)
class NewAttachment:
    """A file whose content is kept already; the id is made by the form, so that saving twice keeps one."""

    attachment_id: UUID
    file: KeptFile


@dataclass(frozen=True, slots=True)
class AttachFiles:
    """Put files to the row `owner_id` of `owner_table` (one of `OWNERS`)."""

    owner_table: str
    owner_id: UUID
    files: tuple[NewAttachment, ...]


@dataclass(frozen=True, slots=True)
class RenameAttachment:
    """Another name; the ending, which says what the file is, stays."""

    attachment_id: UUID
    name: str


@dataclass(frozen=True, slots=True)
class RemoveAttachment:
    attachment_id: UUID


def attach_files(command: AttachFiles, uow: UnitOfWork, clock: Clock) -> Changes:
    """`attachment.owner_unknown` when files cannot be put to such rows; names told twice are told apart."""
    del clock
    subject = _subject(uow, command.owner_table, command.owner_id)
    names = [new.file.name for new in command.files]
    uow.record("attachment.add", subject, names=names, count=len(names), to=_called(subject))
    _require(uow, command.owner_table)
    put_files(uow, (command.owner_table, command.owner_id), command.files)
    if isinstance(subject, Ticket):
        lives_on(uow, subject)
    return uow.commit()


def rename_attachment(command: RenameAttachment, uow: UnitOfWork, clock: Clock) -> Changes:
    del clock
    attachment = uow.get(Attachment, command.attachment_id)
    subject = _subject(uow, attachment.owner_table, attachment.owner_id)
    if not command.name.strip():
        raise RuleViolation("attachment.name_missing")
    ending = attachment.name.rpartition(".")[2]
    wanted = kept_name(command.name.strip().removesuffix(f".{ending}") + f".{ending}")
    uow.record("attachment.rename", subject, name=attachment.name, becomes=wanted)
    _require(uow, attachment.owner_table)
    attachment.name = wanted
    return uow.commit()


def remove_attachment(command: RemoveAttachment, uow: UnitOfWork, clock: Clock) -> Changes:
    """Take the file away; its content stays in the folder, so that it can be brought back."""
    del clock
    attachment = uow.get(Attachment, command.attachment_id)
    subject = _subject(uow, attachment.owner_table, attachment.owner_id)
    uow.record("attachment.remove", subject, name=attachment.name, to=_called(subject))
    _require(uow, attachment.owner_table)
    uow.session.delete(attachment)
    return uow.commit()


def put_files(uow: UnitOfWork, owner: tuple[str, UUID], files: tuple[NewAttachment, ...]) -> None:
    """Add the rows, for commands that write an owner and its files together."""
    table, owner_id = owner
    taken = [each.name for each in every(uow, Attachment, owner_table=table, owner_id=owner_id)]
    for new in files:
        if exists(uow, Attachment, new.attachment_id):
            continue
        name = kept_name(new.file.name, taken)
        taken.append(name)
        uow.add(
            Attachment(
                id=new.attachment_id,
                owner_table=table,
                owner_id=owner_id,
                name=name,
                media_type=new.file.media_type,
                size_bytes=new.file.size_bytes,
                digest=new.file.digest,
                added_by_id=uow.actor.user_id,
                added_at=uow.clock.now(),
            )
        )


def _subject(uow: UnitOfWork, table: str, owner_id: UUID) -> Any:
    """The row that history tells it of: an article's files belong to the story of its ticket."""
    owner = OWNERS.get(table)
    if owner is None:
        raise RuleViolation("attachment.owner_unknown", table=table)
    row: Any = uow.get(owner.kind, owner_id)
    return uow.get(Ticket, row.ticket_id) if isinstance(row, Article) else row


def _require(uow: UnitOfWork, table: str) -> None:
    """Who may change the owner may put files to it."""
    wanted = rights_of(OWNERS[table].as_command)
    if wanted:
        uow.require(*wanted)


def _called(row: Base) -> str:
    """What people call the row: its number, else its name."""
    names = (getattr(row, name, "") for name in ("number", "serial_number", "name"))
    return next((str(name) for name in names if name), "")


@dataclass(frozen=True, slots=True)
class _Owner:
    """`as_command`: whoever may do that may put files here."""

    kind: type[Base]
    as_command: str


OWNERS: Mapping[str, _Owner] = MappingProxyType(
    {
        "ticket": _Owner(Ticket, "article.add"),
        "article": _Owner(Article, "article.add"),
        "work_order": _Owner(WorkOrder, "visit.record"),
        "visit": _Owner(Visit, "visit.record"),
        "customer": _Owner(Customer, "customer.change"),
        "site": _Owner(Site, "site.change"),
        "equipment": _Owner(Equipment, "equipment.change"),
        "product": _Owner(Product, "equipment.change"),
        "contract": _Owner(Contract, "contract.change_line"),
    }
)
"""Tables whose rows can have files."""
