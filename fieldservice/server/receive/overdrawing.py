"""A quota of cases that several branches used up without knowing of each other: both tickets stay as they
are, and both sides are told. No desk can see it: tickets of other branches are not held there.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid5

from sqlalchemy import Connection, Row, func, select

from fieldservice.domain.model.contract import Contract, CoverageLine, Terms
from fieldservice.domain.model.people import Branch
from fieldservice.domain.model.ticket import Ticket
from fieldservice.domain.rules.coverage_quota import QuotaKind
from fieldservice.domain.rules.quota_overdrawn import OVERDRAWN, Overdrawn, is_overdrawn
from fieldservice.domain.rules.ticket_states import TicketStateType
from fieldservice.server.receive.double_booking import Told
from fieldservice.server.receive.merging import Outcome
from fieldservice.server.receive.work import Work
from fieldservice.server.store.listed import among
from fieldservice.sync import wire

TICKET = Ticket.__tablename__
_MAKERS = """
SELECT s.id, s.user_id, s.made_device FROM unnest(%s::uuid[]) w(id)
JOIN sync_table t ON t.name = 'ticket' JOIN sync_row s ON s.tbl = t.number AND s.id = w.id"""
_COUNTED = Ticket.state_type != TicketStateType.MERGED


@dataclass(frozen=True, slots=True)
class _Case:
    """A ticket that counts, and who made it where."""

    id: UUID
    number: str
    branch: str
    user: UUID | None
    device: UUID | None


def overdrawn_quotas(
    connection: Connection, outcomes: Iterable[Outcome], device: UUID, now: datetime
) -> Iterator[tuple[Work, Told]]:
    """For each ticket that the work has put on a line whose quota is gone: it, and the last one of others."""
    taken = {ticket_id: outcome.work for outcome in outcomes for ticket_id in _newly_covered(outcome)}
    for ticket_id, line in _beyond(connection, taken):
        mine, other = _cases(connection, line.id, ticket_id, device)
        if mine is not None and other is not None:
            work = taken[ticket_id]
            yield work, (_told(line, mine, other, now), other.device, device)
            yield work, (_told(line, other, mine, now), device, other.device)


def _newly_covered(outcome: Outcome) -> Iterator[UUID]:
    for (table, row_id), image in outcome.after.items():
        if table == TICKET and image.values is not None and image.values.get("coverage_line_id"):
            before = outcome.before[table, row_id] or {}
            if before.get("coverage_line_id") != image.values["coverage_line_id"]:
                yield row_id


def _beyond(
    connection: Connection, ticket_ids: Iterable[UUID]
) -> Iterator[tuple[UUID, Row[tuple[object, ...]]]]:
    """The tickets whose line has no case left for them, with that line."""
    ids = sorted(ticket_ids)
    if not ids:
        return
    cases = (
        select(func.count())
        .where(Ticket.coverage_line_id == CoverageLine.id, _COUNTED)
        .correlate(CoverageLine)
        .scalar_subquery()
    )
    lines = (
        select(
            Ticket.id.label("ticket_id"),
            CoverageLine.id,
            CoverageLine.quota_amount.label("quota"),
            cases.label("used"),
            Contract.number,
        )
        .join(CoverageLine, CoverageLine.id == Ticket.coverage_line_id)
        .join(Terms, Terms.id == CoverageLine.terms_id)
        .join(Contract, Contract.id == Terms.contract_id)
        .where(among(Ticket.id, ids), CoverageLine.quota_kind == QuotaKind.CASES)
    )
    for row in connection.execute(lines).all():
        if row.quota is not None and is_overdrawn(row.used, row.quota):
            yield row.ticket_id, row


def _cases(
    connection: Connection, line_id: UUID, ticket_id: UUID, device: UUID
) -> tuple[_Case | None, _Case | None]:
    """The ticket itself, and the latest on its line that another workstation made."""
    listed = (
        select(Ticket.id, Ticket.number, Branch.name.label("branch"))
        .outerjoin(Branch, Branch.id == Ticket.branch_id)
        .where(Ticket.coverage_line_id == line_id, _COUNTED)
        .order_by(Ticket.opened_at.desc(), Ticket.id.desc())
    )
    rows = connection.execute(listed).all()
    made = connection.exec_driver_sql(_MAKERS, ([row.id for row in rows],))
    makers = {row_id: (user_id, device_id) for row_id, user_id, device_id in made}
    cases = [_Case(row.id, row.number, row.branch or "", *makers.get(row.id, (None, None))) for row in rows]
    mine = next((case for case in cases if case.id == ticket_id), None)
    other = next((case for case in cases if case.device is not None and case.device != device), None)
    return mine, other


def _told(line: Row[tuple[object, ...]], told_of: _Case, other: _Case, now: datetime) -> wire.Conflict:
    """Told once about these two tickets."""
    facts = Overdrawn(line.number, line.used, line.quota, other.number, other.branch)
    return wire.Conflict(
        id=uuid5(told_of.id, f"{OVERDRAWN}|{line.id}|{other.id}").hex,
        table=TICKET,
        row=told_of.id.hex,
        field="",
        rule=OVERDRAWN,
        at=now.isoformat(),
        kept=facts.stored(),
        kept_by=None if other.user is None else other.user.hex,
        lost_by=None if told_of.user is None else told_of.user.hex,
    )
