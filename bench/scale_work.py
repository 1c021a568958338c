"""What people at a simulated workstation do: the very transactions of the real commands, told anew.

One call is logged, written down, planned, recorded and its customer changed at a real desk with the real
commands; each simulated workstation repeats that case with ids, numbers and words of its own.
"""

import re
from collections.abc import Mapping
from dataclasses import astuple, dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Protocol
from uuid import UUID

import msgspec

from fieldservice.domain.commands.articles import AddArticle, add_article
from fieldservice.domain.model.base import new_id
from fieldservice.domain.model.contract import CoverageLine, Terms
from fieldservice.domain.model.customer import Site
from fieldservice.domain.model.ticket import ArticleKind, SlaEntry
from fieldservice.domain.model.whole import Base
from fieldservice.domain.rules.settle import automatic_article_id
from fieldservice.domain.store.engine import open_sqlite
from fieldservice.domain.store.service_levels import entry_id
from fieldservice.sync import wire
from fieldservice.sync.joining import Way
from fieldservice.sync.outgoing import next_batch
from tests.conftest import FakeClock
from tests.factories import USER_ID, set_up
from tests.store.ticket_givens import covered_customer, logged, ordered, recorded
from tests.sync.desks import TestDesk
from tests.sync.plain_centre import PlainCentre, PlainLine

SAID, TITLE, REPORT, NOTE = "Hałasuje", "Naprawa", "Wymieniono filtr", "Nowa uwaga"
"""Words of the recorded case, each told by one transaction; a case that is told anew has others."""
CLOSED = "autoclose|0"
STEPS = ("ticket.create", "article.add", "order.create", "visit.record", "customer.change")
NUMBER = "WAW-1-000001"
_IDS = re.compile(r"[0-9a-f]{32}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")


@dataclass(frozen=True, slots=True)
class Served:
    """Rows of a branch that a case is about, and who works on it where."""

    customer: UUID
    site: UUID
    unit: UUID
    contract: UUID
    terms: UUID
    line: UUID
    branch: UUID
    user: UUID


@dataclass(frozen=True, slots=True)
class Case:
    """The transactions of one case as they were recorded, in JSON; `about` are the rows it found there.

    `clocks` are lines of the ticket's clock and when each begins; `closing` is the article that its closing
    writes: their ids follow from the ticket's.
    """

    texts: tuple[str, ...]
    about: Served
    ticket: UUID
    clocks: Mapping[UUID, datetime]
    closing: UUID

    def told_for(self, about: Served, number: str, token: str) -> list[wire.Transaction]:
        """The same case with rows, number and words of another workstation; versions are not yet right."""
        ticket = new_id()
        pairs = [*zip(astuple(self.about), astuple(about), strict=True), (self.ticket, ticket)]
        pairs += [(line, entry_id(ticket, began)) for line, began in self.clocks.items()]
        pairs.append((self.closing, automatic_article_id(ticket, CLOSED)))
        known = {old.hex: new.hex for old, new in pairs}
        return [
            msgspec.json.decode(_anew(text, known, number, f"{token}/{step}"), type=wire.Transaction)
            for step, text in enumerate(self.texts)
        ]


def _anew(text: str, known: dict[str, str], number: str, token: str) -> str:
    def other(found: re.Match[str]) -> str:
        old = found[0].replace("-", "")
        new = known.get(old)
        if new is None:
            is_of_the_catalogue = old[12] == "5"  # made from its words, the same everywhere
            new = old if is_of_the_catalogue else new_id().hex
            known[old] = new
        return str(UUID(new)) if "-" in found[0] else new

    for word in (SAID, TITLE, REPORT, NOTE):
        text = text.replace(f'"{word}"', f'"{word} {token}"')
    return _IDS.sub(other, text.replace(NUMBER, number))


def record_case() -> Case:
    """Work through the case at a real desk that has joined a plain centre, three hours ago."""
    with TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        path = Path(folder) / "desk.db"
        clock = FakeClock((datetime.now(UTC) - timedelta(hours=3)).replace(microsecond=0))
        empty = open_sqlite(path)
        Base.metadata.create_all(empty.writer)
        set_up(empty, clock)
        empty.close()
        desk = TestDesk(path, PlainLine(PlainCentre()), clock)
        try:
            return _recorded(desk)
        finally:
            desk.database.close()


def _recorded(desk: TestDesk) -> Case:
    company, clock = desk.company, desk.clock
    customer, unit = covered_customer(company)
    desk.join(Way.BRING)
    assert desk.round().went_well
    company = desk.company
    ticket = logged(company, (customer, unit))
    said = AddArticle(ticket, new_id(), ArticleKind.NOTE, SAID, clock.now())
    company.run(add_article, said)
    [(_order, visit)] = ordered(company, ticket, 1, clock.now() + timedelta(hours=1))
    recorded(company, visit, ended_at=clock.now() + timedelta(hours=2))
    desk.say(customer, note=NOTE)
    with desk.database.write_sessions().begin() as session:
        batch = next_batch(session)
    assert tuple(each.entry.command for each in batch) == STEPS, [each.entry.command for each in batch]
    branch = company.actor.branch_id
    assert branch is not None
    [terms], [line], [site] = company.rows(Terms), company.rows(CoverageLine), company.rows(Site)
    return Case(
        tuple(msgspec.json.encode(each).decode() for each in batch),
        Served(customer, site.id, unit, terms.contract_id, terms.id, line.id, branch, USER_ID),
        ticket,
        {each.id: each.started_at for each in company.rows(SlaEntry)},
        automatic_article_id(ticket, CLOSED),
    )


class Versions(Protocol):
    """A copy, as far as it is asked for versions."""

    def version(self, key: tuple[str, str]) -> int: ...


def based_on(transaction: wire.Transaction, copy: Versions) -> wire.Transaction:
    """Each operation told with the version of its row that the workstation holds."""
    operations = [
        msgspec.structs.replace(each, base=copy.version((each.table, each.id)))
        for each in transaction.operations
    ]
    return msgspec.structs.replace(transaction, operations=operations)
