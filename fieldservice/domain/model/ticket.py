"""Request, ticket, and what is said, agreed and linked around a ticket."""

import enum
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Index, UniqueConstraint, text
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
    references,
)
from fieldservice.domain.rules.settle import ClosedBy
from fieldservice.domain.rules.sla_ledger import ClockKind
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


class ArticleKind(enum.Enum):
    CALL = "call"
    EMAIL = "email"
    SMS = "sms"
    WEB = "web"
    NOTE = "note"
    UPDATE = "update"


class Direction(enum.Enum):
    """From the customer to us, or from us to the customer."""

    IN = "in"
    OUT = "out"


class Delivery(enum.Enum):
    """What became of a message to the customer: written and waiting for its channel, sent, or told aloud."""

    PREPARED = "prepared"
    SENT = "sent"
    TOLD = "told"


class Approval(enum.Enum):
    """Whether the customer agrees to work that costs extra: asked for in an article, and answered."""

    ASKED = "asked"
    APPROVED = "approved"
    DECLINED = "declined"


class LinkKind(enum.Enum):
    REOPENED_FROM = "reopened_from"
    MERGED_INTO = "merged_into"
    SPLIT_FROM = "split_from"
    CAUSED_BY = "caused_by"


# Lists walk only through live or only through closed tickets. A database uses such an index when the query
# says the very same words, so queries take them from here.
LIVE = "state_type NOT IN ('closed', 'merged')"
CLOSED = "state_type = 'closed'"
LIVE_ONLY: dict[str, Any] = {"sqlite_where": text(LIVE), "postgresql_where": text(LIVE)}
CLOSED_ONLY: dict[str, Any] = {"sqlite_where": text(CLOSED), "postgresql_where": text(CLOSED)}


class Request(Aggregate):
    """What arrived by a channel. It may give several tickets; refused it is parked, never lost.

    `wish` is what else was filled in when it was parked (`rules/parked_wish`).
    """

    __tablename__ = "request"
    __table_args__ = (Index("ix_request_state_received_at", "state", "received_at"),)

    id: Mapped[UuidPk]
    channel: Mapped[Channel] = mapped_column(enum_text(Channel))
    state: Mapped[RequestState] = mapped_column(enum_text(RequestState))
    received_at: Mapped[Moment]
    settled_at: Mapped[datetime | None]
    caller: Mapped[ShortText] = mapped_column(default="")
    caller_name: Mapped[ShortText] = mapped_column(default="")
    customer_id: Mapped[UUID | None] = mapped_column(references("customer.id"), index=True)
    contact_id: Mapped[UUID | None] = mapped_column(references("contact.id"))
    equipment_id: Mapped[UUID | None] = mapped_column(references("equipment.id"))
    work_kind_id: Mapped[UUID | None] = mapped_column(references("work_kind.id"))
    title: Mapped[ShortText] = mapped_column(default="")
    text: Mapped[LongText] = mapped_column(default="")
    verdict: Mapped[dict[str, object] | None] = mapped_column(JSON_VALUE)
    verdict_outcome: Mapped[CodeText | None]
    parked_because: Mapped[LongText] = mapped_column(default="")
    requester_told: Mapped[bool] = mapped_column(default=False)
    wish: Mapped[dict[str, object] | None] = mapped_column(JSON_VALUE)
    taken_by_id: Mapped[UUID | None] = mapped_column(references("user_account.id"))
    branch_id: Mapped[UUID | None] = mapped_column(references("branch.id"))


class Ticket(Aggregate):
    """An accepted, numbered request.

    `state_type` repeats the type of its state, so that rules and lists need no join. `generation` counts
    reopenings by orders; `is_held` keeps a ticket open that somebody reopened by hand. `first_closed_at` is
    there once it was reopened: statistics go by the first closing (P-34). While it waits, `wait_until` is
    when somebody is to look again. `branch_id` is whose desks hold it (docs/exchange.md); None: everybody's.
    """

    __tablename__ = "ticket"
    __table_args__ = (
        Index("ix_ticket_opened_at_id", "opened_at", "id"),
        Index("ix_ticket_live_due_id", "expected_closing_at", "id", "state_type", **LIVE_ONLY),
        Index("ix_ticket_live_owner_id_due_id", "owner_id", "expected_closing_at", "id", **LIVE_ONLY),
        Index("ix_ticket_live_opened_at_id", "opened_at", "id", **LIVE_ONLY),
        Index("ix_ticket_closed_at_id", "closed_at", "id", **CLOSED_ONLY),
    )

    id: Mapped[UuidPk]
    number: Mapped[CodeText] = mapped_column(unique=True)
    request_id: Mapped[UUID | None] = mapped_column(references("request.id"), index=True)
    channel: Mapped[Channel] = mapped_column(enum_text(Channel))
    customer_id: Mapped[UUID | None] = mapped_column(references("customer.id"), index=True)
    contact_id: Mapped[UUID | None] = mapped_column(references("contact.id"))
    site_id: Mapped[UUID | None] = mapped_column(references("site.id"))
    equipment_id: Mapped[UUID | None] = mapped_column(references("equipment.id"), index=True)
    product_id: Mapped[UUID | None] = mapped_column(references("product.id"))
    type_id: Mapped[UUID] = mapped_column(references("ticket_type.id"))
    kind_id: Mapped[UUID | None] = mapped_column(references("kind.id"))
    purpose_id: Mapped[UUID | None] = mapped_column(references("purpose.id"))
    service_id: Mapped[UUID | None] = mapped_column(references("service.id"))
    work_kind_id: Mapped[UUID | None] = mapped_column(references("work_kind.id"))
    title: Mapped[ShortText]
    description: Mapped[LongText] = mapped_column(default="")
    impact: Mapped[int]
    urgency: Mapped[int]
    priority: Mapped[int]
    state_id: Mapped[UUID] = mapped_column(references("ticket_state.id"))
    state_type: Mapped[TicketStateType] = mapped_column(enum_text(TicketStateType))
    opened_at: Mapped[Moment]
    first_response_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    closed_by: Mapped[ClosedBy | None] = mapped_column(enum_text(ClosedBy))
    closed_because: Mapped[LongText] = mapped_column(default="")
    first_closed_at: Mapped[datetime | None]
    reopened_at: Mapped[datetime | None]
    wait_until: Mapped[datetime | None]
    wait_because: Mapped[LongText] = mapped_column(default="", server_default="")
    generation: Mapped[int] = mapped_column(default=0)
    is_held: Mapped[bool] = mapped_column(default=False)
    sla_id: Mapped[UUID | None] = mapped_column(references("sla.id"))
    response_due_at: Mapped[datetime | None]
    resolution_due_at: Mapped[datetime | None]
    expected_closing_at: Mapped[datetime | None]
    expected_closing_because: Mapped[LongText] = mapped_column(default="")
    owner_id: Mapped[UUID | None] = mapped_column(references("user_account.id"))
    responsible_id: Mapped[UUID | None] = mapped_column(references("user_account.id"))
    queue_id: Mapped[UUID | None] = mapped_column(references("queue.id"))
    contract_id: Mapped[UUID | None] = mapped_column(references("contract.id"), index=True)
    coverage_line_id: Mapped[UUID | None] = mapped_column(references("coverage_line.id"), index=True)
    verdict: Mapped[dict[str, object] | None] = mapped_column(JSON_VALUE)
    verdict_outcome: Mapped[CodeText | None]
    override_because: Mapped[LongText] = mapped_column(default="")
    override_by_id: Mapped[UUID | None] = mapped_column(references("user_account.id"))
    branch_id: Mapped[UUID | None] = mapped_column(references("branch.id"), index=True)


