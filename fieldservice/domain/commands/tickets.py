"""What is done to a ticket: told, changed, handed over, put in a state, closed."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from fieldservice.domain.commands.acceptance import require_purpose
from fieldservice.domain.commands.orders import cancel
from fieldservice.domain.model.catalogue import TicketState
from fieldservice.domain.model.order import WorkOrder
from fieldservice.domain.model.ticket import Ticket
from fieldservice.domain.rules.changes import Changes
from fieldservice.domain.rules.errors import RuleViolation
from fieldservice.domain.rules.field_conflicts import require_unconflicted
from fieldservice.domain.rules.priority import checked_grade
from fieldservice.domain.rules.reasons import Reason
from fieldservice.domain.rules.settle import ClosedBy
from fieldservice.domain.rules.sla import ExpectedClosing
from fieldservice.domain.rules.ticket_states import TicketAction, TicketStateType, check_state_change
from fieldservice.domain.store.clock import Clock
from fieldservice.domain.store.finding import every
from fieldservice.domain.store.rejudging import JUDGED, book_anew
from fieldservice.domain.store.service_levels import turn_clock
from fieldservice.domain.store.settling import settle
from fieldservice.domain.store.sla_following import FACTS as SLA_FACTS
from fieldservice.domain.store.sla_following import follow_rules
from fieldservice.domain.store.ticket_moves import act, put_in_state, take_up, tell
from fieldservice.domain.store.unit_of_work import UnitOfWork
from fieldservice.domain.store.waiting import wait

CHANGEABLE = frozenset(
    {
        "title",
        "description",
        "impact",
        "urgency",
        "priority",
        "owner_id",
        "responsible_id",
        "queue_id",
        "kind_id",
        "purpose_id",
        "type_id",
        "service_id",
        "contact_id",
        "equipment_id",
        "site_id",
        "work_kind_id",
        "contract_id",
    }
)

BOOKED = frozenset({"equipment_id", "site_id", "contract_id"})
"""Written with what follows from them, by `book_anew` alone."""


class OpenOrders(StrEnum):
    """What becomes of open orders when a ticket is closed by hand."""

    REFUSE = "refuse"
    CANCEL = "cancel"
    KEEP = "keep"


@dataclass(frozen=True, slots=True)
class ChangeTicket:
    """New values by field name; `version` is the one that was seen, so that nobody's change is
    overwritten. None changes the ticket as it stands. With `seen`, the values of these fields as they were
    seen, changes of somebody else to other fields are kept beside these.

    What the verdict asks about is judged anew; `override_because` serves it although it is not covered.
    """

    ticket_id: UUID
    version: int | None
    values: tuple[tuple[str, object], ...]
    seen: tuple[tuple[str, object], ...] = ()
    override_because: str = ""


@dataclass(frozen=True, slots=True)
class SetExpectedClosing:
    """By when it should be closed, other than computed: with a reason. None goes back to the computed
    moment.
    """

    ticket_id: UUID
    expected_at: datetime | None
    because: str


@dataclass(frozen=True, slots=True)
class PutInState:
    """One of the company's states; one with a reminder demands `until` (C09), `because` is why it waits."""

    ticket_id: UUID
    state_id: UUID
    until: datetime | None = None
    because: str = ""


@dataclass(frozen=True, slots=True)
class CloseTicket:
    """Close by hand, at any moment (C18), saying what becomes of open orders."""

    ticket_id: UUID
    because: str
    open_orders: OpenOrders = OpenOrders.REFUSE
    state_id: UUID | None = None


def change_ticket(command: ChangeTicket, uow: UnitOfWork, clock: Clock) -> Changes:
    """Change fields; a hand-over, a priority or a text. What changed stands in the history."""
    ticket = uow.lock(Ticket, command.ticket_id)
    fields = _unconflicted(ticket, command)
    uow.record("ticket.change", ticket, happened_at=clock.now(), number=ticket.number, fields=sorted(fields))
    unknown = set(fields) - CHANGEABLE
    if unknown:
        raise RuleViolation("ticket.field_not_changeable", fields=sorted(unknown))
    _check(fields)
    _judge_anew(uow, ticket, fields, command.override_because)
    for name, value in fields.items():
        if name not in BOOKED:
            setattr(ticket, name, value)
    if {"type_id", "purpose_id"} & set(fields):
        require_purpose(uow, ticket.type_id, ticket.purpose_id)
    if {"type_id", "queue_id"} & set(fields):
        uow.rulebook.routes.require_team(ticket.type_id, ticket.queue_id)
    if {"impact", "urgency"} & set(fields) and "priority" not in fields:
        ticket.priority = uow.rulebook.matrix.priority(ticket.impact, ticket.urgency)
    take_up(uow, ticket)
    if (SLA_FACTS | JUDGED | {"impact", "urgency"}) & set(fields):
        follow_rules(uow, ticket, clock.now())
    return uow.commit()


