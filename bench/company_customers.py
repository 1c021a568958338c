"""The generated company's customers: their people, sites, units, contracts and what the contracts cover."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from uuid import UUID

from bench import vocabulary as words
from bench.company_sink import Sink
from fieldservice.domain.commands.first_start import catalogue_id
from fieldservice.domain.model import contract as contracts
from fieldservice.domain.model.customer import (
    Block,
    BlockSource,
    Contact,
    Customer,
    CustomerClass,
    Identity,
    IdentityKind,
    Site,
)
from fieldservice.domain.model.equipment import Category, Equipment, EquipmentStatus, Product
from fieldservice.domain.rules.coverage_facts import ContractStatus
from fieldservice.domain.rules.coverage_quota import BeyondQuota, QuotaKind
from fieldservice.domain.rules.folding import fold
from fieldservice.domain.store.search_index import phone_endings

FOUNDED = datetime(2022, 1, 3, 7, tzinfo=UTC)
PERIODS = ((date(2025, 1, 1), date(2025, 12, 31)), (date(2026, 1, 1), date(2028, 12, 31)))
UNITS_PER_CUSTOMER = 5
COVERED_WORKS = ("repair", "inspection", "remote_advice")


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit as its tickets need it."""

    id: UUID
    site_id: UUID
    serial_number: str
    category: str


@dataclass(slots=True)
class Client:
    """A customer as its tickets need it; without `line_id` nothing covers its units."""

    id: UUID
    name: str
    contact_id: UUID
    contact_name: str
    phone: str
    units: list[Unit] = field(default_factory=list)
    contract_id: UUID | None = None
    contract_number: str = ""
    terms_id: UUID | None = None
    line_id: UUID | None = None


