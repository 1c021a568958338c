"""Desks of a centre in tests: real files, the real engine, and hands that use the real commands."""

from dataclasses import dataclass, field, replace
from pathlib import Path
from random import Random
from typing import Any
from uuid import UUID

from sqlalchemy import select

from fieldservice.domain.commands.customers import ChangeCustomer, change_customer, data_of
from fieldservice.domain.model.customer import Customer
from fieldservice.domain.store.engine import Database, open_sqlite
from fieldservice.domain.store.exchange_state import exchange_state
from fieldservice.domain.store.unit_of_work import Actor
from fieldservice.sync.desk_store import DeskStore
from fieldservice.sync.engine import Engine
from fieldservice.sync.joining import Joined, Way, Wish, join
from fieldservice.sync.round_result import RoundResult
from fieldservice.sync.row_form import RowForm, row_form
from tests.conftest import FakeClock
from tests.factories import BRANCH, USER_ID, WORKSTATION_ID, ZONE, Company

ADDRESS = "https://centre.example"
LOGIN, PASSWORD = "anna", "Zielony rower 7 kół"


@dataclass(slots=True)
class MemoryTokens:
    """Keeps the token as long as the test lasts."""

    token: str | None = None
    beside: str | None = None

    def read(self) -> str | None:
        return self.token

    def keep(self, token: str) -> None:
        self.token = token

    def keep_next(self, token: str) -> None:
        self.beside = token

    def take_next(self) -> None:
        self.token, self.beside = self.beside or self.token, None

    def forget(self) -> None:
        self.token = self.beside = None


@dataclass(slots=True)
class TestDesk:
    """One workstation: `path` is its file, `line` its transport; `key` opens an encrypted file."""

    __test__ = False

    path: Path
    line: Any
    clock: FakeClock
    tokens: MemoryTokens = field(default_factory=MemoryTokens)
    seed: int = 1
    user_id: UUID = USER_ID
    key: str | None = None
    database: Database = field(init=False)
    company: Company = field(init=False)
    engine: Engine = field(init=False)

    def __post_init__(self) -> None:
        self.open()

    def open(self) -> None:
        """Start the program on what is there."""
        self.database = open_sqlite(self.path, key=self.key)
        self.company = Company(self.database, self.clock, self._actor())
        self.engine = Engine(self.store, self.line, self.clock, Random(self.seed))  # noqa: S311 - pauses

    def restart(self) -> None:
        """The program was killed and started again."""
        self.database.close()
        self.open()

    def content(self) -> bytes:
        """The file as a backup has it."""
        with self.database.writer.connect() as connection:
            connection.exec_driver_sql("ROLLBACK")
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
            connection.exec_driver_sql("BEGIN")
        return self.path.read_bytes()

    def put_back(self, content: bytes) -> None:
        """A backup takes the place of the file."""
        self.database.close()
        for rest in ("-wal", "-shm"):
            self.path.with_name(self.path.name + rest).unlink(missing_ok=True)
        self.path.write_bytes(content)
        self.open()

    def cloned(self, path: Path, line: Any) -> "TestDesk":
        """The disk was copied to another machine, with everything on it."""
        path.write_bytes(self.content())
        return TestDesk(path, line, self.clock, MemoryTokens(self.tokens.token), self.seed + 1, self.user_id)

    @property
    def store(self) -> DeskStore:
        return DeskStore(self.database, self._actor(), self.tokens, "1.0")

    def join(self, way: Way = Way.BRING, code: str = "CODE") -> Joined:
        wish = Wish(ADDRESS, code, "Desk", LOGIN, PASSWORD, way=way)
        joined = join(self.store, self.line, self.clock, wish)
        if joined.reply is not None and joined.reply.user is not None:
            self.user_id = UUID(joined.reply.user)
        self.restart()
        return joined

    def round(self) -> RoundResult:
        return self.engine.round()

    def say(self, customer_id: UUID, **values: Any) -> None:
        """Change fields of a customer, as its form does."""
        customer = self.company.get(Customer, customer_id)
        seen = data_of(customer)
        change = ChangeCustomer(customer_id, customer.version, replace(seen, **values), seen)
        self.company.run(change_customer, change)

    def rows(self, table: str) -> dict[str, dict[str, Any]]:
        """All rows of a table, as they travel."""
        form = row_form(table)
        assert form is not None
        return rows_of(self.database, form)

    def count(self, table: str) -> int:
        with self.database.read_session() as session:
            counted = session.connection().exec_driver_sql(f"SELECT count(*) FROM {table}")  # noqa: S608
            return int(counted.scalar_one())

    def is_fork_told(self) -> bool:
        with self.database.read_session() as session:
            state = exchange_state(session)
            return state is not None and state.order == "fork"

    def _actor(self) -> Actor:
        with_database = getattr(self, "database", None)
        slot, branch_id, station = BRANCH, None, WORKSTATION_ID
        if with_database is not None:
            with with_database.read_session() as session:
                state = exchange_state(session)
                if state is not None and state.order != "joining":
                    slot, branch_id, station = state.slot, state.branch_id, state.device_id
        return Actor(self.user_id, station, slot, ZONE, branch_id)


def rows_of(database: Database, form: RowForm) -> dict[str, dict[str, Any]]:
    with database.read_session() as session:
        stored = session.connection().exec_driver_sql(f"SELECT {form.listed} FROM {form.name}")  # noqa: S608
        return {row["id"]: row for row in map(form.encoded, stored)}


def customers_of(desk: TestDesk) -> list[UUID]:
    with desk.database.read_session() as session:
        return sorted(session.scalars(select(Customer.id)))
