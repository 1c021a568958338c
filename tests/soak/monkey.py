"""A monkey at two desks on one database: random commands, undos, redos, edits over each other's shoulder.

Each act takes a desk and a chance and does what the rows allow, as a person does who sees what is greyed; now
and then it looks at nothing, as one who works on an old picture. What is refused is refused in words.
"""

import random
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from sqlalchemy import or_, select

from fieldservice.domain.commands.acceptance import NewTicket
from fieldservice.domain.commands.articles import AddArticle, add_article
from fieldservice.domain.commands.customers import ChangeCustomer, change_customer, data_of
from fieldservice.domain.commands.history import UndoEntry, undo_entry
from fieldservice.domain.commands.orders import (
    CancelOrder,
    CreateOrders,
    FinishOrder,
    NewOrder,
    ReopenOrder,
    cancel_order,
    create_orders,
    finish_order,
    reopen_order,
)
from fieldservice.domain.commands.requests import Arrival, LogRequest, log_request
from fieldservice.domain.commands.tasks import AddTask, TaskData, TickTask, add_task, tick_task
from fieldservice.domain.commands.ticket_bulk import ChangeInBulk, FinishBulk, change_in_bulk, finish_bulk
from fieldservice.domain.commands.ticket_handing import HandOver, TakeTicket, hand_over, take_ticket
from fieldservice.domain.commands.ticket_links import LinkToProblem, link_to_problem
from fieldservice.domain.commands.ticket_merging import (
    MergeTickets,
    UnmergeTicket,
    merge_tickets,
    unmerge_ticket,
)
from fieldservice.domain.commands.ticket_reopening import (
    ReopenAsNew,
    ReopenTicket,
    reopen_as_new,
    reopen_ticket,
)
from fieldservice.domain.commands.ticket_splitting import SplitTicket, split_ticket
from fieldservice.domain.commands.tickets import (
    ChangeTicket,
    CloseTicket,
    OpenOrders,
    PutInState,
    change_ticket,
    close_ticket,
    put_ticket_in_state,
)
from fieldservice.domain.commands.visits import (
    NewVisit,
    PlanVisit,
    RecordVisit,
    StartVisit,
    plan_visit,
    record_visit,
    start_visit,
)
from fieldservice.domain.model.base import new_id
from fieldservice.domain.model.customer import Customer
from fieldservice.domain.model.order import Visit, WorkOrder
from fieldservice.domain.model.people import UserAccount
from fieldservice.domain.model.ticket import Article, ArticleKind, Channel, Direction, Task, Ticket
from fieldservice.domain.rules.bulk import BulkWhat, BulkWish
from fieldservice.domain.rules.changes import Changes
from fieldservice.domain.rules.errors import RuleViolation
from fieldservice.domain.rules.order_states import OrderState, VisitOutcome, VisitState
from fieldservice.domain.rules.ticket_states import TicketStateType
from fieldservice.domain.store.engine import open_sqlite
from tests.conftest import FakeClock
from tests.factories import TECHNICIANS, USER_ID, Company

HOT = 40
BLIND = 12
LIVE = Ticket.state_type.not_in([each for each in TicketStateType if each.is_terminal])
THERE = Ticket.state_type != TicketStateType.MERGED
CLOSED = Ticket.state_type == TicketStateType.CLOSED
OPEN_ORDER = WorkOrder.state.in_([each for each in OrderState if not each.is_terminal])
MOST_DONE = 30
TITLES = ("Stoi", "Wyje", "Cieknie", "Łożysko hałasuje", "Alarm E17")
STATES = ("open", "in_progress", "planned", "waiting_customer", "waiting_parts", "waiting_execution")
SECOND_USER = UUID("0190c0de-0000-7000-8000-00000000000e")


class NothingToDoError(LookupError):
    """No row is there to do this with; another act comes instead."""