def set_expected_closing(command: SetExpectedClosing, uow: UnitOfWork, clock: Clock) -> Changes:
    """Promise another moment, with a reason (C29)."""
    ticket = uow.lock(Ticket, command.ticket_id)
    uow.record("ticket.expect_closing", ticket, happened_at=clock.now(), number=ticket.number)
    expected = ExpectedClosing(ticket.resolution_due_at, command.expected_at, command.because)
    ticket.expected_closing_at = expected.at
    ticket.expected_closing_because = expected.because.strip()
    return uow.commit()


def put_ticket_in_state(command: PutInState, uow: UnitOfWork, clock: Clock) -> Changes:
    """Give the ticket one of the company's states; the table of types says what is allowed."""
    ticket = uow.lock(Ticket, command.ticket_id)
    state = uow.get(TicketState, command.state_id)
    said: dict[str, Any] = {} if command.until is None else {"until": command.until}
    uow.record(
        "ticket.put_in_state",
        ticket,
        happened_at=clock.now(),
        number=ticket.number,
        state=state.name,
        **said,
    )
    check_state_change(ticket.state_type, state.state_type)
    if state.state_type.is_terminal or ticket.state_type.is_terminal:
        raise RuleViolation("ticket.close_by_closing", state=state.name)
    if state.state_type.is_waiting:
        wait(uow, ticket, state, command.until, command.because)
    else:
        put_in_state(ticket, state)
        turn_clock(uow, ticket, clock.now())
    return uow.commit()


def close_ticket(command: CloseTicket, uow: UnitOfWork, clock: Clock) -> Changes:
    """Close by hand; open orders are cancelled, kept knowingly, or the reason why it is refused."""
    ticket = uow.lock(Ticket, command.ticket_id)
    uow.record("ticket.close", ticket, happened_at=clock.now(), number=ticket.number)
    _settle_open_orders(uow, ticket, command, clock)
    act(uow, ticket, TicketAction.CLOSE)
    if command.state_id is not None:
        _name_closing(uow, ticket, command.state_id)
    ticket.closed_at = clock.now()
    ticket.closed_by = ClosedBy.HAND
    ticket.closed_because = command.because.strip()
    turn_clock(uow, ticket, clock.now())
    tell(uow, ticket, Reason("ticket.closed.by_hand", {"because": ticket.closed_because}), clock.now())
    settle(uow, ticket)
    return uow.commit()


def _judge_anew(uow: UnitOfWork, ticket: Ticket, fields: dict[str, object], override_because: str) -> None:
    """A live ticket follows what it is about; one that is over keeps where it was booked."""
    judged = {name: value for name, value in fields.items() if name in JUDGED}
    if not judged:
        return
    if not ticket.state_type.is_terminal:
        book_anew(uow, ticket, judged, override_because)
    elif BOOKED & set(judged):
        raise RuleViolation("ticket.not_live", number=ticket.number, state=ticket.state_type.value)


def _unconflicted(ticket: Ticket, command: ChangeTicket) -> dict[str, object]:
    """What is to be written, by what was seen: `row.changed_meanwhile`, `row.fields_in_conflict`."""
    fields = dict(command.values)
    if command.version is None or command.version == ticket.version:
        return fields
    if not command.seen:
        raise RuleViolation("row.changed_meanwhile", table=Ticket.__tablename__)
    theirs = {name: getattr(ticket, name) for name in fields if name in CHANGEABLE}
    return dict(require_unconflicted(dict(command.seen), fields, theirs))


def _check(fields: dict[str, object]) -> None:
    for name in ("impact", "urgency", "priority"):
        grade = fields.get(name)
        if isinstance(grade, int):
            checked_grade(grade, name)
    if not str(fields.get("title", "-")).strip():
        raise RuleViolation("ticket.title_missing")


def _settle_open_orders(uow: UnitOfWork, ticket: Ticket, command: CloseTicket, clock: Clock) -> None:
    still_open = [
        order for order in every(uow, WorkOrder, ticket_id=ticket.id) if not order.state.is_terminal
    ]
    if still_open and command.open_orders is OpenOrders.REFUSE:
        raise RuleViolation(
            "ticket.open_orders", number=ticket.number, orders=[order.number for order in still_open]
        )
    for order in still_open:
        if command.open_orders is OpenOrders.CANCEL:
            cancel(uow, order, command.because, clock)
        else:
            order.is_kept_open = True


def _name_closing(uow: UnitOfWork, ticket: Ticket, state_id: UUID) -> None:
    state = uow.get(TicketState, state_id)
    if state.state_type is not TicketStateType.CLOSED:
        raise RuleViolation("ticket.state_does_not_close", state=state.name)
    put_in_state(ticket, state)
