"""The company's dictionaries in the language asked, for pickers and for the settings that keep them."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from fieldservice.domain.model.catalogue import (
    BlockReason,
    Kind,
    Purpose,
    Queue,
    Service,
    Sla,
    TicketState,
    TicketType,
    WorkKind,
)
from fieldservice.domain.model.customer import CustomerClass
from fieldservice.domain.model.equipment import Category, Product
from fieldservice.domain.queries.branches import BranchChoice, branches
from fieldservice.domain.queries.outside import ALL_HERE, KeptElsewhere, kept_elsewhere
from fieldservice.domain.queries.people import AgentRow, agents
from fieldservice.domain.rules.coverage_facts import WorkMode
from fieldservice.domain.rules.ticket_states import TicketStateType
from fieldservice.domain.store.dictionary_books import BOOKS

MOST_ENTRIES = 2_000


@dataclass(frozen=True, slots=True)
class Choice:
    """An entry of a dictionary by the name that the reader knows."""

    id: UUID
    name: str
    code: str = ""


@dataclass(frozen=True, slots=True)
class KindChoice(Choice):
    """How urgent tickets of the kind begin, where the company says so (A09)."""

    impact: int | None = None
    urgency: int | None = None


@dataclass(frozen=True, slots=True)
class TypeChoice(Choice):
    requires_purpose: bool = False


@dataclass(frozen=True, slots=True)
class WorkKindChoice(Choice):
    mode: WorkMode = WorkMode.ON_SITE
    is_repair: bool = False
    default_minutes: int = 60


@dataclass(frozen=True, slots=True)
class StateChoice(Choice):
    state_type: TicketStateType = TicketStateType.OPEN
    ticket_type_id: UUID | None = None
    is_default: bool = False


@dataclass(frozen=True, slots=True)
class ProductChoice:
    id: UUID
    category: str
    name: str


@dataclass(frozen=True, slots=True)
class TicketPickers:
    """What intake and ticket forms offer; `kinds` are those for everybody and the customer's own (A04)."""

    kinds: tuple[KindChoice, ...]
    ticket_types: tuple[TypeChoice, ...]
    purposes: tuple[Choice, ...]
    services: tuple[Choice, ...]
    work_kinds: tuple[WorkKindChoice, ...]
    states: tuple[StateChoice, ...]
    queues: tuple[Choice, ...]
    agents: tuple[AgentRow, ...]
    branches: tuple[BranchChoice, ...] = ()


@dataclass(frozen=True, slots=True)
class CustomerPickers:
    """What the forms about customers, equipment and contracts offer."""

    customer_classes: tuple[CustomerClass, ...]
    block_reasons: tuple[Choice, ...]
    categories: tuple[str, ...]
    products: tuple[ProductChoice, ...]
    work_kinds: tuple[WorkKindChoice, ...]
    services: tuple[Choice, ...]
    slas: tuple[Choice, ...]
    agents: tuple[AgentRow, ...]
    branches: tuple[BranchChoice, ...] = ()
    elsewhere: KeptElsewhere = ALL_HERE


@dataclass(frozen=True, slots=True)
class EntryRow:
    """An entry as the settings show it, with all its names."""

    id: UUID
    code: str
    name: str
    translations: dict[str, str]
    is_active: bool
    customer_id: UUID | None
    state_type: TicketStateType | None


def ticket_pickers(session: Session, language: str, customer_id: UUID | None = None) -> TicketPickers:
    return TicketPickers(
        kinds=kinds(session, language, customer_id),
        ticket_types=tuple(
            TypeChoice(*_named(row, language), row.requires_purpose) for row in _entries(session, TicketType)
        ),
        purposes=_choices(session, Purpose, language),
        services=_choices(session, Service, language),
        work_kinds=work_kinds(session, language),
        states=tuple(
            StateChoice(*_named(row, language), row.state_type, row.ticket_type_id, row.is_default)
            for row in _entries(session, TicketState)
        ),
        queues=_choices(session, Queue, language),
        agents=tuple(agents(session)),
        branches=branches(session),
    )


def customer_pickers(session: Session, language: str) -> CustomerPickers:
    categories = session.scalars(select(Category.name).order_by(Category.name).limit(MOST_ENTRIES))
    return CustomerPickers(
        customer_classes=tuple(CustomerClass),
        block_reasons=_choices(session, BlockReason, language),
        categories=tuple(categories),
        products=products(session),
        work_kinds=work_kinds(session, language),
        services=_choices(session, Service, language),
        slas=_choices(session, Sla, language),
        agents=tuple(agents(session)),
        branches=branches(session),
        elsewhere=kept_elsewhere(session),
    )


def kinds(session: Session, language: str, customer_id: UUID | None = None) -> tuple[KindChoice, ...]:
    """Kinds for everybody and, with a customer, those narrowed to it."""
    fits = or_(Kind.customer_id.is_(None), Kind.customer_id == customer_id)
    return tuple(
        KindChoice(*_named(row, language), row.impact, row.urgency) for row in _entries(session, Kind, fits)
    )


def work_kinds(session: Session, language: str) -> tuple[WorkKindChoice, ...]:
    return tuple(
        WorkKindChoice(*_named(row, language), row.mode, row.is_repair, row.default_minutes)
        for row in _entries(session, WorkKind)
    )


def products(session: Session) -> tuple[ProductChoice, ...]:
    """Those that new units may be of."""
    joined = select(Product.id, Category.name, Product.name).join(
        Category, Category.id == Product.category_id
    )
    found = session.execute(
        joined.where(Product.is_offered).order_by(Category.name, Product.name).limit(MOST_ENTRIES)
    )
    return tuple(ProductChoice(*row) for row in found)


def entries(session: Session, dictionary: str) -> list[EntryRow]:
    """All entries of a dictionary by its table name, retired ones too."""
    kind = BOOKS[dictionary].kind
    rows = session.scalars(select(kind).order_by(kind.position, kind.code).limit(MOST_ENTRIES))
    return [
        EntryRow(
            row.id,
            row.code,
            row.name,
            dict(row.translations),
            row.is_active,
            getattr(row, "customer_id", None),
            getattr(row, "state_type", None),
        )
        for row in rows
    ]


def name_in(name: str, translations: dict[str, Any], language: str) -> str:
    """What an entry is called in the language: its translation, or else its name."""
    return str(translations.get(language) or name)


def _choices(session: Session, kind: Any, language: str) -> tuple[Choice, ...]:
    return tuple(Choice(*_named(row, language)) for row in _entries(session, kind))


def _entries(session: Session, kind: Any, *conditions: Any) -> Any:
    statement = select(kind).where(kind.is_active, *conditions)
    return session.scalars(statement.order_by(kind.position, kind.code).limit(MOST_ENTRIES))


def _named(row: Any, language: str) -> tuple[UUID, str, str]:
    return row.id, name_in(row.name, row.translations, language), row.code
