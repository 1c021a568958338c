"""Two branches worked with the line down; at the centre nothing is lost, doubled or guessed."""

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest

from fieldservice.domain.commands.articles import AddArticle, add_article
from fieldservice.domain.commands.customers import ChangeCustomer, change_customer, data_of
from fieldservice.domain.commands.equipment import MoveEquipment, move_equipment
from fieldservice.domain.commands.orders import (
    CancelOrder,
    CreateOrders,
    FinishOrder,
    NewOrder,
    cancel_order,
    create_orders,
    finish_order,
)
from fieldservice.domain.commands.ticket_merging import MergeTickets, merge_tickets
from fieldservice.domain.commands.tickets import ChangeTicket, CloseTicket, change_ticket, close_ticket
from fieldservice.domain.model.base import new_id
from fieldservice.domain.model.catalogue import Sla
from fieldservice.domain.model.customer import Contact, Customer, CustomerClass
from fieldservice.domain.model.equipment import Equipment, EquipmentMove
from fieldservice.domain.model.journal import JournalChange, SearchEntry
from fieldservice.domain.model.order import Visit, WorkOrder
from fieldservice.domain.model.ticket import Article, ArticleKind, NumberAlias, SlaEntry, Task, Ticket
from fieldservice.domain.queries.audit import verify_chain
from fieldservice.domain.rules.erasing import BARS
from fieldservice.domain.rules.order_states import OrderState, VisitOutcome
from fieldservice.domain.rules.settle import ClosedBy
from fieldservice.domain.rules.ticket_states import TicketStateType
from fieldservice.server.receive.receipts import news_for
from fieldservice.sync.wire import Conflict, PushReply
from tests.conftest import FakeClock
from tests.factories import Company
from tests.server.receive.branches import Desk, changed, device, new_row, removed, version_of
from tests.server.receive.conftest import Desks
from tests.store.ticket_givens import covered_customer, logged, ordered, recorded


def conflicts(*replies: PushReply) -> list[Conflict]:
    return [conflict for reply in replies for result in reply.results for conflict in result.conflicts]


def all_applied(*replies: PushReply) -> bool:
    return [result.refusal for reply in replies for result in reply.results if result.refusal] == []


def finish(desk: Desk, order_id: UUID, clock: FakeClock) -> None:
    desk.company.run(finish_order, FinishOrder(order_id, clock.now()))


def changing(ticket_id: UUID, **values: object) -> ChangeTicket:
    return ChangeTicket(ticket_id, None, tuple(values.items()))


def test_different_fields_of_a_ticket_are_both_kept_and_nobody_is_asked(
    centre_company: Company, desks: Desks
) -> None:
    ticket = logged(centre_company)
    one, other = desks(), desks()
    one.company.run(change_ticket, changing(ticket, title="Hałasuje i grzeje"))
    other.company.run(change_ticket, changing(ticket, description="Od rana"))

    first, second = one.send(), other.send()

    stands = centre_company.get(Ticket, ticket)
    assert (stands.title, stands.description) == ("Hałasuje i grzeje", "Od rana")
    assert conflicts(first, second) == []
    assert all_applied(first, second)


@pytest.mark.covers("X5")
def test_of_the_same_field_one_conflict_keeps_the_other_value(
    centre_company: Company, desks: Desks, clock: FakeClock
) -> None:
    ticket = logged(centre_company)
    one, other = desks(), desks()
    one.company.run(change_ticket, changing(ticket, title="Pierwszy"))
    waiting = one.waiting()  # stamped now
    clock.advance(minutes=1)
    other.company.run(change_ticket, changing(ticket, title="Drugi"))

    later = other.send()
    earlier = one.device.push(*waiting)

    assert centre_company.get(Ticket, ticket).title == "Drugi"
    (conflict,) = conflicts(later, earlier)
    assert (conflict.field, conflict.kept, conflict.lost) == ("title", "Drugi", "Pierwszy")
    assert news(centre_company, one, clock) == [conflict]
    assert news(centre_company, other, clock) == []
    assert not earlier.results[0].rows[0].as_sent


def test_who_was_overruled_by_a_later_change_hears_of_it(
    centre_company: Company, desks: Desks, clock: FakeClock
) -> None:
    ticket = logged(centre_company)
    one, other = desks(), desks()
    one.company.run(change_ticket, changing(ticket, title="Pierwszy"))
    one.send()
    clock.advance(minutes=1)
    other.company.run(change_ticket, changing(ticket, title="Drugi"))

    (conflict,) = conflicts(other.send())

    assert news(centre_company, one, clock) == [conflict]
    assert (conflict.kept, conflict.lost) == ("Drugi", "Pierwszy")


