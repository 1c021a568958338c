"""What the centre remembers of a device's transactions: how far it is, its receipts, what was not taken."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID, uuid5

import msgspec
from sqlalchemy import ARRAY, BigInteger, Connection, any_, insert, literal, select, update

from fieldservice.domain.model.base import member_id
from fieldservice.domain.model.people import Branch
from fieldservice.domain.rules.errors import RuleViolation
from fieldservice.domain.store.numbers import NUMBER_SERIES
from fieldservice.domain.store.row_values import encode
from fieldservice.server.seat import Seat
from fieldservice.server.store.tables import sync_conflict, sync_device, sync_receipt, sync_refusal
from fieldservice.sync import wire

NEWS_FOR, MOST_NEWS = timedelta(days=30), 200
LONGEST_COUNTER = 10
_result = msgspec.json.Decoder(wire.TransactionResult)


@dataclass(frozen=True, slots=True)
class Standing:
    """How far the device is: its last transaction, the end of its chain, its last stamp."""

    last_n: int
    last_digest: bytes
    last_stamp: int


def lock_device(connection: Connection, seat: Seat) -> Standing:
    """One push of a device at a time. `exchange.revoked`, `exchange.wrong_incarnation`."""
    columns = (
        sync_device.c.incarnation,
        sync_device.c.last_n,
        sync_device.c.last_digest,
        sync_device.c.last_stamp,
        sync_device.c.revoked_at,
    )
    held = select(*columns).where(sync_device.c.id == seat.device_id).with_for_update()
    row = connection.execute(held).one_or_none()
    if row is None or row.revoked_at is not None:
        raise RuleViolation("exchange.revoked")
    if row.incarnation != seat.incarnation:
        raise RuleViolation("exchange.wrong_incarnation", incarnation=row.incarnation)
    return Standing(row.last_n, bytes(row.last_digest), row.last_stamp)


def known_results(
    connection: Connection, seat: Seat, digests: Mapping[int, str]
) -> dict[int, wire.TransactionResult]:
    """The answers that were given before; `exchange.fork` when another transaction had the number."""
    if not digests:
        return {}
    kept = select(sync_receipt.c.n, sync_receipt.c.digest, sync_receipt.c.result).where(
        sync_receipt.c.device_id == seat.device_id,
        sync_receipt.c.incarnation == seat.incarnation,
        sync_receipt.c.n == any_(literal(list(digests), ARRAY(BigInteger()))),
    )
    results = {}
    for n, digest, result in connection.execute(kept):
        if bytes(digest).hex() == digests[n]:
            results[n] = _result.decode(result)
    if len(results) < len(digests):
        raise RuleViolation("exchange.fork", n=min(set(digests) - set(results)))
    return results


def keep_results(
    connection: Connection, seat: Seat, results: Sequence[tuple[wire.TransactionResult, bytes]], now: datetime
) -> None:
    connection.exec_driver_sql(
        "INSERT INTO sync_receipt (device_id, incarnation, n, digest, result, at)"
        " SELECT %s, %s, w.n, w.digest, w.result, %s"
        " FROM unnest(%s::bigint[], %s::bytea[], %s::bytea[]) w(n, digest, result)",
        (
            seat.device_id,
            seat.incarnation,
            now,
            [result.n for result, _digest in results],
            [digest for _result, digest in results],
            [msgspec.json.encode(result) for result, _digest in results],
        ),
    )


def move_device(connection: Connection, seat: Seat, standing: Standing, now: datetime) -> None:
    connection.execute(
        update(sync_device)
        .where(sync_device.c.id == seat.device_id)
        .values(
            last_n=standing.last_n,
            last_digest=standing.last_digest,
            last_stamp=standing.last_stamp,
            seen_at=now,
        )
    )


def refusal_of(
    seat: Seat, transaction: wire.Transaction, error: RuleViolation, now: datetime
) -> wire.Refusal:
    """Made of device and number, so that repeating it says the same."""
    named = f"refusal|{seat.incarnation}|{transaction.n}"
    values = {name: encode(value) for name, value in error.values.items()}
    return wire.Refusal(uuid5(seat.device_id, named).hex, error.code, values, now.isoformat())


def keep_refusals(
    connection: Connection, seat: Seat, refused: Sequence[tuple[wire.Transaction, wire.Refusal]]
) -> None:
    """The whole work is kept, so that nothing of it is lost."""
    rows = [
        {
            "id": UUID(refusal.id),
            "device_id": seat.device_id,
            "incarnation": seat.incarnation,
            "n": transaction.n,
            "user_id": _user(transaction),
            "payload": msgspec.json.encode(transaction),
            "code": refusal.code,
            "values": refusal.values,
            "at": datetime.fromisoformat(refusal.at),
        }
        for transaction, refusal in refused
    ]
    if rows:
        connection.execute(insert(sync_refusal), rows)


def keep_conflicts(
    connection: Connection, conflicts: Sequence[tuple[wire.Conflict, UUID | None, UUID | None]]
) -> None:
    """Conflicts with the devices whose value stayed and whose gave way."""
    rows = [
        {
            "id": UUID(conflict.id),
            "table_name": conflict.table,
            "row_id": UUID(conflict.row),
            "field": conflict.field,
            "rule": conflict.rule,
            "base": conflict.base,
            "kept": conflict.kept,
            "lost": conflict.lost,
            "kept_by": None if conflict.kept_by is None else UUID(conflict.kept_by),
            "lost_by": None if conflict.lost_by is None else UUID(conflict.lost_by),
            "kept_device_id": kept_device,
            "lost_device_id": lost_device,
            "at": datetime.fromisoformat(conflict.at),
        }
        for conflict, kept_device, lost_device in conflicts
    ]
    if rows:
        connection.execute(insert(sync_conflict), rows)


def news_for(connection: Connection, device_id: UUID, now: datetime) -> list[wire.Conflict]:
    """Values of a device that gave way to somebody else's since: it has to hear of them from the centre.

    Told anew each time, for an answer may be lost; who hears of one twice knows its id.
    """
    told = (
        select(sync_conflict)
        .where(sync_conflict.c.lost_device_id == device_id, sync_conflict.c.settled_at.is_(None))
        .where(sync_conflict.c.at > now - NEWS_FOR)
        .order_by(sync_conflict.c.at.desc())
        .limit(MOST_NEWS)
    )
    return [
        wire.Conflict(
            id=row.id.hex,
            table=row.table_name,
            row=row.row_id.hex,
            field=row.field,
            rule=row.rule,
            at=row.at.isoformat(),
            base=row.base,
            kept=row.kept,
            lost=row.lost,
            kept_by=None if row.kept_by is None else row.kept_by.hex,
            lost_by=None if row.lost_by is None else row.lost_by.hex,
        )
        for row in connection.execute(told)
    ]


def branch_code(connection: Connection, branch_id: UUID) -> str:
    return connection.execute(select(Branch.code).where(Branch.id == branch_id)).scalar_one()


def raise_series(connection: Connection, branch_code: str) -> None:
    """Let the centre's own series of a branch go on behind every number that has arrived from it."""
    connection.exec_driver_sql(
        "INSERT INTO number_series (id, branch_code, last_number)"
        " SELECT %(id)s, %(code)s, coalesce(max(substring(number FROM %(form)s)::bigint), 0)"
        " FROM ticket WHERE number LIKE %(like)s AND length(number) < %(longest)s"
        " ON CONFLICT (branch_code)"
        " DO UPDATE SET last_number = greatest(number_series.last_number, excluded.last_number)",
        {
            "id": member_id(NUMBER_SERIES, branch_code),
            "code": branch_code,
            "form": r"-([0-9]+)$",
            "like": f"{branch_code}-%",
            "longest": len(branch_code) + LONGEST_COUNTER,
        },
    )


def _user(transaction: wire.Transaction) -> UUID | None:
    try:
        return None if transaction.user is None else UUID(transaction.user)
    except ValueError:
        return None