@dataclass(slots=True)
class Desk:
    """One window: who sits there, and what undo and redo would take."""

    company: Company
    chance: random.Random
    served: tuple[UUID, UUID]
    done: list[UUID] = field(default_factory=list)
    undone: list[UUID] = field(default_factory=list)
    latest: Changes | None = None
    other: "Desk | None" = None

    @property
    def now(self) -> Any:
        return self.company.clock.now()

    def run(self, function: Callable[..., Changes], command: object) -> Changes:
        self.latest = None
        self.latest = self.company.run(function, command)
        if self.latest.entry_id is not None:
            self.done = [*self.done[-MOST_DONE:], self.latest.entry_id]
            self.undone.clear()
        return self.latest

    def some(self, kind: type[Any], *conditions: Any) -> UUID | None:
        """One of the latest rows; ids are made in the order of time."""
        latest = select(kind.id).where(*conditions).order_by(kind.id.desc()).limit(HOT)
        ids = self.company.ask(lambda session: list(session.scalars(latest)))
        return self.chance.choice(ids) if ids else None

    def ticket(self, *conditions: Any) -> UUID:
        return self.row(Ticket, *conditions)

    def row(self, kind: type[Any], *conditions: Any) -> UUID:
        """One that fits; in one of `BLIND` any one, as by somebody who sees an old picture."""
        is_blind = self.chance.randrange(BLIND) == 0
        found = self.some(kind, *(() if is_blind else conditions))
        if found is None:
            raise NothingToDoError(kind.__tablename__)
        return found

    def wish(self) -> NewTicket:
        title = self.chance.choice(TITLES)
        works = self.company.work_kind()
        return NewTicket(
            new_id(),
            title,
            "od rana",
            equipment_id=self.served[1],
            work_kind_id=works,
            override_because="umowa w drodze",  # time runs beyond the contract
        )


def seat(path: Path, user_id: UUID, served: tuple[UUID, UUID], company: Company, seed: int) -> Desk:
    """A second connection to the same file, with somebody in front of it."""
    actor = replace(company.actor, user_id=user_id)
    chance = random.Random(seed)  # noqa: S311 - a game, not a secret
    return Desk(Company(open_sqlite(path), company.clock, actor), chance, served)


def second_user(company: Company) -> None:
    company.put(UserAccount(id=SECOND_USER, login="ewa", name="Ewa Żak", rights=["everything"]))


def step(desk: Desk) -> str:
    """One act; its name. What is refused leaves everything as it was."""
    if isinstance(desk.company.clock, FakeClock):
        desk.company.clock.advance(seconds=desk.chance.randrange(1, 1_800))
    while True:
        act = desk.chance.choices(list(ACTS), list(ACTS.values()))[0]
        try:
            act(desk)
        except NothingToDoError:
            continue
        return act.__name__


def log(desk: Desk) -> None:
    problem = desk.company.ticket_type("problem") if desk.chance.random() < 0.15 else None
    wish = replace(desk.wish(), type_id=problem)
    arrival = Arrival(new_id(), Channel.PHONE, desk.now, "+48612813035", "Jeka", desk.served[0])
    desk.run(log_request, LogRequest(arrival, (wish,)))


def write(desk: Desk) -> None:
    kind = desk.chance.choice((ArticleKind.NOTE, ArticleKind.CALL, ArticleKind.EMAIL))
    direction = None if kind is ArticleKind.NOTE else desk.chance.choice((Direction.IN, Direction.OUT))
    article = AddArticle(
        desk.ticket(THERE),
        new_id(),
        kind,
        f"wpis {desk.chance.random():.6f}",
        desk.now,
        is_internal=kind is ArticleKind.NOTE,
        direction=direction,
    )
    desk.run(add_article, article)


def change(desk: Desk) -> None:
    name, value = desk.chance.choice((("title", "Inny temat"), ("priority", 5), ("urgency", 1)))
    desk.run(change_ticket, ChangeTicket(desk.ticket(THERE), None, ((name, value),)))


def put(desk: Desk) -> None:
    until = desk.now + timedelta(hours=desk.chance.randrange(1, 200))
    state_id = desk.company.ticket_state(desk.chance.choice(STATES))
    desk.run(put_ticket_in_state, PutInState(desk.ticket(LIVE), state_id, until))


