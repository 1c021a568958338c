"""Desks of a real centre exchange what people do at them."""

from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import select

from fieldservice.domain.commands.orders import FinishOrder, finish_order
from fieldservice.domain.commands.tasks import AddTask, RemoveTask, TaskData, add_task, remove_task
from fieldservice.domain.model.base import new_id
from fieldservice.domain.model.content import Notice
from fieldservice.domain.model.customer import Customer
from fieldservice.domain.model.exchange import ExchangeNews, InboxKind
from fieldservice.domain.model.journal import JournalChange, JournalEntry
from fieldservice.domain.model.ticket import Task, Ticket
from fieldservice.domain.queries.search import find
from fieldservice.domain.rules.ticket_states import TicketStateType
from fieldservice.sync.joining import Way
from fieldservice.sync.row_form import exchanged_tables
from tests.store.ticket_givens import logged, ordered
from tests.sync.conftest import Desks
from tests.sync.desks import TestDesk


def settled(*together: TestDesk) -> None:
    """All exchange until nothing moves."""
    for _ in range(6):
        results = [desk.round() for desk in together]
        assert [result.problem for result in results] == [None] * len(together)
        if not any(result.sent or result.touched for result in results):
            return
    raise AssertionError([result.touched for result in results])


def same(*together: TestDesk) -> None:
    """They hold the same rows, and nothing waits."""
    for desk in together:
        for table in ("outbox_operation", "exchange_stage", "exchange_provisional"):
            assert desk.count(table) == 0, table
        for table in exchanged_tables():
            assert desk.rows(table) == together[0].rows(table), table


def test_what_one_desk_does_is_seen_at_the_other(desks: Desks) -> None:
    one, other = desks.joined(), desks.joined()
    customer = one.company.customer("Huta Szkła")

    sent = one.round()
    got = other.round()

    assert (sent.problem, sent.sent) == (None, 1)
    assert got.problem is None
    assert other.company.get(Customer, customer).name == "Huta Szkła"


def test_a_whole_ticket_travels_with_its_orders_and_visits(desks: Desks) -> None:
    one, other = desks.joined(), desks.joined()
    ticket = logged(one.company)
    ordered(one.company, ticket, 2)

    settled(one, other)

    same(one, other)
    assert other.company.get(Ticket, ticket).title == "Hałasuje"


@pytest.mark.covers("J05", "P-55")
def test_both_change_different_fields_and_nothing_is_asked(desks: Desks) -> None:
    one, other = desks.joined(), desks.joined()
    customer = one.company.customer("Huta Szkła")
    settled(one, other)

    one.say(customer, note="calls on Monday")
    other.say(customer, language="pl")
    settled(one, other)

    same(one, other)
    row = one.company.get(Customer, customer)
    assert (row.note, row.language) == ("calls on Monday", "pl")
    assert one.company.rows(ExchangeNews) == other.company.rows(ExchangeNews) == []


@pytest.mark.covers("J05", "X5")
def test_both_change_the_same_field_and_people_see_the_value_that_gave_way(desks: Desks) -> None:
    one, other = desks.joined(), desks.joined()
    customer = one.company.customer("Huta Szkła")
    settled(one, other)

    one.say(customer, name="Huta Szkła Zawiercie")
    one.clock.advance(minutes=1)
    other.say(customer, name="Huta Szkła Kryształowego")
    settled(one, other)

    same(one, other)
    assert one.company.get(Customer, customer).name == "Huta Szkła Kryształowego"
    told = (*one.company.rows(ExchangeNews), *other.company.rows(ExchangeNews))
    assert {"Huta Szkła Zawiercie"} == {each.lost for each in told if each.field == "name"}


