"""Request, ticket, and what is said, agreed and linked around a ticket."""

import enum
from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from fieldservice.domain.model.base import (
    JSON_VALUE,
    Aggregate,
    Base,
    CodeText,
    LongText,
    Moment,
    ShortText,
    UuidPk,
    enum_text,
)
from fieldservice.domain.rules.ticket_states import TicketStateType


class Channel(enum.Enum):
    PHONE = "phone"
    EMAIL = "email"
    SMS = "sms"
    WEB = "web"
    PLAN = "plan"
    METER = "meter"
    API = "api"
    OTHER = "other"


class RequestState(enum.Enum):
    """Waiting in its tray, parked with a reason, accepted into tickets, or put aside for good."""

    WAITING = "waiting"
    PARKED = "parked"
    ACCEPTED = "accepted"
    DISMISSED = "dismissed"


class ClosedHow(enum.Enum):
    BY_ORDERS = "by_orders"
    BY_HAND = "by_hand"


class ArticleKind(enum.Enum):
    CALL = "call"
    EMAIL = "email"
    SMS = "sms"
    NOTE = "note"
    UPDATE = "update"


class LinkKind(enum.Enum):
    REOPENED_FROM = "reopened_from"
    MERGED_INTO = "merged_into"
    SPLIT_FROM = "split_from"
    CAUSED_BY = "caused_by"


class Request(Aggregate):
    """What arrived by a channel. One request may give several tickets; a refused one is parked, never lost."""

    __tablename__ = "request"
    __table_args__ = (Index("ix_request_state_received_at", "state", "received_at"),)

    id: Mapped[UuidPk]
    channel: Mapped[Channel] = mapped_column(enum_text(Channel))
    state: Mapped[RequestState] = mapped_column(enum_text(RequestState))
    received_at: Mapped[Moment]
    settled_at: Mapped[datetime | None]
    caller: Mapped[ShortText] = mapped_column(default="")
    caller_name: Mapped[ShortText] = mapped_column(default="")
    customer_id: Mapped[UUID | None] = mapped_column(ForeignKey("customer.id"), index=True)
    contact_id: Mapped[UUID | None] = mapped_column(ForeignKey("contact.id"))
    equipment_id: Mapped[UUID | None] = mapped_column(ForeignKey("equipment.id"))
    work_kind_id: Mapped[UUID | None] = mapped_column(ForeignKey("work_kind.id"))
    title: Mapped[ShortText] = mapped_column(default="")
    text: Mapped[LongText] = mapped_column(default="")
    verdict: Mapped[dict[str, object] | None] = mapped_column(JSON_VALUE)
    verdict_outcome: Mapped[CodeText | None]
    parked_because: Mapped[LongText] = mapped_column(default="")
    requester_told: Mapped[bool] = mapped_column(default=False)
    taken_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("user_account.id"))

    __mapper_args__ = {"version_id_col": Aggregate.version}


