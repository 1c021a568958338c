"""The exchange with the centre as its screen shows it: how it stands, what waits, what is to be decided."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from fieldservice.domain.model.exchange import (
    BlobTransfer,
    ExchangeNews,
    InboxKind,
    OutboxState,
    OutboxTransaction,
)
from fieldservice.domain.model.journal import JournalEntry
from fieldservice.domain.model.people import Branch, UserAccount
from fieldservice.domain.queries.double_bookings import BookedTwice, booking_of
from fieldservice.domain.queries.exchange_values import Value, value_of
from fieldservice.domain.rules.changes import RowRef
from fieldservice.domain.rules.errors import EnvironmentProblem, RuleViolation, TellableError
from fieldservice.domain.rules.exchange_restoring import DOUBLE_BOOKING, can_restore
from fieldservice.domain.rules.quota_overdrawn import OVERDRAWN, Overdrawn, overdrawn_of
from fieldservice.domain.rules.reasons import Reason
from fieldservice.domain.store import rescuing
from fieldservice.domain.store.exchange_names import RecordName, record_name
from fieldservice.domain.store.exchange_news import mapped_class
from fieldservice.domain.store.exchange_state import JOINING, exchange_state
from fieldservice.domain.store.row_values import encode
from fieldservice.domain.store.seen_tickets import hidden_kinds

MOST_WAITING = 200
MOST_NEWS = 200
MOST_SETTLED = 50
_NO_PROBLEM = "token-comes"
"""A note of the engine to itself (`sync/meeting.py`)."""
_OF_THE_LINE = frozenset(
    f"exchange.{name}"
    for name in ("unreachable", "busy", "broken_answer", "full", "not_trusted", "failed", "stumbled")
)
_COUNTED_APART = frozenset({InboxKind.REFUSAL, InboxKind.LEFT})
_WAITS = OutboxTransaction.state != OutboxState.ACKED


@dataclass(frozen=True, slots=True)
class Standing:
    """How this workstation stands to its centre. `exchanged_at` is None until the first whole round;
    `problem` is what the last round met; `order` what the centre asked for (`sync/wire.py`).
    """

    address: str
    branch: str
    slot: str
    joined_at: datetime
    exchanged_at: datetime | None
    order: str
    problem: TellableError | None
    offset_milliseconds: int
    waiting: int
    waiting_since: datetime | None
    refused: int
    conflicts: int
    files: int
    file_bytes: int


@dataclass(frozen=True, slots=True)
class WaitingRow:
    """A command that the centre is not known to have. `was_sent` and no answer came."""

    number: int
    label: Reason
    user: str
    at: datetime
    was_sent: bool


@dataclass(frozen=True, slots=True)
class RefusedRow:
    """Work that was not taken; `label` says what it was, `error` why and what to do."""

    id: UUID
    label: Reason
    error: TellableError
    user: str
    at: datetime
    place: RowRef | None
    can_redo: bool


@dataclass(frozen=True, slots=True)
class NewsRow:
    """A value that gave way (or a number that was changed, a record that left): by which rule, to what.

    `stands` is the value as it is now; a conflict whose value is no longer `kept` has been decided. `rows`
    counts what comes back with a record that the centre lost.
    """

    id: UUID
    kind: InboxKind
    table: str
    name: str
    place: RowRef | None
    field: str
    rule: str
    kept: Value
    lost: Value
    stands: Value
    kept_by: str
    lost_by: str
    at: datetime
    is_gone: bool
    can_restore: bool
    settled_at: datetime | None = None
    settled_by: str = ""
    booking: BookedTwice | None = None
    rows: int = 1
    overdrawn: Overdrawn | None = None


@dataclass(frozen=True, slots=True)
class ExchangeView:
    """All that the screen shows; empty lists and no standing on a desk that stands alone."""

    standing: Standing | None
    waiting: tuple[WaitingRow, ...] = ()
    refused: tuple[RefusedRow, ...] = ()
    conflicts: tuple[NewsRow, ...] = ()
    settled: tuple[NewsRow, ...] = ()


def standing(session: Session) -> Standing | None:
    """None while the desk stands alone. Counts only: cheap enough for the status bar."""
    state = exchange_state(session)
    if state is None or state.order == JOINING:
        return None
    waiting = session.execute(select(func.count(), func.min(OutboxTransaction.at)).where(_WAITS)).one()
    files = session.execute(
        select(func.count(), func.sum(BlobTransfer.size_bytes - BlobTransfer.offset))
    ).one()
    counted: dict[InboxKind, int] = dict(
        session.execute(
            select(ExchangeNews.kind, func.count())
            .where(ExchangeNews.settled_at.is_(None))
            .group_by(ExchangeNews.kind)
        ).all()
    )
    return Standing(
        address=state.address,
        branch=session.scalar(select(Branch.name).where(Branch.id == state.branch_id)) or "",
        slot=state.slot,
        joined_at=state.joined_at,
        exchanged_at=state.exchanged_at,
        order=state.order,
        problem=_problem(state.problem),
        offset_milliseconds=state.offset_milliseconds,
        waiting=waiting[0],
        waiting_since=waiting[1],
        refused=counted.get(InboxKind.REFUSAL, 0),
        conflicts=sum(count for kind, count in counted.items() if kind not in _COUNTED_APART)
        + (len(rescuing.first_of_each(rescuing.rescued(session))) if counted.get(InboxKind.LEFT) else 0),
        files=files[0],
        file_bytes=int(files[1] or 0),
    )


def exchange_view(session: Session, language: str) -> ExchangeView:
    """What waits in its order, the latest refusals and conflicts first, then what was settled lately."""
    found = standing(session)
    if found is None:
        return ExchangeView(None)
    news = select(ExchangeNews).order_by(ExchangeNews.at.desc(), ExchangeNews.id)
    still_open = session.scalars(news.where(ExchangeNews.settled_at.is_(None)).limit(MOST_NEWS)).all()
    done = news.where(ExchangeNews.settled_at.is_not(None), ExchangeNews.kind != InboxKind.REFUSAL)
    people = _People(session)
    lost = rescuing.first_of_each(rescuing.rescued(session)) if rescuing.is_any_rescued(session) else {}
    told = [
        replace(_news(session, each, language, people), rows=lost.get(each.id, 1))
        for each in still_open
        if _is_told(session, each) and (each.id in lost or not rescuing.is_rescued(each))
    ]
    lately = session.scalars(done.limit(MOST_SETTLED)).all()
    decided = rescuing.first_of_each([each for each in lately if rescuing.is_rescued(each)])
    settled = [
        _news(session, each, language, people)
        for each in lately
        if each.id in decided or not rescuing.is_rescued(each)
    ]
    return ExchangeView(
        found,
        waiting=_waiting(session),
        refused=tuple(
            _refused(session, each, people) for each in still_open if each.kind is InboxKind.REFUSAL
        ),
        conflicts=tuple(told),
        settled=tuple(settled),
    )


class _People:
    """Names of people, each asked once."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._names: dict[UUID, str] = {}

    def name(self, user_id: UUID | None) -> str:
        if user_id is None:
            return ""
        if user_id not in self._names:
            user = self._session.get(UserAccount, user_id)
            self._names[user_id] = user.name if user else ""
        return self._names[user_id]


