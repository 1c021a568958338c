"""What the centre asks of a workstation at the beginning of a session, carried out.

`fork` and `epoch_changed` are done at once, in the transaction that notes the session; `drain_only` and
`rebootstrap` are the round's; `revoked` ends the exchange.
"""

from sqlalchemy import Connection

from fieldservice.domain.store.clock import Clock
from fieldservice.sync.applying import apply_stage
from fieldservice.sync.desk_store import DeskStore
from fieldservice.sync.recovering import NewDevice, after_restore, begin_anew
from fieldservice.sync.staging import stage_leaving
from fieldservice.sync.wire import SessionReply

_OF_SCOPE = "SELECT table_name, row_id FROM exchange_version WHERE scope = ?"


def note(connection: Connection, reply: SessionReply, known_epoch: int) -> None:
    """Carry out what concerns the file itself. A centre that was restored may have forgotten the device: then
    all that is kept is sent again, and what it has after all is taken once.
    """
    if reply.order == "fork":
        if reply.epoch != known_epoch:
            after_restore(connection, reply.epoch, reply.restored_seq, 0)
        begin_anew(connection, NewDevice(reply.device, reply.incarnation, reply.slot))
    elif reply.order == "epoch_changed":
        after_restore(connection, reply.epoch, reply.restored_seq, reply.last_n)


def purge(store: DeskStore, revoked: tuple[str, ...], clock: Clock) -> None:
    """Let go of scopes that this desk may no longer hold, but for rows with work that is still to be sent."""
    with store.database.write_sessions().begin() as session:
        connection = session.connection()
        for scope in revoked:
            rows = connection.exec_driver_sql(_OF_SCOPE, (scope,)).all()
            stage_leaving(connection, scope, [(table, row_id) for table, row_id in rows])
            connection.exec_driver_sql("DELETE FROM exchange_cursor WHERE scope = ?", (scope,))
    apply_stage(store.database, store.actor, clock)
