"""A short run of the monkey; the long one is `python -m bench monkey`."""

from pathlib import Path

from tests.soak.jungle import run


def test_a_hundred_and_twenty_acts_of_two_desks_leave_nothing_wrong(
    sqlite_template: Path, tmp_path: Path
) -> None:
    path = tmp_path / "desk.db"
    path.write_bytes(sqlite_template.read_bytes())

    outcome = run(path, steps=120, seed=7, kill_every=60)

    assert (outcome.steps, outcome.kills) == (120, 2)
    assert outcome.refused < outcome.steps / 2
    assert len(outcome.acts) > 20
