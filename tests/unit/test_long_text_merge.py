"""Two people's changes of a long text are put together line by line."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fieldservice.domain.rules.long_text_merge import merge_texts

some_text = st.lists(st.sampled_from(["a\n", "b\n", "c\n", "d\n", "ż\n", "\n"]), max_size=8).map("".join)


@pytest.mark.parametrize(
    ("base", "ours", "theirs", "merged"),
    [
        ("a\nb\nc\n", "A\nb\nc\n", "a\nb\nC\n", "A\nb\nC\n"),
        ("a\nb\nc\n", "a\nb\nc\nd\n", "0\na\nb\nc\n", "0\na\nb\nc\nd\n"),
        ("a\nb\nc\n", "a\nc\n", "a\nb\nc\nd\n", "a\nc\nd\n"),
        ("a\nb", "a\nb", "a\nb\nc", "a\nb\nc"),
        ("a\nb\nc", "A\nb\nc", "a\nb\nc\nd", "A\nb\nc\nd"),
        ("", "same", "same", "same"),
        ("a\r\nb\r\nc\r\n", "A\r\nb\r\nc\r\n", "a\r\nb\r\nC\r\n", "A\r\nb\r\nC\r\n"),
    ],
)
def test_changes_of_different_lines_are_both_there(base: str, ours: str, theirs: str, merged: str) -> None:
    result = merge_texts(base, ours, theirs)

    assert result.text == merged
    assert result.is_clean


def test_of_a_line_that_both_changed_ours_stays_and_it_is_said() -> None:
    result = merge_texts("a\nb\nc\n", "a\nours\nc\n", "a\ntheirs\nC\n")

    assert not result.is_clean
    assert "ours\n" in result.text
    assert "theirs" not in result.text


@settings(max_examples=300, deadline=None, database=None)
@given(some_text, some_text)
def test_who_changed_nothing_takes_what_the_other_wrote(base: str, other: str) -> None:
    assert merge_texts(base, base, other).text == other
    assert merge_texts(base, other, base).text == other
    assert merge_texts(base, base, other).is_clean


@settings(max_examples=300, deadline=None, database=None)
@given(some_text, some_text, some_text)
def test_a_clean_merge_is_the_same_from_both_sides(base: str, ours: str, theirs: str) -> None:
    one, other = merge_texts(base, ours, theirs), merge_texts(base, theirs, ours)

    assert one.is_clean == other.is_clean
    if one.is_clean:
        assert one.text == other.text
