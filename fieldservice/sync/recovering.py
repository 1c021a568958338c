"""Going on after something went wrong: as a new device after a fork, and with a centre that was restored.

Only what was done here is ever sent again, never rows that the desk merely has: nothing that was removed
comes back to life.
"""

from dataclasses import dataclass
from itertools import pairwise
from typing import Any
from uuid import UUID

import msgspec
from msgspec.structs import replace
from sqlalchemy import Connection

from fieldservice.domain.model.base import new_id
from fieldservice.domain.store.exchange_state import ONLY
from fieldservice.sync.chain import BEGINNING, digest_of, payload_of
from fieldservice.sync.wire import Transaction

_decoder = msgspec.json.Decoder(Transaction)

_WAITING = (
    "SELECT t.number, t.payload, e.id IS NOT NULL FROM outbox_transaction t"
    " LEFT JOIN journal_entry e ON e.id = t.entry_id ORDER BY t.number"
)
_RENUMBERED = (
    "UPDATE outbox_transaction SET number = ?, payload = ?, digest = NULL, state = 'new' WHERE number = ?"
)
_AGAIN = (
    "SELECT number, payload FROM outbox_transaction WHERE state = 'acked' AND number > ?"
    " AND payload IS NOT NULL ORDER BY number"
)
_CHAIN = (
    "SELECT number, payload, digest FROM outbox_transaction WHERE number >= ? AND payload IS NOT NULL"
    " AND digest IS NOT NULL ORDER BY number"
)
_UNCHAINED = "UPDATE outbox_transaction SET digest = NULL WHERE number >= ?"
_OPERATION = (
    "INSERT INTO outbox_operation (change_id, number, position, table_name, row_id, base_version)"
    " VALUES (?, ?, ?, ?, ?, ?)"
)
_LINES = (
    "SELECT c.id, c.position, c.table_name, c.row_id FROM journal_change c"
    " JOIN outbox_transaction t ON t.entry_id = c.entry_id WHERE t.number = ?"
)


@dataclass(frozen=True, slots=True)
class NewDevice:
    """Who the workstation is from now on."""

    device: str
    incarnation: int
    slot: str


def begin_anew(connection: Connection, reply: NewDevice) -> None:
    """The file was cloned, or put back from a backup: from now on it is another device.

    What the centre is known to have is dropped; what waits is numbered from 1.
    """
    connection.exec_driver_sql("DELETE FROM outbox_transaction WHERE state = 'acked'")
    number = 0
    for number, (old, payload, is_journaled) in enumerate(
        connection.exec_driver_sql(_WAITING).all(), start=1
    ):
        kept = None if is_journaled else payload_of(replace(_decoder.decode(payload), n=number))
        connection.exec_driver_sql(_RENUMBERED, (number, kept, old))
        connection.exec_driver_sql("UPDATE outbox_operation SET number = ? WHERE number = ?", (number, old))
    connection.exec_driver_sql(
        "UPDATE exchange_state SET device_id = ?, incarnation = ?, slot = ?, next_number = ?,"
        " last_digest = ? WHERE id = ?",
        (UUID(reply.device).hex, reply.incarnation, reply.slot, number + 1, BEGINNING, ONLY),
    )


def after_restore(connection: Connection, epoch: int, restored_seq: int, last_number: int) -> None:
    """The centre was put back from a backup: read again what it may have lost, and send again what it lost of
    ours.
    """
    connection.exec_driver_sql("UPDATE exchange_cursor SET sequence = min(sequence, ?)", (restored_seq,))
    connection.exec_driver_sql(
        "UPDATE exchange_state SET epoch = ?, digest_at = NULL WHERE id = ?", (epoch, ONLY)
    )
    send_again(connection, last_number)


def send_again(connection: Connection, last_number: int) -> int:
    """Known transactions above the centre's last wait again, with the bytes and digests that they had: up to
    one from which a person was erased since. From there on they are chained anew.
    """
    lost = connection.exec_driver_sql(_AGAIN, (last_number,)).all()
    _chain_anew(connection, last_number)
    for number, payload in lost:
        connection.exec_driver_sql("UPDATE outbox_transaction SET state = 'sent' WHERE number = ?", (number,))
        _open_again(connection, number, _decoder.decode(payload))
    return len(lost)


def _chain_anew(connection: Connection, last_number: int) -> None:
    """The centre does not know these, so any chain will do that goes on where it stands."""
    known = [] if last_number else [(0, b"", BEGINNING)]
    chained = [*known, *connection.exec_driver_sql(_CHAIN, (last_number,)).all()]
    for (_number, _payload, before), (number, payload, digest) in pairwise(chained):
        if digest_of(bytes(before), bytes(payload)) != bytes(digest):
            connection.exec_driver_sql(_UNCHAINED, (number,))
            connection.exec_driver_sql("UPDATE exchange_state SET last_digest = ?", (bytes(before),))
            return


def can_fill_gap(connection: Connection, last_number: int) -> bool:
    """Whether what the centre lacks after this number is still kept."""
    first = connection.exec_driver_sql(
        "SELECT min(number) FROM outbox_transaction WHERE state <> 'acked'"
    ).scalar()
    return first is None or int(first) <= last_number + 1


def _open_again(connection: Connection, number: int, transaction: Transaction) -> None:
    """Its rows count as open work again."""
    bases = {(each.table, each.id): each.base for each in transaction.operations}
    lines: list[tuple[Any, ...]] = [
        (line, number, position, table, row_id, bases[table, row_id])
        for line, position, table, row_id in connection.exec_driver_sql(_LINES, (number,))
        if (table, row_id) in bases
    ]
    told = {(table, row_id) for _line, _number, _position, table, row_id, _base in lines}
    lines += [
        (new_id().hex, number, position, each.table, each.id, each.base)
        for position, each in enumerate(transaction.operations)
        if (each.table, each.id) not in told
    ]
    if lines:
        connection.exec_driver_sql(_OPERATION, lines)
