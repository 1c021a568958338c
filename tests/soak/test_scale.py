"""T15, short: branches at two real processes work for some seconds; every copy ends as the centre's."""

import asyncio
from pathlib import Path

import pytest
from msgspec.structs import replace
from sqlalchemy import URL

from bench.branches400 import Company, Plan
from bench.scale_base import planned
from bench.scale_centre import scale_centre
from bench.scale_proof import require_once
from bench.scale_work import record_case
from fieldservice.domain.model.base import new_id
from fieldservice.domain.store.engine import Database

SHORT = Plan(branches=20, rows=10_000, seconds=3, pace_seconds=1.5)


@pytest.mark.covers("J05", "P-53", "P-55")
def test_many_branches_at_two_processes_end_with_the_centres_rows_each_once(
    postgresql_server: URL, tmp_path: Path
) -> None:
    wanted = planned(SHORT.branches, SHORT.rows)
    with scale_centre(postgresql_server, tmp_path, wanted, SHORT.stations) as centre:
        company = Company(SHORT, centre, record_case())
        asyncio.run(company.work())
        proved = require_once(centre.database, company.desks)
        _a_loss_would_be_seen(centre.database, company)

    assert company.figures()["errors"] == 0
    assert int(str(proved["taken"])) >= SHORT.stations


def _a_loss_would_be_seen(database: Database, company: Company) -> None:
    """The control: an entry that the centre does not have, a copy that is a version behind."""
    desk = next(each for each in company.desks if each.acked)
    sound, entry = desk.copy.digest(desk.device.branch), desk.acked[0].entry
    key = next(key for key, held in desk.copy.rows.items() if held.scope == desk.device.branch)
    desk.copy.rows[key].version = 99
    desk.acked.append(replace(desk.acked[0], entry=replace(entry, id=new_id().hex)))

    assert desk.copy.digest(desk.device.branch) != sound
    with pytest.raises(AssertionError, match="missing"):
        require_once(database, company.desks)
