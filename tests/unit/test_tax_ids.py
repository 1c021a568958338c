"""Tax ids of six countries, right and wrong."""

import pytest

from fieldservice.domain.formats.tax_ids import TaxId, compact_tax_id, read_tax_id
from fieldservice.domain.rules.reasons import Reason


@pytest.mark.parametrize(
    ("written", "country", "expected"),
    [
        ("912-900-60-23", "PL", TaxId("PL", "9129006023")),
        ("PL 9129006023", "PL", TaxId("PL", "9129006023")),
        ("CZ25123891", "CZ", TaxId("CZ", "25123891")),
        ("CZ 25123891", "PL", TaxId("CZ", "25123891")),
        ("B-58378431", "ES", TaxId("ES", "B58378431")),
        ("ESB58378431", "ES", TaxId("ES", "B58378431")),
        ("54362315K", "ES", TaxId("ES", "54362315K")),
        ("X5253868R", "es", TaxId("ES", "X5253868R")),
        ("PT501964843", "PT", TaxId("PT", "501964843")),
        ("16.727.230/0001-97", "BR", TaxId("BR", "16727230000197")),
        ("390.533.447-05", "BR", TaxId("BR", "39053344705")),
        ("GB 980 7806 84", "PL", TaxId("GB", "980780684")),
    ],
)
def test_a_right_id_is_read_without_prefix_and_separators(
    written: str, country: str, expected: TaxId
) -> None:
    assert read_tax_id(written, country) == expected


@pytest.mark.parametrize(
    ("written", "country", "code"),
    [
        ("", "PL", "tax_id.empty"),
        (" - ", "PL", "tax_id.empty"),
        ("9129006024", "PL", "tax_id.wrong_checksum"),
        ("123", "PL", "tax_id.wrong_length"),
        ("abcdefghij", "PL", "tax_id.wrong_form"),
        ("39053344706", "BR", "tax_id.wrong_checksum"),
        ("136695976", "DE", "tax_id.country_unknown"),
    ],
)
def test_a_wrong_id_is_told_why_and_what_was_written(written: str, country: str, code: str) -> None:
    reading = read_tax_id(written, country)

    assert isinstance(reading, Reason)
    assert reading.code == code
    assert reading.values["text"] == written


def test_two_spellings_of_a_wrong_id_are_still_the_same_id() -> None:
    assert compact_tax_id("pl 912-900-60-24") == compact_tax_id("PL9129006024")
