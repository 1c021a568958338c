"""How long closed tickets are kept as they are, what was archived, and what must not be touched meanwhile."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy.orm import Mapped, mapped_column

from fieldservice.domain.model.base import Aggregate, Base, LongText, UuidPk, enum_text, references
from fieldservice.domain.rules.retention import RetentionAct, RetentionOutcome


class RetentionRule(Aggregate):
    """A term: without kind or outcome it holds for each (C28)."""

    __tablename__ = "retention_rule"

    id: Mapped[UuidPk]
    act: Mapped[RetentionAct] = mapped_column(enum_text(RetentionAct))
    months: Mapped[int]
    kind_id: Mapped[UUID | None] = mapped_column(references("kind.id"))
    outcome: Mapped[RetentionOutcome | None] = mapped_column(enum_text(RetentionOutcome))


class ArchivedTicket(Base):
    """A ticket whose term is over; its id is the ticket's."""

    __tablename__ = "archived_ticket"

    id: Mapped[UUID] = mapped_column(references("ticket.id"), primary_key=True)
    archived_at: Mapped[datetime]
    anonymised_at: Mapped[datetime | None]


class LegalHold(Aggregate):
    """What belongs to a customer stays as it is, whatever the terms say: a dispute, an inspection."""

    __tablename__ = "legal_hold"

    id: Mapped[UuidPk]
    customer_id: Mapped[UUID] = mapped_column(references("customer.id"), index=True)
    because: Mapped[LongText]
    since: Mapped[date]
    lifted_on: Mapped[date | None]