def _is_told(session: Session, news: ExchangeNews) -> bool:
    """Refusals have a list of their own; what somebody may not look at is not told to them."""
    return news.kind is not InboxKind.REFUSAL and news.table_name not in hidden_kinds(session)


def _waiting(session: Session) -> tuple[WaitingRow, ...]:
    statement = (
        select(OutboxTransaction, JournalEntry.command, JournalEntry.label, UserAccount.name)
        .outerjoin(JournalEntry, JournalEntry.id == OutboxTransaction.entry_id)
        .outerjoin(UserAccount, UserAccount.id == OutboxTransaction.user_id)
        .where(_WAITS)
        .order_by(OutboxTransaction.number)
        .limit(MOST_WAITING)
    )
    return tuple(
        WaitingRow(
            row.number,
            Reason(command or "exchange.brought_along", label or {}),
            user or "",
            row.at,
            row.state is OutboxState.SENT,
        )
        for row, command, label, user in session.execute(statement)
    )


def _refused(session: Session, news: ExchangeNews, people: _People) -> RefusedRow:
    work = news.payload or {}
    entry = work.get("entry", {})
    reason = news.reason or {"code": "exchange.refused", "values": {}}
    return RefusedRow(
        id=news.id,
        label=Reason(str(entry.get("command", "")), dict(entry.get("label", {}))),
        error=RuleViolation(reason["code"], **reason.get("values", {})),
        user=people.name(news.lost_by),
        at=news.at,
        place=record_name(session, news.table_name, news.row_id).place,
        can_redo=bool(work.get("operations")),
    )


def _news(session: Session, news: ExchangeNews, language: str, people: _People) -> NewsRow:
    table, field = news.table_name, news.field
    kind = mapped_class(table)
    row: Any = None if kind is None else session.get(kind, news.row_id)
    known: RecordName = record_name(session, table, news.row_id)
    stands = None if row is None or not field else encode(getattr(row, field, None))

    def said(stored: Any) -> Value:
        return value_of(session, table, field, stored, language)

    return NewsRow(
        id=news.id,
        kind=news.kind,
        table=table,
        name=known.name or (rescuing.name_of(news) if rescuing.is_rescued(news) else ""),
        place=known.place,
        field=field,
        rule=news.rule,
        kept=said(news.kept),
        lost=said(news.lost),
        stands=said(stands),
        kept_by=people.name(news.kept_by),
        lost_by=people.name(news.lost_by),
        at=news.at,
        is_gone=row is None,
        can_restore=_can_restore(news, stands, is_here=row is not None),
        settled_at=news.settled_at,
        settled_by=people.name(news.settled_by),
        booking=booking_of(news.kept) if news.rule == DOUBLE_BOOKING else None,
        overdrawn=overdrawn_of(news.kept) if news.rule == OVERDRAWN else None,
    )


def _can_restore(news: ExchangeNews, stands: Any, *, is_here: bool) -> bool:
    if rescuing.is_rescued(news):
        return not is_here and news.settled_at is None
    if news.kind is not InboxKind.CONFLICT or not is_here or stands == news.lost:
        return False
    return can_restore(news.table_name, news.field, news.rule)


def _problem(stored: dict[str, Any] | None) -> TellableError | None:
    """What the last round met: a problem of the line or the machine, or a refusal of the centre."""
    if not stored or stored["code"] == _NO_PROBLEM:
        return None
    kind = EnvironmentProblem if stored["code"] in _OF_THE_LINE else RuleViolation
    return kind(str(stored["code"]), **stored.get("values", {}))
