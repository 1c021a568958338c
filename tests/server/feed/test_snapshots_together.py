"""Snapshots of two scopes that one workstation holds fit together, though one of them was made before."""

from pathlib import Path
from uuid import UUID

import msgspec
import pytest
import zstandard

from fieldservice.domain.rules.exchange_scopes import GLOBAL
from fieldservice.server.store import snapshot
from fieldservice.server.store.schema_window import schema_now
from fieldservice.sync import wire
from tests.factories import Company
from tests.server.feed.givens import branch, give


def rows(company: Company, scope: UUID, folder: Path) -> list[str]:
    with company.database.reader.connect() as connection:
        made = snapshot.manifest(connection, scope, schema_now(), folder / scope.hex)
    packed = [snapshot.chunk(folder / scope.hex, each.sha256).read_bytes() for each in made.chunks]
    lines = [line for each in packed for line in zstandard.decompress(each).splitlines()]
    return [msgspec.json.decode(line, type=wire.PulledRow).id for line in lines]


@pytest.mark.covers("P-57")
def test_a_row_that_changed_its_scope_since_a_snapshot_was_made_comes_once(
    centre_company: Company, tmp_path: Path
) -> None:
    warsaw, customer = branch(centre_company, "WAW-S"), centre_company.customer()
    assert rows(centre_company, GLOBAL, tmp_path).count(customer.hex) == 1

    give(centre_company, "customer", customer, warsaw)

    both = [*rows(centre_company, GLOBAL, tmp_path), *rows(centre_company, warsaw, tmp_path)]
    assert both.count(customer.hex) == 1


def test_a_snapshot_that_nothing_left_is_given_again(centre_company: Company, tmp_path: Path) -> None:
    before = rows(centre_company, GLOBAL, tmp_path)
    centre_company.customer("Later")

    assert rows(centre_company, GLOBAL, tmp_path) == before
