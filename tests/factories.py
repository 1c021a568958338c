"""A company to test in, and makers of what belongs to it: state only what matters.

Everything else has sensible defaults. Makers return ids. `run` and `ask` do what the desk's threads do.
"""

import itertools
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any, Concatenate, ParamSpec, TypeVar
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from fieldservice.domain.commands.blocks import SetBlock, set_block
from fieldservice.domain.commands.contacts import AddContact, ContactData, Reachability, add_contact
from fieldservice.domain.commands.contracts import CreateContract, TermsData, create_contract
from fieldservice.domain.commands.coverage_lines import LineData
from fieldservice.domain.commands.customers import CreateCustomer, CustomerData, create_customer
from fieldservice.domain.commands.equipment import AddEquipment, UnitData, add_equipment, product_of
from fieldservice.domain.commands.first_start import SetUpCompany, catalogue_id, set_up_company
from fieldservice.domain.commands.sites import AddSite, SiteData, add_site
from fieldservice.domain.model.base import Base, new_id
from fieldservice.domain.model.customer import BlockSource
from fieldservice.domain.model.people import UserAccount, UserRole
from fieldservice.domain.rules.changes import Changes
from fieldservice.domain.rules.coverage_facts import WorkMode
from fieldservice.domain.rules.coverage_quota import BeyondQuota, QuotaKind
from fieldservice.domain.store.clock import Clock
from fieldservice.domain.store.engine import Database
from fieldservice.domain.store.unit_of_work import Actor, UnitOfWork

BRANCH = "WAW"
COUNTRY = "PL"
ZONE = "Europe/Warsaw"
USER_ID = UUID("0190c0de-0000-7000-8000-000000000001")
WORKSTATION_ID = UUID("0190c0de-0000-7000-8000-000000000002")
TECHNICIANS = ("Marek Lis", "Ewa Sowa", "Jan Bąk")
TELLS_WHEN = 7
"""The version of an id that tells when it was made."""
THIS_YEAR = (date(2026, 1, 1), date(2026, 12, 31))

P = ParamSpec("P")
T = TypeVar("T")
C = TypeVar("C")


@dataclass(frozen=True, slots=True)
class Line:
    """A coverage line as a test states it; without anything it covers all units for all works.

    `units` names units, `category` with `units_per_site` counts them; `works` and
    `services` are codes of the catalogue.
    """

    units: tuple[UUID, ...] = ()
    category: str | None = None
    units_per_site: int | None = None
    sites: tuple[UUID, ...] = ()
    works: tuple[str, ...] = ()
    services: tuple[str, ...] = ()
    mode: WorkMode | None = None
    quota: tuple[QuotaKind, Decimal] | None = None
    beyond: BeyondQuota = BeyondQuota.REFUSE


