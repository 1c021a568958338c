"""Human numbers of tickets and orders: `WAW-000123`, `WAW-000123/1`. Shown and printed, never a key.

The branch code has letters only, so that `waw123` can be read in one way. A workstation of a centre counts
for itself: its slot stands behind the branch (`WAW-2-000123`). Counters are issued by the store.
"""

import re
from dataclasses import dataclass

from fieldservice.domain.rules.errors import RuleViolation

LEAST_DIGITS = 6
"""Unless the company says otherwise."""
DIGITS = range(3, 10)

_BRANCH_CODE = re.compile(r"[A-Z]{2,6}")
_SERIES_CODE = re.compile(r"[A-Z]{2,6}(?:-[1-9][0-9]{0,3})?")
_TYPED = re.compile(
    r"#?\s*(?:(?P<branch>[A-Z]{2,6})(?:[\s\-_]*(?P<slot>[1-9][0-9]{0,3})[\s\-_]+(?=[0-9]))?)?"
    r"[\s\-_]*(?P<counter>[0-9]{1,12})(?:\s*/\s*(?P<position>[0-9]{1,4}))?"
)


@dataclass(frozen=True, slots=True)
class HumanNumber:
    """A ticket's number, or with a `position` the number of one of its orders. `branch` may have a slot."""

    branch: str
    counter: int
    position: int | None = None

    def __str__(self) -> str:
        return self.written(LEAST_DIGITS)

    def written(self, digits: int) -> str:
        ticket = format_number(self.branch, self.counter, digits)
        return ticket if self.position is None else format_order_number(ticket, self.position)

    def spellings(self) -> tuple[str, ...]:
        """All ways in which it may be printed: the company may change how many digits its numbers have."""
        return tuple(dict.fromkeys(self.written(digits) for digits in DIGITS))


def check_branch_code(code: str) -> str:
    """The code as given, two to six letters A to Z; else RuleViolation `branch.code_invalid`."""
    if not _BRANCH_CODE.fullmatch(code):
        raise RuleViolation("branch.code_invalid", branch=code)
    return code


def check_series_code(code: str) -> str:
    """As `check_branch_code`, where the slot of a workstation may stand behind the branch (`WAW-2`)."""
    if not _SERIES_CODE.fullmatch(code):
        raise RuleViolation("branch.code_invalid", branch=code)
    return code


def branch_code_of(number: str) -> str:
    """The branch that issued a number, as it is printed."""
    return number.partition("-")[0]


def format_number(branch_code: str, counter: int, digits: int = LEAST_DIGITS) -> str:
    """With at least so many digits; more when the counter has grown beyond them."""
    if digits not in DIGITS:
        raise RuleViolation("number.digits_wrong", first=DIGITS[0], last=DIGITS[-1])
    if counter < 1:
        raise RuleViolation("number.counter_invalid", counter=counter)
    return f"{check_series_code(branch_code)}-{counter:0{digits}d}"


def format_order_number(ticket_number: str, position: int) -> str:
    if position < 1:
        raise RuleViolation("number.position_invalid", position=position)
    return f"{ticket_number}/{position}"


def read_number(typed: str, own_branch: str) -> HumanNumber | None:
    """What somebody may have meant: `waw123`, `WAW 123/1`, `123` for the own branch; None for anything else.

    A serial number such as `KO482776` reads as a number too: a search looks for both.
    """
    match = _TYPED.fullmatch(typed.strip().upper())
    if match is None:
        return None
    counter, position = int(match["counter"]), match["position"]
    if counter < 1 or (position is not None and int(position) < 1):
        return None
    slot = f"-{match['slot']}" if match["slot"] else ""
    branch = f"{match['branch']}{slot}" if match["branch"] else own_branch
    return HumanNumber(branch, counter, int(position) if position else None)


def parse_number(number: str) -> HumanNumber:
    """A number exactly as it is printed; raises RuleViolation `number.unreadable` otherwise."""
    read = read_number(number, own_branch="")
    if read is None or not read.branch or number not in read.spellings():
        raise RuleViolation("number.unreadable", number=number)
    return read
