"""The feed of changes at the centre by one name: writing (`clocks.py`) and reading (`pages.py`)."""

from fieldservice.server.store.clocks import (
    FieldClock,
    RowClock,
    clocks_of,
    number,
    touch,
    versions_of,
    writer,
)
from fieldservice.server.store.pages import head, page, page_bytes, rows, rows_bytes

__all__ = [
    "FieldClock",
    "RowClock",
    "clocks_of",
    "head",
    "number",
    "page",
    "page_bytes",
    "rows",
    "rows_bytes",
    "touch",
    "versions_of",
    "writer",
]
