"""What was settled at this workstation, for the centre to hear: a refusal done anew or read, a value that
gave way brought back or left so.
"""

from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from fieldservice.domain.model.exchange import ExchangeNews
from fieldservice.sync.wire import MOST_SETTLED, Settled

TOLD_FOR = timedelta(days=30)
"""How long it is told again: an answer may be lost, a centre restored."""


def settled_lately(session: Session, now: datetime) -> list[Settled]:
    """The newest first, as many as one session tells."""
    lately = (
        select(ExchangeNews.id, ExchangeNews.settled_at, ExchangeNews.settled_by)
        .where(ExchangeNews.settled_at > now - TOLD_FOR)
        .order_by(ExchangeNews.settled_at.desc(), ExchangeNews.id)
        .limit(MOST_SETTLED)
    )
    return [
        Settled(
            row.id.hex, row.settled_at.isoformat(), None if row.settled_by is None else row.settled_by.hex
        )
        for row in session.execute(lately)
    ]
