"""A person in running text: found however name and number are written, blacked out and nothing else."""

import pytest

from fieldservice.domain.formats.phone_digits import digits_of
from fieldservice.domain.rules.erasing import BARS, Certainty, PersonPattern, PersonWords

ANNA = PersonPattern(
    PersonWords(
        names=("Anna Wiśniewska-Żółć",),
        phones=(digits_of("+48 61 281 30 35", "PL"),),
        emails=("anna.wisniewska@mleczarnia.example",),
        others=("ul. Cicha 7",),
    )
)


@pytest.mark.parametrize(
    "text",
    [
        "Dzwoniła Anna Wiśniewska-Żółć w sprawie sprężarki",
        "ANNA WISNIEWSKA ZOLC",
        "Wisniewska, Anna pyta o termin",
        "Z\u0307o\u0301łc\u0301, anna wis\u0301niewska",
        "tel. 61 281-30-35 wew. 4",
        "oddzwonić: +48612813035",
        "(0-61) 281 30 35",
        "0048 61 2813035",
        "mail Anna.Wisniewska@mleczarnia.example",
        "mieszka przy ul.  Cicha 7",
    ],
)
def test_a_person_is_found_for_sure(text: str) -> None:
    assert ANNA.certainty_of(text) is Certainty.SURE
    assert BARS in ANNA.blacked(text, perhaps=False)


@pytest.mark.parametrize("text", ["pytała pani Wiśniewska", "rozmowa z Wiśniewską", "dla Anny"])
def test_a_part_of_the_name_is_only_perhaps_the_person(text: str) -> None:
    assert ANNA.certainty_of(text) is Certainty.PERHAPS
    assert ANNA.blacked(text, perhaps=False) == text
    assert BARS in ANNA.blacked(text)


@pytest.mark.parametrize(
    "text",
    [
        "Sprężarka stoi",
        "WAW-000612 z 2026-11-23",
        "numer seryjny 9612813035X",
        "0190c0de612813035000700080000000",
        "Annasee",
        "",
    ],
)
def test_nobody_else_is_touched(text: str) -> None:
    assert ANNA.certainty_of(text) is None
    assert ANNA.blacked(text) == text


def test_what_stands_around_is_shown_with_the_place() -> None:
    spots = list(ANNA.spots("Pani Wiśniewska (61 281 30 35) czeka"))

    assert [(spot.found.strip("("), spot.certainty) for spot in spots] == [
        ("Wiśniewska", Certainty.PERHAPS),
        ("61 281 30 35", Certainty.SURE),
    ]
    assert spots[0].before == "Pani "


def test_json_is_blacked_out_at_any_depth() -> None:
    told = {"name": "Anna Wiśniewska-Żółć", "numbers": ["WAW-1", "61 281 30 35"], "count": 3}

    assert ANNA.blacked_value(told) == {"name": BARS, "numbers": ["WAW-1", BARS], "count": 3}


def test_letters_of_two_are_found_either_way() -> None:
    pattern = PersonPattern(PersonWords(names=("Jürgen Strauß",)))

    assert pattern.certainty_of("JURGEN STRAUSS") is Certainty.SURE
    assert (
        PersonPattern(PersonWords(names=("Jurgen Strauss",))).certainty_of("Jürgen Strauß") is Certainty.SURE
    )


def test_a_person_of_whom_nothing_is_known_is_found_nowhere() -> None:
    assert PersonPattern(PersonWords(names=("",), others=(" ",))).certainty_of("anything at all") is None
