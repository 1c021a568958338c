"""The audit chain: whole whatever people do with the program, and broken by whoever goes past it."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import Connection, delete, func, insert, select, text, update

from fieldservice.domain.commands.history import UndoEntry, undo_entry
from fieldservice.domain.commands.skills import AddSkill, add_skill
from fieldservice.domain.model.base import new_id
from fieldservice.domain.model.journal import JournalChange, JournalEntry, JournalHead
from fieldservice.domain.queries.audit import ChainReport, verify_chain
from fieldservice.domain.rules.audit_chain import Fault
from fieldservice.domain.store.engine import Database
from tests.conftest import FakeClock
from tests.factories import Company, set_up
from tests.store.conftest import Stage
from tests.store.every_command import build_world, uses

ENTRY, LINE, HEAD = (
    kind.metadata.tables[kind.__tablename__] for kind in (JournalEntry, JournalChange, JournalHead)
)


@pytest.fixture
def at_work(at_work: Stage) -> Company:
    return at_work[0]


def verified(company: Company) -> ChainReport:
    return company.ask(verify_chain)


def faults(company: Company) -> list[tuple[Fault, int]]:
    return [(finding.fault, finding.sequence) for finding in verified(company).findings]


def past_the_program(company: Company, act: Callable[[Connection], object]) -> None:
    """What somebody does to the database with another program."""
    with company.database.writer.begin() as connection:
        act(connection)


def entry_at(company: Company, sequence: int) -> JournalEntry:
    return next(entry for entry in company.rows(JournalEntry) if entry.sequence == sequence)


def take_out(connection: Connection, entry: JournalEntry) -> None:
    connection.execute(delete(LINE).where(LINE.c.entry_id == entry.id))
    connection.execute(delete(ENTRY).where(ENTRY.c.id == entry.id))


@pytest.mark.covers("L06")
def test_the_chain_of_a_company_at_work_is_whole(at_work: Company) -> None:
    report = verified(at_work)

    assert report.is_whole
    assert report.entries == report.last == len(at_work.rows(JournalEntry))
    assert report.older == 0


@pytest.mark.covers("L06")
def test_a_chain_is_gone_through_from_where_it_was_found_whole(at_work: Company) -> None:
    found = at_work.ask(verify_chain)
    since = (found.last, bytes.fromhex(found.head))
    skill = AddSkill(new_id(), "Lutowanie na zimno")
    at_work.run(add_skill, skill)

    further = at_work.ask(verify_chain, since=since)
    with at_work.database.writer.begin() as connection:
        newest = select(func.max(JournalEntry.sequence)).scalar_subquery()
        connection.execute(update(JournalEntry).where(JournalEntry.sequence == newest).values(command="x.y"))

    assert (further.entries, further.is_whole) == (1, True)
    assert not at_work.ask(verify_chain, since=since).is_whole


def test_undo_redo_and_an_import_are_chained_like_everything(company: Company) -> None:
    every = uses(company, build_world(company))
    for name in ("import_workbook", "change_ticket"):
        done = company.run(*every[name])
        assert done.entry_id is not None
        undone = company.run(undo_entry, UndoEntry(done.entry_id))
        assert undone.entry_id is not None
        company.run(undo_entry, UndoEntry(undone.entry_id))

    assert verified(company).is_whole


def test_entries_written_at_once_follow_each_other(postgresql_company: Company) -> None:
    def work(number: int) -> None:
        for step in range(8):
            postgresql_company.customer(f"Klient {number}-{step}")

    with ThreadPoolExecutor(3) as people:
        list(people.map(work, range(3)))

    assert verified(postgresql_company).is_whole


@pytest.mark.covers("L06")
def test_an_altered_label_names_its_entry(at_work: Company) -> None:
    past_the_program(
        at_work,
        lambda c: c.execute(update(ENTRY).where(ENTRY.c.sequence == 4).values(label={"name": "Nikt"})),
    )

    finding = verified(at_work).findings[0]
    assert (finding.fault, finding.sequence) == (Fault.ALTERED, 4)
    assert finding.entry_id == entry_at(at_work, 4).id
    assert finding.user


@pytest.mark.covers("L06")
@pytest.mark.parametrize("column", ["after", "row_id", "table_name", "position"])
def test_an_altered_line_names_its_entry(at_work: Company, column: str) -> None:
    entry = next(each for each in at_work.rows(JournalEntry) if each.command == "contract.create")
    lines = [line for line in at_work.rows(JournalChange) if line.entry_id == entry.id]
    first = min(lines, key=lambda line: line.position)
    other = {"after": {"number": "X"}, "row_id": new_id(), "table_name": "block", "position": 99}
    past_the_program(
        at_work,
        lambda c: c.execute(update(LINE).where(LINE.c.id == first.id).values({column: other[column]})),
    )

    assert faults(at_work) == [(Fault.ALTERED, entry.sequence)]


@pytest.mark.parametrize("column", ["user_id", "recorded_at", "command", "subject_id", "undoes_id"])
def test_who_when_and_what_cannot_be_rewritten(at_work: Company, column: str) -> None:
    others = {
        "user_id": new_id(),
        "recorded_at": at_work.clock.now().replace(year=2020),
        "command": "block.lift",
        "subject_id": new_id(),
        "undoes_id": new_id(),
    }
    past_the_program(
        at_work,
        lambda c: c.execute(update(ENTRY).where(ENTRY.c.sequence == 3).values({column: others[column]})),
    )

    assert faults(at_work) == [(Fault.ALTERED, 3)]


@pytest.mark.covers("L06")
def test_a_removed_entry_is_missed_at_its_place(at_work: Company) -> None:
    past_the_program(at_work, lambda c: take_out(c, entry_at(at_work, 5)))

    assert faults(at_work) == [(Fault.MISSING, 5)]


def test_removing_an_entry_and_closing_the_gap_shows(at_work: Company) -> None:
    """Whoever renumbers what follows alters it."""
    last = verified(at_work).last

    def close_the_gap(connection: Connection) -> None:
        take_out(connection, entry_at(at_work, last - 1))
        connection.execute(update(ENTRY).where(ENTRY.c.sequence == last).values(sequence=last - 1))
        connection.execute(update(HEAD).values(sequence=last - 1))

    past_the_program(at_work, close_the_gap)

    assert (Fault.ALTERED, last - 1) in faults(at_work)


@pytest.mark.covers("L06")
def test_the_last_entries_cannot_be_cut_off(at_work: Company) -> None:
    last = verified(at_work).last
    past_the_program(at_work, lambda c: take_out(c, entry_at(at_work, last)))

    assert faults(at_work) == [(Fault.MISSING, last)]


def test_a_digest_noted_down_shows_even_a_chain_rewritten_whole(at_work: Company) -> None:
    noted = verified(at_work)

    def cut_off(connection: Connection) -> None:
        before = entry_at(at_work, noted.last - 1)
        take_out(connection, entry_at(at_work, noted.last))
        connection.execute(update(HEAD).values(sequence=before.sequence, digest=before.digest))

    past_the_program(at_work, cut_off)

    assert verified(at_work).is_whole
    report = at_work.ask(verify_chain, expected=(noted.last, noted.head))
    assert [(each.fault, each.sequence) for each in report.findings] == [(Fault.MISSING, noted.last)]


@pytest.mark.covers("L06")
def test_an_entry_put_in_between_is_named(at_work: Company) -> None:
    forged = {
        "id": new_id(),
        "command": "block.lift",
        "label": {},
        "user_id": at_work.actor.user_id,
        "happened_at": at_work.clock.now(),
        "recorded_at": at_work.clock.now(),
    }
    past_the_program(at_work, lambda c: c.execute(insert(ENTRY).values(forged)))

    findings = verified(at_work).findings
    assert (findings[0].fault, findings[0].entry_id) == (Fault.INSERTED, forged["id"])


def test_a_journal_older_than_the_chain_is_counted_not_accused(database: Database, clock: FakeClock) -> None:
    company = set_up(database, clock)
    company.customer("Sprzed łańcucha")
    older = len(company.rows(JournalEntry))
    nothing = ", ".join(f"{name} = NULL" for name in ("sequence", "salt", "previous", "digest"))
    past_the_program(company, lambda c: c.execute(text(f"UPDATE journal_entry SET {nothing}")))  # noqa: S608
    past_the_program(company, lambda c: c.execute(delete(HEAD)))

    company.customer("Po jego początku")

    report = verified(company)
    assert report.is_whole
    assert (report.older, report.entries) == (older, 1)
    one = company.ask(lambda session: session.scalars(select(JournalEntry.id).limit(1)).one())
    past_the_program(company, lambda c: take_out(c, company.get(JournalEntry, one)))
    assert faults(company)
