"""What goes wrong between a desk and a real centre, and how it ends."""

import hashlib
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest
from sqlalchemy import select

from fieldservice.domain.commands.attachments import AttachFiles, NewAttachment, attach_files
from fieldservice.domain.commands.branches import HandTicketToBranch, hand_ticket_to_branch
from fieldservice.domain.model.base import new_id
from fieldservice.domain.model.customer import Customer
from fieldservice.domain.model.exchange import BlobTransfer
from fieldservice.domain.model.people import Branch
from fieldservice.domain.model.ticket import Ticket
from fieldservice.domain.rules.attachments import FileOffer
from fieldservice.domain.store.attachments import AttachmentFolder
from fieldservice.server.accounts import devices
from fieldservice.server.store.trimming import collect_garbage
from fieldservice.sync.checking import check
from fieldservice.sync.joining import Way
from fieldservice.sync.leaving import SEALED
from fieldservice.sync.sealing import unseal
from tests.conftest import MONDAY_MORNING, FakeClock
from tests.store.ticket_givens import logged
from tests.sync.conftest import Desks
from tests.sync.desks import TestDesk
from tests.sync.test_rounds import same, settled


def scopes_of(desk: TestDesk) -> Sequence[str]:
    return sorted(desk.engine.places())


@pytest.mark.covers("P-54")
def test_a_desk_put_back_from_a_backup_goes_on_as_another_and_doubles_nothing(desks: Desks) -> None:
    one, other = desks.joined(), desks.joined()
    settled(one, other)
    backup = one.content()
    one.company.customer("Before", number="X1")
    one.round()
    one.put_back(backup)
    one.company.customer("After", number="X2")

    first = one.round()
    settled(one, other)

    same(one, other)
    assert first.order == "fork"
    names = [each.name for each in one.company.rows(Customer)]
    assert (names.count("Before"), names.count("After")) == (1, 1)


@pytest.mark.covers("P-54")
def test_a_cloned_desk_s_work_is_taken_once(desks: Desks, tmp_path: Path) -> None:
    one = desks.joined()
    one.round()
    one.company.customer("Twice", number="X1")
    clone = one.cloned(tmp_path / "clone.db", one.line.__class__(one.line.centre))
    desks.all.append(clone)

    one.round()
    clone.company.customer("Of the clone", number="X2")
    clone.round()
    for desk in (one, clone):  # the centre cannot tell which of the two was copied
        if not desk.round().went_well:
            desk.join(code=desks.code("WAW"))
    settled(one, clone)

    same(one, clone)
    names = [each.name for each in clone.company.rows(Customer)]
    assert (names.count("Twice"), names.count("Of the clone")) == (1, 1)


@pytest.mark.covers("expectation 44")
def test_a_desk_whose_token_was_lost_comes_back_with_a_code_and_its_work(desks: Desks) -> None:
    one, other = desks.joined(), desks.joined()
    one.company.customer("Waits", number="X1")
    one.tokens.forget()
    result = one.round()
    assert result.problem is not None
    assert result.problem.code == "exchange.pair_again"

    one.join(code=desks.code("WAW"))
    settled(one, other)

    same(one, other)
    assert "Waits" in {each.name for each in other.company.rows(Customer)}


@pytest.mark.covers("L08")
def test_a_revoked_desk_seals_what_waits_and_keeps_nothing(desks: Desks) -> None:
    one = desks.joined()
    one.company.customer("Customers of ours", number="X1")
    one.restart()
    with desks.office.database.writer.begin() as connection:
        with one.database.read_session() as session:
            device = session.connection().exec_driver_sql("SELECT device_id FROM exchange_state").scalar()
        devices.revoke(connection, UUID(str(device)), one.clock.now())

    result = one.round()

    assert result.problem is not None
    assert result.problem.code == "exchange.revoked"
    sealed = one.path.with_suffix(SEALED).read_bytes()
    assert b"Customers of ours" not in sealed
    assert b"Customers of ours" in unseal(sealed, desks.office.key.seal_private)
    assert b"Customers of ours" not in one.content()
    assert one.count("customer") == one.count("journal_change") == 0
    assert one.tokens.read() is None


@pytest.mark.covers("L08")
def test_a_desk_that_is_revoked_while_it_works_is_sealed_and_wiped_at_once(desks: Desks) -> None:
    one = desks.joined()
    assert one.round().went_well
    one.company.customer("Customers of ours", number="X1")
    with desks.office.database.writer.begin() as connection:
        with one.database.read_session() as session:
            device = session.connection().exec_driver_sql("SELECT device_id FROM exchange_state").scalar()
        devices.revoke(connection, UUID(str(device)), one.clock.now())
    desks.clock.advance(seconds=5)

    result = one.round()

    assert result.problem is not None
    assert result.problem.code == "exchange.revoked"
    assert b"Customers of ours" in unseal(
        one.path.with_suffix(SEALED).read_bytes(), desks.office.key.seal_private
    )
    assert one.count("customer") == one.count("exchange_state") == 0
    assert one.tokens.read() is None


