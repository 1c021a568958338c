"""Text blocks as one chooses them, and what their placeholders stand for on a ticket."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from fieldservice.domain.model.catalogue import Kind, TicketState
from fieldservice.domain.model.company import CompanyProfile
from fieldservice.domain.model.customer import Contact, Customer, Site
from fieldservice.domain.model.equipment import Equipment, Product
from fieldservice.domain.model.order import Visit, WorkOrder
from fieldservice.domain.model.people import Technician, UserAccount
from fieldservice.domain.model.texts import TextBlock
from fieldservice.domain.model.ticket import Ticket
from fieldservice.domain.queries.dictionaries import MOST_ENTRIES, name_in
from fieldservice.domain.rules.order_states import VisitState
from fieldservice.domain.rules.placeholders import Placeholder


@dataclass(frozen=True, slots=True)
class TextBlockRow:
    """A block in the language asked, its placeholders still in it."""

    id: UUID
    name: str
    text: str


@dataclass(frozen=True, slots=True)
class TextAsk:
    """For whom a text is filled: the ticket, who writes it and when, in which language and zone."""

    ticket_id: UUID
    user_id: UUID | None
    now: datetime
    language: str
    zone: str


@dataclass(frozen=True, slots=True)
class TextFacts:
    """What placeholders stand for. Moments are left to whoever knows how the language writes them."""

    words: dict[Placeholder, str]
    moments: dict[Placeholder, datetime]


def text_blocks(session: Session, language: str) -> list[TextBlockRow]:
    """Those offered, in their order."""
    offered = select(TextBlock).where(TextBlock.is_active).order_by(TextBlock.position, TextBlock.code)
    return [
        TextBlockRow(
            row.id,
            name_in(row.name, row.translations, language),
            name_in(row.text, row.texts or {}, language),
        )
        for row in session.scalars(offered.limit(MOST_ENTRIES))
    ]


def text_facts(session: Session, ask: TextAsk) -> TextFacts:
    """What is known for the ticket; nothing for one that is gone."""
    ticket = session.get(Ticket, ask.ticket_id)
    if ticket is None:
        return TextFacts({}, {})
    words = {
        Placeholder.NUMBER: ticket.number,
        Placeholder.TITLE: ticket.title,
        Placeholder.CUSTOMER: _name(session, Customer, ticket.customer_id),
        Placeholder.CONTACT: _name(session, Contact, ticket.contact_id),
        Placeholder.SITE: _site(session, ticket.site_id),
        Placeholder.AGENT: _name(session, UserAccount, ask.user_id),
        Placeholder.COMPANY: session.scalar(select(CompanyProfile.name)) or "",
        Placeholder.KIND: _named(session, Kind, ticket.kind_id, ask.language),
        Placeholder.STATE: _named(session, TicketState, ticket.state_id, ask.language),
        **_unit(session, ticket.equipment_id),
    }
    technician, visit_at = _next_visit(session, ticket.id)
    moments = {
        Placeholder.OPENED: ticket.opened_at,
        Placeholder.DUE: ticket.expected_closing_at,
        Placeholder.VISIT: visit_at,
        Placeholder.TODAY: ask.now.astimezone(ZoneInfo(ask.zone)),
    }
    return TextFacts(
        {key: word for key, word in {**words, Placeholder.TECHNICIAN: technician}.items() if word},
        {key: moment for key, moment in moments.items() if moment is not None},
    )


def _name(session: Session, kind: type[Customer | Contact | UserAccount], row_id: UUID | None) -> str:
    return "" if row_id is None else session.scalar(select(kind.name).where(kind.id == row_id)) or ""


def _named(session: Session, kind: type[Any], row_id: UUID | None, language: str) -> str:
    """An entry of a dictionary as the reader calls it."""
    row = None if row_id is None else session.get(kind, row_id)
    return "" if row is None else name_in(row.name, row.translations, language)


def _site(session: Session, site_id: UUID | None) -> str:
    site = None if site_id is None else session.get(Site, site_id)
    return "" if site is None else ", ".join(part for part in (site.name, site.street, site.city) if part)


def _unit(session: Session, unit_id: UUID | None) -> dict[Placeholder, str]:
    wanted = select(Product.name, Equipment.serial_number).join(Product, Product.id == Equipment.product_id)
    found = None if unit_id is None else session.execute(wanted.where(Equipment.id == unit_id)).first()
    return {} if found is None else {Placeholder.UNIT: found[0], Placeholder.SERIAL: found[1]}


def _next_visit(session: Session, ticket_id: UUID) -> tuple[str, datetime | None]:
    wanted = (
        select(Technician.name, Visit.planned_from)
        .join(Technician, Technician.id == Visit.technician_id)
        .join(WorkOrder, WorkOrder.id == Visit.order_id)
        .where(WorkOrder.ticket_id == ticket_id, Visit.state != VisitState.ENDED)
        .order_by(Visit.planned_from)
    )
    found = session.execute(wanted.limit(1)).first()
    return ("", None) if found is None else (found[0], found[1])
