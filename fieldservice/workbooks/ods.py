"""Reading of OpenDocument sheets (.ods, flat .fods), streaming; repeats are never spread out blindly."""

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

from fieldservice.workbooks.archive import Archive
from fieldservice.workbooks.markup import listen, local_attributes, local_name
from fieldservice.workbooks.number_formats import day_or_moment, number_of
from fieldservice.workbooks.sheets import (
    EXCEL_COLUMNS,
    EXCEL_ROWS,
    Area,
    Cell,
    CellFault,
    RowCollector,
    Sheet,
    Watch,
    Workbook,
)

_MOST_REPEATED_WITH_CONTENT = 2_000
_MOST_PIECES = 2_000
_NOT_CELL_TEXT = ("annotation", "shapes", "forms")


class _Content:
    """Listens to content.xml and builds sheets."""

    def __init__(self, watch: Watch) -> None:
        self.sheets: list[Sheet] = []
        self._watch = watch
        self._name = ""
        self._hidden_styles: set[str] = set()
        self._style = ""
        self._hidden = False
        self._depth = 0
        self._aside = 0
        self._collector = RowCollector(watch)
        self._merged: list[Area] = []
        self._row = 0
        self._row_repeat = 1
        self._column = 0
        self._cells: dict[int, Cell] = {}
        self._cell: dict[str, str] | None = None
        self._paragraphs: list[list[str]] = []

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        name = local_name(name)
        if self._aside or name in _NOT_CELL_TEXT:
            self._aside += 1
            return
        match name:
            case "table":
                self._start_table(local_attributes(attributes))
            case "table-row":
                self._row_repeat = _count(local_attributes(attributes).get("number-rows-repeated"))
                self._column, self._cells = 0, {}
            case "table-cell" | "covered-table-cell":
                self._cell = local_attributes(attributes)
                self._paragraphs = []
            case "p" if self._cell is not None:
                self._start_paragraph()
            case "s" | "tab" | "line-break":
                self._space(name, attributes)
            case "style":
                self._style = local_attributes(attributes).get("name", "")
            case "table-properties" if local_attributes(attributes).get("display") == "false":
                self._hidden_styles.add(self._style)

    def end(self, name: str) -> None:
        if self._aside:
            self._aside -= 1
            return
        match local_name(name):
            case "table-cell" | "covered-table-cell":
                self._end_cell()
            case "table-row":
                self._end_row()
            case "table":
                self._end_table()

    def text(self, data: str) -> None:
        if self._paragraphs and not self._aside:
            self._paragraphs[-1].append(data)
            if len(self._paragraphs[-1]) > _MOST_PIECES:
                raise self._watch.refusal("workbook.too_large")

    def _start_table(self, values: Mapping[str, str]) -> None:
        self._depth += 1
        if self._depth > 1:
            raise self._watch.refusal("workbook.damaged")
        self._name = values.get("name", "")
        self._hidden = values.get("style-name", "") in self._hidden_styles
        self._row, self._collector, self._merged = 0, RowCollector(self._watch), []

    def _start_paragraph(self) -> None:
        if len(self._paragraphs) >= _MOST_PIECES:
            raise self._watch.refusal("workbook.too_large")
        self._paragraphs.append([])

    def _space(self, name: str, attributes: Mapping[str, str]) -> None:
        if self._paragraphs:
            count = _count(local_attributes(attributes).get("c"))
            self._paragraphs[-1].append(
                " " * min(count, 100) if name == "s" else "\t" if name == "tab" else "\n"
            )

    def _end_cell(self) -> None:
        values = self._cell or {}
        repeat = _count(values.get("number-columns-repeated"))
        value = self._value(values)
        if value is not None and value != "":
            self._spread(value, repeat)
        self._note_merge(values)
        self._column += repeat
        self._cell, self._paragraphs = None, []

    def _spread(self, value: Cell, repeat: int) -> None:
        if repeat > _MOST_REPEATED_WITH_CONTENT or self._column + repeat > EXCEL_COLUMNS:
            raise self._watch.too_large("columns", EXCEL_COLUMNS)
        for column in range(self._column, self._column + repeat):
            self._cells[column] = value

    def _note_merge(self, values: Mapping[str, str]) -> None:
        rows, columns = (
            _count(values.get("number-rows-spanned")),
            _count(values.get("number-columns-spanned")),
        )
        if rows > 1 or columns > 1:
            self._merged.append((self._row + 1, self._column, self._row + rows, self._column + columns - 1))

    def _end_row(self) -> None:
        if self._cells:
            if self._row + self._row_repeat > EXCEL_ROWS:
                raise self._watch.too_large("rows", EXCEL_ROWS)
            for offset in range(1, self._row_repeat + 1):
                self._collector.add_sparse(self._row + offset, self._cells)
        self._row += self._row_repeat

    def _end_table(self) -> None:
        self._depth -= 1
        self.sheets.append(Sheet(self._name, self._collector.rows(), tuple(self._merged), self._hidden))
        if len(self.sheets) > self._watch.limits.sheets:
            raise self._watch.too_large("sheets", self._watch.limits.sheets)

    def _value(self, values: Mapping[str, str]) -> Cell:
        shown = "\n".join("".join(pieces) for pieces in self._paragraphs)[
            : self._watch.limits.cell_characters
        ]
        formula = values.get("formula")
        match values.get("value-type"):
            case "float" | "percentage" | "currency":
                return _number(values.get("value", ""), shown)
            case "date":
                return _moment(values.get("date-value", ""))
            case "boolean":
                return values.get("boolean-value") == "true"
            case None if formula is not None:
                return CellFault("=" + formula.partition("=")[2], uncomputed=True)
            case _:
                return self._text(shown, formula)

    def _text(self, shown: str, formula: str | None) -> Cell:
        if formula is not None and shown.startswith(("#", "Err:")):
            return CellFault(shown)
        return self._collector.shared(shown)


def _number(text: str, shown: str) -> Cell:
    number = number_of(text)
    if shown.startswith(("#", "Err:")):
        return CellFault(shown)
    padded = shown.isascii() and shown.isdigit() and shown.startswith("0") and len(shown) > 1
    return shown if padded and isinstance(number, int) and int(shown) == number else number


def _moment(text: str) -> Cell:
    return day_or_moment(datetime.fromisoformat(text).replace(tzinfo=None))


def _count(text: str | None) -> int:
    return max(1, int(text)) if text else 1


def read_ods(archive: Archive, watch: Watch) -> Workbook:
    if archive.has("META-INF/manifest.xml") and b"encryption-data" in archive.head(
        "META-INF/manifest.xml", 1 << 20
    ):
        raise watch.refusal("workbook.password")
    watch.total = archive.size("content.xml")
    content = _Content(watch)
    with archive.part("content.xml") as stream:
        listen(stream, content, watch)
    return Workbook(watch.file_name, "ods", tuple(content.sheets))


def read_flat_ods(path: Path, watch: Watch) -> Workbook:
    content = _Content(watch)
    with path.open("rb") as stream:
        listen(stream, content, watch)
    return Workbook(watch.file_name, "fods", tuple(content.sheets))
