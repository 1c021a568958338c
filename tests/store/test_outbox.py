"""What a command leaves for the centre: nothing while the desk stands alone, else its journal."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import delete, event, select

from fieldservice.config import Config, Paths, Settings
from fieldservice.desk import _give_roles
from fieldservice.domain.commands.history import UndoEntry, undo_entry
from fieldservice.domain.model.customer import Customer
from fieldservice.domain.model.exchange import ExchangeState, OutboxOperation, OutboxState, OutboxTransaction
from fieldservice.domain.model.journal import JournalChange
from fieldservice.domain.model.people import Role, UserRole
from fieldservice.domain.store.engine import Database
from fieldservice.domain.store.exchange_state import JOINING, ONLY, SCHEMA
from fieldservice.domain.store.schema import known_revisions
from fieldservice.domain.store.unit_of_work import UnitOfWork
from fieldservice.sync.chain import BEGINNING, digest, transaction_of
from fieldservice.sync.outgoing import next_batch
from fieldservice.sync.wire import Transaction
from tests.factories import Company


def belongs_to_a_centre(company: Company, order: str = "ok") -> None:
    state = ExchangeState(
        id=ONLY,
        address="https://centre.example",
        server_id=uuid4(),
        epoch=1,
        device_id=uuid4(),
        incarnation=1,
        branch_id=uuid4(),
        slot="WAW-1",
        next_number=1,
        last_digest=BEGINNING,
        stamp=0,
        joined_at=company.clock.now(),
        order=order,
    )
    with company.database.write_sessions().begin() as session:
        session.add(state)
    company.database.exchange.forget()


def batch_of(company: Company) -> list[Transaction]:
    with company.database.write_sessions().begin() as session:
        return next_batch(session)


@contextmanager
def statements(database: Database) -> Iterator[list[str]]:
    seen: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        seen.append(statement)

    event.listen(database.writer, "before_cursor_execute", note)
    yield seen
    event.remove(database.writer, "before_cursor_execute", note)


def test_a_desk_that_stands_alone_pays_nothing(desk_company: Company) -> None:
    desk_company.customer("Huta")  # whether it has joined is asked once

    with statements(desk_company.database) as seen:
        desk_company.customer("Młyn")

    assert not [each for each in seen if "outbox" in each or "exchange_state" in each]
    assert desk_company.rows(OutboxTransaction) == []


def test_a_joined_desk_pays_three_statements_for_a_command(desk_company: Company) -> None:
    belongs_to_a_centre(desk_company)
    desk_company.customer("Huta")

    with statements(desk_company.database) as seen:
        desk_company.customer("Młyn")

    about = ("outbox_transaction", "outbox_operation", "UPDATE exchange_state")
    assert len([each for each in seen if any(name in each for name in about)]) == len(about)


def test_each_line_of_the_journal_waits_with_the_version_it_was_made_on(desk_company: Company) -> None:
    belongs_to_a_centre(desk_company)

    desk_company.customer("Huta")

    (waiting,) = desk_company.rows(OutboxTransaction)
    lines = [each for each in desk_company.rows(JournalChange) if each.entry_id == waiting.entry_id]
    operations = desk_company.rows(OutboxOperation)
    assert {each.change_id for each in operations} == {line.id for line in lines}
    assert {each.base_version for each in operations} == {0}
    assert (waiting.number, waiting.state) == (1, OutboxState.NEW)


def test_what_is_not_exchanged_and_what_is_done_while_joining_waits_for_nobody(desk_company: Company) -> None:
    belongs_to_a_centre(desk_company, order=JOINING)
    desk_company.customer("While joining")
    assert desk_company.rows(OutboxTransaction) == []

    with desk_company.database.write_sessions().begin() as session:
        session.get_one(ExchangeState, ONLY).order = "ok"
    desk_company.database.exchange.forget()
    sessions = desk_company.database.write_sessions()
    with UnitOfWork(sessions, desk_company.actor, desk_company.clock, exchanged=False) as uow:
        uow.record("test.given", None)
        uow.session.scalars(select(Customer)).one().note = "for display"
        uow.commit()

    assert desk_company.rows(OutboxTransaction) == []


@pytest.mark.covers("J03")
def test_undo_travels_like_any_command(desk_company: Company) -> None:
    belongs_to_a_centre(desk_company)
    with desk_company.begin() as uow:
        uow.record("test.given", None)
        uow.add(Customer(number="K7", name="Huta", name_folded="huta"))
        done = uow.commit()
    assert done.entry_id is not None

    desk_company.run(undo_entry, UndoEntry(done.entry_id))

    first, second = batch_of(desk_company)
    assert [each.kind for each in first.operations] == ["insert"]
    assert [each.kind for each in second.operations] == ["delete"]
    assert second.entry.undoes_id == first.entry.id


def test_bytes_and_digests_are_made_once_and_chain_what_was_sent(desk_company: Company) -> None:
    belongs_to_a_centre(desk_company)
    desk_company.customer("Huta")
    first = batch_of(desk_company)
    desk_company.customer("Młyn")

    both = batch_of(desk_company)

    assert both[0] == first[0]
    assert both[0].digest == digest(BEGINNING, both[0]).hex()
    assert both[1].digest == digest(bytes.fromhex(both[0].digest), both[1]).hex()
    kept = desk_company.rows(OutboxTransaction)
    again = [transaction_of(bytes(each.payload or b""), bytes(each.digest or b"")) for each in kept]
    assert again == both
    assert [each.state for each in kept] == [OutboxState.SENT] * 2


def test_optimistic_versions_do_not_travel_and_what_was_added_goes_parents_first(
    desk_company: Company,
) -> None:
    belongs_to_a_centre(desk_company)
    customer = desk_company.customer("Huta", phone="+48 600 700 800")

    (sent,) = batch_of(desk_company)

    assert sent.operations[0].table == "customer"
    assert {each.id for each in sent.operations if each.table == "customer"} == {customer.hex}
    assert not [each for each in sent.operations if "version" in each.set]


def test_the_number_of_the_schema_is_that_of_its_migrations() -> None:
    assert len(known_revisions()) == SCHEMA


def test_roles_that_a_desk_gives_itself_are_not_sent(company: Company) -> None:
    """Work of nobody is refused at the centre, which has roles of its own."""
    belongs_to_a_centre(company)
    with company.database.write_sessions().begin() as session:
        session.execute(delete(UserRole))
        session.execute(delete(Role))

    _give_roles(Config(Paths(Path("unused")), Settings()), company.database, company.clock)

    assert company.rows(Role)
    assert company.rows(OutboxTransaction) == []
