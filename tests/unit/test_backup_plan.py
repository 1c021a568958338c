"""When backups are due: once a day at the chosen time, made up for after a machine was off."""

from datetime import UTC, datetime, time
from zoneinfo import ZoneInfo

import pytest

from fieldservice.domain.rules.backup_plan import BackupPlan, is_due, next_due

WARSAW = ZoneInfo("Europe/Warsaw")
PLAN = BackupPlan(at=time(12, 30))


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=WARSAW).astimezone(UTC)


@pytest.mark.parametrize(
    ("now", "last", "expected"),
    [
        ("2026-11-23T08:00", None, True),
        ("2026-11-23T08:00", "2026-11-22T12:30", False),
        ("2026-11-23T12:29", "2026-11-22T12:31", False),
        ("2026-11-23T12:30", "2026-11-22T12:31", True),
        ("2026-11-23T23:59", "2026-11-23T12:30", False),
        ("2026-11-26T07:00", "2026-11-20T12:30", True),
        ("2026-11-26T07:01", "2026-11-26T07:00", False),
    ],
)
def test_a_backup_is_due_at_its_time_or_when_the_machine_is_on_again(
    now: str, last: str | None, *, expected: bool
) -> None:
    assert is_due(PLAN, at(now), WARSAW, at(last) if last else None) is expected


def test_the_next_one_is_told_in_local_time_over_a_change_of_clocks() -> None:
    following = next_due(PLAN, at("2026-10-24T13:00"), WARSAW, at("2026-10-24T12:30"))

    assert following is not None
    assert following.astimezone(WARSAW).isoformat() == "2026-10-25T12:30:00+01:00"


def test_without_a_plan_none_is_due() -> None:
    assert not is_due(BackupPlan(is_on=False), at("2026-11-23T08:00"), WARSAW, None)
    assert next_due(BackupPlan(is_on=False), at("2026-11-23T08:00"), WARSAW, None) is None
