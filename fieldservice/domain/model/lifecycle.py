"""What the life of a ticket needs beside the ticket: how a type behaves, what merges moved, what was done to
many at once.
"""

from uuid import UUID

from sqlalchemy import UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from fieldservice.domain.model.base import Base, CodeText, UuidPk, enum_text, references
from fieldservice.domain.rules.reopening import Reopening


class TypeConduct(Base):
    """How tickets of a type behave once they are closed, split or left alone; none means the usual way.

    `idle_hours` after the last human word a waiting ticket may be closed; 0 is never (P-36).
    """

    __tablename__ = "type_conduct"

    id: Mapped[UuidPk]
    ticket_type_id: Mapped[UUID] = mapped_column(references("ticket_type.id"), unique=True)
    reopening: Mapped[Reopening] = mapped_column(enum_text(Reopening))
    reopening_days: Mapped[int] = mapped_column(default=0)
    raises_priority: Mapped[bool] = mapped_column(default=False)
    split_keeps_clock: Mapped[bool] = mapped_column(default=False)
    idle_hours: Mapped[int] = mapped_column(default=0)


class MergedRow(Base):
    """A row that lies with the survivor of a merge: `column_name` of it named `home_id` before.

    A row that is carried further by another merge keeps its first home, so that each merge can be taken back
    alone.
    """

    __tablename__ = "merged_row"
    __table_args__ = (UniqueConstraint("row_id", "column_name"),)

    id: Mapped[UuidPk]
    table_name: Mapped[CodeText]
    row_id: Mapped[UUID]
    column_name: Mapped[CodeText]
    home_id: Mapped[UUID] = mapped_column(references("ticket.id"), index=True)


class BulkChange(Base):
    """Something done to many tickets at once; each has its own journal entry, named by `BulkPart`."""

    __tablename__ = "bulk_change"

    id: Mapped[UuidPk]
    what: Mapped[CodeText]
    changed: Mapped[int]
    refused: Mapped[int]


class BulkPart(Base):
    """One of the journal entries that are taken back together with their bulk change."""

    __tablename__ = "bulk_part"
    journaled = False

    id: Mapped[UuidPk]
    bulk_id: Mapped[UUID] = mapped_column(index=True)
    position: Mapped[int]
    entry_id: Mapped[UUID]
