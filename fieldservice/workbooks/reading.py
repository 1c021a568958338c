"""The one way in: a file of any kind and name is recognised by its content and read, or refused in one code.

Refusals are RuleViolations: workbook.empty, .unknown_format, .damaged, .password, .too_large, .unsafe_markup,
.cancelled, .no_table. A file the system does not hand out is an EnvironmentProblem, workbook.not_readable.
"""

import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from fieldservice.domain.rules.errors import EnvironmentProblem
from fieldservice.workbooks.archive import Archive, open_archive
from fieldservice.workbooks.binary import read_binary
from fieldservice.workbooks.delimited import read_delimited
from fieldservice.workbooks.encodings import decode
from fieldservice.workbooks.html_tables import read_html
from fieldservice.workbooks.ods import read_flat_ods, read_ods
from fieldservice.workbooks.sheets import Limits, Sheet, Watch, Workbook, never_cancelled, untold
from fieldservice.workbooks.spreadsheetml import read_spreadsheetml
from fieldservice.workbooks.xlsx import read_xlsx

_HEAD = 8_192
_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_HTML = re.compile(r"<\s*(!doctype\s+html|html|head|body|table|meta|div|style)\b", re.IGNORECASE)
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f\ufffd]")
_OTHER_FORMATS = (
    *(b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"{\\rtf"),
    *(b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b", b"MZ", b"\x7fELF", b"SQLite format 3"),
)
_OLE_SECTOR = 512
_OLE_ENTRY = 128
_MOST_CONTROL_SHARE = 0.01
_STANDARD_LIMITS = Limits()


def read_workbook(
    path: Path,
    *,
    limits: Limits = _STANDARD_LIMITS,
    cancelled: Callable[[], bool] = never_cancelled,
    progress: Callable[[int, int], None] = untold,
) -> Workbook:
    """Read a spreadsheet or text table; `progress` is told bytes done and bytes in all (0 when unknown)."""
    watch = Watch(path.name, limits, cancelled, progress)
    try:
        workbook = _read(path, watch)
    except OSError as problem:
        raise EnvironmentProblem("workbook.not_readable", file=path.name) from problem
    if not any(sheet.rows for sheet in workbook.sheets):
        raise watch.refusal("workbook.no_table")
    return replace(workbook, sheets=_with_names_of_their_own(workbook.sheets))


def _with_names_of_their_own(sheets: tuple[Sheet, ...]) -> tuple[Sheet, ...]:
    """Mappings name sheets: where two have one name, or one has none, the later ones are numbered."""
    named: dict[str, Sheet] = {}
    for place, sheet in enumerate(sheets, start=1):
        name = sheet.name if sheet.name and sheet.name not in named else f"{sheet.name} #{place}".strip()
        named[name] = replace(sheet, name=name)
    return tuple(named.values())


def _read(path: Path, watch: Watch) -> Workbook:
    size = path.stat().st_size
    if size > watch.limits.file_bytes:
        raise watch.too_large("file_bytes", watch.limits.file_bytes)
    watch.total = size
    with path.open("rb") as stream:
        head = stream.read(_HEAD)
    if not head.strip(b"\0 \t\r\n"):
        raise watch.refusal("workbook.empty")
    if head.startswith(_ZIP):
        return _read_archive(path, watch)
    if head.startswith(_OLE):
        return _read_ole(path, watch)
    if head.startswith(_OTHER_FORMATS):
        raise watch.refusal("workbook.unknown_format")
    return _read_text(path, watch)


def _read_archive(path: Path, watch: Watch) -> Workbook:
    with open_archive(path, watch) as archive:
        if archive.has("xl/workbook.bin"):
            return read_binary(path, "xlsb", watch)
        if archive.has("[Content_Types].xml") and _names_a_spreadsheet(archive):
            return read_xlsx(archive, watch)
        if archive.has("content.xml") and archive.head("mimetype", 100).endswith(b"spreadsheet"):
            return read_ods(archive, watch)
    raise watch.refusal("workbook.unknown_format")


def _names_a_spreadsheet(archive: Archive) -> bool:
    return b"spreadsheetml" in archive.head("[Content_Types].xml", 1 << 20)


def _read_ole(path: Path, watch: Watch) -> Workbook:
    data = path.read_bytes()
    if _wide("EncryptedPackage") in data:
        raise watch.refusal("workbook.password")
    if _directory_is_cut_off(data):
        raise watch.refusal("workbook.damaged")
    if _wide("Workbook") not in data and _wide("Book") not in data:
        raise watch.refusal("workbook.unknown_format")
    return read_binary(path, "xls", watch)


def _directory_is_cut_off(data: bytes) -> bool:
    """The header of the container says in which sector its list of contents begins."""
    sector = int.from_bytes(data[48:52], "little")
    return (sector + 1) * _OLE_SECTOR + _OLE_ENTRY > len(data)


def _wide(text: str) -> bytes:
    return text.encode("utf-16-le")


def _read_text(path: Path, watch: Watch) -> Workbook:
    data = path.read_bytes()
    beginning = decode(data[:_HEAD] if len(data) <= _HEAD else data[: _HEAD - _HEAD % 4])
    if beginning is None:
        raise watch.refusal("workbook.unknown_format")
    start = beginning.text.lstrip("\ufeff \t\r\n")
    if start.startswith("<"):
        return _read_markup(path, data, start, watch)
    decoded = decode(data)
    if decoded is None or len(_CONTROL.findall(decoded.text)) > len(decoded.text) * _MOST_CONTROL_SHARE:
        raise watch.refusal("workbook.unknown_format")
    return read_delimited(decoded, watch)


def _read_markup(path: Path, data: bytes, start: str, watch: Watch) -> Workbook:
    if "urn:schemas-microsoft-com:office:spreadsheet" in start and not _HTML.match(start):
        return read_spreadsheetml(path, watch)
    if "urn:oasis:names:tc:opendocument" in start:
        return read_flat_ods(path, watch)
    if _HTML.search(start):
        return read_html(data, watch)
    raise watch.refusal("workbook.unknown_format")