@pytest.mark.covers("P-57")
def test_a_desk_away_for_longer_than_removals_are_remembered_begins_anew(desks: Desks) -> None:
    one, other = desks.joined(), desks.joined()
    ticket = logged(one.company)
    settled(one, other)
    other.company.customer("Typed far away", number="X1")
    with desks.office.database.writer.begin() as connection:
        connection.exec_driver_sql("DELETE FROM article")
    one.round()
    one.company.customer("Much later", number="X2")
    one.round()
    with desks.office.database.writer.begin() as connection:
        connection.exec_driver_sql("UPDATE sync_head SET at = at - interval '400 days'")
    collect_garbage(desks.office.database.writer, desks.clock.now())

    result = other.round()
    settled(one, other)

    assert result.order == "rebootstrap"
    same(one, other)
    names = {each.name for each in one.company.rows(Customer)}
    assert {"Typed far away", "Much later"} <= names
    assert other.company.get(Ticket, ticket)


@pytest.mark.covers("P-63")
def test_a_ticket_handed_to_another_branch_leaves_and_comes_there(desks: Desks) -> None:
    here, there = desks.joined("WAW"), desks.joined("KRK")
    ticket = logged(here.company)
    settled(here, there)
    mine = here.company.get(Ticket, ticket)
    if mine.branch_id is None:
        here.company.run(hand_ticket_to_branch, HandTicketToBranch(ticket, here.company.actor.branch_id))
        settled(here, there)
    assert ticket not in {each.id for each in there.company.rows(Ticket)}
    branches = {each.code: each.id for each in here.company.rows(Branch)}

    here.company.run(hand_ticket_to_branch, HandTicketToBranch(ticket, branches["KRK"]))
    settled(here, there)

    assert ticket in {each.id for each in there.company.rows(Ticket)}
    assert ticket not in {each.id for each in here.company.rows(Ticket)}
    assert here.count("article") == here.count("sla_entry") == 0


@pytest.mark.covers("P-58")
def test_what_was_altered_past_the_program_is_found_and_mended(desks: Desks) -> None:
    one, other = desks.joined(), desks.joined()
    customer = one.company.customer("Huta Szkła")
    settled(one, other)
    with other.database.write_sessions().begin() as session:
        session.connection().exec_driver_sql("UPDATE customer SET name = 'altered'")
        session.connection().exec_driver_sql("DELETE FROM exchange_version WHERE table_name = 'work_kind'")
        session.connection().exec_driver_sql("DELETE FROM block_reason")

    by_version = check(other.store, other.line, scopes_of(other), other.clock)
    by_content = check(other.store, other.line, scopes_of(other), other.clock, content=True)
    again = check(other.store, other.line, scopes_of(other), other.clock, content=True)

    assert by_version.mended
    assert by_content.mended
    assert (again.was_possible, again.mended) == (True, 0)
    same(one, other)
    assert other.company.get(Customer, customer).name == "Huta Szkła"


def test_files_follow_their_rows_in_parts(desks: Desks, tmp_path: Path) -> None:
    one, other = desks.joined(), desks.joined()
    ticket = logged(one.company)
    content = b"%PDF-1.4 " + bytes(range(256)) * 10_000
    assert one.database.files is not None
    kept = AttachmentFolder(one.database.files).keep(FileOffer("report.pdf", content=content))
    one.company.run(attach_files, AttachFiles("ticket", ticket, (NewAttachment(new_id(), kept),)))

    settled(one, other)
    one.round()
    other.clock.advance(minutes=2)
    other.round()

    digest = hashlib.sha256(content).hexdigest()
    assert other.database.files is not None
    assert (other.database.files / digest[:2] / digest).read_bytes() == content
    with other.database.read_session() as session:
        assert not session.scalars(select(BlobTransfer)).all()


@pytest.mark.covers("P-56")
def test_of_two_changes_the_later_stays_however_wrong_a_clock_is(desks: Desks) -> None:
    one, other = desks.joined(), desks.alone(FakeClock(MONDAY_MORNING + timedelta(days=365)))
    other.join(Way.TAKE, desks.code("WAW"))
    customer = one.company.customer("Huta Szkła")
    settled(one, other)

    other.say(customer, name="First, by a clock of next year")
    desks.clock.advance(minutes=3)
    one.say(customer, name="Three minutes later")
    settled(one, other)

    same(one, other)
    assert one.company.get(Customer, customer).name == "Three minutes later"
