"""Telephone numbers as people write them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fieldservice.domain.formats.phones import (
    PhoneIdentity,
    is_hidden_number,
    looks_like_phone,
    read_phone,
    show_phone,
)

WARSAW = PhoneIdentity("+48221234567")


@pytest.mark.covers("P-70")
@pytest.mark.parametrize(
    "written",
    [
        "+48 22 123-45-67",
        "0048 22 1234567",
        "0048221234567",
        "(22) 123 45 67",
        "22/1234567",
        "22.123.45.67",
        "22 123 45 67",
        "+48 (22) 123 45 67",
        "+48 (0) 22 123 45 67",
        "+48 022 123 45 67",
        "0 22 123 45 67",
        "022 123 45 67",
        "(0-22) 123 45 67",
        "48221234567",
        "  22\u00a0123\u202f45 67 ",
        "22 123\u201345\u201367",
        "tel. 22 123 45 67",
        "Tel: +48 22 123 45 67",
        "tel:+48221234567",
        "221234567.0",
        "\u202a+48 22 123 45 67\u202c",
    ],
)
def test_any_way_of_writing_is_the_same_number(written: str) -> None:
    assert read_phone(written, "PL") == WARSAW


@pytest.mark.covers("P-70")
@pytest.mark.parametrize(
    "written",
    [
        "22 123 45 67 wew. 12",
        "22 123 45 67 wewn 12",
        "22 123 45 67 w.12",
        "22 123 45 67, ext 12",
        "22 123 45 67 Ext. 12",
        "221234567x12",
        "+48 22 123 45 67;ext=12",
        "22 123 45 67 kl. 12",
        "22 123 45 67 linka: 12",
        "22 123 45 67 ramal 12",
        "22 123 45 67 extensión 12",
        "22 123 45 67 (wew. 12)",
        "22 123 45 67 #12",
    ],
)
def test_the_extension_is_kept_in_every_language(written: str) -> None:
    assert read_phone(written, "PL") == PhoneIdentity("+48221234567", "12")


@pytest.mark.covers("P-70")
@pytest.mark.parametrize(
    ("written", "region", "e164"),
    [
        ("224 123 456", "CZ", "+420224123456"),
        ("00420 224 123 456", "PL", "+420224123456"),
        ("91 512 34 56", "ES", "+34915123456"),
        ("21 123 45 67", "PT", "+351211234567"),
        ("(11) 91234-5678", "BR", "+5511912345678"),
        ("0 11 91234 5678", "BR", "+5511912345678"),
        ("020 7946 0018", "GB", "+442079460018"),
        ("06 1234 5678", "IT", "+390612345678"),
        ("12/1046971", "PL", "+48121046971"),
        ("600100200", "pl", "+48600100200"),
    ],
)
def test_a_number_without_country_belongs_to_the_home_region(written: str, region: str, e164: str) -> None:
    assert read_phone(written, region) == PhoneIdentity(e164)


@pytest.mark.covers("P-70")
@pytest.mark.parametrize(
    "written",
    [
        "",
        "brak",
        "22 123",
        "112",
        "+",
        "22 123 45 67 / 68",
        "600100200 Jan",
        "22123456789",
        "9" * 30,
        "*31#600100200",
    ],
)
def test_what_cannot_be_read_is_not_guessed(written: str) -> None:
    assert read_phone(written, "PL") is None


def test_a_region_nobody_knows_still_reads_an_international_number() -> None:
    assert read_phone("+48 22 123 45 67", "ZZ") == WARSAW
    assert read_phone("22 123 45 67", "ZZ") is None


@pytest.mark.parametrize(
    ("identity", "region", "shown"),
    [
        (WARSAW, "PL", "22 123 45 67"),
        (WARSAW, "CZ", "+48 22 123 45 67"),
        (PhoneIdentity("+48221234567", "12"), "PL", "22 123 45 67 #12"),
        (PhoneIdentity("+5511912345678"), "BR", "(11) 91234-5678"),
    ],
)
def test_a_number_is_shown_as_its_country_writes_it(identity: PhoneIdentity, region: str, shown: str) -> None:
    assert show_phone(identity, region) == shown


@given(st.from_regex(r"[1-9][0-9]{8}", fullmatch=True), st.sampled_from(["", "1", "4711"]))
def test_what_is_shown_reads_back_as_the_same_identity(digits: str, extension: str) -> None:
    identity = PhoneIdentity(f"+48{digits}", extension)

    assert read_phone(show_phone(identity, "PL"), "PL") == identity
    assert read_phone(show_phone(identity, "ES"), "ES") == identity


@given(st.text(max_size=30))
def test_any_text_is_read_or_not_but_never_fails(text: str) -> None:
    assert read_phone(text, "PL") is None or looks_like_phone(text)


@pytest.mark.parametrize(
    ("typed", "is_phone"),
    [
        ("22 123 45 67", True),
        ("+48 22", True),
        ("+48", False),
        ("22/1234567 wew. 3", True),
        ("000123", False),
        ("2026-11-23", False),
        ("23.11.2026", False),
        ("WAW-000123", False),
        ("KO482776", False),
        ("Fleszar", False),
        ("", False),
    ],
)
def test_the_search_box_tells_numbers_from_other_things(typed: str, *, is_phone: bool) -> None:
    assert looks_like_phone(typed) is is_phone


@pytest.mark.covers("P-70")
@pytest.mark.parametrize(
    "caller",
    [
        "",
        "  ",
        "anonymous",
        "Anonymous",
        "sip:anonymous@anonymous.invalid",
        "<private>",
        "Zastrzeżony",
        "número oculto",
    ],
)
def test_a_hidden_number_is_recognised(caller: str) -> None:
    assert is_hidden_number(caller)


@pytest.mark.parametrize("caller", ["+48221234567", "22 123 45 67", "Jan Kowalski"])
def test_a_shown_number_is_not_hidden(caller: str) -> None:
    assert not is_hidden_number(caller)
