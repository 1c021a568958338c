"""Other systems that customers, blocks and contracts come from, and the keys under which they know our rows.

Tokens, receipts and webhooks of these systems are kept by the centre alone (`server/erp/tables.py`).
"""

from uuid import UUID

from sqlalchemy import Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from fieldservice.domain.model.base import Aggregate, Base, CodeText, ShortText, UuidPk, references


class OutsideSystem(Aggregate):
    """A system that the centre is connected with. While it is active, what it keeps is only read here (A13,
    A15). What it does is done in the name of the user account of the same id; numbers are its branch's.
    """

    __tablename__ = "outside_system"

    id: Mapped[UuidPk]
    name: Mapped[ShortText] = mapped_column(unique=True)
    branch_id: Mapped[UUID | None] = mapped_column(references("branch.id"))
    keeps_customers: Mapped[bool] = mapped_column(default=False)
    keeps_blocks: Mapped[bool] = mapped_column(default=False)
    keeps_contracts: Mapped[bool] = mapped_column(default=False)
    is_active: Mapped[bool] = mapped_column(default=True)


class OutsideKey(Base):
    """A row of ours is called `key` in another system: told twice, it is one row."""

    __tablename__ = "outside_key"
    __table_args__ = (
        UniqueConstraint("system_id", "owner_table", "key"),
        Index("ix_outside_key_owner_id_owner_table", "owner_id", "owner_table"),
    )

    id: Mapped[UuidPk]
    system_id: Mapped[UUID] = mapped_column(references("outside_system.id"))
    owner_table: Mapped[CodeText]
    owner_id: Mapped[UUID]
    key: Mapped[ShortText]
