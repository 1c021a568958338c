"""Every column that travels has a kind that somebody decided."""

import pytest

from fieldservice.domain.model.whole import Base
from fieldservice.domain.rules.exchange_kinds import (
    KINDS,
    MergeKind,
    Removal,
    group_of,
    is_exchanged,
    kind_of,
    travels,
)

JOURNALED = {
    mapper.class_.__tablename__: mapper.class_.__table__
    for mapper in Base.registry.mappers
    if mapper.class_.journaled
}
NAMED_BY_TABLE = {
    name: {*kind.fields, *(column for group in kind.groups for column in group)}
    for name, kind in KINDS.items()
}


def test_every_journaled_table_has_its_kind_and_no_other_table_has_one() -> None:
    assert set(KINDS) == set(JOURNALED)


@pytest.mark.parametrize("table", sorted(KINDS))
def test_no_kind_is_said_of_a_column_that_is_not_there(table: str) -> None:
    assert set(JOURNALED[table].columns.keys()) >= NAMED_BY_TABLE[table]


@pytest.mark.parametrize("table", sorted(KINDS))
def test_a_column_is_in_one_group_at_most_and_a_group_is_of_one_kind(table: str) -> None:
    grouped = [column for group in KINDS[table].groups for column in group]
    state = KINDS[table].state

    assert len(grouped) == len(set(grouped))
    assert state is None or not state.fields & set(grouped)
    assert all(len({kind_of(table, column) for column in group}) == 1 for group in KINDS[table].groups)


@pytest.mark.parametrize("table", sorted(KINDS))
def test_a_state_has_a_weight_for_every_value_and_its_columns_are_of_that_kind(table: str) -> None:
    rule = KINDS[table].state
    columns = JOURNALED[table].columns
    if rule is None:
        assert MergeKind.STATE not in KINDS[table].fields.values()
        return

    assert all(kind_of(table, name) is MergeKind.STATE for name in rule.fields)
    for name, weights in rule.columns.items():
        values = {member.value for member in columns[name].type.enum_class}
        assert {value for value in weights if value is not None} == values
    assert rule.decided <= set(rule.columns[rule.state_column])
    assert set(rule.typed) <= rule.fields
    assert group_of(table, rule.state_column) == rule.fields


def test_versions_and_passwords_stay_where_they_are() -> None:
    assert not travels("ticket", "version")
    assert not travels("user_account", "password_set_at")
    assert not travels("password", "hashed")
    assert not is_exchanged("notice")
    assert travels("ticket", "title")
    assert travels("ticket", "id")


def test_what_was_written_once_is_no_scalar() -> None:
    for table, kind in KINDS.items():
        if kind.removal is Removal.RECORD and kind.usual is MergeKind.FIXED:
            assert kind_of(table, next(iter(JOURNALED[table].columns.keys()))) is MergeKind.FIXED


def test_members_of_sets_have_ids_that_two_sites_make_alike() -> None:
    """Adding wins needs the same row from both."""
    members = {name for name, kind in KINDS.items() if kind.removal is Removal.MEMBER}

    assert {"follow", "team_member", "coverage_unit", "served_unit", "user_role"} <= members
    assert not members & {"ticket", "work_order", "article"}


def test_an_address_moves_as_one() -> None:
    assert group_of("site", "city") == {"street", "postal_code", "city", "latitude", "longitude", "zone"}
    assert group_of("site", "name") == {"name"}
