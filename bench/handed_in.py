"""Figures that stand beside the code they measure, brought into the form of the report."""

from bench import elapsed as working_time
from bench.report import Figure, at_most


def elapsed() -> list[Figure]:
    found = working_time.measure()
    return [
        Figure(
            "working time over a month",
            found["elapsed_us"],
            "µs",
            at_most(found["limit_us"]),
            found["workclock_us"],
            "library workclock",
            {"first call": found["first_call_us"]},
        )
    ]
