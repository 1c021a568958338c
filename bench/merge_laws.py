"""The laws of merging with 20,000 examples for each kind of field: `python -m bench soak merge`.

Drawn at random under a seed that is told; the tests look for the same laws' exceptions by shrinking.
`MERGE_SEED` plays one again.
"""

import os
import secrets
from random import Random
from time import perf_counter

from tests.unit.merge_laws import PROMISES, at_random

EXAMPLES = 20_000
SEED = "MERGE_SEED"
MOST_SECONDS = 60


def measure(examples: int = EXAMPLES) -> dict[str, object]:
    """`AssertionError` with the law, the kind and what the devices did, when one is broken."""
    seed = int(os.environ.get(SEED, secrets.randbelow(1_000_000)))
    chance, begun = Random(seed), perf_counter()
    told: dict[str, object] = {"seed": seed, "examples of each law and kind": examples}
    for promise in PROMISES:
        for kind, law in promise.kinds.items():
            for _ in range(examples):
                edits = at_random(law, chance, promise.most, is_plain=promise.is_plain)
                try:
                    promise.check(law, edits)
                except AssertionError as error:
                    named = f"{promise.check.__name__}, {kind}, seed {seed}: {edits}"
                    raise AssertionError(named) from error
    laws = sum(len(promise.kinds) for promise in PROMISES)
    seconds = round(perf_counter() - begun, 1)
    return {**told, "examples": laws * examples, "broken": 0, "seconds": seconds, "target": MOST_SECONDS}
