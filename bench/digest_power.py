"""A row dropped, added or stale, and a value flipped, a thousand times each: is it found in one round?

`python -m bench soak digests` prints the figures. A repair may move the rows of one bucket and no more.
"""

import random
from uuid import UUID

from bench.report import percentile
from fieldservice.domain.model.base import new_id
from fieldservice.domain.rules.exchange_digest import Bucket, buckets, content_hash, differing, version_hash

ROWS = 20_000
TIMES = 1_000
Rows = dict[UUID, tuple[int, dict[str, str]]]


def measure(rows: int = ROWS, times: int = TIMES, seed: int = 13) -> dict[str, float]:
    """Alterations, those found, and the largest share of the rows that a repair had to look into."""
    chance = random.Random(seed)
    known: Rows = {new_id(): (1, {"note": str(number)}) for number in range(rows)}
    ids, sizes, found = list(known), list[float](), 0
    theirs = {by_content: _digest(known, by_content=by_content) for by_content in (False, True)}
    for turn in range(times):
        altered = dict(known)
        row_id = _alter(altered, chance.choice(ids), turn % 4)
        by_content = turn % 4 == 3
        wrong = differing(_digest(altered, by_content=by_content), theirs[by_content])
        found += wrong == [row_id.hex[-2:]]
        sizes.append(sum(each.hex[-2:] in wrong for each in ids) / rows)
    if found < times:
        raise AssertionError(f"{times - found} of {times} alterations were not found")
    return {"rows": rows, "altered": times, "found": found, "largest_share_moved": percentile(sizes, 100)}


def _alter(rows: Rows, row_id: UUID, how: int) -> UUID:
    """Drop, add, make stale or flip a value; tells which row is wrong."""
    version, row = rows[row_id]
    if how == 0:
        del rows[row_id]
    elif how == 1:
        row_id = new_id()
        rows[row_id] = (version, row)
    else:
        rows[row_id] = (version - 1, row) if how == 2 else (version, {"note": row["note"] + "."})
    return row_id


def _digest(rows: Rows, *, by_content: bool) -> dict[str, Bucket]:
    return buckets(
        (row_id, content_hash(row) if by_content else version_hash(row_id, version))
        for row_id, (version, row) in rows.items()
    )
