"""Readers are told everything of their scopes, nothing else, whatever the size of the pages."""

from collections import Counter
from collections.abc import Iterator
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import text

from fieldservice.domain.model.base import new_id
from fieldservice.domain.rules.errors import RuleViolation
from fieldservice.domain.rules.exchange_scopes import GLOBAL
from fieldservice.domain.store.engine import Database
from fieldservice.server.store import feed, pages
from fieldservice.server.store.encoding import lines_of
from fieldservice.server.store.listed import listed
from fieldservice.server.store.pages import MOST_PAGE_BYTES
from fieldservice.server.store.schema import check
from fieldservice.server.store.schema_window import schema_now
from fieldservice.server.store.scopes import scopes_of
from fieldservice.sync import wire
from tests.factories import Company
from tests.server.feed.givens import branch, give
from tests.server.feed.replica import Replica
from tests.store.ticket_givens import covered_customer, logged, ordered


def test_a_reader_that_follows_holds_what_stands(centre_company: Company) -> None:
    warsaw, cracow = branch(centre_company, "W1"), branch(centre_company, "K1")
    readers = [
        Replica(centre_company.database, (GLOBAL, warsaw)),
        Replica(centre_company.database, (GLOBAL, cracow), limit=3),
    ]
    served = covered_customer(centre_company)
    ticket = logged(centre_company, served)
    ordered(centre_company, ticket, 2)
    for reader in readers:
        reader.pull()
        assert reader.rows == reader.truth()

    give(centre_company, "ticket", ticket, warsaw)
    give(centre_company, "customer", served[0], warsaw)
    for reader in readers:
        reader.pull()
        assert reader.rows == reader.truth()
    assert ("ticket", ticket.hex) in readers[0].rows
    assert ("ticket", ticket.hex) not in readers[1].rows
    assert not [key for key in readers[1].rows if key[0] in ("site", "equipment", "visit", "article")]

    give(centre_company, "ticket", ticket, cracow)
    give(centre_company, "customer", served[0], None)
    for reader in readers:
        reader.pull()
        assert reader.rows == reader.truth()
    assert ("ticket", ticket.hex) in readers[1].rows
    assert readers[1].pages > 30


def test_a_row_written_while_its_root_moves_ends_where_the_root_is(centre_company: Company) -> None:
    warsaw = branch(centre_company, "W1")
    customer = centre_company.customer()
    contact = new_id()
    with centre_company.database.writer.connect() as slow, slow.begin():
        slow.execute(
            text(
                "INSERT INTO contact (id, customer_id, name, role, is_active, version)"
                " VALUES (:id, :customer, 'x', '', true, 1)"
            ),
            {"id": contact, "customer": customer},
        )
        give(centre_company, "customer", customer, warsaw)

    with centre_company.database.reader.connect() as connection:
        scope = connection.execute(
            text("SELECT scope FROM sync_row WHERE id = :id"), {"id": contact}
        ).scalar_one()
    assert scope == warsaw


def test_tickets_without_a_branch_follow_their_customer_and_others_stay(centre_company: Company) -> None:
    warsaw, cracow = branch(centre_company, "W1"), branch(centre_company, "K1")
    served = covered_customer(centre_company)
    free, bound = logged(centre_company, served), logged(centre_company, served)
    give(centre_company, "ticket", bound, cracow)
    before = standing(centre_company, free, bound)

    give(centre_company, "customer", served[0], warsaw)

    after = standing(centre_company, free, bound)
    assert after == {free: (warsaw, before[free][1] + 1), bound: (cracow, before[bound][1])}


def standing(company: Company, *ids: UUID) -> dict[UUID, tuple[UUID, int]]:
    """Scope and version of each of these rows."""
    wanted = text("SELECT id, scope, ver FROM sync_row WHERE id = ANY(:ids)")
    with company.database.reader.connect() as connection:
        return {row.id: (row.scope, row.ver) for row in connection.execute(wanted, {"ids": [*ids]})}


def test_a_row_that_refers_to_another_branch_is_found(centre_company: Company) -> None:
    warsaw, cracow = branch(centre_company, "W1"), branch(centre_company, "K1")
    served = covered_customer(centre_company)
    ticket = logged(centre_company, served)
    give(centre_company, "customer", served[0], warsaw)
    before = check(centre_company.database.writer)

    give(centre_company, "ticket", ticket, cracow)

    assert before == []
    assert set(check(centre_company.database.writer)) >= {
        "exchange.refers_elsewhere ticket.customer_id",
        "exchange.refers_elsewhere ticket.equipment_id",
    }


