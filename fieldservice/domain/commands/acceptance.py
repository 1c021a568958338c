"""Accepting a request as a ticket: verdict, priority, SLA, number, first article. The one way in (P-11).

Used by the commands that log a call, accept from a tray, copy, split, reopen, and by what plans and
readings produce.
"""

from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from fieldservice.domain.model.base import member_id
from fieldservice.domain.model.contract import ServedUnit
from fieldservice.domain.model.ticket import Article, ArticleKind, Channel, Request, Task, Ticket
from fieldservice.domain.rules.errors import RuleViolation
from fieldservice.domain.rules.sla import ExpectedClosing
from fieldservice.domain.rules.ticket_states import TicketStateType
from fieldservice.domain.rules.verdict import judge
from fieldservice.domain.rules.verdict_booking import evidence_to_book
from fieldservice.domain.rules.verdict_json import verdict_to_json
from fieldservice.domain.rules.verdict_values import Evidence, Verdict
from fieldservice.domain.store.custom_values import asking, put_values
from fieldservice.domain.store.numbers import issue_number
from fieldservice.domain.store.rights import Right
from fieldservice.domain.store.service_levels import open_clock
from fieldservice.domain.store.ticket_facts import about_ticket
from fieldservice.domain.store.ticket_moves import usual_state
from fieldservice.domain.store.unit_of_work import UnitOfWork
from fieldservice.domain.store.verdict_facts import zone_of_site
from fieldservice.domain.store.verdicts import VerdictAsk, question_of

FIRST_ARTICLE = {
    Channel.PHONE: ArticleKind.CALL,
    Channel.EMAIL: ArticleKind.EMAIL,
    Channel.SMS: ArticleKind.SMS,
}
TAKEN_AS_GIVEN = (
    "equipment_id",
    "product_id",
    "kind_id",
    "purpose_id",
    "service_id",
    "work_kind_id",
    "impact",
    "urgency",
    "owner_id",
    "queue_id",
)
MIDDLE = 3


@dataclass(frozen=True, slots=True)
class NewTicket:
    """What the desk knows of a ticket to be made. `ticket_id` is made when the form opens: saving twice
    makes one.

    `impact` and `urgency` are 1 to 5; `priority` overrules the matrix; `expected_closing_at` the SLA, with
    a reason. `override_because` accepts what the verdict refuses, for those who have the right.
    `serial_number` is what was given when no unit has it. `answers` are what stands in the company's own
    fields, by their codes; None when nobody was asked. `tasks` are titles, as a template brings them.
    """

    ticket_id: UUID
    title: str
    description: str = ""
    type_id: UUID | None = None
    kind_id: UUID | None = None
    purpose_id: UUID | None = None
    service_id: UUID | None = None
    work_kind_id: UUID | None = None
    site_id: UUID | None = None
    equipment_id: UUID | None = None
    serial_number: str = ""
    product_id: UUID | None = None
    impact: int = MIDDLE
    urgency: int = MIDDLE
    priority: int | None = None
    expected_closing_at: datetime | None = None
    expected_closing_because: str = ""
    owner_id: UUID | None = None
    responsible_id: UUID | None = None
    queue_id: UUID | None = None
    override_because: str = ""
    answers: tuple[tuple[str, str], ...] | None = None
    tasks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Origin:
    """What a ticket comes from when that is no fresh request but another ticket, split or come back.

    `id` is the request that the other ticket came from; the new one begins at `received_at`.
    """

    id: UUID | None
    channel: Channel
    received_at: datetime
    customer_id: UUID | None
    contact_id: UUID | None
    caller: str = ""
    caller_name: str = ""


def local_day(uow: UnitOfWork, moment: datetime, site_id: UUID | None) -> date:
    """The day of a moment where the site is; the branch's own day without one."""
    zone = None if site_id is None else zone_of_site(uow.session, site_id)
    return moment.astimezone(ZoneInfo(zone or uow.actor.zone)).date()


def ask_of(
    uow: UnitOfWork, request: Request | Origin, new: NewTicket, judged_at: datetime | None = None
) -> VerdictAsk:
    """The question to the verdict, on the day on which the request came in or on that of `judged_at`."""
    return VerdictAsk(
        day=local_day(uow, judged_at or request.received_at, new.site_id),
        caller=request.caller or request.caller_name,
        customer_id=request.customer_id,
        equipment_id=new.equipment_id,
        serial_number=new.serial_number.strip(),
        site_id=new.site_id,
        product_id=new.product_id,
        service_id=new.service_id,
        work_kind_id=new.work_kind_id,
        purpose_id=new.purpose_id,
    )


def accept(uow: UnitOfWork, request: Request, new: NewTicket, judged_at: datetime | None = None) -> Ticket:
    """Make the ticket, or raise `RuleViolation` `request.not_servable` with the verdict's reason,
    `ticket.title_missing`, `ticket.purpose_missing`.
    """
    ticket = _made(uow, request, new, judged_at)
    uow.add(_first_article(uow, request, ticket))
    return ticket


def accept_again(uow: UnitOfWork, source: Ticket, new: NewTicket) -> Ticket:
    """Make a ticket out of another one, judged as of today, with nothing of it fulfilled (P-26, P-34).

    Raises as `accept` does; what was said is for the caller to bring along.
    """
    return _made(uow, replace(origin_of(source), received_at=uow.clock.now()), new)


def origin_of(ticket: Ticket) -> Origin:
    """A ticket as that out of which another one is made."""
    return Origin(ticket.request_id, ticket.channel, ticket.opened_at, ticket.customer_id, ticket.contact_id)


