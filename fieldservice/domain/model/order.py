"""Work order made from a ticket, its visits, and what they took."""

import enum
from datetime import datetime
from uuid import UUID

from sqlalchemy import Index, UniqueConstraint
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
    references,
)
from fieldservice.domain.rules.coverage_facts import WorkMode
from fieldservice.domain.rules.order_states import (
    OrderState,
    VisitAction,
    VisitOutcome,
    VisitState,
    next_visit_state,
)


class LineKind(enum.Enum):
    TIME = "time"
    TRAVEL = "travel"
    PART = "part"
    COST = "cost"


class WorkOrder(Aggregate):
    """A job for technicians; its number is the ticket's with `/position`.

    `is_finished_by_word` when somebody said so without a visit that says it; `is_kept_open` when it was
    left open knowingly as its ticket was closed by hand.
    """

    __tablename__ = "work_order"
    __table_args__ = (UniqueConstraint("ticket_id", "position"),)

    id: Mapped[UuidPk]
    ticket_id: Mapped[UUID] = mapped_column(references("ticket.id"), index=True)
    position: Mapped[int]
    number: Mapped[CodeText] = mapped_column(unique=True)
    title: Mapped[ShortText]
    work_kind_id: Mapped[UUID | None] = mapped_column(references("work_kind.id"))
    mode: Mapped[WorkMode] = mapped_column(enum_text(WorkMode), default=WorkMode.ON_SITE)
    duration_minutes: Mapped[int] = mapped_column(default=60)
    priority: Mapped[int] = mapped_column(default=3)
    promised_from: Mapped[datetime | None]
    promised_to: Mapped[datetime | None]
    state: Mapped[OrderState] = mapped_column(enum_text(OrderState), index=True)
    finished_at: Mapped[datetime | None]
    is_finished_by_word: Mapped[bool] = mapped_column(default=False)
    is_kept_open: Mapped[bool] = mapped_column(default=False)
    cancelled_because: Mapped[LongText] = mapped_column(default="")


class Visit(Aggregate):
    """One planned or made appearance of one technician."""

    __tablename__ = "visit"
    __table_args__ = (Index("ix_visit_technician_id_planned_from", "technician_id", "planned_from"),)

    id: Mapped[UuidPk]
    order_id: Mapped[UUID] = mapped_column(references("work_order.id"), index=True)
    technician_id: Mapped[UUID] = mapped_column(references("technician.id"))
    planned_from: Mapped[datetime | None]
    planned_to: Mapped[datetime | None]
    state: Mapped[VisitState] = mapped_column(enum_text(VisitState))
    outcome: Mapped[VisitOutcome | None] = mapped_column(enum_text(VisitOutcome))
    started_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    report: Mapped[LongText] = mapped_column(default="")

    def end(self, outcome: VisitOutcome, ended_at: datetime) -> None:
        """End, or correct how it ended; raises `RuleViolation` `visit.action_refused`."""
        action = VisitAction.CORRECT if self.state is VisitState.ENDED else VisitAction.END
        self.state = next_visit_state(self.state, action)
        self.outcome = outcome
        self.ended_at = ended_at

    def cancel(self, now: datetime) -> None:
        self.end(VisitOutcome.CANCELLED, now)


class WorkLine(Base):
    """Time (minutes), travel, a part or a cost, booked to the contract; corrected by a line that voids it."""

    __tablename__ = "work_line"

    id: Mapped[UuidPk]
    order_id: Mapped[UUID] = mapped_column(references("work_order.id"), index=True)
    visit_id: Mapped[UUID | None] = mapped_column(references("visit.id"), index=True)
    contract_id: Mapped[UUID | None] = mapped_column(references("contract.id"), index=True)
    kind: Mapped[LineKind] = mapped_column(enum_text(LineKind))
    description: Mapped[ShortText] = mapped_column(default="")
    quantity: Mapped[Quantity]
    unit: Mapped[CodeText] = mapped_column(default="")
    amount_cents: Mapped[Cents] = mapped_column(default=0)
    happened_at: Mapped[Moment]
    voids_id: Mapped[UUID | None] = mapped_column(references("work_line.id"))
