"""A short run of the monkey; the long one is `python -m bench monkey`."""

from pathlib import Path

from tests.soak.jungle import run


def test_two_hundred_acts_of_two_desks_leave_nothing_wrong(sqlite_template: Path, tmp_path: Path) -> None:
    path = tmp_path / "desk.db"
    path.write_bytes(sqlite_template.read_bytes())

    outcome = run(path, steps=200, seed=7, kill_every=100)

    assert (outcome.steps, outcome.kills) == (200, 2)
    assert outcome.refused < outcome.steps / 2
    assert len(outcome.acts) > 20
