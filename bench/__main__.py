"""`python -m bench [NAMES] [--json FILE]` measures; `python -m bench [soak] kill | monkey` runs for long."""

import argparse
import os
import platform
import signal
import sys
from collections.abc import Callable, Sequence
from importlib import import_module
from pathlib import Path
from typing import Any

from bench.report import Figure, as_json, remarks, table

# Each is imported when it is wanted: what one measures must not already be warm from another.
MEASURED = {
    "create": "bench.create_ticket:figures",
    "verdict": "bench.ask_verdict:figures",
    "call": "bench.incoming_call:figures",
    "import": "bench.import_rows:figures",
    "start": "bench.start_desk:figures",
    "lists": "bench.lists:figures",
    "window": "bench.list_window:figures",
    "open": "bench.open_ticket:figures",
    "search": "bench.search:figures",
    "keystrokes": "bench.keystrokes:figures",
    "elapsed": "bench.handed_in:elapsed",
    "pages": "bench.feed_pages:figures",
    "sync": "bench.exchange:figures",
    "sync-big": "bench.bootstrap:figures",
}
SOAKS = {
    "kill": "bench.kill_morning:measure",
    "monkey": "bench.monkey:measure",
    "feed": "bench.feed_order:measure",
    "windows": "bench.windows:measure",
    "branches": "bench.branch_day:measure",
    "digests": "bench.digest_power:measure",
    "merge": "bench.merge_laws:measure",
    "receive": "bench.receive_races:measure",
    "strangers": "bench.strangers:measure",
    "line": "bench.bad_line:measure",
    "desks": "bench.desks:measure",
    "days": "bench.days:measure",
    "planted": "bench.planted:measure",
    "mutations": "bench.mutations:measure",
    "scale": "bench.branches400:measure",
    "power": "bench.power:measure",
    "tokens": "bench.tokens:measure",
}
MISSED = 1
MISSES = "missed"
"""In what a long run found: the targets that it missed, by name; empty when it reached all."""


def main(arguments: Sequence[str]) -> int:
    """0 when every target was reached, 1 when one was missed."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    if arguments[:1] == ["soak"]:
        return _soak(arguments[1:])
    if arguments and arguments[0] in SOAKS:
        return _soak(arguments)
    wanted = _parser("bench", MEASURED, "*").parse_args(arguments)
    figures: list[Figure] = []
    try:
        for name in wanted.names or MEASURED:
            print(f"{name} ...", file=sys.stderr, flush=True)
            figures += _function(MEASURED[name])()
    finally:  # what was measured before something broke is not lost
        _show(figures, wanted.json)
    return MISSED if any(figure.is_reached is False for figure in figures) else 0


def _show(figures: Sequence[Figure], file: Path | None) -> None:
    print(table(figures))
    print(remarks(figures))
    if file is not None:
        file.write_text(as_json(figures, _machine()), "utf-8")


def _soak(arguments: Sequence[str]) -> int:
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # servers that were started end, too
    is_missed = False
    for name in _parser("bench soak", SOAKS, "+").parse_args(arguments).names:
        outcome = _function(SOAKS[name])()
        for key, value in outcome.items():
            print(f"{name}  {key}: {value}")
        is_missed = is_missed or bool(outcome.get(MISSES))
    return MISSED if is_missed else 0


def _parser(program: str, names: dict[str, str], count: str) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog=program, description=__doc__)
    parser.add_argument("names", nargs=count, choices=[*names, []], metavar="NAME", help=", ".join(names))
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the figures there too")
    return parser


def _function(place: str) -> Callable[[], Any]:
    module, _, name = place.partition(":")
    function: Callable[[], Any] = getattr(import_module(module), name)
    return function


def _machine() -> dict[str, Any]:
    return {
        "python": platform.python_version(),
        "system": platform.system(),
        "processors": os.cpu_count(),
        "load": os.getloadavg()[0] if hasattr(os, "getloadavg") else None,
    }


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
