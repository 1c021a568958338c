"""What is done to a ticket: told, changed, handed over, put in a state, closed, opened again."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from fieldservice.domain.commands.acceptance import require_purpose
from fieldservice.domain.commands.orders import cancel
from fieldservice.domain.model.catalogue import TicketState
from fieldservice.domain.model.order import WorkOrder
from fieldservice.domain.model.ticket import Article, ArticleKind, Ticket
from fieldservice.domain.rules.changes import Changes
from fieldservice.domain.rules.errors import RuleViolation
from fieldservice.domain.rules.priority import checked_grade
from fieldservice.domain.rules.reasons import Reason
from fieldservice.domain.rules.settle import ClosedBy
from fieldservice.domain.rules.sla import ExpectedClosing
from fieldservice.domain.rules.ticket_states import TicketAction, TicketStateType, check_state_change
from fieldservice.domain.store.clock import Clock
from fieldservice.domain.store.finding import every, exists
from fieldservice.domain.store.service_levels import turn_clock
from fieldservice.domain.store.settling import settle
from fieldservice.domain.store.ticket_moves import act, put_in_state, take_up, tell
from fieldservice.domain.store.unit_of_work import UnitOfWork

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
    }
)


class OpenOrders(StrEnum):
    """What becomes of open orders when a ticket is closed by hand."""

    REFUSE = "refuse"
    CANCEL = "cancel"
    KEEP = "keep"


@dataclass(frozen=True, slots=True)
class AddArticle:
    """A call, note, update or message on a ticket; `happened_at` may lie back."""

    ticket_id: UUID
    article_id: UUID
    kind: ArticleKind
    text: str
    happened_at: datetime
    is_internal: bool = False
    author_name: str = ""


@dataclass(frozen=True, slots=True)
class ChangeTicket:
    """New values by field name; `version` is the one that was seen, so that nobody's change is
    overwritten.
    """

    ticket_id: UUID
    version: int
    values: tuple[tuple[str, object], ...]


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
    ticket_id: UUID
    state_id: UUID


@dataclass(frozen=True, slots=True)
class CloseTicket:
    """Close by hand, at any moment (C18), saying what becomes of open orders."""

    ticket_id: UUID
    because: str
    open_orders: OpenOrders = OpenOrders.REFUSE
    state_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class ReopenTicket:
    """Open a closed ticket again by hand; it is then not closed by its orders of before."""

    ticket_id: UUID
    because: str


def add_article(command: AddArticle, uow: UnitOfWork, clock: Clock) -> Changes:
    """Write what was said or noted; a new ticket is thereby taken up (C03)."""
    ticket = uow.lock(Ticket, command.ticket_id)
    uow.record(
        "article.add", ticket, happened_at=command.happened_at, number=ticket.number, kind=command.kind.value
    )
    if not command.text.strip():
        raise RuleViolation("article.text_missing")
    if not exists(uow, Article, command.article_id):
        uow.add(_article(uow, command))
    take_up(uow, ticket)
    if not command.is_internal and ticket.first_response_at is None:
        ticket.first_response_at = command.happened_at
    return uow.commit()


def change_ticket(command: ChangeTicket, uow: UnitOfWork, clock: Clock) -> Changes:
    """Change fields; a hand-over, a priority or a text. What changed stands in the history."""
    ticket = uow.lock(Ticket, command.ticket_id)
    if ticket.version != command.version:
        raise RuleViolation("row.changed_meanwhile", table=Ticket.__tablename__)
    fields = dict(command.values)
    uow.record("ticket.change", ticket, happened_at=clock.now(), number=ticket.number, fields=sorted(fields))
    unknown = set(fields) - CHANGEABLE
    if unknown:
        raise RuleViolation("ticket.field_not_changeable", fields=sorted(unknown))
    _check(fields)
    for name, value in fields.items():
        setattr(ticket, name, value)
    if {"type_id", "purpose_id"} & set(fields):
        require_purpose(uow, ticket.type_id, ticket.purpose_id)
    if {"impact", "urgency"} & set(fields) and "priority" not in fields:
        ticket.priority = uow.rulebook.matrix.priority(ticket.impact, ticket.urgency)
    take_up(uow, ticket)
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
    uow.record("ticket.put_in_state", ticket, happened_at=clock.now(), number=ticket.number, state=state.name)
    check_state_change(ticket.state_type, state.state_type)
    if state.state_type.is_terminal or ticket.state_type.is_terminal:
        raise RuleViolation("ticket.close_by_closing", state=state.name)
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


def reopen_ticket(command: ReopenTicket, uow: UnitOfWork, clock: Clock) -> Changes:
    """Open again by hand; the first closing stays in the history."""
    ticket = uow.lock(Ticket, command.ticket_id)
    uow.record(
        "ticket.reopen", ticket, happened_at=clock.now(), number=ticket.number, because=command.because
    )
    act(uow, ticket, TicketAction.REOPEN)
    ticket.closed_at = None
    ticket.closed_by = None
    ticket.closed_because = ""
    ticket.is_held = True
    turn_clock(uow, ticket, clock.now())
    tell(uow, ticket, Reason("ticket.reopened.by_hand", {"because": command.because.strip()}), clock.now())
    return uow.commit()


def _article(uow: UnitOfWork, command: AddArticle) -> Article:
    return Article(
        id=command.article_id,
        ticket_id=command.ticket_id,
        kind=command.kind,
        is_internal=command.is_internal,
        author_id=uow.actor.user_id,
        author_name=command.author_name,
        happened_at=command.happened_at,
        recorded_at=uow.clock.now(),
        text=command.text.strip(),
    )


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
