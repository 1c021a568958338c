"""The company's rules are kept while they hold, and read anew by everybody as soon as they change."""

import threading
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from sqlalchemy import select

from fieldservice.domain.commands.first_start import catalogue_id
from fieldservice.domain.commands.history import UndoEntry, undo_entry
from fieldservice.domain.model.base import new_id
from fieldservice.domain.model.catalogue import Calendar, CalendarDay, PriorityCell, Sla
from fieldservice.domain.model.stamp import Stamp
from fieldservice.domain.rules.changes import Changes
from fieldservice.domain.store.engine import Database, open_postgresql, open_sqlite, rulebook_of
from fieldservice.domain.store.rulebook import STAMP, Rulebook
from tests.conftest import FakeClock
from tests.factories import Company

CELL = catalogue_id("priority_cell", "3|3")


def rules(company: Company) -> Rulebook:
    return company.ask(rulebook_of, company.clock.now())


def prioritise(company: Company, priority: int) -> Changes:
    """Somebody changes the middle of the matrix."""
    with company.begin() as uow:
        uow.record("test.given", None)
        uow.get(PriorityCell, CELL).priority = priority
        return uow.commit()


def stamp(company: Company) -> int:
    changes = select(Stamp.changes).where(Stamp.name == STAMP)
    return company.ask(lambda session: session.scalars(changes).one())


def another(company: Company) -> Company:
    """The same database, opened by another process that keeps its own rules."""
    url = company.database.writer.url
    database: Database = (
        open_sqlite(Path(str(url.database))) if company.database.is_sqlite else open_postgresql(url)
    )
    return Company(database, company.clock, company.actor)


def test_rules_that_hold_are_not_read_again(desk_company: Company) -> None:
    company = desk_company
    assert rules(company) is rules(company)


def test_other_work_does_not_make_anybody_read_them_again(desk_company: Company) -> None:
    company = desk_company
    before = rules(company)

    company.customer()

    assert rules(company) is before


def test_a_changed_rule_counts_at_once_for_everybody(company: Company) -> None:
    elsewhere = another(company)
    assert rules(elsewhere).matrix.priority(3, 3) == 3

    prioritise(company, 5)

    assert rules(company).matrix.priority(3, 3) == 5
    assert rules(elsewhere).matrix.priority(3, 3) == 5
    elsewhere.database.close()


def test_a_rule_taken_back_counts_as_before(desk_company: Company) -> None:
    company = desk_company
    done = prioritise(company, 5)
    assert rules(company).matrix.priority(3, 3) == 5
    assert done.entry_id is not None

    company.run(undo_entry, UndoEntry(done.entry_id))

    assert rules(company).matrix.priority(3, 3) == 3


def test_a_change_that_failed_changes_nothing_for_anybody(desk_company: Company) -> None:
    company = desk_company
    with company.begin() as uow:
        uow.record("test.given", None)
        uow.get(PriorityCell, CELL).priority = 5
        uow.session.flush()

    assert rules(company).matrix.priority(3, 3) == 3


def test_a_day_that_differs_is_part_of_the_calendar(desk_company: Company) -> None:
    company = desk_company
    office = next(calendar for calendar in company.rows(Calendar) if calendar.country)
    closed = CalendarDay(id=new_id(), calendar_id=office.id, day=date(2026, 11, 24), spans=[])
    noon = datetime(2026, 11, 24, 11, tzinfo=UTC)
    assert rules(company).calendars[office.id].is_open(noon)

    company.put(closed)

    assert not rules(company).calendars[office.id].is_open(noon)


def test_a_new_year_brings_its_holidays(desk_company: Company) -> None:
    company = desk_company
    office = next(calendar for calendar in company.rows(Calendar) if calendar.country)
    later = FakeClock(datetime(2032, 1, 2, 9, tzinfo=UTC))
    rules(company)

    company.clock = later

    assert not rules(company).calendars[office.id].is_open(datetime(2036, 1, 1, 11, tzinfo=UTC))


@pytest.mark.covers("P-32")
def test_two_changes_at_once_are_counted_as_two(postgresql_company: Company) -> None:
    """Else a third, who read in between, would keep the first for ever."""
    company = postgresql_company
    prioritise(company, 4)
    before = stamp(company)
    slas = [sla.id for sla in company.rows(Sla)][:2]
    both_changed = threading.Barrier(2)

    def change(sla_id: object) -> None:
        with company.begin() as uow:
            uow.record("test.given", None)
            uow.get(Sla, sla_id).response_minutes = 7  # type: ignore[arg-type]
            uow.session.flush()
            both_changed.wait(timeout=30)
            uow.commit()

    threads = [threading.Thread(target=change, args=(sla_id,)) for sla_id in slas]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert stamp(company) == before + 2
