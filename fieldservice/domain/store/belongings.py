"""Where what belongs to a ticket lies: with the ticket, or, once it was merged, with its survivor.

`gather` puts it where it should lie, as often as one likes: a merge, its undo, its taking back, and whatever
is written on the number of a merged ticket all end in it. `merged_row` remembers each row's first home.
"""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from fieldservice.domain.model.base import Base, member_id
from fieldservice.domain.model.content import Attachment
from fieldservice.domain.model.lifecycle import MergedRow
from fieldservice.domain.model.order import WorkOrder
from fieldservice.domain.model.ticket import Article, LinkKind, Task, Ticket, TicketLink
from fieldservice.domain.rules.merging import survivor_of_chain
from fieldservice.domain.rules.numbers import parse_number
from fieldservice.domain.rules.ticket_states import TicketStateType
from fieldservice.domain.store.unit_of_work import UnitOfWork

Place = tuple[Any, str]
"""A row, and the column of it that names a ticket."""

_KINDS: dict[str, type[Any]] = {
    kind.__tablename__: kind for kind in (Article, Task, WorkOrder, Attachment, TicketLink)
}


def survivor_of(session: Session, ticket_id: UUID) -> UUID:
    """The ticket that lives on; the ticket itself when it was not merged."""
    merged: dict[UUID, UUID] = {}
    following: UUID | None = ticket_id
    while following is not None and following not in merged:
        into = session.scalar(
            select(TicketLink.to_id).where(
                TicketLink.from_id == following, TicketLink.kind == LinkKind.MERGED_INTO
            )
        )
        if into is not None:
            merged[following] = into
        following = into
    return survivor_of_chain(ticket_id, merged)


def locked_together(uow: UnitOfWork, *ticket_ids: UUID) -> list[Ticket]:
    """Lock several tickets, always in the same order, so that two who do it do not wait for each other."""
    locked = {ticket_id: uow.lock(Ticket, ticket_id) for ticket_id in sorted(set(ticket_ids))}
    return [locked[ticket_id] for ticket_id in ticket_ids]


def locked_with_survivor_of(uow: UnitOfWork, ticket_id: UUID, other_id: UUID) -> tuple[Ticket, Ticket]:
    """Lock a ticket, and the one that lives on of another; who merged meanwhile is waited for."""
    survivor_id = survivor_of(uow.session, other_id)
    while True:
        ticket, survivor = locked_together(uow, ticket_id, survivor_id)
        found = survivor_of(uow.session, other_id)
        if found == survivor_id:
            return ticket, survivor
        survivor_id = found


def locked_with_survivor(uow: UnitOfWork, ticket_id: UUID) -> Ticket:
    """Lock a ticket to write on it; one that was merged together with the ticket that it lies with now."""
    return locked_with_survivor_of(uow, ticket_id, ticket_id)[0]


def lives_on(uow: UnitOfWork, ticket: Ticket) -> Ticket:
    """After something was written on a ticket: put it where it lies, and give the ticket that it concerns."""
    if ticket.state_type is not TicketStateType.MERGED:
        return ticket
    gather(uow, ticket)
    return uow.get(Ticket, survivor_of(uow.session, ticket.id))


def gather(uow: UnitOfWork, ticket: Ticket) -> None:
    """Carry what lies with a merged ticket to its survivor; bring home what another ticket keeps of a live
    one.
    """
    uow.session.flush()  # what this very command wrote counts too
    if ticket.state_type is TicketStateType.MERGED:
        survivor_id = survivor_of(uow.session, ticket.id)
        for row, column in list(_lying_with(uow, ticket.id)):
            _carry(uow, row, column, ticket.id, survivor_id)
    else:
        for note in uow.session.scalars(select(MergedRow).where(MergedRow.home_id == ticket.id)).all():
            _bring_home(uow, note)
    uow.session.flush()  # whoever asks next must find the rows where they are


