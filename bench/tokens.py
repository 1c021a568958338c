"""A hundred thousand tokens of several workstations at a real centre, over lines that lose and double (T10).

`python -m bench soak tokens`; TOKENS makes it fewer. Commands hold up to two hundred tokens each: an import,
not a person, but every token is an operation of its own on the line and at the centre.
"""

import logging
import os
import time
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from uuid import uuid4

from fieldservice.domain.model.whole import Base
from fieldservice.domain.store.engine import open_postgresql, open_sqlite
from fieldservice.server.cli_setup import bring_up
from fieldservice.server.key import make_key
from fieldservice.server.settings import ServerSettings
from tests.conftest import FakeClock
from tests.postgres import create_database, running_postgresql
from tests.server.centre.office import Office
from tests.soak.tokens import run
from tests.sync.conftest import Desks

TOKENS, AT_ONCE, WRITERS = 100_000, 200, 3


def measure() -> dict[str, float]:
    """`AssertionError` for a token that is lost, doubled, out of its order, or seen and gone again."""
    tokens, begun = int(os.environ.get("TOKENS", TOKENS)), time.monotonic()
    logging.disable(logging.WARNING)  # lines break all the time
    with (
        running_postgresql() as server,
        TemporaryDirectory(ignore_cleanup_errors=True) as folder,
    ):
        place, clock = Path(folder), FakeClock(datetime.now(UTC))
        empty = open_sqlite(place / "empty.db")
        Base.metadata.create_all(empty.writer)
        empty.close()
        database = open_postgresql(create_database(server, f"tokens_{uuid4().hex}"))
        bring_up(database)
        settings = ServerSettings(folder=place)
        office = Office(database, settings, clock, make_key(settings.key_file))
        office.set_up()
        writers = run(
            Desks(place, place / "empty.db", office, clock), tokens, writers=WRITERS, at_once=AT_ONCE
        )
        for desk in writers.desks:
            desk.database.close()
        database.close()
    logging.disable(logging.NOTSET)
    done = writers.outcome
    return {
        "tokens": done.tokens,
        "workstations": WRITERS,
        "commands": done.commands,
        "rounds": done.rounds,
        "broken_rounds": done.broken_rounds,
        "restarts": done.restarts,
        "reads": done.reads,
        "anomalies": 0,
        "seconds": round(time.monotonic() - begun, 1),
    }