@pytest.mark.covers("D03")
def test_after_both_changed_what_the_sla_hangs_on_there_is_one_sla_for_all_of_it(
    centre_company: Company, desks: Desks, clock: FakeClock
) -> None:
    customer, unit = covered_customer(centre_company)
    ticket = logged(centre_company, (customer, unit))
    one, other = desks(), desks()
    clock.advance(minutes=10)
    one.company.run(change_ticket, changing(ticket, priority=5))
    clock.advance(minutes=1)
    known = other.company.get(Customer, customer)
    data = replace(data_of(known), customer_class=CustomerClass.VIP)
    other.company.run(change_customer, ChangeCustomer(customer, known.version, data))

    first, second = one.send(), other.send()

    slas = {row.id: row.code for row in centre_company.rows(Sla)}
    lines = [row for row in centre_company.rows(SlaEntry) if row.ticket_id == ticket]
    stands = centre_company.get(Ticket, ticket)
    by_time = sorted(lines, key=lambda line: line.started_at)
    assert [slas[line.sla_id] for line in by_time if line.sla_id] == ["standard", "fast", "vip"]
    assert stands.sla_id == by_time[-1].sla_id
    assert stands.expected_closing_at == stands.resolution_due_at
    assert conflicts(first, second) == []
    assert all_applied(first, second)


def news(centre: Company, desk: Desk, clock: FakeClock) -> list[Conflict]:
    with centre.database.reader.connect() as connection:
        return news_for(connection, desk.device.seat.device_id, clock.now())


def test_both_finish_the_last_two_orders_and_the_ticket_closes(
    centre_company: Company, desks: Desks, clock: FakeClock
) -> None:
    ticket = logged(centre_company)
    (first_order, _), (second_order, _) = ordered(centre_company, ticket, 2)
    one, other = desks(), desks()
    finish(one, first_order, clock)
    clock.advance(hours=2)
    finish(other, second_order, clock)

    replies = one.send(), other.send()

    stands = centre_company.get(Ticket, ticket)
    assert (stands.state_type, stands.closed_by) == (TicketStateType.CLOSED, ClosedBy.ORDERS)
    assert stands.closed_at == clock.now()
    assert (
        len([each for each in centre_company.rows(Article) if each.ticket_id == ticket and each.reason]) == 1
    )
    assert conflicts(*replies) == []


def test_a_closing_that_the_desk_saw_is_settled_at_the_centre_to_the_same(
    centre_company: Company, desks: Desks, clock: FakeClock
) -> None:
    ticket = logged(centre_company)
    ((order, visit),) = ordered(centre_company, ticket)
    one = desks()
    recorded(one.company, visit, VisitOutcome.DONE, clock.now())

    reply = one.send()

    there, here = centre_company.get(Ticket, ticket), one.company.get(Ticket, ticket)
    assert there.state_type is TicketStateType.CLOSED
    assert (there.closed_at, there.closed_by, there.state_id) == (
        here.closed_at,
        here.closed_by,
        here.state_id,
    )
    results = {(row.table, row.id): row for row in reply.results[-1].rows}
    assert results["ticket", ticket.hex].as_sent
    assert results["work_order", order.hex].as_sent
    ledger = {(e.id, e.started_at, e.kind) for e in one.company.rows(SlaEntry) if e.ticket_id == ticket}
    assert {
        (e.id, e.started_at, e.kind) for e in centre_company.rows(SlaEntry) if e.ticket_id == ticket
    } == ledger
    told = {e.id for e in one.company.rows(Article) if e.ticket_id == ticket}
    assert {e.id for e in centre_company.rows(Article) if e.ticket_id == ticket} == told


@pytest.mark.parametrize("adds_first", [True, False])
def test_an_order_added_elsewhere_keeps_the_ticket_open_though_the_last_was_finished(
    centre_company: Company,
    desks: Desks,
    clock: FakeClock,
    adds_first: bool,  # noqa: FBT001 - a case
) -> None:
    ticket = logged(centre_company)
    ((order, visit),) = ordered(centre_company, ticket)
    adding, finishing = desks(), desks()
    adding.company.run(create_orders, CreateOrders(ticket, (NewOrder(new_id(), "Jeszcze"),)))
    recorded(finishing.company, visit, VisitOutcome.DONE, clock.now())
    assert finishing.company.get(Ticket, ticket).state_type is TicketStateType.CLOSED

    replies = [desk.send() for desk in ([adding, finishing] if adds_first else [finishing, adding])]

    stands = centre_company.get(Ticket, ticket)
    assert all_applied(*replies)
    assert stands.state_type not in (TicketStateType.CLOSED, TicketStateType.NEW)
    assert (stands.closed_at, stands.closed_by) == (None, None)
    assert centre_company.get(WorkOrder, order).state is OrderState.FINISHED
    assert stands.generation == (0 if adds_first else 1)


