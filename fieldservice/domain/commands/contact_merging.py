"""Two entries of one person become one: numbers, addresses and all that was said go to the one that stays."""

from dataclasses import dataclass
from uuid import UUID

from fieldservice.domain.model.customer import Contact, Identity
from fieldservice.domain.model.ticket import Article, Request, Ticket
from fieldservice.domain.rules.changes import Changes
from fieldservice.domain.rules.errors import RuleViolation
from fieldservice.domain.store.clock import Clock
from fieldservice.domain.store.finding import assign, every
from fieldservice.domain.store.unit_of_work import UnitOfWork

SAID_BY = (Ticket, Request, Article)


@dataclass(frozen=True, slots=True)
class MergeContacts:
    """`gone_id` is no longer offered; a number that both had is kept once."""

    kept_id: UUID
    gone_id: UUID


def merge_contacts(command: MergeContacts, uow: UnitOfWork, clock: Clock) -> Changes:
    """`contact.merged_with_itself`, `contact.of_other_customer`."""
    del clock
    kept, gone = uow.get(Contact, command.kept_id), uow.get(Contact, command.gone_id)
    if kept.id == gone.id:
        raise RuleViolation("contact.merged_with_itself")
    if kept.customer_id != gone.customer_id:
        raise RuleViolation("contact.of_other_customer", name=gone.name)
    uow.record("contact.merge", kept, name=kept.name, other=gone.name)
    _take_identities(uow, kept, gone)
    for kind in SAID_BY:
        for row in every(uow, kind, contact_id=gone.id):
            assign(row, contact_id=kept.id)
    assign(kept, role=kept.role or gone.role, is_active=kept.is_active or gone.is_active)
    assign(gone, is_active=False)
    return uow.commit()


def _take_identities(uow: UnitOfWork, kept: Contact, gone: Contact) -> None:
    known = {(each.kind, each.value, each.extension) for each in every(uow, Identity, contact_id=kept.id)}
    for identity in every(uow, Identity, contact_id=gone.id):
        if (identity.kind, identity.value, identity.extension) in known:
            uow.session.delete(identity)
        else:
            assign(identity, contact_id=kept.id)
