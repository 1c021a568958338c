"""Comparing by fingerprints: what is compared, what is fetched, what is kept although nobody knows it."""

from uuid import UUID

import pytest

from fieldservice.domain.commands.tasks import AddTask, RemoveTask, TaskData, add_task, remove_task
from fieldservice.domain.model.base import new_id
from fieldservice.domain.model.exchange import ExchangeNews, InboxKind
from fieldservice.domain.store.rescuing import UNKNOWN_THERE
from fieldservice.sync.checking import Checked, check
from tests.store.ticket_givens import logged
from tests.sync.conftest import Desks
from tests.sync.desks import TestDesk
from tests.sync.met import Met, met, two_desks
from tests.sync.plain_centre import GLOBAL
from tests.sync.test_rounds import settled

__all__ = ["met", "two_desks"]


def checked(desk: TestDesk) -> Checked:
    return check(desk.store, desk.line, [GLOBAL], desk.clock)


def doubt(desk: TestDesk, row_id: str) -> None:
    """Its version is forgotten."""
    with desk.database.write_sessions().begin() as session:
        stale = "UPDATE exchange_version SET version = 0 WHERE row_id = ?"
        session.connection().exec_driver_sql(stale, (row_id,))


@pytest.mark.covers("P-58")
def test_only_the_rows_that_differ_are_fetched(met: Met) -> None:
    alike = [UUID(int=(n << 8) + 7) for n in range(20)]  # all of one bucket
    for row_id in alike:
        met.centre._put("skill", row_id.hex, _skill(row_id))
    met.exchange()
    doubt(met.other, alike[3].hex)

    found = checked(met.other)

    assert (found.buckets, found.mended) == (1, 1)
    assert [request.tables for request in met.line(met.other).asked] == [{"skill": [alike[3].hex]}]
    assert checked(met.other).buckets == 0


@pytest.mark.covers("P-54", "P-58")
def test_what_the_centre_does_not_know_leaves_and_is_kept_for_people(met: Met) -> None:
    met.one.company.customer("Nobody knows it", number="N-1")
    met.exchange()
    (key,) = [key for key, row in met.centre.rows.items() if (row.values or {}).get("number") == "N-1"]
    del met.centre.rows[key]

    found = checked(met.other)

    assert found.mended == 1
    assert key[1] not in met.other.rows("customer")
    (news,) = met.other.company.rows(ExchangeNews)
    assert (news.kind, news.rule, news.row_id) == (InboxKind.LEFT, UNKNOWN_THERE, UUID(key[1]))
    assert "Nobody knows it" in str(news.payload)


def test_a_desk_that_has_not_read_to_the_head_is_not_compared(met: Met) -> None:
    met.exchange()
    met.one.company.customer("New", number="N-1")
    met.one.round()

    found = checked(met.other)

    assert (found.was_possible, found.buckets, found.mended) == (False, 0, 0)
    assert met.line(met.other).asked == []


def test_a_desk_with_work_on_its_way_is_not_compared(met: Met) -> None:
    met.exchange()
    met.other.company.customer("New", number="N-1")

    assert not checked(met.other).was_possible


@pytest.mark.covers("P-58")
def test_rows_that_were_removed_are_counted_on_neither_side(desks: Desks) -> None:
    one, other = desks.joined(), desks.joined()
    ticket, task = logged(one.company), new_id()
    one.company.run(add_task, AddTask(ticket, task, TaskData("Call back")))
    settled(one, other)
    one.company.run(remove_task, RemoveTask(task))
    settled(one, other)

    for desk in (one, other):
        found = check(desk.store, desk.line, sorted(desk.engine.places()), desk.clock)

        assert (found.was_possible, found.buckets) == (True, 0)


def _skill(row_id: UUID) -> dict[str, object]:
    return {"id": row_id.hex, "code": f"s{row_id.int}", "name": f"Skill {row_id.int}", "translations": {}}
