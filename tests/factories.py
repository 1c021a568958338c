"""A company to test in, and makers of what belongs to it: state only what matters.

Everything else has sensible defaults. Makers return ids. `run` and `ask` do what the desk's writer and reader do.
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

from fieldservice.domain.commands.first_start import SetUpCompany, catalogue_id, set_up_company
from fieldservice.domain.model.base import Base, new_id
from fieldservice.domain.model.contract import (
    Contract,
    CoverageLine,
    CoverageSite,
    CoverageUnit,
    CoverageWork,
    LineExtent,
    Terms,
)
from fieldservice.domain.model.customer import (
    Block,
    Contact,
    Customer,
    CustomerClass,
    Identity,
    IdentityKind,
    Site,
)
from fieldservice.domain.model.equipment import Category, Equipment, Product
from fieldservice.domain.rules.changes import Changes
from fieldservice.domain.rules.coverage_facts import ContractStatus, WorkMode
from fieldservice.domain.rules.coverage_quota import QuotaKind
from fieldservice.domain.rules.folding import fold
from fieldservice.domain.store.clock import Clock
from fieldservice.domain.store.engine import Database
from fieldservice.domain.store.unit_of_work import Actor, UnitOfWork

BRANCH = "WAW"
USER_ID = UUID("0190c0de-0000-7000-8000-000000000001")
WORKSTATION_ID = UUID("0190c0de-0000-7000-8000-000000000002")
TECHNICIANS = ("Marek Lis", "Ewa Sowa", "Jan Bąk")
THIS_YEAR = (date(2026, 1, 1), date(2026, 12, 31))

P = ParamSpec("P")
T = TypeVar("T")
C = TypeVar("C")


@dataclass(frozen=True, slots=True)
class Line:
    """A coverage line as a test states it; without anything it covers all units for all works.

    `units` names units, `category` with `units_per_site` counts them; `works` are codes of the catalogue.
    """

    units: tuple[UUID, ...] = ()
    category: str | None = None
    units_per_site: int | None = None
    sites: tuple[UUID, ...] = ()
    works: tuple[str, ...] = ()
    mode: WorkMode | None = None
    quota: tuple[QuotaKind, Decimal] | None = None


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
        """All rows of a table, detached."""
        with self.database.read_session() as session:
            return list(session.scalars(select(kind)))

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
        """A customer; `phone` (E.164) is its telephone number. `values` are further columns."""
        customer = Customer(
            id=new_id(),
            number=number or f"K{next(self._numbers):04}",
            name=name,
            name_folded=fold(name),
            **{"customer_class": CustomerClass.STANDARD, **values},
        )
        self.put(customer)
        if phone is not None:
            self.phone(customer.id, phone)
        return customer.id

    def contact(self, customer_id: UUID, name: str = "Stanisław Jeka", phone: str | None = None) -> UUID:
        contact = Contact(id=new_id(), customer_id=customer_id, name=name)
        self.put(contact)
        if phone is not None:
            self.phone(customer_id, phone, contact.id)
        return contact.id

    def phone(self, customer_id: UUID, number: str, contact_id: UUID | None = None) -> UUID:
        """A telephone number, given in E.164."""
        identity = Identity(
            id=new_id(),
            customer_id=customer_id,
            contact_id=contact_id,
            kind=IdentityKind.PHONE,
            value=number,
            as_written=number,
        )
        self.put(identity)
        return identity.id

    def site(self, customer_id: UUID, name: str = "Hala produkcyjna", **values: Any) -> UUID:
        site = Site(
            id=new_id(),
            customer_id=customer_id,
            name=name,
            **{"code": f"L{next(self._numbers):04}", "city": "Poznań", **values},
        )
        self.put(site)
        return site.id

    def category(self, name: str) -> UUID:
        """The category of that name, made when it is new."""
        found = next((row.id for row in self.rows(Category) if row.name == name), None)
        if found is None:
            row = Category(id=new_id(), name=name)
            self.put(row)
            return row.id
        return found

    def product(self, category: str = "Sprężarka", model: str = "Kaeser SK 22") -> UUID:
        """The product of that name, made when it is new."""
        category_id = self.category(category)
        known = (row.id for row in self.rows(Product) if (row.category_id, row.name) == (category_id, model))
        found = next(known, None)
        if found is None:
            row = Product(id=new_id(), category_id=category_id, name=model)
            self.put(row)
            return row.id
        return found

    def unit(
        self,
        site_id: UUID,
        serial: str | None = None,
        category: str = "Sprężarka",
        model: str = "Kaeser SK 22",
        **values: Any,
    ) -> UUID:
        number = serial or f"SP{next(self._numbers):06}"
        unit = Equipment(
            id=new_id(),
            site_id=site_id,
            product_id=self.product(category, model),
            serial_number=number,
            serial_folded=fold(number),
            **values,
        )
        self.put(unit)
        return unit.id

    def contract(
        self,
        customer_id: UUID,
        valid_from: date = THIS_YEAR[0],
        valid_to: date = THIS_YEAR[1],
        lines: Sequence[Line] = (Line(),),
        **values: Any,
    ) -> UUID:
        """A signed contract with one period; by default it covers everything this year."""
        contract = Contract(
            id=new_id(),
            customer_id=customer_id,
            **{"number": f"U/{next(self._numbers):04}/2026", "status": ContractStatus.SIGNED, **values},
        )
        terms = Terms(id=new_id(), contract_id=contract.id, valid_from=valid_from, valid_to=valid_to)
        rows = [row for position, line in enumerate(lines, 1) for row in self._line(terms.id, position, line)]
        self.put(contract, terms, *rows)
        return contract.id

    def block(
        self,
        customer_id: UUID,
        reason: str = "Zaległości płatnicze",
        since: date | None = None,
        until: date | None = None,
    ) -> UUID:
        """A hold on the customer, from today when no day is given."""
        begun = since or self.clock.now().date()
        block = Block(id=new_id(), customer_id=customer_id, reason=reason, since=begun, until=until)
        self.put(block)
        return block.id

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

    def _line(self, terms_id: UUID, position: int, line: Line) -> list[Base]:
        row = CoverageLine(
            id=new_id(),
            terms_id=terms_id,
            position=position,
            extent=_extent(line),
            category_id=None if line.category is None else self.category(line.category),
            units_per_site=line.units_per_site,
            mode=line.mode,
            quota_kind=line.quota[0] if line.quota else None,
            quota_amount=line.quota[1] if line.quota else None,
        )
        return [
            row,
            *(CoverageUnit(id=new_id(), line_id=row.id, equipment_id=unit) for unit in line.units),
            *(CoverageSite(id=new_id(), line_id=row.id, site_id=site) for site in line.sites),
            *(
                CoverageWork(id=new_id(), line_id=row.id, work_kind_id=self.work_kind(code))
                for code in line.works
            ),
        ]


def _extent(line: Line) -> LineExtent:
    if line.units:
        return LineExtent.NAMED_UNITS
    return LineExtent.ALL_UNITS if line.category is None else LineExtent.CATEGORY


def set_up(database: Database, clock: Clock) -> Company:
    """Make the company that tests work in: branch WAW, Anna Kowal at the desk, three technicians."""
    company = Company(database, clock, Actor(USER_ID, WORKSTATION_ID, BRANCH))
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
            country="PL",
            zone="Europe/Warsaw",
            technicians=TECHNICIANS,
        ),
    )
    return company
