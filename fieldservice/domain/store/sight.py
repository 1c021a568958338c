"""What a person may see: asked of every query at the one gate through which the desk reads.

Some queries need a right to see a thing. Where all roles that let a person see tickets are limited, every
read of tickets in the session is narrowed to theirs, whichever query makes it; lists and search, which read
past the mapped classes, ask `seen_tickets`. What the rules count (quotas, verdicts) stays whole.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, and_, event, exists, or_, true
from sqlalchemy.orm import ORMExecuteState, Session, with_loader_criteria

from fieldservice.domain.model.order import Visit, WorkOrder
from fieldservice.domain.model.people import Technician
from fieldservice.domain.model.ticket import Ticket
from fieldservice.domain.rules.errors import RuleViolation
from fieldservice.domain.rules.rights import Limits, Reach, Right, Standing
from fieldservice.domain.store.rights import grants_of, who_may
from fieldservice.domain.store.seen_tickets import hide_kinds, show_only
from fieldservice.domain.store.standing import standing_of

_ROOM = "fieldservice.domain.queries."
SIGHT_OF_QUERY: Mapping[str, Right] = MappingProxyType(
    {
        "trays.tray_rows": Right.SEE_REQUESTS,
        "trays.tray_page": Right.SEE_REQUESTS,
        "trays.request_row": Right.SEE_REQUESTS,
        "ticket_list.page": Right.SEE_TICKETS,
        "ticket_window.ticket_order": Right.SEE_TICKETS,
        "ticket_window.ticket_rows": Right.SEE_TICKETS,
        "ticket_detail.detail": Right.SEE_TICKETS,
        "ticket_record.ticket_record": Right.SEE_TICKETS,
        "customers.customer_page": Right.SEE_CUSTOMERS,
        "customer_card.customer_card": Right.SEE_CUSTOMERS,
        "contracts.contract_card": Right.SEE_CONTRACTS,
        "contract_reading.contract_reading": Right.SEE_CONTRACTS,
        "equipment_list.unit_page": Right.SEE_EQUIPMENT,
        "unit_dossier.unit_dossier": Right.SEE_EQUIPMENT,
        "audit.verify_chain": Right.SEE_HISTORY,
        "person_traces.person_traces": Right.MANAGE_PERSONAL_DATA,
        "person_export.person_data": Right.MANAGE_PERSONAL_DATA,
        "retention.dry_run": Right.MANAGE_PERSONAL_DATA,
        "safekeeping.set_backup_plan": Right.MANAGE_BACKUPS,
        "safekeeping.want_restore": Right.MANAGE_BACKUPS,
        "encryption.prepare_key": Right.MANAGE_BACKUPS,
        "encryption.recovery_key": Right.MANAGE_BACKUPS,
        "encryption.want_encryption": Right.MANAGE_BACKUPS,
        "safekeeping.remove_copies": Right.MANAGE_BACKUPS,
    }
)
"""By module and name. What is not here shows what everybody who works here knows: names, dictionaries."""
_SIGHT_OF_KIND = (
    ("request", Right.SEE_REQUESTS),
    ("ticket", Right.SEE_TICKETS),
    ("work_order", Right.SEE_TICKETS),
    ("customer", Right.SEE_CUSTOMERS),
    ("contact", Right.SEE_CUSTOMERS),
    ("site", Right.SEE_CUSTOMERS),
    ("contract", Right.SEE_CONTRACTS),
    ("equipment", Right.SEE_EQUIPMENT),
)


@dataclass(frozen=True, slots=True)
class Sight:
    """What one person sees. `limits` are those of every role that lets them see tickets; none means all."""

    user_id: UUID
    day: date
    rights: frozenset[str]
    limits: tuple[Limits, ...]
    standing: Standing

    def require(self, session: Session, query: Callable[..., Any]) -> None:
        """Raise `RuleViolation` `rights.missing` when the query shows what this person may not see."""
        wanted = sight_of(query)
        if wanted is not None and not {Right.EVERYTHING.value, wanted.value} & self.rights:
            people = who_may(session, wanted) or None
            raise RuleViolation("rights.missing", right=wanted.value, people=people)

    def narrow(self, session: Session) -> None:
        """Let this session read no tickets but theirs, and find nothing that they may not look at."""
        if Right.EVERYTHING.value not in self.rights:
            hide_kinds(session, (kind for kind, right in _SIGHT_OF_KIND if right.value not in self.rights))
        if self.limits:
            seen = or_(*(_admitted(limits, self.standing) for limits in self.limits))
            show_only(session, seen)

            def on_execute(state: ORMExecuteState) -> None:
                if state.is_select:
                    only = with_loader_criteria(Ticket, seen, include_aliases=True)
                    state.statement = state.statement.options(only)

            event.listen(session, "do_orm_execute", on_execute)


def sight_of(query: Callable[..., Any]) -> Right | None:
    """The right that a query asks for."""
    target = getattr(query, "load", lambda: query)()
    module, name = str(getattr(target, "__module__", "")), str(getattr(target, "__name__", ""))
    return SIGHT_OF_QUERY.get(f"{module.removeprefix(_ROOM)}.{name}") if module.startswith(_ROOM) else None


def sight(session: Session, user_id: UUID, day: date) -> Sight:
    """What the person sees on the day."""
    grants = grants_of(session, user_id)
    rights = frozenset(right for grant in grants for right in grant.rights)
    seeing = [grant.limits for grant in grants if grant.gives({Right.SEE_TICKETS})]
    limits = () if any(not each.is_limited for each in seeing) else tuple(seeing)
    return Sight(user_id, day, rights, limits, standing_of(session, user_id, day) if limits else Standing())


def _admitted(limits: Limits, standing: Standing) -> ColumnElement[bool]:
    """The condition of `rules.rights.admits`, as the database asks it."""
    within = [
        column.in_(ids)
        for column, ids in (
            (Ticket.queue_id, limits.queue_ids),
            (Ticket.type_id, limits.type_ids),
            (Ticket.state_id, limits.state_ids),
        )
        if ids
    ]
    return and_(true(), *within, _reached(limits.reach, standing))


def _reached(reach: Reach, standing: Standing) -> ColumnElement[bool]:
    if reach is Reach.EVERYTHING:
        return true()
    if reach is Reach.OWN:
        return _in_hands_of(standing.own_ids)
    people = standing.own_ids | standing.people_ids
    return or_(_in_hands_of(people), Ticket.queue_id.in_(standing.queue_ids))


def _in_hands_of(people: frozenset[UUID]) -> ColumnElement[bool]:
    visits = (
        exists()
        .where(WorkOrder.ticket_id == Ticket.id, Visit.order_id == WorkOrder.id)
        .where(Technician.id == Visit.technician_id, Technician.user_id.in_(people))
        .correlate_except(WorkOrder, Visit, Technician)
    )
    return or_(Ticket.owner_id.in_(people), Ticket.responsible_id.in_(people), visits)
