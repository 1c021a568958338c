"""Rights: what may be done with which thing, the roles every company starts with, and how far a role reaches.

A right is one cell of the matrix thing by act. Who may do anything with a thing sees it. A role gives rights
and may be limited: to queues, types and states of tickets, or to those of its people.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from enum import Enum, StrEnum
from types import MappingProxyType
from uuid import UUID


class Right(StrEnum):
    EVERYTHING = "everything"
    SEE_REQUESTS = "see_requests"
    LOG_REQUEST = "log_request"
    ACCEPT_REQUEST = "accept_request"
    OVERRIDE_VERDICT = "override_verdict"
    SEE_TICKETS = "see_tickets"
    EDIT_TICKET = "edit_ticket"
    CLOSE_TICKET = "close_ticket"
    MANAGE_TICKETS = "manage_tickets"
    PLAN_WORK = "plan_work"
    FINISH_ORDER = "finish_order"
    OVERRIDE_PLAN = "override_plan"
    SEE_CUSTOMERS = "see_customers"
    EDIT_CUSTOMER = "edit_customer"
    BLOCK_CUSTOMER = "block_customer"
    SEE_EQUIPMENT = "see_equipment"
    EDIT_EQUIPMENT = "edit_equipment"
    SEE_CONTRACTS = "see_contracts"
    EDIT_CONTRACT = "edit_contract"
    EDIT_STAFF = "edit_staff"
    MANAGE_USERS = "manage_users"
    EDIT_DICTIONARY = "edit_dictionary"
    SHARE_VIEWS = "share_views"
    IMPORT_DATA = "import_data"
    EXPORT_DATA = "export_data"
    SEE_HISTORY = "see_history"
    SEE_ARCHIVE = "see_archive"
    MANAGE_PERSONAL_DATA = "manage_personal_data"
    MANAGE_BACKUPS = "manage_backups"


class Thing(StrEnum):
    REQUEST = "request"
    TICKET = "ticket"
    ORDER = "order"
    CUSTOMER = "customer"
    EQUIPMENT = "equipment"
    CONTRACT = "contract"
    STAFF = "staff"
    COMPANY = "company"
    DATA = "data"
    RECORDS = "records"


class Act(StrEnum):
    SEE = "see"
    CREATE = "create"
    CHANGE = "change"
    CLOSE = "close"
    OVERRIDE = "override"
    MANAGE = "manage"


@dataclass(frozen=True, slots=True)
class Cell:
    """Where a right stands in the matrix."""

    thing: Thing
    act: Act


CELLS: Mapping[Right, Cell] = MappingProxyType(
    {
        Right.SEE_REQUESTS: Cell(Thing.REQUEST, Act.SEE),
        Right.LOG_REQUEST: Cell(Thing.REQUEST, Act.CREATE),
        Right.ACCEPT_REQUEST: Cell(Thing.REQUEST, Act.CLOSE),
        Right.OVERRIDE_VERDICT: Cell(Thing.REQUEST, Act.OVERRIDE),
        Right.SEE_TICKETS: Cell(Thing.TICKET, Act.SEE),
        Right.EDIT_TICKET: Cell(Thing.TICKET, Act.CHANGE),
        Right.CLOSE_TICKET: Cell(Thing.TICKET, Act.CLOSE),
        Right.MANAGE_TICKETS: Cell(Thing.TICKET, Act.MANAGE),
        Right.PLAN_WORK: Cell(Thing.ORDER, Act.CHANGE),
        Right.FINISH_ORDER: Cell(Thing.ORDER, Act.CLOSE),
        Right.OVERRIDE_PLAN: Cell(Thing.ORDER, Act.OVERRIDE),
        Right.SEE_CUSTOMERS: Cell(Thing.CUSTOMER, Act.SEE),
        Right.EDIT_CUSTOMER: Cell(Thing.CUSTOMER, Act.CHANGE),
        Right.BLOCK_CUSTOMER: Cell(Thing.CUSTOMER, Act.MANAGE),
        Right.SEE_EQUIPMENT: Cell(Thing.EQUIPMENT, Act.SEE),
        Right.EDIT_EQUIPMENT: Cell(Thing.EQUIPMENT, Act.CHANGE),
        Right.SEE_CONTRACTS: Cell(Thing.CONTRACT, Act.SEE),
        Right.EDIT_CONTRACT: Cell(Thing.CONTRACT, Act.CHANGE),
        Right.EDIT_STAFF: Cell(Thing.STAFF, Act.CHANGE),
        Right.MANAGE_USERS: Cell(Thing.STAFF, Act.MANAGE),
        Right.EDIT_DICTIONARY: Cell(Thing.COMPANY, Act.CHANGE),
        Right.SHARE_VIEWS: Cell(Thing.COMPANY, Act.MANAGE),
        Right.EXPORT_DATA: Cell(Thing.DATA, Act.SEE),
        Right.IMPORT_DATA: Cell(Thing.DATA, Act.CREATE),
        Right.MANAGE_BACKUPS: Cell(Thing.DATA, Act.MANAGE),
        Right.SEE_HISTORY: Cell(Thing.RECORDS, Act.SEE),
        Right.SEE_ARCHIVE: Cell(Thing.RECORDS, Act.OVERRIDE),
        Right.MANAGE_PERSONAL_DATA: Cell(Thing.RECORDS, Act.MANAGE),
    }
)
"""Every right but `EVERYTHING`, in the order in which the matrix shows them."""

SIGHT_OF: Mapping[Thing, Right] = MappingProxyType(
    {
        Thing.REQUEST: Right.SEE_REQUESTS,
        Thing.TICKET: Right.SEE_TICKETS,
        Thing.CUSTOMER: Right.SEE_CUSTOMERS,
        Thing.EQUIPMENT: Right.SEE_EQUIPMENT,
        Thing.CONTRACT: Right.SEE_CONTRACTS,
        Thing.RECORDS: Right.SEE_HISTORY,
    }
)
"""The right to see a thing, where not everybody sees it."""

_ENTERING = frozenset({Right.LOG_REQUEST, Right.ACCEPT_REQUEST})
_SPLIT_SINCE: Mapping[Right, tuple[Right, ...]] = MappingProxyType(
    {
        Right.LOG_REQUEST: (Right.ACCEPT_REQUEST,),
        Right.EDIT_TICKET: (Right.CLOSE_TICKET, Right.MANAGE_TICKETS),
        Right.EDIT_STAFF: (Right.MANAGE_USERS,),
        Right.EDIT_DICTIONARY: (Right.SHARE_VIEWS,),
    }
)


class Reach(Enum):
    """Whose tickets a role is about: all, those of the person's teams, or the person's own."""

    EVERYTHING = "everything"
    TEAM = "team"
    OWN = "own"


@dataclass(frozen=True, slots=True)
class Limits:
    """How far a role reaches; an empty set means all."""

    reach: Reach = Reach.EVERYTHING
    queue_ids: frozenset[UUID] = frozenset()
    type_ids: frozenset[UUID] = frozenset()
    state_ids: frozenset[UUID] = frozenset()

    @property
    def is_limited(self) -> bool:
        return self != Limits()


@dataclass(frozen=True, slots=True)
class Grant:
    """What one role, or the person's own list, gives."""

    rights: frozenset[str]
    limits: Limits = Limits()

    def gives(self, wanted: Iterable[Right]) -> bool:
        return Right.EVERYTHING in self.rights or not self.rights.isdisjoint(wanted)


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a person stands: who they are or stand in for, whose work they see, the queues of their teams."""

    own_ids: frozenset[UUID] = frozenset()
    people_ids: frozenset[UUID] = frozenset()
    queue_ids: frozenset[UUID] = frozenset()


@dataclass(frozen=True, slots=True)
class TicketFacts:
    """What limits look at; `people_ids` are owner, responsible person and the visiting technicians' users."""

    queue_id: UUID | None
    type_id: UUID | None
    state_id: UUID | None
    people_ids: frozenset[UUID] = frozenset()


