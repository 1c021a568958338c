"""Reading of text tables (.csv, .tsv, .txt, or any other name) with whatever separator they keep to."""

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator

from fieldservice.domain.rules.reasons import Reason
from fieldservice.workbooks.encodings import DecodedText
from fieldservice.workbooks.sheets import Cell, RowCollector, Sheet, Watch, Workbook

SEPARATORS = (";", ",", "\t", "|")
_SAMPLE_CHARACTERS = 60_000
_SAMPLE_ROWS = 200
_NAMED_SEPARATOR = re.compile(r'"?sep=(.)"?[ \t]*\r?\n?', re.IGNORECASE)
_LINES_OF_A_LOST_QUOTE = 30
_CHECK_EACH_ROWS = 2_000


def read_delimited(decoded: DecodedText, watch: Watch) -> Workbook:
    text, named = _named_separator(decoded.text)
    separator = named or likely_separator(text)
    watch.total = len(text)
    collected = _collect(text, separator, watch, quoting=csv.QUOTE_MINIMAL)
    lost_quote = collected is None
    if collected is None:
        watch.done = watch.rows = watch.cells = 0
        collected = _collect(text, separator, watch, quoting=csv.QUOTE_NONE)
    if collected is None:
        raise watch.refusal("workbook.damaged")
    watch.advance(max(0, watch.total - watch.done))
    notes = [Reason("workbook.mixed_encodings")] * decoded.mixed + [
        Reason("workbook.lost_quote")
    ] * lost_quote
    sheet = Sheet(watch.file_name, collected.rows())
    return Workbook(watch.file_name, "text", (sheet,), tuple(notes))


def likely_separator(text: str) -> str:
    """The separator that splits the rows of the beginning most evenly."""
    sample = text[:_SAMPLE_CHARACTERS]
    return max(SEPARATORS, key=lambda separator: _evenness(sample, separator))


def _named_separator(text: str) -> tuple[str, str | None]:
    found = _NAMED_SEPARATOR.match(text)
    return (text[found.end() :], found[1]) if found else (text, None)


def _evenness(sample: str, separator: str) -> tuple[float, int]:
    widths = []
    for row in _rows(sample, separator, csv.QUOTE_MINIMAL):
        if row:
            widths.append(len(row))
        if len(widths) == _SAMPLE_ROWS:
            break
    if not widths or max(widths) == 1:
        return 0.0, 0
    width, _ = Counter(found for found in widths if found > 1).most_common(1)[0]
    same = sum(1 for found in widths if found == width) / len(widths)
    at_least = sum(1 for found in widths if found > 1) / len(widths)
    return same + at_least + 0.5 * (widths[0] == width), width


def _rows(text: str, separator: str, quoting: int) -> Iterator[list[str]]:
    lines = io.StringIO(text, newline="")
    if quoting == csv.QUOTE_NONE:
        return csv.reader(lines, delimiter=separator, quoting=csv.QUOTE_NONE)
    return _tolerant(csv.reader(lines, delimiter=separator, skipinitialspace=True))


def _tolerant(reader: Iterator[list[str]]) -> Iterator[list[str]]:
    try:
        yield from reader
    except csv.Error:
        yield ["\n" * (_LINES_OF_A_LOST_QUOTE + 1)]


def _collect(text: str, separator: str, watch: Watch, *, quoting: int) -> RowCollector | None:
    """All rows; None when a quote that was never closed swallowed many lines."""
    collector = RowCollector(watch)
    row: list[str] = []
    characters_a_step = len(text) * _CHECK_EACH_ROWS // (text.count("\n") + 1)
    try:
        for number, row in enumerate(_rows(text, separator, quoting), start=1):
            if number % _CHECK_EACH_ROWS == 0:
                watch.advance(characters_a_step)
            cells: list[Cell] = [collector.shared(value) for value in row]
            collector.add(number, cells)
    except csv.Error:
        return None
    swallowed = any(value.count("\n") > _LINES_OF_A_LOST_QUOTE for value in row)
    return None if swallowed and quoting != csv.QUOTE_NONE else collector
