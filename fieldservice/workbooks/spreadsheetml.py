"""Reading of SpreadsheetML 2003: the XML that many programs save under the name .xls."""

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

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

_MOST_PIECES = 20_000


class _Content:
    """Listens to the one part and builds sheets."""

    def __init__(self, watch: Watch) -> None:
        self.sheets: list[Sheet] = []
        self._watch = watch
        self._name = ""
        self._hidden = False
        self._collector = RowCollector(watch)
        self._merged: list[Area] = []
        self._row = 0
        self._column = -1
        self._covered = 0
        self._cells: dict[int, Cell] = {}
        self._formula: str | None = None
        self._type: str | None = None
        self._pieces: list[str] | None = None
        self._heard: list[str] = []

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        match local_name(name):
            case "Worksheet":
                self._name = local_attributes(attributes).get("Name", "")
                self._hidden, self._row, self._collector, self._merged = (
                    False,
                    0,
                    RowCollector(self._watch),
                    [],
                )
            case "Row":
                self._row = _place(local_attributes(attributes), self._row, EXCEL_ROWS, self._watch)
                self._column, self._covered, self._cells = -1, 0, {}
            case "Cell":
                self._start_cell(local_attributes(attributes))
            case "Data":
                self._type = local_attributes(attributes).get("Type", "String")
                self._pieces = []
            case "Visible":
                self._heard = []

    def end(self, name: str) -> None:
        match local_name(name):
            case "Data":
                self._cells[self._column] = self._value("".join(self._pieces or ()))
                self._pieces = None
            case "Cell" if self._formula and self._column not in self._cells:
                self._cells[self._column] = CellFault(self._formula, uncomputed=True)
            case "Row":
                self._collector.add_sparse(self._row, self._cells)
            case "Visible":
                self._hidden = "".join(self._heard).strip() != "SheetVisible"
            case "Worksheet":
                self.sheets.append(
                    Sheet(self._name, self._collector.rows(), tuple(self._merged), self._hidden)
                )

    def text(self, data: str) -> None:
        heard = self._heard if self._pieces is None else self._pieces
        heard.append(data)
        if len(heard) > _MOST_PIECES:
            raise self._watch.refusal("workbook.too_large")

    def _start_cell(self, values: Mapping[str, str]) -> None:
        self._heard = []
        self._column = _place(values, self._column + 1 + self._covered, EXCEL_COLUMNS, self._watch) - 1
        self._covered = 0
        self._formula = values.get("Formula")
        across, down = int(values.get("MergeAcross", 0)), int(values.get("MergeDown", 0))
        if across or down:
            self._merged.append((self._row, self._column, self._row + down, self._column + across))
            self._covered = across

    def _value(self, text: str) -> Cell:
        match self._type:
            case "Number":
                return number_of(text.strip())
            case "DateTime":
                return day_or_moment(datetime.fromisoformat(text.strip()).replace(tzinfo=None))
            case "Boolean":
                return text.strip() == "1"
            case "Error":
                return CellFault(text.strip())
            case _:
                return self._collector.shared(text[: self._watch.limits.cell_characters])


def _place(values: Mapping[str, str], last: int, most: int, watch: Watch) -> int:
    place = int(values.get("Index", last + 1))
    if not 1 <= place <= most:
        raise watch.too_large("rows" if most == EXCEL_ROWS else "columns", most)
    return place


def read_spreadsheetml(path: Path, watch: Watch) -> Workbook:
    content = _Content(watch)
    with path.open("rb") as stream:
        listen(stream, content, watch)
    if len(content.sheets) > watch.limits.sheets:
        raise watch.too_large("sheets", watch.limits.sheets)
    return Workbook(watch.file_name, "spreadsheetml", tuple(content.sheets))
