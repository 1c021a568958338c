"""The day of three desks and a centre in two processes, timed by scenes; its pictures stay in a folder.

Also a program: `python3 run.py tour --branches --out DIR`.
"""

import argparse
import sys
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory
from time import monotonic

from fieldservice.desk import open_desk
from tests.e2e.branches.centre_in_two import centre_in_two
from tests.e2e.branches.day import Day, a_day
from tests.e2e.branches.preparing import WallClock, config_of
from tests.e2e.branches.sameness import differences, doubled_numbers, tickets_with, unsettled
from tests.postgres import create_database, running_postgresql

PICTURES = Path("tour-branches")


FAULTS = (
    "desks that differ from the centre",
    "texts lost",
    "texts doubled",
    "numbers doubled",
    "tickets not settled",
)


def main(arguments: Sequence[str]) -> int:
    """0 when nothing was lost, doubled or left apart, 1 when something was."""
    parser = argparse.ArgumentParser(prog="run.py tour --branches", description=__doc__)
    parser.add_argument("--out", type=Path, default=PICTURES, metavar="DIR", help="where the pictures go")
    found = measure(parser.parse_args(arguments).out)
    for name, value in found.items():
        print(f"{name}: {value}")
    return int(any(found[name] for name in FAULTS))


def measure(pictures: Path = PICTURES) -> dict[str, object]:
    """What the day left behind; all of `FAULTS` are to be nought."""
    scenes: list[tuple[str, float]] = []
    with (
        running_postgresql() as server,
        TemporaryDirectory(prefix="fieldservice-day-", ignore_cleanup_errors=True) as folder,
        centre_in_two(create_database(server, "day"), Path(folder) / "centre") as (centre, line),
        a_day(centre, line, Path(folder), lambda scene: scenes.append((scene, monotonic()))) as day,
    ):
        asked = day.restore()
        day.close()
        scenes.append(("the end", monotonic()))
        found = _faults(day)
        _keep_pictures(day, asked, pictures)
    return {
        "texts typed": len(day.said),
        "tickets": len(day.numbers),
        "killed": day.killed,
        **found,
        **{f"seconds, {name}": round(end - begin) for (name, begin), (_, end) in pairwise(scenes)},
        "pictures": str(pictures.resolve()),
    }


def _faults(day: Day) -> dict[str, object]:
    different: list[str] = []
    lost = doubled = 0
    same_numbers: list[str] = []
    not_settled: list[str] = []
    for name in day.desks:
        home = day.home(name)
        different += differences(home, day.line.address)
        desk = open_desk(config_of(home), WallClock())
        with desk.database.read_session() as session:
            wanted = day.expected(name)
            counts = [tickets_with(session, said) - wanted[said] for said in day.said]
            same_numbers += doubled_numbers(session)
        lost += sum(count < 0 for count in counts)
        doubled += sum(count > 0 for count in counts)
        not_settled += unsettled(desk.begin())
        desk.close()
    return dict(
        zip(FAULTS, (different or 0, lost, doubled, same_numbers or 0, not_settled or 0), strict=True)
    )


def _keep_pictures(day: Day, asked: str, pictures: Path) -> None:
    pictures.mkdir(parents=True, exist_ok=True)
    for picture in sorted(day.desks[asked].pictures.glob("*.png")):
        (pictures / picture.name).write_bytes(picture.read_bytes())


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
