"""Reading of .xlsx and .xlsm with expat, streaming: a sparse sheet costs only what it holds.

Not calamine: it lays a sheet out as one dense block (one stray cell in the last row and column asks for
terabytes and aborts the process), and turns error cells and formulas without a stored result into empty ones.
"""

import posixpath
from collections.abc import Mapping
from dataclasses import dataclass, field

from fieldservice.domain.rules.reasons import Reason
from fieldservice.workbooks.archive import Archive
from fieldservice.workbooks.markup import listen, local_attributes, local_name
from fieldservice.workbooks.number_formats import BUILT_IN_SHAPES, Shape, padding_of, shape_of
from fieldservice.workbooks.sheets import Area, Row, Sheet, Watch, Workbook
from fieldservice.workbooks.xlsx_cells import MOST_PIECES, CellStyles, SheetListener, area_of, unescaped

_SKIPPED_KINDS = ("chartsheet", "dialogsheet", "xlMacrosheet", "xlIntlMacrosheet")
_GENERAL = (Shape.NUMBER, 0)


@dataclass(slots=True)
class _Outline:
    """workbook.xml: the names of the sheets, their relation and whether they are hidden."""

    sheets: list[tuple[str, str, bool]] = field(default_factory=list)
    from_1904: bool = False

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        values = local_attributes(attributes)
        match local_name(name):
            case "sheet":
                hidden = values.get("state", "visible") != "visible"
                self.sheets.append((values.get("name", ""), values.get("id", ""), hidden))
            case "workbookPr":
                self.from_1904 = values.get("date1904", "0") in ("1", "true", "on")

    def end(self, name: str) -> None: ...

    def text(self, data: str) -> None: ...


@dataclass(slots=True)
class _Relations:
    """A .rels part: what each relation points to and what it is."""

    targets: dict[str, tuple[str, str]] = field(default_factory=dict)

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        values = local_attributes(attributes)
        if local_name(name) == "Relationship" and values.get("TargetMode") != "External":
            kind = values.get("Type", "").rpartition("/")[2]
            self.targets[values.get("Id", "")] = (values.get("Target", ""), kind)

    def end(self, name: str) -> None: ...

    def text(self, data: str) -> None: ...


@dataclass(slots=True)
class _Styles:
    """styles.xml: the shape and padding behind each style number of a cell."""

    formats: dict[int, str] = field(default_factory=dict)
    cells: list[tuple[Shape, int]] = field(default_factory=list)
    inside_cell_formats: bool = False

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        match local_name(name):
            case "numFmt":
                self.formats[_whole(attributes.get("numFmtId"))] = attributes.get("formatCode", "")
            case "cellXfs":
                self.inside_cell_formats = True
            case "xf" if self.inside_cell_formats:
                self.cells.append(self._look(_whole(attributes.get("numFmtId"))))

    def end(self, name: str) -> None:
        if local_name(name) == "cellXfs":
            self.inside_cell_formats = False

    def text(self, data: str) -> None: ...

    def _look(self, number: int) -> tuple[Shape, int]:
        if number in self.formats:
            code = self.formats[number]
            return shape_of(code), padding_of(code)
        return BUILT_IN_SHAPES.get(number, Shape.NUMBER), 0


@dataclass(slots=True)
class _SharedTexts:
    """sharedStrings.xml: the texts cells point to, phonetic readings left out."""

    watch: Watch
    texts: list[str] = field(default_factory=list)
    pieces: list[str] = field(default_factory=list)
    inside_text: bool = False
    inside_reading_aid: bool = False

    def start(self, name: str, attributes: Mapping[str, str]) -> None:  # noqa: ARG002 - the listener's shape
        match local_name(name):
            case "t":
                self.inside_text = not self.inside_reading_aid
            case "rPh":
                self.inside_reading_aid = True

    def end(self, name: str) -> None:
        match local_name(name):
            case "t":
                self.inside_text = False
            case "rPh":
                self.inside_reading_aid = False
            case "si":
                self._keep()

    def text(self, data: str) -> None:
        if self.inside_text:
            self.pieces.append(data)
            if len(self.pieces) > MOST_PIECES:
                raise self.watch.refusal("workbook.too_large")

    def _keep(self) -> None:
        if len(self.texts) >= self.watch.limits.cells:
            raise self.watch.too_large("cells", self.watch.limits.cells)
        self.texts.append(unescaped("".join(self.pieces))[: self.watch.limits.cell_characters])
        self.pieces.clear()


