"""A morning at the desk that can be killed at any moment: requests, orders, visits, drafts, undo.

`python -m tests.e2e.morning DATABASE` waits for a seed on each line of its input and works a morning for it
in a process of its own, so that a morning begins without starting Python anew. What was confirmed is told on
the output, one JSON line for each, only after the commit returned.
"""

import json
import os
import random
import sys
from dataclasses import dataclass, field
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any
from uuid import UUID

from sqlalchemy import select

from fieldservice.domain.commands.acceptance import NewTicket
from fieldservice.domain.commands.articles import AddArticle, add_article
from fieldservice.domain.commands.drafts import DiscardDraft, SaveDraft, discard_draft, save_draft
from fieldservice.domain.commands.history import UndoEntry, undo_entry
from fieldservice.domain.commands.orders import CreateOrders, NewOrder, create_orders
from fieldservice.domain.commands.requests import Arrival, LogRequest, ParkRequest, log_request, park_request
from fieldservice.domain.commands.visits import NewVisit, NewWorkLine, RecordVisit, record_visit
from fieldservice.domain.model.base import new_id
from fieldservice.domain.model.customer import Customer
from fieldservice.domain.model.equipment import Equipment
from fieldservice.domain.model.order import LineKind, Visit
from fieldservice.domain.model.ticket import ArticleKind, Channel, Ticket
from fieldservice.domain.rules.order_states import VisitOutcome, VisitState
from fieldservice.domain.store.clock import SystemClock
from fieldservice.domain.store.engine import open_sqlite
from fieldservice.domain.store.unit_of_work import Actor
from tests.factories import BRANCH, TECHNICIANS, USER_ID, WORKSTATION_ID, ZONE, Company

LONGEST_MORNING = 400
SENTENCE = ("Klient", "mówi,", "że", "sprężarka", "hałasuje", "od", "rana", "i", "grzeje", "się.")


def tell(**fact: Any) -> None:
    """One line at once, past any buffer: what was told may be counted on."""
    os.write(1, (json.dumps(fact, default=str) + "\n").encode())


@dataclass(slots=True)
class Morning:
    """One process at the desk. A fact is told as `kept` or `gone`; as `doubtful` before it is taken back."""

    company: Company
    chance: random.Random
    customer: UUID
    unit: UUID
    tickets: list[UUID] = field(default_factory=list)
    draft: UUID = field(default_factory=new_id)
    typed: int = 0

    def work(self) -> None:
        """Go on where the last one was interrupted, then do this and that."""
        self.tickets = self.company.ask(lambda s: list(s.scalars(select(Ticket.id).limit(20))))
        steps = (
            *(self.log, self.park, self.order, self.record, self.record),
            *(self.note, self.type, self.type, self.type, self.take_back),
        )
        for _ in range(LONGEST_MORNING):
            self.chance.choice(steps)()

    def log(self) -> None:
        wish = self.wish()
        self.company.run(log_request, LogRequest(self.call(), (wish,)))
        number = self.company.get(Ticket, wish.ticket_id).number
        tell(kept="ticket", id=wish.ticket_id, number=number)
        self.tickets.append(wish.ticket_id)

    def park(self) -> None:
        call = self.call()
        self.company.run(park_request, ParkRequest(call, self.wish(), "oddzwonić"))
        tell(kept="request", id=call.request_id)

    def order(self) -> None:
        if not self.tickets:
            return
        people = [self.company.technician(name) for name in TECHNICIANS]
        given = [NewOrder(new_id(), "Naprawa", visits=(NewVisit(new_id(), who),)) for who in people[:2]]
        self.company.run(create_orders, CreateOrders(self.chance.choice(self.tickets), tuple(given)))
        for each in given:
            tell(kept="work_order", id=each.order_id)
            tell(kept="visit", id=each.visits[0].visit_id)

    def record(self) -> None:
        open_visits = select(Visit.id).where(Visit.state == VisitState.PLANNED).limit(10)
        found = self.company.ask(lambda session: list(session.scalars(open_visits)))
        if not found:
            return
        visit, now = self.chance.choice(found), self.company.clock.now()
        outcome = self.chance.choice([VisitOutcome.DONE, VisitOutcome.DONE, VisitOutcome.PARTLY_DONE])
        line = NewWorkLine(new_id(), LineKind.TIME, Decimal(50))
        told = RecordVisit(visit, outcome, now - timedelta(hours=1), now, "zrobione", (line,))
        self.company.run(record_visit, told)
        tell(kept="visit", id=visit, outcome=outcome.value)
        tell(kept="work_line", id=line.line_id)

    def note(self) -> None:
        if self.tickets:
            note = self.said()
            self.company.run(add_article, note)
            tell(kept="article", id=note.article_id)

    def take_back(self) -> None:
        if not self.tickets:
            return
        note = self.said()
        done = self.company.run(add_article, note)
        tell(doubtful="article", id=note.article_id)
        if done.entry_id is not None:
            self.company.run(undo_entry, UndoEntry(done.entry_id))
            tell(gone="article", id=note.article_id)

    def type(self) -> None:
        """A word more in the open form; now and then the form is saved, and its draft no longer wanted."""
        self.typed += 1
        if self.typed > len(SENTENCE):
            tell(doubtful="draft", id=self.draft)
            self.company.run(discard_draft, DiscardDraft(self.draft))
            tell(gone="draft", id=self.draft)
            self.draft, self.typed = new_id(), 1
        text = " ".join(SENTENCE[: self.typed])
        self.company.run(save_draft, SaveDraft(self.draft, "intake", (("text", text),)))
        tell(kept="draft", id=self.draft, text=text)

    def said(self) -> AddArticle:
        ticket, now = self.chance.choice(self.tickets), self.company.clock.now()
        return AddArticle(ticket, new_id(), ArticleKind.NOTE, "oddzwonić", now)

    def call(self) -> Arrival:
        now = self.company.clock.now()
        return Arrival(new_id(), Channel.PHONE, now, "+48612813035", "Stanisław Jeka", self.customer)

    def wish(self) -> NewTicket:
        work = self.company.work_kind()
        return NewTicket(new_id(), "Hałasuje", equipment_id=self.unit, work_kind_id=work)


def at_the_desk(path: Path) -> Company:
    return Company(open_sqlite(path), SystemClock(), Actor(USER_ID, WORKSTATION_ID, BRANCH, ZONE))


def work(path: Path, seed: int) -> None:
    company = at_the_desk(path)
    customer, unit = company.rows(Customer)[0].id, company.rows(Equipment)[0].id
    tell(begun=os.getpid())
    Morning(company, random.Random(seed), customer, unit).work()  # noqa: S311 - a game, not a secret
    company.database.close()


def main() -> None:
    path = Path(sys.argv[1])
    tell(ready=os.getpid())
    for line in sys.stdin:
        worker = os.fork()
        if worker == 0:
            work(path, int(line))
            os._exit(0)
        os.waitpid(worker, 0)
        tell(ended=worker)


if __name__ == "__main__":
    main()
