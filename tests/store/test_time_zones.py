"""Moments survive the store whatever zone the machine is set to; one without a zone never gets in (P-75)."""

import time
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select
from sqlalchemy.exc import StatementError

from fieldservice.domain.commands.articles import AddArticle, add_article
from fieldservice.domain.commands.history import UndoEntry, undo_entry
from fieldservice.domain.commands.visits import StartVisit, start_visit
from fieldservice.domain.model.base import new_id
from fieldservice.domain.model.customer import Block
from fieldservice.domain.model.journal import JournalEntry
from fieldservice.domain.model.order import Visit
from fieldservice.domain.model.ticket import Article, ArticleKind, Ticket
from tests.conftest import FakeClock
from tests.factories import Company
from tests.store.conftest import Stage
from tests.store.snapshots import stored
from tests.store.ticket_givens import logged

WARSAW = ZoneInfo("Europe/Warsaw")
MACHINE_ZONES = ("America/St_Johns", "Europe/Warsaw", "Pacific/Auckland")
MOMENTS = (
    datetime(2026, 10, 25, 2, 30, tzinfo=WARSAW),
    datetime(2026, 10, 25, 2, 30, tzinfo=WARSAW, fold=1),
    datetime(2026, 3, 29, 3, 0, tzinfo=WARSAW),
    datetime(2026, 12, 31, 23, 59, 59, 999_999, tzinfo=UTC),
    datetime(2026, 7, 1, 0, 15, tzinfo=timezone(timedelta(hours=5, minutes=45))),
    datetime(1970, 1, 1, tzinfo=UTC),
    datetime(2000, 2, 29, 12, tzinfo=timezone(-timedelta(hours=9, minutes=30))),
)


@pytest.fixture(params=MACHINE_ZONES)
def machine_zone(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The machine set to this zone, as its owner would do it."""
    with monkeypatch.context() as patched:
        patched.setenv("TZ", request.param)
        time.tzset()
        yield request.param
    time.tzset()


def noted(company: Company, ticket_id: object, happened_at: datetime) -> Article:
    note = AddArticle(ticket_id, new_id(), ArticleKind.NOTE, "oddzwonić", happened_at)  # type: ignore[arg-type]
    company.run(add_article, note)
    return company.get(Article, note.article_id)


@pytest.mark.covers("P-75")
def test_every_moment_comes_back_as_the_same_moment(machine_zone: str, company: Company) -> None:
    ticket_id = logged(company)
    company.clock = FakeClock(datetime(2027, 1, 1, tzinfo=UTC))  # nothing was said in the future

    kept = [noted(company, ticket_id, moment).happened_at for moment in MOMENTS]

    assert kept == [moment.astimezone(UTC) for moment in MOMENTS]
    assert all(moment.tzinfo is UTC for moment in kept)
    assert len(set(kept)) == len(MOMENTS)


@pytest.mark.covers("P-75")
def test_moments_sort_as_they_followed_each_other(machine_zone: str, company: Company) -> None:
    """Also over the hour that comes twice."""
    ticket_id = logged(company)
    first = datetime(2026, 10, 25, 1, 30, tzinfo=WARSAW).astimezone(UTC)
    followed = [first + timedelta(minutes=20 * step) for step in range(9)]
    for moment in reversed(followed):
        noted(company, ticket_id, moment.astimezone(WARSAW))

    in_order = select(Article.happened_at).where(Article.text == "oddzwonić").order_by(Article.happened_at)
    assert company.ask(lambda session: list(session.scalars(in_order))) == followed


@pytest.mark.covers("P-75")
def test_promises_and_days_do_not_depend_on_the_machine(machine_zone: str, desk_company: Company) -> None:
    """Half past midnight in Warsaw is still yesterday in UTC, and tomorrow noon in Auckland."""
    company = desk_company
    company.clock = FakeClock(datetime(2026, 11, 22, 23, 30, tzinfo=UTC))
    customer = company.customer()
    block = company.block(customer, since=date(2026, 11, 23))

    ticket = company.get(Ticket, logged(company))

    assert ticket.resolution_due_at == datetime(2026, 11, 25, 15, tzinfo=UTC)
    assert company.get(Block, block).since == date(2026, 11, 23)


@pytest.mark.covers("P-75")
def test_undo_brings_moments_back_in_any_zone(machine_zone: str, stage: Stage) -> None:
    company, world = stage
    before = stored(company)
    begun = datetime(2026, 11, 23, 9, 15, tzinfo=WARSAW)

    done = company.run(start_visit, StartVisit(world.planned_visit, begun))
    assert company.get(Visit, world.planned_visit).started_at == begun
    assert done.entry_id is not None
    assert company.get(JournalEntry, done.entry_id).happened_at == begun
    company.run(undo_entry, UndoEntry(done.entry_id))

    assert stored(company) == before


@pytest.mark.covers("P-75")
def test_a_moment_without_a_zone_is_refused_and_nothing_is_kept(company: Company) -> None:
    ticket_id = logged(company)
    before = stored(company)

    with pytest.raises(StatementError, match="without a zone"):
        company.put(
            Article(
                id=new_id(),
                ticket_id=ticket_id,
                kind=ArticleKind.NOTE,
                happened_at=datetime(2026, 11, 23, 9, 15),  # noqa: DTZ001 - what must not get in
                recorded_at=company.clock.now(),
            )
        )

    assert stored(company) == before
