"""Whatever people do in whatever order and take back: tickets are as their orders say, nothing is lost.

Eight made-up days of twenty steps; what search finds is compared at the end of each. The long form is
`run.py soak monkey`.
"""

import itertools
import tempfile
from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any
from uuid import UUID

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import select

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
from fieldservice.domain.commands.requests import LogRequest, log_request
from fieldservice.domain.commands.ticket_reopening import ReopenTicket, reopen_ticket
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
    NewWorkLine,
    PlanVisit,
    RecordVisit,
    StartVisit,
    plan_visit,
    record_visit,
    start_visit,
)
from fieldservice.domain.model.base import new_id
from fieldservice.domain.model.journal import SearchEntry
from fieldservice.domain.model.order import LineKind, Visit, WorkOrder
from fieldservice.domain.model.ticket import Ticket
from fieldservice.domain.rules.errors import RuleViolation
from fieldservice.domain.rules.order_states import OrderState, VisitOutcome, VisitState
from fieldservice.domain.rules.settle import SettleAction
from fieldservice.domain.rules.ticket_states import TicketStateType
from fieldservice.domain.store import search_index
from fieldservice.domain.store.engine import open_sqlite
from fieldservice.domain.store.settling import settle
from tests.conftest import MONDAY_MORNING, FakeClock
from tests.factories import TECHNICIANS, Company
from tests.store.every_command import Given, World, version
from tests.store.snapshots import stored
from tests.store.test_search_index import entries

MOST_TICKETS = 4
ANY = st.integers(0, 1_000)
ALL_WORDS = select(SearchEntry)
STATES = ("open", "in_progress", "planned", "waiting_customer", "waiting_parts")


