"""Many ids for one statement, as one text: the driver takes longer over each member of a list than the
database over its row.
"""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from sqlalchemy import ARRAY, ColumnElement, Uuid, any_, cast, func

IDS = "string_to_array(%s, ',')::uuid[]"
NAMES = "string_to_array(%s, ',')"


def listed(ids: Iterable[UUID]) -> str:
    """For `IDS`."""
    return ",".join([each.hex for each in ids])


def among(column: Any, ids: Iterable[UUID]) -> ColumnElement[bool]:
    """Whether a column holds one of these ids."""
    fits: ColumnElement[bool] = column == any_(cast(func.string_to_array(listed(ids), ","), ARRAY(Uuid())))
    return fits
