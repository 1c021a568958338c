"""The feed of changes at the centre, by one name: the writing side (`clocks.py`) and the reading side."""

from fieldservice.server.store.clocks import (
    FieldClock,
    RowClock,
    clocks_of,
    number,
    touch,
    versions_of,
    writer,
)

__all__ = ["FieldClock", "RowClock", "clocks_of", "number", "touch", "versions_of", "writer"]