@dataclass(slots=True)
class Company:
    """A company after its first start, on one database."""

    database: Database
    clock: Clock
    actor: Actor
    _numbers: Iterator[int] = field(default_factory=lambda: itertools.count(1))

    def begin(self) -> UnitOfWork:
        """A unit of work, to be entered with `with`."""
        return UnitOfWork(self.database.write_sessions(), self.actor, self.clock)

    def run(self, function: Callable[[C, UnitOfWork, Clock], Changes], command: C) -> Changes:
        """Run a command as the desk's writer does."""
        with self.begin() as uow:
            return function(command, uow, self.clock)

    def ask(self, function: Callable[Concatenate[Session, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Run a query as the desk's reader does."""
        with self.database.read_session() as session:
            return function(session, *args, **kwargs)

    def get(self, kind: type[T], row_id: UUID) -> T:
        """A row as it stands in the database, detached."""
        with self.database.read_session() as session:
            return session.get_one(kind, row_id)

    def rows(self, kind: type[T]) -> list[T]:
        """All rows of a table, detached; as they were made where their ids tell it."""
        with self.database.read_session() as session:
            rows: list[Any] = list(session.scalars(select(kind)))
        if all(isinstance(getattr(row, "id", None), UUID) and row.id.version == TELLS_WHEN for row in rows):
            rows.sort(key=lambda row: row.id)
        return rows

    def leave_only(self, user_id: UUID, *rights: str) -> None:
        """Take all roles from somebody, and leave these rights."""
        with self.begin() as uow:
            uow.record("test.given", None)
            for held in uow.session.scalars(select(UserRole).where(UserRole.user_id == user_id)):
                uow.session.delete(held)
            uow.get(UserAccount, user_id).rights = list(rights)
            uow.commit()

    def put(self, *rows: Base) -> None:
        """Put rows in the database as somebody would have done in the past."""
        with self.begin() as uow:
            uow.record("test.given", None)
            for row in rows:
                uow.add(row)
                uow.session.flush()  # in the order given: there are no relationships to order them by
            uow.commit()

    def customer(
        self,
        name: str = "Zakłady Mleczarskie Stępień",
        number: str | None = None,
        phone: str | None = None,
        **values: Any,
    ) -> UUID:
        """A customer, with a telephone number written in any way; `values` are of `CustomerData`."""
        customer_id = new_id()
        data = CustomerData(name=name, number=number or f"K{next(self._numbers):04}", **values)
        phones = (phone,) if phone else ()
        self.run(create_customer, CreateCustomer(customer_id, data, phones, COUNTRY))
        return customer_id

    def contact(
        self, customer_id: UUID, name: str = "Stanisław Jeka", phone: str | None = None, role: str = ""
    ) -> UUID:
        contact_id = new_id()
        reach = Reachability(phones=(phone,) if phone else (), country=COUNTRY)
        self.run(add_contact, AddContact(contact_id, customer_id, ContactData(name, role, reach)))
        return contact_id

    def site(self, customer_id: UUID, name: str = "Hala produkcyjna", **values: Any) -> UUID:
        """A site in Poznań; `values` are of `SiteData`."""
        site_id = new_id()
        self.run(add_site, AddSite(site_id, customer_id, SiteData(name, **{"city": "Poznań", **values})))
        return site_id

    def unit(
        self,
        site_id: UUID,
        serial: str | None = None,
        category: str = "Sprężarka",
        model: str = "Kaeser SK 22",
        **values: Any,
    ) -> UUID:
        """A unit; category and model are made when they are new. `values` are of `UnitData`."""
        unit_id = new_id()
        data = UnitData(category, model, serial or f"SP{next(self._numbers):06}", **values)
        self.run(add_equipment, AddEquipment(unit_id, site_id, data))
        return unit_id

    def product(self, category: str = "Sprężarka", model: str = "Kaeser SK 22") -> UUID:
        """The product of that name, made when it is new."""
        with self.begin() as uow:
            product = product_of(uow, category, model)
            uow.record("test.given", product)
            uow.commit()
            return product.id

    def contract(
        self,
        customer_id: UUID,
        valid_from: date = THIS_YEAR[0],
        valid_to: date = THIS_YEAR[1],
        lines: Sequence[Line] = (Line(),),
        **values: Any,
    ) -> UUID:
        """A signed contract with one period; it covers everything. `values` are of `CreateContract`."""
        contract_id = new_id()
        given = {"number": f"U/{next(self._numbers):04}/2026", **values}
        terms = TermsData(new_id(), valid_from, valid_to, tuple(map(self.line_data, lines)))
        self.run(create_contract, CreateContract(contract_id, customer_id, terms, **given))
        return contract_id

    def line_data(self, line: Line) -> LineData:
        """The line in the words of the commands."""
        return LineData(
            line_id=new_id(),
            unit_ids=line.units,
            category=line.category or "",
            units_per_site=line.units_per_site,
            site_ids=line.sites,
            work_kind_ids=tuple(self.work_kind(code) for code in line.works),
            service_ids=tuple(self.service(code) for code in line.services),
            mode=line.mode,
            quota=line.quota,
            beyond=line.beyond,
        )

    def block(
        self,
        customer_id: UUID,
        reason: str = "Zaległości płatnicze",
        since: date | None = None,
        until: date | None = None,
        source: BlockSource = BlockSource.OWN,
    ) -> UUID:
        """A hold on the customer, from today when no day is given."""
        block_id = new_id()
        begun = since or self.clock.now().date()
        self.run(set_block, SetBlock(block_id, customer_id, reason, begun, until, source))
        return block_id

    def technician(self, name: str = TECHNICIANS[0]) -> UUID:
        """One of the three technicians of the first start."""
        return catalogue_id("technician", name)

    def work_kind(self, code: str = "repair") -> UUID:
        return catalogue_id("work_kind", code)

    def ticket_type(self, code: str = "incident") -> UUID:
        return catalogue_id("ticket_type", code)

    def kind(self, code: str = "fault") -> UUID:
        return catalogue_id("kind", code)

    def purpose(self, code: str = "product_fault") -> UUID:
        return catalogue_id("purpose", code)

    def service(self, code: str = "field_service") -> UUID:
        return catalogue_id("service", code)

    def ticket_state(self, code: str = "new") -> UUID:
        return catalogue_id("ticket_state", code)


def set_up(database: Database, clock: Clock) -> Company:
    """Make the company that tests work in: branch WAW, Anna Kowal at the desk, three technicians."""
    company = Company(database, clock, Actor(USER_ID, WORKSTATION_ID, BRANCH, ZONE))
    company.run(
        set_up_company,
        SetUpCompany(
            language="pl",
            branch_code=BRANCH,
            branch_name="Warszawa",
            user_id=USER_ID,
            user_login="anna",
            user_name="Anna Kowal",
            workstation_id=WORKSTATION_ID,
            country=COUNTRY,
            zone=ZONE,
            technicians=TECHNICIANS,
        ),
    )
    return company
