"""Unique tokens, appended by several workstations to the same lists, over lines that lose and double (T10).

Real files, the real engine, a real centre. Lists are the articles of tickets. A workstation numbers its
tokens; whoever reads, whenever, must see of each workstation all tokens up to some number, each once, never
less than before, whole commands only, and of its own all.
"""

import random
from dataclasses import dataclass, field
from uuid import UUID

from sqlalchemy import Connection

from fieldservice.domain.model.base import new_id
from fieldservice.domain.model.ticket import Article, ArticleKind, Ticket
from fieldservice.sync.joining import Way
from tests.store.ticket_givens import logged
from tests.sync.conftest import Desks
from tests.sync.desks import TestDesk
from tests.sync.plain_centre import LineCutError

LISTS = 5
TROUBLES = ("", "", "", "lost", "unanswered", "cut")
READ_EVERY = 8
LAST_ROUNDS = 12
_SEEN = """
SELECT author_name, count(*), count(DISTINCT text), max(text) FROM article
WHERE author_name LIKE 'desk %' GROUP BY author_name"""


@dataclass
class Outcome:
    """What was done; that nothing was wrong with it goes without saying."""

    tokens: int = 0
    commands: int = 0
    rounds: int = 0
    broken_rounds: int = 0
    restarts: int = 0
    reads: int = 0


@dataclass
class Writers:
    """Workstations at one centre, which write to the same lists. `most_at_once` tokens are one command."""

    given: Desks
    chance: random.Random
    most_at_once: int
    desks: list[TestDesk] = field(default_factory=list)
    outcome: Outcome = field(default_factory=Outcome)

    def join(self, count: int) -> None:
        """The first brings the tickets whose articles the lists are."""
        for place in range(count):
            desk = self.given.alone()
            if place == 0:
                for _list in range(LISTS):
                    logged(desk.company)
            desk.join(Way.BRING if place == 0 else Way.TAKE, self.given.code("WAW"))
            self._meet(desk)
            self.desks.append(desk)
        self.lists: list[UUID] = [ticket.id for ticket in self.desks[0].company.rows(Ticket)]
        self.written = [[0] for _desk in self.desks]
        self.seen = [[0] * count for _desk in self.desks]

    def work(self, tokens: int) -> None:
        """Until so many are written, then until nothing moves."""
        while self.outcome.tokens < tokens:
            place = self.chance.randrange(len(self.desks))
            if self.chance.random() < 0.6:
                self._write(place, min(self.most_at_once, tokens - self.outcome.tokens))
            else:
                self._exchange(place)
            if self.chance.randrange(READ_EVERY) == 0:
                self.read(self.chance.randrange(len(self.desks)))
        self._exchange_until_nothing_moves()
        for place in range(len(self.desks)):
            self.read(place, is_last=True)
        with self.given.office.database.reader.connect() as connection:
            self._require_causal(connection, "the centre", [ends[-1] for ends in self.written])
            self._require_order(connection)

    def read(self, place: int, *, is_last: bool = False) -> None:
        """What one workstation sees now."""
        least = [ends[-1] for ends in self.written] if is_last else list(self.seen[place])
        least[place] = self.written[place][-1]
        self.outcome.reads += 1
        with self.desks[place].database.reader.connect() as connection:
            self.seen[place] = self._require_causal(connection, f"desk {place}", least)

    def _write(self, place: int, most: int) -> None:
        ends = self.written[place]
        count = self.chance.randint(1, most)
        now, ticket = self.given.clock.now(), self.chance.choice(self.lists)
        rows = [
            {
                "id": new_id(),
                "ticket_id": ticket,
                "kind": ArticleKind.NOTE,
                "is_internal": False,
                "author_id": self.desks[place].user_id,
                "author_name": f"desk {place}",
                "happened_at": now,
                "recorded_at": now,
                "text": f"{number:09}",
            }
            for number in range(ends[-1] + 1, ends[-1] + count + 1)
        ]
        with self.desks[place].company.begin() as uow:
            uow.record("article.add", None)
            uow.insert_many(Article, rows)
            uow.commit()
        ends.append(ends[-1] + count)
        self.outcome.tokens += count
        self.outcome.commands += 1

    def _exchange(self, place: int) -> None:
        desk = self.desks[place]
        desk.line.trouble = [self.chance.choice(TROUBLES) for _request in range(4)]
        self.given.clock.advance(seconds=1)  # no two requests are the same
        self.outcome.rounds += 1
        try:
            self.outcome.broken_rounds += not desk.round().went_well
        except LineCutError:
            desk.restart()
            self.outcome.restarts += 1
        desk.line.trouble = []

    def _meet(self, desk: TestDesk) -> bool:
        """Whether anything moved."""
        self.given.clock.advance(seconds=1)
        result = desk.round()
        assert result.went_well, result.problem
        return bool(result.sent or result.touched)

    def _exchange_until_nothing_moves(self) -> None:
        for _round in range(LAST_ROUNDS):
            moved = [self._meet(desk) for desk in self.desks]
            if not any(moved):
                return
        raise AssertionError("something still moves")

    def _require_causal(self, connection: Connection, reader: str, least: list[int]) -> list[int]:
        """How far the reader sees each workstation's tokens."""
        seen = [0] * len(self.desks)
        for author, count, distinct, last in connection.exec_driver_sql(_SEEN.replace("%", "%%")):
            writer = int(author.split()[1])
            seen[writer] = int(last)
            assert count == distinct, f"{reader} sees tokens of {author} twice"
            assert count == int(last), f"{reader} sees {count} of {last} tokens of {author}"
            assert int(last) in self.written[writer], f"{reader} sees a part of a command of {author}"
        assert all(now >= before for now, before in zip(seen, least, strict=True)), (
            f"{reader} sees {seen}, and should at least see {least}"
        )
        return seen

    def _require_order(self, connection: Connection) -> None:
        """At the centre a workstation's tokens came in its order, command by command."""
        told = connection.exec_driver_sql(
            "SELECT count(*) FROM (SELECT a.text::int AS number, s.made_ver, s.seq,"
            " lag(a.text::int) OVER (PARTITION BY a.author_name ORDER BY s.made_stamp, a.text) AS before"
            " FROM article a JOIN sync_row s ON s.id = a.id WHERE a.author_name LIKE 'desk %%') t"
            " WHERE before IS NOT NULL AND number <> before + 1"
        )
        assert told.scalar_one() == 0, "the centre holds a workstation's tokens in another order"


def run(given: Desks, tokens: int, *, writers: int = 3, at_once: int = 20, seed: int = 1) -> Writers:
    """Everything, checked; the writers come back as they stand."""
    made = Writers(given, random.Random(seed), at_once)  # noqa: S311 - a seed repeats the same morning
    made.join(writers)
    made.work(tokens)
    return made
