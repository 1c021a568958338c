"""The journal tells the whole truth: one entry a command, and from its lines the rows can be made anew."""

from datetime import timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import func, select

from fieldservice.domain.commands.articles import AddArticle, add_article
from fieldservice.domain.commands.customers import ChangeCustomer, CustomerData, change_customer
from fieldservice.domain.commands.drafts import SaveDraft, save_draft
from fieldservice.domain.commands.history import UndoEntry, undo_entry
from fieldservice.domain.commands.requests import LogRequest, log_request
from fieldservice.domain.model.base import new_id
from fieldservice.domain.model.catalogue import Kind
from fieldservice.domain.model.customer import Customer
from fieldservice.domain.model.equipment import Category, Meter, Reading
from fieldservice.domain.model.journal import (
    ChangeKind,
    Draft,
    JournalChange,
    JournalEntry,
    NumberSeries,
    SearchEntry,
)
from fieldservice.domain.model.ticket import Article, ArticleKind, Ticket
from fieldservice.domain.rules.errors import RuleViolation
from fieldservice.domain.store.numbers import issue_number
from tests.conftest import FakeClock
from tests.factories import Company
from tests.store.conftest import Before, Stage
from tests.store.every_command import Given, all_commands, build_world, uses, version
from tests.store.snapshots import changes_of, journaled_tables, replayed, stored, told

PAPERS = {"record_print", "record_export", "record_person_export"}
PRIVACY = PAPERS | {"anonymise_tickets", "erase_person", "overwrite_erased"}
UNTOLD = {
    "tell_presence",
    "end_presence",
    "mark_notices",
    "mark_ticket_read",
    "snooze_notice",
    "tell_waits",
}
DOOR = {"enter_desk", "give_password", "reset_password", "change_password", "remove_password"}
ONCE = {"set_up_company", "set_up_roles", "continue_numbers"}
OWN = {"save_draft", "discard_draft", "keep_preferences", "see_away", "settle_news"}
UNJOURNALED = PRIVACY | UNTOLD | DOOR | ONCE | OWN | {"undo_entry", "change_in_bulk"}
"""Told elsewhere: the first start below; undo, changes of many, papers, persons and the door in their own
files; what concerns nobody but its writer is in no journal."""
REFUSING_TRIGGER = """CREATE TRIGGER refusal BEFORE INSERT ON journal_change
    BEGIN SELECT RAISE(ABORT, 'refused by a test'); END"""
RECORDED = sorted(set(all_commands()) - UNJOURNALED)


def count(company: Company, kind: type[Any]) -> int:
    return company.ask(lambda session: session.scalars(select(func.count()).select_from(kind)).one())


def lines(company: Company, row_id: UUID) -> list[tuple[ChangeKind, Any, Any]]:
    told_of = select(JournalChange).join(JournalEntry, JournalEntry.id == JournalChange.entry_id)
    told_of = told_of.where(JournalChange.row_id == row_id).order_by(JournalEntry.sequence)
    return company.ask(lambda s: [(line.kind, line.before, line.after) for line in s.scalars(told_of)])


def category(company: Company, *names: str) -> UUID:
    """A category renamed through all the names within one command, with a flush after each."""
    row = Category(id=new_id(), name=names[0])
    with company.begin() as uow:
        uow.record("test.given", None)
        uow.add(row)
        for name in names:
            row.name = name
            uow.session.flush()
        uow.commit()
    return row.id


@pytest.mark.covers("C27")
@pytest.mark.parametrize("name", RECORDED)
def test_each_command_leaves_one_entry_that_tells_all_it_did(stage: Stage, before: Before, name: str) -> None:
    company, _ = stage
    function, command = before.uses[name]
    entries = count(company, JournalEntry)

    done = company.run(function, command)

    assert done.entry_id is not None
    entry = company.get(JournalEntry, done.entry_id)
    assert count(company, JournalEntry) == entries + 1
    assert (entry.user_id, entry.workstation_id) == (company.actor.user_id, company.actor.workstation_id)
    assert (entry.command, entry.recorded_at) == (done.label.code, company.clock.now())
    assert replayed(before.told, changes_of(company, entry.id)) == told(company)


def test_on_postgresql_the_journal_tells_all_too(postgresql_company: Company) -> None:
    company = postgresql_company
    world = build_world(company)
    every, before = uses(company, world), told(company)
    for name in RECORDED[::4]:
        try:
            done = company.run(*every[name])
        except RuleViolation:  # it names versions of before; what it asks for stands as it stood
            every = uses(company, world)
            done = company.run(*every[name])
        assert done.entry_id is not None
        assert (name, replayed(before, changes_of(company, done.entry_id))) == (name, told(company))
        company.run(undo_entry, UndoEntry(done.entry_id))


