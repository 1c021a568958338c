"""Taking transactions: all of a request at once; one by one when something in them cannot be taken, so that
only what cannot is refused.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any
from uuid import UUID, uuid5

from sqlalchemy.exc import DBAPIError, StatementError
from sqlalchemy.orm.exc import StaleDataError

from fieldservice.domain.rules.changes import RowRef
from fieldservice.domain.rules.errors import RuleViolation
from fieldservice.domain.rules.exchange_kinds import travels
from fieldservice.domain.store.numbers import issue_number
from fieldservice.server.receive import entries, forgetting, receipts, settlement, writing
from fieldservice.server.receive.derived import without_derived
from fieldservice.server.receive.double_booking import double_bookings
from fieldservice.server.receive.ledger import NO_DEVICE, Ledger
from fieldservice.server.receive.merging import MOVE, UNIT, Merging, Outcome, Yielded
from fieldservice.server.receive.overdrawing import overdrawn_quotas
from fieldservice.server.receive.permits import Permits
from fieldservice.server.receive.promising import promise_anew
from fieldservice.server.receive.reach import Reach
from fieldservice.server.receive.receiving import Receiving
from fieldservice.server.receive.taken import Taken
from fieldservice.server.receive.values import Values, form_of
from fieldservice.server.receive.work import Key, Work
from fieldservice.server.seat import Seat
from fieldservice.server.store import feed
from fieldservice.sync import wire

FAULTS_OF_THE_DATA = ("22", "23", "54")
"""Classes of PostgreSQL's codes: what a value or a row is at fault for, and no repeating would help."""
_WHO_CHANGED = """
SELECT t.name, s.id, s.user_id FROM unnest(%s::text[], %s::uuid[]) w(name, id)
JOIN sync_table t ON t.name = w.name JOIN sync_row s ON s.tbl = t.number AND s.id = w.id"""

Told = tuple[wire.Conflict, UUID | None, UUID | None]
"""A conflict, the device whose value stayed, the device whose gave way."""


@dataclass(slots=True)
class TakenWork:
    """What came of the transactions that were taken, by number, and what was refused. Of each row: as it was
    before the push, as the device believes it to be, as it is.
    """

    first: dict[Key, Values | None] = field(default_factory=dict)
    sent: dict[Key, Values | None] = field(default_factory=dict)
    final: dict[Key, Values | None] = field(default_factory=dict)
    keys: dict[int, list[Key]] = field(default_factory=dict)
    conflicts: dict[int, list[Told]] = field(default_factory=lambda: defaultdict(list))
    refused: dict[int, RuleViolation] = field(default_factory=dict)

    def is_as_sent(self, key: Key) -> bool:
        """Whether the row is what the device believes: nothing in it became other than it was sent, and
        nothing else in it was changed.
        """
        sent, final, first = self.sent.get(key), self.final.get(key), self.first.get(key)
        if sent is None or final is None:
            return sent is None and final is None
        form = form_of(key[0])
        if form is not None and first is None and form.is_plain(key[1], sent, final):
            return True
        if form is None or any(final.get(name) != value for name, value in sent.items()):
            return False
        others = (name for name in final if name not in sent and name != "id")
        if first is None:
            return all(form.is_default(name, final[name]) for name in others if travels(key[0], name))
        return all(final[name] == first.get(name) for name in others)

    def is_there(self, key: Key, versions: Mapping[Key, int]) -> bool:
        """A row that was left out and has a version all the same is one that others wrote."""
        return self.final[key] is not None if key in self.final else versions.get(key, 0) > 0


class Taking:
    """Takes the transactions of one device within one transaction of the database."""

    def __init__(self, uow: Receiving, seat: Seat, now: datetime) -> None:
        self._uow = uow
        self._seat = seat
        self._now = now
        self._permits = Permits(uow.session, seat.user_ids)
        self.done = TakenWork()

    def take(self, works: Sequence[Work]) -> None:
        """All together if it can be; else each for itself."""
        for run in _by_person(works):
            try:
                self._in_savepoint(run)
            except _REFUSALS as error:
                _raise_if_ours(error)
                self._one_by_one(run)

    def _one_by_one(self, works: Sequence[Work]) -> None:
        for work in works:
            try:
                self._in_savepoint([work])
            except _REFUSALS as error:
                _raise_if_ours(error)
                self.done.refused[work.n] = _refusal(error)

    def _in_savepoint(self, works: Sequence[Work]) -> None:
        """What is refused by a rule before it was written costs the others nothing."""
        self._uow.begin_anew()
        with self._uow.session.begin_nested():
            batch = _Batch(self._uow, self._seat, self._permits, self._now)
            batch.take(works)
            connection = self._uow.session.connection()
            connection.exec_driver_sql("SET CONSTRAINTS ALL IMMEDIATE")
            connection.exec_driver_sql("SET CONSTRAINTS ALL DEFERRED")
        batch.add_to(self.done)


