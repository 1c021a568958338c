"""What is kept and told around a ticket: attachments of any row, followers, notices, who has it open."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import BigInteger, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from fieldservice.domain.model.base import (
    Aggregate,
    Base,
    CodeText,
    Moment,
    ShortText,
    UuidPk,
    enum_text,
    references,
)
from fieldservice.domain.rules.notices import NoticeKind


class Attachment(Aggregate):
    """A file that belongs to a row of any table. Its content lies in the folder beside the database, under
    its SHA-256 (`digest`); many rows may share one content.
    """

    __tablename__ = "attachment"
    __table_args__ = (
        Index("ix_attachment_owner_id_owner_table", "owner_id", "owner_table"),
        Index("ix_attachment_digest", "digest"),
    )

    id: Mapped[UuidPk]
    owner_table: Mapped[CodeText]
    owner_id: Mapped[UUID]
    name: Mapped[ShortText]
    media_type: Mapped[ShortText]
    size_bytes: Mapped[int] = mapped_column(BigInteger())
    digest: Mapped[str] = mapped_column(String(64))
    added_by_id: Mapped[UUID | None] = mapped_column(references("user_account.id"))
    added_at: Mapped[Moment]


class Follow(Base):
    """Somebody wants to know what happens to a ticket without owning it."""

    __tablename__ = "follow"
    __table_args__ = (UniqueConstraint("ticket_id", "user_id"),)

    id: Mapped[UuidPk]
    ticket_id: Mapped[UUID] = mapped_column(references("ticket.id"))
    user_id: Mapped[UUID] = mapped_column(references("user_account.id"), index=True)


class Notice(Base):
    """One thing that one person should know. `entry_id` is the journal's entry that it tells of.

    Not journaled: that somebody has read something is nobody else's business, and nothing to undo.
    """

    __tablename__ = "notice"
    __table_args__ = (
        Index("ix_notice_user_id_happened_at", "user_id", "happened_at"),
        Index("ix_notice_ticket_id", "ticket_id"),
    )
    journaled = False

    id: Mapped[UuidPk]
    user_id: Mapped[UUID] = mapped_column(references("user_account.id"))
    ticket_id: Mapped[UUID] = mapped_column(references("ticket.id"))
    kind: Mapped[NoticeKind] = mapped_column(enum_text(NoticeKind))
    actor_id: Mapped[UUID | None]
    entry_id: Mapped[UUID]
    happened_at: Mapped[Moment]
    read_at: Mapped[datetime | None]
    snoozed_until: Mapped[datetime | None]


class Presence(Base):
    """Somebody has a ticket open, as of `seen_at`. It is no lock: it runs out by itself after a crash."""

    __tablename__ = "presence"
    __table_args__ = (Index("ix_presence_ticket_id_seen_at", "ticket_id", "seen_at"),)
    journaled = False

    id: Mapped[UuidPk]
    ticket_id: Mapped[UUID]
    user_id: Mapped[UUID]
    is_writing: Mapped[bool] = mapped_column(default=False)
    seen_at: Mapped[Moment]