def close(desk: Desk) -> None:
    orders = desk.chance.choice((OpenOrders.CANCEL, OpenOrders.CANCEL, OpenOrders.REFUSE))
    desk.run(close_ticket, CloseTicket(desk.ticket(LIVE), "załatwione", orders))


def open_again(desk: Desk) -> None:
    ticket_id = desk.ticket(CLOSED)
    if desk.chance.random() < 0.6:
        desk.run(reopen_ticket, ReopenTicket(ticket_id, "znowu"))
    else:
        desk.run(reopen_as_new, ReopenAsNew(ticket_id, desk.wish(), "znowu"))


def merge(desk: Desk) -> None:
    gone = desk.ticket(LIVE)
    desk.run(merge_tickets, MergeTickets(gone, desk.ticket(LIVE, Ticket.id != gone), "to samo"))


def unmerge(desk: Desk) -> None:
    merged = desk.ticket(Ticket.state_type == TicketStateType.MERGED)
    desk.run(unmerge_ticket, UnmergeTicket(merged, "pomyłka"))


def split(desk: Desk) -> None:
    ticket_id = desk.ticket(THERE)
    said = desk.some(Article, Article.ticket_id == ticket_id, Article.reason.is_(None))
    articles = () if said is None else (said,)
    moves = desk.chance.random() < 0.5
    desk.run(split_ticket, SplitTicket(ticket_id, desk.wish(), articles, moves=moves))


def link(desk: Desk) -> None:
    is_problem = Ticket.type_id == desk.company.ticket_type("problem")
    problem = desk.ticket(is_problem, LIVE)
    desk.run(link_to_problem, LinkToProblem(new_id(), desk.ticket(LIVE, ~is_problem), problem))


def take(desk: Desk) -> None:
    ticket_id = desk.ticket(LIVE)
    owner = desk.company.get(Ticket, ticket_id).owner_id
    seen = owner if desk.chance.randrange(BLIND) else None
    desk.run(take_ticket, TakeTicket(ticket_id, seen))


def hand(desk: Desk) -> None:
    whose = desk.chance.choice((USER_ID, SECOND_USER))
    others = or_(Ticket.owner_id.is_(None), Ticket.owner_id != whose)
    desk.run(hand_over, HandOver(desk.ticket(LIVE, others), owner_id=whose, note="proszę"))


def many(desk: Desk) -> None:
    """Several at once, while the other desk works on them too, and the whole to be taken back as one."""
    wish = desk.chance.choice(
        (
            BulkWish(BulkWhat.PRIORITY, priority=desk.chance.randrange(1, 6)),
            BulkWish(BulkWhat.OWNER, desk.chance.choice((USER_ID, SECOND_USER, None))),
            BulkWish(BulkWhat.CLOSE, because="koniec akcji", cancels_orders=True),
        )
    )
    chosen = {desk.ticket(LIVE) for _number in range(desk.chance.randrange(2, 6))}
    bulk_id, changed = new_id(), list[UUID]()
    for position, ticket_id in enumerate(chosen):
        if desk.other is not None and desk.chance.randrange(3) == 0:
            over_the_shoulder(desk.other, ticket_id)
        try:
            desk.company.run(change_in_bulk, ChangeInBulk(bulk_id, position, ticket_id, wish))
            changed.append(ticket_id)
        except RuleViolation:
            continue
    if not changed:
        raise NothingToDoError("ticket")
    desk.run(finish_bulk, FinishBulk(bulk_id, wish.what, tuple(changed)))


def over_the_shoulder(other: Desk, ticket_id: UUID) -> None:
    """In the middle of a bulk change an order of the same ticket is done, and closes it by itself."""
    of_ticket = WorkOrder.ticket_id == ticket_id
    found = other.some(WorkOrder, of_ticket, OPEN_ORDER)
    try:
        if found is None:
            other.run(create_orders, CreateOrders(ticket_id, (NewOrder(new_id(), "Naprawa"),)))
        else:
            other.run(finish_order, FinishOrder(found, other.now))
    except RuleViolation:
        return