def bring_back(uow: UnitOfWork, ticket: Ticket, inner: frozenset[UUID]) -> None:
    """Give a ticket whose merge is taken back what belongs to it and to those merged into it before."""
    for note in uow.session.scalars(select(MergedRow).where(MergedRow.home_id.in_(inner))).all():
        _put(uow, uow.get(_KINDS[note.table_name], note.row_id), note.column_name, ticket.id)
    gather(uow, ticket)


def move_for_good(uow: UnitOfWork, article: Article, ticket_id: UUID) -> None:
    """Somebody decided where it belongs: no merge that is taken back claims it any more."""
    article.ticket_id = ticket_id
    note = uow.session.get(MergedRow, member_id(article.id, "ticket_id"))
    if note is not None:
        uow.session.delete(note)


def merged_into(uow: UnitOfWork, ticket_id: UUID) -> frozenset[UUID]:
    """The tickets that a ticket took in, also through others."""
    found: set[UUID] = set()
    todo = [ticket_id]
    while todo:
        into = select(TicketLink.from_id).where(
            TicketLink.to_id.in_(todo), TicketLink.kind == LinkKind.MERGED_INTO
        )
        todo = [each for each in uow.session.scalars(into) if each not in found]
        found.update(todo)
    return frozenset(found)


def _lying_with(uow: UnitOfWork, ticket_id: UUID) -> Iterator[Place]:
    for kind in (Article, Task, WorkOrder):
        rows: Any = uow.session.scalars(select(kind).where(kind.ticket_id == ticket_id).order_by(kind.id))
        yield from ((row, "ticket_id") for row in rows)
    files = select(Attachment).where(
        Attachment.owner_table == Ticket.__tablename__, Attachment.owner_id == ticket_id
    )
    yield from ((row, "owner_id") for row in uow.session.scalars(files))
    for column in ("from_id", "to_id"):
        links = select(TicketLink).where(
            getattr(TicketLink, column) == ticket_id, TicketLink.kind != LinkKind.MERGED_INTO
        )
        yield from ((row, column) for row in uow.session.scalars(links))


def _carry(uow: UnitOfWork, row: Any, column: str, home_id: UUID, survivor_id: UUID) -> None:
    if isinstance(row, TicketLink) and _would_double(uow, row, column, survivor_id):
        return
    note_id = member_id(row.id, column)
    if uow.session.get(MergedRow, note_id) is None:
        uow.add(
            MergedRow(
                id=note_id,
                table_name=row.__tablename__,
                row_id=row.id,
                column_name=column,
                home_id=home_id,
            )
        )
    _put(uow, row, column, survivor_id)


def _bring_home(uow: UnitOfWork, note: MergedRow) -> None:
    row = uow.session.get(_KINDS[note.table_name], note.row_id)
    if row is not None:
        _put(uow, row, note.column_name, note.home_id)
    uow.session.delete(note)


def _put(uow: UnitOfWork, row: Base, column: str, ticket_id: UUID) -> None:
    if getattr(row, column) == ticket_id:
        return
    if isinstance(row, WorkOrder):
        row.position = _position(uow, row, ticket_id)
    setattr(row, column, ticket_id)
    uow.session.flush()  # the next order asks which positions are taken


def _position(uow: UnitOfWork, order: WorkOrder, ticket_id: UUID) -> int:
    """An order keeps its number, which may be printed; its place among the orders of another ticket is the
    next one. At home it is its own again.
    """
    number = uow.get(Ticket, ticket_id).number
    if order.number.startswith(f"{number}/"):
        return parse_number(order.number).position or order.position
    taken = select(WorkOrder.position).where(WorkOrder.ticket_id == ticket_id)
    return max(uow.session.scalars(taken), default=0) + 1


def _would_double(uow: UnitOfWork, link: TicketLink, column: str, survivor_id: UUID) -> bool:
    """A link that the survivor has already, or that would lead from it to itself, stays where it is."""
    ends = {"from_id": link.from_id, "to_id": link.to_id, column: survivor_id}
    if ends["from_id"] == ends["to_id"]:
        return True
    same = select(TicketLink.id).where(
        TicketLink.from_id == ends["from_id"], TicketLink.to_id == ends["to_id"], TicketLink.kind == link.kind
    )
    return uow.session.scalar(same) is not None
