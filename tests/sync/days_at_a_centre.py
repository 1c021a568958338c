"""What may happen in days at a real centre: `Days` of the plain one, and all that only a real one knows.

Two branches; two people at every workstation, one of whom may lose her rights; scopes that are granted and
taken back; tickets handed over; files; programs brought up to date; removals and receipts forgotten.
"""

import shutil
import tempfile
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule
from sqlalchemy import delete, select
from sqlalchemy.dialects.postgresql import insert

from fieldservice.domain.commands.attachments import AttachFiles, NewAttachment, attach_files
from fieldservice.domain.commands.branches import HandTicketToBranch, hand_ticket_to_branch
from fieldservice.domain.model.base import new_id
from fieldservice.domain.model.content import Attachment
from fieldservice.domain.model.exchange import ExchangeNews
from fieldservice.domain.model.journal import JournalChange, JournalEntry
from fieldservice.domain.model.people import Branch
from fieldservice.domain.model.ticket import Ticket
from fieldservice.domain.rules.attachments import FileOffer, FileState
from fieldservice.domain.rules.errors import RuleViolation
from fieldservice.domain.rules.rights import Right
from fieldservice.domain.rules.settle import SettleAction
from fieldservice.domain.store.attachments import AttachmentFolder
from fieldservice.domain.store.settling import settle
from fieldservice.domain.store.unit_of_work import Actor
from fieldservice.server.centre import Centre
from fieldservice.server.store.tables import branch_scope
from fieldservice.server.store.trimming import collect_garbage
from fieldservice.sync.checking import check
from fieldservice.sync.round_result import RoundResult
from fieldservice.sync.row_form import exchanged_tables
from tests.conftest import FakeClock
from tests.factories import BRANCH, ZONE, Company
from tests.server.centre.office import Office
from tests.store.ticket_givens import logged, ordered
from tests.sync.centre_line import CentreLine
from tests.sync.desks import TestDesk, customers_of
from tests.sync.plain_centre import LineCutError
from tests.sync.test_meeting_of_desks import DESKS, MOST_ROUNDS, PICKS, TROUBLES, Days

PAIR_AGAIN = "exchange.pair_again"
OLA, PASSWORD = "ola", "Moje własne 22"
HERE, THERE = "WAW", "KRK"
MOST_DESKS = 4
LONGER_THAN_REMOVALS = timedelta(days=400)


@dataclass(frozen=True, slots=True)
class Beginning:
    """A workstation as it stands when a day begins, and its branch."""

    content: bytes
    made: TestDesk
    branch: str


@dataclass(frozen=True, slots=True)
class Said:
    """A word that was typed, by whom."""

    word: str
    user_id: UUID


