"""Desks of two branches at one centre."""

from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path

import pytest

from tests.conftest import FakeClock
from tests.factories import Company
from tests.server.receive.branches import Desk, Device, desk, device
from tests.store.conftest import before, stage, world_file

__all__ = ["before", "stage", "world_file"]

Desks = Callable[..., Desk]


@pytest.fixture
def desks(
    centre_company: Company, sqlite_template: Path, tmp_path: Path, clock: FakeClock
) -> Iterator[Desks]:
    """Makes a desk that begins with what the centre has now."""
    made: list[Desk] = []
    numbers = count(1)

    def make(at: Device | None = None) -> Desk:
        path = tmp_path / f"desk-{next(numbers)}.db"
        path.write_bytes(sqlite_template.read_bytes())
        made.append(desk(centre_company, path, clock, at or device(centre_company)))
        return made[-1]

    yield make
    for each in made:
        each.company.database.close()
