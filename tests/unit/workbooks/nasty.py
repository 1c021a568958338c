"""Nasty files, made on the spot: each holds the two customers of CUSTOMERS, or must be refused in a code."""

import io
import struct
import zipfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

import xlsxwriter

HEADERS = ("Kod klienta", "Nazwa", "NIP")
CUSTOMERS = (("00017", "Zakład Żółć", "5260001246"), ("K2", "Łódź Sp. z o.o.", "5260001253"))
TABLE = (HEADERS, *CUSTOMERS)
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ODS_TYPE = "application/vnd.oasis.opendocument.spreadsheet"
TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Override PartName="/xl/workbook.xml" ContentType='
    '"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/></Types>'
)
MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def xlsx(fill: Callable[[xlsxwriter.Workbook], None], **options: Any) -> bytes:
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True, **options}) as book:
        fill(book)
    return buffer.getvalue()


def put(sheet: Any, rows: Iterable[Sequence[str]], *, first_row: int = 0, first_column: int = 0) -> None:
    for number, row in enumerate(rows, start=first_row):
        for column, text in enumerate(row, start=first_column):
            sheet.write_string(number, column, text)


def raw_xlsx(sheet_data: str, *, prologue: str = "", prefix: str = "") -> bytes:
    """A workbook of one sheet, its XML as given."""
    colon = f"{prefix}:" if prefix else ""
    main = MAIN.replace("xmlns=", f"xmlns:{prefix}=") if prefix else MAIN
    return zipped(
        {
            "[Content_Types].xml": TYPES,
            "xl/workbook.xml": f'<workbook {MAIN} xmlns:r="{RELATION}"><sheets>'
            '<sheet name="Klienci" sheetId="1" r:id="r1"/></sheets></workbook>',
            "xl/_rels/workbook.xml.rels": f'<Relationships><Relationship Id="r1" Type="{RELATION}/worksheet" '
            'Target="worksheets/sheet1.xml"/></Relationships>',
            "xl/worksheets/sheet1.xml": f"{prologue}<{colon}worksheet {main}><{colon}sheetData>{sheet_data}"
            f"</{colon}sheetData></{colon}worksheet>",
        }
    )


def inline_rows(rows: Iterable[Sequence[str]] = TABLE, *, prefix: str = "", numbered: bool = True) -> str:
    colon = f"{prefix}:" if prefix else ""
    cell = f'<{colon}c t="inlineStr"><{colon}is><{colon}t>%s</{colon}t></{colon}is></{colon}c>'
    lines = []
    for number, row in enumerate(rows, start=1):
        place = f' r="{number}"' if numbered else ""
        lines.append(f"<{colon}row{place}>" + "".join(cell % text for text in row) + f"</{colon}row>")
    return "".join(lines)