def test_two_orders_added_at_two_places_each_have_their_number(centre_company: Company, desks: Desks) -> None:
    ticket = logged(centre_company)
    one, other = desks(), desks()
    ids = [new_id(), new_id()]
    for desk, order_id in zip((one, other), ids, strict=True):
        desk.company.run(create_orders, CreateOrders(ticket, (NewOrder(order_id, "Naprawa"),)))

    replies = one.send(), other.send()

    number = centre_company.get(Ticket, ticket).number
    assert [centre_company.get(WorkOrder, each).number for each in ids] == [f"{number}/1", f"{number}/2"]
    assert [centre_company.get(WorkOrder, each).position for each in ids] == [1, 2]
    assert [(c.field, c.rule, c.lost) for c in conflicts(*replies)] == [("number", "unique", f"{number}/1")]


def test_a_ticket_closed_by_hand_stays_closed_when_an_order_is_added_elsewhere(
    centre_company: Company, desks: Desks, clock: FakeClock
) -> None:
    ticket = logged(centre_company)
    closing, adding = desks(), desks()
    closing.company.run(close_ticket, CloseTicket(ticket, "Klient odwołał"))
    clock.advance(minutes=5)
    adding.company.run(create_orders, CreateOrders(ticket, (NewOrder(new_id(), "Naprawa"),)))

    replies = closing.send(), adding.send()

    stands = centre_company.get(Ticket, ticket)
    assert (stands.state_type, stands.closed_by) == (TicketStateType.CLOSED, ClosedBy.HAND)
    assert all_applied(*replies)
    told = [a.reason["code"] for a in centre_company.rows(Article) if a.ticket_id == ticket and a.reason]
    assert told.count("ticket.late_order") == 1


@pytest.mark.parametrize("cancelled_first", [True, False])
def test_an_order_that_was_done_stays_done_though_it_was_cancelled_elsewhere(
    centre_company: Company,
    desks: Desks,
    clock: FakeClock,
    cancelled_first: bool,  # noqa: FBT001 - a case
) -> None:
    ticket = logged(centre_company)
    ((order, visit),) = ordered(centre_company, ticket)
    cancelling, doing = desks(), desks()
    cancelling.company.run(cancel_order, CancelOrder(order, "Klient nie chce"))
    clock.advance(minutes=5)
    recorded(doing.company, visit, VisitOutcome.DONE, clock.now())

    replies = [desk.send() for desk in ([cancelling, doing] if cancelled_first else [doing, cancelling])]

    stands = centre_company.get(WorkOrder, order)
    assert all_applied(*replies)
    assert (stands.state, stands.finished_at, stands.cancelled_because) == (
        OrderState.FINISHED,
        clock.now(),
        "",
    )
    assert centre_company.get(Visit, visit).outcome is VisitOutcome.DONE
    assert centre_company.get(Ticket, ticket).state_type is TicketStateType.CLOSED
    assert "Klient nie chce" in {each.lost for each in conflicts(*replies)}


def test_an_article_on_a_ticket_merged_meanwhile_lies_with_the_survivor(
    centre_company: Company, desks: Desks
) -> None:
    served = covered_customer(centre_company)
    from_ticket, to_ticket = logged(centre_company, served), logged(centre_company, served)
    one = desks()
    article = new_id()
    note = AddArticle(from_ticket, article, ArticleKind.NOTE, "Dzwonił jeszcze raz", one.company.clock.now())
    one.company.run(add_article, note)
    merge(centre_company, from_ticket, to_ticket)

    reply = one.send()

    assert all_applied(reply)
    assert centre_company.get(Article, article).ticket_id == to_ticket


def merge(company: Company, from_ticket: UUID, to_ticket: UUID) -> None:
    company.run(merge_tickets, MergeTickets(from_ticket, to_ticket))


def test_a_ticket_with_a_number_that_is_taken_is_numbered_anew_and_found_by_the_old_one(
    centre_company: Company, desks: Desks
) -> None:
    one, other = desks(), desks()
    first, second = logged(one.company), logged(other.company)
    old = other.company.get(Ticket, second).number
    assert one.company.get(Ticket, first).number == old

    replies = one.send(), other.send()

    assert all_applied(*replies)
    numbers = [centre_company.get(Ticket, each).number for each in (first, second)]
    assert numbers[0] == old
    assert numbers[1] != old
    aliases = [(a.ticket_id, a.number) for a in centre_company.rows(NumberAlias)]
    assert aliases == [(second, old)]
    assert centre_company.rows(SearchEntry) == []  # searched is at desks


