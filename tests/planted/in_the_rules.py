"""Bugs of the pure rules that both sides share."""

from tests.planted.bug import Bug

MERGE, SETTLE = "tests/unit/test_exchange_merge.py", "tests/unit/test_settle.py"

IN_THE_RULES = (
    Bug(
        "whoever arrives last wins",
        "LWW by arrival",
        "domain/rules/exchange_merge.py",
        "edit.order > standing and set(newer) <= set(wanted)",
        "set(newer) <= set(wanted)",
        (MERGE,),
    ),
    Bug(
        "half an address is made",
        "LWW by arrival",
        "domain/rules/exchange_merge.py",
        "edit.order > standing and set(newer) <= set(wanted)",
        "edit.order > standing",
        (MERGE,),
    ),
    Bug(
        "a value that gave way is told to nobody",
        "conflict's lost value dropped",
        "domain/rules/exchange_merge.py",
        "if is_ours_kept else Merged({}, lost=lost)",
        "if is_ours_kept else Merged({})",
        (MERGE,),
    ),
    Bug(
        "calling work off beats having done it",
        "settling skipped",
        "domain/rules/exchange_merge.py",
        "(_weight(rule, sent), *edit.order) > (_weight(rule, row.values), *standing)",
        "edit.order > standing",
        (MERGE,),
    ),
    Bug(
        "a stamp a year ahead is believed",
        "stamp not clamped",
        "domain/rules/exchange_clock.py",
        "    return min(LARGEST, max(last + 1, min(stamp, latest)))\n",
        "    return min(LARGEST, max(last + 1, stamp, latest - latest))\n",
        ("tests/unit/test_exchange_clock.py",),
    ),
    Bug(
        "a ticket closes while an order is open",
        "settling skipped",
        "domain/rules/settle.py",
        "    if any(not order.state.is_terminal for order in orders):\n        return None\n",
        "",
        (SETTLE,),
    ),
    Bug(
        "an order that comes late does not reopen its ticket",
        "settling skipped",
        "domain/rules/settle.py",
        "    if still_open:\n",
        "    if False:\n",
        (SETTLE,),
    ),
    Bug(
        "a bucket counts and does not sum",
        "digest mismatch",
        "domain/rules/exchange_digest.py",
        "found[name] = (count + 1, (total + value) % MODULUS)",
        "found[name] = (count + 1, total)",
        ("tests/unit/test_exchange_scopes.py",),
    ),
)