def order(desk: Desk) -> None:
    count = desk.chance.randrange(1, 3)
    new = tuple(NewOrder(new_id(), "Naprawa") for _number in range(count))
    desk.run(create_orders, CreateOrders(desk.ticket(THERE), new))


def plan(desk: Desk) -> None:
    at = desk.now + timedelta(hours=desk.chance.randrange(1, 400))
    who = desk.company.technician(desk.chance.choice(TECHNICIANS))
    desk.run(plan_visit, PlanVisit(desk.row(WorkOrder, OPEN_ORDER), NewVisit(new_id(), who, at, 60)))


def start(desk: Desk) -> None:
    desk.run(start_visit, StartVisit(desk.row(Visit, *_visits(VisitState.PLANNED)), desk.now))


def record(desk: Desk) -> None:
    outcome = desk.chance.choice([*VisitOutcome, VisitOutcome.DONE, VisitOutcome.DONE])
    began = desk.now - timedelta(hours=1)
    desk.run(
        record_visit,
        RecordVisit(desk.row(Visit, *_visits(*VisitState)), outcome, began, desk.now, "zrobione"),
    )


def finish(desk: Desk) -> None:
    desk.run(finish_order, FinishOrder(desk.row(WorkOrder, OPEN_ORDER), desk.now))


def cancel(desk: Desk) -> None:
    desk.run(cancel_order, CancelOrder(desk.row(WorkOrder, OPEN_ORDER), "zbędne"))


def reopen_work(desk: Desk) -> None:
    desk.run(reopen_order, ReopenOrder(desk.row(WorkOrder, ~OPEN_ORDER), "jednak"))


def task(desk: Desk) -> None:
    if desk.chance.random() < 0.5:
        desk.run(add_task, AddTask(desk.ticket(LIVE), new_id(), TaskData("Zamówić filtr")))
    else:
        desk.run(tick_task, TickTask(desk.row(Task, *_OPEN_TASKS)))


def undo(desk: Desk) -> None:
    if desk.done:
        entry_id = desk.done.pop()
        desk.latest = desk.company.run(undo_entry, UndoEntry(entry_id))
        if desk.latest.entry_id is not None:
            desk.undone.append(desk.latest.entry_id)


def redo(desk: Desk) -> None:
    if desk.undone:
        entry_id = desk.undone.pop()
        desk.latest = desk.company.run(undo_entry, UndoEntry(entry_id))
        if desk.latest.entry_id is not None:
            desk.done.append(desk.latest.entry_id)


def rename(desk: Desk) -> None:
    """Two desks correct the customer at once, in different fields: both are kept (P-39)."""
    row = desk.company.get(Customer, desk.served[0])
    seen = data_of(row)
    if desk.other is not None and desk.chance.random() < 0.5:
        noted = replace(seen, note=f"nota {desk.chance.random():.6f}")
        desk.other.run(change_customer, ChangeCustomer(row.id, row.version, noted, seen))
    mine = replace(seen, name=f"Zakład {desk.chance.choice(TITLES)}")
    desk.run(change_customer, ChangeCustomer(row.id, row.version, mine, seen))


def _visits(*states: VisitState) -> tuple[Any, ...]:
    """Those of orders that are still open."""
    open_orders = select(WorkOrder.id).where(OPEN_ORDER)
    return Visit.state.in_(states), Visit.order_id.in_(open_orders)


_OPEN_TASKS = (Task.done_at.is_(None), Task.ticket_id.in_(select(Ticket.id).where(LIVE)))

ACTS: dict[Callable[[Desk], None], int] = {
    log: 9,
    write: 12,
    change: 6,
    put: 7,
    close: 5,
    open_again: 5,
    merge: 7,
    unmerge: 5,
    split: 4,
    link: 3,
    take: 2,
    hand: 2,
    many: 4,
    order: 7,
    plan: 6,
    start: 3,
    record: 7,
    finish: 4,
    cancel: 4,
    reopen_work: 4,
    task: 4,
    rename: 1,
    undo: 12,
    redo: 7,
}
"""How often each is done, beside the others."""
