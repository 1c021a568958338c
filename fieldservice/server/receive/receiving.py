"""The unit of work of a push: many people's transactions in one of the database's.

What rules change through the ORM is put to the entry of the work that it follows from, at the time of that
work, as its device's change.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session, sessionmaker

from fieldservice.domain.model.journal import JournalErasure
from fieldservice.domain.rules.changes import RowRef
from fieldservice.domain.store.clock import Clock
from fieldservice.domain.store.journal import Capture, RowChange
from fieldservice.domain.store.unit_of_work import Actor, UnitOfWork
from fieldservice.server.receive.work import Work
from fieldservice.server.store import feed


@dataclass(slots=True)
class WorkClock:
    """Stands at the time of the work that is being settled."""

    moment: datetime

    def now(self) -> datetime:
        return self.moment


class Receiving(UnitOfWork):
    """`changed` is what was changed within `work`, `erased` what it took out of the journal, by entry."""

    def __init__(self, sessions: sessionmaker[Session], actor: Actor, clock: Clock, device_id: UUID) -> None:
        self._standing = WorkClock(clock.now())
        super().__init__(sessions, actor, self._standing)
        self._device_id = device_id
        self.changed: defaultdict[UUID, dict[RowRef, RowChange]] = defaultdict(dict)
        self.erased: defaultdict[UUID, list[JournalErasure]] = defaultdict(list)

    @contextmanager
    def work(self, work: Work) -> Iterator[None]:
        """What is changed within belongs to this work."""
        self.session.flush()  # what was changed before belongs to another work
        self._standing.moment = work.act_at
        self._entry_id = work.entry_id
        feed.writer(self.session.connection(), self._device_id, work.stamp, work.user_id)
        yield
        self.session.flush()  # the changes are captured by the flush
        _fold(self.changed[work.entry_id], self._capture.changes)
        self._capture.changes.clear()
        self.erased[work.entry_id] += self.erasures
        self.erasures = []

    def begin_anew(self) -> None:
        """Forget what was changed and read: it was rolled back."""
        self.session.expunge_all()
        self._capture.changes.clear()
        self.changed.clear()
        self.erased.clear()


def _fold(known: dict[RowRef, RowChange], later: Mapping[RowRef, RowChange]) -> None:
    fold = Capture()
    fold.changes = known
    for ref, change in later.items():
        fold.add(ref.table, ref.id, change)
