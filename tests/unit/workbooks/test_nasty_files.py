"""Nasty files end in the right reading or in one refusal; none hangs, none is written to."""

from collections.abc import Callable
from pathlib import Path

import pytest

from fieldservice.domain.rules.errors import EnvironmentProblem, RuleViolation
from fieldservice.workbooks.reading import read_workbook
from fieldservice.workbooks.recognising import recognise
from fieldservice.workbooks.records import Outcome, Record, read_records
from fieldservice.workbooks.sheets import Limits
from tests.unit.workbooks import nasty
from tests.unit.workbooks.nasty import CUSTOMERS, HEADERS, TABLE

DATA = Path(__file__).parents[2] / "data" / "nasty"
QUOTED = (HEADERS, ("00017", '"Zakład Żółć"', "5260001246"), ("K2", '"Łódź Sp. z o.o."', "5260001253"))
RAGGED = (HEADERS, (*CUSTOMERS[0], "", "", ""), ("",), CUSTOMERS[1])

READ: dict[str, Callable[[], bytes]] = {
    "plain.xlsx": lambda: nasty.xlsx(nasty.plain),
    "named_wrongly.csv": lambda: nasty.xlsx(nasty.plain),
    "title_lines.xlsx": lambda: nasty.xlsx(nasty.title_lines),
    "two_header_rows.xlsx": lambda: nasty.xlsx(nasty.merged_and_two_header_rows),
    "empty_hidden_chart_sheets.xlsx": lambda: nasty.xlsx(nasty.several_sheets),
    "formulas.xlsm": lambda: nasty.xlsx(nasty.formulas),
    "external_links.xlsx": lambda: nasty.xlsx(nasty.links_and_names),
    "stray_cell_far_away.xlsx": lambda: nasty.xlsx(nasty.stray_cell_far_away),
    "padded_numbers.xlsx": lambda: nasty.xlsx(nasty.padded_numbers),
    "days_of_1904.xlsx": lambda: nasty.xlsx(nasty.days_of_1904, date_1904=True),
    "a_million_styled_rows.xlsx": nasty.a_million_styled_rows,
    "prefixed_names.xlsx": lambda: nasty.raw_xlsx(nasty.inline_rows(prefix="x"), prefix="x"),
    "rows_without_numbers.xlsx": lambda: nasty.raw_xlsx(nasty.inline_rows(numbered=False)),
    "binary.xlsb": nasty.xlsb,
    "plain.ods": lambda: nasty.ods(nasty.ods_rows()),
    "a_million_empty_rows.ods": nasty.ods_with_a_million_empty_rows,
    "spreadsheetml.xls": nasty.spreadsheetml,
    "web_page.xls": nasty.html,
    "web_page_cp1250.xls": lambda: nasty.html(encoding="windows-1250"),
    "tabs.xls": lambda: nasty.text("\t", "cp1250"),
    "semicolons_utf8_mark.csv": lambda: nasty.text(";", "utf-8-sig"),
    "commas_utf8.csv": lambda: nasty.text(",", "utf-8"),
    "bars_utf16.txt": lambda: nasty.text("|", "utf-16"),
    "tabs_utf16_be_without_mark.tsv": lambda: nasty.text("\t", "utf-16-be"),
    "semicolons_iso_8859_2.csv": lambda: nasty.text(";", "iso-8859-2"),
    "semicolons_cp852.csv": lambda: nasty.text(";", "cp852"),
    "named_separator.csv": lambda: nasty.text("|", "utf-8", first="sep=|\r\n"),
    "quotes.csv": lambda: nasty.text(",", "utf-8", rows=QUOTED),
    "ragged.csv": lambda: nasty.text(";", "utf-8", rows=RAGGED),
    "old_line_ends.csv": lambda: nasty.text(";", "utf-8").replace(b"\r\n", b"\r"),
    "header_printed_again.csv": lambda: nasty.text(";", "utf-8", rows=(*TABLE, HEADERS)),
    "mixed_encodings.csv": lambda: b"\r\n".join(
        [";".join(row).encode(page) for row, page in zip(TABLE, ("utf-8", "utf-8", "cp1250"), strict=True)]
    ),
}