def zipped(parts: Mapping[str, str | bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def ods(rows: str, *, manifest: str = "") -> bytes:
    content = (
        f"<office:document-content {_ODS_NAMES}><office:body><office:spreadsheet>"
        f'<table:table table:name="Klienci">{rows}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    return zipped({"mimetype": ODS_TYPE, "content.xml": content, "META-INF/manifest.xml": manifest})


_ODS_NAMES = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("office", "table", "text")
)


def ods_rows(rows: Iterable[Sequence[str]] = TABLE) -> str:
    cell = '<table:table-cell office:value-type="string"><text:p>%s</text:p></table:table-cell>'
    return "".join(
        f"<table:table-row>{''.join(cell % text for text in row)}</table:table-row>" for row in rows
    )


def ods_with_a_million_empty_rows() -> bytes:
    empty = (
        '<table:table-row table:number-rows-repeated="1048000">'
        '<table:table-cell table:number-columns-repeated="16000"/></table:table-row>'
    )
    return ods(ods_rows() + empty)


def spreadsheetml(rows: Iterable[Sequence[str]] = TABLE) -> bytes:
    cell = '<Cell><Data ss:Type="String">%s</Data></Cell>'
    cells = "".join(f"<Row>{''.join(cell % told for told in row)}</Row>" for row in rows)
    names = "urn:schemas-microsoft-com:office:spreadsheet"
    return (
        '<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?>'
        f'<Workbook xmlns="{names}" xmlns:ss="{names}">'
        f'<Worksheet ss:Name="Klienci"><Table>{cells}</Table></Worksheet></Workbook>'
    ).encode()


def html(rows: Iterable[Sequence[str]] = TABLE, *, encoding: str = "utf-8") -> bytes:
    body = "".join(f"<tr>{''.join(f'<td>{text}' for text in row)}" for row in rows)
    page = f'<html><head><meta http-equiv="Content-Type" content="text/html; charset={encoding}"></head>'
    return f"{page}<script>var a='<table><tr><td>x';</script><table border=1>{body}</table></html>".encode(
        encoding
    )


def text(separator: str, encoding: str, *, rows: Iterable[Sequence[str]] = TABLE, first: str = "") -> bytes:
    return (first + "\r\n".join(separator.join(row) for row in rows) + "\r\n").encode(encoding)


def xlsb(*, far_cell: bool = False) -> bytes:
    """The smallest binary workbook: texts in cells, and one more where a dense block would take terabytes."""
    names = "http://schemas.openxmlformats.org/package/2006/relationships"
    relations = (
        f'<Relationships xmlns="{names}"><Relationship Id="r1" Type="{RELATION}/worksheet" '
        'Target="worksheets/sheet1.bin"/></Relationships>'
    )
    book = (
        _record(131) + _record(143) + _record(156, struct.pack("<II", 0, 1) + _wide("r1") + _wide("Klienci"))
    )
    sheet = _record(129) + _record(148, struct.pack("<IIII", 0, len(TABLE) - 1, 0, 2)) + _record(145)
    for number, row in enumerate(TABLE):
        sheet += _record(0, struct.pack("<IIHHBI", number, 0, 300, 0, 0, 0))
        for column, told in enumerate(row):
            sheet += _record(6, struct.pack("<II", column, 0) + _wide(told))
    if far_cell:
        sheet += _record(0, struct.pack("<IIHHBI", 1_048_575, 0, 300, 0, 0, 0))
        sheet += _record(6, struct.pack("<II", 16_383, 0) + _wide("x"))
    return zipped(
        {
            "[Content_Types].xml": TYPES,
            "xl/workbook.bin": book + _record(144) + _record(132),
            "xl/_rels/workbook.bin.rels": relations,
            "xl/worksheets/sheet1.bin": sheet + _record(146) + _record(130),
        }
    )


def _record(number: int, content: bytes = b"") -> bytes:
    kind = bytes([number]) if number < 128 else bytes([number & 0x7F | 0x80, number >> 7])
    return kind + bytes([len(content)]) + content


def _wide(told: str) -> bytes:
    return struct.pack("<I", len(told)) + told.encode("utf-16-le")


def plain(book: xlsxwriter.Workbook) -> None:
    put(book.add_worksheet("Klienci"), TABLE)


def nothing(book: xlsxwriter.Workbook) -> None:
    book.add_worksheet("Pusty")


def title_lines(book: xlsxwriter.Workbook) -> None:
    sheet = book.add_worksheet("Arkusz1")
    sheet.write(0, 0, "Lista klientów")
    sheet.write(1, 0, "stan na 22.11.2026")
    put(sheet, TABLE, first_row=4, first_column=2)


def merged_and_two_header_rows(book: xlsxwriter.Workbook) -> None:
    sheet = book.add_worksheet("Klienci")
    sheet.merge_range(0, 0, 0, 1, "Klient")
    sheet.merge_range(0, 2, 0, 4, "Kontakt")
    put(sheet, [("Kod klienta", "Nazwa", "NIP", "Telefon", "E-mail"), *CUSTOMERS], first_row=1)


def several_sheets(book: xlsxwriter.Workbook) -> None:
    book.add_worksheet("Pusty")
    plain(book)
    hidden = book.add_worksheet("Ukryty")
    hidden.hide()
    hidden.write(5, 5, "nic")
    chart = book.add_chart({"type": "line"})
    chart.add_series({"values": "=Klienci!$A$2:$A$3"})
    book.add_chartsheet("Wykres").set_chart(chart)


def formulas(book: xlsxwriter.Workbook) -> None:
    sheet = book.add_worksheet("Klienci")
    put(sheet, [HEADERS])
    for number, row in enumerate(CUSTOMERS, start=1):
        for column, told in enumerate(row):
            sheet.write_formula(number, column, '=CONCATENATE("never","evaluated")', None, told)


def links_and_names(book: xlsxwriter.Workbook) -> None:
    plain(book)
    book.define_name("Zewnętrzny", "='[other.xlsx]Sheet1'!$A$1")
    book.get_worksheet_by_name("Klienci").write_url(9, 30, "external:other.xlsx#Sheet1!A1")


def stray_cell_far_away(book: xlsxwriter.Workbook) -> None:
    plain(book)
    book.get_worksheet_by_name("Klienci").write(1_048_575, 16_383, " ")


def a_million_styled_rows() -> bytes:
    styled = "".join(f'<row r="{number}" s="1"/>' for number in range(4, 1_000_000))
    return raw_xlsx(inline_rows() + styled)


def padded_numbers(book: xlsxwriter.Workbook) -> None:
    sheet = book.add_worksheet("Klienci")
    put(sheet, TABLE)
    sheet.write_number(1, 0, 17, book.add_format({"num_format": "00000"}))
    sheet.write_number(2, 2, 5260001253)


def days_of_1904(book: xlsxwriter.Workbook) -> None:
    sheet = book.add_worksheet("Klienci")
    put(sheet, [(*HEADERS, "Współpraca do"), *CUSTOMERS])
    sheet.write_datetime(1, 3, datetime(2026, 12, 31), book.add_format({"num_format": "dd.mm.yyyy"}))  # noqa: DTZ001


def bomb() -> bytes:
    return zipped({"[Content_Types].xml": TYPES, "xl/workbook.xml": b"0" * 120_000_000})


def many_entries() -> bytes:
    return zipped({f"part{number}": "" for number in range(4_001)} | {"[Content_Types].xml": TYPES})


def encrypted_office() -> bytes:
    return OLE + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le") + b"\0" * 600


def huge_block_xlsx() -> bytes:
    """Repeats one text over the whole width of many rows: cheap to write, dear to lay out."""
    return raw_xlsx("".join(f'<row r="{n}"><c r="XFD{n}"><v>1</v></c></row>' for n in range(1, 1_000)))
