"""What must hold when all have met: the same rows everywhere, each text once, tickets as their orders say."""

from pathlib import Path

from sqlalchemy import func, select, union
from sqlalchemy.orm import Session

from fieldservice.background.exchange_joining import store_of
from fieldservice.desk import open_desk
from fieldservice.domain.model.order import Visit, WorkOrder
from fieldservice.domain.model.ticket import Article, Ticket
from fieldservice.domain.rules.settle import SettleAction
from fieldservice.domain.store.settling import settle
from fieldservice.domain.store.unit_of_work import UnitOfWork
from fieldservice.sync import checking
from fieldservice.sync.desk_engine import connect_over_http
from fieldservice.sync.meeting import Meeting
from tests.e2e.branches.preparing import Needs, WallClock, config_of


def differences(home: Path, address: str) -> list[str]:
    """Of a desk's file and the centre's rows, by versions and by content."""
    desk = open_desk(config_of(home), WallClock())
    try:
        needs = Needs(desk, home, desk.clock)
        store, transport = store_of(needs), connect_over_http(home)(address)
        session = Meeting(store, transport, desk.clock).session()
        found = []
        for content in (False, True):
            checked = checking.check(store, transport, tuple(session.scopes), desk.clock, content=content)
            if not checked.was_possible or checked.mended or checked.buckets:
                found.append(f"{home.name}: content={content} {checked}")
        return found
    finally:
        desk.close()


def tickets_with(session: Session, said: str) -> int:
    """In how many tickets the text stands: subject, description, entries, reports of visits."""
    of_visits = (
        select(WorkOrder.ticket_id)
        .join(Visit, Visit.order_id == WorkOrder.id)
        .where(Visit.report.contains(said))
    )
    found = union(
        select(Ticket.id).where(Ticket.title.contains(said) | Ticket.description.contains(said)),
        select(Article.ticket_id).where(Article.text.contains(said)),
        of_visits,
    )
    return len(session.execute(found).all())


def unsettled(uow: UnitOfWork) -> list[str]:
    """Tickets that settling would change."""
    with uow:
        tickets = uow.session.scalars(select(Ticket)).all()
        return [each.number for each in tickets if settle(uow, each).action is not SettleAction.NONE]


def doubled_numbers(session: Session) -> list[str]:
    counted = select(Ticket.number).group_by(Ticket.number).having(func.count() > 1)
    return list(session.scalars(counted))
