"""A figure beside its reference, the target it is held to, and how both are shown: as a table and as JSON."""

import json
import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from statistics import median
from typing import Any

HEADS = ("figure", "ours", "reference", "", "ratio", "target", "")
REACHED = {True: "reached", False: "MISSED", None: ""}


@dataclass(frozen=True, slots=True)
class Target:
    """A bound on the ratio to the reference, or on the figure itself."""

    bound: float
    is_most: bool
    of_ratio: bool

    def __str__(self) -> str:
        sign = "<=" if self.is_most else ">="
        return f"{'ratio ' if self.of_ratio else ''}{sign} {_short(self.bound)}"

    def holds(self, value: float) -> bool:
        return value <= self.bound if self.is_most else value >= self.bound


def ratio_at_least(bound: float) -> Target:
    return Target(bound, is_most=False, of_ratio=True)


def ratio_at_most(bound: float) -> Target:
    return Target(bound, is_most=True, of_ratio=True)


def at_most(bound: float) -> Target:
    return Target(bound, is_most=True, of_ratio=False)


@dataclass(frozen=True, slots=True)
class Figure:
    """What was measured. `beside` says what the reference is; a ratio of rates or of durations, whichever."""

    name: str
    ours: float
    unit: str
    target: Target | None = None
    reference: float | None = None
    beside: str = ""
    more: dict[str, float] = field(default_factory=dict)

    @property
    def ratio(self) -> float | None:
        return None if not self.reference else self.ours / self.reference

    @property
    def is_reached(self) -> bool | None:
        """None when the figure is only told."""
        if self.target is None:
            return None
        value = self.ratio if self.target.of_ratio else self.ours
        return value is not None and self.target.holds(value)


def table(figures: Iterable[Figure]) -> str:
    """Aligned columns, what else was measured below each line."""
    rows = [HEADS, *(_cells(figure) for figure in figures)]
    widths = [max(len(row[place]) for row in rows) for place in range(len(HEADS))]
    return "\n".join(_line(row, widths) for row in rows)


def as_json(figures: Iterable[Figure], machine: dict[str, Any]) -> str:
    told = [
        {
            "name": each.name,
            "ours": each.ours,
            "unit": each.unit,
            "reference": each.reference,
            "beside": each.beside,
            "ratio": each.ratio,
            "target": None if each.target is None else str(each.target),
            "reached": each.is_reached,
            "more": each.more,
        }
        for each in figures
    ]
    return json.dumps({"machine": machine, "figures": told}, indent=2, ensure_ascii=False) + "\n"


def remarks(figures: Iterable[Figure]) -> str:
    """What else was measured, a line for each figure that has more to tell."""
    return "\n".join(
        f"{each.name}: " + ", ".join(f"{name} {_short(value)}" for name, value in each.more.items())
        for each in figures
        if each.more
    )


def spread(name: str, values: Sequence[float]) -> dict[str, float]:
    """Least and most of several runs: how much the median may be trusted."""
    return {f"{name} least": min(values), f"{name} most": max(values)}


def percentile(values: Sequence[float], percent: float) -> float:
    """The value that this percentage of the values does not exceed."""
    return sorted(values)[max(0, math.ceil(len(values) * percent / 100) - 1)]


def interleaved(
    ours: Callable[[int], float], reference: Callable[[int], float], rounds: int
) -> tuple[float, float, float]:
    """Medians of both and of the ratios; taken in turns, so that a busy machine hurts both alike."""
    pairs = [(ours(turn), reference(turn)) for turn in range(rounds)]
    return (
        median(mine for mine, _ in pairs),
        median(theirs for _, theirs in pairs),
        median(mine / theirs for mine, theirs in pairs),
    )


def _cells(figure: Figure) -> tuple[str, ...]:
    reference = "" if figure.reference is None else f"{_short(figure.reference)} {figure.unit}"
    return (
        figure.name,
        f"{_short(figure.ours)} {figure.unit}",
        reference,
        figure.beside,
        "" if figure.ratio is None else f"{figure.ratio:.2f}",
        "" if figure.target is None else str(figure.target),
        REACHED[figure.is_reached],
    )


def _line(row: Sequence[str], widths: Sequence[int]) -> str:
    right = (1, 2, 4)
    cells = (
        text.rjust(width) if place in right else text.ljust(width)
        for place, (text, width) in enumerate(zip(row, widths, strict=True))
    )
    return "  ".join(cells).rstrip()


def _short(value: float) -> str:
    """Three digits that count."""
    if value == 0 or abs(value) >= 100:
        return f"{value:,.0f}"
    return f"{value:.{max(0, 2 - math.floor(math.log10(abs(value))))}f}".rstrip("0").rstrip(".")
