"""What the program of the centre says to whoever runs it."""

import getpass
import sys
from collections.abc import Sequence

from fieldservice.domain.rules.errors import TellableError
from fieldservice.wording import current

DONE, SOME_WRONG, NOT_DONE = 0, 1, 4
_GAP = "  "


def say(line: str = "") -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def say_table(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Columns side by side, each as wide as its widest cell."""
    table = [heads, *rows]
    widths = [max(len(row[place]) for row in table) for place in range(len(heads))]
    for row in table:
        cells = (cell.ljust(width) for cell, width in zip(row, widths, strict=True))
        say(_GAP.join(cells).rstrip())


def complain(error: TellableError) -> None:
    sys.stderr.write(f"{current().error(error)}\n")


def asked_password(prompt: str, *, from_stdin: bool) -> str:
    """Typed unseen, or the first line of standard input."""
    return sys.stdin.readline().rstrip("\n") if from_stdin else getpass.getpass(f"{prompt}: ")