REFUSED: dict[str, tuple[str, Callable[[], bytes]]] = {
    "nothing.xlsx": ("workbook.empty", lambda: b""),
    "only_zeros.csv": ("workbook.empty", lambda: b"\0" * 5_000),
    "no_rows.xlsx": ("workbook.no_table", lambda: nasty.xlsx(nasty.nothing)),
    "cut.xlsx": ("workbook.damaged", lambda: nasty.xlsx(nasty.plain)[:-900]),
    "cut_inside.xlsx": ("workbook.damaged", lambda: nasty.raw_xlsx(nasty.inline_rows() + "<row><c")),
    "wrong_shared_text.xlsx": (
        "workbook.damaged",
        lambda: nasty.raw_xlsx('<row><c t="s"><v>9</v></c></row>'),
    ),
    "endless_comment.xlsx": ("workbook.damaged", lambda: nasty.raw_xlsx("<!--" + " " * 20_000_000)),
    "endless_tag.xls": ("workbook.damaged", lambda: b"<table><td " + b"a " * 10_000_000),
    "endless_text.xlsx": (
        "workbook.too_large",
        lambda: nasty.raw_xlsx(nasty.inline_rows([["x" * 20_000_000]])),
    ),
    "cut.ods": ("workbook.damaged", lambda: nasty.ods("<table:table-row>")),
    "cut.xls": ("workbook.damaged", lambda: (DATA / "stary.xls").read_bytes()[:3_000]),
    "cut.xlsb": ("workbook.damaged", lambda: nasty.xlsb()[:-300]),
    "spreadsheetml_cut.xls": ("workbook.damaged", lambda: nasty.spreadsheetml()[:-60]),
    "password.xlsx": ("workbook.password", nasty.encrypted_office),
    "password.ods": ("workbook.password", lambda: nasty.ods("", manifest="<m><encryption-data/></m>")),
    "bomb.xlsx": ("workbook.too_large", nasty.bomb),
    "many_entries.xlsx": ("workbook.too_large", nasty.many_entries),
    "wide_rows.xlsx": ("workbook.too_large", nasty.huge_block_xlsx),
    "row_far_out.xlsx": ("workbook.too_large", lambda: nasty.raw_xlsx('<row r="99999999"/>')),
    "repeated_cells.ods": (
        "workbook.too_large",
        lambda: nasty.ods(
            '<table:table-row table:number-rows-repeated="1000000"><table:table-cell office:value="1"'
            ' office:value-type="float" table:number-columns-repeated="1500"/></table:table-row>'
        ),
    ),
    "external_entity.xlsx": (
        "workbook.unsafe_markup",
        lambda: nasty.raw_xlsx("&x;", prologue='<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>'),
    ),
    "laughs.xls": (
        "workbook.unsafe_markup",
        lambda: b'<!DOCTYPE a [<!ENTITY a "ha">]>' + nasty.spreadsheetml()[21:],
    ),
    "letter.docx": ("workbook.unknown_format", lambda: nasty.zipped({"word/document.xml": "<a/>"})),
    "letter.doc": ("workbook.unknown_format", lambda: nasty.OLE + b"\0" * 2_000),
    "paper.pdf": ("workbook.unknown_format", lambda: b"%PDF-1.7\n" + b"\x00\x01" * 400),
    "picture.csv": ("workbook.unknown_format", lambda: b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 20),
    "noise.csv": ("workbook.unknown_format", lambda: bytes((n * 7919 + n * n) % 256 for n in range(9_000))),
    "feed.xml": ("workbook.unknown_format", lambda: b'<?xml version="1.0"?><rss><item/></rss>'),
}


def outcomes_of(path: Path) -> list[Outcome]:
    workbook = read_workbook(path)
    return list(read_records(workbook, recognise(workbook), country="PL"))


