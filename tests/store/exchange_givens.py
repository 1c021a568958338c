"""A desk that has joined a centre, and what its exchange left there, written by the model."""

from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

from fieldservice.domain.model.base import Base
from fieldservice.domain.model.exchange import ExchangeState
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
    return replace(company, actor=replace(company.actor, branch_code=state["slot"], branch_id=branch_id))


def written(company: Company, *rows: Base) -> None:
    """Put rows that the exchange itself writes, past the journal."""
    with company.database.write_sessions().begin() as session:
        for row in rows:
            session.add(row)
            session.flush()  # in the order given