@dataclass(frozen=True, slots=True)
class StandardRole:
    """A role that every company starts with."""

    code: str
    rights: tuple[Right, ...]
    reach: Reach = Reach.EVERYTHING


_SIGHT = tuple(SIGHT_OF.values())
_DESK = (
    *_SIGHT,
    Right.LOG_REQUEST,
    Right.ACCEPT_REQUEST,
    Right.EDIT_TICKET,
    Right.CLOSE_TICKET,
    Right.PLAN_WORK,
    Right.FINISH_ORDER,
)
_MASTER_DATA = (Right.EDIT_CUSTOMER, Right.EDIT_EQUIPMENT)

STANDARD_ROLES: tuple[StandardRole, ...] = (
    StandardRole("administrator", (Right.EVERYTHING,)),
    StandardRole(
        "manager",
        (
            *_DESK,
            *_MASTER_DATA,
            Right.MANAGE_TICKETS,
            Right.OVERRIDE_VERDICT,
            Right.OVERRIDE_PLAN,
            Right.BLOCK_CUSTOMER,
            Right.EDIT_CONTRACT,
            Right.EDIT_STAFF,
            Right.EDIT_DICTIONARY,
            Right.SHARE_VIEWS,
            Right.EXPORT_DATA,
            Right.SEE_ARCHIVE,
        ),
    ),
    StandardRole("coordinator", (*_DESK, *_MASTER_DATA, Right.MANAGE_TICKETS, Right.EXPORT_DATA)),
    StandardRole("dispatcher", (*_DESK, Right.OVERRIDE_PLAN, Right.EDIT_STAFF)),
    StandardRole(
        "technician",
        (Right.SEE_TICKETS, Right.FINISH_ORDER, Right.SEE_CUSTOMERS, Right.SEE_EQUIPMENT),
        Reach.OWN,
    ),
    StandardRole("reader", _SIGHT),
)


