"""A real centre on PostgreSQL, and workstations at it."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import insert

from fieldservice.domain.commands.first_start import catalogue_id
from fieldservice.domain.model.people import Technician
from fieldservice.domain.store.engine import open_sqlite
from fieldservice.server.centre import Centre
from fieldservice.sync.joining import Way
from tests.conftest import FakeClock
from tests.factories import TECHNICIANS, set_up
from tests.server.centre.conftest import office
from tests.server.centre.office import Office
from tests.server.conftest import centre_database, centre_template
from tests.sync.centre_line import CentreLine
from tests.sync.desks import TestDesk

__all__ = ["centre_database", "centre_template", "office"]


def _technician(name: str) -> dict[str, Any]:
    return {"id": catalogue_id("technician", name), "name": name}


class Desks:
    """Makes workstations of one centre."""

    def __init__(self, folder: Path, empty: Path, office: Office, clock: FakeClock) -> None:
        self._folder = folder
        self._empty = empty
        self.office = office
        self.clock = clock
        self._centre = Centre(office.database, office.settings, office.clock, office.key)
        self.clock = clock
        self.all: list[TestDesk] = []
        with office.database.writer.begin() as connection:
            connection.execute(insert(Technician), [_technician(name) for name in TECHNICIANS])

    def alone(self, clock: FakeClock | None = None) -> TestDesk:
        """A desk after its own first start, with the rights to join; its clock may be wrong."""
        path = self._folder / f"desk{len(self.all)}" / "desk.db"
        path.parent.mkdir()
        shutil.copy(self._empty, path)
        database = open_sqlite(path)
        set_up(database, self.clock)
        database.close()
        desk = TestDesk(path, CentreLine(self._centre), clock or self.clock)
        self.all.append(desk)
        return desk

    def code(self, branch: str) -> str:
        """A pairing code for a branch."""
        return self.office.code(branch)

    def joined(self, branch: str = "WAW", way: Way = Way.TAKE) -> TestDesk:
        desk = self.alone()
        desk.join(way, self.office.code(branch))
        return desk


@pytest.fixture
def desks(tmp_path: Path, sqlite_template: Path, office: Office, clock: FakeClock) -> Iterator[Desks]:
    made = Desks(tmp_path, sqlite_template, office, clock)
    yield made
    for desk in made.all:
        desk.database.close()