@pytest.mark.covers("P-49")
@pytest.mark.parametrize("later_first", [True, False])
def test_a_unit_moved_at_two_places_stands_where_the_later_move_brought_it(
    centre_company: Company,
    desks: Desks,
    clock: FakeClock,
    later_first: bool,  # noqa: FBT001 - a case
) -> None:
    customer = centre_company.customer()
    home, near, far = (centre_company.site(customer, name) for name in ("A", "B", "C"))
    unit = centre_company.unit(home)
    clock.advance(days=10)
    today = clock.now().date()
    one, other = desks(), desks()
    one.company.run(move_equipment, MoveEquipment(unit, near, today - timedelta(days=3), "bliżej"))
    clock.advance(minutes=1)
    other.company.run(move_equipment, MoveEquipment(unit, far, today - timedelta(days=1), "dalej"))

    replies = [desk.send() for desk in ([other, one] if later_first else [one, other])]

    assert all_applied(*replies)
    assert centre_company.get(Equipment, unit).site_id == far
    assert len([move for move in centre_company.rows(EquipmentMove) if move.equipment_id == unit]) == 2
    assert conflicts(*replies) == []


def test_an_edit_brings_back_work_that_somebody_removed_meanwhile(centre_company: Company) -> None:
    ticket = logged(centre_company)
    one, other = device(centre_company), device(centre_company)
    task = new_id()
    one.do(new_row("task", task, ticket_id=ticket, title="Zamów część"), command="task.add")
    base = version_of(centre_company, "task", task)

    gone = one.do(removed("task", task, base), command="task.remove")
    edited = other.do(
        changed("task", task, base, {"title": "Zamów część"}, title="Zamów dwie"), command="task.change"
    )

    assert gone.rows[0].is_gone
    assert (edited.status, edited.conflicts[0].rule) == ("applied", "removal")
    assert centre_company.get(Task, task).title == "Zamów dwie"


def test_a_removal_of_work_that_somebody_changed_meanwhile_is_left_out_and_told(
    centre_company: Company,
) -> None:
    ticket = logged(centre_company)
    one, other = device(centre_company), device(centre_company)
    task = new_id()
    one.do(new_row("task", task, ticket_id=ticket, title="Zamów część"), command="task.add")
    base = version_of(centre_company, "task", task)
    other.do(changed("task", task, base, title="Zamów dwie"), command="task.change")

    result = one.do(removed("task", task, base), command="task.remove")

    assert (result.rows[0].as_sent, result.rows[0].is_gone) == (False, False)
    assert [each.rule for each in result.conflicts] == ["removal"]
    assert version_of(centre_company, "task", task) == base + 2


def test_nothing_about_an_erased_person_comes_back(centre_company: Company) -> None:
    contact = centre_company.contact(centre_company.customer(), "Jan Bąk")
    one, other = device(centre_company), device(centre_company)
    base = version_of(centre_company, "contact", contact)
    one.do(changed("contact", contact, base, {"name": "Jan Bąk"}, name=BARS), command="person.erase")

    result = other.do(
        changed("contact", contact, base, {"name": "Jan Bąk"}, name="Jan Bąk, kierownik"),
        command="contact.change",
    )

    assert centre_company.get(Contact, contact).name == BARS
    assert [each.lost for each in result.conflicts] == [None]
    history = [
        line for line in centre_company.rows(JournalChange) if line.row_id == contact and line.table_name
    ]
    assert len(history) >= 2
    assert "Bąk" not in str([(line.before, line.after) for line in history])
    assert centre_company.ask(verify_chain).is_whole


def test_two_customers_with_one_number_are_both_kept_and_it_is_told(centre_company: Company) -> None:
    one, other = device(centre_company), device(centre_company)
    ids = [new_id(), new_id()]
    results = [
        each.do(
            new_row("customer", row_id, number="K-77", name="A", name_folded="a", customer_class="standard"),
            command="customer.create",
        )
        for each, row_id in zip((one, other), ids, strict=True)
    ]

    assert [centre_company.get(Customer, each).number for each in ids] == ["K-77", "K-77-2"]
    assert [(c.field, c.rule, c.lost, c.kept) for c in results[1].conflicts] == [
        ("number", "unique", "K-77", "K-77-2")
    ]
    assert not results[1].rows[0].as_sent
