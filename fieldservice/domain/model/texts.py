"""Texts written once and used often: blocks for what is said to customers, templates of tickets."""

from uuid import UUID

from sqlalchemy.orm import Mapped, mapped_column

from fieldservice.domain.model.base import Base, JsonList, JsonValue, LongText, ShortText, references
from fieldservice.domain.model.catalogue import Named


class TextBlock(Named, Base):
    """A text with placeholders such as `{customer}`; `texts` are what it says in other languages."""

    __tablename__ = "text_block"

    text: Mapped[LongText] = mapped_column(default="")
    texts: Mapped[JsonValue] = mapped_column(default=dict)


class TicketTemplate(Named, Base):
    """A request that comes often: what is filled in when it is chosen. `tasks` are titles, in order."""

    __tablename__ = "ticket_template"

    title: Mapped[ShortText] = mapped_column(default="")
    text: Mapped[LongText] = mapped_column(default="")
    kind_id: Mapped[UUID | None] = mapped_column(references("kind.id"))
    ticket_type_id: Mapped[UUID | None] = mapped_column(references("ticket_type.id"))
    purpose_id: Mapped[UUID | None] = mapped_column(references("purpose.id"))
    service_id: Mapped[UUID | None] = mapped_column(references("service.id"))
    work_kind_id: Mapped[UUID | None] = mapped_column(references("work_kind.id"))
    queue_id: Mapped[UUID | None] = mapped_column(references("queue.id"))
    impact: Mapped[int | None]
    urgency: Mapped[int | None]
    tasks: Mapped[JsonList] = mapped_column(default=list)