class DaysAtACentre(Days):
    """The same hands, another centre. Rows are left in it from one example to the next, as in life."""

    office: Office
    clock_of_all: FakeClock
    beginning: Sequence[Beginning]
    people: Sequence[UUID]
    """Who works at the desks; the second may lose her rights."""

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
        self.typed: set[Said] = set()
        self.desks: list[TestDesk] = []
        self.branches: list[str] = []
        self.branch_ids = {each.code: each.id for each in self.at_the_office().rows(Branch)}
        self.may_ola(may=True)
        for begun in self.beginning:
            self.add_desk(begun.content, begun.made, begun.branch)
            self.meet(self.desks[-1])

    def add_desk(self, content: bytes, like: TestDesk, branch: str) -> None:
        path = self.folder / f"{len(self.desks)}" / "desk.db"
        path.parent.mkdir()
        path.write_bytes(content)
        if like.database.files is not None and like.database.files.exists():
            shutil.copytree(like.database.files, path.parent / like.database.files.name)
        tokens = type(like.tokens)(like.tokens.token)
        line = CentreLine(self.centre_of_all)
        self.desks.append(TestDesk(path, line, self.clock, tokens, 7, like.user_id))
        self.branches.append(branch)

    def at_the_office(self) -> Company:
        return Company(self.office.database, self.clock, Actor(self.people[0], None, BRANCH, ZONE))

    def may_ola(self, *, may: bool) -> None:
        right = Right.EVERYTHING if may else Right.LOG_REQUEST
        self.at_the_office().leave_only(self.people[1], right.value)

    def meet(self, desk: TestDesk) -> RoundResult:
        """One round; who is cut off gets a code from whoever runs the centre.

        Two clones that never did anything are one device and would cut off each other for ever, so whoever
        comes with the code writes something down and sends it.
        """
        self.clock.advance(seconds=1)  # no two requests are the same
        result = desk.round()
        if result.problem is not None and result.problem.code == PAIR_AGAIN:
            user_id, word = desk.user_id, uuid4().hex
            sits_down(desk, self.people[0])
            self.says(desk, word, lambda: desk.company.customer(word, number=word[:12]))
            desk.join(code=self.office.code(self.branches[self.desks.index(desk)]))
            desk.engine.login(OLA, PASSWORD)
            desk.round()
            sits_down(desk, user_id)
        return result

    @rule(at=DESKS, pick=PICKS, field=st.sampled_from(["note", "name"]))
    def changes_a_customer(self, at: int, pick: int, field: str) -> None:
        desk, word = self.desk(at), uuid4().hex
        customers = customers_of(desk)
        if customers:
            self.says(desk, word, lambda: desk.say(customers[pick % len(customers)], **{field: word}))

    @rule(at=DESKS, place=st.sampled_from([None, "own"]))
    def adds_a_customer(self, at: int, place: str | None) -> None:
        desk, word = self.desk(at), uuid4().hex
        branch_id = self.branch_ids[self.branches[self.desks.index(desk)]] if place else None
        self.says(desk, word, lambda: desk.company.customer(word, number=word[:12], branch_id=branch_id))

    def says(self, desk: TestDesk, word: str, act: Any) -> None:
        """Whoever has lost her rights is told so, once her desk has heard of it."""
        try:
            act()
        except RuleViolation:
            return
        self.typed.add(Said(word, desk.user_id))

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
        self.add_desk(cloned.content(), cloned, self.branches[self.desks.index(cloned)])

    @rule(at=DESKS, pick=PICKS)
    def logs_a_ticket(self, at: int, pick: int) -> None:
        desk = self.desk(at)
        with desk.database.read_session() as session:
            known = session.scalars(select(Ticket).order_by(Ticket.id)).all()
        like = known[pick % len(known)] if known else None
        if like is None or like.customer_id is None or like.equipment_id is None:
            return
        self.clock.advance(days=1)  # technicians are free
        try:
            ticket = logged(desk.company, (like.customer_id, like.equipment_id))
            ordered(desk.company, ticket, 1 + pick % 2, self.clock.now())
        except RuleViolation:
            return  # no right any more

    @rule(at=DESKS, pick=PICKS, whither=st.sampled_from([HERE, THERE, None]))
    def hands_a_ticket_over(self, at: int, pick: int, whither: str | None) -> None:
        desk = self.desk(at)
        ticket = self.one_of(desk, Ticket, pick)
        if ticket is not None:
            branch_id = None if whither is None else self.branch_ids[whither]
            self.tried(desk, hand_ticket_to_branch, HandTicketToBranch(ticket, branch_id))

    @rule(at=DESKS, pick=PICKS)
    def attaches_a_file(self, at: int, pick: int) -> None:
        desk = self.desk(at)
        ticket = self.one_of(desk, Ticket, pick)
        if ticket is not None:
            kept = folder_of(desk).keep(FileOffer("note.txt", content=uuid4().hex.encode()))
            self.tried(desk, attach_files, AttachFiles("ticket", ticket, (NewAttachment(new_id(), kept),)))

    @rule(at=DESKS, who=st.integers(0, 1))
    def somebody_sits_down(self, at: int, who: int) -> None:
        sits_down(self.desk(at), self.people[who])

    @rule(may=st.booleans())
    def rights_are_taken_and_given(self, may: bool) -> None:  # noqa: FBT001 - what happens
        self.may_ola(may=may)

    @rule(may=st.booleans())
    def a_scope_is_granted_or_taken_back(self, may: bool) -> None:  # noqa: FBT001 - what happens
        granted = {"branch_id": self.branch_ids[HERE], "scope": self.branch_ids[THERE]}
        with self.office.database.writer.begin() as connection:
            if may:
                connection.execute(insert(branch_scope).values(granted).on_conflict_do_nothing())
            else:
                connection.execute(delete(branch_scope))

    @rule()
    def what_was_removed_is_forgotten(self) -> None:
        """Receipts, too: who was not answered then is another device from now on."""
        collect_garbage(self.office.database.writer, self.clock.now() + LONGER_THAN_REMOVALS)

    @rule(at=DESKS)
    def is_brought_up_to_date(self, at: int) -> None:
        """The program before did not know a column: it stands empty, but where our own work set it."""
        with self.desk(at).database.write_sessions().begin() as session:
            connection = session.connection()
            connection.exec_driver_sql("UPDATE exchange_cursor SET tables_version = tables_version - 1")
            connection.exec_driver_sql(
                "UPDATE task SET position = 0 WHERE id NOT IN (SELECT row_id FROM outbox_operation)"
            )

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
        self.clock.advance(minutes=16)  # what was granted or taken is heard of in the next session
        for _ in range(MOST_ROUNDS):
            self.clock.advance(minutes=2)  # files that were not there are asked for again
            results = [self.meet(desk) for desk in self.desks]
            waiting = sum(desk.count("blob_transfer") for desk in self.desks)
            if not waiting and all(r.went_well and not (r.sent or r.touched) for r in results):
                return
        raise AssertionError([(r.problem, r.sent, len(r.touched), waiting) for r in results])

    def holds_what_the_centre_holds(self, desk: TestDesk) -> None:
        for table in ("outbox_operation", "exchange_stage", "exchange_provisional"):
            assert desk.count(table) == 0, table
        for content in (False, True):
            scopes = sorted(desk.engine.places())
            checked = check(desk.store, desk.line, scopes, desk.clock, content=content)
            assert (checked.was_possible, checked.mended) == (True, 0)
        first = self.desks[self.branches.index(self.branches[self.desks.index(desk)])]
        for table in exchanged_tables():
            assert desk.rows(table) == first.rows(table), table
        self.holds_nothing_else(desk)
        numbers = Counter(each["number"] for each in desk.rows("ticket").values())
        numbers.update(each["number"] for each in desk.rows("work_order").values())
        assert [number for number, times in numbers.items() if times > 1] == []
        folder = folder_of(desk)
        for each in desk.company.rows(Attachment):
            assert folder.state_of(each.digest) is FileState.WHOLE
        with desk.company.begin() as uow:
            for ticket in uow.session.scalars(select(Ticket)):
                assert settle(uow, ticket).action is not SettleAction.CLOSE, ticket.number

    def holds_nothing_else(self, desk: TestDesk) -> None:
        """Each row is known to be of a scope that the branch may hold now."""
        with desk.database.read_session() as session:
            known = session.connection().exec_driver_sql(
                "SELECT table_name, row_id, scope FROM exchange_version"
            )
            places = {(table, row_id): scope for table, row_id, scope in known}
        assert set(places.values()) <= set(desk.engine.places())
        for table in exchanged_tables():
            assert {row_id for name, row_id in places if name == table} == desk.rows(table).keys(), table

    def nothing_typed_is_lost(self) -> None:
        """Of desks that were never put back: what was not sent before a backup took its place is gone."""
        entries = select(JournalEntry.user_id, JournalChange.after).join(
            JournalChange, JournalChange.entry_id == JournalEntry.id
        )
        with self.office.database.read_session() as session:
            done = session.execute(entries.where(JournalChange.after.is_not(None))).all()
        told = {
            user_id: " ".join(str(after) for by, after in done if by == user_id) for user_id in self.people
        }
        news = " ".join(
            f"{n.lost} {n.kept} {n.payload}" for desk in self.desks for n in desk.company.rows(ExchangeNews)
        )
        missing = {said for said in self.typed if said.word not in told[said.user_id] + news}
        assert not missing or self.is_lossy


def sits_down(desk: TestDesk, user_id: UUID) -> None:
    """Somebody else works at the desk from now on."""
    desk.user_id = user_id
    desk.restart()


def folder_of(desk: TestDesk) -> AttachmentFolder:
    assert desk.database.files is not None
    return AttachmentFolder(desk.database.files)
