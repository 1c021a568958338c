"""A row of a desk that joins and the same row of its centre: nothing typed is missing, no rights are won."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from fieldservice.domain.rules.exchange_joining import is_empty, merge_row, put_together

SITE = ("street", "postal_code", "city", "name")
words = st.one_of(st.none(), st.just(""), st.text("aą ", max_size=3))
sites = st.fixed_dictionaries(dict.fromkeys(SITE, words))


def typed(_name: str, _value: Any) -> bool:
    return True


@given(ours=sites, theirs=sites)
def test_every_value_typed_here_stands_is_told_or_was_there(
    ours: dict[str, Any], theirs: dict[str, Any]
) -> None:
    merged = merge_row("site", ours, theirs, typed)

    for name, value in ours.items():
        assert is_empty(value) or value in (theirs[name], merged.filled.get(name), merged.lost.get(name))
    for name in merged.filled:
        assert is_empty(theirs[name])


def test_an_address_is_filled_whole_or_told_whole() -> None:
    ours = {"street": "Hutnicza 4", "postal_code": "30-001", "city": "Kraków"}

    into_nothing = merge_row("site", ours, {}, typed)
    into_half = merge_row("site", ours, {"city": "Wieliczka"}, typed)

    assert (into_nothing.filled, into_nothing.lost) == (ours, {})
    assert (into_half.filled, into_half.lost) == ({}, ours)


def test_rights_and_seats_are_the_centres_alone() -> None:
    ours = {"name": "Ewa Lis", "rights": ["everything"], "is_active": True, "phone": "601"}

    person = merge_row("user_account", ours, {"name": "Ewa Lis", "rights": []}, typed)
    role = merge_row("role", {"name": "Biuro", "rights": ["everything"]}, {"name": "Biuro"}, typed)

    assert (person.filled, person.lost) == ({"phone": "601"}, {})
    assert (role.filled, role.lost) == ({}, {})


def test_what_nobody_typed_does_not_give_way() -> None:
    merged = merge_row(
        "customer", {"language": "pl"}, {"language": "cs"}, lambda name, _value: name != "language"
    )

    assert (merged.filled, merged.lost) == ({}, {})


def test_two_texts_stand_one_behind_the_other_and_none_twice() -> None:
    assert put_together("Portiernia.", "Pies!") == "Portiernia.\nPies!"
    assert put_together("Portiernia.\nPies!", "Pies!") == "Portiernia.\nPies!"
    assert put_together("", "Pies!") == "Pies!"
