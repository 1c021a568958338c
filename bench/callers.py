"""Who calls in the benchmarks: customers of the generated company with their units, the same in every run."""

from collections.abc import Iterator
from dataclasses import dataclass
from random import Random
from uuid import UUID

from sqlalchemy import text

from fieldservice.domain.store.engine import Database

SEED = 47
KNOWN = text(
    """
    SELECT customer.id, customer.name, contact.id, contact.name, identity.value, site.id, equipment.id,
           equipment.serial_number
    FROM equipment JOIN site ON site.id = equipment.site_id JOIN customer ON customer.id = site.customer_id
    JOIN contact ON contact.customer_id = customer.id
    JOIN identity ON identity.contact_id = contact.id AND identity.kind = 'phone'
    WHERE EXISTS (SELECT 1 FROM contract WHERE contract.customer_id = customer.id)
    AND NOT EXISTS (SELECT 1 FROM block WHERE block.customer_id = customer.id)
    ORDER BY equipment.id
    """
)


@dataclass(frozen=True, slots=True)
class Caller:
    customer_id: UUID
    customer_name: str
    contact_id: UUID
    name: str
    phone: str
    site_id: UUID
    unit_id: UUID
    serial_number: str


def covered_callers(database: Database, count: int) -> Iterator[Caller]:
    """Callers whose unit is covered, chosen at random over the whole company."""
    with database.reader.connect() as connection:
        rows = connection.execute(KNOWN).all()
    for customer, called, contact, name, phone, site, unit, serial in Random(SEED).sample(rows, count):
        yield Caller(UUID(customer), called, UUID(contact), name, phone, UUID(site), UUID(unit), serial)
