"""Every bug that is planted, and the cases that each must have at least one of."""

from tests.planted.at_the_centre import AT_THE_CENTRE
from tests.planted.at_the_desk import AT_THE_DESK
from tests.planted.in_the_rules import IN_THE_RULES

BUGS = (*AT_THE_DESK, *AT_THE_CENTRE, *IN_THE_RULES)

CASES = frozenset(
    {
        "request or response lost, repeated, reordered",
        "crash anywhere in client",
        "client restored from backup / disk cloned",
        "server restored from backup",
        "device away longer than tombstone keep",
        "clock wrong",
        "poison transaction",
        "role or branch changed while offline",
        "disk full (client / server)",
        "digest mismatch",
        "bad row from a newer server",
        "cursor before rows",
        "ack before commit",
        "version raised blindly on ack",
        "page applied alone",
        "missing FOR UPDATE",
        "LWW by arrival",
        "exit not sent",
        "receipt not stored",
        "stamp not clamped",
        "settling skipped",
        "number clash not renumbered",
        "chain not checked",
        "fork not seen",
        "epoch ignored",
        "gc floor ignored",
        "refused work dropped",
        "conflict's lost value dropped",
        "digest over wrong rows",
        "rights not checked again",
        "scope not checked on push",
        "scope not checked on rows",
        "scope not checked on blobs",
    }
)
"""The rows of the table of failures, and the usual mistakes of such an exchange."""