def read_xlsx(archive: Archive, watch: Watch) -> Workbook:
    outline_name = _outline_name(archive, watch)
    folder = posixpath.dirname(outline_name)
    outline, relations = _Outline(), _relations(archive, outline_name, watch)
    _hear(archive, outline_name, outline, watch)
    if len(outline.sheets) > watch.limits.sheets:
        raise watch.too_large("sheets", watch.limits.sheets)
    parts = [(name, hidden, *relations.get(key, ("", ""))) for name, key, hidden in outline.sheets]
    tables = [
        (name, hidden, _joined(folder, target)) for name, hidden, target, kind in parts if kind == "worksheet"
    ]
    watch.total = sum(archive.size(part) for *_, part in tables)
    looks = CellStyles(
        _shared_texts(archive, folder, relations, watch),
        _styles(archive, folder, relations, watch),
        outline.from_1904,
    )
    watch.done = 0
    sheets = tuple(Sheet(name, *_rows(archive, part, looks, watch), hidden) for name, hidden, part in tables)
    skipped = [name for name, _, _, kind in parts if kind in _SKIPPED_KINDS]
    notes = tuple(Reason("workbook.sheet_without_cells", {"sheet": name}) for name in skipped)
    return Workbook(watch.file_name, "xlsx", sheets, notes, outline.from_1904)


def _rows(
    archive: Archive, part: str, looks: CellStyles, watch: Watch
) -> tuple[tuple[Row, ...], tuple[Area, ...]]:
    listener = SheetListener(looks, watch)
    _hear(archive, part, listener, watch)
    merged = tuple(area for text in listener.merged if (area := area_of(text)))
    return listener.collector.rows(), merged


def _hear(
    archive: Archive,
    part: str,
    listener: _Outline | _Relations | _Styles | _SharedTexts | SheetListener,
    watch: Watch,
) -> None:
    with archive.part(part) as stream:
        listen(stream, listener, watch)


def _outline_name(archive: Archive, watch: Watch) -> str:
    if archive.has("_rels/.rels"):
        relations = _Relations()
        _hear(archive, "_rels/.rels", relations, watch)
        for target, kind in relations.targets.values():
            if kind == "officeDocument":
                return target.lstrip("/")
    return "xl/workbook.xml"


def _relations(archive: Archive, part: str, watch: Watch) -> dict[str, tuple[str, str]]:
    folder, name = posixpath.split(part)
    relations = _Relations()
    _hear(archive, posixpath.join(folder, "_rels", f"{name}.rels"), relations, watch)
    return relations.targets


def _joined(folder: str, target: str) -> str:
    return (
        target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))
    )


def _named_part(
    archive: Archive, folder: str, relations: Mapping[str, tuple[str, str]], kind: str
) -> str | None:
    parts = [_joined(folder, target) for target, what in relations.values() if what == kind]
    return parts[0] if parts and archive.has(parts[0]) else None


def _shared_texts(
    archive: Archive, folder: str, relations: Mapping[str, tuple[str, str]], watch: Watch
) -> list[str]:
    listener = _SharedTexts(watch)
    if part := _named_part(archive, folder, relations, "sharedStrings"):
        _hear(archive, part, listener, watch)
    return listener.texts


def _styles(
    archive: Archive, folder: str, relations: Mapping[str, tuple[str, str]], watch: Watch
) -> list[tuple[Shape, int]]:
    listener = _Styles()
    if part := _named_part(archive, folder, relations, "styles"):
        _hear(archive, part, listener, watch)
    return listener.cells or [_GENERAL]


def _whole(text: str | None) -> int:
    return int(text) if text and text.isascii() and text.isdigit() else 0
