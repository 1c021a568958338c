"""What a process counts of itself, told in the text form that Prometheus reads. No label holds anything of a
person, a device or a customer.

Several processes may answer at one port, each for itself: `process` says which, so that their counters are
series of their own, to be added up by whoever reads them. What stands in the database has no such label.
"""

import os
from bisect import bisect_left
from collections import Counter, defaultdict
from threading import Lock

_BUCKETS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.3, 1.0, 3.0, 10.0, 60.0)


class Measures:
    """Counters of one process."""

    def __init__(self) -> None:
        self._guard = Lock()
        self._requests: Counter[tuple[str, int]] = Counter()
        self._buckets: Counter[tuple[str, int]] = Counter()
        self._seconds: defaultdict[str, float] = defaultdict(float)
        self._bytes: Counter[str] = Counter()
        self._now: Counter[str] = Counter()

    def begun(self) -> None:
        with self._guard:
            self._now["under_way"] += 1

    def done(self, route: str, status: int, seconds: float, sizes: tuple[int, int]) -> None:
        """`sizes` are the bytes that came in and went out."""
        with self._guard:
            self._now["under_way"] -= 1
            self._requests[route, status] += 1
            self._buckets[route, bisect_left(_BUCKETS, seconds)] += 1
            self._seconds[route] += seconds
            self._bytes["in"] += sizes[0]
            self._bytes["out"] += sizes[1]

    def text(self, gauges: dict[str, float]) -> str:
        """`gauges` are what stands in the database or is known elsewhere."""
        with self._guard:
            lines = [*self._counted(), *self._timed()]
            under_way = self._now["under_way"]
        name = "fieldservice_requests_under_way"
        lines += [f"# TYPE {name} gauge", f"{name}{{{_process()}}} {under_way}"]
        for name, value in ({"process_id": float(os.getpid())} | gauges).items():
            lines += [f"# TYPE fieldservice_{name} gauge", f"fieldservice_{name} {value:.15g}"]
        return "\n".join(lines) + "\n"

    def _counted(self) -> list[str]:
        lines = ["# TYPE fieldservice_requests_total counter"]
        lines += [
            f'fieldservice_requests_total{{route="{route}",status="{status}",{_process()}}} {count}'
            for (route, status), count in sorted(self._requests.items())
        ]
        lines.append("# TYPE fieldservice_bytes_total counter")
        lines += [
            f'fieldservice_bytes_total{{direction="{way}",{_process()}}} {n}'
            for way, n in sorted(self._bytes.items())
        ]
        return lines

    def _timed(self) -> list[str]:
        name = "fieldservice_request_seconds"
        lines = [f"# TYPE {name} histogram"]
        for route in sorted(self._seconds):
            total = 0
            for place, bound in enumerate((*_BUCKETS, "+Inf")):
                total += self._buckets[route, place]
                lines.append(f'{name}_bucket{{route="{route}",le="{bound}",{_process()}}} {total}')
            lines.append(f'{name}_sum{{route="{route}",{_process()}}} {self._seconds[route]:.6f}')
            lines.append(f'{name}_count{{route="{route}",{_process()}}} {total}')
        return lines


def _process() -> str:
    return f'process="{os.getpid()}"'
