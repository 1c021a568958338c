"""A company in the middle of its work, part of which is given to whoever looks, with notices of it."""

from datetime import timedelta
from uuid import UUID

from fieldservice.domain.commands.tickets import ChangeTicket, change_ticket
from fieldservice.domain.model.content import Notice
from fieldservice.domain.model.journal import JournalEntry
from fieldservice.domain.model.people import UserAccount
from fieldservice.domain.model.ticket import Ticket
from fieldservice.domain.rules.notices import NoticeKind
from tests.factories import Company
from tests.store.every_command import build_world

SOMEBODY_ELSE = UUID("0190c0de-0000-7000-8000-00000000000e")


def live_in(company: Company) -> None:
    """A company in the middle of its work, part of which is given to whoever looks, with notices of it."""
    world = build_world(company)
    mine = (("owner_id", company.actor.user_id),)
    for ticket_id in (world.fresh, world.under_way, world.closed_by_orders):
        company.run(change_ticket, ChangeTicket(ticket_id, company.get(Ticket, ticket_id).version, mine))
    entry = next(entry.id for entry in company.rows(JournalEntry) if entry.subject_id == world.under_way)
    now = company.clock.now()
    company.put(UserAccount(id=SOMEBODY_ELSE, login="ewa", name="Ewa Sowa"))
    company.put(
        *(
            Notice(
                user_id=company.actor.user_id,
                ticket_id=world.under_way,
                kind=kind,
                actor_id=SOMEBODY_ELSE,
                entry_id=entry,
                happened_at=now - timedelta(hours=7 * number),
            )
            for number, kind in enumerate(NoticeKind)
        )
    )
