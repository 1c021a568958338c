"""What is written can be read again, and no text in it becomes a formula."""

import csv
import zipfile
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from fieldservice.domain.rules.errors import EnvironmentProblem, RuleViolation
from fieldservice.workbooks.corrections import CorrectionWords, write_corrections
from fieldservice.workbooks.reading import read_workbook
from fieldservice.workbooks.recognising import recognise
from fieldservice.workbooks.records import Record, RefusedRow, read_records
from fieldservice.workbooks.sheets import Cell, CellFault, Row, Sheet, Workbook
from fieldservice.workbooks.tables import TableValue, guarded, write_table
from tests.unit.workbooks import nasty

EVIL = (
    "=1+1",
    "+48 123",
    "-5",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "=HYPERLINK(1)",
    "http" + "://x.example",
    "\uff1d1",
)
WORDS = CorrectionWords("Powód", "Wiersz", lambda row: row.reason.code)


def refused_rows(*rows: tuple[Cell, ...]) -> list[RefusedRow]:
    sheet = Sheet("Klienci", tuple(Row(n, row) for n, row in enumerate(rows, start=1)))
    book = Workbook("klienci.xlsx", "xlsx", (sheet,))
    found = read_records(book, recognise(book), country="PL")
    return [outcome for outcome in found if isinstance(outcome, RefusedRow)]


@pytest.mark.covers("P-69")
def test_text_stays_text_in_a_workbook(tmp_path: Path) -> None:
    path = tmp_path / "out.xlsx"

    write_table(path, ["Tytuł", "=2+2"], [(text, None) for text in EVIL])

    rows = read_workbook(path).sheets[0].rows
    assert [row.cells[0] for row in rows[1:]] == [text.replace("\r", "") for text in EVIL]
    with zipfile.ZipFile(path) as archive:
        assert b"<f>" not in archive.read("xl/worksheets/sheet1.xml")
        assert not [name for name in archive.namelist() if "sheet1.xml.rels" in name]


@pytest.mark.covers("P-69")
def test_text_stays_text_in_a_text_table(tmp_path: Path) -> None:
    path = tmp_path / "out.csv"

    write_table(path, ["Tytuł"], [(text,) for text in EVIL])

    with path.open(encoding="utf-8-sig", newline="") as stream:
        cells = [row[0] for row in csv.reader(stream, delimiter=";")][1:]
    assert cells == [guarded(text) for text in EVIL]
    assert all(cell[0] not in "=+-@\t\r\n" for cell in cells)


@pytest.mark.parametrize("name", ["out.xlsx", "out.csv"])
def test_values_come_back_from_a_written_table(name: str, tmp_path: Path) -> None:
    path = tmp_path / name
    rows: list[tuple[TableValue, ...]] = [
        ("00123", 5, Decimal("1.25"), date(2026, 12, 5), None, "Żółć"),
        ("2", -1, 0.5, None, True, "a;b"),
    ]

    count = write_table(path, ["Kod", "Ile", "Kwota", "Dzień", "Tak", "Tekst"], rows)

    first, second = (row.cells for row in read_workbook(path).sheets[0].rows[1:])
    assert count == 2
    assert [str(cell) for cell in first if cell] == ["00123", "5", "1.25", "2026-12-05", "Żółć"]
    assert [str(cell) for cell in second if cell] == ["2", "-1", "0.5", str(second[4]), "a;b"]


def test_a_table_of_another_kind_is_refused(tmp_path: Path) -> None:
    with pytest.raises(RuleViolation):
        write_table(tmp_path / "out.doc", ["A"], [])


@pytest.mark.parametrize("name", ["out.xlsx", "out.csv"])
def test_nothing_half_written_stays_behind(name: str, tmp_path: Path) -> None:
    def rows() -> list[tuple[str]]:
        raise RuleViolation("stopped")

    with pytest.raises(RuleViolation):
        write_table(tmp_path / name, ["A"], (row for _ in range(2) for row in rows()))

    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", ["out.xlsx", "out.csv"])
def test_a_folder_that_is_not_there_is_a_problem_of_the_environment(name: str, tmp_path: Path) -> None:
    with pytest.raises(EnvironmentProblem):
        write_table(tmp_path / "nowhere" / name, ["A"], [])


@pytest.mark.covers("A20", "P-73")
def test_corrected_rows_are_imported_without_help(tmp_path: Path) -> None:
    header = ("Kod klienta", "Nazwa", "Współpraca do", "Obce")
    rows = refused_rows(
        header, ("00017", "=Firma", "kiedyś", "x"), ("K2", CellFault("#N/A"), date(2026, 12, 5), 7)
    )
    path = tmp_path / "poprawki.xlsx"

    assert write_corrections(path, rows, WORDS) == 2

    again = read_workbook(path)
    told = again.sheets[0].rows
    assert told[0].cells == (*header, "⚠ Powód", "⚠ Wiersz")
    assert told[1].cells == ("00017", "=Firma", "kiedyś", "x", "cell.not_a_day", 2)
    assert told[2].cells == ("K2", "#N/A", date(2026, 12, 5), 7, "cell.error_value", 3)
    corrected = ((*told[1].cells[:2], "05.12.2026"), (*told[2].cells[:1], "Druga", *told[2].cells[2:]))
    book = Workbook(
        "poprawki.xlsx", "xlsx", (Sheet("Klienci", (told[0], Row(2, corrected[0]), Row(3, corrected[1]))),)
    )
    found = list(read_records(book, recognise(book), country="PL"))
    assert [
        (r.fields["number"], r.fields["name"], r.fields["active_until"])
        for r in found
        if isinstance(r, Record)
    ] == [
        ("00017", "=Firma", date(2026, 12, 5)),
        ("K2", "Druga", date(2026, 12, 5)),
    ]


def test_the_wrong_cell_is_marked(tmp_path: Path) -> None:
    rows = refused_rows(("Kod klienta", "Nazwa", "Współpraca do"), ("K1", "Firma", "kiedyś"))
    path = tmp_path / "poprawki.xlsx"

    write_corrections(path, rows, WORDS)

    with zipfile.ZipFile(path) as archive:
        sheet = archive.read("xl/worksheets/sheet1.xml").decode()
        styles = archive.read("xl/styles.xml").decode()
    looks = {cell: sheet.split(f'r="{cell}" s="')[1].split('"')[0] for cell in ("A2", "B2", "C2")}
    assert looks["A2"] == looks["B2"] != looks["C2"]
    assert "FFD9D2" in styles


def test_a_mapping_remembered_maps_the_corrections_too(tmp_path: Path) -> None:
    path = tmp_path / "klienci.xlsx"
    path.write_bytes(nasty.xlsx(nasty.merged_and_two_header_rows))
    original = recognise(read_workbook(path))
    table = original.tables[0]
    refused = RefusedRow(table, 3, refused_rows(("Kod klienta", "Nazwa"), ("K1", None))[0].faults, ("K1",))
    corrections = tmp_path / "poprawki.xlsx"

    write_corrections(corrections, [refused], WORDS)

    again = recognise(read_workbook(corrections), remembered=original.remembered()).tables[0]
    assert again.fields == table.fields


@pytest.mark.parametrize("make", [list, lambda: iter(())])
def test_no_refused_rows_make_an_empty_workbook(make: Callable[[], list[RefusedRow]], tmp_path: Path) -> None:
    assert write_corrections(tmp_path / "poprawki.xlsx", make(), WORDS) == 0
