"""Contacts by what somebody who asks for their data gives: name, telephone number, address; customers."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session

from fieldservice.domain.formats.phones import read_phone
from fieldservice.domain.model.customer import Contact, Customer, Identity
from fieldservice.domain.model.journal import SearchEntry
from fieldservice.domain.rules.folding import fold_words

MOST_FOUND = 20


@dataclass(frozen=True, slots=True)
class ContactFound:
    """`reach` is one number or address, to tell people of one name apart."""

    id: UUID
    name: str
    role: str
    customer: str
    reach: str


@dataclass(frozen=True, slots=True)
class CustomerFound:
    id: UUID
    name: str
    number: str


def customers_found(session: Session, typed: str) -> list[CustomerFound]:
    """Customers by words of their name, number or tax id; without any words the first ones."""
    named = and_(*(SearchEntry.words.contains(word, autoescape=True) for word in fold_words(typed)))
    wanted = select(Customer.id, Customer.name, Customer.number)
    if fold_words(typed):
        fitting = select(SearchEntry.id).where(SearchEntry.subject_table == Customer.__tablename__, named)
        wanted = wanted.where(Customer.id.in_(fitting))
    found = session.execute(wanted.order_by(Customer.name_folded).limit(MOST_FOUND))
    return [CustomerFound(*row) for row in found]


def contacts_found(session: Session, typed: str, country: str) -> list[ContactFound]:
    """Those who fit, people who left too; erased ones have no name to be found by."""
    words = fold_words(typed)
    if not words:
        return []
    named = and_(*(SearchEntry.words.contains(word, autoescape=True) for word in words))
    by_name = select(SearchEntry.id).where(SearchEntry.subject_table == Contact.__tablename__, named)
    phone = read_phone(typed, country)
    values = [typed.strip(), typed.strip().lower(), *([phone.e164] if phone else [])]
    by_reach = select(Identity.contact_id).where(Identity.value.in_(values))
    wanted = (
        select(Contact, Customer.name)
        .join(Customer, Customer.id == Contact.customer_id)
        .where(or_(Contact.id.in_(by_name), Contact.id.in_(by_reach)))
        .order_by(Contact.name, Contact.id)
        .limit(MOST_FOUND)
    )
    found = [(contact, customer) for contact, customer in session.execute(wanted)]
    reach = _reach(session, [contact.id for contact, _customer in found])
    return [
        ContactFound(contact.id, contact.name, contact.role, customer, reach.get(contact.id, ""))
        for contact, customer in found
    ]


def _reach(session: Session, ids: list[UUID]) -> dict[UUID, str]:
    wanted = (
        select(Identity)
        .where(Identity.contact_id.in_(ids))
        .order_by(Identity.kind.desc(), Identity.id.desc())
    )
    return {one.contact_id: one.as_written or one.value for one in session.scalars(wanted) if one.contact_id}