def _made(
    uow: UnitOfWork, request: Request | Origin, new: NewTicket, judged_at: datetime | None = None
) -> Ticket:
    new = _routed(uow, new)
    if not new.title.strip():
        raise RuleViolation("ticket.title_missing")
    require_purpose(uow, new.type_id, new.purpose_id)
    question = question_of(uow.session, ask_of(uow, request, new, judged_at))
    verdict = judge(question)
    if not verdict.is_ok:
        _require_override(uow, new, verdict)
    booked = evidence_to_book(question, verdict)
    ticket = _ticket(uow, request, new, verdict)
    ticket.contract_id, ticket.coverage_line_id = booked.contract_id, booked.line_id
    _promise(uow, ticket, new, booked)
    uow.add(ticket, *_tasks(ticket, new))
    _take_place(uow, ticket, booked)
    _keep_answers(uow, ticket, new)
    return ticket


def require_purpose(uow: UnitOfWork, type_id: UUID | None, purpose_id: UUID | None) -> None:
    """`ticket.purpose_missing` where the company wants to know what it is used for (A07)."""
    if purpose_id is None and type_id in uow.rulebook.purpose_demanded:
        raise RuleViolation("ticket.purpose_missing")


def _require_override(uow: UnitOfWork, new: NewTicket, verdict: Verdict) -> None:
    if not new.override_because.strip():
        raise RuleViolation("request.not_servable", outcome=verdict.outcome.value, **verdict.reason.values)
    uow.require(Right.OVERRIDE_VERDICT)


def _ticket(uow: UnitOfWork, request: Request | Origin, new: NewTicket, verdict: Verdict) -> Ticket:
    evidence, overridden = verdict.evidence, not verdict.is_ok
    return Ticket(
        id=new.ticket_id,
        number=issue_number(uow),
        request_id=request.id,
        channel=request.channel,
        customer_id=request.customer_id,
        contact_id=request.contact_id,
        site_id=new.site_id or evidence.site_id,
        type_id=new.type_id,
        title=new.title.strip(),
        description=new.description.strip(),
        priority=new.priority or uow.rulebook.matrix.priority(new.impact, new.urgency),
        state_id=usual_state(uow, TicketStateType.NEW),
        state_type=TicketStateType.NEW,
        opened_at=request.received_at,
        responsible_id=new.responsible_id or new.owner_id,
        verdict=verdict_to_json(verdict),
        verdict_outcome=verdict.outcome.value,
        override_because=new.override_because.strip() if overridden else "",
        override_by_id=uow.actor.user_id if overridden else None,
        branch_id=uow.actor.branch_id,
        **{name: getattr(new, name) for name in TAKEN_AS_GIVEN},
    )


def _routed(uow: UnitOfWork, new: NewTicket) -> NewTicket:
    """With type, queue and owner as its kind and service decide, where the desk chose none (A09, E02)."""
    book = uow.rulebook
    type_id = new.type_id or book.type_for(new.kind_id, new.service_id, new.work_kind_id)
    if type_id is None:
        raise RuleViolation("ticket.no_type")
    queue_id = new.queue_id or book.routes.queue_of(new.kind_id, new.service_id, type_id)
    book.routes.require_team(type_id, queue_id)
    owner_id = new.owner_id or book.routes.owner_of(queue_id)
    return replace(new, type_id=type_id, queue_id=queue_id, owner_id=owner_id)


def _tasks(ticket: Ticket, new: NewTicket) -> list[Task]:
    titles = (title.strip() for title in new.tasks)
    return [
        Task(id=member_id(ticket.id, "task", str(place)), ticket_id=ticket.id, title=title)
        for place, title in enumerate(titles)
        if title
    ]


def _keep_answers(uow: UnitOfWork, ticket: Ticket, new: NewTicket) -> None:
    """What was answered in the company's own fields; where nobody was asked nothing is demanded."""
    if new.answers is not None:
        asked = asking(uow.session, ticket.type_id, ticket.kind_id)
        put_values(uow, ticket.id, asked, dict(new.answers), about_ticket(uow.session, ticket))


def _promise(uow: UnitOfWork, ticket: Ticket, new: NewTicket, booked: Evidence) -> None:
    """SLA, deadlines and the expected closing, which the desk may set otherwise with a reason."""
    open_clock(uow, ticket, booked.sla_id)
    expected = ExpectedClosing(
        ticket.resolution_due_at, new.expected_closing_at, new.expected_closing_because
    )
    ticket.expected_closing_at = expected.at
    ticket.expected_closing_because = expected.because.strip()


def _first_article(uow: UnitOfWork, request: Request, ticket: Ticket) -> Article:
    """What the requester said stays on the ticket as it came (A02)."""
    return Article(
        ticket_id=ticket.id,
        kind=FIRST_ARTICLE.get(request.channel, ArticleKind.NOTE),
        author_id=uow.actor.user_id,
        author_name=request.caller_name,
        happened_at=request.received_at,
        recorded_at=uow.clock.now(),
        text=ticket.description or request.text or ticket.title,
    )


def _take_place(uow: UnitOfWork, ticket: Ticket, evidence: Evidence) -> None:
    """Record which unit took one of the counted places of the line that covers it (B03)."""
    if (
        not evidence.takes_place
        or evidence.line_id is None
        or evidence.unit_id is None
        or evidence.site_id is None
    ):
        return
    uow.add(
        ServedUnit(
            id=member_id(evidence.line_id, evidence.unit_id),
            line_id=evidence.line_id,
            equipment_id=evidence.unit_id,
            site_id=evidence.site_id,
            first_served_on=evidence.day,
            ticket_id=ticket.id,
        )
    )