class _Batch:
    """Transactions of one person that are written together."""

    def __init__(self, uow: Receiving, seat: Seat, permits: Permits, now: datetime) -> None:
        self._uow = uow
        self._seat = seat
        self._permits = permits
        self._now = now
        self._connection = uow.session.connection()
        self._device = seat.device_id.hex
        self._ledger = Ledger()
        self._outcomes: list[Outcome] = []
        self._left_out: dict[int, dict[Key, Values]] = {}
        self._refused: dict[int, RuleViolation] = {}
        self._told: list[tuple[Work, Told]] = []
        self._settled: dict[RowRef, Any] = {}
        self._who: dict[Key, UUID | None] = {}
        self._is_series_raised = False

    def take(self, works: Sequence[Work]) -> None:
        allowed = list(self._allowed(works))
        self._merge(allowed)
        if not self._outcomes:
            return
        self._who = self._who_changed([lost.key for each in self._outcomes for lost in each.lost])
        last = self._outcomes[-1].work
        feed.writer(self._connection, self._seat.device_id, last.stamp, last.user_id)
        writing.write(self._connection, self._ledger)
        writing.stamp_clocks(self._connection, self._ledger, last.stamp, self._device)
        self._uow.session.expire_all()  # what was read to ask for rights was written past the session
        settlement.stand_orders(self._uow, self._outcomes)
        settlement.flag_blocks(self._uow, self._outcomes)
        promise_anew(self._uow, self._outcomes)
        settlement.settle_all(self._uow, settlement.concerned(self._connection, self._outcomes))
        forgetting.hide_in_history(self._uow, self._outcomes)
        device = self._seat.device_id
        self._told = [
            *double_bookings(self._connection, self._outcomes, device, self._now),
            *overdrawn_quotas(self._connection, self._outcomes, device, self._now),
        ]
        self._record()

    def add_to(self, done: TakenWork) -> None:
        """What came of it, once it stands."""
        for outcome in self._outcomes:
            n = outcome.work.n
            left_out = self._left_out.get(n, {})
            done.keys[n] = list(dict.fromkeys([*outcome.after, *left_out]))
            for deed in outcome.work.deeds:
                done.sent[deed.key] = _told(done.sent.get(deed.key), deed.kind, deed.set)
            for key, values in left_out.items():
                done.sent[key] = {**(done.sent.get(key) or {}), **values}
            for key, image in outcome.after.items():
                done.first.setdefault(key, self._ledger.first[key])
                done.final[key] = None if key in outcome.dropped and image.values is None else image.values
            done.conflicts[n].extend(self._conflict(outcome.work, each) for each in outcome.lost)
        for work, told in self._told:
            done.conflicts[work.n].append(told)
        for ref, change in self._settled.items():
            key = (ref.table, ref.id)
            if key in done.final or key in done.sent:
                done.final[key] = (
                    {**(done.final.get(key) or {}), **(change.after or {})} if change.after else None
                )
        done.refused.update(self._refused)

    def _allowed(self, works: Sequence[Work]) -> Iterator[Work]:
        known = entries.known_entries(self._connection, [work.entry_id for work in works])
        for work in works:
            try:
                _require_new(work, known)
                self._permits.check(work)
                stripped, self._left_out[work.n] = without_derived(work)
            except RuleViolation as error:
                self._refused[work.n] = error
            else:
                yield stripped

    def _merge(self, works: Sequence[Work]) -> None:
        keys = {key for work in works for key in work.rows()}
        keys |= {(UNIT, unit) for work in works for unit in _moved_units(work)}
        tickets = settlement.tickets_of(self._connection, works)
        self._ledger.load(self._connection, keys | {("ticket", ticket_id) for ticket_id in tickets})
        reach, taken = Reach(self._seat.scopes), Taken(self._connection, self._ledger, self._next_number)
        reach.look(self._connection, works, self._ledger)
        taken.look(works)
        merging = Merging(self._connection, self._device, self._ledger, reach, taken)
        for work in works:
            try:
                self._permits.check_acts(work, self._ledger)
                self._outcomes.append(merging.take(work))
            except RuleViolation as error:
                self._refused[work.n] = error

    def _next_number(self) -> str:
        """Of the branch's own series, which first goes on behind what its desks have issued."""
        if not self._is_series_raised:
            self._is_series_raised = True
            code = receipts.branch_code(self._connection, self._seat.branch_id)
            self._uow.actor = replace(self._uow.actor, branch_code=code)
            receipts.raise_series(self._connection, code)
        return issue_number(self._uow)

    def _record(self) -> None:
        """Journal and notices, of the work and of what was settled after it."""
        records = [entries.record_of(outcome) for outcome in self._outcomes]
        for record in records:
            record.settled = self._uow.changed.get(record.work.entry_id, {})
            record.erased = self._uow.erased.get(record.work.entry_id, [])
            self._settled = entries.folded(self._settled, record.settled)
        entries.follow(self._uow.session, records, self._now)
        # The journal's head is one for all: it is held from here to the end, so this comes last.
        entries.write_entries(self._uow.session, self._seat.device_id, records, self._now)

    def _who_changed(self, keys: Sequence[Key]) -> dict[Key, UUID | None]:
        if not keys:
            return {}
        rows = self._connection.exec_driver_sql(_WHO_CHANGED, ([k[0] for k in keys], [k[1] for k in keys]))
        return {(table, row_id): user_id for table, row_id, user_id in rows}

    def _conflict(self, work: Work, yielded: Yielded) -> Told:
        """The other side is whoever changed the row last, as far as the centre knows."""
        (table, row_id), lost = yielded.key, yielded.lost
        mine, other = work.user_id, self._who.get(yielded.key)
        kept_by, lost_by = (other, mine) if lost.is_ours else (mine, other)
        is_others = yielded.device not in (NO_DEVICE, self._device)
        devices = (UUID(yielded.device) if is_others else None, self._seat.device_id)
        kept_device, lost_device = devices if lost.is_ours else devices[::-1]
        conflict = wire.Conflict(
            id=uuid5(work.entry_id, f"{table}|{row_id}|{lost.field}").hex,
            table=table,
            row=row_id.hex,
            field=lost.field,
            rule=lost.rule,
            at=self._now.isoformat(),
            base=lost.base,
            kept=lost.kept,
            lost=lost.lost,
            kept_by=None if kept_by is None else kept_by.hex,
            lost_by=None if lost_by is None else lost_by.hex,
        )
        return conflict, kept_device, lost_device


