"""Reading of the tables of a web page: what web programs often hand out under the name .xls."""

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser

from fieldservice.workbooks.encodings import decode
from fieldservice.workbooks.sheets import Area, Cell, RowCollector, Sheet, Watch, Workbook

_CHARSET = re.compile(rb"charset\s*=\s*[\"']?\s*([A-Za-z0-9_\-]+)", re.IGNORECASE)
_SPACES = re.compile(r"\s+")
_CHUNK = 1 << 14
_LONG_ATTRIBUTE = re.compile(r'="[^"<>]{2000,}"')  # pictures written into the page
_MOST_SPANNED = 1_000
_MOST_TABLES = 200
_DEEPEST = 20
_LONGEST_TOKEN = 1 << 16
_MOST_BYTES = 40_000_000
_SPAN_DIGITS = 6


@dataclass(slots=True)
class _Table:
    collector: RowCollector
    merged: list[Area] = field(default_factory=list)
    number: int = 0
    column: int = 0
    cells: dict[int, Cell] = field(default_factory=dict)
    held: dict[int, int] = field(default_factory=dict)
    pieces: list[str] | None = None


class _Tables(HTMLParser):
    """Each table of the page becomes a sheet; a table inside a cell becomes one of its own."""

    def __init__(self, watch: Watch) -> None:
        super().__init__(convert_charrefs=True)
        self.done: list[_Table] = []
        self._watch = watch
        self._open: list[_Table] = []
        self._silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in ("script", "style"):
            self._silent += 1
        elif tag == "table" and len(self._open) < _DEEPEST and len(self.done) < _MOST_TABLES:
            self._open.append(_Table(RowCollector(self._watch)))
        elif self._open:
            self._in_table(self._open[-1], tag, dict(attrs))

    def handle_endtag(self, tag: str) -> None:
        if tag in ("script", "style"):
            self._silent = max(0, self._silent - 1)
        elif not self._open:
            return
        elif tag == "table":
            self._end_table()
        elif tag == "tr":
            _end_row(self._open[-1])
        elif tag in ("td", "th"):
            _end_cell(self._open[-1])

    def handle_data(self, data: str) -> None:
        if self._open and not self._silent and self._open[-1].pieces is not None:
            self._open[-1].pieces.append(data)

    def finish(self) -> list[_Table]:
        self.close()
        while self._open:
            self._end_table()
        return self.done

    def _end_table(self) -> None:
        table = self._open.pop()
        _end_row(table)
        self.done.append(table)

    def _in_table(self, table: _Table, tag: str, values: dict[str, str | None]) -> None:
        match tag:
            case "tr":
                _end_row(table)
                table.number += 1
            case "td" | "th":
                _end_cell(table)
                table.number = max(1, table.number)
                _start_cell(table, _span(values.get("colspan")), _span(values.get("rowspan")))
            case "br" if table.pieces is not None:
                table.pieces.append(" ")


def _start_cell(table: _Table, across: int, down: int) -> None:
    while table.held.get(table.column, 0) >= table.number:
        table.column += 1
    if across > 1 or down > 1:
        table.merged.append((table.number, table.column, table.number + down - 1, table.column + across - 1))
        for column in range(table.column + (down == 1), table.column + across):
            table.held[column] = table.number + down - 1
    table.pieces = []


def _end_cell(table: _Table) -> None:
    if table.pieces is None:
        return
    table.cells[table.column] = _SPACES.sub(" ", "".join(table.pieces)).strip()
    table.pieces = None
    table.column += 1


def _end_row(table: _Table) -> None:
    _end_cell(table)
    if table.cells:
        table.collector.add_sparse(table.number, table.cells)
    table.cells, table.column = {}, 0


def _span(text: str | None) -> int:
    if not text or not text.isascii() or not text.isdigit() or len(text) > _SPAN_DIGITS:
        return 1
    return max(1, min(int(text), _MOST_SPANNED))


def read_html(data: bytes, watch: Watch) -> Workbook:
    if len(data) > _MOST_BYTES:
        raise watch.too_large("file_bytes", _MOST_BYTES)
    try:
        tables = [
            table
            for table in _parsed(_LONG_ATTRIBUTE.sub('=""', _text(data)), watch)
            if table.collector.rows()
        ]
    except (AssertionError, ValueError) as problem:  # how the standard parser says that it is lost
        raise watch.refusal("workbook.damaged") from problem
    sheets = tuple(
        Sheet(_sheet_name(place, len(tables), watch), table.collector.rows(), tuple(table.merged))
        for place, table in enumerate(tables, start=1)
    )
    return Workbook(watch.file_name, "html", sheets)


def _parsed(text: str, watch: Watch) -> list[_Table]:
    parser = _Tables(watch)
    watch.total = len(text)
    for start in range(0, len(text), _CHUNK):
        piece = text[start : start + _CHUNK]
        watch.advance(len(piece))
        parser.feed(piece)
        # an unfinished tag is scanned again with every piece, each time in the square of its length
        if len(parser.rawdata) > _LONGEST_TOKEN:
            raise watch.refusal("workbook.damaged")
    return parser.finish()


def _sheet_name(place: int, count: int, watch: Watch) -> str:
    return f"{watch.file_name} {place}" if count > 1 else watch.file_name


def _text(data: bytes) -> str:
    found = _CHARSET.search(data[:4096])
    named = found[1].decode("ascii") if found else ""
    try:
        return (
            data.decode(named)
            if named and not data.startswith((b"\xff\xfe", b"\xfe\xff"))
            else _decoded(data)
        )
    except (LookupError, UnicodeDecodeError):
        return _decoded(data)


def _decoded(data: bytes) -> str:
    decoded = decode(data)
    return decoded.text if decoded else ""
