"""T8, short: the power of a workstation fails in the middle of its work; nothing saved or sent is lost."""

import random
from pathlib import Path

import pytest

from tests.soak.power_cuts import Conditions, new_database, run
from tests.soak.power_disk import SECTOR, DiskFile

CUTS = 8
CUTS_OF_A_CONTROL = 60
KEY = "3b" * 32


@pytest.mark.covers("P-53", "P-62")
@pytest.mark.parametrize("key", [None, KEY], ids=["plain", "encrypted"])
def test_what_was_told_as_saved_or_sent_outlives_every_power_cut(tmp_path: Path, key: str | None) -> None:
    empty = new_database(tmp_path / "empty.db", key)

    outcome = run(tmp_path, empty, CUTS, Conditions(seed=5, key=key))

    assert outcome.cuts == CUTS
    assert outcome.saved > CUTS / 2
    assert outcome.sent > 1
    assert outcome.unsynced > CUTS / 2


@pytest.mark.parametrize("synchronous", ["NORMAL", "OFF"])
def test_a_file_that_is_synced_less_often_loses_what_was_told_as_saved(
    sqlite_template: Path, tmp_path: Path, synchronous: str
) -> None:
    """The control: the disk does lose what it may lose."""
    with pytest.raises(AssertionError, match=r"lost|damaged|free again|else at the centre|open|fork|gone"):
        run(tmp_path, sqlite_template, CUTS_OF_A_CONTROL, Conditions(seed=5, synchronous=synchronous))


def test_a_disk_keeps_what_was_synced_and_may_lose_or_tear_the_rest() -> None:
    file = DiskFile(b"a" * 4 * SECTOR)
    file.unsynced.append((SECTOR, b"b" * 2 * SECTOR))
    file.sync()
    file.unsynced.append((2 * SECTOR, b"c" * 2 * SECTOR))
    chance = random.Random(3)  # noqa: S311 - a seed repeats the same cuts

    found = {file.after_a_cut(chance) for _cut in range(60)}

    ends = {content[2 * SECTOR :: SECTOR] for content in found if content is not None}
    assert {content[:SECTOR] + content[SECTOR : 2 * SECTOR] for content in found if content is not None} == {
        b"a" * SECTOR + b"b" * SECTOR
    }
    assert ends == {b"ba", b"ca", b"bc", b"cc"}


def test_a_new_name_or_a_longer_file_is_certain_only_after_a_sync() -> None:
    chance = random.Random(3)  # noqa: S311 - a seed repeats the same cuts
    unnamed, grown = DiskFile(None), DiskFile(b"a" * SECTOR)
    for each in (unnamed, grown):
        each.unsynced.append((SECTOR, b"b" * SECTOR))

    assert {None if (left := unnamed.after_a_cut(chance)) is None else len(left) for _cut in range(60)} == {
        None,
        0,
        2 * SECTOR,
    }
    assert {len(grown.after_a_cut(chance) or b"") for _cut in range(60)} == {SECTOR, 2 * SECTOR}