_REFUSALS = (RuleViolation, DBAPIError, StatementError, StaleDataError)


def _require_new(work: Work, known: frozenset[UUID]) -> None:
    """One entry of a journal travels once, whoever sends it."""
    if work.entry_id in known:
        raise RuleViolation("exchange.entry_known")


def _by_person(works: Sequence[Work]) -> Iterator[list[Work]]:
    run: list[Work] = []
    for work in works:
        if run and run[-1].user_id != work.user_id:
            yield run
            run = []
        run.append(work)
    if run:
        yield run


def _moved_units(work: Work) -> Iterator[UUID]:
    for deed in work.deeds:
        if deed.form.name == MOVE and deed.set.get("equipment_id"):
            yield UUID(deed.set["equipment_id"])


def _told(known: Values | None, kind: str, values: Values) -> Values | None:
    """What the device believes of a row after another of its transactions; None: that it is gone."""
    return None if kind == "delete" else {**(known or {}), **values}


def _raise_if_ours(error: Exception) -> None:
    """Only what is wrong with the data is refused; anything else is a fault of the centre's."""
    if isinstance(error, DBAPIError) and not state_of(error).startswith(FAULTS_OF_THE_DATA):
        raise error


def state_of(error: BaseException) -> str:
    """PostgreSQL's code of what went wrong; empty when it is none of PostgreSQL's."""
    return getattr(getattr(error, "orig", None), "sqlstate", None) or ""


def _refusal(error: Exception) -> RuleViolation:
    if isinstance(error, RuleViolation):
        return error
    if isinstance(error, StaleDataError):
        return RuleViolation("row.changed_meanwhile")
    return RuleViolation("row.conflict" if state_of(error).startswith("23") else "row.unfit")
