"""All that is known of a contact, to be handed out: own data, requests, tickets, texts, files."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from fieldservice.domain.model.company import CompanyProfile
from fieldservice.domain.model.customer import Contact, Identity, IdentityKind
from fieldservice.domain.model.journal import JournalEntry
from fieldservice.domain.model.ticket import Article, ArticleKind, Channel, Request, RequestState, Ticket
from fieldservice.domain.queries.person_traces import Told, person_traces
from fieldservice.domain.rules.person_traces import FileTrace, Person, PersonTraces
from fieldservice.domain.rules.reasons import Reason

__all__ = ["IdentityKind", "PersonData", "person_data"]

MOST_ROWS = 5_000


@dataclass(frozen=True, slots=True)
class ReachRow:
    kind: IdentityKind
    value: str
    as_written: str


@dataclass(frozen=True, slots=True)
class RequestRow:
    received_at: datetime
    channel: Channel
    state: RequestState
    title: str
    text: str
    caller: str


@dataclass(frozen=True, slots=True)
class ArticleRow:
    happened_at: datetime
    kind: ArticleKind
    author: str
    text: str


@dataclass(frozen=True, slots=True)
class TicketRow:
    number: str
    title: str
    description: str
    opened_at: datetime
    closed_at: datetime | None
    articles: tuple[ArticleRow, ...]


@dataclass(frozen=True, slots=True)
class MentionRow:
    """A text elsewhere in which the person is named."""

    table: str
    belongs: str
    text: str


@dataclass(frozen=True, slots=True)
class DoneRow:
    """What was done with the contact, and when."""

    at: datetime
    label: Reason


@dataclass(frozen=True, slots=True)
class PersonData:
    """`company` is who hands it out."""

    contact_id: UUID
    name: str
    role: str
    customer: str
    is_active: bool
    reach: tuple[ReachRow, ...]
    requests: tuple[RequestRow, ...]
    tickets: tuple[TicketRow, ...]
    mentions: tuple[MentionRow, ...]
    done: tuple[DoneRow, ...]
    files: tuple[FileTrace, ...]
    gathered_at: datetime
    company: str = ""


def _nobody(done: int, total: int) -> None:
    """Told by a caller who shows no progress."""


def person_data(session: Session, who: Person, now: datetime, told: Told = _nobody) -> PersonData:
    """Goes through the whole database once, for texts elsewhere: a job."""
    contact = session.get_one(Contact, who.contact_id)
    traces = person_traces(session, who, told)
    return PersonData(
        contact_id=contact.id,
        name=contact.name,
        role=contact.role,
        customer=who.customer,
        is_active=contact.is_active,
        reach=_reach(session, who),
        requests=_requests(session, traces),
        tickets=_tickets(session, who, traces),
        mentions=_mentions(traces),
        done=_done(session, who),
        files=traces.files,
        gathered_at=now,
        company=session.scalar(select(CompanyProfile.name)) or "",
    )


def _reach(session: Session, who: Person) -> tuple[ReachRow, ...]:
    wanted = (
        select(Identity).where(Identity.contact_id == who.contact_id).order_by(Identity.kind, Identity.value)
    )
    return tuple(ReachRow(one.kind, one.value, one.as_written) for one in session.scalars(wanted))


def _request_ids(traces: PersonTraces) -> list[UUID]:
    return [ref.id for ref in traces.own_rows if ref.table == Request.__tablename__]


def _requests(session: Session, traces: PersonTraces) -> tuple[RequestRow, ...]:
    wanted = select(Request).where(Request.id.in_(_request_ids(traces))).order_by(Request.received_at)
    return tuple(
        RequestRow(one.received_at, one.channel, one.state, one.title, one.text, one.caller)
        for one in session.scalars(wanted.limit(MOST_ROWS))
    )


def _tickets(session: Session, who: Person, traces: PersonTraces) -> tuple[TicketRow, ...]:
    theirs = or_(Ticket.contact_id == who.contact_id, Ticket.request_id.in_(_request_ids(traces)))
    found = session.scalars(select(Ticket).where(theirs).order_by(Ticket.opened_at).limit(MOST_ROWS)).all()
    said: dict[UUID, list[ArticleRow]] = {}
    of_tickets = select(Article).where(
        Article.ticket_id.in_([ticket.id for ticket in found]), Article.text != ""
    )
    for one in session.scalars(of_tickets.order_by(Article.happened_at).limit(MOST_ROWS)):
        row = ArticleRow(one.happened_at, one.kind, one.author_name, one.text)
        said.setdefault(one.ticket_id, []).append(row)
    return tuple(
        TicketRow(
            ticket.number,
            ticket.title,
            ticket.description,
            ticket.opened_at,
            ticket.closed_at,
            tuple(said.get(ticket.id, ())),
        )
        for ticket in found
    )


def _mentions(traces: PersonTraces) -> tuple[MentionRow, ...]:
    """Only what is surely about the person: else somebody else's affairs would be handed out."""
    return tuple(
        MentionRow(trace.row.table, trace.belongs, trace.spot.before + trace.spot.found + trace.spot.after)
        for trace in traces.traces
        if trace.is_sure and not trace.is_theirs
    )


def _done(session: Session, who: Person) -> tuple[DoneRow, ...]:
    columns = (JournalEntry.recorded_at, JournalEntry.command, JournalEntry.label)
    wanted = (
        select(*columns).where(JournalEntry.subject_id == who.contact_id).order_by(JournalEntry.recorded_at)
    )
    return tuple(
        DoneRow(at, Reason(command, label)) for at, command, label in session.execute(wanted.limit(MOST_ROWS))
    )
