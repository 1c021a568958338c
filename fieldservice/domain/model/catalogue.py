"""Dictionaries that the company keeps: names change at will, behaviour hangs on fixed types (DESIGN 4.4)."""

from datetime import date
from uuid import UUID

from sqlalchemy import UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from fieldservice.domain.model.base import (
    JSON_VALUE,
    Base,
    CodeText,
    JsonList,
    JsonValue,
    LongText,
    ShortText,
    UuidPk,
    enum_text,
    references,
)
from fieldservice.domain.rules.coverage_facts import WorkMode
from fieldservice.domain.rules.ticket_states import TicketStateType


class Named:
    """What every entry of a dictionary has: a stable code, a name, its translations, and its place."""

    id: Mapped[UuidPk]
    code: Mapped[CodeText] = mapped_column(unique=True)
    name: Mapped[ShortText]
    translations: Mapped[JsonValue] = mapped_column(default=dict)
    position: Mapped[int] = mapped_column(default=0)
    is_active: Mapped[bool] = mapped_column(default=True)


class Kind(Named, Base):
    """What a ticket is about; with a customer it is offered to that customer only.

    It may decide the type, the queue and the first impact and urgency (A09).
    """

    __tablename__ = "kind"

    customer_id: Mapped[UUID | None] = mapped_column(references("customer.id"))
    ticket_type_id: Mapped[UUID | None] = mapped_column(references("ticket_type.id"))
    queue_id: Mapped[UUID | None] = mapped_column(references("queue.id"))
    impact: Mapped[int | None]
    urgency: Mapped[int | None]


class TicketType(Named, Base):
    """Incident, problem, service request, unclassified, and the company's own."""

    __tablename__ = "ticket_type"

    requires_purpose: Mapped[bool] = mapped_column(default=False)
    queue_id: Mapped[UUID | None] = mapped_column(references("queue.id"))


class TicketTypeTeam(Base):
    """A team that works on tickets of the type; a type without any is open to all (C30)."""

    __tablename__ = "ticket_type_team"
    __table_args__ = (UniqueConstraint("ticket_type_id", "team_id"),)

    id: Mapped[UuidPk]
    ticket_type_id: Mapped[UUID] = mapped_column(references("ticket_type.id"))
    team_id: Mapped[UUID] = mapped_column(references("team.id"))


class Purpose(Named, Base):
    """Why the customer used us: question, user error, product fault, warranty fault, maintenance on site."""

    __tablename__ = "purpose"


class Service(Named, Base):
    """An item of the catalogue of services; it may decide the type and the queue of its tickets (A05)."""

    __tablename__ = "service"

    ticket_type_id: Mapped[UUID | None] = mapped_column(references("ticket_type.id"), sort_order=1)
    queue_id: Mapped[UUID | None] = mapped_column(references("queue.id"), sort_order=1)


class WorkKind(Named, Base):
    """A kind of work that contracts include or not: repair, inspection, remote advice."""

    __tablename__ = "work_kind"

    mode: Mapped[WorkMode] = mapped_column(enum_text(WorkMode), default=WorkMode.ON_SITE)
    is_repair: Mapped[bool] = mapped_column(default=False)
    default_minutes: Mapped[int] = mapped_column(default=60)


class BlockReason(Named, Base):
    """Why customers are blocked."""

    __tablename__ = "block_reason"


class TicketState(Named, Base):
    """A state by the company's own name; `state_type` is what the program goes by.

    `tone` and `shape` are how its chip looks, by the codes of `rules/state_looks.py`; none: as its type does.
    """

    __tablename__ = "ticket_state"

    state_type: Mapped[TicketStateType] = mapped_column(enum_text(TicketStateType))
    ticket_type_id: Mapped[UUID | None] = mapped_column(references("ticket_type.id"))
    is_default: Mapped[bool] = mapped_column(default=False)
    tone: Mapped[CodeText | None]
    shape: Mapped[CodeText | None]


class GradeName(Named, Base):
    """What the company calls a level of impact, urgency or priority; `code` says which: `impact-5`."""

    __tablename__ = "grade_name"


class PriorityCell(Base):
    """One cell of the matrix impact by urgency; 5 is the most urgent priority."""

    __tablename__ = "priority_cell"
    __table_args__ = (UniqueConstraint("impact", "urgency"),)

    id: Mapped[UuidPk]
    impact: Mapped[int]
    urgency: Mapped[int]
    priority: Mapped[int]


class Calendar(Named, Base):
    """Business hours; `week` is seven lists of [from, to] in minutes of the day (`to` may exceed 1440)."""

    __tablename__ = "calendar"

    zone: Mapped[CodeText]
    week: Mapped[JsonList]
    country: Mapped[CodeText | None]
    region: Mapped[CodeText | None]
    yearly_closed: Mapped[JsonList] = mapped_column(default=list)


class CalendarDay(Base):
    """A day that differs from the week: own spans, or closed when there are none."""

    __tablename__ = "calendar_day"
    __table_args__ = (UniqueConstraint("calendar_id", "day"),)

    id: Mapped[UuidPk]
    calendar_id: Mapped[UUID] = mapped_column(references("calendar.id"))
    day: Mapped[date]
    spans: Mapped[JsonList] = mapped_column(default=list)
    name: Mapped[ShortText] = mapped_column(default="")


class Sla(Named, Base):
    """Working minutes to the first response and to the resolution; none means no target of that kind.

    An internal one was promised to nobody outside (B12). `roles` are pairs of who and for what (D17).
    """

    __tablename__ = "sla"

    calendar_id: Mapped[UUID] = mapped_column(references("calendar.id"))
    response_minutes: Mapped[int | None]
    resolution_minutes: Mapped[int | None]
    is_internal: Mapped[bool] = mapped_column(default=False, server_default="0")
    warn_percent: Mapped[int] = mapped_column(default=75, server_default="75")
    roles: Mapped[list[list[str]] | None] = mapped_column(JSON_VALUE)
    note: Mapped[LongText] = mapped_column(default="", server_default="")


class SlaService(Base):
    """A service that an SLA is written for (D17)."""

    __tablename__ = "sla_service"
    __table_args__ = (UniqueConstraint("sla_id", "service_id"),)

    id: Mapped[UuidPk]
    sla_id: Mapped[UUID] = mapped_column(references("sla.id"))
    service_id: Mapped[UUID] = mapped_column(references("service.id"))


class SlaRule(Base):
    """When an SLA applies (none: such tickets have none); an empty condition fits anything."""

    __tablename__ = "sla_rule"

    id: Mapped[UuidPk]
    position: Mapped[int]
    sla_id: Mapped[UUID | None] = mapped_column(references("sla.id"))
    line_sla_id: Mapped[UUID | None] = mapped_column(references("sla.id"))
    customer_class: Mapped[CodeText | None]
    ticket_type_id: Mapped[UUID | None] = mapped_column(references("ticket_type.id"))
    priority: Mapped[int | None]
    channel: Mapped[CodeText | None]
    customer_id: Mapped[UUID | None] = mapped_column(references("customer.id"))
    kind_id: Mapped[UUID | None] = mapped_column(references("kind.id"))
    service_id: Mapped[UUID | None] = mapped_column(references("service.id"))


class Queue(Named, Base):
    """Where tickets wait for a team; `owner_id` is who gets them when nobody else was named (E05)."""

    __tablename__ = "queue"

    team_id: Mapped[UUID | None] = mapped_column(references("team.id"))
    owner_id: Mapped[UUID | None] = mapped_column(references("user_account.id"))
