"""What a long command tells while it works: a line for people, or JSON lines for the desk that started it."""

import json
import sys
from typing import Any

from fieldservice.commandline.exits import Exit
from fieldservice.commandline.output import say
from fieldservice.domain.rules.backup_plan import Step
from fieldservice.domain.rules.errors import TellableError

_PERCENT = 100


class Steps:
    """`is_for_machines`: each step, the result and a failure as one JSON line each."""

    def __init__(self, *, is_for_machines: bool) -> None:
        self._is_for_machines = is_for_machines
        self._told: tuple[Step, int] | None = None

    def told(self, step: Step, done: int, total: int) -> None:
        """Once for each percent, or for each megabyte of what has no known end."""
        mark = (step, done * _PERCENT // total if total else done >> 20)
        if self._is_for_machines and mark != self._told:
            self._told = mark
            self._say(step=step.value, done=done, total=total)

    def finished(self, *lines: str, **values: Any) -> int:
        """`lines` for people, `values` for machines."""
        if self._is_for_machines:
            self._say(result=values)
        else:
            for line in lines:
                say(line)
        return Exit.DONE

    def failed(self, error: TellableError) -> int:
        """For machines; people are told by `cli`, which the error goes on to."""
        if not self._is_for_machines:
            raise error
        self._say(error=error.code, values={name: str(value) for name, value in error.values.items()})
        return Exit.NOT_DONE

    def _say(self, **line: Any) -> None:
        sys.stdout.write(json.dumps(line) + "\n")
        sys.stdout.flush()


def passphrase_from_stdin(*, is_wanted: bool) -> str | None:
    """The first line of standard input: an argument would be seen by everybody on the machine."""
    return (sys.stdin.readline().rstrip("\r\n") or None) if is_wanted else None
