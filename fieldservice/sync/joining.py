"""Becoming a desk of a centre."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from fieldservice.domain.model.exchange import ExchangeState
from fieldservice.domain.rules.exchange_clock import first_stamp, milliseconds
from fieldservice.domain.store.exchange_state import ONLY
from fieldservice.sync.chain import BEGINNING
from fieldservice.sync.wire import DeviceReply


def note_centre(session: Session, reply: DeviceReply, address: str, now: datetime) -> ExchangeState:
    """What the desk keeps of its centre from now on."""
    state = ExchangeState(
        id=ONLY,
        address=address,
        server_id=UUID(reply.server_id),
        epoch=reply.epoch,
        device_id=UUID(reply.device),
        incarnation=reply.incarnation,
        branch_id=UUID(reply.branch),
        slot=reply.slot,
        next_number=reply.last_n + 1,
        last_digest=BEGINNING,
        stamp=first_stamp(milliseconds(now)),
        offset_milliseconds=0,
        joined_at=now,
        order="ok",
    )
    session.add(state)
    return state
