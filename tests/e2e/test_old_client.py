"""Workstations with programs of old against the newest centre: they stay served, nothing of theirs is lost.

`tests/data/clients` holds the wheel of each protocol as it first landed. They are never built anew.
"""

import json
import os
import sqlite3
import subprocess
import sys
import zipfile
from contextlib import closing
from pathlib import Path

import pytest

from fieldservice.domain.commands.customers import CreateCustomer, CustomerData, create_customer
from fieldservice.domain.model.base import new_id
from tests.server.centre.conftest import served
from tests.server.centre.office import HOME, LOGIN, PASSWORD, Office
from tests.server.centre.running import Running

__all__ = ["served"]

CLIENTS = sorted((Path(__file__).parents[1] / "data/clients").glob("*.whl"))
CUSTOMERS = "customer number;customer name;city\nK-{0}1;Młyn Żytni {0};Łódź\nK-{0}2;Piekarnia {0};Śrem\n"


class OldDesk:
    """A workstation whose program is a wheel: nothing of this checkout is on its path."""

    def __init__(self, wheel: Path, folder: Path) -> None:
        self._program = folder / "program"
        self._home = folder / "home"
        with zipfile.ZipFile(wheel) as packed:
            packed.extractall(self._program)

    def run(self, *arguments: str, typed: str = "") -> str:
        own = {key: value for key, value in os.environ.items() if not key.startswith("PYTHON")}
        done = subprocess.run(
            [sys.executable, "-m", "fieldservice", "--home", str(self._home), *arguments],
            cwd=self._program,
            env={**own, "QT_QPA_PLATFORM": "offscreen", "LANG": "C.UTF-8"},
            input=typed,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def join(self, address: str, code: str) -> None:
        who = ("--login", LOGIN, "--name", "old desk", "--password-stdin")
        self.run("exchange", "join", "--address", address, "--code", code, *who, typed=f"{PASSWORD}\n")

    def bring_in(self, text: str) -> None:
        file = self._program / "customers.csv"
        file.write_text(text, "utf-8")
        self.run("import", str(file), "--yes-servability")

    def names(self) -> set[str]:
        """The customers in its file."""
        with closing(sqlite3.connect(self._home / "fieldservice.db")) as connection:
            return {name for (name,) in connection.execute("SELECT name FROM customer")}

    def status(self) -> dict[str, object]:
        found: dict[str, object] = json.loads(self.run("exchange", "status", "--json"))
        return found


def names(office: Office) -> set[str]:
    with office.database.reader.connect() as connection:
        return set(connection.exec_driver_sql("SELECT name FROM customer").scalars())


@pytest.fixture(params=CLIENTS, ids=lambda wheel: wheel.stem)
def old(request: pytest.FixtureRequest, served: tuple[Office, Running], tmp_path: Path) -> OldDesk:
    office, running = served
    desk = OldDesk(request.param, tmp_path)
    desk.join(running.address, office.code(HOME))
    return desk


@pytest.mark.covers("J08")
def test_an_old_program_sends_its_work_and_hears_of_others(
    old: OldDesk, served: tuple[Office, Running]
) -> None:
    office, _running = served
    old.bring_in(CUSTOMERS.format("A"))
    office.console.run(
        create_customer, CreateCustomer(new_id(), CustomerData(name="Hotel Nowy", number="K-N1"))
    )

    old.run("exchange", "now")

    assert names(office) >= {"Młyn Żytni A", "Piekarnia A", "Hotel Nowy"}
    found = old.status()
    assert (found["waiting"], found["refused"], found["problem"]) == (0, 0, None)
    assert "Hotel Nowy" in old.names()
