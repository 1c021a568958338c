"""The customer's card: everything that belongs to one customer, in a bounded number of statements."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from fieldservice.domain.formats.phones import PhoneIdentity, show_phone
from fieldservice.domain.model.catalogue import TicketState
from fieldservice.domain.model.customer import (
    Block,
    BlockSource,
    Contact,
    Customer,
    CustomerClass,
    Identity,
    IdentityKind,
    Site,
)
from fieldservice.domain.model.equipment import Equipment
from fieldservice.domain.model.order import Visit, WorkOrder
from fieldservice.domain.model.people import Branch, Technician, UserAccount
from fieldservice.domain.model.ticket import Ticket
from fieldservice.domain.queries.contract_costs import CustomerCosts, costs_of_customer
from fieldservice.domain.queries.contracts import ContractRow, contracts_of
from fieldservice.domain.queries.customer_extras import BlockHands, DuePlan, due_plans, hands_of
from fieldservice.domain.queries.customer_history import HistoryRow, history_of
from fieldservice.domain.queries.customers import OVER, is_active_on
from fieldservice.domain.queries.dictionaries import name_in
from fieldservice.domain.queries.equipment import UnitRow, units_of_customer
from fieldservice.domain.queries.outside import ALL_HERE, KeptElsewhere, KeyRow, kept_elsewhere, keys_of
from fieldservice.domain.queries.ticket_moments import MOMENTS, Moments, moments_of
from fieldservice.domain.rules.order_states import VisitState
from fieldservice.domain.rules.ticket_states import TicketStateType

MOST_SITES = 300
MOST_CONTACTS = 300
MOST_BLOCKS = 100
MOST_OPEN = 50
MOST_CLOSED = 10


@dataclass(frozen=True, slots=True)
class CardAsk:
    """Whose card, on which local day, told in which language; `country` is whose numbers are national."""

    customer_id: UUID
    day: date
    language: str
    country: str = ""


@dataclass(frozen=True, slots=True)
class CustomerHead:
    id: UUID
    version: int
    number: str
    name: str
    tax_id: str
    customer_class: CustomerClass
    language: str | None
    active_from: date | None
    active_until: date | None
    is_active: bool
    preferred_agent_id: UUID | None
    preferred_agent: str
    note: str
    branch_id: UUID | None = None
    branch: str = ""


@dataclass(frozen=True, slots=True)
class SiteRow:
    id: UUID
    version: int
    code: str
    name: str
    street: str
    postal_code: str
    city: str
    latitude: float | None
    longitude: float | None
    zone: str | None
    units: tuple[UnitRow, ...]


@dataclass(frozen=True, slots=True)
class ReachRow:
    """A number or address; `shown` as people of the country write it, `value` as it is dialled."""

    id: UUID
    kind: IdentityKind
    value: str
    shown: str
    as_written: str


@dataclass(frozen=True, slots=True)
class ContactRow:
    id: UUID
    version: int
    name: str
    role: str
    is_active: bool
    reach: tuple[ReachRow, ...]


@dataclass(frozen=True, slots=True)
class BlockRow:
    """`is_active` on the day asked; `is_coming` when it starts later."""

    id: UUID
    version: int
    reason: str
    since: date
    until: date | None
    source: BlockSource
    lifted_because: str
    is_active: bool
    is_coming: bool
    hands: BlockHands


@dataclass(frozen=True, slots=True)
class CardTicket:
    id: UUID
    number: str
    title: str
    state: str
    state_type: TicketStateType
    priority: int
    serial_number: str
    opened_at: datetime
    moments: Moments

    @property
    def closed_at(self) -> datetime | None:
        return self.moments.closed_at


@dataclass(frozen=True, slots=True)
class CardVisit:
    """A visit that is planned or under way."""

    id: UUID
    ticket_id: UUID
    order_number: str
    order_title: str
    technician: str
    planned_from: datetime | None
    planned_to: datetime | None
    state: VisitState


@dataclass(frozen=True, slots=True)
class CustomerCard:
    head: CustomerHead
    sites: tuple[SiteRow, ...]
    reach: tuple[ReachRow, ...]
    contacts: tuple[ContactRow, ...]
    contracts: tuple[ContractRow, ...]
    blocks: tuple[BlockRow, ...]
    open_tickets: tuple[CardTicket, ...]
    visits: tuple[CardVisit, ...]
    closed_tickets: tuple[CardTicket, ...]
    history: tuple[HistoryRow, ...]
    plans: tuple[DuePlan, ...]
    costs: CustomerCosts
    elsewhere: KeptElsewhere = ALL_HERE
    keys: tuple[KeyRow, ...] = ()

    @property
    def active_block(self) -> BlockRow | None:
        """The block that holds the customer: of several the one that holds longest."""
        holding = [block for block in self.blocks if block.is_active]
        return max(holding, key=lambda block: block.until or date.max, default=None)

    @property
    def units(self) -> int:
        return sum(len(site.units) for site in self.sites)


def customer_card(session: Session, ask: CardAsk) -> CustomerCard | None:
    """None when there is no such customer."""
    customer = session.get(Customer, ask.customer_id)
    if customer is None:
        return None
    reach = _reach(session, ask)
    return CustomerCard(
        head=_head(session, customer, ask.day),
        sites=sites_of(session, ask.customer_id),
        reach=tuple(reach[None]),
        contacts=_contacts(session, ask.customer_id, reach),
        contracts=contracts_of(session, ask.customer_id, day=ask.day, language=ask.language),
        blocks=_blocks(session, ask),
        open_tickets=_open_tickets(session, ask),
        visits=_visits(session, ask.customer_id),
        closed_tickets=_closed_tickets(session, ask),
        history=history_of(session, ask.customer_id),
        plans=due_plans(session, ask.customer_id, ask.day),
        costs=costs_of_customer(session, ask.customer_id),
        elsewhere=kept_elsewhere(session),
        keys=keys_of(session, Customer.__tablename__, ask.customer_id),
    )


def _head(session: Session, customer: Customer, day: date) -> CustomerHead:
    agent_id = customer.preferred_agent_id
    agent = session.get(UserAccount, agent_id) if agent_id else None
    branch = session.get(Branch, customer.branch_id) if customer.branch_id else None
    return CustomerHead(
        id=customer.id,
        version=customer.version,
        number=customer.number,
        name=customer.name,
        tax_id=customer.tax_id or "",
        customer_class=customer.customer_class,
        language=customer.language,
        active_from=customer.active_from,
        active_until=customer.active_until,
        is_active=is_active_on(customer.active_from, customer.active_until, day),
        preferred_agent_id=agent_id,
        preferred_agent=agent.name if agent else "",
        note=customer.note,
        branch_id=customer.branch_id,
        branch=branch.name if branch else "",
    )


def sites_of(session: Session, customer_id: UUID) -> tuple[SiteRow, ...]:
    """The customer's sites by code, each with its units."""
    by_site: dict[UUID, list[UnitRow]] = defaultdict(list)
    for unit in units_of_customer(session, customer_id):
        by_site[unit.site_id].append(unit)
    sites = session.scalars(
        select(Site).where(Site.customer_id == customer_id).order_by(Site.code).limit(MOST_SITES)
    )
    return tuple(_site(site, by_site[site.id]) for site in sites)