@pytest.mark.parametrize("name", RECORDED)
def test_a_command_that_fails_at_its_last_step_leaves_nothing(
    stage: Stage, before: Before, name: str
) -> None:
    """The lines of the journal are written when everything else is: the database refuses them."""
    company, _ = stage
    function, command = before.uses[name]
    last, found = company.rows(NumberSeries)[0].last_number, words(company)
    with company.database.writer.begin() as connection:
        connection.exec_driver_sql(REFUSING_TRIGGER)

    with pytest.raises(RuleViolation, match=r"row\.conflict.*refused by a test"):
        company.run(function, command)

    assert stored(company) == before.stored
    assert (company.rows(NumberSeries)[0].last_number, words(company)) == (last, found)
    assert company.rows(Draft) == []


def words(company: Company) -> set[tuple[UUID, str]]:
    return {(row.id, row.words) for row in company.rows(SearchEntry)}


def test_the_first_start_is_recorded_whole(company: Company) -> None:
    entry = company.rows(JournalEntry)[0]

    assert entry.command == "company.set_up"
    assert replayed({}, changes_of(company, entry.id)) == told(company)


def test_several_flushes_of_a_new_row_are_one_line_with_the_last_values(company: Company) -> None:
    row_id = category(company, "Pompa", "Pompy", "Pompy obiegowe")

    ((kind, before, after),) = lines(company, row_id)

    assert (kind, before) == (ChangeKind.INSERT, None)
    assert after == {"id": row_id.hex, "name": "Pompy obiegowe"}


def test_several_flushes_of_a_known_row_are_one_line_from_the_first_to_the_last_value(
    company: Company,
) -> None:
    row_id = category(company, "Pompa")
    with company.begin() as uow:
        uow.record("test.given", None)
        row = uow.get(Category, row_id)
        for name in ("Pompy", "Pompy obiegowe"):
            row.name = name
            uow.session.flush()
        uow.commit()

    assert lines(company, row_id)[-1] == (
        ChangeKind.UPDATE,
        {"name": "Pompa"},
        {"name": "Pompy obiegowe"},
    )


def test_a_row_made_and_removed_in_one_command_was_never_there(company: Company) -> None:
    with company.begin() as uow:
        row = Category(id=new_id(), name="Pompa")
        uow.record("test.given", None)
        uow.add(row)
        uow.session.flush()
        uow.session.delete(row)
        changes = uow.commit()

    assert changes.entry_id is None
    assert lines(company, row.id) == []


def test_a_row_written_anew_under_its_id_is_a_change_of_what_differs(company: Company) -> None:
    old = Kind(id=new_id(), code="own-1", name="Hałas", customer_id=company.customer())
    company.put(old)
    with company.begin() as uow:
        uow.record("test.given", None)
        uow.session.delete(uow.get(Kind, old.id))
        uow.session.flush()
        uow.add(Kind(id=old.id, code="own-1", name="Drgania"))
        uow.commit()

    kind, before, after = lines(company, old.id)[-1]
    assert kind is ChangeKind.UPDATE
    assert before == {"name": "Hałas", "customer_id": old.customer_id and old.customer_id.hex}
    assert after == {"name": "Drgania", "customer_id": None}


def test_a_row_is_not_removed_and_written_anew_in_one_flush(desk_company: Company) -> None:
    """The ORM would keep what the new row does not name, and the journal would tell otherwise."""
    old = Category(id=new_id(), name="Pompa")
    desk_company.put(old)

    def rewrite() -> None:
        with desk_company.begin() as uow:
            uow.record("test.given", None)
            uow.session.delete(uow.get(Category, old.id))
            uow.add(Category(id=old.id, name="Pompy"))
            uow.commit()

    with pytest.raises(LookupError, match="needs a flush"):
        rewrite()


def test_rows_written_in_bulk_are_journaled_one_by_one(company: Company) -> None:
    named = {new_id(): f"Rodzaj {number}" for number in range(25)}
    with company.begin() as uow:
        uow.record("test.given", None)
        uow.insert_many(Category, [{"id": row_id, "name": name} for row_id, name in named.items()])
        entry_id = uow.commit().entry_id

    assert entry_id is not None
    assert [(line.row_id, line.after) for line in changes_of(company, entry_id)] == [
        (row_id, {"id": row_id.hex, "name": name}) for row_id, name in named.items()
    ]


def test_rows_written_in_bulk_with_different_columns_lose_none(company: Company) -> None:
    customer = company.customer()
    plain = {"id": new_id(), "code": "own-1", "name": "Hałas", "translations": {}}
    narrowed = {**plain, "id": new_id(), "code": "own-2", "customer_id": customer}
    with company.begin() as uow:
        uow.record("test.given", None)
        uow.insert_many(Kind, [plain, narrowed])
        uow.commit()

    assert company.get(Kind, narrowed["id"]).customer_id == customer  # type: ignore[arg-type]


def test_a_quantity_is_journaled_as_it_is_kept(company: Company) -> None:
    """A third has no end: what the column rounds, the journal rounds alike, else undo would see a change."""
    meter = Meter(id=new_id(), name="godziny", equipment_id=company.unit(company.site(company.customer())))
    reading = Reading(
        id=new_id(), meter_id=meter.id, read_on=company.clock.now().date(), value=Decimal(1) / 3
    )
    company.put(meter, reading)

    assert lines(company, reading.id)[0][2]["value"] == "0.3333"
    assert company.get(Reading, reading.id).value == Decimal("0.3333")