class Ticket(Aggregate):
    """An accepted, numbered request. `state_type` repeats the type of its state, so that rules and lists need no join.

    `generation` counts automatic closings, so that each closing's article has an id of its own.
    """

    __tablename__ = "ticket"
    __table_args__ = (
        Index("ix_ticket_state_type_resolution_due_at_id", "state_type", "resolution_due_at", "id"),
        Index("ix_ticket_opened_at_id", "opened_at", "id"),
        Index("ix_ticket_owner_id_state_type", "owner_id", "state_type"),
    )

    id: Mapped[UuidPk]
    number: Mapped[CodeText] = mapped_column(unique=True)
    request_id: Mapped[UUID | None] = mapped_column(ForeignKey("request.id"), index=True)
    channel: Mapped[Channel] = mapped_column(enum_text(Channel))
    customer_id: Mapped[UUID | None] = mapped_column(ForeignKey("customer.id"), index=True)
    contact_id: Mapped[UUID | None] = mapped_column(ForeignKey("contact.id"))
    site_id: Mapped[UUID | None] = mapped_column(ForeignKey("site.id"))
    equipment_id: Mapped[UUID | None] = mapped_column(ForeignKey("equipment.id"), index=True)
    product_id: Mapped[UUID | None] = mapped_column(ForeignKey("product.id"))
    type_id: Mapped[UUID] = mapped_column(ForeignKey("ticket_type.id"))
    kind_id: Mapped[UUID | None] = mapped_column(ForeignKey("kind.id"))
    purpose_id: Mapped[UUID | None] = mapped_column(ForeignKey("purpose.id"))
    service_id: Mapped[UUID | None] = mapped_column(ForeignKey("service.id"))
    work_kind_id: Mapped[UUID | None] = mapped_column(ForeignKey("work_kind.id"))
    title: Mapped[ShortText]
    description: Mapped[LongText] = mapped_column(default="")
    impact: Mapped[int]
    urgency: Mapped[int]
    priority: Mapped[int]
    state_id: Mapped[UUID] = mapped_column(ForeignKey("ticket_state.id"))
    state_type: Mapped[TicketStateType] = mapped_column(enum_text(TicketStateType))
    opened_at: Mapped[Moment]
    first_response_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    closed_how: Mapped[ClosedHow | None] = mapped_column(enum_text(ClosedHow))
    closed_because: Mapped[LongText] = mapped_column(default="")
    generation: Mapped[int] = mapped_column(default=0)
    sla_id: Mapped[UUID | None] = mapped_column(ForeignKey("sla.id"))
    response_due_at: Mapped[datetime | None]
    resolution_due_at: Mapped[datetime | None]
    expected_closing_at: Mapped[datetime | None]
    expected_closing_because: Mapped[LongText] = mapped_column(default="")
    owner_id: Mapped[UUID | None] = mapped_column(ForeignKey("user_account.id"))
    responsible_id: Mapped[UUID | None] = mapped_column(ForeignKey("user_account.id"))
    queue_id: Mapped[UUID | None] = mapped_column(ForeignKey("queue.id"))
    contract_id: Mapped[UUID | None] = mapped_column(ForeignKey("contract.id"), index=True)
    coverage_line_id: Mapped[UUID | None] = mapped_column(ForeignKey("coverage_line.id"), index=True)
    verdict: Mapped[dict[str, object] | None] = mapped_column(JSON_VALUE)
    verdict_outcome: Mapped[CodeText | None]
    override_because: Mapped[LongText] = mapped_column(default="")
    override_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("user_account.id"))

    __mapper_args__ = {"version_id_col": Aggregate.version}


class Article(Base):
    """One entry of communication on a ticket; `values` feed the sentence of an automatic one."""

    __tablename__ = "article"
    __table_args__ = (Index("ix_article_ticket_id_happened_at", "ticket_id", "happened_at"),)

    id: Mapped[UuidPk]
    ticket_id: Mapped[UUID] = mapped_column(ForeignKey("ticket.id"))
    kind: Mapped[ArticleKind] = mapped_column(enum_text(ArticleKind))
    is_internal: Mapped[bool] = mapped_column(default=False)
    author_id: Mapped[UUID | None] = mapped_column(ForeignKey("user_account.id"))
    author_name: Mapped[ShortText] = mapped_column(default="")
    happened_at: Mapped[Moment]
    recorded_at: Mapped[Moment]
    text: Mapped[LongText] = mapped_column(default="")
    reason: Mapped[dict[str, object] | None] = mapped_column(JSON_VALUE)


class Task(Aggregate):
    """A small piece of work inside a ticket."""

    __tablename__ = "task"

    id: Mapped[UuidPk]
    ticket_id: Mapped[UUID] = mapped_column(ForeignKey("ticket.id"), index=True)
    title: Mapped[ShortText]
    owner_id: Mapped[UUID | None] = mapped_column(ForeignKey("user_account.id"))
    done_at: Mapped[datetime | None]


class TicketLink(Base):
    """`from_id` was reopened from, merged into, split from or caused by `to_id`."""

    __tablename__ = "ticket_link"
    __table_args__ = (UniqueConstraint("from_id", "to_id", "kind"),)

    id: Mapped[UuidPk]
    from_id: Mapped[UUID] = mapped_column(ForeignKey("ticket.id"), index=True)
    to_id: Mapped[UUID] = mapped_column(ForeignKey("ticket.id"), index=True)
    kind: Mapped[LinkKind] = mapped_column(enum_text(LinkKind))


class SlaInterval(Base):
    """A stretch of the SLA's ledger: counted or not, and why. The deadline is computed from it (DESIGN 4.7)."""

    __tablename__ = "sla_interval"

    id: Mapped[UuidPk]
    ticket_id: Mapped[UUID] = mapped_column(ForeignKey("ticket.id"), index=True)
    started_at: Mapped[Moment]
    ended_at: Mapped[datetime | None]
    is_counted: Mapped[bool]
    reason: Mapped[CodeText]
