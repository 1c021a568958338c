"""A desk that has joined a centre, and what its exchange left there, written by the model."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from fieldservice.domain.model.base import Base, new_id
from fieldservice.domain.model.exchange import (
    ExchangeNews,
    ExchangeState,
    InboxKind,
    OutboxState,
    OutboxTransaction,
)
from fieldservice.domain.model.journal import ChangeKind, JournalChange, JournalEntry
from fieldservice.domain.model.people import Workstation
from tests.factories import Company

SERVER = UUID("11111111-2222-4333-8444-555555555555")
OTHERS_WORKSTATION = UUID(int=1)
"""Lower than any other id, so that whoever takes the first workstation takes the wrong one."""


def joined(company: Company, exchanged_at: datetime | None = None, **values: Any) -> Company:
    """The company's desk as one of the centre's; `values` are of `ExchangeState`."""
    workstation_id = company.actor.workstation_id
    assert workstation_id is not None
    branch_id = company.get(Workstation, workstation_id).branch_id
    company.put(Workstation(id=OTHERS_WORKSTATION, branch_id=branch_id, name="Obok"))
    state: dict[str, Any] = {
        "id": 1,
        "address": "https://centre.example",
        "server_id": SERVER,
        "epoch": 1,
        "device_id": workstation_id,
        "incarnation": 1,
        "branch_id": branch_id,
        "slot": "WAW-2",
        "next_number": 1,
        "last_digest": b"\0" * 32,
        "stamp": 0,
        "joined_at": company.clock.now(),
        "exchanged_at": exchanged_at,
    }
    written(company, ExchangeState(**{**state, **values}))
    company.database.exchange.forget()
    return replace(company, actor=replace(company.actor, branch_code=state["slot"], branch_id=branch_id))


def written(company: Company, *rows: Base) -> None:
    """Put rows that the exchange itself writes, past the journal."""
    with company.database.write_sessions().begin() as session:
        for row in rows:
            session.add(row)
            session.flush()  # in the order given


def conflict(
    company: Company, table: str, row_id: UUID, field: str, values: tuple[Any, Any], **more: Any
) -> ExchangeNews:
    """A value that gave way: `values` are what was kept and what was lost, as the journal writes them."""
    kept, lost = values
    said = {
        "id": new_id(),
        "kind": InboxKind.CONFLICT,
        "table_name": table,
        "row_id": row_id,
        "field": field,
        "rule": "scalar",
        "kept": kept,
        "lost": lost,
        "lost_by": company.actor.user_id,
        "at": company.clock.now(),
    }
    return ExchangeNews(**{**said, **more})


def refusal(
    company: Company,
    command: str,
    label: Mapping[str, Any],
    operations: Sequence[Mapping[str, Any]],
    **more: Any,
) -> ExchangeNews:
    """Work that the centre did not take, as it travelled."""
    entry = {"id": new_id().hex, "command": command, "label": dict(label)}
    about = operations[0]
    said = {
        "id": new_id(),
        "kind": InboxKind.REFUSAL,
        "table_name": about["table"],
        "row_id": UUID(about["id"]),
        "reason": {"code": "rights.missing", "values": {"right": "edit_customer"}},
        "payload": {"entry": entry, "operations": [dict(each) for each in operations]},
        "lost_by": company.actor.user_id,
        "at": company.clock.now(),
    }
    return ExchangeNews(**{**said, **more})


def waiting(company: Company, entry_id: UUID, number: int, state: OutboxState = OutboxState.NEW) -> None:
    """A journal entry on its way to the centre."""
    row = OutboxTransaction(
        number=number,
        entry_id=entry_id,
        user_id=company.actor.user_id,
        at=company.clock.now(),
        stamp=number,
        schema=2,
        state=state,
    )
    written(company, row)


@dataclass(frozen=True, slots=True)
class Came:
    """A row that came from elsewhere: changed from `before` to `after`, or new when there is no `before`."""

    table: str
    row_id: UUID
    before: dict[str, Any] | None
    after: dict[str, Any]


def received(company: Company, at: datetime, came: Sequence[Came], user_id: UUID | None = None) -> None:
    """What an exchange leaves in the journal for one person's changes."""
    entry_id = new_id()
    rows = len(came)
    entry = JournalEntry(
        id=entry_id,
        command="exchange.received",
        label={"rows": rows},
        user_id=user_id,
        happened_at=at,
        recorded_at=at,
    )
    lines = [
        JournalChange(
            id=new_id(),
            entry_id=entry_id,
            position=place,
            table_name=each.table,
            row_id=each.row_id,
            kind=ChangeKind.INSERT if each.before is None else ChangeKind.UPDATE,
            before=each.before,
            after=each.after,
        )
        for place, each in enumerate(came)
    ]
    written(company, entry, *lines)