@pytest.mark.covers("P-55")
def test_number_series_drafts_and_search_words_are_not_journaled(stage: Stage) -> None:
    company, world = stage
    given = Given(company, world.customer, world.unit)
    company.run(log_request, LogRequest(given.call(), (given.wish("Stoi", world.unit),)))
    company.run(save_draft, SaveDraft(new_id(), "intake", (("text", "klient mówi, że"),)))

    tables = company.ask(lambda s: set(s.scalars(select(JournalChange.table_name).distinct())))
    assert tables <= {table.name for table in journaled_tables()}
    assert not tables & {"number_series", "draft", "search_entry", "stamp"}


@pytest.mark.covers("P-55")
def test_a_storm_of_failures_issues_no_number_twice(company: Company) -> None:
    issued = []
    for attempt in range(12):
        with company.begin() as uow:
            number = issue_number(uow)
            uow.record("test.given", None)
            if attempt % 3 == 0:
                uow.commit()
                issued.append(number)

    assert issued == ["WAW-000001", "WAW-000002", "WAW-000003", "WAW-000004"]


def test_what_was_done_earlier_is_told_with_both_moments(stage: Stage, clock: FakeClock) -> None:
    company, world = stage
    happened_at = clock.now() - timedelta(hours=5)
    note = AddArticle(world.fresh, new_id(), ArticleKind.CALL, "dzwonił rano", happened_at)

    done = company.run(add_article, note)

    assert done.entry_id is not None
    entry = company.get(JournalEntry, done.entry_id)
    article = company.get(Article, note.article_id)
    assert (entry.happened_at, entry.recorded_at) == (happened_at, clock.now())
    assert (article.happened_at, article.recorded_at) == (happened_at, clock.now())


def test_a_command_that_changes_nothing_leaves_no_entry(stage: Stage) -> None:
    company, world = stage
    given = Given(company, world.customer, world.unit)
    command = LogRequest(given.call(), (given.wish("Stoi", world.unit),))
    company.run(log_request, command)
    before = count(company, JournalEntry)

    again = company.run(log_request, command)

    assert (again.entry_id, again.undoable) == (None, False)
    assert count(company, JournalEntry) == before


def test_a_person_who_saw_an_older_version_does_not_overwrite_the_newer(company: Company) -> None:
    customer = company.customer("Młyn Żary", number="K-1")
    seen = version(company, Customer, customer)
    company.run(change_customer, ChangeCustomer(customer, seen, CustomerData("Młyn Żary SA")))

    with pytest.raises(RuleViolation, match=r"row\.changed_meanwhile"):
        company.run(change_customer, ChangeCustomer(customer, seen, CustomerData("Młyn w Żarach")))

    assert company.get(Customer, customer).name == "Młyn Żary SA"


def test_two_at_once_on_one_row_do_not_overwrite_each_other(postgresql_company: Company) -> None:
    """Both have read the row before either writes: only the database can tell (S6)."""
    company = postgresql_company
    customer = company.customer("Młyn Żary")

    def second_overwrites_first() -> None:
        with company.begin() as second:
            mine = second.get(Customer, customer)
            with company.begin() as first:
                first.record("test.given", None)
                first.get(Customer, customer).note = "dzwonić rano"
                first.commit()
            second.record("test.given", None)
            mine.note = "dzwonić wieczorem"
            second.commit()

    with pytest.raises(RuleViolation, match=r"row\.changed_meanwhile"):
        second_overwrites_first()

    assert company.get(Customer, customer).note == "dzwonić rano"


def test_names_in_other_languages_come_back_as_they_were(company: Company) -> None:
    """JSON in a column, JSON in the journal: neither the order nor the letters change."""
    names = {"cs": "Hluk", "en": "Noise", "es": "Ruido"}
    entry = Kind(id=new_id(), code="own-1", name="Hałas", translations=dict(names))

    company.put(entry)

    assert lines(company, entry.id)[0][2]["translations"] == names


def test_a_ticket_names_who_did_what_from_first_to_last(stage: Stage) -> None:
    company, world = stage
    of_ticket = select(JournalChange.kind).where(JournalChange.row_id == world.closed_by_orders)

    kinds = company.ask(lambda session: list(session.scalars(of_ticket)))

    assert kinds[0] is ChangeKind.INSERT
    assert len(kinds) > 2
    assert company.get(Ticket, world.closed_by_orders).closed_at is not None


def test_what_a_bulk_row_leaves_to_its_defaults_is_journaled_and_taken_back(company: Company) -> None:
    before = told(company)
    with company.begin() as uow:
        uow.record("test.given", None)
        uow.insert_many(Kind, [{"id": new_id(), "code": "own-1", "name": "Hałas", "translations": {}}])
        entry_id = uow.commit().entry_id

    assert entry_id is not None
    assert replayed(before, changes_of(company, entry_id)) == told(company)
    company.run(undo_entry, UndoEntry(entry_id))
    assert told(company) == before