def allows(held: Iterable[str], *wanted: Right) -> bool:
    """Whether somebody with these rights may do what any of the wanted ones allows."""
    return bool({Right.EVERYTHING, *wanted}.intersection(held))


def completed(rights: Iterable[str]) -> frozenset[str]:
    """The rights, and the sight of every thing that they are about."""
    given = frozenset(rights)
    things = {CELLS[Right(right)].thing for right in given if right in CELLS.keys()}  # noqa: SIM118
    return given | {SIGHT_OF[thing].value for thing in things if thing in SIGHT_OF}


def without(rights: Iterable[str], gone: Right) -> frozenset[str]:
    """The rights less one; who may no longer see a thing may do nothing with it."""
    left = frozenset(rights) - {gone.value}
    cell = CELLS.get(gone)
    if cell is None or SIGHT_OF.get(cell.thing) is not gone:
        return left
    return frozenset(right for right in left if right not in CELLS or CELLS[Right(right)].thing != cell.thing)


def carried_over(rights: Iterable[str]) -> frozenset[str]:
    """Rights as they were given before some of them were split in two: nobody loses what they had."""
    given = frozenset(rights)
    more = {new.value for old, parts in _SPLIT_SINCE.items() if old in given for new in parts}
    return completed(given | more)


def admits(limits: Limits, facts: TicketFacts, standing: Standing) -> bool:
    """Whether a role so limited is about this ticket, for a person who stands there."""
    return (
        _within(limits.queue_ids, facts.queue_id)
        and _within(limits.type_ids, facts.type_id)
        and _within(limits.state_ids, facts.state_id)
        and _is_reached(limits.reach, facts, standing)
    )


def gives_for(grant: Grant, wanted: Collection[Right], facts: TicketFacts, standing: Standing) -> bool:
    """Whether the grant gives one of these rights for this ticket. Entering one asks for its type only: it is
    in nobody's hands yet.
    """
    if not grant.gives(wanted):
        return False
    if admits(grant.limits, facts, standing):
        return True
    return grant.gives(_ENTERING.intersection(wanted)) and _within(grant.limits.type_ids, facts.type_id)


def _within(allowed: frozenset[UUID], value: UUID | None) -> bool:
    return not allowed or value in allowed


def _is_reached(reach: Reach, facts: TicketFacts, standing: Standing) -> bool:
    if reach is Reach.EVERYTHING:
        return True
    if not facts.people_ids.isdisjoint(standing.own_ids):
        return True
    if reach is Reach.OWN:
        return False
    return facts.queue_id in standing.queue_ids or not facts.people_ids.isdisjoint(standing.people_ids)
