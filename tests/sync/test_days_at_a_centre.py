"""The days of `test_meeting_of_desks` at a real centre: PostgreSQL merges, numbers, settles, refuses (T2).

In the end all hold the same, by version and content, tickets are as their orders say, no number is there
twice, and every word typed is found: in a row, in a value that gave way, or in work that was refused.
"""

import os
import tempfile
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule, run_state_machine_as_test
from sqlalchemy import select

from fieldservice.domain.model.exchange import ExchangeNews
from fieldservice.domain.model.journal import JournalChange
from fieldservice.domain.model.ticket import Ticket
from fieldservice.domain.rules.settle import SettleAction
from fieldservice.domain.store.settling import settle
from fieldservice.server.centre import Centre
from fieldservice.sync.checking import check
from fieldservice.sync.joining import Way
from fieldservice.sync.round_result import RoundResult
from fieldservice.sync.row_form import exchanged_tables
from tests.conftest import FakeClock
from tests.server.centre.office import Office
from tests.store.ticket_givens import logged, ordered
from tests.sync.centre_line import CentreLine
from tests.sync.conftest import Desks
from tests.sync.desks import TestDesk
from tests.sync.plain_centre import LineCutError
from tests.sync.test_meeting_of_desks import DESKS, MOST_DESKS, MOST_ROUNDS, PICKS, TROUBLES, Days

PAIR_AGAIN = "exchange.pair_again"


class DaysAtACentre(Days):
    """The same hands, another centre. Rows are left in it from one example to the next, as in life."""

    office: Office
    beginning: list[tuple[bytes, TestDesk]]
    clock_of_all: FakeClock

    def __init__(self) -> None:
        super(Days, self).__init__()
        self.folder = Path(tempfile.mkdtemp(prefix="days-"))
        self.clock = self.clock_of_all
        self.centre_of_all = Centre(
            self.office.database, self.office.settings, self.office.clock, self.office.key
        )
        self.older = None
        self.is_lossy = False
        self.backups: dict[int, bytes] = {}
        self.said: set[str] = set()
        self.desks: list[TestDesk] = []
        for content, made in self.beginning:
            self.desks.append(self.desk_of(content, made))
            self.meet(self.desks[-1])

    def desk_of(self, content: bytes, like: TestDesk) -> TestDesk:
        path = self.folder / f"{len(self.desks)}" / "desk.db"
        path.parent.mkdir()
        path.write_bytes(content)
        tokens = type(like.tokens)(like.tokens.token)
        return TestDesk(path, CentreLine(self.centre_of_all), self.clock, tokens, 7, like.user_id)

    def meet(self, desk: TestDesk) -> RoundResult:
        """One round; who is cut off gets a code from whoever runs the centre."""
        self.clock.advance(seconds=1)  # no two requests are the same
        result = desk.round()
        if result.problem is not None and result.problem.code == PAIR_AGAIN:
            desk.join(code=self.office.code("WAW"))
        return result

    @rule(at=DESKS)
    def exchanges(self, at: int) -> None:
        self.meet(self.desk(at))

    @rule(at=DESKS, troubles=TROUBLES)
    def exchanges_over_a_bad_line(self, at: int, troubles: list[str]) -> None:
        desk = self.desk(at)
        desk.line.trouble = list(troubles)
        try:
            desk.round()
        except LineCutError:
            desk.restart()
        desk.line.trouble = []

    @precondition(lambda self: len(self.desks) < MOST_DESKS)
    @rule(at=DESKS)
    def is_cloned(self, at: int) -> None:
        cloned = self.desk(at)
        self.desks.append(self.desk_of(cloned.content(), cloned))

    @rule(at=DESKS, pick=PICKS)
    def logs_a_ticket(self, at: int, pick: int) -> None:
        desk = self.desk(at)
        with desk.database.read_session() as session:
            known = session.scalars(select(Ticket).order_by(Ticket.id)).all()
        like = known[pick % len(known)] if known else None
        if like is not None and like.customer_id is not None and like.equipment_id is not None:
            ticket = logged(desk.company, (like.customer_id, like.equipment_id))
            self.clock.advance(days=1)  # technicians are free
            ordered(desk.company, ticket, 1 + pick % 2, self.clock.now())

    @precondition(lambda _self: False)
    @rule()
    def the_centre_is_backed_up(self) -> None:
        """Of the real centre that is proved where it is put back (`tests/server/centre`)."""

    @precondition(lambda _self: False)
    @rule()
    def the_centre_is_put_back(self) -> None:
        """As above."""

    @rule(minutes=st.sampled_from([1, 30]))
    def time_goes_by(self, minutes: int) -> None:
        self.clock.advance(minutes=minutes)

    @rule(hours=st.just(0))
    def the_clock_jumps(self, hours: int) -> None:
        """Clocks that are wrong have a test of their own: these desks share the centre's."""

    def all_exchange_until_nothing_moves(self) -> None:
        for _ in range(MOST_ROUNDS):
            results = [self.meet(desk) for desk in self.desks]
            if all(r.went_well and not (r.sent or r.touched) for r in results):
                return
        raise AssertionError([(r.problem, r.sent, len(r.touched)) for r in results])

    def holds_what_the_centre_holds(self, desk: TestDesk) -> None:
        for table in ("outbox_operation", "exchange_stage", "exchange_provisional"):
            assert desk.count(table) == 0, table
        for content in (False, True):
            scopes = sorted(desk.engine.places())
            checked = check(desk.store, desk.line, scopes, desk.clock, content=content)
            assert (checked.was_possible, checked.mended) == (True, 0)
        for table in exchanged_tables():
            assert desk.rows(table) == self.desks[0].rows(table), table
        numbers = Counter(each["number"] for each in desk.rows("ticket").values())
        numbers.update(each["number"] for each in desk.rows("work_order").values())
        assert [number for number, times in numbers.items() if times > 1] == []
        with desk.company.begin() as uow:
            for ticket in uow.session.scalars(select(Ticket)):
                assert settle(uow, ticket).action is not SettleAction.CLOSE, ticket.number

    def nothing_typed_is_lost(self) -> None:
        """Of desks that were never put back: what was not sent before a backup took its place is gone."""
        with self.office.database.read_session() as session:
            told = " ".join(
                str(each.after)
                for each in session.scalars(select(JournalChange).where(JournalChange.after.is_not(None)))
            )
        for desk in self.desks:
            told += " ".join(f"{n.lost} {n.kept} {n.payload}" for n in desk.company.rows(ExchangeNews))
        missing = {word for word in self.said if word not in told}
        assert not missing or self.is_lossy


@pytest.mark.covers("J03", "J05", "J06", "P-54", "P-55", "P-57")
def test_desks_of_a_centre_hold_the_same_whatever_happened(desks: Desks) -> None:
    beginning = []
    for place in range(2):
        desk = desks.alone()
        if place == 0:
            ordered(desk.company, logged(desk.company), 2)
        desk.join(Way.BRING if place == 0 else Way.TAKE, desks.code("WAW"))
        assert desk.round().went_well
        beginning.append((desk.content(), desk))

    class Day(DaysAtACentre):
        office = desks.office
        clock_of_all = desks.clock

    Day.beginning = beginning
    run_state_machine_as_test(
        Day,
        settings=settings(
            max_examples=int(os.environ.get("EXCHANGE_DAYS", "2")),
            stateful_step_count=int(os.environ.get("EXCHANGE_STEPS", "15")),
            deadline=None,
            phases=(Phase.explicit, Phase.generate),
            suppress_health_check=list(HealthCheck),
        ),
    )
