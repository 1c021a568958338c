"""The laws of merging hold for whatever several devices did: looked for by shrinking, and tried at random."""

import os
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fieldservice.domain.rules.exchange_kinds import KINDS, MergeKind, kind_of
from fieldservice.domain.rules.exchange_merge import RowEdit
from tests.unit.merge_laws import (
    FIRST_STAMP,
    GROUP,
    LAST_STAMP,
    LAWS,
    NEW_LINES,
    OLD_LINES,
    ORDER,
    ORDER_STATES,
    PROMISES,
    TEXT,
    Law,
    Promise,
    at_random,
    made,
)

EXAMPLES = int(os.environ.get("MERGE_EXAMPLES", "100"))
"""Of each law here; `soak merge` tries 20,000 at random."""
KEPT = [(promise, name) for promise in PROMISES for name in promise.kinds]


def values_of(law: Law, *, is_plain: bool) -> st.SearchStrategy[Any]:
    if law is TEXT:
        lines = st.lists(st.sampled_from([*OLD_LINES, *NEW_LINES]), max_size=6, unique=is_plain)
        return st.fixed_dictionaries({"note": lines.map("".join)})
    if law is ORDER:
        return st.sampled_from(ORDER_STATES)
    if law is GROUP:
        return st.fixed_dictionaries({name: st.sampled_from("01234") for name in law.columns})
    return st.dictionaries(st.sampled_from(law.columns), st.sampled_from("01234"), min_size=1)


@pytest.mark.covers("J05", "P-55")
@pytest.mark.parametrize(
    ("promise", "kind"), KEPT, ids=[f"{promise.check.__name__}-{kind}" for promise, kind in KEPT]
)
def test_a_law_holds(promise: Promise, kind: str) -> None:
    law = promise.kinds[kind]
    stamps = st.integers(FIRST_STAMP, LAST_STAMP)
    chosen = st.tuples(values_of(law, is_plain=promise.is_plain), stamps)

    @settings(max_examples=EXAMPLES, deadline=None, database=None)
    @given(st.lists(chosen, min_size=1, max_size=promise.most))
    def holds(several: list[tuple[dict[str, Any], int]]) -> None:
        promise.check(law, made(law, several))

    holds()


@pytest.mark.parametrize("name", LAWS)
def test_what_is_tried_at_random_meets_every_kind_of_change(name: str) -> None:
    law, chance = LAWS[name], Random(3)  # noqa: S311 - examples
    tried = [at_random(law, chance, 3, is_plain=False) for _ in range(300)]

    assert {len(edits) for edits in tried} == {1, 2, 3}
    assert {each.stamp for edits in tried for each in edits} == set(range(FIRST_STAMP, LAST_STAMP + 1))
    assert {column for edits in tried for each in edits for column in each.set} == set(law.columns)
    assert any(edits[0].order > edits[-1].order for edits in tried)
    assert any(edits[0].order < edits[-1].order for edits in tried)


def test_a_law_that_is_broken_is_noticed() -> None:
    """The control: terms are for people to decide, so who comes first does matter."""
    broken = Promise(PROMISES[1].check, {"terms": LAWS["terms"]})
    chance = Random(3)  # noqa: S311 - examples

    def try_all() -> list[RowEdit]:
        for _ in range(1_000):
            edits = at_random(LAWS["terms"], chance, 3, is_plain=False)
            broken.check(LAWS["terms"], edits)
        return []

    with pytest.raises(AssertionError):
        try_all()


def test_the_laws_are_tried_on_columns_of_their_kind() -> None:
    for name, law in LAWS.items():
        assert {kind_of(law.table, column) for column in law.columns} == {
            MergeKind.SCALAR if name == "group" else MergeKind(name)
        }
    assert set(GROUP.columns) < KINDS["site"].groups[0]
