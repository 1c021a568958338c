"""Whether a desk belongs to a centre, and what it keeps of that: one row, or none while it stands alone."""

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from fieldservice.domain.model.exchange import ExchangeState
from fieldservice.domain.rules.exchange_clock import correction

ONLY = 1
SCHEMA = 2
"""The number of the newest migration: sent with every message, so that either side may be newer."""

JOINING = "joining"
"""In place of an order until the joining is finished: what is done meanwhile is brought along, too."""

_JOINED = select(ExchangeState.offset_milliseconds).where(ExchangeState.order != JOINING).limit(1)
_FEED = select(func.to_regclass("sync_meta").is_not(None))
"""What only a centre's database has (`server/store/schema.py`)."""


@dataclass(slots=True)
class ExchangeShelf:
    """Whether the desk has joined a centre, whether this is one: asked once for each `Database`, so that a
    desk that stands alone pays nothing for each command. `correction` puts its clock right.
    """

    _is_joined: bool | None = None
    _is_centre: bool | None = None
    correction: timedelta = timedelta()

    def is_joined(self, session: Session) -> bool:
        if self._is_joined is None:
            ahead = session.connection().scalar(_JOINED)
            self._is_joined = ahead is not None
            self.note_ahead(timedelta(milliseconds=ahead or 0))
        return self._is_joined

    def is_centre(self, session: Session) -> bool:
        if self._is_centre is None:
            connection = session.connection()
            is_desk = connection.dialect.name == "sqlite"
            self._is_centre = False if is_desk else bool(connection.scalar(_FEED))
        return self._is_centre

    def note_ahead(self, ahead: timedelta) -> None:
        """How far the centre's clock is before the machine's."""
        self.correction = correction(ahead)

    def forget(self) -> None:
        """The desk joined or left: ask again."""
        self._is_joined = None


def exchange_state(session: Session) -> ExchangeState | None:
    """What the desk keeps of its exchange; None while it stands alone."""
    return session.get(ExchangeState, ONLY, populate_existing=True)


def is_joined(session: Session) -> bool:
    """As the session's `Database` remembers it."""
    shelf: ExchangeShelf | None = session.info.get("exchange")
    return shelf is not None and shelf.is_joined(session)


def is_centre(session: Session) -> bool:
    """As the session's `Database` remembers it."""
    shelf: ExchangeShelf | None = session.info.get("exchange")
    return shelf is not None and shelf.is_centre(session)
