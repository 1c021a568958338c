"""Closed tickets leave the devices after a while and come back when they change; removals are forgotten."""

from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import event, text

from fieldservice.domain.commands.articles import AddArticle, add_article
from fieldservice.domain.model.base import new_id
from fieldservice.domain.model.ticket import ArticleKind
from fieldservice.domain.rules.errors import EnvironmentProblem
from fieldservice.domain.rules.exchange_scopes import GLOBAL, archive_of
from fieldservice.domain.store.engine import Database
from fieldservice.server.store.schema import check
from fieldservice.server.store.trimming import REMOVALS_KEPT, collect_garbage, referring, trim
from tests.conftest import FakeClock
from tests.factories import Company
from tests.server.feed.givens import branch, closed, ended, give
from tests.server.feed.replica import Replica
from tests.store.ticket_givens import covered_customer, logged, ordered

KEEP = text("INSERT INTO sync_branch (branch_id, keep_days, archive_scope) VALUES (:branch, 30, :archive)")


@pytest.fixture
def warsaw(centre_company: Company) -> UUID:
    branch_id = branch(centre_company, "W1")
    with centre_company.database.writer.begin() as connection:
        connection.execute(KEEP, {"branch": branch_id, "archive": archive_of(branch_id)})
    return branch_id


def test_a_ticket_closed_long_ago_leaves_with_all_that_hangs_on_it(
    centre_company: Company, warsaw: UUID, clock: FakeClock
) -> None:
    served = covered_customer(centre_company)
    old, young = logged(centre_company, served), logged(centre_company, served)
    ordered(centre_company, old)
    for ticket, days in ((old, 31), (young, 29)):
        give(centre_company, "ticket", ticket, warsaw)
        closed(centre_company, ticket, clock.now() - timedelta(days=days))
    ended(centre_company)
    reader = Replica(centre_company.database, (GLOBAL, warsaw))
    reader.pull()
    before = dict(reader.rows)

    moved = [trim(centre_company.database.writer, clock.now()) for _turn in range(2)]
    reader.pull()

    left = {table for table, row_id in set(before) - set(reader.rows)}
    assert moved == [1, 0]
    assert reader.rows == reader.truth()
    assert left >= {"ticket", "work_order", "visit"}
    assert ("ticket", young.hex) in reader.rows
    assert check(centre_company.database.writer) == []


@pytest.mark.parametrize("change", ["ticket", "hanging", "new"])
def test_an_archived_ticket_that_changes_comes_back_whole(
    centre_company: Company, warsaw: UUID, clock: FakeClock, change: str
) -> None:
    ticket = logged(centre_company)
    ((order, _visit),) = ordered(centre_company, ticket)
    give(centre_company, "ticket", ticket, warsaw)
    closed(centre_company, ticket, clock.now() - timedelta(days=90))
    ended(centre_company)
    reader = Replica(centre_company.database, (GLOBAL, warsaw))
    reader.pull()
    before = dict(reader.rows)
    trim(centre_company.database.writer, clock.now())
    reader.pull()
    assert ("work_order", order.hex) not in reader.rows

    if change == "new":
        note = AddArticle(ticket, new_id(), ArticleKind.NOTE, "Klient dzwonił", clock.now())
        centre_company.run(add_article, note)
    else:
        table, row_id = ("ticket", ticket) if change == "ticket" else ("work_order", order)
        with centre_company.database.writer.begin() as connection:
            connection.execute(
                text(f"UPDATE {table} SET title = 'x' WHERE id = :id"),  # noqa: S608 - our own names
                {"id": row_id},
            )
    reader.pull()

    assert set(before) <= set(reader.rows)
    assert reader.rows == reader.truth()


def test_a_ticket_that_counts_for_terms_in_force_stays(
    centre_company: Company, warsaw: UUID, clock: FakeClock
) -> None:
    """Else a device would judge coverage by a quota of which too little is used."""
    ticket = logged(centre_company)
    give(centre_company, "ticket", ticket, warsaw)
    closed(centre_company, ticket, clock.now() - timedelta(days=90))

    kept = trim(centre_company.database.writer, clock.now())
    ended(centre_company)
    moved = trim(centre_company.database.writer, clock.now())

    assert (kept, moved) == (0, 1)


def test_a_ticket_that_others_refer_to_stays(centre_company: Company, warsaw: UUID, clock: FakeClock) -> None:
    served = covered_customer(centre_company)
    one, other = logged(centre_company, served), logged(centre_company, served)
    for ticket in (one, other):
        give(centre_company, "ticket", ticket, warsaw)
        closed(centre_company, ticket, clock.now() - timedelta(days=90))
    with centre_company.database.writer.begin() as connection:
        connection.execute(
            text("INSERT INTO ticket_link (id, from_id, to_id, kind) VALUES (:id, :one, :other, 'related')"),
            {"id": new_id(), "one": one, "other": other},
        )
    ended(centre_company)

    assert trim(centre_company.database.writer, clock.now()) == 0
    assert ("served_unit", "ticket_id") in referring()


def test_removals_are_forgotten_after_half_a_year_and_the_floor_tells_so(
    centre_database: Database, clock: FakeClock
) -> None:
    kept, removed = new_id(), new_id()
    insert, remove = (
        "INSERT INTO category (id, name) VALUES (:id, :name)",
        "DELETE FROM category WHERE id = :id",
    )
    for row_id in (kept, removed):
        with centre_database.writer.begin() as connection:
            connection.execute(text(insert), {"id": row_id, "name": row_id.hex})
    with centre_database.writer.begin() as connection:
        connection.execute(text(remove), {"id": removed})
    reader = Replica(centre_database, (GLOBAL,))
    head = reader.page().head
    with centre_database.writer.begin() as connection:
        now = connection.execute(text("SELECT clock_timestamp()")).scalar_one()

    early = collect_garbage(centre_database.writer, now)
    late = collect_garbage(centre_database.writer, now + REMOVALS_KEPT + timedelta(days=1))
    reply = reader.page()

    assert (early.removals, late.removals) == (0, 1)
    assert (reply.floor, reply.head) == (head, head)
    assert [row.id for row in reply.rows] == [kept.hex]


def test_trimming_waits_for_a_push_that_stands_in_its_way_and_goes_on(
    centre_company: Company, warsaw: UUID, clock: FakeClock
) -> None:
    """A deadlock is PostgreSQL's to end: whoever is sent away begins again."""
    old = logged(centre_company, covered_customer(centre_company))
    give(centre_company, "ticket", old, warsaw)
    closed(centre_company, old, clock.now() - timedelta(days=31))
    ended(centre_company)
    engine, told = centre_company.database.writer, list[int]()

    def deadlock(*_arguments: object) -> None:
        told.append(1)
        if len(told) == 1:
            raise EnvironmentProblem("database.busy")

    event.listen(engine, "begin", deadlock)
    moved = trim(engine, clock.now())
    event.remove(engine, "begin", deadlock)

    assert (moved, len(told)) == (1, 2)
