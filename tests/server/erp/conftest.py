"""A centre with another system at its door: a real server on a real socket, its database PostgreSQL."""

import socket
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

import pytest
import requests
import uvicorn
from fastapi import FastAPI

from fieldservice.domain.commands.outside_systems import ConnectSystem, SystemData, connect_system
from fieldservice.domain.model.base import new_id
from fieldservice.domain.rules.mastering import Kept
from fieldservice.domain.store.clock import Clock
from fieldservice.domain.store.engine import Database
from fieldservice.server.accounts.tables import install_accounts
from fieldservice.server.erp.routes import router
from fieldservice.server.erp.tables import ERP, install
from fieldservice.server.erp.tokens import Direction, Resource, TokenWish, make_token, rights_for
from tests.factories import COUNTRY, ZONE, Company

EVERYTHING = frozenset(f"{resource}:{direction}" for resource in Resource for direction in Direction)
EMPTY_ERP = "".join(f"DELETE FROM {table.name};" for table in reversed(ERP.sorted_tables))  # noqa: S608


@dataclass(frozen=True, slots=True)
class Set:
    """The settings of the centre that the interface asks for."""

    zone: str = ZONE
    country: str = COUNTRY
    webhooks_to_private: bool = True
    requests_a_minute: int = 100_000


@dataclass(frozen=True, slots=True)
class Centre:
    database: Database
    clock: Clock
    settings: Set = field(default_factory=Set)


@dataclass(slots=True)
class Other:
    """Another system: it knows the address and its token."""

    address: str
    token: str
    system_id: UUID

    def ask(self, method: str, path: str, told: Any = None, **headers: str) -> requests.Response:
        sent = {"Authorization": f"Bearer {self.token}"} | {
            name.replace("_", "-"): value for name, value in headers.items()
        }
        return requests.request(method, f"{self.address}/api/v1{path}", json=told, headers=sent, timeout=30)

    def put(self, path: str, told: Any, **headers: str) -> requests.Response:
        return self.ask("PUT", path, told, **headers)

    def get(self, path: str, **headers: str) -> requests.Response:
        return self.ask("GET", path, **headers)

    def tells(self, path: str, told: Any) -> dict[str, Any]:
        """What must be taken."""
        answer = self.put(path, told)
        assert answer.status_code in {200, 201, 202}, answer.text
        read: dict[str, Any] = answer.json()
        return read


@pytest.fixture
def company(centre_company: Company) -> Iterator[Company]:
    install_accounts(centre_company.database.writer)
    install(centre_company.database.writer)
    yield centre_company
    with centre_company.database.writer.begin() as connection:
        connection.exec_driver_sql(EMPTY_ERP)
        connection.exec_driver_sql("DELETE FROM centre_rate")


@pytest.fixture
def centre(company: Company) -> Centre:
    return Centre(company.database, company.clock)


@pytest.fixture
def address(centre: Centre) -> Iterator[str]:
    app = FastAPI()
    app.include_router(router(centre))
    with serving(app) as found:
        yield found


@pytest.fixture
def erp(address: str, company: Company) -> Other:
    """Helios, which keeps nothing and may do everything."""
    return connected(company, address, "Helios")


def connected(
    company: Company,
    address: str,
    name: str,
    *,
    keeps: frozenset[Kept] = frozenset(),
    may: frozenset[str] = EVERYTHING,
) -> Other:
    """A system with a token that may so much."""
    system_id = new_id()
    company.run(connect_system, ConnectSystem(system_id, SystemData(name, keeps, rights_for(may))))
    made = make_token(company.database.writer, system_id, TokenWish(may), company.clock.now())
    return Other(address, made.token, system_id)


class serving:  # noqa: N801 - read as a verb: with serving(app) as address
    """An application on a port of its own, until the block ends."""

    def __init__(self, app: FastAPI) -> None:
        config = uvicorn.Config(app, log_level="error", lifespan="off")
        self._server = uvicorn.Server(config)
        self._socket = socket.create_server(("127.0.0.1", 0))
        run = {"sockets": [self._socket]}
        self._thread = threading.Thread(target=self._server.run, kwargs=run, daemon=True)

    def __enter__(self) -> str:
        self._thread.start()
        host, port = self._socket.getsockname()
        return f"http://{host}:{port}"

    def __exit__(self, *_error: object) -> None:
        self._server.should_exit = True
        self._thread.join()
        self._socket.close()
