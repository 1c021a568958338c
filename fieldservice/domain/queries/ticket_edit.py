"""What the form that changes a ticket must know, and what its changes would mean before they are saved."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from fieldservice.domain.model.customer import Contact, Site
from fieldservice.domain.model.ticket import Ticket
from fieldservice.domain.queries.dictionaries import TicketPickers, ticket_pickers
from fieldservice.domain.queries.intake_units import UnitChoice, unit_choice
from fieldservice.domain.rules.errors import RuleViolation
from fieldservice.domain.rules.verdict_values import Verdict
from fieldservice.domain.store.rejudging import judged_anew

MOST_CONTACTS = 200


@dataclass(frozen=True, slots=True)
class EditForm:
    """`values` are those of the ticket by the names of its columns; `site` names it when there is no unit."""

    pickers: TicketPickers
    values: Mapping[str, UUID | None]
    contacts: tuple[tuple[UUID, str], ...]
    unit: UnitChoice | None
    site: str


@dataclass(frozen=True, slots=True)
class ChangePreview:
    """How the ticket would be judged, and which contracts cover it, by id and number."""

    verdict: Verdict
    contracts: tuple[tuple[UUID, str], ...]
    contract_id: UUID | None


_NAMES = (
    "customer_id",
    "type_id",
    "kind_id",
    "service_id",
    "purpose_id",
    "work_kind_id",
    "contact_id",
    "equipment_id",
    "site_id",
    "contract_id",
)


def edit_form(session: Session, ticket_id: UUID, language: str) -> EditForm:
    """`row.missing` when there is no such ticket."""
    ticket = _ticket(session, ticket_id)
    unit = None if ticket.equipment_id is None else unit_choice(session, ticket.equipment_id)
    site = None if ticket.site_id is None else session.get(Site, ticket.site_id)
    return EditForm(
        ticket_pickers(session, language, ticket.customer_id),
        {name: getattr(ticket, name) for name in _NAMES},
        _contacts(session, ticket),
        unit,
        "" if site is None else site.name,
    )


def preview_change(
    session: Session, ticket_id: UUID, values: Mapping[str, object], zone: str
) -> ChangePreview:
    found = judged_anew(session, _ticket(session, ticket_id), values, zone)
    return ChangePreview(found.verdict, found.contracts, found.evidence.contract_id)


def _ticket(session: Session, ticket_id: UUID) -> Ticket:
    ticket = session.get(Ticket, ticket_id)
    if ticket is None:
        raise RuleViolation("row.missing", table=Ticket.__tablename__)
    return ticket


def _contacts(session: Session, ticket: Ticket) -> tuple[tuple[UUID, str], ...]:
    """Those of the customer, and the one on the ticket also when it has gone."""
    theirs = select(Contact.id, Contact.name).where(
        (Contact.customer_id == ticket.customer_id) & Contact.is_active | (Contact.id == ticket.contact_id)
    )
    rows = session.execute(theirs.order_by(Contact.name, Contact.id).limit(MOST_CONTACTS))
    return tuple((row.id, row.name) for row in rows)
