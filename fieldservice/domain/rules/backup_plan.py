"""When a backup is due, which ones have had their time, and what a backup is told to do."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta, tzinfo
from enum import Enum
from typing import TypeVar

T = TypeVar("T")

NOON = time(12, 0)
A_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Keep:
    """How many backups stay: the newest of so many days, weeks and months."""

    days: int = 7
    weeks: int = 4
    months: int = 12


@dataclass(frozen=True, slots=True)
class BackupPlan:
    """What a desk is told about its backups; without `folder` they lie beside the database."""

    is_on: bool = True
    at: time = NOON
    folder: str = ""
    is_sealed: bool = False
    keep: Keep = Keep()


class Step(Enum):
    """What a backup, a restore or a drill is doing just now."""

    COPYING = "copying"
    CHECKING = "checking"
    PACKING = "packing"
    READING_BACK = "reading_back"
    UNPACKING = "unpacking"
    FILES = "files"


Told = Callable[[Step, int, int], None]


def latest_due(plan: BackupPlan, now: datetime, zone: tzinfo) -> datetime:
    """The last moment at which the plan wanted a backup."""
    local = now.astimezone(zone)
    today = datetime.combine(local.date(), plan.at, zone)
    return today if today <= local else datetime.combine(local.date() - A_DAY, plan.at, zone)


def is_due(plan: BackupPlan, now: datetime, zone: tzinfo, last: datetime | None) -> bool:
    """Whether one is to be made now: a machine that was off makes up for it once."""
    return plan.is_on and (last is None or last < latest_due(plan, now, zone))


def next_due(plan: BackupPlan, now: datetime, zone: tzinfo, last: datetime | None) -> datetime | None:
    """When the next one will be made; None when none is planned."""
    if not plan.is_on:
        return None
    if is_due(plan, now, zone, last):
        return now
    day = latest_due(plan, now, zone).date() + A_DAY
    return datetime.combine(day, plan.at, zone)


def kept_of(made: Iterable[tuple[datetime, T]], keep: Keep) -> Sequence[T]:
    """Of backups with their moments those that stay: the newest of each day, week and month."""
    newest_first = sorted(made, key=lambda each: each[0], reverse=True)
    kept: list[T] = []
    for period, count in (("%Y-%j", keep.days), ("%G-%V", keep.weeks), ("%Y-%m", keep.months)):
        newest: dict[str, T] = {}
        for moment, each in newest_first:
            newest.setdefault(moment.strftime(period), each)
        kept += list(newest.values())[:count]
    return kept