@pytest.mark.timeout(20)
@pytest.mark.covers("A20", "P-73")
@pytest.mark.parametrize("name", READ)
def test_a_nasty_file_gives_its_two_customers(name: str, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_bytes(READ[name]())

    records = [outcome for outcome in outcomes_of(path) if isinstance(outcome, Record)]

    assert [tuple(r.fields[field] for field in ("number", "name", "tax_id")) for r in records] == list(
        CUSTOMERS
    )


@pytest.mark.timeout(20)
@pytest.mark.covers("A20")
@pytest.mark.parametrize("name", REFUSED)
def test_a_file_that_cannot_be_read_is_refused_in_one_code(name: str, tmp_path: Path) -> None:
    code, content = REFUSED[name]
    path = tmp_path / name
    path.write_bytes(content())
    before = path.read_bytes()

    with pytest.raises(RuleViolation) as refusal:
        read_workbook(path)

    assert (refusal.value.code, refusal.value.values["file"]) == (code, name)
    assert (path.read_bytes(), list(tmp_path.iterdir())) == (before, [path])


def test_an_old_binary_workbook_is_read_with_days_and_hidden_sheets() -> None:
    workbook = read_workbook(DATA / "stary.xls")

    customers, hidden = workbook.sheets
    assert workbook.format == "xls"
    assert [row.number for row in customers.rows] == [1, 2, 4]
    assert customers.rows[1].cells[:3] == ("00017", "Zakład Żółć", "5260001246")
    assert str(customers.rows[1].cells[3]) == "2026-12-31"
    assert hidden.hidden
    assert [row.number for row in hidden.rows] == [3]


def test_a_missing_file_is_a_problem_of_the_environment(tmp_path: Path) -> None:
    with pytest.raises(EnvironmentProblem):
        read_workbook(tmp_path / "none.xlsx")


def test_reading_stops_when_cancelled(tmp_path: Path) -> None:
    path = tmp_path / "plain.xlsx"
    path.write_bytes(nasty.xlsx(nasty.plain))

    with pytest.raises(RuleViolation) as refusal:
        read_workbook(path, cancelled=lambda: True)

    assert refusal.value.code == "workbook.cancelled"


def test_progress_ends_at_the_whole(tmp_path: Path) -> None:
    path = tmp_path / "plain.xlsx"
    path.write_bytes(nasty.xlsx(nasty.plain))
    told: list[tuple[int, int]] = []

    read_workbook(path, progress=lambda done, total: told.append((done, total)))

    assert told[-1][0] == told[-1][1] > 0


@pytest.mark.parametrize("limits", [Limits(file_bytes=10), Limits(rows=2), Limits(cells=5)])
def test_a_file_over_a_limit_is_refused(limits: Limits, tmp_path: Path) -> None:
    path = tmp_path / "plain.csv"
    path.write_bytes(nasty.text(";", "utf-8"))

    with pytest.raises(RuleViolation) as refusal:
        read_workbook(path, limits=limits)

    assert refusal.value.code == "workbook.too_large"


def test_a_binary_workbook_that_asks_for_terabytes_ends_only_its_own_process(tmp_path: Path) -> None:
    path = tmp_path / "far.xlsb"
    path.write_bytes(nasty.xlsb(far_cell=True))

    with pytest.raises(RuleViolation) as refusal:
        read_workbook(path)

    assert refusal.value.code == "workbook.too_large"


def test_a_quote_never_closed_swallows_no_rows(tmp_path: Path) -> None:
    rows = [HEADERS, ("K0", '"Firma', "1"), *[(f"K{n}", f"Firma {n}", str(n)) for n in range(1, 60)]]
    path = tmp_path / "quote.csv"
    path.write_bytes(nasty.text(";", "utf-8", rows=rows))

    workbook = read_workbook(path)

    assert len(workbook.sheets[0].rows) == len(rows)
    assert [note.code for note in workbook.notes] == ["workbook.lost_quote"]


@pytest.mark.covers("A20")
def test_errors_and_uncomputed_formulas_are_refused_with_their_cell(tmp_path: Path) -> None:
    cells = '<row r="4"><c r="A4" t="e"><v>#N/A</v></c><c r="B4"><f>A1</f><v></v></c></row>'
    path = tmp_path / "faults.xlsx"
    path.write_bytes(nasty.raw_xlsx(nasty.inline_rows() + cells))

    refused = outcomes_of(path)[-1]

    assert not isinstance(refused, Record)
    assert [(f.cell, f.reason.code) for f in getattr(refused, "faults", ())] == [
        ("A4", "cell.error_value"),
        ("B4", "cell.formula_without_result"),
    ]


def test_sheets_of_one_name_get_names_of_their_own(tmp_path: Path) -> None:
    page = "".join(f"<table><tr><td>{word}<td>b</table>" for word in ("a", "c"))
    path = tmp_path / "two.xml"
    path.write_bytes(
        nasty.spreadsheetml().replace(b"</Workbook>", b"")
        + nasty.spreadsheetml().split(b'office:spreadsheet">')[1]
    )
    web = tmp_path / "two.html"
    web.write_text(page, encoding="utf-8")

    assert [sheet.name for sheet in read_workbook(path).sheets] == ["Klienci", "Klienci #2"]
    assert [sheet.name for sheet in read_workbook(web).sheets] == ["two.html 1", "two.html 2"]
