"""Customer, with what tells who is calling, where they are, and what holds them back."""

import enum
from datetime import date
from uuid import UUID

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from fieldservice.domain.model.base import (
    Aggregate,
    Base,
    CodeText,
    LongText,
    ShortText,
    UuidPk,
    enum_text,
    references,
)


class CustomerClass(enum.Enum):
    STANDARD = "standard"
    HIGH_VALUE = "high_value"
    VIP = "vip"


class IdentityKind(enum.Enum):
    PHONE = "phone"
    EMAIL = "email"


class BlockSource(enum.Enum):
    OWN = "own"
    IMPORT = "import"
    ERP = "erp"


class Customer(Aggregate):
    """A company we serve; `active_until` is the last day of the cooperation, that day included.

    `branch_id` is the branch whose desks alone hold it; None: all do.
    """

    __tablename__ = "customer"

    id: Mapped[UuidPk]
    number: Mapped[CodeText] = mapped_column(unique=True)
    name: Mapped[ShortText]
    name_folded: Mapped[ShortText] = mapped_column(index=True)
    tax_id: Mapped[CodeText | None] = mapped_column(index=True)
    customer_class: Mapped[CustomerClass] = mapped_column(
        enum_text(CustomerClass), default=CustomerClass.STANDARD
    )
    language: Mapped[CodeText | None]
    active_from: Mapped[date | None]
    active_until: Mapped[date | None]
    preferred_agent_id: Mapped[UUID | None] = mapped_column(references("user_account.id"))
    note: Mapped[LongText] = mapped_column(default="")
    branch_id: Mapped[UUID | None] = mapped_column(references("branch.id"))


class Contact(Aggregate):
    """A person at the customer's side."""

    __tablename__ = "contact"

    id: Mapped[UuidPk]
    customer_id: Mapped[UUID] = mapped_column(references("customer.id"), index=True)
    name: Mapped[ShortText]
    role: Mapped[ShortText] = mapped_column(default="")
    is_active: Mapped[bool] = mapped_column(default=True)


class Identity(Base):
    """A telephone number (E.164) or e-mail address that names a customer, and perhaps one person there."""

    __tablename__ = "identity"
    __table_args__ = (Index("ix_identity_kind_value", "kind", "value"),)

    id: Mapped[UuidPk]
    customer_id: Mapped[UUID] = mapped_column(references("customer.id"), index=True)
    contact_id: Mapped[UUID | None] = mapped_column(references("contact.id"), index=True)
    kind: Mapped[IdentityKind] = mapped_column(enum_text(IdentityKind))
    value: Mapped[ShortText]
    extension: Mapped[CodeText] = mapped_column(default="")
    as_written: Mapped[ShortText] = mapped_column(default="")


class Site(Aggregate):
    """A place of the customer where equipment stands."""

    __tablename__ = "site"

    id: Mapped[UuidPk]
    customer_id: Mapped[UUID] = mapped_column(references("customer.id"), index=True)
    code: Mapped[CodeText] = mapped_column(unique=True)
    name: Mapped[ShortText]
    street: Mapped[ShortText] = mapped_column(default="")
    postal_code: Mapped[CodeText] = mapped_column(default="")
    city: Mapped[ShortText] = mapped_column(default="")
    latitude: Mapped[float | None]
    longitude: Mapped[float | None]
    zone: Mapped[CodeText | None]


class Block(Aggregate):
    """An administrative hold on a customer; `until` is its last day, open-ended when empty."""

    __tablename__ = "block"

    id: Mapped[UuidPk]
    customer_id: Mapped[UUID] = mapped_column(references("customer.id"), index=True)
    reason: Mapped[ShortText]
    since: Mapped[date]
    until: Mapped[date | None]
    source: Mapped[BlockSource] = mapped_column(enum_text(BlockSource), default=BlockSource.OWN)
    lifted_because: Mapped[LongText] = mapped_column(default="")
