"""The dictionaries that a company keeps: which columns of each it may change, and which sets belong to an
entry.

Commands and queries of the settings walk this table; what is not named here is not changed by hand.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any
from uuid import UUID

from fieldservice.domain.model.catalogue import (
    BlockReason,
    Calendar,
    GradeName,
    Kind,
    Purpose,
    Queue,
    Service,
    Sla,
    SlaService,
    TicketState,
    TicketType,
    TicketTypeTeam,
    WorkKind,
)
from fieldservice.domain.model.forms import (
    CustomField,
    CustomFieldType,
    DynamicForm,
    DynamicFormField,
    DynamicFormKind,
)
from fieldservice.domain.model.texts import TextBlock, TicketTemplate


@dataclass(frozen=True, slots=True)
class MemberSet:
    """Rows that say what belongs to an entry: the teams of a type, the kinds of a form.

    With a `flag` the set is in order, and each member has a yes or no of its own: pairs instead of ids.
    """

    kind: type[Any]
    owner: str
    member: str
    flag: str = ""

    def value_of(self, rows: Iterable[Any]) -> tuple[Any, ...]:
        """What the rows of one owner say: ids, or ids with their flag in order."""
        if not self.flag:
            return tuple(sorted(getattr(row, self.member) for row in rows))
        ordered = sorted(rows, key=lambda row: row.position)
        return tuple((getattr(row, self.member), getattr(row, self.flag)) for row in ordered)

    def rows_of(self, value: Iterable[Any]) -> dict[UUID, dict[str, Any]]:
        """What each member's row says besides whose it is."""
        if not self.flag:
            return {member: {} for member in value}
        return {member: {"position": place, self.flag: flag} for place, (member, flag) in enumerate(value)}


@dataclass(frozen=True, slots=True)
class Book:
    """A dictionary. `fields` are the columns that may be changed besides name and place.

    `spoken` are texts that each language has of its own: the column, and the one with its translations.
    """

    kind: type[Any]
    fields: tuple[str, ...] = ()
    sets: Mapping[str, MemberSet] = field(default_factory=dict)
    spoken: Mapping[str, str] = field(default_factory=lambda: {"name": "translations"})


_BOOKS = (
    Book(Kind, ("customer_id", "ticket_type_id", "queue_id", "impact", "urgency")),
    Book(
        TicketType,
        ("requires_purpose", "queue_id"),
        {"teams": MemberSet(TicketTypeTeam, "ticket_type_id", "team_id")},
    ),
    Book(Purpose),
    Book(Service, ("ticket_type_id", "queue_id")),
    Book(WorkKind, ("mode", "is_repair", "default_minutes")),
    Book(BlockReason),
    Book(TicketState, ("state_type", "ticket_type_id", "tone", "shape")),
    Book(Queue, ("team_id", "owner_id")),
    Book(GradeName),
    Book(Calendar, ("zone", "week", "country", "region", "yearly_closed")),
    Book(
        Sla,
        (
            "calendar_id",
            "response_minutes",
            "resolution_minutes",
            "warn_percent",
            "is_internal",
            "roles",
            "note",
        ),
        {"services": MemberSet(SlaService, "sla_id", "service_id")},
    ),
    Book(TextBlock, (), spoken={"name": "translations", "text": "texts"}),
    Book(
        TicketTemplate,
        (
            "title",
            "text",
            "kind_id",
            "ticket_type_id",
            "purpose_id",
            "service_id",
            "work_kind_id",
            "queue_id",
            "impact",
            "urgency",
            "tasks",
        ),
    ),
    Book(
        CustomField,
        ("field_kind", "is_required", "is_on_every_ticket", "options", "hint"),
        {"types": MemberSet(CustomFieldType, "field_id", "ticket_type_id")},
    ),
    Book(
        DynamicForm,
        ("rules",),
        {
            "kinds": MemberSet(DynamicFormKind, "form_id", "kind_id"),
            "fields": MemberSet(DynamicFormField, "form_id", "field_id", flag="is_required"),
        },
    ),
)

BOOKS: Mapping[str, Book] = MappingProxyType({book.kind.__tablename__: book for book in _BOOKS})
"""By the table's name."""
