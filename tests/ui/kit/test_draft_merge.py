"""A draft that comes back over what somebody else changed: typed stays, untouched follows, both is told."""

import pytest

from fieldservice.domain.model.base import new_id
from fieldservice.ui.kit.draft_merge import Meanwhile, draft_id_of, merged, with_before

SEEN = {"name": "Apteka", "note": "", "class": "standard"}


def test_a_field_nobody_else_touched_takes_what_was_typed() -> None:
    draft = with_before({**SEEN, "note": "zadzwonić"}, SEEN)

    assert merged(draft, SEEN).values == {"note": "zadzwonić"}
    assert merged(draft, SEEN).meanwhile == ()


@pytest.mark.covers("P-39")
def test_a_field_only_somebody_else_changed_shows_what_stands_there_now() -> None:
    draft = with_before({**SEEN, "note": "zadzwonić"}, SEEN)

    found = merged(draft, {**SEEN, "name": "Apteka Nowa"})

    assert "name" not in found.values
    assert found.meanwhile == ()


@pytest.mark.covers("P-39", "P-40")
def test_a_field_both_changed_keeps_what_was_typed_and_tells_the_newer_value() -> None:
    draft = with_before({**SEEN, "name": "Apteka Stara"}, SEEN)

    found = merged(draft, {**SEEN, "name": "Apteka Nowa"})

    assert found.values == {"name": "Apteka Stara"}
    assert found.meanwhile == (Meanwhile("name", "Apteka", "Apteka Stara", "Apteka Nowa"),)


def test_both_wrote_the_same_is_no_conflict() -> None:
    draft = with_before({**SEEN, "name": "Apteka Nowa"}, SEEN)

    assert merged(draft, {**SEEN, "name": "Apteka Nowa"}).meanwhile == ()


def test_a_draft_of_an_older_program_comes_back_whole() -> None:
    assert merged({"note": "zadzwonić", "gone": "x"}, SEEN).values == {"note": "zadzwonić"}


def test_two_people_at_one_desk_have_a_draft_each() -> None:
    subject, anna, marek = new_id(), new_id(), new_id()

    assert draft_id_of(subject, "customerDialog", anna) != draft_id_of(subject, "customerDialog", marek)
