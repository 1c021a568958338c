"""Titles that tell of the same trouble are recognised in spite of endings, marks and order."""

import pytest

from fieldservice.domain.rules.similar_titles import are_similar


@pytest.mark.covers("A29")
@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Gaśnica, ubytek ciśnienia", "Nieszczelny zawór, ubytek ciśnienia"),
        ("Compressor leaks oil", "leaking compressor"),
        ("HAŁASUJE i wyłącza się", "halasuje"),
    ],
)
def test_the_same_trouble_in_other_words_is_similar(one: str, other: str) -> None:
    assert are_similar(one, other)
    assert are_similar(other, one)


@pytest.mark.parametrize(
    ("one", "other"), [("Kocioł nie grzeje", "Wymiana palnika"), ("", "Kocioł"), ("i z do", "i z do")]
)
def test_other_troubles_and_empty_titles_are_not(one: str, other: str) -> None:
    assert not are_similar(one, other)
