"""A centre in two processes on one PostgreSQL, behind one line; each process can be killed."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event
from urllib.error import URLError
from urllib.request import urlopen

from sqlalchemy import URL

from fieldservice.domain.store.clock import SystemClock
from fieldservice.domain.store.engine import open_postgresql
from fieldservice.server.administration import FirstAnswers
from fieldservice.server.cli_setup import bring_up
from fieldservice.server.key import make_key
from fieldservice.server.settings import ServerSettings
from tests.e2e.branches.line import Line
from tests.server.centre.office import HOME, LOGIN, PASSWORD, Office
from tests.server.centre.running import free_port

STARTED_WITHIN_SECONDS = 60
POLL_SECONDS = 0.1


@dataclass
class CentreInTwo:
    """`office` is its console. `start` and `kill` name a process by its place, 0 or 1."""

    office: Office
    database_url: URL
    ports: tuple[int, int]
    processes: dict[int, "subprocess.Popen[bytes]"] = field(default_factory=dict)

    def start(self, which: int) -> None:
        folder = self.office.settings.folder
        own = {
            "DATABASE": self.database_url.set(drivername="postgresql").render_as_string(hide_password=False),
            "FOLDER": str(folder),
            "PORT": str(self.ports[which]),
            "REQUESTS_A_MINUTE": "100000",
        }
        environ = {**os.environ, **{f"FIELDSERVICE_SERVER_{name}": value for name, value in own.items()}}
        with (folder / f"process-{which}.log").open("ab") as log:
            self.processes[which] = subprocess.Popen(
                [sys.executable, "-m", "fieldservice.server", "serve"], env=environ, stdout=log, stderr=log
            )
        self._await(which)

    def kill(self, which: int) -> None:
        process = self.processes.pop(which)
        process.kill()
        process.wait()

    def stop(self) -> None:
        for process in self.processes.values():
            process.terminate()
        for process in self.processes.values():
            process.wait(STARTED_WITHIN_SECONDS)

    def _await(self, which: int) -> None:
        limit, resting = time.monotonic() + STARTED_WITHIN_SECONDS, Event()
        while time.monotonic() < limit:
            try:
                with urlopen(f"http://127.0.0.1:{self.ports[which]}/health", timeout=2):
                    return
            except (URLError, ConnectionError, TimeoutError):
                resting.wait(POLL_SECONDS)
        raise AssertionError(
            (self.office.settings.folder / f"process-{which}.log").read_text("utf-8")[-4000:]
        )


@contextmanager
def centre_in_two(
    url: URL, folder: Path, *, has_catalogue: bool = False
) -> Iterator[tuple[CentreInTwo, Line]]:
    """Without a catalogue it is an empty centre, for a desk that brings its company."""
    database = open_postgresql(url, pool_size=4)
    bring_up(database)
    settings = ServerSettings(folder=folder, language="pl")
    office = Office(database, settings, SystemClock(), make_key(settings.key_file))
    office.console.set_up(
        FirstAnswers(HOME, "Warszawa", LOGIN, "Anna Kowal", PASSWORD, has_catalogue=has_catalogue)
    )
    centre = CentreInTwo(office, url, (free_port(), free_port()))
    line = Line(centre.ports)
    try:
        centre.start(0)
        centre.start(1)
        yield centre, line
    finally:
        line.close()
        centre.stop()
        database.close()