def test_parents_come_before_what_hangs_on_them_within_a_transaction(centre_company: Company) -> None:
    reader = Replica(centre_company.database, (GLOBAL,))
    logged(centre_company)

    told = reader.pull()

    seen: set[str] = set()
    for row in told:
        if row.row and row.table == "ticket":
            assert row.row["customer_id"] in seen
        seen.add(row.id)
    assert [row.seq for row in told] == sorted(row.seq for row in told)


def test_a_new_scope_is_read_from_its_beginning_and_a_lost_one_is_told(centre_company: Company) -> None:
    warsaw, cracow = branch(centre_company, "W1"), branch(centre_company, "K1")
    customer = centre_company.customer()
    for _contact in range(5):
        centre_company.contact(customer)
    give(centre_company, "customer", customer, cracow)
    centre_company.customer()
    reader = Replica(centre_company.database, (GLOBAL, warsaw))
    reader.pull()
    reader.limit = 2
    with centre_company.database.writer.begin() as connection:
        connection.execute(text("INSERT INTO branch_scope VALUES (:a, :b)"), {"a": warsaw, "b": cracow})
        reader.scopes = scopes_of(connection, warsaw)

    told = reader.pull()
    reader.scopes = (GLOBAL, warsaw)
    reply = reader.page()

    assert ("customer", customer.hex) in reader.rows
    assert {row.scope for row in told} == {cracow.hex}
    assert reply.revoked == [cracow.hex]
    assert cracow.hex not in reply.cursors


def test_a_page_ends_at_its_bytes_and_nothing_is_left_out(centre_database: Database) -> None:
    reader = Replica(centre_database, (GLOBAL,))
    with centre_database.writer.begin() as connection:
        for _ in range(30):
            connection.execute(
                text(
                    "INSERT INTO text_block (id, code, name, translations, position, is_active, text, texts)"
                    " VALUES (:id, :code, '', '{}', 0, true, :text, '{}')"
                ),
                {"id": new_id(), "code": uuid4().hex, "text": "ż" * 100_000},
            )

    first = reader.page()
    reader.pull()

    assert first.more
    assert 1 <= len(first.rows) * 200_000 <= MOST_PAGE_BYTES + 200_000
    assert first.cursors[GLOBAL.hex] == first.rows[-1].seq < first.head
    assert len(reader.rows) == 30


def test_a_page_is_never_cut_between_an_exit_and_its_row(
    centre_company: Company, monkeypatch: pytest.MonkeyPatch
) -> None:
    warsaw = branch(centre_company, "W1")
    customer = centre_company.customer()
    for _contact in range(5):
        centre_company.contact(customer)
    reader = Replica(centre_company.database, (GLOBAL, warsaw))
    reader.pull()
    give(centre_company, "customer", customer, warsaw)
    monkeypatch.setattr(pages, "MOST_PAGE_BYTES", 200)

    told = reader.pull()

    assert len([row for row in told if row.table == "contact"]) == 5
    assert reader.pages > 5
    assert reader.rows == reader.truth()


def test_a_larger_row_than_a_page_still_travels(centre_database: Database) -> None:
    with centre_database.writer.begin() as connection:
        connection.execute(
            text(
                "INSERT INTO text_block (id, code, name, translations, position, is_active, text, texts)"
                " VALUES (:id, 'x', '', '{}', 0, true, :text, '{}')"
            ),
            {"id": new_id(), "text": "x" * (MOST_PAGE_BYTES + 1)},
        )

    reader = Replica(centre_database, (GLOBAL,))
    reader.pull()

    assert len(reader.rows) == 1


def test_pages_are_read_from_one_picture_or_not_at_all(centre_database: Database) -> None:
    with centre_database.writer.connect() as connection, pytest.raises(LookupError, match="one picture"):
        feed.page(connection, wire.PullRequest({}, schema_now()), (GLOBAL,))


