"""Which passwords are taken, and how waiting grows with wrong guesses."""

from datetime import UTC, datetime, timedelta

import pytest

from fieldservice.domain.rules.errors import RuleViolation
from fieldservice.domain.rules.passwords import LONGEST, require_fit, wait_after

NOW = datetime(2026, 11, 23, 7, 30, tzinfo=UTC)
ANNA = ("anna", "Anna Kowal", "anna.kowal@example.pl")


@pytest.mark.parametrize(
    "password",
    [
        "password",
        "Password1",
        "P@ssw0rd",
        "passwordpassword",
        "haslo123",
        "Hasło123!",
        "contraseña",
        "12345678",
        "987654321",
        "qwertyuiop",
        "aaaaaaaaaa",
        "abcabcabc",
        "1q2w3e4r5t",
        "Summer2026!",
        "AnnaKowal1",
        "anna.kowal@example.pl",
        "kowal12345",
    ],
)
def test_what_everybody_tries_first_is_refused(password: str) -> None:
    with pytest.raises(RuleViolation, match=r"password\.easily_guessed"):
        require_fit(password, ANNA)


@pytest.mark.parametrize(
    "password",
    [
        "correct horse battery",
        "zielona gęś lata nisko",
        "tr0ub4dor&3",
        "ŁódźwWarszawie",
        "x" + "yz" * 10 + "!q",
    ],
)
def test_long_ones_of_any_letters_are_taken(password: str) -> None:
    require_fit(password, ANNA)


def test_eight_characters_are_enough_and_seven_are_not() -> None:
    require_fit("gwóźdź74", ANNA)

    with pytest.raises(RuleViolation, match=r"password\.too_short"):
        require_fit("gwóźdź7", ANNA)


def test_a_whole_sentence_is_taken_and_a_book_is_not() -> None:
    sentence = "Ala ma kota, kot ma Ale i nikt nie wie czemu. " * 5
    require_fit(sentence[:LONGEST], ANNA)

    with pytest.raises(RuleViolation, match=r"password\.too_long"):
        require_fit("ab c" * LONGEST, ANNA)


def test_two_slips_cost_nothing_then_waiting_grows_and_stops_growing_at_a_minute() -> None:
    waits = [wait_after(failures, NOW, NOW) for failures in range(12)]

    assert waits[:3] == [0, 0, 0]
    assert waits[3:8] == [2, 4, 8, 16, 32]
    assert set(waits[8:]) == {60}


def test_nobody_is_locked_out_for_longer_than_a_minute_however_often_a_stranger_guessed() -> None:
    assert wait_after(1_000_000, NOW, NOW + timedelta(seconds=60)) == 0
