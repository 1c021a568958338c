"""What becomes old: closed tickets leave the devices, removals and receipts are forgotten.

Run now and then (`fieldservice-server trim`, or a timer). Each step is a small transaction of its own.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, Engine, text

from fieldservice.domain.model.whole import Base
from fieldservice.domain.rules.errors import EnvironmentProblem
from fieldservice.domain.rules.exchange_scopes import HOMES
from fieldservice.server.store.numbering import ARCHIVED_TABLE

REMOVALS_KEPT = timedelta(days=180)
RECEIPTS_KEPT = timedelta(days=90)
TICKETS_AT_ONCE = 200
MOST_TRIES = 5
BUSY = "database.busy"


@dataclass(frozen=True, slots=True)
class Collected:
    """How much was forgotten."""

    removals: int
    exits: int
    receipts: int


def trim(engine: Engine, now: datetime) -> int:
    """Put the tickets that were closed longer ago than their branch keeps into its archive; tells how many.

    They stay at the centre; a change of one brings it back. Devices would miss one that another row refers
    to, and one that counts for a quota of terms that had not ended by then: such a one stays.
    """
    moved = 0
    while True:
        found = _patiently(engine, now)
        moved += found
        if found < TICKETS_AT_ONCE:
            return moved


def _patiently(engine: Engine, now: datetime) -> int:
    """Once more when a push stood in the way, by a deadlock or a lock: nothing was done then."""
    for _try in range(MOST_TRIES):
        try:
            with engine.begin() as connection:
                return _trim_some(connection, now)
        except EnvironmentProblem as problem:
            if problem.code != BUSY:
                raise
            last = problem
    raise last


def collect_garbage(engine: Engine, now: datetime) -> Collected:
    """Forget removals and exits of 180 days ago: who was away for longer begins anew (`floor`)."""
    with engine.begin() as connection:
        bound = {"before": now - REMOVALS_KEPT, "receipts": now - RECEIPTS_KEPT}
        border = connection.execute(text("SELECT max(seq) FROM sync_head WHERE at < :before"), bound).scalar()
        receipts = connection.execute(text("DELETE FROM sync_receipt WHERE at < :receipts"), bound).rowcount
        if border is None:
            return Collected(0, 0, receipts)
        bound = {"border": border}
        removals = connection.execute(
            text("DELETE FROM sync_row WHERE is_deleted AND seq <= :border"), bound
        ).rowcount
        exits = connection.execute(text("DELETE FROM sync_exit WHERE seq <= :border"), bound).rowcount
        if removals or exits:
            connection.execute(text("UPDATE sync_meta SET floor = greatest(floor, :border)"), bound)
        # The border itself stays: the head never goes back.
        connection.execute(text("DELETE FROM sync_head WHERE seq < :border"), bound)
        return Collected(removals, exits, receipts)


def referring() -> list[tuple[str, str]]:
    """Tables and columns that point to a ticket from outside it, so that it cannot leave alone."""
    return [
        (name, column.name)
        for name in HOMES
        for column in Base.metadata.tables[name].columns
        for key in column.foreign_keys
        if key.column.table.name == ARCHIVED_TABLE and not _is_home(name, column.name)
    ]


def _is_home(table: str, column: str) -> bool:
    return table != "ticket_link" and any(parent.column == column for parent in HOMES[table].parents)


def _trim_some(connection: Connection, now: datetime) -> int:
    alone = "".join(
        f' AND NOT EXISTS (SELECT FROM "{table}" x WHERE x.{column} = t.id)' for table, column in referring()
    )
    connection.execute(text("SELECT set_config('sync.trimming', 'on', true)"))
    found = connection.execute(
        text(f"""
            UPDATE sync_row s SET is_archived = true, seq = NULL, ver = ver + 1, xid = pg_current_xact_id()
            FROM (
                SELECT t.id FROM ticket t JOIN sync_branch b ON b.branch_id = t.branch_id
                JOIN sync_table n ON n.name = 'ticket' JOIN sync_row k ON k.tbl = n.number AND k.id = t.id
                WHERE b.keep_days IS NOT NULL AND t.closed_at < :now - make_interval(days => b.keep_days)
                    AND NOT k.is_archived{alone}
                    AND NOT EXISTS (
                        SELECT FROM coverage_line l JOIN terms m ON m.id = l.terms_id
                        WHERE l.id = t.coverage_line_id
                            AND m.valid_to >= (:now - make_interval(days => b.keep_days))::date)
                ORDER BY t.id LIMIT {TICKETS_AT_ONCE} FOR UPDATE OF t SKIP LOCKED
            ) t WHERE s.id = t.id AND s.tbl = (SELECT number FROM sync_table WHERE name = 'ticket')"""),  # noqa: S608 - our own names
        {"now": now},
    ).rowcount
    if found:
        connection.execute(
            text("INSERT INTO sync_commit (xid) VALUES (pg_current_xact_id()) ON CONFLICT DO NOTHING")
        )
    return found
