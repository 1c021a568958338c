"""Search folding of the five languages."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fieldservice.domain.rules.folding import fold, fold_words


@pytest.mark.parametrize(
    ("letters", "folded"),
    [
        ("ąćęłńóśźż", "acelnoszz"),
        ("áčďéěíňóřšťúůýž", "acdeeinorstuuyz"),
        ("áéíñóúü", "aeinouu"),
        ("àáâãçéêíóôõúü", "aaaaceeiooouu"),
        ("øđðħı", "oddhi"),
        ("ßæœþ", "ssaeoeth"),
    ],
    ids=["Polish", "Czech", "Spanish", "Portuguese", "strokes", "ligatures"],
)
def test_every_letter_folds_the_same_in_both_cases(letters: str, folded: str) -> None:
    assert fold(letters) == folded
    assert fold(letters.upper().replace("SS", "ß")).replace("ii", "i") == folded


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Łódź", "LODZ"),
        ("Straße", "STRASSE"),
        ("İzmir", "izmir"),
        ("ﬁrma", "FIRMA"),
        ("e\u0301", "é"),
        ("Nº", "no"),
    ],
)
def test_different_spellings_fold_together(one: str, other: str) -> None:
    assert fold(one) == fold(other)


@given(st.text())
def test_folding_twice_changes_nothing_more(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(st.text())
def test_a_text_folds_as_a_whole_as_its_letters_do(text: str) -> None:
    """What was folded letter by letter before is found by what is folded as a whole."""
    letters = "".join(fold(letter) for letter in text)
    assert fold(text) == letters or not letters.isascii()


def test_words_are_parted_by_everything_that_is_neither_letter_nor_digit() -> None:
    assert fold_words("PPUH Fleszar-Domek Sp.j. (Łódź, 22/1234567)") == (
        "ppuh",
        "fleszar",
        "domek",
        "sp",
        "j",
        "lodz",
        "22",
        "1234567",
    )
    assert fold_words(" \N{EN DASH} ") == ()