class Desk(RuleBasedStateMachine):
    """A desk where anything may happen next. A number chooses among what is there."""

    def __init__(self, content: bytes, world: World, made: Company) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        path = Path(self.folder.name) / "desk.db"
        path.write_bytes(content)
        self.clock = FakeClock(MONDAY_MORNING)
        self.company = Company(open_sqlite(path), self.clock, made.actor, itertools.count(5_000))
        self.given = Given(self.company, world.customer, world.unit)
        self.done: list[UUID] = []
        self.numbers: dict[UUID, str] = {}

    def teardown(self) -> None:
        self.search_finds_what_is_there_and_nothing_else()
        self.company.database.close()
        self.folder.cleanup()

    def do(self, function: Callable[..., Any], command: object) -> None:
        """Run it; what is refused must leave everything as it was."""
        self.clock.advance(minutes=7)
        before = stored(self.company)
        entry_id, is_refused = None, False
        try:
            entry_id = self.company.run(function, command).entry_id
        except RuleViolation:
            is_refused = True
        assert not is_refused or stored(self.company) == before
        if entry_id is not None:
            self.done.append(entry_id)

    def pick(self, kind: type[Any], number: int) -> Any:
        rows = sorted(self.company.rows(kind), key=lambda row: str(row.id))
        return rows[number % len(rows)]

    @precondition(lambda self: len(self.company.rows(Ticket)) < MOST_TICKETS)
    @rule()
    def log(self) -> None:
        wish = self.given.wish("Hałasuje", self.given.unit)
        self.do(log_request, LogRequest(self.given.call(), (wish,)))

    @rule(ticket=ANY, count=st.integers(1, 2), who=st.sampled_from([None, *TECHNICIANS]))
    def order(self, ticket: int, count: int, who: str | None) -> None:
        visits = () if who is None else (NewVisit(new_id(), self.company.technician(who)),)
        new = tuple(NewOrder(new_id(), "Naprawa", visits=visits if n == 0 else ()) for n in range(count))
        self.do(create_orders, CreateOrders(self.pick(Ticket, ticket).id, new))

    @rule(order=ANY, who=st.sampled_from(TECHNICIANS), hour=st.integers(8, 12))
    def plan(self, order: int, who: str, hour: int) -> None:
        visit = NewVisit(new_id(), self.company.technician(who), self.given.at(hour), 60)
        self.do(plan_visit, PlanVisit(self.pick(WorkOrder, order).id, visit))

    @rule(visit=ANY)
    def start(self, visit: int) -> None:
        self.do(start_visit, StartVisit(self.pick(Visit, visit).id, self.clock.now()))

    @rule(visit=ANY, outcome=st.sampled_from(VisitOutcome))
    def record(self, visit: int, outcome: VisitOutcome) -> None:
        now = self.clock.now()
        line = NewWorkLine(new_id(), LineKind.TIME, Decimal(30))
        told = RecordVisit(self.pick(Visit, visit).id, outcome, now - timedelta(hours=1), now, "", (line,))
        self.do(record_visit, told)

    @rule(order=ANY)
    def finish(self, order: int) -> None:
        self.do(finish_order, FinishOrder(self.pick(WorkOrder, order).id, self.clock.now()))

    @rule(order=ANY)
    def cancel(self, order: int) -> None:
        self.do(cancel_order, CancelOrder(self.pick(WorkOrder, order).id, "klient zrezygnował"))

    @rule(order=ANY)
    def reopen(self, order: int) -> None:
        self.do(reopen_order, ReopenOrder(self.pick(WorkOrder, order).id, "znowu"))

    @rule(ticket=ANY, choice=st.sampled_from(OpenOrders))
    def close(self, ticket: int, choice: OpenOrders) -> None:
        self.do(close_ticket, CloseTicket(self.pick(Ticket, ticket).id, "załatwione", choice))

    @rule(ticket=ANY)
    def open_again(self, ticket: int) -> None:
        self.do(reopen_ticket, ReopenTicket(self.pick(Ticket, ticket).id, "jednak nie"))

    @rule(ticket=ANY, code=st.sampled_from(STATES))
    def put_in_state(self, ticket: int, code: str) -> None:
        until = self.company.clock.now() + timedelta(days=2)
        state_id = self.company.ticket_state(code)
        self.do(put_ticket_in_state, PutInState(self.pick(Ticket, ticket).id, state_id, until))

    @rule(ticket=ANY, title=st.sampled_from(["Stoi", "Wyje", "Cieknie"]))
    def rename(self, ticket: int, title: str) -> None:
        ticket_id = self.pick(Ticket, ticket).id
        seen = version(self.company, Ticket, ticket_id)
        self.do(change_ticket, ChangeTicket(ticket_id, seen, (("title", title),)))

    @precondition(lambda self: self.done)
    @rule()
    def undo_the_last(self) -> None:
        self.do(undo_entry, UndoEntry(self.done[-1]))

    @precondition(lambda self: self.done)
    @rule(step=ANY)
    def undo_any(self, step: int) -> None:
        self.do(undo_entry, UndoEntry(self.done[step % len(self.done)]))

    @invariant()
    def every_ticket_is_as_its_orders_say(self) -> None:
        with self.company.begin() as uow:
            actions = {row.number: settle(uow, uow.get(Ticket, row.id)) for row in self.company.rows(Ticket)}
        assert {number: a for number, a in actions.items() if a.action is not SettleAction.NONE} == {}

    @invariant()
    def every_ticket_has_one_state(self) -> None:
        for ticket in self.company.rows(Ticket):
            state = ticket.state_type
            assert (state is TicketStateType.CLOSED) == (ticket.closed_by is not None)
            assert (state is TicketStateType.CLOSED) == (ticket.closed_at is not None)
        for order in self.company.rows(WorkOrder):
            assert (order.state is OrderState.FINISHED) == (order.finished_at is not None)

    @invariant()
    def nobody_is_in_two_places(self) -> None:
        planned = [row for row in self.company.rows(Visit) if row.state is not VisitState.ENDED]
        taken = sorted(
            (v.technician_id, v.planned_from, v.planned_to)
            for v in planned
            if v.planned_from and v.planned_to
        )
        for (who, _, ends), (whose, begins, _) in itertools.pairwise(taken):
            assert who != whose or ends <= begins

    @invariant()
    def a_number_belongs_to_one_ticket_for_ever(self) -> None:
        for ticket in self.company.rows(Ticket):
            assert self.numbers.setdefault(ticket.id, ticket.number) == ticket.number
        assert len(set(self.numbers.values())) == len(self.numbers)

    def search_finds_what_is_there_and_nothing_else(self) -> None:
        kept = entries(self.company)
        with self.company.begin() as uow:
            search_index.rebuild(uow.session, self.clock.now())
            made = {(row.id, row.subject_table, row.words) for row in uow.session.scalars(ALL_WORDS)}
        assert kept == made


def test_whatever_is_done_and_undone_everything_fits(world_file: tuple[bytes, World, Company]) -> None:
    class DeskOfThisWorld(Desk):
        def __init__(self) -> None:
            super().__init__(*world_file)

    run_state_machine_as_test(
        DeskOfThisWorld,
        settings=settings(
            max_examples=8,
            stateful_step_count=20,
            deadline=None,
            derandomize=True,
            suppress_health_check=list(HealthCheck),
        ),
    )
