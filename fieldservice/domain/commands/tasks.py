"""Small pieces of work inside a ticket: added, given to somebody, ticked off, put in order."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from fieldservice.domain.model.people import UserAccount
from fieldservice.domain.model.ticket import Task, Ticket
from fieldservice.domain.rules.changes import Changes
from fieldservice.domain.rules.errors import RuleViolation
from fieldservice.domain.store.clock import Clock
from fieldservice.domain.store.finding import assign, every, exists, over_stored
from fieldservice.domain.store.ticket_moves import take_up
from fieldservice.domain.store.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True)
class TaskData:
    title: str
    owner_id: UUID | None = None
    due_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class AddTask:
    ticket_id: UUID
    task_id: UUID
    data: TaskData


@dataclass(frozen=True, slots=True)
class ChangeTask:
    """With `seen`, what another person changed meanwhile is kept beside it, field by field (P-39)."""

    task_id: UUID
    version: int
    data: TaskData
    seen: TaskData | None = None


@dataclass(frozen=True, slots=True)
class TickTask:
    """Say that the task is done, or that it is not."""

    task_id: UUID
    is_done: bool = True


@dataclass(frozen=True, slots=True)
class MoveTask:
    """Put the task at this place among the tasks of its ticket; 0 is the first."""

    task_id: UUID
    place: int


@dataclass(frozen=True, slots=True)
class RemoveTask:
    task_id: UUID


def add_task(command: AddTask, uow: UnitOfWork, clock: Clock) -> Changes:
    """`task.title_missing`, `task.owner_gone`; `ticket.closed` when there is nothing left to do there."""
    del clock
    ticket = uow.lock(Ticket, command.ticket_id)
    uow.record("task.add", ticket, number=ticket.number, title=command.data.title.strip())
    if ticket.state_type.is_terminal:
        raise RuleViolation("task.ticket_closed", number=ticket.number)
    if not exists(uow, Task, command.task_id):
        last = max((task.position for task in every(uow, Task, ticket_id=ticket.id)), default=-1)
        values = _checked(uow, command.data)
        uow.add(Task(id=command.task_id, ticket_id=ticket.id, position=last + 1, **values))
    take_up(uow, ticket)
    return uow.commit()


def change_task(command: ChangeTask, uow: UnitOfWork, clock: Clock) -> Changes:
    """As `add_task`, and `row.changed_meanwhile`, `row.fields_in_conflict`."""
    del clock
    task = uow.get(Task, command.task_id)
    stored = TaskData(task.title, task.owner_id, task.due_at)
    data = over_stored(task, command.version, stored, command.data, command.seen)
    ticket = uow.get(Ticket, task.ticket_id)
    uow.record("task.change", ticket, number=ticket.number, title=task.title)
    assign(task, **_checked(uow, data))
    return uow.commit()


def tick_task(command: TickTask, uow: UnitOfWork, clock: Clock) -> Changes:
    task = uow.lock(Task, command.task_id)
    ticket = uow.get(Ticket, task.ticket_id)
    uow.record(
        "task.tick" if command.is_done else "task.untick", ticket, number=ticket.number, title=task.title
    )
    if command.is_done != (task.done_at is not None):
        task.done_at = clock.now() if command.is_done else None
        task.done_by_id = uow.actor.user_id if command.is_done else None
    return uow.commit()


def move_task(command: MoveTask, uow: UnitOfWork, clock: Clock) -> Changes:
    """The others close up; only places that differ are written."""
    del clock
    task = uow.get(Task, command.task_id)
    ticket = uow.lock(Ticket, task.ticket_id)
    uow.record("task.move", ticket, number=ticket.number, title=task.title)
    others = [each for each in _in_order(uow, task.ticket_id) if each.id != task.id]
    place = min(max(command.place, 0), len(others))
    for position, each in enumerate([*others[:place], task, *others[place:]]):
        assign(each, position=position)
    return uow.commit()


def remove_task(command: RemoveTask, uow: UnitOfWork, clock: Clock) -> Changes:
    del clock
    task = uow.lock(Task, command.task_id)
    ticket = uow.get(Ticket, task.ticket_id)
    uow.record("task.remove", ticket, number=ticket.number, title=task.title)
    uow.session.delete(task)
    return uow.commit()


def _checked(uow: UnitOfWork, data: TaskData) -> dict[str, object]:
    if not data.title.strip():
        raise RuleViolation("task.title_missing")
    if data.owner_id is not None and not uow.get(UserAccount, data.owner_id).is_active:
        raise RuleViolation("task.owner_gone")
    return {"title": data.title.strip(), "owner_id": data.owner_id, "due_at": data.due_at}


def _in_order(uow: UnitOfWork, ticket_id: UUID) -> list[Task]:
    return sorted(every(uow, Task, ticket_id=ticket_id), key=lambda task: (task.position, task.id))
