"""The clock, handed in wherever time matters."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Protocol


class Clock(Protocol):
    """Tells the moment, aware and in UTC."""

    def now(self) -> datetime: ...


class SystemClock:
    """The machine's own clock."""

    def now(self) -> datetime:
        return datetime.now(UTC)


class CentreClock:
    """The machine's clock, and the centre's where that is wrong: `correction` is what the centre told."""

    def __init__(self, machine: Clock, correction: Callable[[], timedelta]) -> None:
        self.machine = machine
        self._correction = correction

    def now(self) -> datetime:
        return self.machine.now() + self._correction()


def machine_of(clock: Clock) -> Clock:
    """What the machine itself believes: against it the centre's is measured."""
    return clock.machine if isinstance(clock, CentreClock) else clock