@pytest.mark.covers("J06")
def test_work_that_is_refused_is_kept_and_the_row_is_as_the_centre_has_it(desks: Desks) -> None:
    one, other = desks.joined(), desks.joined()
    ticket = logged(one.company)
    settled(one, other)
    one.company.leave_only(one.user_id, "log_request")
    settled(one)

    other.say(other.company.get(Ticket, ticket).customer_id or UUID(int=0), note="not allowed any more")
    result = other.round()
    settled(one, other)

    assert result.refused == 1
    same(one, other)
    (news,) = [each for each in other.company.rows(ExchangeNews) if each.kind is InboxKind.REFUSAL]
    assert news.reason is not None
    assert news.reason["code"] == "rights.missing"
    assert "not allowed any more" in str(news.payload)


def test_a_row_that_one_removes_is_gone_at_the_other(desks: Desks) -> None:
    one, other = desks.joined(), desks.joined()
    ticket, task = logged(one.company), new_id()
    one.company.run(add_task, AddTask(ticket, task, TaskData("Call back")))
    settled(one, other)

    other.company.run(remove_task, RemoveTask(task))
    settled(one, other)

    same(one, other)
    assert task not in {each.id for each in one.company.rows(Task)}


@pytest.mark.covers("J04", "P-32")
def test_both_finish_one_of_the_last_two_orders_and_the_ticket_closes(desks: Desks) -> None:
    one, other = desks.joined(), desks.joined()
    ticket = logged(one.company)
    (first, _visit), (second, _other) = ordered(one.company, ticket, 2)
    settled(one, other)
    done = one.clock.now() + timedelta(minutes=30)

    one.company.run(finish_order, FinishOrder(first, done))
    other.company.run(finish_order, FinishOrder(second, done))
    assert one.company.get(Ticket, ticket).state_type is not TicketStateType.CLOSED
    settled(one, other)

    same(one, other)
    assert one.company.get(Ticket, ticket).state_type is TicketStateType.CLOSED


@pytest.mark.covers("X6")
def test_history_search_and_notices_follow_what_comes(desks: Desks) -> None:
    one, other = desks.joined(), desks.joined()
    ticket = logged(one.company)
    settled(one, other)

    one.company.run(add_task, AddTask(ticket, new_id(), TaskData("Zamówić uszczelkę", other.user_id)))
    one.say(one.company.get(Ticket, ticket).customer_id or UUID(int=0), name="Browar Karpacki")
    settled(one, other)

    with other.database.read_session() as session:
        lines = select(JournalChange).join(JournalEntry, JournalEntry.id == JournalChange.entry_id)
        received = session.scalars(lines.where(JournalEntry.command == "exchange.received")).all()
        renamed = [each for each in received if each.after and each.after.get("name") == "Browar Karpacki"]
        found = find(session, "karpacki")
        notices = session.scalars(select(Notice)).all()
    assert [line.before and line.before["name"] for line in renamed] == ["Zakłady Mleczarskie Stępień"]
    assert found
    assert notices is not None


@pytest.mark.covers("J09")
def test_a_desk_with_data_brings_them_along(desks: Desks) -> None:
    there = desks.joined()
    there.company.customer("Huta Szkła", number="K0001", tax_id="7010010001")
    there.round()
    newcomer = desks.alone()
    same_one = newcomer.company.customer("Huta Szklana", number="K0007", tax_id="7010010001")
    stranger = newcomer.company.customer("Młyn", number="K0001")
    unit = newcomer.company.unit(newcomer.company.site(stranger))
    newcomer.company.contract(stranger)
    site = newcomer.company.site(same_one, "Hala")
    ticket = logged(newcomer.company, (stranger, unit))

    newcomer.join(Way.BRING, desks.code("WAW"))
    settled(newcomer, there)

    same(newcomer, there)
    customers = {each.name: each for each in there.company.rows(Customer)}
    assert same_one not in {each.id for each in customers.values()}
    assert "Huta Szklana" not in customers
    gave_way = {(each.field, each.lost) for each in newcomer.company.rows(ExchangeNews)}
    assert gave_way == {("name", "Huta Szklana"), ("number", "K0007")}
    assert customers["Młyn"].id == stranger
    assert customers["Młyn"].number != "K0001"
    assert there.rows("site")[site.hex]["customer_id"] == customers["Huta Szkła"].id.hex
    assert there.company.get(Ticket, ticket).title == "Hałasuje"
