"""What other systems add to the world of `every_command`: one that is connected, and what it tells."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any
from uuid import UUID

from fieldservice.domain.commands import (
    outside_contracts,
    outside_customers,
    outside_holdings,
    outside_removals,
    outside_systems,
    outside_tickets,
)
from fieldservice.domain.commands.coverage_lines import LineData
from fieldservice.domain.model.base import new_id
from fieldservice.domain.model.customer import Customer, Site
from fieldservice.domain.model.equipment import Equipment
from fieldservice.domain.model.outside import OutsideSystem
from fieldservice.domain.model.ticket import Ticket
from fieldservice.domain.rules.mastering import Kept
from fieldservice.domain.rules.ticket_states import TicketStateType
from tests.factories import COUNTRY, Company

if TYPE_CHECKING:
    from tests.store.every_command import World

ACTIVE, AWAY = "Helios", "Altum"
THEIRS = {"customer": "C-1", "site": "S-1", "unit": "E-1", "ticket": "INC-1"}
LINE = outside_contracts.ToldLine(LineData(UUID(int=0)), unit_keys=(THEIRS["unit"],))


def give_outside(company: Company, ids: tuple[UUID, UUID, UUID, UUID]) -> None:
    """A system that knows the customer, the site, the unit and the ticket; another one that was taken off."""
    customer, site, unit, ticket = ids
    active, away = new_id(), new_id()
    for system_id, name in ((active, ACTIVE), (away, AWAY)):
        told = outside_systems.ConnectSystem(system_id, outside_systems.SystemData(name))
        company.run(outside_systems.connect_system, told)
    company.run(outside_systems.disconnect_system, outside_systems.DisconnectSystem(away))
    number, code = company.get(Customer, customer).number, company.get(Site, site).code
    serial = company.get(Equipment, unit).serial_number
    c, s, e = THEIRS["customer"], THEIRS["site"], THEIRS["unit"]
    put = outside_customers
    company.run(put.put_customer, put.PutCustomer(active, c, {"number": number}))
    company.run(put.put_site, put.PutSite(active, s, c, {"code": code}))
    known = outside_holdings.PutEquipment(active, e, s, {"serial_number": serial})
    company.run(outside_holdings.put_equipment, known)
    named = outside_tickets.NameTicket(active, THEIRS["ticket"], company.get(Ticket, ticket).number)
    company.run(outside_tickets.name_ticket, named)


def systems(company: Company) -> tuple[UUID, UUID]:
    """The connected one, and the one that is away."""
    by_name = {system.name: system.id for system in company.rows(OutsideSystem)}
    return by_name[ACTIVE], by_name[AWAY]


def outside_uses(c: Company, w: "World") -> list[tuple[Callable[..., Any], object]]:
    active, away = systems(c)
    customer, site, unit, ticket = THEIRS.values()
    data = outside_systems.SystemData("Comarch", frozenset({Kept.BLOCKS}))
    reach = outside_customers.ToldReach(("61 852 00 11",), ("biuro@example.pl",), COUNTRY)
    terms = outside_contracts.ToldTerms(date(2026, 1, 1), date(2026, 12, 31), (LINE, replace(LINE, key="b")))
    contract = outside_contracts.PutContract(active, "U-9", customer, (terms,), "U/9")
    article = (active, ticket, "1", "Pompa znowu stoi", c.clock.now())
    state = outside_tickets.PutOutsideState(active, ticket, TicketStateType.CLOSED, "zrobione")
    told = {"name": "Mleczarnia Stępień", "tax_id": "525-22-48-481"}
    unit_told = {"serial_number": "SP-NEW", "category": "Pompa", "product": "Wilo"}
    system, put = outside_systems, outside_customers
    return [
        (system.connect_system, system.ConnectSystem(new_id(), data)),
        (system.change_system, system.ChangeSystem(active, data)),
        (system.disconnect_system, system.DisconnectSystem(active)),
        (system.reconnect_system, system.ReconnectSystem(away)),
        (put.put_customer, put.PutCustomer(active, customer, told, reach)),
        (put.put_contact, put.PutContact(active, "P-1", customer, {"name": "Ewa Żak"}, reach)),
        (put.put_site, put.PutSite(active, "S-2", customer, {"name": "Hala 2"})),
        (
            outside_holdings.put_block,
            outside_holdings.PutBlock(active, "B-1", customer, "zaległości", date(2026, 11, 1)),
        ),
        (
            outside_holdings.put_equipment,
            outside_holdings.PutEquipment(active, "E-2", site, unit_told, unit),
        ),
        (outside_contracts.put_contract, contract),
        (outside_removals.end_outside, outside_removals.EndOutside(active, "equipment", unit)),
        (
            outside_tickets.put_ticket,
            outside_tickets.PutTicket(
                active, "INC-2", "Stoi", places=outside_tickets.TicketPlaces(customer, "", site, unit)
            ),
        ),
        (outside_tickets.name_ticket, outside_tickets.NameTicket(active, "INC-3", _number(c, w.under_way))),
        (outside_tickets.put_outside_article, outside_tickets.PutOutsideArticle(*article)),
        (outside_tickets.put_outside_state, state),
    ]


def _number(company: Company, ticket_id: UUID) -> str:
    return company.get(Ticket, ticket_id).number
