"""The company's own rules, loaded together and kept while they do not change: matrix, SLAs, calendars, SLA
rules, and what its states and types are called by default.

Kept per database; a stamp in the database tells every process when they changed.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from fieldservice.domain.formats.holidays import closed_days, public_holidays
from fieldservice.domain.model import catalogue
from fieldservice.domain.model.catalogue import (
    Calendar,
    CalendarDay,
    PriorityCell,
    Sla,
    TicketState,
    TicketType,
    WorkKind,
)
from fieldservice.domain.model.company import CompanyProfile
from fieldservice.domain.model.stamp import Stamp
from fieldservice.domain.rules.business_calendar import BusinessCalendar
from fieldservice.domain.rules.calendar_hours import DayHours, Span, Week, YearlyDay
from fieldservice.domain.rules.numbers import LEAST_DIGITS
from fieldservice.domain.rules.priority import GRADES, PriorityMatrix
from fieldservice.domain.rules.routing import Routes, Way
from fieldservice.domain.rules.sla import SlaRule, SlaTargets, WarnAt
from fieldservice.domain.rules.ticket_states import TicketStateType

STAMP = "rulebook"
CATALOGUE_TABLES = frozenset(
    {
        "calendar",
        "calendar_day",
        "company_profile",
        "kind",
        "priority_cell",
        "queue",
        "service",
        "sla",
        "sla_rule",
        "ticket_state",
        "ticket_type",
        "ticket_type_team",
        "work_kind",
    }
)
YEARS_BACK, YEARS_AHEAD = 2, 4
STAMPED = select(Stamp.changes).where(Stamp.name == STAMP)

INCIDENT, SERVICE_REQUEST, UNCLASSIFIED = "incident", "service_request", "unclassified"


@dataclass(frozen=True, slots=True)
class Rulebook:
    """What the company decided. `targets` are its SLAs, `calendars` its business hours, by id.

    `usual_states` are what it calls each type of state when nobody chose another name. `ticket_types` are
    those in use, by code; those of `purpose_demanded` must name a purpose (A07). `repairs` are kinds of work.
    """

    matrix: PriorityMatrix
    sla_rules: tuple[SlaRule, ...]
    targets: Mapping[UUID, SlaTargets]
    calendars: Mapping[UUID, BusinessCalendar]
    usual_states: Mapping[TicketStateType, UUID]
    ticket_types: Mapping[str, UUID]
    purpose_demanded: frozenset[UUID]
    repairs: frozenset[UUID]
    number_digits: int = LEAST_DIGITS
    routes: Routes = field(default_factory=Routes)

    def type_for(
        self, kind_id: UUID | None, service_id: UUID | None, work_kind_id: UUID | None
    ) -> UUID | None:
        """What the kind or the service stands for, or else what is usual for the work (A05)."""
        return self.routes.type_of(kind_id, service_id) or self.usual_type(work_kind_id)

    def usual_type(self, work_kind_id: UUID | None) -> UUID | None:
        """Repair is an incident, other work a service request, and nothing known is unclassified (A05)."""
        is_repair = work_kind_id in self.repairs
        code = UNCLASSIFIED if work_kind_id is None else INCIDENT if is_repair else SERVICE_REQUEST
        return self.ticket_types.get(code) or next(iter(self.ticket_types.values()), None)


@dataclass(slots=True)
class RulebookShelf:
    """Holds the rulebook of one database, and the stamp and year for which it is right."""

    _kept: dict[str, tuple[tuple[int, int], Rulebook]] = field(default_factory=dict)

    def current(self, session: Session, now: datetime) -> Rulebook:
        """The rulebook as it stands, loaded anew when the stamp moved or a year began."""
        key = (session.connection().scalar(STAMPED) or 0, now.year)
        kept = self._kept.get(STAMP)
        if kept is None or kept[0] != key:
            kept = (key, load_rulebook(session, now.year))
            self._kept[STAMP] = kept
        return kept[1]


def load_rulebook(session: Session, year: int) -> Rulebook:
    calendars = _calendars(session, year)
    return Rulebook(
        matrix=_matrix(session),
        sla_rules=_sla_rules(session),
        targets=_targets(session, calendars),
        calendars=calendars,
        usual_states=_usual_states(session),
        ticket_types=_ticket_types(session),
        purpose_demanded=frozenset(session.scalars(select(TicketType.id).where(TicketType.requires_purpose))),
        repairs=frozenset(session.scalars(select(WorkKind.id).where(WorkKind.is_repair))),
        routes=_routes(session),
        number_digits=session.scalar(select(CompanyProfile.number_digits)) or LEAST_DIGITS,
    )


def _matrix(session: Session) -> PriorityMatrix:
    cells = {(cell.impact, cell.urgency): cell.priority for cell in session.scalars(select(PriorityCell))}
    if not cells:
        return PriorityMatrix()
    return PriorityMatrix(tuple(tuple(cells[impact, urgency] for urgency in GRADES) for impact in GRADES))


def _sla_rules(session: Session) -> tuple[SlaRule, ...]:
    return tuple(
        SlaRule(
            rule.id,
            rule.position,
            rule.sla_id,
            rule.customer_class,
            rule.ticket_type_id,
            rule.priority,
            rule.channel,
            rule.line_sla_id,
            rule.customer_id,
            rule.kind_id,
            rule.service_id,
        )
        for rule in session.scalars(select(catalogue.SlaRule).order_by(catalogue.SlaRule.position))
    )


def _targets(session: Session, calendars: Mapping[UUID, BusinessCalendar]) -> dict[UUID, SlaTargets]:
    return {
        sla.id: SlaTargets(
            sla.id,
            sla.name,
            calendars[sla.calendar_id],
            _minutes(sla.response_minutes),
            _minutes(sla.resolution_minutes),
            WarnAt(sla.warn_percent),
        )
        for sla in session.scalars(select(Sla))
    }


def _usual_states(session: Session) -> dict[TicketStateType, UUID]:
    """The default of each type, else its first; the best stand last and win."""
    states = select(TicketState.state_type, TicketState.id).where(TicketState.is_active)
    best_last = states.order_by(TicketState.is_default, TicketState.position.desc())
    return dict(session.execute(best_last).all())


def _ticket_types(session: Session) -> dict[str, UUID]:
    """Those in use, by code."""
    in_use = select(TicketType.code, TicketType.id).where(TicketType.is_active)
    return dict(session.execute(in_use.order_by(TicketType.position)).all())


def _routes(session: Session) -> Routes:
    """Types are ways too, for the queue that they go to."""
    ways = {}
    for kind in (catalogue.Kind, catalogue.Service):
        for row in session.execute(select(kind.id, kind.ticket_type_id, kind.queue_id)):
            ways[row[0]] = Way(row[1], row[2])
    for type_id, queue_id in session.execute(select(TicketType.id, TicketType.queue_id)):
        ways[type_id] = Way(None, queue_id)
    limited: dict[UUID, set[UUID]] = {}
    for each in session.scalars(select(catalogue.TicketTypeTeam)):
        limited.setdefault(each.ticket_type_id, set()).add(each.team_id)
    queues = session.execute(
        select(catalogue.Queue.id, catalogue.Queue.owner_id, catalogue.Queue.team_id)
    ).all()
    return Routes(
        ways,
        {queue_id: owner_id for queue_id, owner_id, _team in queues if owner_id is not None},
        {queue_id: team_id for queue_id, _owner, team_id in queues if team_id is not None},
        {type_id: frozenset(teams) for type_id, teams in limited.items()},
    )


def _minutes(minutes: int | None) -> timedelta | None:
    return None if minutes is None else timedelta(minutes=minutes)


def _calendars(session: Session, year: int) -> dict[UUID, BusinessCalendar]:
    days = session.scalars(select(CalendarDay)).all()
    return {
        row.id: calendar_of(row, [day for day in days if day.calendar_id == row.id], year)
        for row in session.scalars(select(Calendar))
    }


def calendar_of(row: Calendar, own_days: Sequence[CalendarDay], year: int) -> BusinessCalendar:
    """The calendar as it counts in the years around `year`; refuses one that could never open."""
    return BusinessCalendar(
        zone=row.zone,
        week=Week(tuple(tuple(Span(*span) for span in day) for day in row.week)),
        closed_days=_holidays(row, year),
        yearly_closed_days=frozenset(YearlyDay(*month_and_day) for month_and_day in row.yearly_closed),
        overrides=tuple(DayHours(own.day, tuple(Span(*span) for span in own.spans)) for own in own_days),
    )


def _holidays(row: Calendar, year: int) -> frozenset[date]:
    if row.country is None:
        return frozenset()
    return closed_days(public_holidays(row.country, row.region, year - YEARS_BACK, year + YEARS_AHEAD))