def test_nothing_that_is_not_journaled_travels(centre_company: Company) -> None:
    """Passwords, drafts and what else is local are in no table that travels."""
    reader = Replica(centre_company.database, (GLOBAL,))
    logged(centre_company)
    reader.pull()

    tables = Counter(table for table, _id in reader.rows)

    assert not {
        "password",
        "preference",
        "draft",
        "notice",
        "presence",
        "search_entry",
        "journal_entry",
    } & set(tables)
    assert not [row for row in reader.rows.values() if {"version", "password_set_at"} & set(row)]


def test_rows_are_given_as_they_stand_and_only_of_the_readers_scopes(centre_company: Company) -> None:
    warsaw = branch(centre_company, "W1")
    mine, foreign, removed = (centre_company.customer() for _ in range(3))
    give(centre_company, "customer", foreign, warsaw)
    contact = centre_company.contact(mine)
    with centre_company.database.writer.begin() as connection:
        connection.execute(text("DELETE FROM identity WHERE contact_id = :id"), {"id": contact})
        connection.execute(text("DELETE FROM contact WHERE id = :id"), {"id": contact})
    wanted = {
        "customer": [each.hex for each in (mine, foreign, removed, uuid4())],
        "contact": [contact.hex],
        "password": [mine.hex],
        "no such; table": [mine.hex],
    }
    with centre_company.database.reader.connect() as connection:
        reply = feed.rows(connection, wire.RowsRequest(wanted, schema_now()), (GLOBAL,))
        with pytest.raises(RuleViolation) as refused:
            feed.rows(connection, wire.RowsRequest({"customer": ["'; --"]}, schema_now()), (GLOBAL,))

    told = {row.id: row.row for row in reply.rows}
    assert set(told) == {mine.hex, removed.hex, contact.hex}
    assert told[contact.hex] is None
    assert refused.value.code == "exchange.malformed"


def test_an_older_workstation_hears_nothing_of_tables_it_has_not(centre_company: Company) -> None:
    with centre_company.database.reader.connect() as connection:
        old = feed.page(connection, wire.PullRequest({}, 1), (GLOBAL,))
        new = feed.page(connection, wire.PullRequest({}, schema_now()), (GLOBAL,))

    assert {row.table for row in old.rows} < {row.table for row in new.rows}
    assert "role" in {row.table for row in new.rows} - {row.table for row in old.rows}
    assert (old.head, old.cursors) == (new.head, new.cursors)


FOUND = 500
MANY_CONTACTS = """
INSERT INTO contact (id, customer_id, name, role, is_active, version)
SELECT gen_random_uuid(), :customer, 'Anna ' || place, '', true, 1 FROM generate_series(1, :many) place"""


def many_contacts(company: Company, many: int) -> None:
    with company.database.writer.begin() as connection:
        connection.execute(text(MANY_CONTACTS), {"customer": company.customer(), "many": many})


@pytest.mark.covers("P-53")
@pytest.mark.parametrize(
    ("asked", "given"), [(10**6, wire.MOST_PAGE_ROWS), (wire.MOST_ROWS, wire.MOST_ROWS), (7, 7)]
)
def test_a_page_holds_as_many_rows_as_were_asked_for_and_not_without_bounds(
    centre_company: Company, asked: int, given: int
) -> None:
    many_contacts(centre_company, wire.MOST_PAGE_ROWS)
    request = wire.PullRequest({GLOBAL.hex: 0}, schema_now(), limit=asked)

    with centre_company.database.reader.begin() as connection:
        page = feed.page(connection, request, (GLOBAL,))

    assert len(page.rows) == given
    assert page.more


def test_some_rows_are_found_without_going_through_a_table_that_the_planner_does_not_know(
    centre_company: Company,
) -> None:
    many_contacts(centre_company, 4 * FOUND)
    statement = lines_of("contact", schema_now())
    with centre_company.database.reader.begin() as connection:
        pages.one_picture(connection)
        ids = connection.execute(text("SELECT id FROM contact LIMIT :found"), {"found": FOUND}).scalars()
        told = connection.exec_driver_sql(
            f"EXPLAIN (ANALYZE, TIMING OFF, FORMAT JSON) {statement}", (listed(ids),)
        ).scalar_one()

    assert max(looked_at(told[0]["Plan"])) <= FOUND


def looked_at(plan: dict[str, Any]) -> Iterator[float]:
    """How many rows each step of a plan gave in all, and threw away."""
    yield plan["Actual Rows"] * plan["Actual Loops"] + plan.get("Rows Removed by Filter", 0)
    for step in plan.get("Plans", ()):
        yield from looked_at(step)
