"""Text tables come back as they were written, whatever their encoding, separator and quotes."""

import csv
import io
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fieldservice.workbooks.delimited import SEPARATORS, likely_separator
from fieldservice.workbooks.encodings import best_page, decode
from fieldservice.workbooks.reading import read_workbook

SENTENCES = {
    "pl": ("Zażółć gęślą jaźń; Łódź, Świętokrzyska 5, śćiana", ("cp1250", "iso-8859-2", "cp852")),
    "cs": ("Příliš žluťoučký kůň úpěl ďábelské ódy, Šťáva Žďár", ("cp1250", "iso-8859-2", "cp852")),
    "es": ("El pingüino Wenceslao comió el año pasado, señor Muñoz, Logroño", ("cp1252",)),
    "pt": ("À noite, vovô Kowalsky vê o ímã cair no pé do pinguim, São João, Conceição", ("cp1252",)),
}
CELLS = st.text(st.sampled_from("abcXYZ 0159ąćęłńóśźżÁčďéěíňřšťúůýž\"';,\t|.\n-"), max_size=12).map(str.strip)


@st.composite
def tables(draw: st.DrawFn) -> list[list[str]]:
    width = draw(st.integers(2, 6))
    header = [f"Kolumna {number}" for number in range(width)]
    filled = CELLS.filter(bool)
    rows = draw(st.lists(st.lists(filled, min_size=width, max_size=width), min_size=3, max_size=8))
    return [header, *rows]


@given(
    tables(),
    st.sampled_from(SEPARATORS),
    st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "utf-16-be", "utf-16-le"]),
)
def test_a_quoted_table_comes_back_as_it_was_written(
    rows: list[list[str]], separator: str, encoding: str
) -> None:
    buffer = io.StringIO(newline="")
    csv.writer(buffer, delimiter=separator, quoting=csv.QUOTE_ALL).writerows(rows)
    with TemporaryDirectory() as folder:
        path = Path(folder) / "table.txt"
        path.write_bytes(buffer.getvalue().encode(encoding))

        workbook = read_workbook(path)

    assert [list(row.cells) for row in workbook.sheets[0].rows] == rows


@pytest.mark.parametrize(
    ("sentence", "page"), [(text, page) for text, pages in SENTENCES.values() for page in pages]
)
def test_the_page_is_told_by_its_letters(sentence: str, page: str) -> None:
    assert sentence.encode(page).decode(best_page(sentence.encode(page))) == sentence


def test_bytes_that_are_no_text_are_not_decoded() -> None:
    assert decode(b"PK\0\0\x01\x02\0") is None


@pytest.mark.parametrize(
    ("sample", "separator"),
    [
        ("Nazwa;Kwota\nA;1,5\nB;2,5\n", ";"),
        ("name,note\nA,x;y\nB,z;q\n", ","),
        ('name\tnote\nA\t"b;c;d"\n', "\t"),
        ("a|b|c\n1,2|3|4\n", "|"),
    ],
)
def test_the_separator_is_the_one_that_splits_evenly(sample: str, separator: str) -> None:
    assert likely_separator(sample) == separator
