"""Work order made from a ticket, its visits, and what they took."""

import enum
from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from fieldservice.domain.model.base import (
    Aggregate,
    Base,
    Cents,
    CodeText,
    LongText,
    Moment,
    Quantity,
    ShortText,
    UuidPk,
    enum_text,
)
from fieldservice.domain.rules.coverage_facts import WorkMode
from fieldservice.domain.rules.order_states import OrderState, VisitOutcome, VisitState


class LineKind(enum.Enum):
    TIME = "time"
    TRAVEL = "travel"
    PART = "part"
    COST = "cost"


class WorkOrder(Aggregate):
    """A job for technicians; its number is the ticket's with `/position`."""

    __tablename__ = "work_order"
    __table_args__ = (UniqueConstraint("ticket_id", "position"),)

    id: Mapped[UuidPk]
    ticket_id: Mapped[UUID] = mapped_column(ForeignKey("ticket.id"), index=True)
    position: Mapped[int]
    number: Mapped[CodeText] = mapped_column(unique=True)
    title: Mapped[ShortText]
    work_kind_id: Mapped[UUID | None] = mapped_column(ForeignKey("work_kind.id"))
    mode: Mapped[WorkMode] = mapped_column(enum_text(WorkMode), default=WorkMode.ON_SITE)
    duration_minutes: Mapped[int] = mapped_column(default=60)
    priority: Mapped[int] = mapped_column(default=3)
    promised_from: Mapped[datetime | None]
    promised_to: Mapped[datetime | None]
    state: Mapped[OrderState] = mapped_column(enum_text(OrderState), index=True)
    released_at: Mapped[datetime | None]
    finished_at: Mapped[datetime | None]
    cancelled_because: Mapped[LongText] = mapped_column(default="")

    __mapper_args__ = {"version_id_col": Aggregate.version}


class Visit(Aggregate):
    """One planned or made appearance of one technician."""

    __tablename__ = "visit"
    __table_args__ = (Index("ix_visit_technician_id_planned_from", "technician_id", "planned_from"),)

    id: Mapped[UuidPk]
    order_id: Mapped[UUID] = mapped_column(ForeignKey("work_order.id"), index=True)
    technician_id: Mapped[UUID] = mapped_column(ForeignKey("technician.id"))
    planned_from: Mapped[datetime | None]
    planned_to: Mapped[datetime | None]
    state: Mapped[VisitState] = mapped_column(enum_text(VisitState))
    outcome: Mapped[VisitOutcome | None] = mapped_column(enum_text(VisitOutcome))
    started_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    report: Mapped[LongText] = mapped_column(default="")

    __mapper_args__ = {"version_id_col": Aggregate.version}


class WorkLine(Base):
    """Time, travel, a part or a cost, booked to the contract and hence to its customer. Corrected by a void line."""

    __tablename__ = "work_line"

    id: Mapped[UuidPk]
    order_id: Mapped[UUID] = mapped_column(ForeignKey("work_order.id"), index=True)
    visit_id: Mapped[UUID | None] = mapped_column(ForeignKey("visit.id"), index=True)
    contract_id: Mapped[UUID | None] = mapped_column(ForeignKey("contract.id"), index=True)
    kind: Mapped[LineKind] = mapped_column(enum_text(LineKind))
    description: Mapped[ShortText] = mapped_column(default="")
    quantity: Mapped[Quantity]
    unit: Mapped[CodeText] = mapped_column(default="")
    amount_cents: Mapped[Cents] = mapped_column(default=0)
    happened_at: Mapped[Moment]
    voids_id: Mapped[UUID | None] = mapped_column(ForeignKey("work_line.id"))
