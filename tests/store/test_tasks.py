"""Small pieces of work inside a ticket: given, ticked, put in order, and what a closed ticket says."""

from datetime import timedelta
from uuid import UUID

import pytest

from fieldservice.domain.commands.tasks import (
    AddTask,
    ChangeTask,
    MoveTask,
    RemoveTask,
    TaskData,
    TickTask,
    add_task,
    change_task,
    move_task,
    remove_task,
    tick_task,
)
from fieldservice.domain.commands.tickets import CloseTicket, close_ticket
from fieldservice.domain.model.base import new_id
from fieldservice.domain.model.people import UserAccount
from fieldservice.domain.queries.history import history
from fieldservice.domain.queries.ticket_tasks import tasks_of
from fieldservice.domain.rules.errors import RuleViolation
from tests.factories import USER_ID, Company
from tests.store.ticket_givens import logged


def with_tasks(company: Company, *titles: str) -> tuple[UUID, dict[str, UUID]]:
    ticket, ids = logged(company), {title: new_id() for title in titles}
    for title, task in ids.items():
        company.run(add_task, AddTask(ticket, task, TaskData(title)))
    return ticket, ids


@pytest.mark.covers("C21")
def test_a_task_is_given_to_a_person_with_a_day_and_ticked_by_name(company: Company) -> None:
    ticket, task = logged(company), new_id()
    due = company.clock.now() + timedelta(days=1)
    company.run(add_task, AddTask(ticket, task, TaskData(" Zamówić filtr ", USER_ID, due)))

    company.run(tick_task, TickTask(task))

    (row,) = company.ask(tasks_of, ticket)
    assert (row.title, row.owner, row.due_at, row.is_done) == ("Zamówić filtr", "Anna Kowal", due, True)
    assert (row.done_by, row.done_at) == ("Anna Kowal", company.clock.now())


@pytest.mark.covers("C21")
def test_a_task_is_given_only_to_somebody_who_works_here(company: Company) -> None:
    ticket, gone = logged(company), new_id()
    company.put(UserAccount(id=gone, login="gone", name="Kto Inny", rights=[], is_active=False))

    with pytest.raises(RuleViolation, match=r"task\.owner_gone"):
        company.run(add_task, AddTask(ticket, new_id(), TaskData("Zadzwonić", gone)))


@pytest.mark.parametrize(
    ("moved", "place", "order"),
    [("c", 0, "cab"), ("a", 1, "bac"), ("a", 9, "bca"), ("b", -1, "bac"), ("b", 1, "abc")],
)
def test_a_task_is_put_at_another_place(company: Company, moved: str, place: int, order: str) -> None:
    ticket, ids = with_tasks(company, "a", "b", "c")

    company.run(move_task, MoveTask(ids[moved], place))

    assert "".join(row.title for row in company.ask(tasks_of, ticket)) == order


def test_a_task_changed_by_somebody_else_meanwhile_is_not_overwritten(company: Company) -> None:
    _ticket, ids = with_tasks(company, "a")
    company.run(change_task, ChangeTask(ids["a"], 1, TaskData("b")))

    with pytest.raises(RuleViolation, match=r"row\.changed_meanwhile"):
        company.run(change_task, ChangeTask(ids["a"], 1, TaskData("c")))


def test_a_closed_ticket_takes_no_more_tasks_but_lets_old_ones_be_ticked(company: Company) -> None:
    ticket, ids = with_tasks(company, "a")
    company.run(close_ticket, CloseTicket(ticket, "gotowe"))

    with pytest.raises(RuleViolation, match=r"task\.ticket_closed"):
        company.run(add_task, AddTask(ticket, new_id(), TaskData("b")))
    company.run(tick_task, TickTask(ids["a"]))

    assert [row.is_done for row in company.ask(tasks_of, ticket)] == [True]


def test_a_task_without_words_is_refused(company: Company) -> None:
    with pytest.raises(RuleViolation, match=r"task\.title_missing"):
        company.run(add_task, AddTask(logged(company), new_id(), TaskData("  ")))


def test_a_task_that_was_removed_stays_in_the_history_of_its_ticket(company: Company) -> None:
    ticket, ids = with_tasks(company, "a")
    company.run(remove_task, RemoveTask(ids["a"]))

    told = [row.label.code for row in company.ask(history, ticket, "en")]

    assert told[:2] == ["task.remove", "task.add"]
