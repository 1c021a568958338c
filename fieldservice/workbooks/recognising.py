"""Finds the tables of a workbook and takes a first guess at what each is and what its columns mean."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from types import MappingProxyType

from fieldservice.workbooks.fields import Kind
from fieldservice.workbooks.mapping import (
    CERTAIN,
    ColumnMapping,
    TableMapping,
    WorkbookMapping,
    with_remembered,
)
from fieldservice.workbooks.matching import Fit, fits
from fieldservice.workbooks.sheets import Row, Sheet, Workbook
from fieldservice.workbooks.words import tidied

_ROWS_SEARCHED = 30
_LEAST_COLUMNS = 2
_LEAST_MATCHES = 2
_MOST_COLUMNS = 400
_NOTHING_REMEMBERED: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A row (or two) that may be the header of a table."""

    row: Row
    headers: tuple[str, ...]
    fits: tuple[Fit, ...]

    @property
    def best(self) -> Fit:
        return self.fits[0]

    @property
    def matched(self) -> int:
        return sum(match is not None for match in self.best.matches)

    @property
    def is_perfect(self) -> bool:
        exact = all(match is not None and match.confidence == CERTAIN for match in self.best.matches)
        return exact and not self.best.missing


def recognise(workbook: Workbook, *, remembered: Mapping[str, str] = _NOTHING_REMEMBERED) -> WorkbookMapping:
    """The first guess for every table of every visible or hidden sheet that holds something.

    `remembered` is what `WorkbookMapping.remembered()` gave earlier; it wins over guessing for equal headers.
    """
    tables = [table for sheet in workbook.sheets if sheet.rows for table in _tables(sheet)]
    return WorkbookMapping(tuple(told for table in tables for told in with_remembered(table, remembered)))


def guessed_as(table: TableMapping, kind: Kind) -> TableMapping:
    """The table with its columns guessed anew for the kind a person says it is."""
    found = fits([(column.header,) for column in table.columns], table.sheet)
    fit = next(fit for fit in found if fit.kind is kind)
    columns = tuple(
        replace(column, field=match.field if match else None, confidence=match.confidence if match else 0)
        for column, match in zip(table.columns, fit.matches, strict=True)
    )
    return replace(table, kind=kind, columns=columns)


def _tables(sheet: Sheet) -> Iterator[TableMapping]:
    headers = _headers(sheet)
    if not headers:
        yield _unknown(sheet)
        return
    ends = [candidate.row.number - 1 for candidate in headers[1:]] + [sheet.last_row]
    for candidate, last_row in zip(headers, ends, strict=True):
        yield _table(sheet, candidate, last_row)


def _headers(sheet: Sheet) -> list[_Candidate]:
    """The header of the first table, and those of further tables that follow after an empty row."""
    first = _first_header(sheet)
    if first is None:
        return []
    found = [first]
    rows = [row for row in sheet.rows if row.number >= first.row.number]
    for above, row in pairwise(rows):
        if row.number > above.number + 1 and _looks_like_header(row):
            candidate = _candidate(sheet, row, None)
            if candidate.matched >= _LEAST_MATCHES and not candidate.best.missing:
                found.append(candidate)
    return found


def _first_header(sheet: Sheet) -> _Candidate | None:
    best: _Candidate | None = None
    above: Row | None = None
    for row in sheet.rows[:_ROWS_SEARCHED]:
        if _looks_like_header(row):
            for candidate in _readings(sheet, row, above):
                if candidate.matched and (best is None or candidate.best.score > best.best.score):
                    best = candidate
        if best is not None and best.is_perfect:
            return best
        above = row
    if best is not None and (best.matched >= _LEAST_MATCHES or not best.best.missing):
        return best
    return None


def _readings(sheet: Sheet, row: Row, above: Row | None) -> Iterator[_Candidate]:
    """The row as a header by itself, and as the lower one of two."""
    yield _candidate(sheet, row, None)
    if above is not None and above.number == row.number - 1:
        yield _candidate(sheet, row, above)


def _looks_like_header(row: Row) -> bool:
    texts = sum(isinstance(cell, str) and bool(cell.strip()) for cell in row.cells)
    filled = sum(cell is not None for cell in row.cells)
    return texts >= _LEAST_COLUMNS and texts * 10 >= filled * 8


def _candidate(sheet: Sheet, row: Row, upper: Row | None) -> _Candidate:
    texts = _texts(row)
    if upper is None:
        return _Candidate(row, texts, tuple(fits([(text,) for text in texts], sheet.name)))
    groups = _spread(sheet, upper)
    width = max(len(texts), min(len(groups), _MOST_COLUMNS))
    joined = [_joined(_at(groups, column), _at(texts, column)) for column in range(width)]
    readings = [
        (*dict.fromkeys(filter(None, (both, _at(texts, column)))),) for column, both in enumerate(joined)
    ]
    return _Candidate(row, tuple(joined), tuple(fits(readings, sheet.name)))


def _texts(row: Row) -> tuple[str, ...]:
    return tuple(tidied(cell) if isinstance(cell, str) else "" for cell in row.cells[:_MOST_COLUMNS])


def _spread(sheet: Sheet, upper: Row) -> tuple[str, ...]:
    """The upper of two header rows, with the text of merged cells over all the columns they cover."""
    texts = list(_texts(upper))
    for top, left, bottom, right in sheet.merged:
        if top <= upper.number <= bottom and left < len(texts):
            width = min(right, _MOST_COLUMNS) + 1 - left
            texts[left : left + width] = [texts[left]] * width
    return tuple(texts)


def _joined(group: str, text: str) -> str:
    return f"{group} {text}" if group and text and group != text else group or text


def _at(texts: Sequence[str], column: int) -> str:
    return texts[column] if column < len(texts) else ""


def _table(sheet: Sheet, candidate: _Candidate, last_row: int) -> TableMapping:
    best = candidate.best
    columns = tuple(
        ColumnMapping(column, header, match.field if match else None, match.confidence if match else 0)
        for column, (header, match) in enumerate(zip(candidate.headers, best.matches, strict=True))
    )
    known = candidate.matched >= _LEAST_MATCHES
    sure = [match.confidence for match in best.matches if match]
    confidence = min(CERTAIN, sum(sure) // len(sure)) if sure and not best.missing else 0
    return TableMapping(
        sheet.name,
        candidate.row.number,
        last_row,
        columns,
        best.kind if known else None,
        confidence,
        _also(candidate) if known else (),
    )


def _also(candidate: _Candidate) -> tuple[Kind, ...]:
    """Other kinds that this table has all required columns for, by exact names, with columns of their own."""
    taken = {place for place, match in enumerate(candidate.best.matches) if match}
    found = []
    for fit in candidate.fits[1:]:
        exact = {place for place, match in enumerate(fit.matches) if match and match.confidence == CERTAIN}
        if not fit.missing and exact - taken:
            found.append(fit.kind)
    return tuple(found)


def _unknown(sheet: Sheet) -> TableMapping:
    """A sheet without a header we know: shown as it is, for a person to say what it holds."""
    first = next((row for row in sheet.rows if _looks_like_header(row)), sheet.rows[0])
    columns = tuple(ColumnMapping(column, text) for column, text in enumerate(_texts(first)))
    return TableMapping(sheet.name, first.number, sheet.last_row, columns)
