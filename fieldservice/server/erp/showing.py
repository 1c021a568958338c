"""Tickets and orders as other systems get them: for many ids at once, in a bounded number of statements."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from fieldservice.domain.model.base import Base
from fieldservice.domain.model.catalogue import TicketState
from fieldservice.domain.model.contract import Contract
from fieldservice.domain.model.customer import Customer, Site
from fieldservice.domain.model.equipment import Equipment
from fieldservice.domain.model.order import Visit, WorkLine, WorkOrder
from fieldservice.domain.model.outside import OutsideKey
from fieldservice.domain.model.people import Technician, UserAccount
from fieldservice.domain.model.ticket import Article, NumberAlias, Ticket
from fieldservice.server.erp.answers import (
    ArticleShown,
    LineShown,
    Named,
    OrderInTicket,
    OrderShown,
    TicketShown,
    VisitShown,
)

_NAMES: dict[type[Base], Any] = {
    Customer: Customer.name,
    Site: Site.name,
    Equipment: Equipment.serial_number,
    Contract: Contract.number,
}


@dataclass(frozen=True, slots=True)
class Asked:
    """For whom it is told; `sees_internal` what is noted inside the house."""

    system_id: UUID
    sees_internal: bool = False


def tickets_shown(session: Session, asked: Asked, ids: Sequence[UUID]) -> list[TicketShown]:
    """In the order of the ids; those that are no longer there are left out."""
    tickets = {each.id: each for each in session.scalars(select(Ticket).where(Ticket.id.in_(ids)))}
    rows = tickets.values()
    book = _Book(session, asked, rows)
    keys = book.keys(Ticket, tickets)
    states = dict(_pairs(session, select(TicketState.id, TicketState.name)))
    orders = _by_owner(session, select(WorkOrder).order_by(WorkOrder.position), WorkOrder.ticket_id, ids)
    aliases = _by_owner(session, select(NumberAlias), NumberAlias.ticket_id, ids)
    articles = _articles(session, asked, ids)
    return [
        TicketShown(
            id=ticket.id,
            key=keys.get(ticket.id),
            number=ticket.number,
            former_numbers=sorted(alias.number for alias in aliases[ticket.id]),
            title=ticket.title,
            description=ticket.description,
            channel=ticket.channel.value,
            state_type=ticket.state_type.value,
            state=states[ticket.state_id],
            priority=ticket.priority,
            opened_at=ticket.opened_at,
            first_response_at=ticket.first_response_at,
            resolution_due_at=ticket.resolution_due_at,
            expected_closing_at=ticket.expected_closing_at,
            closed_at=ticket.closed_at,
            closed_by=_code(ticket.closed_by),
            closed_because=ticket.closed_because,
            orders=[_order_in_ticket(order) for order in orders[ticket.id]],
            articles=articles[ticket.id],
            **book.about(ticket),
        )
        for ticket in (tickets[each] for each in ids if each in tickets)
    ]


def orders_shown(session: Session, asked: Asked, ids: Sequence[UUID]) -> list[OrderShown]:
    """As `tickets_shown`."""
    statement = select(WorkOrder, Ticket).join(Ticket, Ticket.id == WorkOrder.ticket_id)
    found = {
        order.id: (order, ticket) for order, ticket in session.execute(statement.where(WorkOrder.id.in_(ids)))
    }
    tickets = {ticket.id: ticket for _order, ticket in found.values()}
    book = _Book(session, asked, tickets.values())
    keys = book.keys(Ticket, tickets)
    visits = _visits(session, ids)
    lines = _by_owner(session, select(WorkLine).order_by(WorkLine.happened_at), WorkLine.order_id, ids)
    shown = []
    for order, ticket in (found[each] for each in ids if each in found):
        about = book.about(ticket)
        del about["site"]
        shown.append(
            OrderShown(
                id=order.id,
                number=order.number,
                ticket=ticket.number,
                ticket_key=keys.get(ticket.id),
                title=order.title,
                state=order.state.value,
                mode=order.mode.value,
                promised_from=order.promised_from,
                promised_to=order.promised_to,
                finished_at=order.finished_at,
                cancelled_because=order.cancelled_because,
                visits=visits[order.id],
                lines=[_line(line) for line in lines[order.id]],
                **about,
            )
        )
    return shown


class _Book:
    """Names and keys of what tickets are about."""

    def __init__(self, session: Session, asked: Asked, tickets: Iterable[Ticket]) -> None:
        self._session, self._asked = session, asked
        rows = list(tickets)
        self._named = {
            name: self._names(kind, {getattr(row, f"{name}_id") for row in rows} - {None})
            for name, kind in (
                ("customer", Customer),
                ("site", Site),
                ("equipment", Equipment),
                ("contract", Contract),
            )
        }

    def about(self, ticket: Ticket) -> dict[str, Any]:
        return {name: rows.get(getattr(ticket, f"{name}_id")) for name, rows in self._named.items()}

    def keys(self, kind: type[Base], ids: Iterable[UUID]) -> dict[UUID, str]:
        statement = select(OutsideKey.owner_id, OutsideKey.key).where(
            OutsideKey.system_id == self._asked.system_id,
            OutsideKey.owner_table == kind.__tablename__,
            OutsideKey.owner_id.in_(list(ids)),
        )
        return dict(_pairs(self._session, statement.order_by(OutsideKey.key)))

    def _names(self, kind: Any, ids: set[Any]) -> dict[UUID, Named]:
        if not ids:
            return {}
        names = _pairs(self._session, select(kind.id, _NAMES[kind]).where(kind.id.in_(ids)))
        keys = self.keys(kind, ids)
        return {row_id: Named(id=row_id, name=name, key=keys.get(row_id)) for row_id, name in names}


def _articles(session: Session, asked: Asked, ids: Sequence[UUID]) -> dict[UUID, list[ArticleShown]]:
    """What was said; what the program notes by itself only tells those who see what is internal."""
    statement = select(Article, UserAccount.name).outerjoin(UserAccount, UserAccount.id == Article.author_id)
    if not asked.sees_internal:
        statement = statement.where(~Article.is_internal, Article.reason.is_(None))
    shown: dict[UUID, list[ArticleShown]] = defaultdict(list)
    ordered = statement.where(Article.ticket_id.in_(ids)).order_by(Article.happened_at, Article.id)
    for article, author in session.execute(ordered):
        shown[article.ticket_id].append(
            ArticleShown(
                id=article.id,
                kind=article.kind.value,
                is_internal=article.is_internal,
                author=article.author_name or author or "",
                happened_at=article.happened_at,
                text=article.text,
                direction=_code(article.direction),
            )
        )
    return shown


def _visits(session: Session, ids: Sequence[UUID]) -> dict[UUID, list[VisitShown]]:
    statement = select(Visit, Technician.name).join(Technician, Technician.id == Visit.technician_id)
    shown: dict[UUID, list[VisitShown]] = defaultdict(list)
    ordered = statement.where(Visit.order_id.in_(ids)).order_by(Visit.planned_from, Visit.id)
    for visit, technician in session.execute(ordered):
        shown[visit.order_id].append(
            VisitShown(
                technician=technician,
                state=visit.state.value,
                outcome=_code(visit.outcome),
                planned_from=visit.planned_from,
                planned_to=visit.planned_to,
                started_at=visit.started_at,
                ended_at=visit.ended_at,
                report=visit.report,
            )
        )
    return shown


def _order_in_ticket(order: WorkOrder) -> OrderInTicket:
    return OrderInTicket(
        number=order.number, title=order.title, state=order.state.value, finished_at=order.finished_at
    )


def _line(line: WorkLine) -> LineShown:
    return LineShown(
        id=line.id,
        kind=line.kind.value,
        description=line.description,
        quantity=line.quantity,
        unit=line.unit,
        amount_cents=line.amount_cents,
        happened_at=line.happened_at,
        voids=line.voids_id,
    )


def _by_owner(session: Session, statement: Any, column: Any, ids: Sequence[UUID]) -> dict[UUID, list[Any]]:
    gathered: dict[UUID, list[Any]] = defaultdict(list)
    for row in session.scalars(statement.where(column.in_(ids))):
        gathered[getattr(row, column.key)].append(row)
    return gathered


def _pairs(session: Session, statement: Any) -> list[tuple[UUID, str]]:
    return [(row_id, text) for row_id, text in session.execute(statement)]


def _code(member: Enum | None) -> str | None:
    return None if member is None else str(member.value)
