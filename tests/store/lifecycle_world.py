"""Tickets to merge, split, link and hand over in the world of every command, and one use of each command."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any
from uuid import UUID

from fieldservice.domain.commands import (
    branches,
    ticket_bulk,
    ticket_conduct,
    ticket_handing,
    ticket_links,
    ticket_merging,
    ticket_parking,
    ticket_reopening,
    ticket_splitting,
    ticket_waiting,
    tickets,
)
from fieldservice.domain.commands.acceptance import NewTicket
from fieldservice.domain.model.base import new_id
from fieldservice.domain.model.people import Branch
from fieldservice.domain.model.ticket import Article
from fieldservice.domain.rules.bulk import BulkWhat
from fieldservice.domain.rules.reopening import Reopening
from tests.conftest import FakeClock
from tests.factories import Company
from tests.store.ticket_givens import logged

Served = tuple[UUID, UUID]
"""A customer under contract, and one of its units."""


@dataclass(frozen=True, slots=True)
class LifecycleWorld:
    """`idle` waits since hours; `caused` has the `problem`, by `link`; `merged` lies with `live`."""

    live: UUID
    other: UUID
    closed: UUID
    merged: UUID
    idle: UUID
    problem: UUID
    caused: UUID
    link: UUID


def build_lifecycle(company: Company, served: Served) -> LifecycleWorld:
    live, other, closed, merged, caused = (
        logged(company, served, title=title) for title in ("Kapie", "Kapie znowu", "Syczy", "Kap", "Cieknie")
    )
    problem = logged(company, served, title="Seria uszczelek", type_id=company.ticket_type("problem"))
    world = LifecycleWorld(live, other, closed, merged, _idle(company, served), problem, caused, new_id())
    company.run(tickets.close_ticket, tickets.CloseTicket(closed, "dokręcono"))
    company.run(ticket_merging.merge_tickets, ticket_merging.MergeTickets(merged, live, "to samo"))
    company.run(ticket_links.link_to_problem, ticket_links.LinkToProblem(world.link, caused, problem))
    return world


def _idle(company: Company, served: Served) -> UUID:
    """A ticket of a type that is closed for inactivity after two hours, silent for longer."""
    earlier = replace(company, clock=FakeClock(company.clock.now() - timedelta(hours=5)))
    kind = company.ticket_type("service_request")
    conduct = ticket_conduct.SetConduct(kind, Reopening.WITHIN_DAYS, 14, idle_hours=2)
    earlier.run(ticket_conduct.set_conduct, conduct)
    ticket_id = logged(earlier, served, title="Pytanie o olej", type_id=kind)
    until = company.clock.now() + timedelta(days=3)
    waiting = tickets.PutInState(ticket_id, company.ticket_state("waiting_customer"), until, "który olej?")
    earlier.run(tickets.put_ticket_in_state, waiting)
    return ticket_id


def lifecycle_uses(
    company: Company, world: LifecycleWorld, served: Served
) -> list[tuple[Callable[..., Any], object]]:
    wish = NewTicket(
        new_id(),
        "Drugi wyciek",
        equipment_id=served[1],
        work_kind_id=company.work_kind(),
        description="z boku",
    )
    said = [each for each in company.rows(Article) if each.ticket_id == world.live and each.reason is None]
    split = ticket_splitting.SplitTicket(world.live, wish, tuple(each.id for each in said[:1]), moves=True)
    waits = replace(wish, ticket_id=new_id())
    again = ticket_reopening.ReopenAsNew(world.closed, replace(wish, ticket_id=new_id()), "znowu syczy")
    conduct = ticket_conduct.SetConduct(company.ticket_type(), Reopening.AS_NEW, raises_priority=True)
    me = company.actor.user_id
    return [
        (ticket_merging.merge_tickets, ticket_merging.MergeTickets(world.other, world.live, "to samo")),
        (ticket_merging.unmerge_ticket, ticket_merging.UnmergeTicket(world.merged, "pomyłka")),
        (ticket_splitting.split_ticket, split),
        (ticket_reopening.reopen_ticket, ticket_reopening.ReopenTicket(world.closed, "znowu syczy")),
        (ticket_reopening.reopen_as_new, again),
        (ticket_parking.park_again, ticket_parking.ParkAgain(world.closed, waits, "znowu stoi")),
        (ticket_handing.take_ticket, ticket_handing.TakeTicket(world.other)),
        (ticket_handing.hand_over, ticket_handing.HandOver(world.other, owner_id=me, note="pilne")),
        (
            branches.hand_ticket_to_branch,
            branches.HandTicketToBranch(world.other, company.rows(Branch)[0].id, "jedzie stamtąd"),
        ),
        (ticket_waiting.close_idle_ticket, ticket_waiting.CloseIdleTicket(world.idle)),
        (ticket_links.link_to_problem, ticket_links.LinkToProblem(new_id(), world.live, world.problem)),
        (ticket_links.unlink_ticket, ticket_links.UnlinkTicket(world.link)),
        (ticket_conduct.set_conduct, conduct),
        (ticket_bulk.finish_bulk, ticket_bulk.FinishBulk(new_id(), BulkWhat.OWNER, (world.other,))),
    ]
