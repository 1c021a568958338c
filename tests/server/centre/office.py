"""A centre to test with, and workstations that know its messages and nothing else."""

from dataclasses import dataclass
from functools import cached_property

from fieldservice.domain.commands.users import UserData
from fieldservice.domain.store.clock import Clock
from fieldservice.domain.store.engine import Database
from fieldservice.domain.store.exchange_state import SCHEMA
from fieldservice.server.accounts import devices
from fieldservice.server.accounts.entrance import Entrance
from fieldservice.server.administration import Console, FirstAnswers
from fieldservice.server.key import CentreKey
from fieldservice.server.settings import ServerSettings
from fieldservice.sync.chain import BEGINNING
from fieldservice.sync.wire import DeviceReply, DeviceRequest, SessionReply, SessionRequest

LOGIN, PASSWORD, FIRST = "anna", "Zielony rower 7 kół", "Pierwsze hasło 1"
HOME, AWAY = "WAW", "KRK"
NOWHERE = "192.0.2.7"
METRICS = "a token of a test"


@dataclass
class Office:
    """A centre, as whoever runs it sees it."""

    database: Database
    settings: ServerSettings
    clock: Clock
    key: CentreKey

    @cached_property
    def console(self) -> Console:
        return Console(self.database, self.settings, self.clock)

    @cached_property
    def entrance(self) -> Entrance:
        return Entrance(self.database, self.key, self.clock, self.settings.zone)

    def set_up(self) -> None:
        self.console.set_up(FirstAnswers(HOME, "Warszawa", LOGIN, "Anna Kowal", PASSWORD))
        self.console.open_branch(AWAY, "Kraków")

    def code(self, branch: str = HOME) -> str:
        with self.database.writer.begin() as connection:
            branch_id = devices.branch_by_code(connection, branch)
            return devices.give_code(connection, branch_id, self.clock.now())

    def pair(self, branch: str = HOME) -> DeviceReply:
        return self.entrance.pair(device_request(self.code(branch)), NOWHERE)

    def begun(self, branch: str = HOME) -> tuple[DeviceReply, SessionReply]:
        """A workstation in its first session."""
        device = self.pair(branch)
        return device, self.entrance.begin(session_request(device))

    def forgive(self) -> None:
        """Whoever guessed need not wait any more."""
        with self.database.writer.begin() as connection:
            connection.exec_driver_sql("DELETE FROM centre_guess")

    def add_user(self, login: str, name: str) -> None:
        self.console.add_user(UserData(name, login), "coordinator", FIRST)


def device_request(code: str, /, **values: object) -> DeviceRequest:
    """As a new workstation asks to become a device."""
    given = {
        "name": "Okno 1",
        "program": "0.1.0",
        "schema": SCHEMA,
        "login": LOGIN,
        "password": PASSWORD,
        **values,
    }
    return DeviceRequest(pairing_code=code, **given)  # type: ignore[arg-type]


def session_request(joined: DeviceReply, token: str = "", /, **values: object) -> SessionRequest:
    """As the workstation begins its session, with what it believes."""
    given = {
        "device": joined.device,
        "incarnation": joined.incarnation,
        "refresh_token": token or joined.refresh_token,
        "program": "0.1.0",
        "schema": SCHEMA,
        "server_id": joined.server_id,
        "epoch": joined.epoch,
        "last_n": 0,
        "last_digest": BEGINNING.hex(),
        "now": "2026-11-23T07:30:00+00:00",
        **values,
    }
    return SessionRequest(**given)  # type: ignore[arg-type]
