"""Whatever is written, moved and removed, and whenever a reader reads: it ends with what stands."""

import random
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from decimal import Decimal
from uuid import UUID

import pytest
from sqlalchemy import Connection, delete, insert, update

from fieldservice.domain.model.base import new_id
from fieldservice.domain.model.whole import Base
from fieldservice.domain.rules.exchange_scopes import GLOBAL
from fieldservice.domain.store.engine import Database
from tests.factories import Company
from tests.server.feed.givens import branch
from tests.server.feed.oracle import scopes_by_rule, scopes_noted
from tests.server.feed.replica import Replica

STEPS = 150
TABLES = Base.metadata.tables
NOW = datetime(2026, 11, 23, tzinfo=UTC)
PARENT = {
    "contact": "customer",
    "site": "customer",
    "equipment": "site",
    "meter": "equipment",
    "reading": "meter",
}
COLUMN = {"contact": "customer_id", "site": "customer_id", "equipment": "site_id"}
OWNERS = ("customer", "site", "equipment")


@dataclass
class Hand:
    """Somebody who writes at random, a few things in each transaction."""

    connection: Connection
    chance: random.Random
    branches: tuple[UUID | None, ...]
    product: UUID
    ids: dict[str, list[UUID]] = field(default_factory=dict)

    def some(self, table: str) -> UUID | None:
        known = self.ids.get(table, [])
        return self.chance.choice(known) if known else None

    def act(self) -> None:
        acts: list[Callable[[], None]] = [self.customer, self.child, self.child, self.child, self.owned]
        self.chance.choice([*acts, self.alter, self.move, self.move_unit, self.remove])()

    def customer(self) -> None:
        made = new_id()
        self._put("customer", made, number=made.hex, name="x", name_folded="x", note="", version=1,
                  customer_class="standard", branch_id=self.chance.choice(self.branches))  # fmt: skip

    def child(self) -> None:
        table = self.chance.choice(sorted(PARENT))
        above = self.some(PARENT[table])
        if above is not None:
            column = COLUMN.get(table, f"{PARENT[table]}_id")
            self._put(table, new_id(), **{column: above}, **self._rest(table))

    def owned(self) -> None:
        table = self.chance.choice(OWNERS)
        above = self.some(table)
        if above is not None:
            self._put("attachment", new_id(), owner_table=table, owner_id=above, name="a", media_type="",
                      size_bytes=1, digest="", added_at=NOW, version=1)  # fmt: skip

    def alter(self) -> None:
        row_id = self.some("contact")
        words = str(self.chance.random())
        self.connection.execute(
            update(TABLES["contact"]).where(TABLES["contact"].c.id == row_id).values(role=words)
        )

    def move(self) -> None:
        table = TABLES["customer"]
        row_id = self.some("customer")
        where = self.chance.choice(self.branches)
        self.connection.execute(update(table).where(table.c.id == row_id).values(branch_id=where))

    def move_unit(self) -> None:
        table = TABLES["equipment"]
        unit, site = self.some("equipment"), self.some("site")
        if unit is not None:
            self.connection.execute(update(table).where(table.c.id == unit).values(site_id=site))

    def remove(self) -> None:
        table = self.chance.choice(("contact", "reading", "attachment"))
        row_id = self.some(table)
        if row_id is not None:
            self.connection.execute(delete(TABLES[table]).where(TABLES[table].c.id == row_id))
            self.ids[table].remove(row_id)

    def _put(self, table: str, row_id: UUID, **values: object) -> None:
        self.connection.execute(insert(TABLES[table]).values(id=row_id, **values))
        self.ids.setdefault(table, []).append(row_id)

    def _rest(self, table: str) -> dict[str, object]:
        rest: dict[str, dict[str, object]] = {
            "contact": {"name": "x", "role": "", "is_active": True, "version": 1},
            "site": {"code": new_id().hex, "name": "x", "street": "", "postal_code": "",
                     "city": "", "version": 1},
            "equipment": {"product_id": self.product, "serial_number": "1", "serial_folded": "1",
                          "status": "in_use", "version": 1},
            "meter": {"name": new_id().hex, "unit": "h"},
            "reading": {"read_on": date(2026, 1, 1), "value": Decimal(1), "note": ""},
        }  # fmt: skip
        return rest[table]


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_readers_end_with_what_stands(centre_company: Company, seed: int) -> None:
    database: Database = centre_company.database
    chance = random.Random(seed)  # noqa: S311 - not for secrets
    warsaw, cracow = branch(centre_company, "W1"), branch(centre_company, "K1")
    readers = [Replica(database, (GLOBAL, each), limit=7) for each in (warsaw, cracow)]
    with database.writer.connect() as connection:
        hand = Hand(connection, chance, (None, warsaw, cracow), centre_company.product())
        for _step in range(STEPS):
            for _act in range(chance.randint(1, 4)):
                hand.act()
            connection.commit()
            if chance.random() < 0.2:
                chance.choice(readers).pull()

    for reader in readers:
        reader.pull()
        assert reader.rows == reader.truth()
    with database.reader.connect() as connection:
        assert scopes_noted(connection) == scopes_by_rule(connection)
