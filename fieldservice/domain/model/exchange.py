"""What a workstation keeps of its exchange with the centre (docs/exchange.md): empty while it stands alone.

These tables live in the desk's own file, written in the same transactions as the rows they tell of. None is
journaled; none is ever sent.
"""

import enum
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, Index, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from fieldservice.domain.model.base import (
    JSON_VALUE,
    Base,
    CodeText,
    LongText,
    Moment,
    ShortText,
    UuidPk,
    enum_text,
)


class OutboxState(enum.Enum):
    """Not sent yet; sent at least once, so its bytes no longer change; known to be at the centre."""

    NEW = "new"
    SENT = "sent"
    ACKED = "acked"


class InboxKind(enum.Enum):
    """A value that gave way, work that was not taken, a number that was changed, a row that left."""

    CONFLICT = "conflict"
    REFUSAL = "refusal"
    RENUMBERED = "renumbered"
    LEFT = "left"


class BlobDirection(enum.Enum):
    UP = "up"
    DOWN = "down"


class ExchangeState(Base):
    """One row once the workstation has joined a centre.

    `incarnation` changes when the installation was cloned or restored; `next_number` is that of the next
    transaction, `last_digest` ends the chain of those sent. `stamp` is the last hybrid stamp given
    (`rules/exchange_clock.py`). `offset_milliseconds` is the centre's clock less ours.
    """

    __tablename__ = "exchange_state"
    journaled = False

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    address: Mapped[ShortText]
    server_id: Mapped[UUID]
    epoch: Mapped[int]
    device_id: Mapped[UUID]
    incarnation: Mapped[int]
    branch_id: Mapped[UUID]
    slot: Mapped[CodeText]
    next_number: Mapped[int] = mapped_column(BigInteger())
    last_digest: Mapped[bytes] = mapped_column(LargeBinary())
    stamp: Mapped[int] = mapped_column(BigInteger())
    offset_milliseconds: Mapped[int] = mapped_column(BigInteger(), default=0)
    joined_at: Mapped[Moment]
    exchanged_at: Mapped[datetime | None]
    digest_at: Mapped[datetime | None]
    order: Mapped[CodeText] = mapped_column(default="ok")
    problem: Mapped[dict[str, Any] | None] = mapped_column(JSON_VALUE)


class ExchangeCursor(Base):
    """How far a scope has been read: every change of it up to `sequence` is in this file."""

    __tablename__ = "exchange_cursor"
    journaled = False

    scope: Mapped[UUID] = mapped_column(primary_key=True)
    sequence: Mapped[int] = mapped_column(BigInteger())
    tables_version: Mapped[int]


class ExchangeVersion(Base):
    """The centre's version on which this file's copy of a row is based."""

    __tablename__ = "exchange_version"
    __table_args__ = ({"sqlite_with_rowid": False},)
    journaled = False

    table_name: Mapped[CodeText] = mapped_column(primary_key=True)
    row_id: Mapped[UUID] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(BigInteger())
    scope: Mapped[UUID]


class OutboxTransaction(Base):
    """A journal entry on its way. `payload` and `digest` are set when it is first sent, and stay the same.

    `stamp` is its hybrid stamp. `at` is when it was done, and once it is known there, since when. Known ones
    are kept 30 days, to answer a centre that was restored.
    """

    __tablename__ = "outbox_transaction"
    __table_args__ = (Index("ix_outbox_transaction_state", "state"),)
    journaled = False

    number: Mapped[int] = mapped_column(BigInteger(), primary_key=True, autoincrement=False)
    entry_id: Mapped[UUID] = mapped_column(unique=True)
    user_id: Mapped[UUID | None]
    at: Mapped[Moment]
    stamp: Mapped[int] = mapped_column(BigInteger())
    schema: Mapped[int]
    state: Mapped[OutboxState] = mapped_column(enum_text(OutboxState))
    payload: Mapped[bytes | None] = mapped_column(LargeBinary())
    digest: Mapped[bytes | None] = mapped_column(LargeBinary())


