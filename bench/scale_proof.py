"""What must be true after `soak scale`: copies are the centre's, and what was taken is there, once."""

import asyncio
from collections import defaultdict
from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import Connection

from bench.lean_desk import LeanDesk
from bench.scale_work import SAID
from fieldservice.domain.rules.exchange_scopes import parents_first
from fieldservice.domain.store.engine import Database

AT_ONCE = 16


async def differing_copies(desks: Sequence[LeanDesk]) -> list[str]:
    """Workstations, with the tables, whose digests are not the centre's."""
    turns, tables = asyncio.Semaphore(AT_ONCE), list(parents_first())

    async def compared(desk: LeanDesk) -> list[str]:
        async with turns:
            return await desk.differing(tables)

    wrong = await asyncio.gather(*map(compared, desks))
    return [
        f"{desk.device.slot}: {', '.join(names)}" for desk, names in zip(desks, wrong, strict=True) if names
    ]


def require_once(database: Database, desks: Sequence[LeanDesk]) -> dict[str, object]:
    """Every row and entry that was taken is there, every text once, nothing was refused.

    `AssertionError` with what is not.
    """
    rows: defaultdict[str, list[UUID]] = defaultdict(list)
    texts = 0
    for transaction in (each for desk in desks for each in desk.acked):
        rows["journal_entry"].append(UUID(transaction.entry.id))
        for operation in transaction.operations:
            if operation.kind == "insert":
                rows[operation.table].append(UUID(operation.id))
            texts += operation.table == "article" and SAID in str(operation.set.get("text", ""))
    with database.writer.connect() as connection:
        missing = {table: len(ids) - _there(connection, table, ids) for table, ids in rows.items()}
        found, distinct = connection.exec_driver_sql(
            "SELECT count(*), count(DISTINCT text) FROM article WHERE text LIKE %s", (f"{SAID} %#%",)
        ).one()
        refused = connection.exec_driver_sql("SELECT count(*) FROM sync_refusal").scalar_one()
    if any(missing.values()) or not found == distinct == texts or refused:
        message = f"missing {missing}; texts {texts}, found {found}, distinct {distinct}; refused {refused}"
        raise AssertionError(message)
    return {
        "taken": len(rows["journal_entry"]),
        "rows_taken": sum(map(len, rows.values())) - len(rows["journal_entry"]),
        "lost": 0,
        "doubled": 0,
        "copies_that_differ": 0,
    }


def _there(connection: Connection, table: str, ids: list[UUID]) -> int:
    statement = f'SELECT count(*) FROM "{table}" WHERE id = ANY(%s)'  # noqa: S608 - our own names
    return int(connection.exec_driver_sql(statement, (ids,)).scalar_one())
