"""A push: transactions of one device taken in order, each once, and answered for.

One transaction of the database for a request. What is known already is answered from its receipt; what cannot
be taken is refused whole, kept, and acknowledged, so that the queue behind it goes on.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import Connection

from fieldservice.domain.rules.errors import EnvironmentProblem, RuleViolation
from fieldservice.domain.rules.exchange_clock import clamped, milliseconds
from fieldservice.domain.store.clock import Clock
from fieldservice.domain.store.engine import Database
from fieldservice.domain.store.uncollected import uncollected
from fieldservice.domain.store.unit_of_work import Actor
from fieldservice.server.receive import receipts
from fieldservice.server.receive.double_booking import is_told_to
from fieldservice.server.receive.receipts import Standing
from fieldservice.server.receive.receiving import Receiving
from fieldservice.server.receive.taking import TakenWork, Taking
from fieldservice.server.receive.work import Work, read_work
from fieldservice.server.seat import Seat
from fieldservice.server.store import feed
from fieldservice.sync import chain, wire

MOST_TRIES = 5
FULL, PASSING = "database.full", frozenset({"database.busy", "database.unreachable"})
"""What goes by is tried again at once: the transaction was rolled back, or its receipt is there."""
LOCK_SECONDS = 5
SETTINGS = f"SET LOCAL lock_timeout = '{LOCK_SECONDS}s'; SET LOCAL sync.hold = 'on'"


def push(database: Database, seat: Seat, request: wire.PushRequest, clock: Clock) -> wire.PushReply:
    """Take a request. `exchange.fork`, `exchange.gap` (with `last_n`), `exchange.wrong_incarnation`,
    `exchange.revoked`, `exchange.too_large`; `EnvironmentProblem` `exchange.full`, `exchange.busy`.
    """
    _require_own(seat, request)
    for _try in range(MOST_TRIES):
        try:
            with uncollected():
                return _Push(database, seat, clock).take(request.transactions)
        except EnvironmentProblem as problem:
            if problem.code == FULL:
                raise EnvironmentProblem("exchange.full") from problem
            if problem.code not in PASSING:
                raise
    raise EnvironmentProblem("exchange.busy")


def _require_own(seat: Seat, request: wire.PushRequest) -> None:
    """The request names the device of the session, and is as large as may be."""
    try:
        is_own = UUID(request.device) == seat.device_id
    except ValueError:
        is_own = False
    if not is_own:
        raise RuleViolation("exchange.wrong_device")
    if request.incarnation != seat.incarnation:
        raise RuleViolation("exchange.wrong_incarnation", incarnation=seat.incarnation)
    operations = sum(len(transaction.operations) for transaction in request.transactions)
    if operations > wire.MOST_TAKEN and len(request.transactions) > 1:
        raise RuleViolation("exchange.too_large", limit=wire.MOST_TAKEN)


@dataclass(frozen=True, slots=True)
class _Checked:
    """New transactions in order, the digest and clamped stamp of each, and how far the device is then."""

    transactions: Sequence[wire.Transaction]
    digests: Sequence[bytes]
    stamps: Sequence[int]
    standing: Standing


class _Push:
    def __init__(self, database: Database, seat: Seat, clock: Clock) -> None:
        self._database = database
        self._seat = seat
        self._clock = clock
        self._now = clock.now()

    def take(self, transactions: Sequence[wire.Transaction]) -> wire.PushReply:
        ordered = sorted(transactions, key=lambda each: each.n)
        with self._unit_of_work() as uow:
            connection = uow.session.connection()
            connection.exec_driver_sql(SETTINGS)
            standing = receipts.lock_device(connection, self._seat)
            known = {each.n: each.digest for each in ordered if each.n <= standing.last_n}
            results = receipts.known_results(connection, self._seat, known)
            checked = self._checked([each for each in ordered if each.n > standing.last_n], standing)
            if checked.transactions:
                results |= self._take_new(uow, checked)
            head = _head(connection)
            uow.session.commit()
        return wire.PushReply(checked.standing.last_n, [results[n] for n in sorted(results)], head)

    def _unit_of_work(self) -> Receiving:
        actor = Actor(None, self._seat.device_id, "", self._seat.zone, self._seat.branch_id)
        return Receiving(self._database.write_sessions(), actor, self._clock, self._seat.device_id)

    def _checked(self, transactions: Sequence[wire.Transaction], standing: Standing) -> _Checked:
        """`exchange.gap` when one is missing, `exchange.fork` when the chain is another one."""
        digests: list[bytes] = []
        stamps: list[int] = []
        n, digest, stamp = standing.last_n, standing.last_digest, standing.last_stamp
        for transaction in transactions:
            if transaction.n != n + 1:
                raise RuleViolation("exchange.gap", last_n=standing.last_n)
            n, digest = transaction.n, chain.digest(digest, transaction)
            if digest.hex() != transaction.digest:
                raise RuleViolation("exchange.fork", n=n)
            stamp = clamped(transaction.stamp, stamp, milliseconds(self._now))
            digests.append(digest)
            stamps.append(stamp)
        return _Checked(transactions, digests, stamps, Standing(n, digest, stamp))

    def _take_new(self, uow: Receiving, checked: _Checked) -> dict[int, wire.TransactionResult]:
        connection = uow.session.connection()
        taking = Taking(uow, self._seat, self._now)
        taking.take(list(self._readable(checked, taking.done)))
        results = self._answered(connection, checked, taking.done)
        kept = [
            (results[n.n], digest) for n, digest in zip(checked.transactions, checked.digests, strict=True)
        ]
        receipts.keep_results(connection, self._seat, kept, self._now)
        receipts.move_device(connection, self._seat, checked.standing, self._now)
        return results

    def _readable(self, checked: _Checked, done: TakenWork) -> Iterator[Work]:
        for transaction, stamp in zip(checked.transactions, checked.stamps, strict=True):
            try:
                yield read_work(transaction, stamp, self._now)
            except RuleViolation as error:
                done.refused[transaction.n] = error

    def _answered(
        self, connection: Connection, checked: _Checked, done: TakenWork
    ) -> dict[int, wire.TransactionResult]:
        """Keep conflicts and refusals, number the changes, and say what became of every row."""
        told = [each for conflicts in done.conflicts.values() for each in conflicts]
        receipts.keep_conflicts(connection, told)
        refusals = self._refused(connection, checked, done)
        keys = {key for n in done.keys for key in done.keys[n]}
        others = {key for key in keys if not done.is_as_sent(key)}
        if others:
            feed.touch(connection, others)
        versions = feed.versions_of(connection, keys)
        results = {
            n: wire.TransactionResult(n, "refused", refusal=refusal) for n, refusal in refusals.items()
        }
        for n in done.keys:
            rows = [
                wire.RowResult(
                    key[0],
                    key[1].hex,
                    versions.get(key, 0),
                    key not in others,
                    not done.is_there(key, versions),
                )
                for key in done.keys[n]
            ]
            conflicts = [
                conflict
                for conflict, _kept, lost in done.conflicts.get(n, ())
                if is_told_to(self._seat.device_id, conflict, lost)
            ]
            results[n] = wire.TransactionResult(n, "applied", rows, conflicts)
        for transaction in checked.transactions:
            results.setdefault(transaction.n, wire.TransactionResult(transaction.n, "applied"))
        return results

    def _refused(self, connection: Connection, checked: _Checked, done: TakenWork) -> dict[int, wire.Refusal]:
        refused = [
            (each, receipts.refusal_of(self._seat, each, done.refused[each.n], self._now))
            for each in checked.transactions
            if each.n in done.refused
        ]
        receipts.keep_refusals(connection, self._seat, refused)
        return {transaction.n: refusal for transaction, refusal in refused}


def _head(connection: Connection) -> int:
    return int(connection.exec_driver_sql("SELECT coalesce(max(seq), 0) FROM sync_head").scalar_one())