def _site(site: Site, units: Sequence[UnitRow]) -> SiteRow:
    return SiteRow(
        site.id,
        site.version,
        site.code,
        site.name,
        site.street,
        site.postal_code,
        site.city,
        site.latitude,
        site.longitude,
        site.zone,
        tuple(units),
    )


def _reach(session: Session, ask: CardAsk) -> dict[UUID | None, list[ReachRow]]:
    """Numbers and addresses by contact; None for the customer's own."""
    found = session.scalars(
        select(Identity)
        .where(Identity.customer_id == ask.customer_id)
        .order_by(Identity.kind.desc(), Identity.value)
        .limit(MOST_CONTACTS)
    )
    by_contact: dict[UUID | None, list[ReachRow]] = defaultdict(list)
    for row in found:
        by_contact[row.contact_id].append(
            ReachRow(row.id, row.kind, row.value, _shown(row, ask.country), row.as_written)
        )
    return by_contact


def _shown(identity: Identity, country: str) -> str:
    if identity.kind is IdentityKind.PHONE and identity.value.startswith("+"):
        return show_phone(PhoneIdentity(identity.value, identity.extension), country)
    return identity.as_written or identity.value


def _contacts(
    session: Session, customer_id: UUID, reach: dict[UUID | None, list[ReachRow]]
) -> tuple[ContactRow, ...]:
    found = session.scalars(
        select(Contact)
        .where(Contact.customer_id == customer_id)
        .order_by(Contact.is_active.desc(), Contact.name, Contact.id)
        .limit(MOST_CONTACTS)
    )
    return tuple(
        ContactRow(row.id, row.version, row.name, row.role, row.is_active, tuple(reach[row.id]))
        for row in found
    )


