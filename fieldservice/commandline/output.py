"""What the command line says: lines to standard output, complaints to standard error."""

import json
import sys
from collections.abc import Sequence
from typing import Any

from fieldservice.domain.rules.errors import TellableError
from fieldservice.wording import current

GAP = "  "


def say(line: str = "") -> None:
    sys.stdout.write(f"{line}\n")


def say_json(value: Any) -> None:
    say(json.dumps(value, ensure_ascii=False, indent=2))


def say_table(rows: Sequence[Sequence[str]]) -> None:
    """Columns side by side, each as wide as its widest cell; the last one as it is."""
    widths = [max(len(row[i]) for row in rows) for i in range(len(rows[0]) - 1)] if rows else []
    for row in rows:
        say(GAP.join([*(cell.ljust(width) for cell, width in zip(row, widths, strict=False)), row[-1]]))


def complain(error: TellableError) -> None:
    sys.stderr.write(f"{current().error(error)}\n")
