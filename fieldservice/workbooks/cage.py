"""The child process in which calamine reads old binary workbooks (.xls, .xlsb); run as `python -m`.

calamine lays a sheet out as one dense block, so a crafted file can ask for more memory than there is; Rust
then aborts the process. Here that ends this process only: it limits its own memory and time where the system
can, and writes rows as lines of JSON which the parent reads (binary.py).
"""

import json
import sys
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Any

import python_calamine
from python_calamine import CalamineSheet, CalamineWorkbook

if sys.platform != "win32":
    import resource


def main() -> int:
    path, memory_bytes, seconds = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
    _limit(memory_bytes, seconds)
    out = sys.stdout
    try:
        for line in _lines(path):
            out.write(json.dumps(line, ensure_ascii=True) + "\n")
    except python_calamine.PasswordError:
        out.write('{"refused": "workbook.password"}\n')
    except (MemoryError, BaseException) as problem:  # noqa: BLE001 - a Rust panic is a BaseException of no module
        if isinstance(problem, (BrokenPipeError, KeyboardInterrupt)):
            return 1
        code = "workbook.too_large" if isinstance(problem, MemoryError) else "workbook.damaged"
        out.write(json.dumps({"refused": code}) + "\n")
    out.flush()
    return 0


def _limit(memory_bytes: int, seconds: int) -> None:
    if sys.platform != "win32":
        resource.setrlimit(resource.RLIMIT_AS, (memory_bytes, memory_bytes))
        resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _lines(path: str) -> Iterator[dict[str, Any]]:
    with python_calamine.load_workbook(path) as workbook:
        for place, told in enumerate(workbook.sheets_metadata):
            if told.typ == python_calamine.SheetTypeEnum.WorkSheet:
                visible = told.visible == python_calamine.SheetVisibleEnum.Visible
                yield from _sheet_lines(workbook, place, hidden=not visible)
    yield {"end": True}


def _sheet_lines(workbook: CalamineWorkbook, place: int, *, hidden: bool) -> Iterator[dict[str, Any]]:
    sheet: CalamineSheet = workbook.get_sheet_by_index(place)
    merged = [
        [top + 1, left, bottom + 1, right] for (top, left), (bottom, right) in sheet.merged_cell_ranges or ()
    ]
    yield {"sheet": sheet.name, "hidden": hidden, "merged": merged}
    for number, cells in enumerate(sheet.iter_rows(), start=1):
        packed = {column: _packed(value) for column, value in enumerate(cells) if value != ""}
        if packed:
            yield {"row": number, "cells": packed}


def _packed(value: Any) -> Any:
    match value:
        case datetime():
            return {"moment": value.isoformat()}
        case date():
            return {"day": value.isoformat()}
        case time():
            return {"time": value.isoformat()}
        case timedelta():
            return {"seconds": value.total_seconds()}
        case _:
            return value


if __name__ == "__main__":
    sys.exit(main())