class OutboxOperation(Base):
    """A line of the journal that travels, and the centre's version that it was made on; 0 for a new row."""

    __tablename__ = "outbox_operation"
    __table_args__ = (Index("ix_outbox_operation_row_id", "row_id"),)
    journaled = False

    change_id: Mapped[UUID] = mapped_column(primary_key=True)
    number: Mapped[int] = mapped_column(BigInteger(), index=True)
    position: Mapped[int]
    table_name: Mapped[CodeText]
    row_id: Mapped[UUID]
    base_version: Mapped[int] = mapped_column(BigInteger())


class ExchangeStage(Base):
    """A change that was pulled and waits to be applied together with all others, at the head."""

    __tablename__ = "exchange_stage"
    __table_args__ = (Index("ix_exchange_stage_row_id", "row_id"),)
    journaled = False

    position: Mapped[int] = mapped_column(primary_key=True)
    scope: Mapped[UUID]
    sequence: Mapped[int] = mapped_column(BigInteger())
    table_name: Mapped[CodeText]
    row_id: Mapped[UUID]
    version: Mapped[int] = mapped_column(BigInteger())
    kind: Mapped[CodeText]
    row: Mapped[bytes | None] = mapped_column(LargeBinary())


class ExchangeNews(Base):
    """Something about an exchange that people should see, until it is settled.

    `base`, `kept` and `lost` are values of one field as the journal writes them. `payload` of a refusal is
    the whole work that was not taken, so that it can be done anew.
    """

    __tablename__ = "exchange_news"
    __table_args__ = (Index("ix_exchange_news_settled_at", "settled_at"),)
    journaled = False

    id: Mapped[UuidPk]
    kind: Mapped[InboxKind] = mapped_column(enum_text(InboxKind))
    table_name: Mapped[CodeText]
    row_id: Mapped[UUID]
    field: Mapped[CodeText] = mapped_column(default="")
    rule: Mapped[CodeText] = mapped_column(default="")
    base: Mapped[Any | None] = mapped_column(JSON_VALUE)
    kept: Mapped[Any | None] = mapped_column(JSON_VALUE)
    lost: Mapped[Any | None] = mapped_column(JSON_VALUE)
    kept_by: Mapped[UUID | None]
    lost_by: Mapped[UUID | None]
    reason: Mapped[dict[str, Any] | None] = mapped_column(JSON_VALUE)
    payload: Mapped[dict[str, Any] | None] = mapped_column(JSON_VALUE)
    at: Mapped[Moment]
    settled_at: Mapped[datetime | None]
    settled_by: Mapped[UUID | None]
    note: Mapped[LongText] = mapped_column(default="")


class ExchangeProvisional(Base):
    """A row settled here for display only, ahead of the centre, whose result replaces it."""

    __tablename__ = "exchange_provisional"
    journaled = False

    table_name: Mapped[CodeText] = mapped_column(primary_key=True)
    row_id: Mapped[UUID] = mapped_column(primary_key=True)


class OfflineUnlock(Base):
    """Until when somebody's password opens this desk without asking the centre; each exchange prolongs it."""

    __tablename__ = "offline_unlock"
    journaled = False

    user_id: Mapped[UUID] = mapped_column(primary_key=True)
    valid_until: Mapped[Moment]


class TicketOpening(Base):
    """Somebody opened a ticket here, last at `opened_at`: they are told when it is changed elsewhere."""

    __tablename__ = "ticket_opening"
    journaled = False

    user_id: Mapped[UUID] = mapped_column(primary_key=True)
    ticket_id: Mapped[UUID] = mapped_column(primary_key=True)
    opened_at: Mapped[Moment]


class BlobTransfer(Base):
    """The content of an attachment on its way, by its SHA-256; `offset` bytes are across."""

    __tablename__ = "blob_transfer"
    journaled = False

    digest: Mapped[str] = mapped_column(String(64), primary_key=True)
    direction: Mapped[BlobDirection] = mapped_column(enum_text(BlobDirection), primary_key=True)
    size_bytes: Mapped[int] = mapped_column(BigInteger())
    offset: Mapped[int] = mapped_column(BigInteger(), default=0)
    queued_at: Mapped[Moment]
    problem: Mapped[CodeText] = mapped_column(default="")
