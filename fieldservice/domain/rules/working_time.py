"""Working time laid out: a stretch of 52 weeks as sorted open intervals with the work done before each.

Only numbers (microseconds since 1970); `calendar_book.py` makes the stretches. They have a fixed length, so
that the number of a moment's stretch is one division away and neither leap years nor zones matter here.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import accumulate

from fieldservice.domain.rules.calendar_zone import DAY

DAYS_A_STRETCH = 364
STRETCH = DAYS_A_STRETCH * DAY
MicrosPair = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Stretch:
    """The open intervals of one stretch, disjoint and in order; `before[i]` is the work before interval i."""

    starts: tuple[int, ...]
    ends: tuple[int, ...]
    before: tuple[int, ...]
    total: int

    @classmethod
    def laid_out(cls, number: int, intervals: Iterable[MicrosPair]) -> "Stretch":
        inside = [*joined(clipped(intervals, number * STRETCH, (number + 1) * STRETCH))]
        sums = tuple(accumulate((end - start for start, end in inside), initial=0))
        return cls(tuple(start for start, _ in inside), tuple(end for _, end in inside), sums[:-1], sums[-1])

    def worked_until(self, moment: int) -> int:
        index = bisect_right(self.starts, moment) - 1
        if index < 0:
            return 0
        return self.before[index] + min(moment, self.ends[index]) - self.starts[index]

    def earliest_with(self, work: int) -> int:
        """The earliest moment with `work` done; 0 < work <= total."""
        index = bisect_left(self.before, work) - 1
        return self.starts[index] + work - self.before[index]

    def latest_with(self, work: int) -> int:
        """The latest moment with no more than `work` done; 0 <= work < total."""
        index = bisect_right(self.before, work) - 1
        return self.starts[index] + work - self.before[index]

    def open_until(self, moment: int) -> int | None:
        """When the interval around `moment` ends; None when closed."""
        index = bisect_right(self.starts, moment) - 1
        return self.ends[index] if index >= 0 and moment < self.ends[index] else None

    def opening_after(self, moment: int) -> int | None:
        index = bisect_right(self.starts, moment)
        return self.starts[index] if index < len(self.starts) else None

    def intervals_between(self, first: int, last: int) -> Iterator[MicrosPair]:
        low, high = bisect_right(self.ends, first), bisect_left(self.starts, last)
        return joined(clipped(zip(self.starts[low:high], self.ends[low:high], strict=True), first, last))


def clipped(intervals: Iterable[MicrosPair], start: int, end: int) -> Iterator[MicrosPair]:
    return ((max(first, start), min(last, end)) for first, last in intervals)


def joined(intervals: Iterable[MicrosPair]) -> Iterator[MicrosPair]:
    """Intervals in order, those that touch or overlap made one, empty ones left out."""
    ordered = sorted((start, end) for start, end in intervals if start < end)
    if not ordered:
        return
    reached_start, reached_end = ordered[0]
    for start, end in ordered:
        if start > reached_end:
            yield reached_start, reached_end
            reached_start, reached_end = start, end
        reached_end = max(reached_end, end)
    yield reached_start, reached_end
