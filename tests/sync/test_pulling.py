"""Pages of changes: kept with their cursors, visible together at the head, whatever happens between them."""

from copy import deepcopy

import pytest

from fieldservice.domain.rules.errors import EnvironmentProblem
from fieldservice.domain.store.exchange_state import SCHEMA
from fieldservice.sync import wire
from fieldservice.sync.outgoing import KEPT
from fieldservice.sync.round_result import Progress, Step
from tests.sync.met import Met, met, two_desks
from tests.sync.plain_centre import GLOBAL, LineCutError, Row

__all__ = ["met", "two_desks"]

FEW = 2
CUSTOMERS = 7


def add_customers(met: Met, count: int = CUSTOMERS) -> None:
    """At one desk, and sent."""
    for place in range(count):
        met.one.company.customer(f"Customer {place}", number=f"N-{place}")
    assert met.one.round().sent == count


def names(met: Met) -> set[str]:
    return {row["name"] for row in met.other.rows("customer").values() if row["name"].startswith("Customer")}


@pytest.mark.covers("P-53", "P-57")
def test_pages_become_visible_together_at_the_head(met: Met) -> None:
    add_customers(met)
    met.line(met.other).most_rows = FEW
    seen = [set[str]()]

    def look(progress: Progress) -> None:
        if progress.step is Step.FETCHING:
            seen.append(names(met))

    met.other.engine.round(look)

    assert met.line(met.other).pages > CUSTOMERS // FEW
    assert all(each == set() for each in seen)
    assert len(names(met)) == CUSTOMERS


@pytest.mark.covers("P-53", "P-57")
def test_a_pull_that_is_broken_off_shows_nothing_and_goes_on_where_it_was(met: Met) -> None:
    add_customers(met)
    line = met.line(met.other)
    line.most_rows = FEW
    met.other.engine.round(is_cancelled=lambda: line.pages >= FEW)

    assert met.other.count("exchange_stage") == FEW * FEW
    assert names(met) == set()

    line.pages = 0
    assert met.other.round().went_well
    assert len(names(met)) == CUSTOMERS
    assert line.pages < CUSTOMERS


@pytest.mark.covers("P-53")
def test_a_page_and_its_cursor_are_kept_together_or_not_at_all(met: Met) -> None:
    add_customers(met)
    line = met.line(met.other)
    line.most_rows = FEW

    def die(pages: int) -> None:
        if pages == FEW:
            raise LineCutError

    line.before_page = die
    with pytest.raises(LineCutError):
        met.other.round()
    met.other.restart()

    with met.other.database.read_session() as session:
        connection = session.connection()
        (cursor,) = connection.exec_driver_sql("SELECT sequence FROM exchange_cursor").scalars()
        (last,) = connection.exec_driver_sql("SELECT max(sequence) FROM exchange_stage").scalars()
    assert cursor == last


def test_a_centre_that_is_put_back_between_two_pages_is_met_anew(met: Met) -> None:
    older = deepcopy(met.centre)
    add_customers(met)
    line = met.line(met.other)
    line.most_rows = FEW

    def put_back(pages: int) -> None:
        if pages == 1:
            met.centre.restored(older)

    line.before_page = put_back
    result = met.other.round()
    line.before_page = lambda _pages: None
    met.exchange()

    assert result.order == "epoch_changed"
    met.require_same()
    assert len(names(met)) == CUSTOMERS


@pytest.mark.covers("J06")
def test_work_of_long_ago_that_was_sent_lately_is_kept_for_a_centre_that_is_put_back(met: Met) -> None:
    met.one.company.customer("Typed without a line", number="N-1")
    older = deepcopy(met.centre)
    met.clock.advance(days=KEPT.days + 10)
    met.one.company.customer("Typed today", number="N-2")
    met.exchange()
    met.clock.advance(days=KEPT.days - 1)
    met.exchange()

    met.centre.restored(older)
    met.exchange()

    met.require_same()
    names = {str(row["name"]) for row in met.other.rows("customer").values()}
    assert {"Typed without a line", "Typed today"} <= names


@pytest.mark.covers("P-57")
def test_who_stands_below_the_floor_reads_nothing_more_and_begins_anew(met: Met) -> None:
    add_customers(met)
    met.exchange()
    (gone,) = [key for key, row in met.centre.rows.items() if (row.values or {}).get("name") == "Customer 0"]
    del met.centre.rows[gone]  # removed so long ago that nobody remembers
    assert gone[1] in met.other.rows("customer")
    line = met.line(met.other)
    met.other.company.customer("Typed meanwhile", number="N-99")
    carry = line.pull
    met.other.line.pull = lambda request: _with_floor(carry(request), met.centre.head)

    result = met.other.round()

    assert result.order == "rebootstrap"
    assert gone[1] not in met.other.rows("customer")
    assert "Typed meanwhile" in {row["name"] for row in met.other.rows("customer").values()}


@pytest.mark.covers("J03")
def test_a_push_that_fails_does_not_stop_the_pull(met: Met) -> None:
    add_customers(met)
    met.other.company.customer("Waits", number="N-99")

    def fail(_request: wire.PushRequest) -> wire.PushReply:
        raise EnvironmentProblem("exchange.full")

    met.other.line.push = fail
    result = met.other.round()

    assert result.problem is not None
    assert result.problem.code == "exchange.full"
    assert len(names(met)) == CUSTOMERS
    assert met.other.count("outbox_operation") > 0


def test_what_only_a_newer_centre_knows_is_passed_over(met: Met) -> None:
    add_customers(met, 1)
    met.exchange()
    (key,) = [
        key for key, row in met.centre.rows.items() if row.values and row.values.get("name") == "Customer 0"
    ]
    row = met.centre.rows[key]
    assert row.values is not None
    row.values.update(colour_of_the_day="green", note="said there")
    met.centre.head += 1
    row.seq, row.version = met.centre.head, row.version + 1
    met.centre.head += 1
    met.centre.rows["weather", key[1]] = Row(1, met.centre.head, {"id": key[1], "is_fine": True})

    result = met.other.round()

    assert result.went_well
    assert met.other.rows("customer")[key[1]]["note"] == "said there"
    assert met.other.count("exchange_stage") == 0


@pytest.mark.covers("L06")
def test_what_an_older_program_read_is_read_anew_for_the_columns_it_did_not_know(met: Met) -> None:
    met.other.company.customer("Typed meanwhile", number="N-99")
    (customer,) = [key for key in met.other.rows("customer") if key in _of_centre(met)][:1]
    with met.other.database.write_sessions().begin() as session:
        connection = session.connection()
        connection.exec_driver_sql("UPDATE exchange_cursor SET tables_version = ?", (SCHEMA - 1,))
        connection.exec_driver_sql("UPDATE customer SET note = 'as the default' WHERE id = ?", (customer,))

    met.other.round()

    assert met.other.rows("customer")[customer]["note"] == _of_centre(met)[customer]["note"]
    assert "Typed meanwhile" in {row["name"] for row in met.other.rows("customer").values()}
    with met.other.database.read_session() as session:
        versions = session.connection().exec_driver_sql("SELECT tables_version FROM exchange_cursor")
        assert set(versions.scalars()) == {SCHEMA}


def _of_centre(met: Met) -> dict[str, dict[str, object]]:
    return {key[1]: row.values for key, row in met.centre.rows.items() if key[0] == "customer" and row.values}


def _with_floor(reply: wire.PullReply, floor: int) -> wire.PullReply:
    return (
        wire.PullReply(reply.rows, reply.exits, reply.cursors, reply.more, reply.head, reply.epoch, floor)
        if reply.cursors[GLOBAL]
        else reply
    )
