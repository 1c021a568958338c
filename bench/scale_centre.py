"""The centre of `soak scale`: two processes on a base of many branches, and a device for each workstation."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID, uuid4

from sqlalchemy import URL, insert, select

from bench.scale_base import Base, branch_code, branch_id, fill
from fieldservice.domain.commands.default_roles import role_id
from fieldservice.domain.commands.first_start import catalogue_id
from fieldservice.domain.model.base import new_id
from fieldservice.domain.model.people import Technician, UserAccount, UserRole
from fieldservice.domain.store.clock import SystemClock
from fieldservice.domain.store.engine import Database, open_postgresql
from fieldservice.domain.store.exchange_state import SCHEMA
from fieldservice.server.accounts import devices
from fieldservice.server.accounts.sessions import begin_session
from fieldservice.server.administration import FirstAnswers
from fieldservice.server.cli_setup import bring_up
from fieldservice.server.key import make_key
from fieldservice.server.settings import ServerSettings
from fieldservice.server.store.tables import sync_device, sync_device_user, sync_meta
from fieldservice.sync import wire
from tests.e2e.branches.centre_in_two import CentreInTwo
from tests.factories import TECHNICIANS
from tests.postgres import create_database, drop_database
from tests.server.centre.office import HOME, LOGIN, PASSWORD, Office
from tests.server.centre.running import free_port


@dataclass(frozen=True, slots=True)
class Station:
    """A workstation that was paired, in which branch, and who works there."""

    device: wire.DeviceReply
    branch: int
    user: UUID


@dataclass(frozen=True, slots=True)
class ScaleCentre:
    """`base` is what it held before anybody was there."""

    centre: CentreInTwo
    database: Database
    base: Base
    stations: Sequence[Station]

    @property
    def pids(self) -> list[int]:
        return [process.pid for process in self.centre.processes.values()]


@contextmanager
def scale_centre(server: URL, folder: Path, wanted: Base, stations: int) -> Iterator[ScaleCentre]:
    """Made, peopled and served; its database is dropped in the end."""
    url = create_database(server, f"scale_{uuid4().hex}")
    database = open_postgresql(url, pool_size=4)
    try:
        office = _set_up(database, folder)
        base = fill(database, wanted)
        paired = _paired(office, base, stations)
        centre = CentreInTwo(office, url, (free_port(), free_port()))
        try:
            centre.start(0)
            centre.start(1)
            yield ScaleCentre(centre, database, base, paired)
        finally:
            centre.stop()
    finally:
        database.close()
        drop_database(server, url.database or "")


def _set_up(database: Database, folder: Path) -> Office:
    bring_up(database)
    settings = ServerSettings(folder=folder)
    office = Office(database, settings, SystemClock(), make_key(settings.key_file))
    office.console.set_up(FirstAnswers(HOME, "Warszawa", LOGIN, "Anna Kowal", PASSWORD))
    technicians = [{"id": catalogue_id("technician", name), "name": name} for name in TECHNICIANS]
    with database.writer.begin() as connection:
        connection.execute(insert(Technician), technicians)
    return office


def _paired(office: Office, base: Base, stations: int) -> list[Station]:
    """Each branch in turn gets one, then the first of them another."""
    people = [new_id() for _ in range(stations)]
    with office.database.writer.begin() as connection:
        accounts = [
            {"id": person, "login": f"person{place}", "name": f"Osoba {place}", "version": 1}
            for place, person in enumerate(people)
        ]
        connection.execute(insert(UserAccount), accounts)
        roles = [{"id": new_id(), "user_id": person, "role_id": role_id("coordinator")} for person in people]
        connection.execute(insert(UserRole), roles)
    branches = [place % base.branches for place in range(stations)]
    replies = _joined(office, branches)
    paired = [Station(*each) for each in zip(replies, branches, people, strict=True)]
    with office.database.writer.begin() as connection:
        logged_in = [{"device_id": UUID(each.device.device), "user_id": each.user} for each in paired]
        connection.execute(insert(sync_device_user), logged_in)
    return paired


def _joined(office: Office, branches: Sequence[int]) -> list[wire.DeviceReply]:
    """As the entrance does it, all at once and without codes."""
    now, replies = office.clock.now(), []
    with office.database.writer.begin() as connection:
        meta = connection.execute(select(sync_meta)).one()
        for branch in branches:
            newcomer = devices.Newcomer(branch_id(branch), "Okno", "0.1.0", SCHEMA, office.settings.zone)
            device_id = devices.add_device(connection, newcomer, 1, now)
            tokens = begin_session(connection, office.key, device_id, device_id.bytes, now)
            slot = connection.execute(select(sync_device.c.slot).where(sync_device.c.id == device_id))
            reply = wire.DeviceReply(
                device=device_id.hex,
                incarnation=1,
                slot=slot.scalar_one(),
                refresh_token=tokens.refresh,
                server_id=meta.server_id.hex,
                epoch=meta.epoch,
                branch=branch_id(branch).hex,
                branch_code=branch_code(branch),
                branch_name=f"Oddział {branch}",
            )
            replies.append(reply)
    return replies
