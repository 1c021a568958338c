"""What a workstation that comes to the centre is told to do first: one order, from what both believe.

Pure. A workstation's `last_n` is the last number it sent, hence one at least as high as the centre took: one
that is lower, or another digest at the same number, is a file that was cloned or put back from a backup.
"""

from dataclasses import dataclass

from fieldservice.domain.rules.errors import RuleViolation
from fieldservice.sync.wire import Order

SCHEMAS_SERVED = 3
"""This program's own and the two before it."""


@dataclass(frozen=True, slots=True)
class Believed:
    """What a workstation says of itself; `digest` is hexadecimal."""

    schema: int
    epoch: int
    incarnation: int
    last_n: int
    digest: str


@dataclass(frozen=True, slots=True)
class Known:
    """What the centre knows of it. `read` is the least that it has safely read of any scope, None when it has
    read nothing yet; removals up to `floor` are forgotten.
    """

    schema: int
    epoch: int
    incarnation: int
    last_n: int
    digest: str
    read: int | None
    floor: int
    is_revoked: bool


def oldest_served(schema: int) -> int:
    return max(1, schema - SCHEMAS_SERVED + 1)


def require_not_newer(schema: int, own: int) -> None:
    """`exchange.centre_older`: the workstation waits until the centre is brought up to date, too."""
    if schema > own:
        raise RuleViolation("exchange.centre_older", theirs=schema, own=own)


def agrees(believed: Believed, known: Known) -> bool:
    """Whether it may be the very file that the centre knows."""
    if believed.incarnation != known.incarnation or believed.last_n < known.last_n:
        return False
    return believed.last_n > known.last_n or believed.digest == known.digest


def order_of(believed: Believed, known: Known) -> Order:
    if known.is_revoked:
        return "revoked"
    if not agrees(believed, known):
        return "fork"
    if believed.epoch != known.epoch:
        return "epoch_changed"
    if believed.schema < oldest_served(known.schema):
        return "drain_only"
    if known.read is not None and known.read < known.floor:
        return "rebootstrap"
    return "upgrade" if believed.schema < known.schema else "ok"