class Customers:
    """Makes `count` customers with five units each, and yields them for the tickets to come."""

    def __init__(self, sink: Sink, count: int) -> None:
        self._sink = sink
        self._random = sink.random
        self._count = count
        self._products: list[tuple[UUID, str, str]] = []

    def make(self) -> Iterator[Client]:
        self._dictionaries()
        for index in range(self._count):
            yield self._client(index)

    def _dictionaries(self) -> None:
        for category, models in words.CATEGORIES.items():
            category_id = self._sink.id_at(FOUNDED)
            self._sink.add(Category, id=category_id, name=category)
            for model in models:
                product_id = self._sink.id_at(FOUNDED)
                self._sink.add(Product, id=product_id, category_id=category_id, name=model)
                self._products.append((product_id, category, model))

    def _client(self, index: int) -> Client:
        since = FOUNDED + timedelta(minutes=20 * index)
        client = self._customer(index, since)
        sites = [self._site(client, index, place, since) for place in range(1 + index % 2)]
        for place in range(UNITS_PER_CUSTOMER):
            client.units.append(self._unit(sites[place % len(sites)], index, place, since))
        if index % 12:
            self._contract(client, index, since)
        if index % 60 == 7:
            self._block(client, since)
        return client

    def _customer(self, index: int, since: datetime) -> Client:
        choice = self._random.choice
        name = f"{choice(words.TRADES)} {choice(words.FAMILY_NAMES)} {choice(words.LEGAL_FORMS)}"
        person = f"{choice(words.GIVEN_NAMES)} {choice(words.FAMILY_NAMES)}"
        customer_id, contact_id = self._sink.id_at(since), self._sink.id_at(since)
        number, tax_id = f"K{index + 1:06}", f"{5_000_000_000 + index * 37}"
        row = {"id": customer_id, "number": number, "name": name, "name_folded": fold(name), "tax_id": tax_id}
        self._sink.add(Customer, **row, customer_class=_class_of(index), note="", version=1)
        self._sink.find_by(Customer, customer_id, since, number, name, tax_id)
        self._sink.add(Contact, id=contact_id, customer_id=customer_id, name=person, role="", version=1)
        self._sink.find_by(Contact, contact_id, since, person)
        phone = f"+48{600_000_000 + index * 17}"
        client = Client(customer_id, name, contact_id, person, phone)
        self._identity(client, since, IdentityKind.PHONE, phone)
        self._identity(client, since, IdentityKind.EMAIL, f"service{index}@example.com")
        return client

    def _identity(self, client: Client, since: datetime, kind: IdentityKind, value: str) -> None:
        identity_id = self._sink.id_at(since)
        owner = {"customer_id": client.id, "contact_id": client.contact_id}
        self._sink.add(Identity, id=identity_id, kind=kind, value=value, as_written=value, **owner)
        endings = phone_endings({"kind": kind, "value": value})
        self._sink.find_by(Identity, identity_id, since, value, *endings)

    def _site(self, client: Client, index: int, place: int, since: datetime) -> UUID:
        choice = self._random.choice
        site_id, code = self._sink.id_at(since), f"S{index + 1:06}-{place + 1}"
        name, city = choice(words.SITE_NAMES), choice(words.CITIES)
        street = f"{choice(words.STREETS)} {self._random.randrange(1, 200)}"
        address = {"code": code, "name": name, "street": street, "city": city}
        self._sink.add(Site, id=site_id, customer_id=client.id, **address, version=1)
        self._sink.find_by(Site, site_id, since, code, name, street, city)
        return site_id

    def _unit(self, site_id: UUID, index: int, place: int, since: datetime) -> Unit:
        product_id, category, model = self._random.choice(self._products)
        serial = f"{fold(category)[:2].upper()}{index * UNITS_PER_CUSTOMER + place + 100_000:07}"
        unit = Unit(self._sink.id_at(since), site_id, serial, category)
        self._sink.add(
            Equipment,
            id=unit.id,
            site_id=site_id,
            product_id=product_id,
            serial_number=serial,
            serial_folded=fold(serial),
            warranty_until=date(2024, 6, 30) + timedelta(days=index % 700),
            status=EquipmentStatus.IN_USE,
            version=1,
        )
        self._sink.find_by(Equipment, unit.id, since, serial, model, category)
        return unit

    def _contract(self, client: Client, index: int, since: datetime) -> None:
        client.contract_id = self._sink.id_at(since)
        client.contract_number = f"U/{index + 1:06}"
        row = {"id": client.contract_id, "customer_id": client.id, "number": client.contract_number}
        self._sink.add(contracts.Contract, **row, status=ContractStatus.SIGNED, note="", version=1)
        self._sink.find_by(contracts.Contract, client.contract_id, since, client.contract_number)
        for valid_from, valid_to in PERIODS:
            client.terms_id = self._sink.id_at(since)
            period = {"valid_from": valid_from, "valid_to": valid_to}
            owner = {"id": client.terms_id, "contract_id": client.contract_id}
            self._sink.add(contracts.Terms, **owner, **period, note="", version=1)
            client.line_id = self._everything(client.terms_id, since, has_quota=index % 10 == 3)
            self._named_units(client, client.terms_id, since)

    def _everything(self, terms_id: UUID, since: datetime, *, has_quota: bool) -> UUID:
        """The first line covers all units for the usual works, here and there with a quota of cases."""
        line_id = self._sink.id_at(since)
        quota = {
            "quota_kind": QuotaKind.CASES if has_quota else None,
            "quota_amount": Decimal(1000) if has_quota else None,
            "quota_beyond": BeyondQuota.REFUSE,
        }
        self._line(line_id, terms_id, 1, contracts.LineExtent.ALL_UNITS, **quota)
        for code in COVERED_WORKS:
            work = {"line_id": line_id, "work_kind_id": catalogue_id("work_kind", code)}
            self._sink.add(contracts.CoverageWork, id=self._sink.id_at(since), **work)
        return line_id

    def _named_units(self, client: Client, terms_id: UUID, since: datetime) -> None:
        line_id = self._sink.id_at(since)
        self._line(line_id, terms_id, 2, contracts.LineExtent.NAMED_UNITS)
        for unit in client.units[:2]:
            member = {"line_id": line_id, "equipment_id": unit.id}
            self._sink.add(contracts.CoverageUnit, id=self._sink.id_at(since), **member)

    def _line(
        self, line_id: UUID, terms_id: UUID, position: int, extent: contracts.LineExtent, **quota: object
    ) -> None:
        limits = {"quota_kind": None, "quota_amount": None, "quota_beyond": BeyondQuota.REFUSE, **quota}
        row = {"id": line_id, "terms_id": terms_id, "position": position, "extent": extent}
        self._sink.add(contracts.CoverageLine, **row, **limits, note="", version=1)

    def _block(self, client: Client, since: datetime) -> None:
        self._sink.add(
            Block,
            id=self._sink.id_at(since),
            customer_id=client.id,
            reason=self._random.choice(words.BLOCKS),
            since=date(2026, 11, 2),
            until=None,
            source=BlockSource.ERP,
            lifted_because="",
            version=1,
        )


def _class_of(index: int) -> CustomerClass:
    if index % 50 == 0:
        return CustomerClass.VIP
    return CustomerClass.HIGH_VALUE if index % 11 == 0 else CustomerClass.STANDARD