def _blocks(session: Session, ask: CardAsk) -> tuple[BlockRow, ...]:
    """Those that hold first, then by their beginning, newest first."""
    found = session.scalars(
        select(Block)
        .where(Block.customer_id == ask.customer_id)
        .order_by(Block.since.desc(), Block.id.desc())
        .limit(MOST_BLOCKS)
    )
    blocks = found.all()
    hands = hands_of(session, [block.id for block in blocks])
    rows = [_block(block, ask.day, hands.get(block.id, BlockHands())) for block in blocks]
    return tuple(sorted(rows, key=lambda row: not row.is_active))


def _block(block: Block, day: date, hands: BlockHands) -> BlockRow:
    ends_later = block.until is None or day <= block.until
    is_real = block.until is None or block.since <= block.until
    return BlockRow(
        block.id,
        block.version,
        block.reason,
        block.since,
        block.until,
        block.source,
        block.lifted_because,
        is_active=block.since <= day and ends_later,
        is_coming=block.since > day and is_real,
        hands=hands,
    )


def _open_tickets(session: Session, ask: CardAsk) -> tuple[CardTicket, ...]:
    statement = _tickets(ask.customer_id).where(Ticket.state_type.not_in(OVER))
    newest = statement.order_by(Ticket.opened_at.desc(), Ticket.id.desc()).limit(MOST_OPEN)
    return _ticket_rows(session.execute(newest), ask.language)


def _closed_tickets(session: Session, ask: CardAsk) -> tuple[CardTicket, ...]:
    statement = _tickets(ask.customer_id).where(Ticket.state_type == TicketStateType.CLOSED)
    newest = statement.order_by(Ticket.closed_at.desc(), Ticket.id.desc()).limit(MOST_CLOSED)
    return _ticket_rows(session.execute(newest), ask.language)


def _tickets(customer_id: UUID) -> Select[*tuple[Any, ...]]:
    return (
        select(
            Ticket.id,
            Ticket.number,
            Ticket.title,
            TicketState.name.label("state"),
            TicketState.translations,
            Ticket.state_type,
            Ticket.priority,
            Equipment.serial_number,
            Ticket.opened_at,
            *MOMENTS,
        )
        .join(TicketState, TicketState.id == Ticket.state_id)
        .outerjoin(Equipment, Equipment.id == Ticket.equipment_id)
        .where(Ticket.customer_id == customer_id)
    )


def _ticket_rows(found: Iterable[Any], language: str) -> tuple[CardTicket, ...]:
    return tuple(
        CardTicket(
            row.id,
            row.number,
            row.title,
            name_in(row.state, row.translations, language),
            row.state_type,
            row.priority,
            row.serial_number or "",
            row.opened_at,
            moments_of(row),
        )
        for row in found
    )


def _visits(session: Session, customer_id: UUID) -> tuple[CardVisit, ...]:
    statement = (
        select(
            Visit.id,
            WorkOrder.ticket_id,
            WorkOrder.number,
            WorkOrder.title,
            Technician.name,
            Visit.planned_from,
            Visit.planned_to,
            Visit.state,
        )
        .join(WorkOrder, WorkOrder.id == Visit.order_id)
        .join(Ticket, Ticket.id == WorkOrder.ticket_id)
        .join(Technician, Technician.id == Visit.technician_id)
        .where(Ticket.customer_id == customer_id, Visit.state != VisitState.ENDED)
        .order_by(Visit.planned_from, Visit.id)
        .limit(MOST_OPEN)
    )
    return tuple(CardVisit(*row) for row in session.execute(statement))
