"""Whose each row is: no journaled table may be forgotten."""

from uuid import UUID, uuid4

import pytest
from sqlalchemy import Table

from fieldservice.domain.model.whole import Base
from fieldservice.domain.rules.exchange_digest import (
    bucket_of,
    buckets,
    content_hash,
    differing,
    version_hash,
)
from fieldservice.domain.rules.exchange_kinds import is_exchanged
from fieldservice.domain.rules.exchange_scopes import (
    GLOBAL,
    HOMES,
    Parent,
    archive_of,
    children_of,
    parents_first,
    scope_of,
)

JOURNALED: dict[str, Table] = {
    mapper.class_.__tablename__: Base.metadata.tables[mapper.class_.__tablename__]
    for mapper in Base.registry.mappers
    if mapper.class_.journaled
}
WARSAW, CRACOW = uuid4(), uuid4()


def test_every_journaled_table_has_a_home_and_no_other_table_has() -> None:
    assert set(HOMES) == set(JOURNALED)
    assert all(is_exchanged(name) for name in HOMES)


@pytest.mark.parametrize("name", sorted(HOMES))
def test_each_way_to_a_parent_is_a_foreign_key_or_names_its_table(name: str) -> None:
    table = JOURNALED[name]

    for parent in HOMES[name].parents:
        pointed = {key.column.table.name for key in table.c[parent.column].foreign_keys}
        assert pointed == ({parent.table} if parent.table else set())
        assert parent.table is not None or "owner_table" in table.c


@pytest.mark.parametrize("name", sorted(HOMES))
def test_what_may_point_to_a_row_of_a_branch_is_not_global(name: str) -> None:
    """A global row that must refer to a branch's row would break every other branch."""
    scoped = {table for table, home in HOMES.items() if home.is_root or home.parents}
    needed = {
        key.column.table.name
        for column in JOURNALED[name].columns
        for key in column.foreign_keys
        if key.column.table.name in scoped
    }

    assert not needed or HOMES[name].parents or HOMES[name].is_root


def test_every_root_may_name_its_branch() -> None:
    assert {name for name, home in HOMES.items() if home.is_root} == {"customer", "request", "ticket"}
    assert all("branch_id" in JOURNALED[name].c for name, home in HOMES.items() if home.is_root)


def test_parents_come_before_what_hangs_on_them() -> None:
    order = parents_first()

    assert set(order) == set(HOMES)
    for name, home in HOMES.items():
        for parent in home.parents:
            owners = [parent.table] if parent.table else [each for each in HOMES if HOMES[each] != home]
            assert all(order.index(each) < order.index(name) for each in owners if each)


def test_what_hangs_on_an_order_is_known() -> None:
    assert set(children_of("work_order")) == {
        ("visit", Parent("order_id", "work_order")),
        ("work_line", Parent("order_id", "work_order")),
        ("attachment", Parent("owner_id", None)),
        ("outside_key", Parent("owner_id", None)),
    }


@pytest.mark.parametrize(
    ("branch", "parents", "expected"),
    [
        (None, [], GLOBAL),
        (None, [GLOBAL, GLOBAL], GLOBAL),
        (None, [GLOBAL, WARSAW], WARSAW),
        (CRACOW, [WARSAW], CRACOW),
    ],
)
def test_a_row_lies_where_its_branch_or_its_first_parent_of_a_branch_is(
    branch: UUID | None, parents: list[UUID], expected: UUID
) -> None:
    assert scope_of(branch, parents) == expected


def test_each_branch_has_one_archive_of_its_own() -> None:
    assert archive_of(WARSAW) == archive_of(WARSAW)
    assert len({archive_of(WARSAW), archive_of(CRACOW), WARSAW, CRACOW, GLOBAL}) == 5


def test_ids_made_in_one_moment_fall_into_different_buckets() -> None:
    first, second = UUID("019aac00-0000-7000-8000-0000000000a1"), UUID("019aac00-0000-7000-8000-0000000000b2")

    assert (bucket_of(first), bucket_of(second)) == ("a1", "b2")


def test_a_bucket_shows_a_missing_and_a_stale_row() -> None:
    ids = [UUID(int=0x100 * place + 7) for place in range(1, 5)]
    whole = buckets((each, version_hash(each, 3)) for each in ids)

    assert whole.keys() == {"07"}
    assert differing(whole, buckets((each, version_hash(each, 3)) for each in ids[1:])) == ["07"]
    stale = buckets((each, version_hash(each, 2 if each == ids[0] else 3)) for each in ids)
    assert differing(whole, stale) == ["07"]
    assert differing(whole, buckets((each, version_hash(each, 3)) for each in reversed(ids))) == []


def test_content_is_the_same_whatever_the_order_the_emptiness_and_the_point() -> None:
    one = {"id": "a", "text": "żółw 🐢", "latitude": 52.0, "week": {"b": [1.0, None], "a": 2}, "note": None}
    two = {"week": {"a": 2, "b": [1, None]}, "latitude": 52, "text": "żółw 🐢", "id": "a"}

    assert content_hash(one) == content_hash(two)
    assert content_hash(one) != content_hash({**two, "latitude": 52.5})