class Article(Base):
    """One entry of communication on a ticket; `values` feed the sentence of an automatic one."""

    __tablename__ = "article"
    __table_args__ = (Index("ix_article_ticket_id_happened_at", "ticket_id", "happened_at"),)

    id: Mapped[UuidPk]
    ticket_id: Mapped[UUID] = mapped_column(references("ticket.id"))
    kind: Mapped[ArticleKind] = mapped_column(enum_text(ArticleKind))
    is_internal: Mapped[bool] = mapped_column(default=False)
    author_id: Mapped[UUID | None] = mapped_column(references("user_account.id"))
    author_name: Mapped[ShortText] = mapped_column(default="")
    happened_at: Mapped[Moment]
    recorded_at: Mapped[Moment]
    text: Mapped[LongText] = mapped_column(default="")
    reason: Mapped[dict[str, object] | None] = mapped_column(JSON_VALUE)
    direction: Mapped[Direction | None] = mapped_column(enum_text(Direction))
    contact_id: Mapped[UUID | None] = mapped_column(references("contact.id"))
    delivery: Mapped[Delivery | None] = mapped_column(enum_text(Delivery))
    approval: Mapped[Approval | None] = mapped_column(enum_text(Approval))


class Task(Aggregate):
    """A small piece of work inside a ticket."""

    __tablename__ = "task"

    id: Mapped[UuidPk]
    ticket_id: Mapped[UUID] = mapped_column(references("ticket.id"), index=True)
    title: Mapped[ShortText]
    owner_id: Mapped[UUID | None] = mapped_column(references("user_account.id"))
    done_at: Mapped[datetime | None]
    done_by_id: Mapped[UUID | None] = mapped_column(references("user_account.id"))
    due_at: Mapped[datetime | None]
    position: Mapped[int] = mapped_column(default=0, server_default="0")


class TicketLink(Base):
    """`from_id` was reopened from, merged into, split from or caused by `to_id`.

    `before` is what a merge found and an un-merge gives back.
    """

    __tablename__ = "ticket_link"
    __table_args__ = (UniqueConstraint("from_id", "to_id", "kind"),)

    id: Mapped[UuidPk]
    from_id: Mapped[UUID] = mapped_column(references("ticket.id"), index=True)
    to_id: Mapped[UUID] = mapped_column(references("ticket.id"), index=True)
    kind: Mapped[LinkKind] = mapped_column(enum_text(LinkKind))
    before: Mapped[dict[str, object] | None] = mapped_column(JSON_VALUE)


class NumberAlias(Base):
    """A number that a ticket bore before it was given another: it is still found by it."""

    __tablename__ = "number_alias"

    id: Mapped[UuidPk]
    ticket_id: Mapped[UUID] = mapped_column(references("ticket.id"), index=True)
    number: Mapped[CodeText] = mapped_column(index=True)


class SlaEntry(Base):
    """A line of the SLA's ledger: what the ticket's clock does from `started_at` on, and under which SLA.

    Deadlines are computed from these lines (DESIGN 4.7).
    """

    __tablename__ = "sla_entry"
    __table_args__ = (UniqueConstraint("ticket_id", "started_at"),)

    id: Mapped[UuidPk]
    ticket_id: Mapped[UUID] = mapped_column(references("ticket.id"))
    started_at: Mapped[Moment]
    kind: Mapped[ClockKind] = mapped_column(enum_text(ClockKind))
    sla_id: Mapped[UUID | None] = mapped_column(references("sla.id"))
    because: Mapped[CodeText] = mapped_column(default="")
